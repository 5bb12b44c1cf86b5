"""Timings and figures in one go: ``python -m evals.bench [--bench FOLDER] [--json OUT] [--report FILE.md]``.

With ``--json`` the ratios are printed, without it everything is, as JSON.

Everything runs one thing after another, in a fresh data directory; each timing has its n and stands beside a baseline
of the same run, for a machine's seconds alone say little. What cannot be measured is skipped with the reason.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.answering.answer import Turn
from bot.draft_files import DraftFile
from bot.models import EXPORTS, embedder_of, reranker_of
from bot.reviewing.findings import Scope
from bot.service import Clausewise, open_service
from bot.settings import Settings, load_settings
from corpus.errors import ClausewiseError
from corpus.passages import split_passages
from evals.baseline import plain_bm25
from evals.cases import AskCase, ReviewCase, datasets, load_ask, load_review, select
from evals.evidence import evaluate_evidence, evidence_json
from evals.index_bench import Programs, build_figures, cold_figures, scale_figures, warm_figures
from evals.provenance import git_revision, package_version
from evals.retrieval import Qrels, evaluate_retrieval, load_collection, retrieval_json, scored, way_json
from evals.retrieval_report import STOCK, WAYS, write_report
from evals.running import run_suite
from evals.statistics import percentile
from evals.statutes import statutes_suite
from evals.suites.base import Service
from evals.timing import ratio, timed, times_json
from evals.watching import Watch, watching
from index.embedders import Runtime, load_embedder
from index.embedding import Embedder
from index.errors import DataError
from index.memory import MemoryIndex, Way
from index.reranking import AUTO, Reranker, load_reranker

SCHEMA = "clausewise/1"
PAGES = 20
PAGE_CHARACTERS = 3000
"""A full printed page of a bill."""
REPEATS = 3
STAGES = (
    "build",
    "cold_start",
    "warm_search",
    "scale",
    "retrieval",
    "retrieval_int8",
    "ask",
    "review",
    "statutes",
    "evidence",
)

Json = dict[str, Any]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the bench as the command line asks; the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.bench", description="Timings of clausewise, and figures on data given by path."
    )
    parser.add_argument(
        "--bench", type=Path, help="folder with statutes-dev, obliqa, contractnli; figures are skipped without it"
    )
    parser.add_argument(
        "--json", type=Path, help="write the result here, not to standard output, where a summary is printed then"
    )
    parser.add_argument("--lexical", action="store_true", help="measure retrieval and evidence without embedding their texts")
    parser.add_argument("--only", action="append", default=[], choices=STAGES, help="measure this alone; may be given again")
    parser.add_argument(
        "--report", type=Path, metavar="FILE.md", help="write what was measured of the index as tables and a plot"
    )
    options = parser.parse_args(argv)
    console = Console(stderr=True, log_path=False)
    with tempfile.TemporaryDirectory(prefix=prog_prefix()) as folder, watching(console) as watch:
        settings = load_settings(data_dir=Path(folder))
        result = bench(settings, options.bench, only=options.only, lexical=options.lexical, watch=watch, log=console.log)
    shown = json.dumps(result, ensure_ascii=False, indent=1)
    if options.json:
        options.json.write_text(f"{shown}\n", encoding="utf-8")
    if options.report:
        write_report(result, options.report)
    sys.stdout.write("\n".join(summary(result)) + "\n" if options.json else f"{shown}\n")
    return 0


def summary(result: Json) -> list[str]:
    """A line for each ratio to a baseline of the same run, and for each stage that was left out."""
    lines = []
    for stage, figures in result.items():
        if isinstance(figures, dict) and isinstance(figures.get("skipped"), str):
            lines.append(f"{stage}: not measured ({figures['skipped']})")
        elif isinstance(figures, dict):
            ratios = {
                **figures.get("ratios", {}),
                **{name: value for name, value in figures.items() if name.startswith("ratio_to_")},
            }
            lines += [f"{stage}: {name.replace('_', ' ')} {value}" for name, value in ratios.items()]
    return lines


def prog_prefix() -> str:
    """The head of the temporary folder's name."""
    return "clausewise-bench-"


def bench(
    settings: Settings, data: Path | None, *, only: Collection[str], lexical: bool, watch: Watch, log: Callable[[str], None]
) -> Json:
    """Measure what is asked for.

    Args:
        settings: with a fresh data directory.
        data: the folder of data that is not shipped; None skips what needs it.
        only: names of ``STAGES``; all where there are none.
        lexical: leave the embedding of that data out.
        watch: told of progress.
        log: told of each stage.

    Raises:
        ModelError: the embedding model cannot be used.
    """
    programs = Programs(settings.data_dir / "programs")
    service = _service(settings)
    judge = None if lexical else embedder_of(settings)
    stages: dict[str, Callable[[], Json]] = {
        "build": lambda: build_figures(programs, or_reason),
        "cold_start": lambda: cold_figures(programs, or_reason),
        "warm_search": lambda: warm_figures(programs, or_reason),
        "scale": lambda: scale_figures(programs),
        "retrieval": lambda: retrieval_figures(within(data, "obliqa"), judge, programs, watch),
        "retrieval_int8": lambda: retrieval_int8(within(data, "obliqa"), settings, watch),
        "ask": lambda: ask_times(service()),
        "review": lambda: review_times(service()),
        "statutes": lambda: statutes_figures(service(), within(data, "statutes-dev"), watch),
        "evidence": lambda: evidence_figures(within(data, "contractnli"), judge, reranker_of(settings), watch),
    }
    result: Json = {"schema": SCHEMA, "machine": machine()}
    for name, stage in stages.items():
        if not only or name in only:
            log(name)
            result[name] = or_reason(stage)
    return result


def _service(settings: Settings) -> Callable[[], Clausewise]:
    """What opens the service over a built index, once, when it is first asked for."""

    @cache
    def opened() -> Clausewise:
        service = open_service(settings)
        service.build(lambda _done, _total: None)
        return service

    return opened


def or_reason(stage: Callable[[], Json]) -> Json:
    """A stage's result, or why there is none."""
    try:
        return stage()
    except ClausewiseError as error:
        return {"skipped": str(error)}


def within(data: Path | None, name: str) -> Path:
    """A folder of the data that was given.

    Raises:
        DataError: there is none.
    """
    if data is None:
        raise DataError("no folder of data was given", where=name, hint="give --bench FOLDER")
    if not (data / name).is_dir():
        raise DataError("there is no such folder", where=str(data / name))
    return data / name


def machine() -> Json:
    """What the timings were taken on; the load says whether others worked on it at the time."""
    load = [round(one, 2) for one in os.getloadavg()] if hasattr(os, "getloadavg") else None
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_average": load,
        "version": package_version(),
        "git_revision": git_revision(Path(__file__).parent),
    }


def ask_times(service: Clausewise) -> Json:
    """Warm questions of the dev split, beside bare searches for the same questions over the same passages.

    "bm25_search" compares words alone; "fused_search" embeds the question too, as every pipeline with vectors must.
    """
    questions = select(load_ask()[0], split="dev")
    passages = [passage.text_in(document) for document in service.documents.values() for passage in split_passages(document)]
    k = service.settings.passages_k
    asked = _times([partial(_ask, service, case) for case in questions])
    bare = MemoryIndex(passages, embedder_of(service.settings))
    result = times_json(asked)
    for name, way in (("bm25_search", Way.LEXICAL), ("fused_search", Way.FUSED)):
        searched = _times([partial(bare.search, case.question, k, way) for case in questions])
        result |= {name: times_json(searched), f"ratio_to_{name}": ratio(percentile(asked, 50), percentile(searched, 50))}
    return result


def _times(works: Sequence[Callable[[], object]]) -> list[float]:
    """Seconds of each, once the first has been done unwatched to warm up."""
    works[0]()
    return [timed(work)[1] for work in works]


def _ask(service: Clausewise, case: AskCase) -> object:
    return service.ask(case.question, [Turn(message.role, message.content) for message in case.history])


def synthetic_draft(cases: Iterable[ReviewCase], folder: Path, pages: int = PAGES) -> str:
    """A long draft made of the review data set's whole drafts in English, one Part each, over again until it has so many pages."""
    whole = [case for case in cases if case.split == "dev" and case.scope == "whole" and "foreign-language" not in case.tags]
    texts = [(folder / case.draft).read_text(encoding="utf-8") for case in whole]
    if not any(texts):
        raise DataError("the data set holds no whole draft", where=str(folder))
    parts: list[str] = []
    wanted, size = pages * PAGE_CHARACTERS, 0
    while size < wanted:
        part = f"Part {len(parts) + 1}\n\n{texts[len(parts) % len(texts)]}"
        parts.append(part)
        size += len(part) + 2
    return "\n\n".join(parts)[:wanted]


def review_times(service: Clausewise) -> Json:
    """Review a synthetic draft of 20 pages a few times."""
    text = synthetic_draft(load_review()[0], datasets() / "review")
    draft = DraftFile("synthetic.txt", text.encode())
    service.review(draft, scope=Scope.WHOLE)  # warms up
    done = [timed(lambda: service.review(draft, scope=Scope.WHOLE)) for _ in range(REPEATS)]
    clauses = len(done[0][0].clauses)
    return {**times_json([seconds for _, seconds in done]), "pages": PAGES, "characters": len(text), "clauses": clauses}


def statutes_figures(service: Service, folder: Path, watch: Watch) -> Json:
    """The headline figures on labelled statutes."""
    run = run_suite(statutes_suite(folder), service, progress=watch)
    figures = {
        one.measure: one.model_dump(mode="json", include={"value", "low", "high", "n"})
        for one in run.figures
        if one.group == "all"
    }
    seconds = {case.id: round(case.seconds, 3) for case in run.cases}
    return {"figures": figures, "seconds": seconds}


def evidence_figures(folder: Path, embedder: Embedder | None, reranker: Reranker | None, watch: Watch) -> Json:
    """Ranked evidence by words alone, with a reranker, with vectors, and with both."""
    path = folder / "dev.json"
    found = [
        evaluate_evidence(path, embedder=vectors, reranker=reader, progress=watch)
        for vectors in dict.fromkeys((None, embedder))
        for reader in dict.fromkeys((None, reranker))
    ]
    return {
        result.setting: {key: value for key, value in evidence_json(result).items() if key != "statements"} for result in found
    }


def retrieval_figures(folder: Path, embedder: Embedder | None, programs: Programs, watch: Watch) -> Json:
    """Retrieval in all ways, beside plain BM25 and the stock pipeline."""
    corpus, queries, qrels = obliqa_files(folder)
    reranker = load_reranker(AUTO)
    result, seconds = timed(
        lambda: evaluate_retrieval(corpus, queries, qrels, embedder=embedder, reranker=reranker, progress=watch)
    )
    collection = load_collection(corpus, queries, qrels)
    baseline = plain_bm25(collection, watch)
    stock = or_reason(lambda: stock_ways(programs, corpus, queries, collection.qrels))
    found = retrieval_json(result)
    settings = {
        baseline.way: way_json(baseline),
        **{name: way for name, way in stock.items() if name in WAYS},
        **found["settings"],
    }
    left_out = [f"{STOCK}: {stock['skipped']}"] if "skipped" in stock else []
    return {**found, "settings": settings, "skipped": [*found["skipped"], *left_out], "seconds": round(seconds, 1)}


def stock_ways(programs: Programs, corpus: Path, queries: Path, qrels: Qrels) -> Json:
    """How LangChain's stock pipeline ranks the same passages.

    Raises:
        DataError: its packages are not installed.
    """
    found = programs.stock("retrieve", corpus, queries, programs.folder / "stock-obliqa")
    return {"stock": way_json(scored("stock", found["rankings"], found["seconds"], qrels))}


def retrieval_int8(folder: Path, settings: Settings, watch: Watch) -> Json:
    """What embedding with weights of 8 bits costs in quality."""
    embedder = load_embedder(settings.embedding_model, runtime=Runtime.ONNX_INT8, kept=settings.data_dir / EXPORTS)
    return retrieval_json(evaluate_retrieval(*obliqa_files(folder), embedder=embedder, progress=watch))


def obliqa_files(folder: Path) -> tuple[Path, Path, Path]:
    """Passages, questions and what is relevant to which."""
    return folder / "corpus.jsonl", folder / "queries.dev.jsonl", folder / "qrels.dev.tsv"


if __name__ == "__main__":
    sys.exit(main())
