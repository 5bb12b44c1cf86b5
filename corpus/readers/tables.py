"""Rows of tables as lines of text, in the same way for every format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.canonical import canonical
from corpus.labels import is_label_only
from corpus.readers.building import Piece

CELL_GAP = " | "


def join_cells(cells: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The cells of a row in one line: `` | `` between two cells, a space after a cell that is only a number."""
    pieces: list[Piece] = []
    gap = ""
    for cell in cells:
        if gap and cell:
            pieces.append(composed(gap, cell[0]))
        pieces.extend(cell)
        gap = " " if is_label_only(words_of(cell)) else CELL_GAP
    return pieces


def words_of(pieces: Sequence[Piece]) -> str:
    """The canonical words of some pieces."""
    return canonical("".join(piece.raw for piece in pieces)).strip()


def composed(text: str, beside: Piece) -> Piece:
    """Text that stands nowhere in the file, placed where ``beside`` is."""
    return Piece(text, replace(beside.origin, offset=None))
