"""What a report on two versions of a draft shows, in its order: the verdicts that moved, then the clauses that did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from bot.exports.comparison_clauses import ChangedClause, Clauses, ClauseWords, MovedClause
from bot.exports.report import FindingView, ReviewView, finding_view, view
from bot.exports.wording import FACES, MOVES, Face, Move
from bot.reviewing.findings import Comparison


@dataclass(frozen=True, slots=True)
class MovedElement:
    """An element whose verdict moved, as each version was judged."""

    old: FindingView
    new: FindingView


@dataclass(frozen=True, slots=True)
class MovedElements:
    """The elements that moved in one way."""

    move: Move
    elements: tuple[MovedElement, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two versions ready to be drawn; all fields are plain text.

    ``facts`` and ``counts`` have a value for the old and one for the new version; ``moved`` and ``unmoved`` name each element once; ``same`` counts the clauses
    that are neither changed, added, removed nor moved.
    """

    old: ReviewView
    new: ReviewView
    facts: tuple[tuple[str, str, str], ...]
    counts: tuple[tuple[Face, int, int], ...]
    moved: tuple[MovedElements, ...]
    unmoved: tuple[FindingView, ...]
    changed: tuple[ChangedClause, ...]
    added: tuple[ClauseWords, ...]
    removed: tuple[ClauseWords, ...]
    moved_clauses: tuple[MovedClause, ...]
    same: int


def comparison_view(comparison: Comparison) -> ComparisonView:
    """Two versions ready to be drawn."""
    old, new, clauses = view(comparison.old), view(comparison.new), Clauses(comparison)
    return ComparisonView(
        old=old,
        new=new,
        facts=tuple(_facts(old, new)),
        counts=tuple((face, before, after) for (face, before), (_, after) in zip(old.counts, new.counts, strict=True)),
        moved=tuple(_moved(comparison)),
        unmoved=tuple(_unmoved(comparison)),
        changed=tuple(clauses.changed()),
        added=tuple(clauses.added()),
        removed=tuple(clauses.removed()),
        moved_clauses=tuple(clauses.moved()),
        same=sum(change.change == "same" for change in comparison.clauses),
    )


def _facts(old: ReviewView, new: ReviewView) -> Iterator[tuple[str, str, str]]:
    """The facts of both versions side by side, notes among them."""
    before, after = dict(old.facts), dict(new.facts)
    yield "File", old.name, new.name
    for name in dict.fromkeys(chain(before, after)):
        yield name, before.get(name, ""), after.get(name, "")
    if old.notes or new.notes:
        yield "Notes", "; ".join(old.notes), "; ".join(new.notes)


def _moved(comparison: Comparison) -> Iterator[MovedElements]:
    """The elements by how their verdict moved, what needs attention first; in register order among themselves."""
    olds = {finding.element.id: finding for finding in comparison.old.findings}
    news = {finding.element.id: finding for finding in comparison.new.findings}
    for move in MOVES:
        elements = tuple(
            MovedElement(finding_view(olds[one.id], comparison.old), finding_view(news[one.id], comparison.new))
            for one in comparison.elements
            if one.change == move.key
        )
        if elements:
            yield MovedElements(move, elements)


def _unmoved(comparison: Comparison) -> Iterator[FindingView]:
    """The elements whose verdict is the same, conflicts first."""
    same = {one.id for one in comparison.elements if one.change == "same"}
    for verdict in FACES:
        for finding in comparison.new.findings:
            if finding.verdict is verdict and finding.element.id in same:
                yield finding_view(finding, comparison.new)
