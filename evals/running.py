"""Running suites: the bot is asked, its outputs are marked, the run is written. What the faces call."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import ClausewiseError
from evals.added import ASK_OWN, OWN_SUITES, own_cases
from evals.cases import C, Case, Split
from evals.own_store import OwnStore
from evals.provenance import origin_of
from evals.runs import CaseRun, Run, named, save_run, sum_up
from evals.statutes import statutes_suite
from evals.suites.ask import ask_suite
from evals.suites.base import Json, Service, Suite
from evals.suites.review import review_suite
from index.errors import DataError

SUITES = ("ask", "review", *OWN_SUITES, "statutes")
DEFAULT_SUITES = ("ask", "review")
"""The ones whose data are shipped."""

Progress = Callable[[str, int, int], None]
"""Called with the suite's name, cases done and cases in all."""


def _unwatched(suite: str, done: int, total: int) -> None:
    """The progress of a caller that does not watch."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which cases are run.

    ``statutes`` is the folder of labelled statutes that the suite of that name needs; ``data_dir`` is where the user's own cases lie,
    None for none.
    """

    split: Split | None = None
    ids: tuple[str, ...] = ()
    statutes: Path | None = None
    data_dir: Path | None = None

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
    elif name in OWN_SUITES:
        suite = _own(name, choice)
    elif name == "statutes":
        suite = _statutes(choice.statutes)
    else:
        raise DataError("there is no such suite", where=name, hint=f"choose among {', '.join(SUITES)}")
    if not suite.cases:
        raise DataError("no case is chosen", where=name, hint="check the split and the ids")
    return suite


def default_suites(choice: Choice = ALL) -> tuple[str, ...]:
    """What is run when no suite is named: the shipped ones, and the user's own as far as a case of them is chosen.

    Raises:
        DataError: the own cases cannot be used.
    """
    chosen = {
        case.id for case in _own_cases(choice) if choice.split in {None, case.split} and case.id in (choice.ids or {case.id})
    }
    return (*DEFAULT_SUITES, *(suite for suite in OWN_SUITES if any(case_id.startswith(suite) for case_id in chosen)))


def _own_cases(choice: Choice) -> tuple[Case, ...]:
    found = own_cases(choice.data_dir) if choice.data_dir else None
    return (*found.ask, *found.review) if found else ()


def _own(name: str, choice: Choice) -> Suite[Any]:
    """A shipped suite's way of measuring, over the user's own cases and under a name of its own: the figures never mix."""
    if choice.data_dir is None or not any(case.id.startswith(name) for case in _own_cases(choice)):
        raise DataError("no case has been added", where=name, hint="add one to an answer or a finding, on the pages")
    store = OwnStore(choice.data_dir)
    if name == ASK_OWN:
        return replace(ask_suite(store.ask, split=choice.split, ids=choice.ids), name=name)
    return replace(review_suite(store.review, split=choice.split, ids=choice.ids), name=name)


def _statutes(folder: Path | None) -> Suite[Any]:
    if folder is None:
        raise DataError("this suite's data are not shipped", where="statutes", hint="give the folder that holds labels.json")
    return statutes_suite(folder)


def run_suites(
    names: Sequence[str], service: Service, out_dir: Path, *, choice: Choice = ALL, progress: Progress = _unwatched
) -> list[Run]:
    """Run suites and write each run into a folder.

    Args:
        names: suites; none means ``default_suites``.
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
    suites = [make_suite(name, choice) for name in names or default_suites(choice)]
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
