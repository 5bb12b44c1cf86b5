"""The files of the user's own cases. Whoever writes holds a lock and puts whole files in place: two writers lose nothing, and a reader never sees half a line.

    <data_dir>/evals/ask/added.jsonl
    <data_dir>/evals/review/cases.jsonl
    <data_dir>/evals/review/drafts/<sha256>.<ending>

Drafts are confidential: files and folders are their owner's alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from corpus.whole_files import write_whole
from evals.cases import AskCase, C, Case, ReviewCase, load_cases, read_text
from index.errors import DataError

OWN: Final = "evals"
"""The folder in the data directory."""
DRAFTS: Final = "drafts"
"""Below the folder of reviews; a case names its draft as "drafts/<file>"."""
_LOCK_S: Final = 20.0


class OwnStore:
    """One user's own cases. Making it reads and writes nothing."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / OWN
        self.ask = self.folder / "ask"
        self.review = self.folder / "review"
        self._asks = self.ask / "added.jsonl"
        self._reviews = self.review / "cases.jsonl"

    def asks(self) -> dict[str, AskCase]:
        """The questions by their ids, in the order in which they were added.

        Raises:
            DataError: the file cannot be used; the error names the line.
        """
        return _read(self._asks, AskCase)

    def reviews(self) -> dict[str, ReviewCase]:
        """The drafts likewise.

        Raises:
            DataError: the file cannot be used; the error names the line.
        """
        return _read(self._reviews, ReviewCase)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The time in which no other process or thread writes.

        Raises:
            DataError: another one does not end, or the folder cannot be written.
        """
        where = str(self.folder)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(self.folder / "added.lock", timeout=_LOCK_S, mode=0o600):
                yield
        except Timeout as error:
            raise DataError(
                f"another process has been adding cases for over {_LOCK_S:g} s", where=where, hint="try again"
            ) from error
        except OSError as error:
            what = f"the cases cannot be written ({error.strerror or error})"
            raise DataError(what, where=where, hint="check the folder and your rights") from error

    def write_asks(self, cases: Iterable[AskCase]) -> None:
        """Put the questions in place of those of before. Call it in a ``turn``."""
        _write(self._asks, cases)

    def write_reviews(self, cases: Iterable[ReviewCase]) -> None:
        """Put the drafts' cases in place, and delete the drafts that no case names. Call it in a ``turn``."""
        kept = tuple(cases)
        _write(self._reviews, kept)
        used = {case.draft for case in kept}
        for path in (self.review / DRAFTS).glob("*"):  # a writer that was broken off may have left one
            if f"{DRAFTS}/{path.name}" not in used:
                path.unlink()

    def write_draft(self, name: str, data: bytes) -> None:
        """Keep a draft under a name that a case gives it. Call it in a ``turn``, before the case is written."""
        self.review.mkdir(mode=0o700, exist_ok=True)
        write_whole(self.review / name, data)


def _read(path: Path, model: type[C]) -> dict[str, C]:
    """The cases of a file; none where there is no file, or nothing in it."""
    return {case.id: case for case in load_cases(path, model)} if path.is_file() and read_text(path).strip() else {}


def _write(path: Path, cases: Iterable[Case]) -> None:
    """A file of these cases; none where there is no case."""
    lines = [json.dumps(case.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) + "\n" for case in cases]
    if lines:
        write_whole(path, "".join(lines).encode())
    else:
        path.unlink(missing_ok=True)
