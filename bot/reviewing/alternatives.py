"""Wordings in brackets between which a draft leaves the choice open: "[is punished ...] [is no offence]", "[Option 1: ...] [Option 2: ...]".

Drafting offices put before a minister what is not decided yet in this way. Which of them is to be law the text does not say, so a verdict that rests on one of them is a person's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

Span = tuple[int, int]

FEWEST_WORDS = 4
"""Shorter ones ("[five] [ten] years") are figures and names to be filled in; they leave what the rule does as it is, but for those of which one denies what another says ("[may] [may not]")."""
_LONGEST = 4000
"""Characters in brackets; what is longer lost its closing bracket."""
_BRACKET = re.compile(r"[\[\]]")
_BETWEEN = re.compile(r"[\s.;,/|–—-]*(?:(?:or|OR|Or)\b[\s.;,/]*)?")
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class Choice:
    """Wordings of which one is to stay. ``spans`` (start, end) of a text, half-open, with their brackets, in order; ``opposed``: some of them deny, and some do not."""

    spans: tuple[Span, ...]
    opposed: bool

    def leaves_open(self, start: int, end: int) -> bool:
        """Whether it decides what the words from ``start`` to ``end`` of the text do: they stand in one of the wordings, or hold of two that are opposed at least a part."""
        within = any(low <= start and end <= high for low, high in self.spans)
        return within or (self.opposed and any(low < end and start < high for low, high in self.spans))


def choices(text: str, negators: Collection[str] = ()) -> tuple[Choice, ...]:
    """The choices that a text leaves: two wordings or more in brackets, next to each other.

    Short ones between them ("[Alternative A]") are labels, and belong to none.

    Args:
        text: of a draft.
        negators: words that deny, lower case.
    """
    rows: list[list[Span]] = [[]]
    for span in _bracketed(text):
        if rows[-1] and not _BETWEEN.fullmatch(text, rows[-1][-1][1], span[0]):
            rows.append([])
        rows[-1].append(span)
    return tuple(choice for row in rows if (choice := _choice(text, row, frozenset(negators))) is not None)


def _choice(text: str, row: list[Span], negators: frozenset[str]) -> Choice | None:
    """The choice between wordings that stand next to each other; None where they are figures, names or labels."""
    words = {span: _WORD.findall(text[slice(*span)].lower()) for span in row}
    long = tuple(span for span in row if len(text[slice(*span)].split()) >= FEWEST_WORDS)
    spans = long if len(long) > 1 else tuple(row)
    denying = [not negators.isdisjoint(words[span]) for span in spans]
    opposed = any(denying) and not all(denying)
    return Choice(spans, opposed) if len(long) > 1 or opposed else None


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
