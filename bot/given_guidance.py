"""Guidance that somebody hands over as bytes with a name, as a browser does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import yaml

from bot.guidance import Added, add_guidance
from corpus.errors import ReadError
from corpus.sources import SIDECAR_SUFFIX

_NAME_CHARACTERS: Final = 100
_UNSAFE: Final = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class GivenPage:
    """A file as it was handed over; ``said`` is front matter that counts before what the file says of itself."""

    name: str
    data: bytes = field(repr=False)
    said: Mapping[str, object] = field(default_factory=dict)

    @property
    def safe_name(self) -> str:
        """A name for a file in a folder of ours: no path, no sign that a shell or a system reads, not hidden."""
        last = re.split(r"[/\\]", self.name)[-1]
        stem, dot, suffix = last.rpartition(".")
        plain = _UNSAFE.sub("-", stem if dot else last).strip("-._ ")[:_NAME_CHARACTERS]
        return f"{plain or 'page'}{dot}{_UNSAFE.sub('', suffix) if dot else ''}"

    @property
    def id(self) -> str:
        """The id that the page gets."""
        return Path(self.safe_name).stem


def add_given(data_dir: Path, pages: Sequence[GivenPage], *, beside: Path | None = None) -> list[Added]:
    """Add pages to the data directory, as ``add_guidance`` does with files on the disk.

    Raises:
        ReadError: a page or what is said of it cannot be read, it has no name that a page may have, or its id is taken. Nothing is added then.
    """
    names = [page.safe_name for page in pages]
    twice = next((page for page in pages if names.count(page.safe_name) > 1), None)
    if twice is not None:
        raise ReadError("another file has the same name", where=twice.name, hint="rename one of the two")
    with TemporaryDirectory(prefix="clausewise-") as folder:
        paths = [_written(page, Path(folder)) for page in pages]
        return add_guidance(data_dir, paths, beside=beside)


def _written(page: GivenPage, folder: Path) -> Path:
    path = folder / page.safe_name
    path.write_bytes(page.data)
    if page.said:
        path.with_suffix(SIDECAR_SUFFIX).write_text(
            yaml.safe_dump(dict(page.said), allow_unicode=True, sort_keys=False), encoding="utf-8"
        )
    return path
