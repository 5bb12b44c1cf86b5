"""The clauses of two versions as a report shows them: each with its own words, so that a changed item is shown once and not again in its section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.exports.paper_sections import beginning
from bot.exports.report import place
from bot.reviewing.aligning import pieces_of
from bot.reviewing.differing import Difference, differences
from bot.reviewing.findings import Clause, Comparison, Review


@dataclass(frozen=True, slots=True)
class ChangedClause:
    """A clause whose words changed.

    ``old`` and ``new`` say where it stands: several places for one that was split or merged. A ``heading`` that both versions share is not among the ``pieces``.
    """

    old: str
    new: str
    heading: str
    pieces: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """A clause of one version: where it stands, and its words."""

    where: str
    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class MovedClause:
    """A clause that stands elsewhere now, with its heading or how it begins."""

    old: str
    new: str
    begins: str


@dataclass(frozen=True, slots=True)
class _Side:
    """One version: its clauses by id, and the words of each without those of its items."""

    review: Review
    clauses: Mapping[str, Clause]
    words: Mapping[str, str]

    @classmethod
    def of(cls, review: Review) -> _Side:
        return cls(
            review,
            {clause.id: clause for clause in review.clauses},
            {piece.clause.id: piece.words for piece in pieces_of(review)},
        )

    def place(self, clause_id: str) -> str:
        clause = self.clauses[clause_id]
        return place(clause, self.review.document.file_at(clause.start))

    def below(self, clause: Clause) -> Iterator[Clause]:
        """All that is an item of a clause, or of an item of it."""
        for other in self.review.clauses:
            if other.parent == clause.id:
                yield other
                yield from self.below(other)


class Clauses:
    """What became of the clauses of two versions."""

    def __init__(self, comparison: Comparison) -> None:
        self._changes = comparison.clauses
        self._old, self._new = _Side.of(comparison.old), _Side.of(comparison.new)

    def changed(self) -> Iterator[ChangedClause]:
        """The clauses whose words changed, in the order of the new version; the parts of one that was split or merged together."""
        for olds, news in self._groups():
            sides = ((self._old, olds), (self._new, news))
            headings = [side.clauses[one].heading for side, ids in sides for one in ids]
            shown = headings[0] if len(set(headings)) == 1 else ""
            before, after = (" ".join(_behind(shown, side.words[one]) for one in ids) for side, ids in sides)
            old, new = (", ".join(map(side.place, ids)) for side, ids in sides)
            yield ChangedClause(old, new, shown, differences(before, after))

    def added(self) -> Iterator[ClauseWords]:
        """The clauses that are new."""
        return _whole(self._new, [one.new for one in self._changes if one.new and one.change == "added"])

    def removed(self) -> Iterator[ClauseWords]:
        """The clauses that are gone."""
        return _whole(self._old, [one.old for one in self._changes if one.old and one.change == "removed"])

    def moved(self) -> Iterator[MovedClause]:
        """The clauses that stand elsewhere with the same words."""
        for one in self._changes:
            if one.change == "moved" and one.old and one.new:
                begins = self._new.clauses[one.new].heading or beginning(self._new.words[one.new])
                yield MovedClause(self._old.place(one.old), self._new.place(one.new), begins)

    def _groups(self) -> list[tuple[list[str], list[str]]]:
        """The changed clauses that belong together, old and new: mostly one and one."""
        groups: list[tuple[list[str], list[str]]] = []
        for one in self._changes:
            if one.change != "changed" or not one.old or not one.new:
                continue
            olds, news = [one.old], [one.new]
            for group in [group for group in groups if one.old in group[0] or one.new in group[1]]:
                groups.remove(group)
                olds, news = [*group[0], *olds], [*group[1], *news]
            groups.append((list(dict.fromkeys(olds)), list(dict.fromkeys(news))))
        return groups


def _behind(heading: str, words: str) -> str:
    """Words without the heading that they begin with, which is shown above them."""
    line = " ".join(heading.split())
    return words.removeprefix(line).lstrip() if words != line else words


def _whole(side: _Side, ids: list[str]) -> Iterator[ClauseWords]:
    """Clauses that came or went: with their items where these came or went with them, else without."""
    told: set[str] = set()
    for one in ids:
        if one in told:
            continue
        clause = side.clauses[one]
        items = [item.id for item in side.below(clause)]
        is_whole = all(item in ids for item in items)
        told.update(items if is_whole else ())
        words = side.review.document.text[clause.start : clause.end].strip() if is_whole else side.words[one]
        yield ClauseWords(side.place(one), clause.heading, words)
