"""What reviewers say of findings, put where it belongs: on the findings of the review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.reviewing.findings import Finding, Review
from bot.reviewing.findings import Override as Said
from bot.workspace.values import Override


def overridden(review: Review, overrides: Iterable[Override]) -> Review:
    """A review whose findings carry what a reviewer says of them; the tool's verdicts stay beside it.

    Args:
        review: as the tool made it, or with earlier overrides: they are replaced.
        overrides: of this review; those that do not count any more and those on other elements change nothing.
    """
    said = {one.finding_id: one for one in overrides if one.counts}
    return replace(review, findings=tuple(_with(finding, said.get(finding.element.id)) for finding in review.findings))


def _with(finding: Finding, one: Override | None) -> Finding:
    if one is None:
        return replace(finding, override=None)
    at = one.at.isoformat(timespec="seconds")
    return replace(finding, override=Said(one.kind, one.verdict or finding.verdict, one.note, one.by, at))
