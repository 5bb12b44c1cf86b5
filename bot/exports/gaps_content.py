"""What the sheet of gaps shows: every finding that is not met, what needs attention first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from bot.exports.paper_content import Fact, facts_of, register_stamp
from bot.exports.paper_sections import Sections
from bot.exports.report import FindingView, finding_view
from bot.exports.tally import counted_line, findings_in_order, is_gap, is_untouched, set_aside_line
from bot.reviewing.findings import Finding, Review

_FACTS = {"Date", "Files judged together", "Read", "Register", "Guidance quoted"}
"""The facts of a paper that a short sheet has room for."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A finding that is not met. ``places`` say which clauses it rests on and which come near, a line each."""

    shown: FindingView
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapsView:
    """The gaps of one draft, ready to be drawn; all fields are plain text. ``untouched`` is what an extract does not hold, which is no gap."""

    name: str
    register: str
    dated: str
    facts: tuple[Fact, ...]
    counted: str
    set_aside: str
    gaps: tuple[Gap, ...]
    untouched: tuple[str, ...]


def gaps_view(review: Review, dated: dt.date | None) -> GapsView:
    """The gaps of one draft.

    Args:
        review: of the draft.
        dated: the day that the sheet carries; None for no date.
    """
    gaps = [finding for finding in findings_in_order(review) if is_gap(finding)]
    untouched = [finding for finding in gaps if is_untouched(finding, review)]
    return GapsView(
        name=review.document.id,
        register=register_stamp(review),
        dated=dated.isoformat() if dated else "",
        facts=tuple(fact for fact in facts_of(review, dated) if fact[0] in _FACTS),
        counted=f"Of {len(review.findings)} findings: {counted_line(review)}.",
        set_aside=set_aside_line(review),
        gaps=tuple(_gap(finding, review) for finding in gaps if finding not in untouched),
        untouched=tuple(f"{finding.element.id} {finding.element.statement}" for finding in untouched),
    )


def _gap(finding: Finding, review: Review) -> Gap:
    return Gap(finding_view(finding, review), tuple(_places(finding, review)))


def _places(finding: Finding, review: Review) -> Iterator[str]:
    shown = finding_view(finding, review)
    places = dict.fromkeys(f"{quote.where}: {quote.role}" for quote in shown.draft)
    if places:
        yield f"In the draft: {'; '.join(places)}."
    near = [Sections(review).near(one) for one in finding.nearest]
    if near:
        yield f"{shown.searched}: {'; '.join(near)}."
    elif shown.searched:
        yield f"{shown.searched}."
