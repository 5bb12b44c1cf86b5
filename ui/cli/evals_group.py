"""``clausewise evals``: measuring."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ui.cli.errors import WrongUse
from ui.cli.evals_answers import answers, train
from ui.cli.options import AsJson, DataDir, settings_for
from ui.cli.output import console, print_json, progress_stages, say
from ui.cli.targets import check_target, write_target

if TYPE_CHECKING:
    from evals.comparing import RunComparison
    from evals.gates import GateResult
    from evals.runs import Run

app = typer.Typer(help="Measure answers, reviews and retrieval.")
app.command("answers")(answers)
app.command("train")(train)

Out = Path | None


SplitChoice = Literal["dev", "test", "all"]


@app.command("run")
def run(
    suites: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SUITE",
            help="ask, review, statutes; ask-own and review-own are the cases that you have added.",
            show_default=False,
        ),
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
    """Run suites (the shipped and your own, if none is named), keep the runs in the data directory, compare each with the one before; exits with 1 below a gate."""
    from evals.gates import check_gates, load_gates
    from evals.report import exit_code, print_report
    from evals.running import Choice, default_suites, run_suites
    from evals.runs import RUNS
    from ui.cli.service import searchable_service

    _check_outputs(json_out, html_out)
    settings = settings_for(data_dir)
    choice = Choice(split=None if split == "all" else split, statutes=bench, data_dir=settings.data_dir)
    names = suites or [*default_suites(choice), *(["statutes"] if bench else [])]
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
    lexical: Annotated[bool, typer.Option("--lexical", help="Words without vectors: load no embedding model.")] = False,
    rerank: Annotated[
        bool,
        typer.Option("--rerank", help="Let a reranker read the first of each ranking again, too; a third of a second a query."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure how well passages are found in a BEIR-style collection, and how quickly."""
    from bot.models import embedder_of, reranker_of
    from bot.settings import load_settings
    from evals.retrieval import evaluate_retrieval, retrieval_json

    embedder = None if lexical else embedder_of(load_settings())
    reranker = reranker_of(load_settings()) if rerank else None
    with progress_stages() as progress:
        result = evaluate_retrieval(corpus, queries, qrels, embedder=embedder, reranker=reranker, progress=progress)
    found = retrieval_json(result)
    if as_json:
        print_json(found)
    else:
        from ui.cli.tables import retrieval_table

        console().print(retrieval_table(found))


@app.command("evidence")
def evidence(
    data: Annotated[Path, typer.Option("--data", metavar="FILE.json", help="Documents with spans, statements and evidence.")],
    lexical: Annotated[bool, typer.Option("--lexical", help="Words without vectors: load no embedding model.")] = False,
    no_reranker: Annotated[bool, typer.Option("--no-reranker", help="Let no reranker read the first of each ranking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure how well the clauses that bear on statements without criteria are ranked."""
    from bot.models import embedder_of, reranker_of
    from bot.settings import load_settings
    from evals.evidence import evaluate_evidence, evidence_json

    embedder = None if lexical else embedder_of(load_settings())
    reranker = None if no_reranker else reranker_of(load_settings())
    with progress_stages() as progress:
        result = evaluate_evidence(data, embedder=embedder, reranker=reranker, progress=progress)
    found = evidence_json(result)
    if as_json:
        print_json(found)
    else:
        from ui.cli.tables import evidence_table

        console().print(evidence_table(found))


@app.command("robustness")
def robustness(
    split: Annotated[SplitChoice, typer.Option("--split", help="Which drafts of the review suite.")] = "dev",
    draft_dir: Annotated[Out, typer.Option("--draft-dir", metavar="DIR", help="Drafts of your own instead.")] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="A way to change drafts; may be given again.", show_default=False),
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Of the random choices.", show_default=False)] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Measure how many verdicts stay when drafts are renumbered, reordered, set otherwise or scanned, and how versions are aligned."""
    from evals.robustness import SEED, chosen_kinds, evaluate_robustness, folder_drafts, robustness_json, suite_drafts
    from ui.cli.service import service_for

    drafts = folder_drafts(draft_dir) if draft_dir else suite_drafts(None if split == "all" else split)
    with progress_stages() as progress:
        result = evaluate_robustness(
            service_for(settings_for(data_dir)),
            drafts,
            kinds=chosen_kinds(kinds or ()),
            seed=SEED if seed is None else seed,
            progress=progress,
        )
    found = robustness_json(result)
    if as_json:
        print_json(found)
    else:
        from ui.cli.tables import robustness_tables

        for shown in robustness_tables(found):
            console().print(shown)


@app.command("asking")
def asking(
    split: Annotated[SplitChoice, typer.Option("--split", help="Which questions of the ask suite.")] = "dev",
    ways: Annotated[
        list[str] | None, typer.Option("--way", metavar="WAY", help="A way of typing; may be given again.", show_default=False)
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Of the random choices.", show_default=False)] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Measure how many answers stay right when questions are typed with slips, in capitals, without marks or with introductions."""
    from evals.asking import asking_json, chosen_ways, evaluate_asking
    from evals.robustness import SEED
    from evals.suites.ask import ask_suite
    from ui.cli.service import service_for

    suite = ask_suite(split=None if split == "all" else split)
    with progress_stages() as progress:
        result = evaluate_asking(
            suite,
            service_for(settings_for(data_dir)),
            ways=chosen_ways(ways or ()),
            seed=SEED if seed is None else seed,
            progress=progress,
        )
    found = asking_json(result, show=split == "dev")
    if as_json:
        print_json(found)
    else:
        from ui.cli.tables import asking_table

        console().print(asking_table(found))


def _check_outputs(*outputs: Path | None) -> None:
    """Say that a report cannot be written before the suites run, not after."""
    for out in outputs:
        if out is not None and (out.is_dir() or not out.parent.is_dir()):
            raise WrongUse("no file can be written there", where=str(out), hint="name a file in a folder that exists")
        if out is not None:
            check_target(out, str(out))


def _comparisons(runs: Sequence[Run], folder: Path) -> list[RunComparison]:
    from evals.comparing import compare_runs
    from evals.runs import previous_run

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
        write_target(html_out, report_html(runs, comparisons=comparisons, gates=gates).encode(), str(html_out))
        say(f"wrote {html_out}")


def _write_json(out: Path, value: dict[str, Any]) -> None:
    write_target(out, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode(), str(out))
    say(f"wrote {out}")
