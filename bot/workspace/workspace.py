"""The workspace: what users keep, each for themselves."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select, union
from sqlalchemy.orm import Session

from bot.workspace.clock import Clock
from bot.workspace.database import Database
from bot.workspace.overrides import Overrides
from bot.workspace.reviews import Reviews
from bot.workspace.tables import ReviewRow, ThreadRow, UploadRow
from bot.workspace.threads import Threads
from bot.workspace.uploads import Uploads, drop_unused
from bot.workspace.usage import owners, usage_of
from bot.workspace.values import Usage


class Workspace:
    """Threads, reviews, uploads and overrides. Safe to share between threads; ``open_workspace`` makes it.

    Every method takes the user first, and what is another user's is as if it did not exist.
    """

    def __init__(self, database: Database, now: Clock) -> None:
        self._database = database
        self.threads = Threads(database, now)
        self.reviews = Reviews(database, now)
        self.uploads = Uploads(database)
        self.overrides = Overrides(database, now)

    @property
    def address(self) -> str:
        """Where everything lies: the file, or the server without password and options."""
        return self._database.address

    def usage(self, user: str) -> Usage:
        """How much a user keeps.

        Raises:
            WorkspaceError: the database cannot be used.
        """
        with self._database.reading(user) as session:
            return usage_of(session, user)

    def users(self) -> tuple[str, ...]:
        """Who keeps anything, in order; for whoever looks after the workspace.

        Raises:
            WorkspaceError: the database cannot be used.
        """
        with self._database.reading_all() as session:
            return owners(session)

    def delete_everything(self, user: str) -> None:
        """Delete all that a user keeps.

        Raises:
            WorkspaceError: the database cannot be used.
        """
        with self._database.writing(user) as session:
            for table in (ThreadRow, ReviewRow, UploadRow):  # the others go with these
                session.execute(delete(table).where(table.owner == user))
        self._database.wipe()

    def purge(self, before: dt.datetime) -> int:
        """Delete, of all users, the threads and reviews that were last used before a time; files that no review has go too.

        Args:
            before: an aware time.

        Returns:
            How many threads and reviews were deleted.

        Raises:
            WorkspaceError: the database cannot be used.
        """
        threads, reviews = (select(table.owner).where(table.updated_at < before) for table in (ThreadRow, ReviewRow))
        with self._database.reading_all() as session:
            owners = session.scalars(union(threads, reviews)).all()
        deleted = sum(self._purge_of(owner, before) for owner in owners)
        if deleted:
            self._database.wipe()
        return deleted

    def _purge_of(self, user: str, before: dt.datetime) -> int:
        with self._database.writing(user) as session:
            deleted = sum(_delete_older(session, table, user, before) for table in (ThreadRow, ReviewRow))
            drop_unused(session, user)
        return deleted

    def close(self) -> None:
        """Close the database."""
        self._database.close()


def _delete_older(session: Session, table: type[ThreadRow | ReviewRow], user: str, before: dt.datetime) -> int:
    """Look again, since the user may have used it meanwhile."""
    old = delete(table).where(table.owner == user, table.updated_at < before).returning(table.id)
    return len(session.scalars(old).all())
