"""The first tables: threads, exchanges, reviews, uploads, files, overrides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None
branch_labels = None
depends_on = None


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=True, nullable=False)


def _number() -> sa.Column[int]:
    return sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False, nullable=False)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _time(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("workspace_thread", _key("owner"), _key("id"), _text("title"), _time("created_at"), _time("updated_at"))
    op.create_table(
        "workspace_exchange",
        _key("owner"),
        _key("thread_id"),
        _number(),
        _text("question"),
        sa.Column("answer", sa.JSON(), nullable=False),
        _time("at"),
        sa.ForeignKeyConstraint(
            ["owner", "thread_id"],
            ["workspace_thread.owner", "workspace_thread.id"],
            name="exchange_thread",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "workspace_review",
        _key("owner"),
        _key("id"),
        _text("name"),
        _time("created_at"),
        _time("updated_at"),
        _text("scope"),
        _text("register_id"),
        _text("register_version"),
        _text("register_sha256"),
        sa.Column("review", sa.JSON(), nullable=False),
    )
    op.create_table(
        "workspace_upload",
        _key("owner"),
        _key("sha256"),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "workspace_file",
        _key("owner"),
        _key("review_id"),
        _number(),
        _text("sha256"),
        _text("name"),
        _of_review("file_review"),
        sa.ForeignKeyConstraint(["owner", "sha256"], ["workspace_upload.owner", "workspace_upload.sha256"], name="file_upload"),
    )
    op.create_table(
        "workspace_override",
        _key("owner"),
        _key("review_id"),
        _key("finding_id"),
        _number(),
        _text("kind"),
        _text("tool_verdict"),
        _text("verdict", nullable=True),
        _text("note"),
        _text("by"),
        _time("at"),
        _of_review("override_review"),
    )


def _of_review(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["owner", "review_id"], ["workspace_review.owner", "workspace_review.id"], name=name, ondelete="CASCADE"
    )


def downgrade() -> None:
    """Take them away again."""
    for name in ("override", "file", "upload", "review", "exchange", "thread"):
        op.drop_table(f"workspace_{name}")
