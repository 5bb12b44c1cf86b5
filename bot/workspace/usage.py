"""How much is kept, and by whom."""

from __future__ import annotations

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from bot.workspace.tables import ReviewRow, ThreadRow, UploadRow
from bot.workspace.values import Usage


def usage_of(session: Session, user: str) -> Usage:
    """What a user keeps, counted."""
    threads, reviews = (
        session.scalar(select(func.count()).select_from(table).where(table.owner == user)) or 0
        for table in (ThreadRow, ReviewRow)
    )
    sizes = select(func.count(), func.coalesce(func.sum(UploadRow.size), 0)).where(UploadRow.owner == user)
    uploads, upload_bytes = session.execute(sizes).one()
    return Usage(threads, reviews, uploads, int(upload_bytes))


def owners(session: Session) -> tuple[str, ...]:
    """All users that keep anything, in the order of Python's strings, since databases order by different rules."""
    kept = union(*(select(table.owner) for table in (ThreadRow, ReviewRow, UploadRow)))
    return tuple(sorted(session.scalars(kept)))
