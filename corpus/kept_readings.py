"""Readings of guidance, kept on the disk by what they were read from: a file that has not changed is read once.

A reading is one JSON file. Its name is the sha256 of all that decides what a reader makes of a file, and inside stands a sha256 of
what was written, so that a damaged file is told from a whole one. A file that is damaged or does not fit is as good as none; a folder
that cannot be written keeps nothing and stops nothing.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from corpus.documents import Document
from corpus.whole_files import write_whole

LIBRARIES: Final = (
    "beautifulsoup4",
    "charset-normalizer",
    "lxml",
    "markdown-it-py",
    "pydantic",
    "pypdfium2",
    "python-docx",
    "PyYAML",
)
"""What the readers are built on: another version of one may read another text."""
_NAME: Final = re.compile(r"[0-9a-f]{64}\.json")
_SEALED: Final = re.compile(rb'\{"sha256":"(?P<seal>[0-9a-f]{64})","document":(?P<body>.*)\}', re.DOTALL)


def code_sha256(package: Path, libraries: Sequence[str] = LIBRARIES) -> str:
    """Of all that reads: the code and the lexicons of a package, the libraries' versions and Python's.

    Contents are taken rather than times and sizes. That costs a millisecond more and holds where an installer gives all files one time.

    Args:
        package: the folder of the package, with its lexicons in ``lexicon``.
        libraries: names of distributions.

    Returns:
        64 hex digits.

    Raises:
        OSError: a file of the package cannot be read.
    """
    files = sorted([*package.rglob("*.py"), *(package / "lexicon").glob("*.yaml")])
    contents = [(path.relative_to(package).as_posix(), _sha256(path.read_bytes())) for path in files]
    return _sha256_of([contents, [(name, _version(name)) for name in libraries], platform.python_version()])


@cache
def reading_code() -> str:
    """``code_sha256`` of this package, found out once a process."""
    return code_sha256(Path(__file__).parent)


@dataclass(frozen=True, slots=True)
class KeptReadings:
    """Documents in a folder, which is made when the first one comes. Safe to share between threads and processes.

    ``code`` stands for the code that reads: what other code has read is not found.
    """

    folder: Path
    code: str = field(default_factory=reading_code)

    def key(self, document_id: str, name: str, data: bytes, sidecar: bytes | None) -> str:
        """What a reading is kept under.

        Args:
            document_id: the id that the document gets.
            name: the file's name.
            data: the file's bytes.
            sidecar: the bytes of the file beside it with its front matter; None where there is none.

        Returns:
            64 hex digits.
        """
        return _sha256_of([self.code, document_id, name, _sha256(data), None if sidecar is None else _sha256(sidecar)])

    def get(self, key: str) -> Document | None:
        """The reading that is kept under a key, equal to a fresh one; None where there is none that is whole and fits."""
        try:
            body = _unsealed(key, self._path(key).read_bytes())
            return None if body is None else _adapter().validate_json(body, strict=True)
        except (OSError, ValidationError):
            return None

    def keep(self, key: str, document: Document) -> Document:
        """Keep a reading where that can be done, and return it."""
        # The document is there, only not for the next time. JSON cannot hold half a surrogate pair, which a file's name can.
        with suppress(OSError, PydanticSerializationError):
            write_whole(self._path(key), _sealed(key, _adapter().dump_json(document)))
        return document

    def keep_only(self, keys: Collection[str]) -> None:
        """Remove all readings but some; files of other names are not touched."""
        with suppress(OSError):
            for path in self.folder.iterdir():
                if _NAME.fullmatch(path.name) and path.stem not in keys:
                    path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"


@cache
def _adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def _sealed(key: str, body: bytes) -> bytes:
    """A JSON object of a document's JSON and the sha256 of it and its key, so that neither can change unseen."""
    return b'{"sha256":"%b","document":%b}' % (_seal(key, body), body)


def _unsealed(key: str, data: bytes) -> bytes | None:
    """The document's JSON in what ``_sealed`` gave; None where this is not what it gave under this key."""
    found = _SEALED.fullmatch(data)
    return found["body"] if found and found["seal"] == _seal(key, found["body"]) else None


def _seal(key: str, body: bytes) -> bytes:
    return _sha256(key.encode() + body).encode()


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _sha256_of(parts: Sequence[object]) -> str:
    return _sha256(json.dumps(parts).encode())
