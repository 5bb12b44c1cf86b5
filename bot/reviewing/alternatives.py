"""Wordings in brackets between which a draft leaves the choice open: "[is punished ...] [is no offence]", "[Option 1: ...] [Option 2: ...]".

Drafting offices put before a minister what is not decided yet in this way. Which of them is to be law the text does not say, so a verdict that rests on one of them is a person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

FEWEST_WORDS = 4
"""Shorter ones ("[five] [ten] years") are figures and names to be filled in; they leave what the rule does as it is."""
_LONGEST = 4000
"""Characters in brackets; what is longer lost its closing bracket."""
_BRACKET = re.compile(r"[\[\]]")
_BETWEEN = re.compile(r"[\s.;,/|–—-]*(?:(?:or|OR|Or)\b[\s.;,/]*)?")


def alternatives(text: str) -> tuple[Span, ...]:
    """The wordings of which one is to stay: two or more in brackets, next to each other. Spans (start, end) of a text, half-open, with their brackets, in order.

    Short ones between them ("[Alternative A]") are labels, and belong to none.
    """
    found: list[Span] = []
    row: list[Span] = []
    last = 0
    for start, end in _bracketed(text):
        if row and not _BETWEEN.fullmatch(text, last, start):
            found += row if len(row) > 1 else []
            row = []
        if len(text[start:end].split()) >= FEWEST_WORDS:
            row.append((start, end))
            last = end
        elif row:
            last = end
    return (*found, *(row if len(row) > 1 else ()))


def _bracketed(text: str) -> Iterator[Span]:
    """What stands in square brackets, brackets within counted; those that do not close are skipped."""
    at = text.find("[")
    while at >= 0:
        depth = 0
        for mark in _BRACKET.finditer(text, at, at + _LONGEST):
            depth += 1 if mark.group() == "[" else -1
            if not depth:
                yield at, mark.end()
                break
        at = text.find("[", mark.end() if not depth else at + 1)
