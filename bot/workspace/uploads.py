"""Uploads: the files of reviews, kept once for each user and gone with the last review that has them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from bot.draft_files import DraftFile
from bot.workspace.database import Database
from bot.workspace.limits import NAME, checked, is_id, unknown
from bot.workspace.review_rows import review_row
from bot.workspace.tables import FileRow, UploadRow
from bot.workspace.values import Upload

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MEDIA_TYPES: Final = {
    ".docx": _WORD,
    ".docm": "application/vnd.ms-word.document.macroenabled.12",
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".text": "text/plain",
}
"""By the ends of names that the readers know; what the system's list says differs between machines."""
_ANY: Final = "application/octet-stream"


class Uploads:
    """The uploads of each user. They come and go with reviews."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, user: str, review_id: str) -> tuple[Upload, ...]:
        """The files of a review, in the order they were given in.

        Raises:
            WorkspaceError: there is no such review, or the database cannot be used.
        """
        with self._database.reading(user) as session:
            review_row(session, user, review_id)
            same = (UploadRow.owner == FileRow.owner) & (UploadRow.sha256 == FileRow.sha256)
            mine = select(FileRow, UploadRow.size).join(UploadRow, same)
            rows = session.execute(mine.where(FileRow.owner == user, FileRow.review_id == review_id).order_by(FileRow.number))
            return tuple(Upload(file.sha256, file.name, size, media_type(file.name)) for file, size in rows)

    def read(self, user: str, sha256: str) -> bytes:
        """The bytes of a file.

        Raises:
            WorkspaceError: the user has no such file, or the database cannot be used.
        """
        with self._database.reading(user) as session:
            row = session.get(UploadRow, (user, sha256)) if is_id(sha256) else None
            if row is None:
                raise unknown("upload", sha256)
            return row.data


def media_type(name: str) -> str:
    """What kind of file a name promises."""
    return _MEDIA_TYPES.get(PurePath(name).suffix.lower(), _ANY)


def keep_files(session: Session, user: str, review_id: str, files: Sequence[DraftFile]) -> tuple[str, ...]:
    """Keep the files of a review that is stored already, in a transaction that writes.

    Returns:
        Their sha256s, in order.

    Raises:
        WorkspaceError: a name is empty or too long.
    """
    sha256s = tuple(hashlib.sha256(file.data).hexdigest() for file in files)
    for sha256, file in zip(sha256s, files, strict=True):
        if session.get(UploadRow, (user, sha256)) is None:
            session.add(UploadRow(owner=user, sha256=sha256, size=len(file.data), data=file.data))
            session.flush()
    for number, (sha256, file) in enumerate(zip(sha256s, files, strict=True), start=1):
        session.add(FileRow(owner=user, review_id=review_id, number=number, sha256=sha256, name=checked(file.name, NAME)))
    return sha256s


def drop_unused(session: Session, user: str) -> None:
    """Delete the user's files that no review has any more, in a transaction that writes."""
    used = exists().where(FileRow.owner == UploadRow.owner, FileRow.sha256 == UploadRow.sha256)
    session.execute(delete(UploadRow).where(UploadRow.owner == user, ~used))
