"""Bringing a database up to the tables of this version."""

from __future__ import annotations

from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.errors import WorkspaceError
from bot.workspace.addresses import SETTING, shown
from bot.workspace.tables import VERSION_TABLE

CONNECTION: Final = "connection"
"""Under which env.py finds the connection."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.workspace:migrations")  # found as a package, so also in an installed wheel
    config.set_main_option("path_separator", "os")
    return config


def is_current(connection: Connection) -> bool:
    """Whether the database has the tables of this version.

    Raises:
        WorkspaceError: it has those of a later one.
    """
    at = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    script = ScriptDirectory.from_config(_config())
    if at is not None and at not in {revision.revision for revision in script.walk_revisions()}:
        raise WorkspaceError(
            f"the workspace was written by a newer clausewise (it stands at {at})",
            where=shown(connection.engine.url),
            hint=f"bring clausewise up to date, or choose another database with {SETTING}",
        )
    return at == script.get_current_head()


def migrate(connection: Connection) -> None:
    """Do the migrations that are missing, in the connection's transaction: all of them or none."""
    config = _config()
    config.attributes[CONNECTION] = connection
    command.upgrade(config, "head")
