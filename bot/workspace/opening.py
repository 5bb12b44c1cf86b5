"""Opening the workspace: the database is made or brought up to this version, by one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from filelock import FileLock, Timeout
from sqlalchemy import URL, Engine

from bot.errors import WorkspaceError
from bot.settings import Settings
from bot.workspace.addresses import database_address, is_sqlite, shown, sqlite_path
from bot.workspace.clock import Clock, utc_now
from bot.workspace.database import Database, speaking, take_turn
from bot.workspace.engines import WRITES, make_engine, turn_on_wal
from bot.workspace.migrating import is_current, migrate
from bot.workspace.workspace import Workspace

_MIGRATING: Final = "migrations"
"""The name of the lock in Postgres."""


def open_workspace(settings: Settings, *, now: Clock = utc_now) -> Workspace:
    """Open the workspace that is set; it is made where there is none yet. To be closed, or used with ``contextlib.closing``.

    Args:
        settings: ``database_url`` or else ``data_dir``, and ``lock_timeout_s``.
        now: tells the time, aware.

    Raises:
        SettingsError: the URL cannot be used, or the driver for Postgres is missing.
        WorkspaceError: the database cannot be reached or used, is locked for too long, or is newer than this program.
    """
    return Workspace(open_database(database_address(settings), settings.lock_timeout_s), now)


def open_database(url: URL, lock_timeout_s: float) -> Database:
    """Open a database and bring it up to this version.

    Raises:
        SettingsError: the driver for Postgres is missing.
        WorkspaceError: as ``open_workspace``.
    """
    engine = make_engine(url, lock_timeout_s)
    try:
        with speaking(engine):
            _bring_up(engine, lock_timeout_s)
    except WorkspaceError:
        engine.dispose()
        raise
    return Database(engine, lock_timeout_s)


def _bring_up(engine: Engine, lock_timeout_s: float) -> None:
    with engine.connect() as connection:
        if is_current(connection):
            return
    bring_up = _bring_up_sqlite if is_sqlite(engine.url) else _bring_up_postgres
    bring_up(engine, lock_timeout_s)


def _bring_up_sqlite(engine: Engine, lock_timeout_s: float) -> None:
    with _file_lock(engine.url, lock_timeout_s):
        turn_on_wal(engine)
        with engine.execution_options(**{WRITES: True}).begin() as connection:
            if not is_current(connection):
                migrate(connection)


@contextmanager
def _file_lock(url: URL, lock_timeout_s: float) -> Iterator[None]:
    path = sqlite_path(url)
    try:
        with FileLock(path.with_name(f"{path.name}.lock"), timeout=lock_timeout_s):
            yield
    except Timeout as error:
        raise WorkspaceError(
            f"another process has been preparing the workspace for over {lock_timeout_s:g} s", where=shown(url), hint="try again"
        ) from error


def _bring_up_postgres(engine: Engine, lock_timeout_s: float) -> None:
    with engine.begin() as connection:
        take_turn(connection, _MIGRATING, lock_timeout_s)
        if not is_current(connection):
            migrate(connection)
