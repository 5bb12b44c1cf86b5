"""Bilingual drafts: of two columns, or of paragraphs in two languages by turns, the English ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import py3langid

from corpus.documents import Block, BlockKind, Document
from corpus.labels import is_label_only, opens_unit
from corpus.language import ENGLISH, Language, english_words, in_other_script
from corpus.readers.tables import CELL_GAP

_LETTERS_TO_TELL = 15
_SURELY_ENGLISH = 0.3
_SIDE_BY_SIDE = re.compile(r"\s/\s(?=[A-Z(])")


def english_part(document: Document, language: Language) -> Document:
    """The document with only those blocks that are in English, or too short to tell; the text and its offsets stay.

    Cells of a table and lines of a paragraph are told apart. A number that stands only before the foreign words is kept. A document in one
    language comes back as it is, whatever it is in.
    """
    if language.other is None or not language.is_english_enough:
        return document
    blocks = [block for whole in document.blocks for block in _english(document.text, whole, language.other)]
    return replace(document, blocks=tuple(blocks)) if blocks else document


def _english(text: str, block: Block, other: str) -> Iterator[Block]:
    pieces = list(_pieces(text, block))
    foreign = [_is_foreign(text[low:high], other) for low, high in pieces]
    if not any(foreign):
        yield block
        return
    kind = BlockKind.PARAGRAPH if block.kind is BlockKind.TABLE_ROW else block.kind
    label = _label(text, *pieces[0]) if foreign[0] and not all(foreign) else None
    for (low, high), skipped in zip(pieces, foreign, strict=True):
        if skipped:
            continue
        if label is not None and not opens_unit(text[low:high]):
            yield replace(block, kind=kind, start=label[0], end=label[1])
        label = None
        yield replace(block, kind=kind, start=low, end=high)


def _pieces(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The cells of a row or the lines of another block; of a line, both sides of a slash between two languages."""
    gap = re.escape(CELL_GAP) if block.kind is BlockKind.TABLE_ROW else r"\n|" + _SIDE_BY_SIDE.pattern
    low = block.start
    for found in re.compile(gap).finditer(text, block.start, block.end):
        yield from _trimmed(text, low, found.start())
        low = found.end()
    yield from _trimmed(text, low, block.end)


def _trimmed(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    words = text[low:high]
    if words.strip():
        yield low + len(words) - len(words.lstrip()), low + len(words.rstrip())


def _label(text: str, low: int, high: int) -> tuple[int, int] | None:
    """The number that opens a piece, if one does."""
    first = re.compile(r"\S+(?:\s+\(\w{1,3}\))?").match(text, low, high)
    return first.span() if first and is_label_only(text[slice(*first.span())].split(maxsplit=1)[0]) else None


def _is_foreign(words: str, other: str) -> bool:
    """Whether words are in the other language rather than in English; False for what is too short to tell."""
    if in_other_script(words):
        return True
    letters = [char for char in words if char.isalpha()]
    if len(letters) < _LETTERS_TO_TELL or english_words(words) >= _SURELY_ENGLISH:
        return False
    scores = dict(py3langid.rank(words.lower()))
    return bool(scores.get(other, scores[ENGLISH] - 1) > scores[ENGLISH])
