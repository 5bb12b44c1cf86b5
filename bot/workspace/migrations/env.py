"""Alembic runs this for every migration, on the connection and in the transaction of whoever opens the workspace."""

from __future__ import annotations

from alembic import context

from bot.workspace.migrating import CONNECTION
from bot.workspace.tables import VERSION_TABLE, Table

context.configure(
    connection=context.config.attributes[CONNECTION],
    target_metadata=Table.metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
    render_as_batch=True,  # SQLite changes a table by making it anew
)
with context.begin_transaction():
    context.run_migrations()
