"""Reviews that are kept, with their files."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.draft_files import DraftFile
from bot.errors import WorkspaceError
from bot.reviewing.findings import Verdict
from bot.workspace.clock import Clock
from bot.workspace.database import Database
from bot.workspace.limits import LABEL, NAME, checked, checked_json
from bot.workspace.review_rows import register_stamp, review_row
from bot.workspace.tables import FileRow, ReviewRow
from bot.workspace.uploads import drop_unused, keep_files
from bot.workspace.values import Json, RegisterStamp, ReviewHead, SavedReview


class Reviews:
    """The reviews of each user."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._database = database
        self._now = now

    def save(self, user: str, name: str, review: Json, files: Sequence[DraftFile]) -> ReviewHead:
        """Keep a review with the files it was made from.

        Args:
            user: whose it is.
            name: what it is called in lists.
            review: the review's JSON (``bot.contract.review_json``).
            files: the drafts, at least one.

        Raises:
            WorkspaceError: a name is empty or too long, the JSON is no review's, there are no files, or the database cannot be used.
        """
        kept, now = checked(name, NAME), self._now()
        scope, register = _stamp(review)
        if not files:
            raise WorkspaceError("a review is kept with its files, and none was given", where=kept, hint="give the drafts")
        row = ReviewRow(
            owner=user,
            id=uuid4().hex,
            name=kept,
            created_at=now,
            updated_at=now,
            scope=scope,
            register_id=register.id,
            register_version=register.version,
            register_sha256=register.sha256,
            review=review,
        )
        with self._database.writing(user) as session:
            session.add(row)
            session.flush()  # files refer to it
            return _head(row, keep_files(session, user, row.id, files))

    def of(self, user: str) -> tuple[ReviewHead, ...]:
        """The user's reviews without their findings, the newest first.

        Raises:
            WorkspaceError: the database cannot be used.
        """
        newest_first = (ReviewRow.created_at.desc(), ReviewRow.id)
        with self._database.reading(user) as session:
            rows = session.scalars(select(ReviewRow).where(ReviewRow.owner == user).order_by(*newest_first)).all()
            sha256s = _sha256s(session, FileRow.owner == user)
            return tuple(_head(row, sha256s[row.id]) for row in rows)

    def read(self, user: str, review_id: str) -> SavedReview:
        """One review with its findings.

        Raises:
            WorkspaceError: there is no such review, or the database cannot be used.
        """
        with self._database.reading(user) as session:
            row = review_row(session, user, review_id)
            sha256s = _sha256s(session, (FileRow.owner == user) & (FileRow.review_id == review_id))
            return SavedReview(*_columns(row), sha256s[row.id], row.review)

    def delete(self, user: str, review_id: str) -> None:
        """Delete a review with its overrides, and its files unless another review of the user has them.

        Raises:
            WorkspaceError: there is no such review, or the database cannot be used.
        """
        with self._database.writing(user) as session:
            session.delete(review_row(session, user, review_id))
            session.flush()
            drop_unused(session, user)
        self._database.wipe()


def _stamp(review: Json) -> tuple[str, RegisterStamp]:
    """The scope and the register that a review's JSON names."""
    checked_json(review, "review")
    try:
        register = review["register"]
        named = [review["scope"], register["id"], register["version"], register["sha256"]]
        ids = [checked(finding["id"], LABEL) for finding in review["findings"] if Verdict(finding["verdict"])]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise WorkspaceError("this is no review as `clausewise review --json` prints it", hint="save a review") from error
    if not ids:
        raise WorkspaceError("the review has no findings", hint="save a whole review")
    scope, *stamp = (checked(str(one), LABEL) for one in named)
    return scope, RegisterStamp(*stamp)


def _sha256s(session: Session, which: ColumnElement[bool]) -> Mapping[str, tuple[str, ...]]:
    """The sha256s of files by the id of their review, in order."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    rows = session.execute(select(FileRow.review_id, FileRow.sha256).where(which).order_by(FileRow.review_id, FileRow.number))
    for review_id, sha256 in rows:
        found[review_id] += (sha256,)
    return found


def _columns(row: ReviewRow) -> tuple[str, str, dt.datetime, dt.datetime, str, RegisterStamp]:
    return row.id, row.name, row.created_at, row.updated_at, row.scope, register_stamp(row)


def _head(row: ReviewRow, sha256s: tuple[str, ...]) -> ReviewHead:
    return ReviewHead(*_columns(row), sha256s)
