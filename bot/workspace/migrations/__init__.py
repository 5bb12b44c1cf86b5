"""The migrations of the workspace's tables, for Alembic.

To change a table: change ``tables.py``, then add ``versions/rNNNN_what.py`` after the pattern of the last one, with the last one's
revision as its ``down_revision``. A test compares what the migrations make with the tables and shows what is still missing. A migration that
has been released is never changed.
"""
