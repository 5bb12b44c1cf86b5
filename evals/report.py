"""Reports of runs: tables for a terminal, JSON for programs, one HTML page that stands alone. Failing cases come first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from evals.comparing import RunComparison
from evals.gates import GateResult
from evals.measures import Figure, Mark
from evals.runs import CaseRun, Run
from evals.suites.review import Confusion, confusion

SCHEMA = "clausewise/1"
HELD_OUT = "test"
SHOWN_FAILURES = 15
"""Failing cases that a terminal lists; the HTML report has them all."""

Json = dict[str, Any]


def exit_code(results: Sequence[GateResult]) -> int:
    """0 when every gate is passed, else 1."""
    return 0 if all(result.passed for result in results) else 1


def report_json(runs: Sequence[Run], *, comparisons: Sequence[RunComparison] = (), gates: Sequence[GateResult] = ()) -> Json:
    """Figures, gates, comparisons and failing cases; the whole outputs stand in the run files."""
    return {
        "schema": SCHEMA,
        "passed": all(result.passed for result in gates),
        "suites": [_suite_json(run) for run in runs],
        "gates": [{**result.model_dump(mode="json", exclude_none=False), "text": result.text} for result in gates],
        "comparisons": [_comparison_json(comparison) for comparison in comparisons],
    }


def _suite_json(run: Run) -> Json:
    return {
        "suite": run.suite,
        "run": run.id,
        "started": run.started.isoformat(),
        "seconds": run.seconds,
        "cases": len(run.cases),
        "selection": run.selection,
        "dataset_sha256": run.dataset_sha256,
        "rescored_from": run.rescored_from,
        "origin": run.origin.model_dump(mode="json"),
        "figures": [figure.model_dump(mode="json") for figure in run.figures],
        "confusion": confusions(run),
        "failing": [
            {"id": case.id, "error": case.error, "wrong": [mark.model_dump(mode="json") for mark in case.wrong]}
            for case in failing(run)
        ],
    }


def _comparison_json(comparison: RunComparison) -> Json:
    moved = [move.model_dump(mode="json") for move in (*comparison.of("worse"), *comparison.of("better"))]
    return {
        **comparison.model_dump(mode="json", exclude={"moves"}),
        "better": comparison.count("better"),
        "worse": comparison.count("worse"),
        "same": comparison.count("same"),
        "moved": moved,
    }


def failing(run: Run) -> list[CaseRun]:
    """The cases with something wrong, most wrong first."""
    return sorted((case for case in run.cases if case.failed), key=lambda case: -len(case.wrong))


def wrong_text(case: CaseRun) -> str:
    """What is wrong in a case, in few words; evidence is named only where the verdict is right."""
    if case.error:
        return case.error
    misjudged = {mark.item for mark in case.wrong if mark.metric == "verdict"}
    told = [mark for mark in case.wrong if mark.metric != "evidence" or mark.item not in misjudged]
    return "; ".join(mark_text(mark) for mark in sorted(told, key=lambda mark: mark.metric != "verdict"))


def confusions(run: Run) -> dict[str, Confusion]:
    """The tables of verdicts due and given, over all cases and each split; empty for suites without verdicts."""
    groups = {"all": run.cases}
    for split in sorted({case.split for case in run.cases}):
        groups[f"split:{split}"] = tuple(case for case in run.cases if case.split == split)
    tables = {group: confusion(mark for case in cases for mark in case.marks) for group, cases in groups.items()}
    return {group: table for group, table in tables.items() if any(any(row.values()) for row in table.values())}


def percent(value: float | None) -> str:
    """A share for people; a dash where nothing was scored."""
    return "–" if value is None else f"{value * 100:.1f}%"


def interval(figure: Figure) -> str:
    """The 95% interval for people."""
    return "" if figure.low is None or figure.high is None else f"{figure.low * 100:.1f} to {figure.high * 100:.1f}%"


def groups_of(run: Run) -> list[str]:
    """All cases and the splits, without the tags."""
    return list(dict.fromkeys(figure.group for figure in run.figures if not figure.group.startswith("tag:")))


def measures_of(run: Run) -> list[tuple[str, str]]:
    """Names and titles of the measures, headlines first."""
    ordered = sorted((figure for figure in run.figures if figure.group == "all"), key=lambda figure: not figure.headline)
    return [(figure.measure, figure.title) for figure in ordered]


def tag_rows(run: Run) -> list[tuple[str, list[Figure]]]:
    """Each tag with its figures, the weakest first."""
    tags: dict[str, list[Figure]] = {}
    for figure in run.figures:
        if figure.group.startswith("tag:"):
            tags.setdefault(figure.group.removeprefix("tag:"), []).append(figure)
    return sorted(tags.items(), key=lambda row: (row[1][0].value is None, row[1][0].value or 0.0, row[0]))


def figure_table(run: Run) -> Table:
    """The figures of a run for a terminal."""
    table = Table(title=f"{run.suite}: {len(run.cases)} cases, {run.seconds:.1f} s", title_justify="left")
    table.add_column("measure")
    groups = groups_of(run)
    for group in groups:
        table.add_column(group.removeprefix("split:"), justify="right")
        table.add_column("95%, n", style="dim")
    for name, title in measures_of(run):
        cells = [cell for group in groups for cell in _cells(run.figure(name, group))]
        table.add_row(title, *cells)
    return table


def _cells(figure: Figure | None) -> tuple[str, str]:
    if figure is None or figure.value is None:
        return percent(None), "n=0"
    return percent(figure.value), f"{interval(figure)}, n={figure.n}"


def confusion_table(table: Confusion, title: str) -> Table:
    """Verdicts due (rows) and given (columns) for a terminal."""
    shown = Table(title=title, title_justify="left")
    shown.add_column("due \\ given")
    columns = list(next(iter(table.values())))
    for column in columns:
        shown.add_column(column, justify="right")
    for due, row in table.items():
        shown.add_row(due, *(str(row[column]) if row[column] else "·" for column in columns))
    return shown


def failure_lines(run: Run) -> list[RenderableType]:
    """The failing cases for a terminal. Those of the split ``test`` are only counted: it is for measuring, and what is seen is tuned on."""
    cases = [case for case in failing(run) if case.split != HELD_OUT]
    held_out = len(failing(run)) - len(cases)
    counted = f"; {held_out} in the split {HELD_OUT}, not shown here" if held_out else ""
    more = f"; the first {SHOWN_FAILURES} here, all in the HTML report" if len(cases) > SHOWN_FAILURES else ""
    table = Table("case", "what is wrong")
    for case in cases[:SHOWN_FAILURES]:
        table.add_row(Text(case.id), Text(wrong_text(case)))
    heading = Text(f"{run.suite}: cases with something wrong: {len(cases)}{counted}{more}")
    return [heading, table] if cases else [heading]


def mark_text(mark: Mark) -> str:
    """A wrong mark in few words."""
    what = f"{mark.metric} {mark.item}".strip()
    if mark.metric in {"verdict", "status"}:
        return f"{mark.item or what}: {mark.actual} for {mark.expected}"
    return f"{what}: {mark.note}" if mark.note else what


def gate_lines(results: Sequence[GateResult]) -> list[Text]:
    """A line for each gate, those that are not passed in red."""
    return [
        Text(f"{'passed' if one.passed else 'FAILED'}  {one.text}", style="" if one.passed else "bold red") for one in results
    ]


def comparison_lines(comparison: RunComparison) -> list[Text]:
    """A few lines on what moved since the earlier run."""
    head = Text(
        f"{comparison.suite} since {comparison.old_id}: {comparison.count('better')} better, {comparison.count('worse')} worse, "
        f"{comparison.count('same')} the same" + dataset_note(comparison)
    )
    worse = [Text(f"  worse: {move.case} {move.metric} {move.item}".rstrip()) for move in comparison.of("worse")[:SHOWN_FAILURES]]
    return [head, *worse]


def dataset_note(comparison: RunComparison) -> str:
    """That the data set has changed, and which cases are therefore left out; nothing where it is the same."""
    if comparison.same_dataset:
        return ""
    altered = comparison.altered
    left_out = f"; left out, since they ask or are due something else now: {', '.join(altered)}" if altered else ""
    return f" (the data set has changed{left_out})"


def print_report(
    console: Console, runs: Sequence[Run], *, comparisons: Sequence[RunComparison] = (), gates: Sequence[GateResult] = ()
) -> None:
    """Draw runs on a console (which the caller points at standard error where standard output is for JSON)."""
    parts: list[RenderableType] = []
    for run in runs:
        parts += failure_lines(run)
        if tables := confusions(run):
            parts.append(confusion_table(tables["all"], f"{run.suite}: verdicts due and given"))
        parts += [figure_table(run), Text()]
    for comparison in comparisons:
        parts += comparison_lines(comparison)
    parts += gate_lines(gates)
    console.print(Group(*parts))


def report_html(runs: Sequence[Run], *, comparisons: Sequence[RunComparison] = (), gates: Sequence[GateResult] = ()) -> str:
    """One page that needs no other file and no network; everything that comes from cases and answers is escaped.

    Failing cases come first, those of the split ``test`` folded away behind the others.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": percent, "interval": interval, "mark_text": mark_text, "pretty": _pretty}
    template = environment.get_template("report.html.j2")
    helpers = {
        "failing": failing,
        "held_out": HELD_OUT,
        "wrong_text": wrong_text,
        "confusions": confusions,
        "tag_rows": tag_rows,
        "dataset_note": dataset_note,
    }
    return template.render(
        runs=runs,
        comparisons=comparisons,
        gates=gates,
        groups_of=groups_of,
        measures_of=measures_of,
        finding_of=_finding_of,
        **helpers,
    )


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _finding_of(case: CaseRun, element: str) -> Json | None:
    """What a review found on an element; None for other suites and after an error."""
    findings = (case.output or {}).get("findings", [])
    return next((finding for finding in findings if finding["id"] == element), None)
