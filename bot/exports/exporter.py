"""The interface of the exporters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.reviewing.findings import Review


class FileKind(Protocol):
    """What faces know a kind of file by."""

    @property
    def key(self) -> str:
        """What faces know it by ("md"), one for each exporter."""

    @property
    def suffix(self) -> str:
        """The file name's end, with the dot (".md"); no two exporters share one."""

    @property
    def media_type(self) -> str:
        """For HTTP headers and download buttons."""

    @property
    def label(self) -> str:
        """What a person is offered ("Word file with comments")."""


class Exporter(FileKind, Protocol):
    """Turns one review or several into a file. The same reviews give the same bytes."""

    def export(self, reviews: Sequence[Review], originals: Mapping[str, bytes] | None = None) -> bytes:
        """Write the file.

        Args:
            reviews: at least one.
            originals: the bytes of the files that were reviewed, by ``review.document.id``; only the Word export uses them.

        Raises:
            ReviewError: there is nothing to export, or an original is not the file that was reviewed.
        """
