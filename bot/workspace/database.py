"""Transactions. One that writes waits for the user's others: SQLite has one writer, in Postgres each user takes turns with themselves.

So what a method reads in such a transaction stays true until it is done: the next number of an exchange, or that a file is used no more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.errors import WorkspaceError
from bot.workspace.addresses import is_sqlite, shown
from bot.workspace.engines import WRITES, is_busy, rewrite
from bot.workspace.limits import checked_user

_LOCK_NOT_AVAILABLE: Final = "55P03"
"""Postgres: a lock could not be had in time."""


class Database:
    """The workspace's database, opened. Safe to share between threads."""

    def __init__(self, engine: Engine, lock_timeout_s: float) -> None:
        """Use a database that the migrations have brought up to date."""
        self._engine = engine
        self._lock_timeout_s = lock_timeout_s

    @property
    def address(self) -> str:
        """The database in a few words: the file, or the server without password and options."""
        return shown(self._engine.url)

    @contextmanager
    def reading(self, user: str) -> Iterator[Session]:
        """A transaction that only reads.

        Raises:
            WorkspaceError: the user is none, or the database cannot be used.
        """
        checked_user(user)
        with self._session(self._engine) as session:
            yield session

    @contextmanager
    def reading_all(self) -> Iterator[Session]:
        """One that reads of all users, for what concerns the whole workspace.

        Raises:
            WorkspaceError: the database cannot be used.
        """
        with self._session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self, user: str) -> Iterator[Session]:
        """A transaction that writes; an error undoes all of it.

        Raises:
            WorkspaceError: the user is none, or the database cannot be used or is in use for too long.
        """
        checked_user(user)
        with self._session(self._engine.execution_options(**{WRITES: True})) as session:
            if not is_sqlite(self._engine.url):
                take_turn(session.connection(), f"user {user}", self._lock_timeout_s)
            yield session

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        with speaking(engine), Session(engine) as session, session.begin():
            yield session

    def wipe(self) -> None:
        """To be called after a deletion: what was deleted leaves SQLite's files. Postgres sees to that by itself, in its own time.

        Raises:
            WorkspaceError: the file cannot be used.
        """
        if is_sqlite(self._engine.url):
            rewrite(self._engine)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()


def take_turn(connection: Connection, name: str, lock_timeout_s: float) -> None:
    """Hold Postgres's lock of a name until the transaction ends."""
    digest = hashlib.sha256(f"clausewise {name}".encode()).digest()
    milliseconds = max(1, round(lock_timeout_s * 1000))  # 0 would be for ever
    connection.execute(text("SELECT set_config('lock_timeout', :ms, true)"), {"ms": f"{milliseconds}ms"})
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int.from_bytes(digest[:8], signed=True)})


@contextmanager
def speaking(engine: Engine) -> Iterator[None]:
    """Say the database's errors in the house's words, without password and without what people wrote.

    Raises:
        WorkspaceError: instead of any of them.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise _said(error, shown(engine.url)) from error


def _said(error: SQLAlchemyError, where: str) -> WorkspaceError:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if _in_use(cause):
        return WorkspaceError("the workspace is in use by others for too long", where=where, hint="try again")
    what = (str(cause).strip().splitlines() or [type(cause).__name__])[0]
    return WorkspaceError(f"the workspace cannot be used ({what})", where=where, hint="check the database")


def _in_use(cause: BaseException) -> bool:
    return is_busy(cause) or getattr(cause, "sqlstate", None) == _LOCK_NOT_AVAILABLE
