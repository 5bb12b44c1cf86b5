"""Runs as the Evals page reads them: each once, and whether those of own cases are shown at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from bot.workspace.values import LOCAL_USER
from corpus.errors import ClausewiseError
from evals.added import OWN_SUITES
from evals.run_heads import RunHead, load_head
from evals.runs import Run, list_runs, load_run, suite_of
from ui.web import keeping, wiring

_KEPT_RUNS = 6


@dataclass(frozen=True, slots=True)
class Heads:
    """The runs of a suite, oldest first, and what is amiss with those that cannot be read."""

    heads: tuple[RunHead, ...]
    errors: tuple[ClausewiseError, ...]


def has_own() -> bool:
    """Whether there can be own cases: where several people come, the drafts of one would be shown to all.

    Raises:
        NotSignedIn, SettingsError: as ``keeping.user``.
    """
    alone = wiring.CLIENT in st.session_state or not keeping.is_shared()
    return alone and keeping.user() == LOCAL_USER


def suites_of(folder: Path, *, own: bool) -> tuple[str, ...]:
    """The suites of which there are runs, in the order in which they are shown; without those of own cases unless ``own``."""
    found = {suite_of(path) for path in list_runs(folder)}
    return tuple(sorted(found if own else found - set(OWN_SUITES), key=_place))


def _place(suite: str) -> tuple[int, str]:
    known = ("ask", "review", *OWN_SUITES)
    return (known.index(suite) if suite in known else len(known), suite)


def heads_of(paths: Iterable[Path]) -> Heads:
    """The heads of runs; one that cannot be read stands among the errors."""
    heads: list[RunHead] = []
    errors: list[ClausewiseError] = []
    for path in paths:
        try:
            heads.append(load_head(path))
        except ClausewiseError as error:
            errors.append(error)
    return Heads(tuple(heads), tuple(errors))


def kept_run(path: Path) -> Run:
    """A run, read once as long as its file stays as it is.

    Raises:
        DataError: it is no run, or was changed since it was written.
    """
    if not path.is_file():
        return load_run(path)
    at = path.stat()
    return _run(str(path), at.st_size, at.st_mtime_ns)


def forget_runs() -> None:
    """Let go of all runs that were read: what is deleted shall not stay in memory."""
    _run.clear()


@st.cache_resource(max_entries=_KEPT_RUNS, show_spinner=False)
def _run(path: str, size: int, changed_ns: int) -> Run:  # noqa: ARG001  (both are part of what the run is kept under)
    return load_run(Path(path))
