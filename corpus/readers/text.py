"""Plain text: words, line breaks and indentation are kept; lines that belong together form one block."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.canonical import TAB_WIDTH, canonical
from corpus.documents import BlockKind, Origin
from corpus.labels import opens_unit
from corpus.readers.building import Piece, TextBuilder
from corpus.readers.line_numbers import line_numbers
from corpus.readers.lines import Layout, Line, layout_of, starts_block

_LINE_END = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_ATX = re.compile(r"[ \t\ufeff]{0,3}(?P<marks>#{1,6})[ \t]+(?=\S)(?P<words>.*?)(?:[ \t]+#+)?[ \t]*$")


@dataclass(frozen=True, slots=True)
class _SourceLine:
    """A line of the file: ``raw[start:end]`` are its words; ``level`` is its heading level, 0 for none; ``begin`` is where it begins behind a line number."""

    index: int
    raw: str
    begin: int
    start: int
    end: int
    level: int
    shape: Line


def read_text(text: str, builder: TextBuilder, *, first_line: int = 0) -> tuple[str, ...]:
    """Add the blocks of a plain text.

    A line like ``## Offences`` is a heading of that level; its marks are no part of the text.

    Args:
        text: the text, after its front matter.
        builder: takes the blocks.
        first_line: the number of the text's first line in its file, from 0.

    Returns:
        Notes on what was left out.
    """
    ends = [0, *(match.end() for match in _LINE_END.finditer(text)), len(text)]
    raw = [_LINE_END.sub("", text[start:end]) for start, end in pairwise(ends)]
    counted = line_numbers(raw)
    lines = _source_lines(raw, counted, builder, first_line)
    layout = layout_of(line.shape for line in lines)
    previous: _SourceLine | None = None
    for group in _groups(lines, layout):
        gap = _gap(previous, group[0])
        kind, level = _kind(group)
        builder.add(kind, _pieces(group), level=level, gap=gap)
        previous = group[-1]
    return ("line numbers are left out",) if counted else ()


def _source_lines(lines: Sequence[str], counted: Mapping[int, int], builder: TextBuilder, first_line: int) -> list[_SourceLine]:
    """The lines that hold words, furniture left out; ``counted`` says where the words begin behind a line's number."""
    found: list[_SourceLine] = []
    blank = False
    for index, raw in enumerate(lines):
        begin = counted.get(index, 0)
        words = canonical(raw[begin:]).strip()
        if not words or builder.drop(words):
            blank = blank or index not in counted
            continue
        found.append(_source_line(first_line + index, raw, begin, blank=blank))
        blank = False
    return found


def _source_line(index: int, raw: str, begin: int, *, blank: bool) -> _SourceLine:
    atx = _ATX.match(raw)
    start, end = atx.span("words") if atx else (begin + len(raw[begin:]) - len(raw[begin:].lstrip()), len(raw))
    words = canonical(raw[start:end]).rstrip()
    shape = Line(words, float(_indent(raw[:start] if begin else raw)), float(len(words)), gap=blank)
    return _SourceLine(index, raw, begin, start, end, len(atx["marks"]) if atx else 0, shape)


def _indent(raw: str) -> int:
    lead = raw[: len(raw) - len(raw.lstrip())]
    return len(lead.expandtabs(TAB_WIDTH))


def _groups(lines: list[_SourceLine], layout: Layout) -> list[list[_SourceLine]]:
    groups: list[list[_SourceLine]] = []
    shapes: list[Line] = []
    for line in lines:
        is_heading = line.level or (groups and groups[-1][-1].level)
        if not groups or is_heading or starts_block(shapes, line.shape, layout):
            groups.append([])
            shapes = []
        groups[-1].append(line)
        shapes.append(line.shape)
    return groups


def _gap(previous: _SourceLine | None, line: _SourceLine) -> str:
    """The line ends and the indentation between two blocks."""
    if previous is None:
        return ""
    indent = "" if line.level else canonical(line.raw[line.begin : line.start])
    return "\n" * (line.index - previous.index) + indent


def _kind(group: list[_SourceLine]) -> tuple[BlockKind, int]:
    first = group[0]
    if first.level:
        return BlockKind.HEADING, first.level
    kind = BlockKind.LIST_ITEM if opens_unit(first.shape.text) else BlockKind.PARAGRAPH
    return kind, int(first.shape.indent)


def _pieces(group: list[_SourceLine]) -> list[Piece]:
    pieces: list[Piece] = []
    for before, line in zip([None, *group], group, strict=False):
        start = line.start
        if before is not None:
            pieces.append(Piece("\n", Origin("line", (before.index,), before.end)))
            start = line.begin
        pieces.append(Piece(line.raw[start : line.end], Origin("line", (line.index,), start)))
    return pieces
