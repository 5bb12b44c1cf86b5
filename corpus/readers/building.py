"""Building a document's text block by block, with the way back into the file.

Every reader hands over pieces of raw text, each with its place in the file. They are cleaned here, in one place, so that
canonical text is made in the same way whatever the format.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from corpus.canonical import Cleaned, clean
from corpus.documents import Block, BlockKind, Origin, Segment

BLOCK_GAP = "\n\n"
"""What stands between two blocks where the file itself has no line ends to keep."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Raw text and its place: ``origin.offset`` is where its first character stands; None for composed text."""

    raw: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Built:
    """The canonical text of a file, its blocks and its segments; not yet a document."""

    text: str
    blocks: tuple[Block, ...]
    segments: tuple[Segment, ...]


def keep_all(_text: str) -> bool:
    """Drop nothing: what drafts are read with."""
    return False


@dataclass
class TextBuilder:
    """Collects blocks in order. ``drop`` says of a block's text that it is furniture and stays out."""

    drop: Callable[[str], bool] = keep_all
    _parts: list[str] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)
    _segments: list[Segment] = field(default_factory=list)
    _length: int = 0

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    @property
    def is_empty(self) -> bool:
        """Whether no block has been added yet."""
        return not self._blocks

    def add(self, kind: BlockKind, pieces: Sequence[Piece], *, level: int = 0, gap: str = BLOCK_GAP) -> tuple[int, int] | None:
        """Add one block; white space around it is left out.

        Returns:
            Its span; None where nothing was left of it.
        """
        cleaned = clean("".join(piece.raw for piece in pieces))
        text = cleaned.text.strip()
        if not text or self.drop(text):
            return None
        first = len(cleaned.text) - len(cleaned.text.lstrip())
        if self._blocks:
            self._append(gap)
        start = self._length
        self._segments.extend(segments_of(cleaned, pieces, first, first + len(text), start - first))
        self._append(text)
        self._blocks.append(Block(kind, start, self._length, level))
        return start, self._length

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def build(self) -> Built:
        """What has been collected."""
        return Built("".join(self._parts), tuple(self._blocks), tuple(self._segments))


def segments_of(cleaned: Cleaned, pieces: Sequence[Piece], low: int, high: int, shift: int) -> list[Segment]:
    """The segments of ``cleaned.text[low:high]``, moved by ``shift``.

    A segment is a stretch in which text and file go in step, character for character, inside one piece.
    """
    starts = [0, *accumulate(len(piece.raw) for piece in pieces)]
    found: list[Segment] = []
    at = low
    while at < high:
        raw_at = cleaned.offset(at)
        index = bisect_right(starts, raw_at) - 1
        end = _run_end(cleaned, at, high, starts[index + 1])
        piece = pieces[index]
        offset = None if piece.origin.offset is None else piece.origin.offset + raw_at - starts[index]
        origin = Origin(piece.origin.part, piece.origin.path, offset)
        found.append(Segment(at + shift, end + shift, origin))
        at = end
    return found


def _run_end(cleaned: Cleaned, at: int, high: int, raw_limit: int) -> int:
    if cleaned.offsets is None:
        return min(high, raw_limit)
    end, offsets = at + 1, cleaned.offsets
    while end < high and offsets[end] < raw_limit and offsets[end] == offsets[end - 1] + 1:
        end += 1
    return end
