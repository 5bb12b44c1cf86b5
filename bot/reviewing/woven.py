"""Woven texts: a law as it would read, put together from spans of a document.

Nothing is rewritten: each stretch of a woven text stands for a span of the document it came from, so that whatever is found in it
is quoted from the file in which it stands. Between stretches there is white space of our own.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from corpus.documents import Block, BlockKind, Document

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Strand:
    """``text[at:at + length]`` of a woven text stands for ``document.text[start:end]``.

    The words are the same where the lengths are; a shorter stretch is a mark that stands for a whole quote.
    """

    at: int
    length: int
    start: int
    end: int

    @property
    def verbatim(self) -> bool:
        """Whether the stretch has the document's own words."""
        return self.length == self.end - self.start


@dataclass(frozen=True)
class Woven:
    """A text with the way back. Strands are in order and do not overlap; blocks as in ``Document``, with offsets of ``text``."""

    text: str
    strands: tuple[Strand, ...]
    blocks: tuple[Block, ...]

    @cached_property
    def _ats(self) -> list[int]:
        return [strand.at for strand in self.strands]

    def _strands(self, start: int, end: int) -> tuple[Strand, ...]:
        """The strands that share a character with ``text[start:end]``, cut to it."""
        first = max(bisect_right(self._ats, start) - 1, 0)
        found = []
        for strand in self.strands[first:]:
            if strand.at >= end:
                break
            low, high = max(start, strand.at), min(end, strand.at + strand.length)
            if low >= high:
                continue
            if strand.verbatim:
                found.append(Strand(low, high - low, strand.start + low - strand.at, strand.start + high - strand.at))
            else:
                found.append(strand)
        return tuple(found)

    def back(self, start: int, end: int) -> tuple[tuple[int, Span], ...]:
        """The document's words in ``text[start:end]``: their offsets behind ``start`` and their spans."""
        return tuple((s.at - start, (s.start, s.end)) for s in self._strands(start, end))

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The spans of the document for which ``text[start:end]`` stands, in the text's order."""
        return tuple(span for _, span in self.back(start, end))

    def cut(self, start: int, end: int) -> Woven:
        """``text[start:end]`` as a text of its own."""
        strands = tuple(dataclasses.replace(s, at=s.at - start) for s in self._strands(start, end))
        clipped = ((max(b.start, start), min(b.end, end), b) for b in self.blocks if b.start < end and b.end > start)
        blocks = tuple(dataclasses.replace(b, start=low - start, end=high - start) for low, high, b in clipped if low < high)
        return Woven(self.text[start:end], strands, blocks)

    def edited(self, edits: Iterable[Edit]) -> Woven:
        """The text after edits, which must not overlap."""
        ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
        pieces: list[Woven] = []
        at = 0
        for edit in ordered:
            pieces += [self.cut(at, edit.start), edit.new]
            at = edit.end
        joined = join([*pieces, self.cut(at, len(self.text))])
        return dataclasses.replace(joined, blocks=_blocks_after(self, ordered, joined.text))


@dataclass(frozen=True)
class Edit:
    """``text[start:end]`` becomes ``new``: words inside a block, or (``apart``) blocks of its own."""

    start: int
    end: int
    new: Woven
    apart: bool = False


EMPTY = Woven("", (), ())


def whole(document: Document, start: int, end: int) -> Woven:
    """``document.text[start:end]`` as a woven text."""
    full = Woven(document.text, (Strand(0, len(document.text), 0, len(document.text)),), document.blocks)
    return full.cut(start, end)


def made_up(text: str) -> Woven:
    """Characters that stand nowhere in the document."""
    return Woven(text, (), ())


def join(pieces: Sequence[Woven]) -> Woven:
    """Texts one behind the other."""
    starts = [0, *accumulate(len(piece.text) for piece in pieces)]
    strands = tuple(
        dataclasses.replace(s, at=s.at + at) for at, piece in zip(starts, pieces, strict=False) for s in piece.strands
    )
    blocks = tuple(
        dataclasses.replace(b, start=b.start + at, end=b.end + at)
        for at, piece in zip(starts, pieces, strict=False)
        for b in piece.blocks
    )
    return Woven("".join(piece.text for piece in pieces), strands, blocks)


def _blocks_after(old: Woven, edits: Sequence[Edit], text: str) -> tuple[Block, ...]:
    """The blocks of an edited text: words grow or shrink their block, blocks of their own split the one they come into."""
    shifts = list(accumulate((len(e.new.text) - (e.end - e.start) for e in edits), initial=0))
    begins = [edit.start + shift for edit, shift in zip(edits, shifts, strict=False)]
    ends = [edit.end for edit in edits]

    def moved(offset: int, *, is_end: bool) -> int:
        for index in range(bisect_left(ends, offset), len(edits)):
            edit, begin, end = edits[index], begins[index], begins[index] + len(edits[index].new.text)
            inside = edit.start < offset <= edit.end if is_end else edit.start <= offset < edit.end
            if inside:
                return (begin if is_end else end) if edit.apart else (end if is_end else begin)
            if offset < edit.start or (offset == edit.start and is_end):
                return offset + shifts[index]
        return offset + shifts[-1]

    kept = [(moved(b.start, is_end=False), moved(b.end, is_end=True), b) for b in old.blocks]
    apart = [(begin, begin + len(e.new.text)) for begin, e in zip(begins, edits, strict=False) if e.apart and e.new.text]
    blocks = [piece for low, high, b in kept for piece in _without(low, high, b, apart)]
    for begin, edit in zip(begins, edits, strict=False):
        if edit.apart:
            blocks += [dataclasses.replace(b, start=b.start + begin, end=b.end + begin) for b in edit.new.blocks]
    trimmed = (_trimmed(b, text) for b in sorted(blocks, key=lambda b: b.start))
    return _merged([b for b in trimmed if b.start < b.end])


def _without(low: int, high: int, block: Block, holes: Sequence[Span]) -> list[Block]:
    """What is left of a block at ``low:high`` when the holes, which are in order, are taken out."""
    inside = holes[bisect_right(holes, low, key=lambda hole: hole[1]) : bisect_left(holes, high, key=lambda hole: hole[0])]
    edges = [low, *(edge for hole in inside for edge in hole), high]
    return [dataclasses.replace(block, start=a, end=b) for a, b in list(pairwise(edges))[::2] if a < b]


def _trimmed(block: Block, text: str) -> Block:
    words = text[block.start : block.end]
    start = block.start + len(words) - len(words.lstrip())
    return dataclasses.replace(block, start=start, end=max(start, block.start + len(words.rstrip())))


def _merged(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks that came to overlap become one."""
    merged: list[Block] = []
    for block in blocks:
        if merged and block.start < merged[-1].end:
            merged[-1] = dataclasses.replace(merged[-1], end=max(block.end, merged[-1].end))
        else:
            merged.append(block)
    return tuple(merged)


def laid_out(lines: Sequence[tuple[int, Woven]], indent: int) -> Woven:
    """Blocks below one another, each with its own indentation behind ``indent``, on lines of their own."""
    least = min((depth for depth, _ in lines), default=0)
    pieces: list[Woven] = [made_up("\n")]
    for depth, words in lines:
        block = Block(BlockKind.PARAGRAPH, 0, len(words.text))
        kept = words.blocks[0] if len(words.blocks) == 1 else block
        whole_line = dataclasses.replace(words, blocks=(dataclasses.replace(kept, start=0, end=len(words.text)),))
        pieces += [made_up(" " * (indent + depth - least)), whole_line, made_up("\n")]
    return join(pieces)
