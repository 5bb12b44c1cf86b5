"""Vectors in files of their own: those that are searched, mapped into memory, and those of a build that was broken off.

BUILD/vectors.npy      shape (n, d), float32, row i for passage i: opened in a millisecond and read from the disk as far as it is needed
BUILD/texts.npy        shape (n, 32), uint8: the sha256 of the text that each row was made of
pending/MODEL.rows     of builds that are not done: 32 bytes of a text's sha256 and d float32, one after another
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.embedding import Vectors
from index.errors import StoreError

VECTORS: Final = "vectors.npy"
TEXTS: Final = "texts.npy"
_SHA: Final = 32


@dataclass(frozen=True)
class Rows:
    """Vectors and what they were made of: ``vectors`` has shape (n, d), float32, ``texts`` shape (n, 32), uint8."""

    vectors: Vectors
    texts: NDArray[np.uint8]

    @property
    def text_sha256s(self) -> list[str]:
        """Of each row's text, 64 hex digits."""
        return [row.tobytes().hex() for row in self.texts]

    def by_text(self) -> dict[str, Vectors]:
        """Each vector, shape (d,), by the sha256 of its text; rows of equal texts are alike."""
        return dict(zip(self.text_sha256s, self.vectors, strict=True))


def new_rows(folder: Path, text_sha256s: Sequence[str], dimensions: int) -> Vectors:
    """Make the files of n vectors in a folder, and give the array to be filled, shape (n, dimensions), float32, which is the file itself.

    Raises:
        OSError: the folder cannot be written.
    """
    np.save(folder / TEXTS, _bytes_of(text_sha256s))
    made: Vectors = np.lib.format.open_memmap(
        folder / VECTORS, mode="w+", dtype=np.float32, shape=(len(text_sha256s), dimensions)
    )
    return made


def open_rows(folder: Path) -> Rows:
    """Map the vectors of a build into memory.

    Raises:
        StoreError: they are not there, or damaged.
    """
    try:
        vectors, texts = np.load(folder / VECTORS, mmap_mode="r"), np.load(folder / TEXTS)
    except (OSError, ValueError, EOFError) as error:
        raise StoreError(
            f"the vectors cannot be read ({error})", where=str(folder), hint="run `clausewise index build`"
        ) from error
    if vectors.dtype != np.float32 or vectors.ndim != 2 or texts.shape != (len(vectors), _SHA):  # noqa: PLR2004
        raise StoreError("the vectors are damaged", where=str(folder), hint="run `clausewise index build`")
    return Rows(vectors, texts)


class Pending:
    """Vectors of a build that is not done, kept as they come, so that a build that is broken off goes on where it was. One process writes at a time."""

    def __init__(self, folder: Path, model_sha256: str, dimensions: int) -> None:
        self._path = folder / f"{model_sha256[:16]}.rows"
        self._kind = np.dtype([("text", np.uint8, _SHA), ("vector", np.float32, dimensions)])

    def read(self) -> Rows:
        """What is there; a row that was not written to its end is left out.

        Raises:
            OSError: the file cannot be read.
        """
        count = 0
        if self._path.is_file():
            count = self._path.stat().st_size // self._kind.itemsize
            os.truncate(self._path, count * self._kind.itemsize)
        if not count:
            return Rows(np.zeros((0, self._kind["vector"].shape[0]), dtype=np.float32), np.zeros((0, _SHA), dtype=np.uint8))
        rows = np.memmap(self._path, dtype=self._kind, mode="r", shape=(count,))
        return Rows(rows["vector"], rows["text"])

    def add(self, text_sha256s: Sequence[str], vectors: Vectors) -> None:
        """Keep n vectors, shape (n, dimensions), float32.

        Raises:
            OSError: the file cannot be written.
        """
        rows = np.zeros(len(text_sha256s), dtype=self._kind)
        rows["text"] = _bytes_of(text_sha256s)
        rows["vector"] = vectors
        self._path.parent.mkdir(exist_ok=True)
        with self._path.open("ab") as file:
            file.write(rows.tobytes())


def _bytes_of(text_sha256s: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer(bytes.fromhex("".join(text_sha256s)), dtype=np.uint8).reshape(-1, _SHA)
