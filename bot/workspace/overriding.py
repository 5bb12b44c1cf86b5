"""What reviewers say of findings: whether it fits, and how a review looks with it. No database is needed for either."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.errors import WorkspaceError
from bot.reviewing.findings import Finding, OverrideKind, Review, Verdict
from bot.reviewing.findings import Override as Said
from bot.workspace.values import Override


def check_fit(kind: OverrideKind, verdict: Verdict | None, said: Verdict, note: str) -> None:
    """Refuse a verdict or a note that does not fit the kind of override.

    Args:
        kind: why the verdict is set aside.
        verdict: the right one, where the tool erred.
        said: the tool's.
        note: the reviewer's reason.

    Raises:
        WorkspaceError: it does not fit.
    """
    erred = kind is OverrideKind.TOOL_ERRED
    if erred and verdict in {None, said}:
        raise WorkspaceError(f"where the tool erred, the right verdict is another one than {said}", hint="give the right verdict")
    if not erred and verdict is not None:
        raise WorkspaceError("a verdict is given only where the tool erred", hint="leave it out, or say that the tool erred")
    if kind is OverrideKind.OTHER_ACT and not note:
        raise WorkspaceError("the note does not say which other act covers this", hint="name the act")


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
