"""Which lines belong to one paragraph: for plain text and for the lines of a printed page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.labels import ends_unit, opens_unit, stops_open

_LONG_LINE = 130
_LONG_SHARE = 0.02
_SHORT_SHARE = 0.8
_NUMBERED = re.compile(r"\d{1,3}[A-Z]{0,2}\s+[A-Z\"\u201c(]")
_OPENING = "\"'\u201c\u2018([\u00a7"


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its indentation.

    ``indent`` and ``width`` are in one unit (characters or points): where the line begins, and how long it is. ``gap`` says
    that a blank line, or as much white space, stands above.
    """

    text: str
    indent: float
    width: float
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file breaks its lines: ``right`` is where full lines end; None where every line is a paragraph of its own."""

    right: float | None
    indent_step: float = 1.5


def layout_of(lines: Iterable[Line]) -> Layout:
    """Tell wrapped text from text with one paragraph a line, by characters."""
    ends = [line.indent + line.width for line in lines]
    if not ends or sum(end > _LONG_LINE for end in ends) >= max(1.0, _LONG_SHARE * len(ends)):
        return Layout(None)
    return Layout(max(ends))


def starts_block(block: Sequence[Line], line: Line, layout: Layout) -> bool:
    """Whether a line begins a new paragraph after the lines of ``block``."""
    before = block[-1]
    if line.gap or layout.right is None or opens_unit(line.text, before.text):
        return True
    if _indent_changes(block, line, layout.indent_step):
        return True
    return _stops_early(before, line, layout.right) and _begins_like_a_unit(line.text, before.text)


def _indent_changes(block: Sequence[Line], line: Line, step: float) -> bool:
    """A hanging or a first-line indent is no change; after that every line of a paragraph begins below the other."""
    first, before = block[0], block[-1]
    if abs(line.indent - before.indent) < step:
        return False
    if opens_unit(first.text) and line.indent < first.indent:
        return ends_unit(before.text) or before.text.rstrip().endswith(",")
    return len(block) > 1 or ends_unit(before.text)


def _stops_early(before: Line, line: Line, right: float) -> bool:
    """Whether the next word would have fitted into the line above."""
    words = line.text.split(maxsplit=1)
    share = line.width / max(len(line.text), 1)
    word = (len(words[0]) + 1) * share if words else 0.0
    return before.indent + before.width + word < _SHORT_SHARE * right


def _begins_like_a_unit(text: str, before: str) -> bool:
    """With a capital, or a number and a capital ("Short title", "1 This Act"); with another figure or a sign only where the line above ends as a sentence does."""
    if stops_open(before):
        return False
    first = text[:1]
    numbered = _NUMBERED.match(text) is not None
    return first.isupper() or numbered or (ends_unit(before) and (first.isdigit() or first in _OPENING))
