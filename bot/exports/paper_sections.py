"""The sections of a draft, as a committee goes through them: a clause with all its items, by its number and heading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.exports.report import place
from bot.reviewing.findings import Clause, ClauseQuote, Nearest, Review

_LONGEST = 4_000
"""Characters of a section. What is longer is a bill that amends in one clause, say, and is gone through item by item."""
_BEGINNING = 90
"""Characters of a clause without a heading that are enough to know it by."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the draft, verbatim, with the place where they stand ("clause 8(a), page 2")."""

    where: str
    words: str


class Sections:
    """Finds the section that a quote stands in, and names it."""

    def __init__(self, review: Review) -> None:
        self._document = review.document
        self._clauses = {clause.id: clause for clause in review.clauses}

    def of(self, quote: ClauseQuote) -> Clause:
        """The outermost numbered clause around a quote that is short enough."""
        section = quote.clause
        while (parent := self._numbered_parent(section)) and parent.end - parent.start <= _LONGEST:
            section = parent
        return section

    def named(self, quote: ClauseQuote) -> str:
        """Where the section of a quote stands."""
        return place(self.of(quote), self._document.file_at(quote.start))

    def title(self, quote: ClauseQuote) -> str:
        """Where the section of a quote stands, with its heading."""
        return self._title(self.of(quote), quote.start)

    def words(self, quotes: Sequence[ClauseQuote]) -> tuple[Words, ...]:
        """The words that quotes name, in draft order; those of one clause that overlap or touch as one."""
        spans: dict[str, list[ClauseQuote]] = {}
        for quote in sorted(quotes, key=lambda one: (one.start, one.end)):
            spans.setdefault(quote.clause.id, []).append(quote)
        joined = [
            (start, self._quoted(found[0].clause, start, end))
            for found in spans.values()
            for start, end in _merged((quote.start, quote.end) for quote in found)
        ]
        return tuple(words for _, words in sorted(joined, key=lambda pair: pair[0]))

    def quote(self, quote: ClauseQuote) -> Words:
        """The words of one quote."""
        return self._quoted(quote.clause, quote.start, quote.end)

    def near(self, near: Nearest) -> str:
        """A clause that comes close: where it stands, and its heading or how it begins."""
        title = self._title(near.clause, near.start)
        if self._heading(near.clause):
            return title
        return f"{title}: “{beginning(self._document.text[near.start : near.end])}”"

    def _quoted(self, clause: Clause, start: int, end: int) -> Words:
        return Words(place(clause, self._document.file_at(start)), self._document.text[start:end].strip())

    def _title(self, clause: Clause, at: int) -> str:
        stands, heading = place(clause, self._document.file_at(at)), self._heading(clause)
        stands = stands[:1].upper() + stands[1:]
        return f"{stands}: {heading}" if heading and heading not in stands else stands

    def _heading(self, clause: Clause) -> str:
        """The heading of a clause, or of the nearest one around it."""
        around: Clause | None = clause
        while around and not around.heading:
            around = self._numbered_parent(around)
        return around.heading if around else ""

    def _numbered_parent(self, clause: Clause) -> Clause | None:
        """The clause that another is an item of; Parts and Chapters have no number."""
        parent = self._clauses.get(clause.parent or "")
        return parent if parent and parent.number else None


def beginning(words: str) -> str:
    """How a clause begins, on one line: enough to know it by."""
    line = " ".join(words.split())
    return line if len(line) <= _BEGINNING else f"{line[:_BEGINNING].rsplit(' ', 1)[0]} ..."


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap or touch as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
