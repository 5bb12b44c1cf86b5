"""Heads of runs: what a list or a chart of many runs needs, without their outputs, which take a second to read where a suite is large.

A head is a small file below the folder of runs, made when it is first needed. It can be deleted at any time.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.whole_files import write_whole
from evals.measures import Figure
from evals.runs import Run, load_run

_HEADS: Final = "heads"
_TAG: Final = "tag:"


class RunHead(BaseModel):
    """A run in short: what produced it, and its figures without those of single tags. ``size`` is the run file's, in bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["clausewise-run-head/1"] = "clausewise-run-head/1"
    id: str
    suite: str
    started: dt.datetime
    dataset_sha256: str
    selection: str
    register_version: str
    chat_model: str | None
    git_revision: str | None
    cases: int
    failing: int
    figures: tuple[Figure, ...]
    size: int

    def figure(self, measure: str, group: str) -> Figure | None:
        """One figure by name; None where the run has no such measure or group."""
        return next((one for one in self.figures if one.measure == measure and one.group == group), None)


def head_of(run: Run, size: int) -> RunHead:
    """The head of a run whose file has ``size`` bytes."""
    return RunHead(
        id=run.id,
        suite=run.suite,
        started=run.started,
        dataset_sha256=run.dataset_sha256,
        selection=run.selection,
        register_version=run.origin.register_version,
        chat_model=run.origin.chat_model,
        git_revision=run.origin.git_revision,
        cases=len(run.cases),
        failing=sum(case.failed for case in run.cases),
        figures=tuple(figure for figure in run.figures if not figure.group.startswith(_TAG)),
        size=size,
    )


def load_head(path: Path) -> RunHead:
    """The head of a run's file; from the kept one where that is of this very file, by its size.

    Raises:
        DataError: there is none kept, and the run cannot be read or was changed since.
    """
    size = path.stat().st_size if path.is_file() else 0
    kept = _kept(_head_path(path))
    if kept is not None and (kept.id, kept.size) == (path.stem, size):
        return kept
    head = head_of(load_run(path), size)
    with suppress(OSError):  # where nothing can be written, the run is read again the next time
        write_whole(_head_path(path), head.model_dump_json().encode())
    return head


def drop_run(path: Path) -> None:
    """Delete a run's file and its head.

    Raises:
        OSError: it cannot be deleted.
    """
    _head_path(path).unlink(missing_ok=True)
    path.chmod(0o600)  # a file that is read-only cannot be deleted everywhere
    path.unlink()


def _head_path(path: Path) -> Path:
    return path.parent / _HEADS / path.name


def _kept(path: Path) -> RunHead | None:
    try:
        return RunHead.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
