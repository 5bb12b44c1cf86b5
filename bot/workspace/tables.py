"""The tables. Keys begin with the owner and foreign keys hold it, so that the database itself refuses what would mix two users."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Final

from sqlalchemy import JSON, DateTime, Dialect, ForeignKeyConstraint, LargeBinary, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

VERSION_TABLE: Final = "workspace_version"
"""Where Alembic notes which migration the database stands at; named apart, since a Postgres database may serve other programs too."""


class UtcTime(TypeDecorator[dt.datetime]):
    """A time in UTC. SQLite keeps no time zone and Postgres gives back the session's; either way an aware time in UTC comes out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Refuse a time of which nobody knows the zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a time zone")
        return value if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Table(DeclarativeBase):
    """What the tables share."""

    type_annotation_map: ClassVar = {str: String(), dt.datetime: UtcTime(), dict[str, Any]: JSON(), bytes: LargeBinary()}


class ThreadRow(Table):
    """A conversation."""

    __tablename__ = "workspace_thread"

    owner: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]


class ExchangeRow(Table):
    """A question of a conversation with its answer; ``number`` counts from 1."""

    __tablename__ = "workspace_exchange"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "thread_id"], [ThreadRow.owner, ThreadRow.id], name="exchange_thread", ondelete="CASCADE"),
    )

    owner: Mapped[str] = mapped_column(primary_key=True)
    thread_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question: Mapped[str]
    answer: Mapped[dict[str, Any]]
    at: Mapped[dt.datetime]


class ReviewRow(Table):
    """A saved review. What lists show has columns of its own; the whole is fetched when it is asked for."""

    __tablename__ = "workspace_review"

    owner: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
    scope: Mapped[str]
    register_id: Mapped[str]
    register_version: Mapped[str]
    register_sha256: Mapped[str]
    review: Mapped[dict[str, Any]] = mapped_column(deferred=True)


class UploadRow(Table):
    """The bytes of a file, once for each user that gave them."""

    __tablename__ = "workspace_upload"

    owner: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(deferred=True)


class FileRow(Table):
    """A file of a review: the bytes, and the name they had there; ``number`` counts from 1."""

    __tablename__ = "workspace_file"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "review_id"], [ReviewRow.owner, ReviewRow.id], name="file_review", ondelete="CASCADE"),
        ForeignKeyConstraint(["owner", "sha256"], [UploadRow.owner, UploadRow.sha256], name="file_upload"),
    )

    owner: Mapped[str] = mapped_column(primary_key=True)
    review_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str]
    name: Mapped[str]


class OverrideRow(Table):
    """What a reviewer says of a finding; ``number`` counts from 1, and the highest of a finding counts."""

    __tablename__ = "workspace_override"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "review_id"], [ReviewRow.owner, ReviewRow.id], name="override_review", ondelete="CASCADE"),
    )

    owner: Mapped[str] = mapped_column(primary_key=True)
    review_id: Mapped[str] = mapped_column(primary_key=True)
    finding_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    tool_verdict: Mapped[str]
    verdict: Mapped[str | None]
    note: Mapped[str]
    by: Mapped[str]
    at: Mapped[dt.datetime]
