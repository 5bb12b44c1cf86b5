"""Runs: what came out, of what, and what it was worth. Written once; marked again or compared, never changed.

A run holds whole outputs, and so the words of drafts: its file is its owner's alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.cases import C, read_text
from evals.measures import Figure, Mark, Marked, Measure, figures
from evals.suites.base import Suite
from index.errors import DataError

RUNS = "runs"
"""The folder in the data directory that holds them."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Origin(_Model):
    """What produced a run, so that it can be produced again. None where there is nothing of the kind."""

    git_revision: str | None
    version: str
    python: str
    embedding_model: str | None
    index_id: str | None
    register_id: str
    register_version: str
    register_sha256: str
    chat_model: str | None
    settings_sha256: str


class CaseRun(_Model):
    """One case: the case as it was, the contract's JSON that came out (None after an error), the seconds it took, its marks."""

    id: str
    split: str
    tags: tuple[str, ...]
    case: dict[str, Any]
    output: dict[str, Any] | None
    error: str | None = None
    seconds: float
    marks: tuple[Mark, ...]

    @property
    def failed(self) -> bool:
        """Whether anything that counts is wrong."""
        return bool(self.wrong)

    @property
    def wrong(self) -> tuple[Mark, ...]:
        """The marks that make the case fail."""
        return tuple(mark for mark in self.marks if mark.counts and mark.value == 0.0)


class Run(_Model):
    """A suite's cases, run and marked.

    ``id`` is UTC time, suite, and the head of the content's sha256; ``texts`` holds the cited guidance by its sha256, so that
    quotes can be checked again. ``rescored_from`` names the run whose outputs were marked again.
    """

    format: Literal["clausewise-run/1"] = "clausewise-run/1"
    id: str = ""
    suite: str
    started: dt.datetime
    seconds: float
    dataset_sha256: str
    selection: str = "all"
    origin: Origin
    cases: tuple[CaseRun, ...]
    figures: tuple[Figure, ...]
    texts: dict[str, str] = Field(default_factory=dict, repr=False)
    rescored_from: str | None = None

    def figure(self, measure: str, group: str = "all") -> Figure | None:
        """One figure by name; None where the suite has no such measure or group."""
        return next((one for one in self.figures if one.measure == measure and one.group == group), None)


def sum_up(cases: Iterable[CaseRun], measures: Iterable[Measure]) -> tuple[Figure, ...]:
    """The figures of marked cases."""
    return figures([Marked(case.id, case.split, case.tags, case.marks) for case in cases], tuple(measures))


def named(run: Run) -> Run:
    """The run under its id."""
    started = run.started.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    return run.model_copy(update={"id": f"{started}-{run.suite}-{_digest(run)}"})


def _digest(run: Run) -> str:
    content = run.model_dump(mode="json", exclude={"id"})
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:10]


def save_run(run: Run, folder: Path) -> Path:
    """Write a run under its id, read-only.

    Returns:
        The file.

    Raises:
        DataError: a run of this id is there already; it is left as it is.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{run.id}.json"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise DataError("this run is written already, and runs are never overwritten", where=str(path)) from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(run.model_dump(mode="json"), file, ensure_ascii=False, indent=1)
    path.chmod(0o400)
    return path


def load_run(path: Path) -> Run:
    """Read a run and check that it is as it was written.

    Raises:
        DataError: it is no run, or was changed since.
    """
    try:
        run = Run.model_validate_json(read_text(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DataError(
            f"this is no run of this version ({where}: {first['msg']})", where=str(path), hint="run the suite again"
        ) from error
    if run.id.rpartition("-")[2] != _digest(run):
        raise DataError("the run was changed after it was written", where=str(path), hint="run the suite again")
    return run


def list_runs(folder: Path, suite: str | None = None) -> list[Path]:
    """The files of runs, oldest first; of one suite, where it is named."""
    paths = sorted(folder.glob("*-*-*.json"))
    return [path for path in paths if suite is None or suite_of(path) == suite]


def suite_of(path: Path) -> str:
    """The suite of a run's file, from its name."""
    return path.stem.partition("-")[2].rpartition("-")[0]


def previous_run(folder: Path, run: Run) -> Run | None:
    """The run of the same suite and selection of cases that was written last before this one.

    Raises:
        DataError: that run cannot be read.
    """
    for path in reversed(list_runs(folder, run.suite)):
        if path.stem < run.id and path.stem != run.rescored_from:
            earlier = load_run(path)
            if earlier.selection == run.selection:
                return earlier
    return None


def rescore(run: Run, suite: Suite[C]) -> Run:
    """Mark a run's stored outputs again, with the suite's cases and scorers of today.

    Cases that the suite no longer has are left out.

    Raises:
        DataError: the run is of another suite, or shares no case with it.
    """
    if run.suite != suite.name:
        raise DataError(f"this is a run of {run.suite}, not of {suite.name}", where=run.id)
    cases = {case.id: case for case in suite.cases}
    marked = tuple(_mark_again(done, cases[done.id], suite, run.texts) for done in run.cases if done.id in cases)
    if not marked:
        raise DataError("the run shares no case with the data set", where=run.id)
    update = {
        "cases": marked,
        "figures": sum_up(marked, suite.measures),
        "dataset_sha256": suite.dataset_sha256,
        "rescored_from": run.id,
    }
    return named(run.model_copy(update=update))


def _mark_again(done: CaseRun, case: C, suite: Suite[C], texts: Mapping[str, str]) -> CaseRun:
    marks = suite.score(case, done.output, texts)
    shown = case.model_dump(mode="json")
    return done.model_copy(update={"case": shown, "split": case.split, "tags": case.tags, "marks": marks})
