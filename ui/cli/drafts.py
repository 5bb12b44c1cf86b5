"""Drafts from the disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.draft_files import DraftFile
from corpus.errors import ReadError


def draft_names(files: Sequence[Path]) -> list[str]:
    """What the drafts are called: by file name, or by the path as given where two files have one name."""
    names = [path.name for path in files]
    return names if len(set(names)) == len(names) else [str(path) for path in files]


def read_draft(path: Path, name: str) -> DraftFile:
    """Read a draft's bytes.

    Raises:
        ReadError: the file is not there or the system refuses it.
    """
    try:
        return DraftFile(name, path.read_bytes())
    except OSError as error:
        raise ReadError(
            (error.strerror or "cannot be read").lower(), where=str(path), hint="check the name and the rights"
        ) from error


def read_drafts(files: Sequence[Path]) -> list[DraftFile]:
    """Read several drafts.

    Raises:
        ReadError: one of them cannot be read.
    """
    return [read_draft(path, name) for path, name in zip(files, draft_names(files), strict=True)]
