"""Rows of reviews, for uploads, reviews and overrides alike."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.workspace.limits import is_id, unknown
from bot.workspace.tables import ReviewRow
from bot.workspace.values import RegisterStamp


def review_row(session: Session, user: str, review_id: str) -> ReviewRow:
    """The row of a review.

    Raises:
        WorkspaceError: the user has no such review.
    """
    row = session.get(ReviewRow, (user, review_id)) if is_id(review_id) else None
    if row is None:
        raise unknown("review", review_id)
    return row


def register_stamp(row: ReviewRow) -> RegisterStamp:
    """The register that a review was made against."""
    return RegisterStamp(row.register_id, row.register_version, row.register_sha256)
