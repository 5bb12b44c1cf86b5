"""Connecting to the database: what SQLite and Postgres each need, so that the rest need not tell them apart."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event

from bot.errors import SettingsError, WorkspaceError
from bot.workspace.addresses import SETTING, is_sqlite, shown, sqlite_path

WRITES: Final = "workspace_writes"
"""The execution option of transactions that write."""
_CONNECT_S: Final = 10
_TEMPORARY: Final = "PRAGMA temp_store=MEMORY"
"""No words of drafts in temporary files."""
_PRIMARY_CODE: Final = 0xFF
"""The bits of a SQLite error's code that name its kind."""
_PRAGMAS: Final = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is deleted is overwritten
    _TEMPORARY,
)


def make_engine(url: URL, lock_timeout_s: float) -> Engine:
    """What connects to the database; the first connection comes later. A SQLite file is made, readable by its owner alone.

    Neither its errors nor its logs hold what people wrote.

    Args:
        url: as from ``database_address``.
        lock_timeout_s: how long SQLite waits while others write.

    Raises:
        SettingsError: the driver is not installed.
        WorkspaceError: the file cannot be made.
    """
    if is_sqlite(url):
        _make_file(sqlite_path(url))
        engine = create_engine(url, connect_args={"timeout": lock_timeout_s}, hide_parameters=True)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    try:
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_S}, hide_parameters=True)
    except ImportError as error:
        raise SettingsError(
            "the driver for Postgres is missing", where=SETTING, hint='pip install "clausewise[postgres]"'
        ) from error


def _make_file(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise WorkspaceError(
            f"the workspace cannot be written ({error.strerror})", where=str(path), hint="check the folder and your rights"
        ) from error


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Python's driver would begin transactions late and by its own rules; ``_begin`` does."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _begin(connection: Connection) -> None:
    """One that writes takes its turn at once: two that had read first could not both go on."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def turn_on_wal(engine: Engine) -> None:
    """Let a SQLite file be read while it is written; it stays so.

    Raises:
        WorkspaceError: the file cannot be used.
    """
    try:
        _outside_transactions(engine, "PRAGMA journal_mode=WAL")
    except sqlite3.Error as error:
        raise _unusable(engine, error) from error


def rewrite(engine: Engine) -> None:
    """Write a SQLite file anew and cut its log to nothing, so that what was deleted stands in neither.

    ``secure_delete`` alone is not enough (measured): where rows move from page to page, copies of them stay behind in what is free of a page.
    It takes its turn with those who write and waits for those who read. Where it cannot have one in time, that is left to the next deletion.

    Raises:
        WorkspaceError: the file cannot be used.
    """
    in_files = "PRAGMA temp_store=FILE"  # all that is kept need not fit into memory
    try:
        _outside_transactions(engine, in_files, "VACUUM", _TEMPORARY, "PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        if not is_busy(error):
            raise _unusable(engine, error) from error


def is_busy(error: BaseException) -> bool:
    """Whether SQLite could not have its turn in time."""
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE == sqlite3.SQLITE_BUSY


def _outside_transactions(engine: Engine, *statements: str) -> None:
    connection = engine.raw_connection()
    try:
        for statement in statements:
            connection.cursor().execute(statement).close()
    except sqlite3.Error:
        connection.invalidate()  # it is not as the others
        raise
    finally:
        connection.close()


def _unusable(engine: Engine, error: sqlite3.Error) -> WorkspaceError:
    return WorkspaceError(f"the workspace cannot be used ({error})", where=shown(engine.url), hint="check the file and the disk")
