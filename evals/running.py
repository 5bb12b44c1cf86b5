"""Running suites: the bot is asked, its outputs are marked, the run is written. What the faces call."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import ClausewiseError
from evals.cases import C, Split
from evals.provenance import origin_of
from evals.runs import CaseRun, Run, named, save_run, sum_up
from evals.statutes import statutes_suite
from evals.suites.ask import ask_suite
from evals.suites.base import Json, Service, Suite
from evals.suites.review import review_suite
from index.errors import DataError

SUITES = ("ask", "review", "statutes")
DEFAULT_SUITES = ("ask", "review")
"""What is run when no suite is named: the ones whose data are shipped."""

Progress = Callable[[str, int, int], None]
"""Called with the suite's name, cases done and cases in all."""


def _unwatched(suite: str, done: int, total: int) -> None:
    """The progress of a caller that does not watch."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which cases are run. ``statutes`` is the folder of labelled statutes that the suite of that name needs."""

    split: Split | None = None
    ids: tuple[str, ...] = ()
    statutes: Path | None = None

    @property
    def text(self) -> str:
        """How the choice is written into a run: runs of different choices are not compared by themselves."""
        parts = [*([f"split:{self.split}"] if self.split else []), *([f"ids:{','.join(sorted(self.ids))}"] if self.ids else [])]
        return " ".join(parts) or "all"


ALL = Choice()


def make_suite(name: str, choice: Choice = ALL) -> Suite[Any]:
    """A suite by name.

    Raises:
        DataError: there is none of this name, its data cannot be used, or no case is chosen.
    """
    if name == "ask":
        suite: Suite[Any] = ask_suite(split=choice.split, ids=choice.ids)
    elif name == "review":
        suite = review_suite(split=choice.split, ids=choice.ids)
    elif name == "statutes":
        suite = _statutes(choice.statutes)
    else:
        raise DataError("there is no such suite", where=name, hint=f"choose among {', '.join(SUITES)}")
    if not suite.cases:
        raise DataError("no case is chosen", where=name, hint="check the split and the ids")
    return suite


def _statutes(folder: Path | None) -> Suite[Any]:
    if folder is None:
        raise DataError("this suite's data are not shipped", where="statutes", hint="give the folder that holds labels.json")
    return statutes_suite(folder)


def run_suites(
    names: Sequence[str], service: Service, out_dir: Path, *, choice: Choice = ALL, progress: Progress = _unwatched
) -> list[Run]:
    """Run suites and write each run into a folder.

    Args:
        names: suites; none means those whose data are shipped.
        service: the bot.
        out_dir: the folder for the runs; made where it is not there.
        choice: which cases.
        progress: told of each case.

    Returns:
        The runs, in the order of the names.

    Raises:
        DataError: a suite or its data cannot be used.
        IndexMissing: a suite needs the index and it has not been built.
    """
    suites = [make_suite(name, choice) for name in names or DEFAULT_SUITES]
    runs = []
    for suite in suites:
        run = run_suite(suite, service, selection=choice.text, progress=progress)
        save_run(run, out_dir)
        runs.append(run)
    return runs


def run_suite(suite: Suite[C], service: Service, *, selection: str = "all", progress: Progress = _unwatched) -> Run:
    """Run one suite; nothing is written.

    Raises:
        IndexMissing: the suite needs the index and it has not been built.
    """
    if suite.needs_index:
        service.open_index()
    started, clock = dt.datetime.now(dt.UTC), time.perf_counter()
    texts = {document.sha256: document.text for document in [*service.documents.values(), *suite.pages.values()]}
    done: list[CaseRun] = []
    for case in suite.cases:
        done.append(_run_case(case, suite, service, texts))
        progress(suite.name, len(done), len(suite.cases))
    outputs = [case.output for case in done]
    return named(
        Run(
            suite=suite.name,
            started=started,
            seconds=round(time.perf_counter() - clock, 3),
            dataset_sha256=suite.dataset_sha256,
            selection=selection,
            origin=origin_of(service, outputs),
            cases=tuple(done),
            figures=sum_up(done, suite.measures),
            texts=_cited_texts(outputs, texts),
        )
    )


def _run_case(case: C, suite: Suite[C], service: Service, texts: dict[str, str]) -> CaseRun:
    output, error = None, None
    started = time.perf_counter()
    try:
        output = suite.produce(case, service)
    except ClausewiseError as raised:
        error = str(raised)
    return CaseRun(
        id=case.id,
        split=case.split,
        tags=case.tags,
        case=case.model_dump(mode="json"),
        output=output,
        error=error,
        seconds=round(time.perf_counter() - started, 4),
        marks=suite.score(case, output, texts),
    )


def _cited_texts(outputs: Sequence[Json | None], texts: dict[str, str]) -> dict[str, str]:
    """The guidance texts that the outputs cite."""
    cited = {citation["text_sha256"] for output in outputs if output is not None for citation in _citations(output)}
    return {sha256: text for sha256, text in texts.items() if sha256 in cited}


def _citations(output: Json) -> list[Json]:
    in_findings = [citation for finding in output.get("findings", []) for citation in finding["guidance"]]
    return [*output.get("citations", []), *output.get("nearest", []), *in_findings]
