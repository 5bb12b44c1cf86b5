"""Overrides: what a reviewer says of a finding, with the history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from bot.reviewing.findings import OverrideKind, Verdict
from bot.workspace.clock import Clock
from bot.workspace.database import Database
from bot.workspace.limits import NOTE, REVIEWER, checked, unknown
from bot.workspace.overriding import check_fit
from bot.workspace.review_rows import register_stamp, review_row
from bot.workspace.tables import FileRow, OverrideRow
from bot.workspace.values import Erred, Json, Override


class Overrides:
    """The overrides of each user, on findings of their own reviews."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._database = database
        self._now = now

    def set(
        self,
        user: str,
        review_id: str,
        finding_id: str,
        kind: OverrideKind,
        *,
        by: str,
        verdict: Verdict | None = None,
        note: str = "",
    ) -> Override:
        """Override a finding; one that counted before is superseded and stays listed.

        Args:
            user: whose review it is.
            review_id: the review.
            finding_id: an element of its register.
            kind: why.
            by: the reviewer's name.
            verdict: the right one; where the tool erred, and only there.
            note: the reason; for another act, which one.

        Raises:
            WorkspaceError: there is no such review or finding, verdict or note do not fit the kind, something is too long, or the database cannot be used.
        """
        reviewer, kept, now = checked(by, REVIEWER), checked(note, NOTE), self._now()
        with self._database.writing(user) as session:
            review = review_row(session, user, review_id)
            said = _tool_verdict(review.review, finding_id)
            check_fit(kind, verdict, said, kept)
            before = _rows(session, _of_finding(user, review_id, finding_id))
            row = OverrideRow(
                owner=user,
                review_id=review_id,
                finding_id=finding_id,
                number=before[-1].number + 1 if before else 1,
                kind=kind.value,
                tool_verdict=said.value,
                verdict=verdict.value if verdict else None,
                note=kept,
                by=reviewer,
                at=now,
            )
            session.add(row)
            review.updated_at = now
            return _override(row, None)

    def of(self, user: str, review_id: str) -> tuple[Override, ...]:
        """The overrides of a review by finding, the oldest of each first; those that count are ``counts``.

        Raises:
            WorkspaceError: there is no such review, or the database cannot be used.
        """
        with self._database.reading(user) as session:
            review_row(session, user, review_id)
            return _with_history(_rows(session, _of_review(user, review_id)))

    def remove(self, user: str, review_id: str, finding_id: str) -> None:
        """Delete what was said of a finding, with its history: the tool's verdict counts again.

        Raises:
            WorkspaceError: there is no such review or nothing was said of the finding, or the database cannot be used.
        """
        with self._database.writing(user) as session:
            review = review_row(session, user, review_id)
            if finding_id not in {row.finding_id for row in _rows(session, _of_review(user, review_id))}:
                raise unknown("override", finding_id)
            session.execute(delete(OverrideRow).where(_of_finding(user, review_id, finding_id)))
            review.updated_at = self._now()
        self._database.wipe()

    def erred(self, user: str) -> tuple[Erred, ...]:
        """The user's overrides that say the tool erred and count, the newest first: cases for the evaluation.

        Raises:
            WorkspaceError: the database cannot be used.
        """
        with self._database.reading(user) as session:
            said = [one for one in _with_history(_rows(session, OverrideRow.owner == user)) if one.counts]
            found = [_erred(session, user, one, one.verdict) for one in said if one.verdict is not None]
        return tuple(sorted(found, key=lambda erred: erred.at, reverse=True))


def _tool_verdict(review: Json, finding_id: str) -> Verdict:
    """What the tool said of a finding."""
    for finding in review["findings"]:
        if finding["id"] == finding_id:
            return Verdict(finding["verdict"])
    raise unknown("finding", finding_id)


def _of_review(user: str, review_id: str) -> ColumnElement[bool]:
    return (OverrideRow.owner == user) & (OverrideRow.review_id == review_id)


def _of_finding(user: str, review_id: str, finding_id: str) -> ColumnElement[bool]:
    return _of_review(user, review_id) & (OverrideRow.finding_id == finding_id)


def _rows(session: Session, which: ColumnElement[bool]) -> Sequence[OverrideRow]:
    """In the order of Python's strings, since databases order by different rules."""
    return sorted(session.scalars(select(OverrideRow).where(which)), key=_place)


def _finding(row: OverrideRow) -> tuple[str, str]:
    return row.review_id, row.finding_id


def _place(row: OverrideRow) -> tuple[str, str, int]:
    return *_finding(row), row.number


def _with_history(rows: Iterable[OverrideRow]) -> tuple[Override, ...]:
    """Each row is superseded by the next one of its finding; ``rows`` are in order."""
    of_findings = (list(of_finding) for _, of_finding in groupby(rows, key=_finding))
    return tuple(_override(row, later) for of_finding in of_findings for row, later in pairwise([*of_finding, None]) if row)


def _override(row: OverrideRow, later: OverrideRow | None) -> Override:
    return Override(
        review_id=row.review_id,
        finding_id=row.finding_id,
        kind=OverrideKind(row.kind),
        tool_verdict=Verdict(row.tool_verdict),
        verdict=Verdict(row.verdict) if row.verdict else None,
        note=row.note,
        by=row.by,
        at=row.at,
        superseded_at=later.at if later else None,
    )


def _erred(session: Session, user: str, said: Override, verdict: Verdict) -> Erred:
    review = review_row(session, user, said.review_id)
    files = select(FileRow.sha256).where(FileRow.owner == user, FileRow.review_id == said.review_id)
    return Erred(
        review_id=review.id,
        review_name=review.name,
        draft_sha256s=tuple(session.scalars(files.order_by(FileRow.number))),
        register=register_stamp(review),
        scope=review.scope,
        finding_id=said.finding_id,
        tool_verdict=said.tool_verdict,
        verdict=verdict,
        note=said.note,
        by=said.by,
        at=said.at,
    )
