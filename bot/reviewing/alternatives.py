"""Wordings in brackets between which a draft leaves the choice open: "[is punished ...] [is no offence]", "[Option 1: ...] [Option 2: ...]".

Drafting offices put before a minister what is not decided yet in this way. Which of them is to be law the text does not say, so a verdict that rests on one of them is a person's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]

FEWEST_WORDS = 4
"""Shorter ones ("[five] [ten] years") are figures and names to be filled in; they leave what the rule does as it is, but for those of which one denies what another says ("[may] [may not]")."""
_CLAUSE = 3
"""Words in which something can be said."""
_LONGEST = 4000
"""Characters in brackets; what is longer lost its closing bracket."""
_BRACKET = re.compile(r"[\[\]]")
_BETWEEN = re.compile(r"[\s.;,/|–—-]*(?:(?:or|OR|Or)\b[\s.;,/]*)?")
_WORD = re.compile(r"[\w']+")
_LIGHT = frozenset({"do", "does", "did", "a", "an", "any", "every"})
"""Words that go or come with a denial: "[A] [No] person", "[commits] [does not commit]"."""
_ALIKE = 4
"""Letters in which forms of a word agree ("commits", "commit")."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Wordings of which one is to stay. ``spans`` (start, end) of a text, half-open, with their brackets, in order; ``opposed``: some of them deny, and some do not."""

    spans: tuple[Span, ...]
    opposed: bool

    def leaves_open(self, start: int, end: int) -> bool:
        """Whether it decides what the words from ``start`` to ``end`` of the text do: they stand in one of the wordings, or hold of two that are opposed at least a part."""
        within = any(low <= start and end <= high for low, high in self.spans)
        return within or (self.opposed and any(low < end and start < high for low, high in self.spans))


def choices(text: str, denying: Callable[[str], frozenset[str]]) -> tuple[Choice, ...]:
    """The choices that a text leaves: two wordings or more in brackets, next to each other.

    Short ones between them ("[Alternative A]") are labels, and belong to none.

    Args:
        text: of a draft.
        denying: the words of a wording that deny, lower case.
    """
    rows: list[list[Span]] = [[]]
    for span in _bracketed(text):
        if rows[-1] and not _BETWEEN.fullmatch(text, rows[-1][-1][1], span[0]):
            rows.append([])
        rows[-1].append(span)
    return tuple(choice for row in rows if (choice := _choice(text, row, denying)) is not None)


def _choice(text: str, row: list[Span], denying: Callable[[str], frozenset[str]]) -> Choice | None:
    """The choice between wordings that stand next to each other; None where they are figures, names or labels."""
    words = [text[start + 1 : end - 1] for start, end in row]
    long = [at for at, one in enumerate(words) if len(one.split()) >= FEWEST_WORDS]
    if len(long) > 1:
        denials = [bool(denying(words[at])) for at in long]
        return Choice(tuple(row[at] for at in long), opposed=any(denials) and not all(denials))
    return Choice(tuple(row), opposed=True) if any(_deny_each_other(*pair, denying) for pair in pairwise(words)) else None


def _deny_each_other(one: str, other: str, denying: Callable[[str], frozenset[str]]) -> bool:
    """Whether one of two wordings denies and the other does not, and both say something ("[is fined ten pounds] [commits no offence]") or the same ("[commits] [does not commit]")."""
    denials = denying(one), denying(other)
    if bool(denials[0]) == bool(denials[1]):
        return False
    said = [
        {word[:_ALIKE] for word in _WORD.findall(words.lower()) if word not in denied and word not in _LIGHT}
        for words, denied in zip((one, other), denials, strict=True)
    ]
    lengths = sorted((len(one.split()), len(other.split())))
    return said[0] == said[1] or (lengths[0] >= _CLAUSE and lengths[1] >= FEWEST_WORDS)


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
