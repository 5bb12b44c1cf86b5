"""``clausewise evals``: measuring."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ui.cli.errors import WrongUse
from ui.cli.options import AsJson, DataDir, settings_for
from ui.cli.output import console, print_json, progress_stages, say

if TYPE_CHECKING:
    from evals.gates import GateResult
    from evals.runs import Run, RunComparison
    from index.embedding import Embedder

app = typer.Typer(help="Measure answers, reviews and retrieval.")

Out = Path | None


SplitChoice = Literal["dev", "test", "all"]


@app.command("run")
def run(
    suites: Annotated[
        list[str] | None, typer.Argument(metavar="SUITE", help="ask, review, statutes.", show_default=False)
    ] = None,
    json_out: Annotated[Out, typer.Option("--json", metavar="OUT", help="Write the figures as JSON.")] = None,
    html_out: Annotated[Out, typer.Option("--html", metavar="OUT", help="Write a report with the failing cases first.")] = None,
    split: Annotated[SplitChoice, typer.Option("--split", help="Which cases.")] = "all",
    bench: Annotated[
        Out,
        typer.Option(
            "--bench", metavar="DIR", help="A folder with labels.json (or with statutes-*/labels.json), for the suite statutes."
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Run suites, keep the runs in the data directory, compare each with the one before; exits with 1 below a gate."""
    from evals.gates import check_gates, load_gates
    from evals.report import exit_code, print_report
    from evals.running import DEFAULT_SUITES, Choice, run_suites
    from evals.runs import RUNS
    from ui.cli.service import searchable_service

    _check_outputs(json_out, html_out)
    names = suites or [*DEFAULT_SUITES, *(["statutes"] if bench else [])]
    choice = Choice(split=None if split == "all" else split, statutes=bench)
    settings = settings_for(data_dir)
    with progress_stages() as progress:
        runs = run_suites(names, searchable_service(settings), settings.data_dir / RUNS, choice=choice, progress=progress)
    comparisons = _comparisons(runs, settings.data_dir / RUNS)
    gates = check_gates(runs, load_gates())
    print_report(console(), runs, comparisons=comparisons, gates=gates)
    _write_reports(json_out, html_out, runs, comparisons, gates)
    raise typer.Exit(exit_code(gates))


@app.command("retrieval")
def retrieval(
    corpus: Annotated[Path, typer.Option("--corpus", metavar="corpus.jsonl", help="Passages: _id, text, title a line.")],
    queries: Annotated[Path, typer.Option("--queries", metavar="queries.jsonl", help="Queries: _id, text a line.")],
    qrels: Annotated[Path, typer.Option("--qrels", metavar="qrels.tsv", help="What is relevant: query, passage, grade.")],
    lexical: Annotated[bool, typer.Option("--lexical", help="Words only: load no embedding model.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure how well passages are found in a BEIR-style collection."""
    from evals.retrieval import evaluate_retrieval, retrieval_json

    embedder = None if lexical else _embedder()
    with progress_stages() as progress:
        result = evaluate_retrieval(corpus, queries, qrels, embedder=embedder, progress=progress)
    found = retrieval_json(result)
    if as_json:
        print_json(found)
    else:
        from ui.cli.tables import retrieval_table

        console().print(retrieval_table(found))


@app.command("evidence")
def evidence(
    data: Annotated[Path, typer.Option("--data", metavar="FILE.json", help="Documents with spans, statements and evidence.")],
    lexical: Annotated[bool, typer.Option("--lexical", help="Words only: load no embedding model.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure how well the clauses that bear on statements without criteria are ranked."""
    from evals.evidence import evaluate_evidence, evidence_json

    embedder = None if lexical else _embedder()
    with progress_stages() as progress:
        result = evaluate_evidence(data, embedder=embedder, progress=progress)
    found = evidence_json(result)
    if as_json:
        print_json(found)
    else:
        from ui.cli.tables import evidence_table

        console().print(evidence_table(found))


def _embedder() -> Embedder:
    from bot.settings import load_settings
    from index.embedding import load_embedder

    settings = load_settings()
    return load_embedder(settings.embedding_model, settings.embedding_sha256)


def _check_outputs(*outputs: Path | None) -> None:
    """Say that a report cannot be written before the suites run, not after."""
    for out in outputs:
        if out is not None and (out.is_dir() or not out.parent.is_dir()):
            raise WrongUse("no file can be written there", where=str(out), hint="name a file in a folder that exists")


def _comparisons(runs: Sequence[Run], folder: Path) -> list[RunComparison]:
    from evals.runs import compare_runs, previous_run

    earlier = [(previous_run(folder, run), run) for run in runs]
    return [compare_runs(old, new) for old, new in earlier if old is not None]


def _write_reports(
    json_out: Path | None,
    html_out: Path | None,
    runs: Sequence[Run],
    comparisons: Sequence[RunComparison],
    gates: Sequence[GateResult],
) -> None:
    from evals.report import report_html, report_json

    if json_out is not None:
        _write_json(json_out, report_json(runs, comparisons=comparisons, gates=gates))
    if html_out is not None:
        html_out.write_text(report_html(runs, comparisons=comparisons, gates=gates), encoding="utf-8")
        say(f"wrote {html_out}")


def _write_json(out: Path, value: dict[str, Any]) -> None:
    out.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    say(f"wrote {out}")
