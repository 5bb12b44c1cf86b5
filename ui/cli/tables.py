"""Reviews and comparisons as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot.contract import Json
from bot.exports.wording import FACES, SCOPES
from bot.reviewing.findings import Comparison, Finding, Review, Verdict
from ui.cli.wording import plural, shorten

_STYLES = {
    Verdict.CONFLICT: "bold red",
    Verdict.NEEDS_REVIEW: "magenta",
    Verdict.MISSING: "bold",
    Verdict.PARTIAL: "yellow",
    Verdict.MET: "green",
}

_MOVES = 3
"""So many kinds of moves a table shows."""


def table(title: str, *columns: str) -> Table:
    """An empty table of one plain look; the last column takes the room that is left."""
    made = Table(title=Text(title), title_justify="left", title_style="bold", header_style="bold", box=None, pad_edge=False)
    for column in columns[:-1]:
        made.add_column(column, no_wrap=False, overflow="fold")
    made.add_column(columns[-1], ratio=1, overflow="fold")
    return made


def review_tables(review: Review) -> list[RenderableType]:
    """What a drafter wants to see first: the verdicts, then what was noticed about the file."""
    document = review.document
    size = plural(len(document.pages), "page") if document.pages else plural(len(document.text), "character")
    head = f"{document.id} ({size}, read {SCOPES[review.scope]}) against {review.register.title} {review.register.version}"
    shown = table("", "element", "verdict", "clauses", "why")
    for finding in review.findings:
        shown.add_row(*_cells(finding))
    notes = [Text(f"Note: {note}") for note in review.notes]
    return [Text(head, style="bold"), Text(coverage_line(review)), shown, *notes, Text("")]


def coverage_line(review: Review) -> str:
    """The number of findings of each verdict, in the order of the reports."""
    return ", ".join(f"{review.coverage[verdict.value]} {face.word.lower()}" for verdict, face in FACES.items())


def _cells(finding: Finding) -> Sequence[RenderableType]:
    face = FACES[finding.verdict]
    numbers = list(dict.fromkeys(quote.clause.number or quote.clause.id for quote in finding.clauses))
    why = (
        finding.rationale
        if finding.verdict is Verdict.MET or not finding.advice
        else f"{finding.rationale}\nTo do: {finding.advice}"
    )
    return (
        Text(finding.element.id),
        Text(f"{face.sign} {face.word.lower()}", style=_STYLES[finding.verdict]),
        Text(", ".join(numbers)),
        Text(f"{shorten(finding.element.statement, 120)}\n{why}"),
    )


def comparison_tables(comparison: Comparison) -> list[RenderableType]:
    """The elements whose verdict moved, then the clauses that did."""
    moved = [change for change in comparison.elements if change.change != "same"]
    elements = table(f"{plural(len(moved), 'verdict')} changed of {len(comparison.elements)}", "element", "old", "new", "change")
    for change in moved:
        elements.add_row(Text(change.id), Text(change.old.value), Text(change.new.value), Text(change.change))
    touched = [change for change in comparison.clauses if change.change != "same"]
    clauses = table(f"{plural(len(touched), 'clause')} changed of {len(comparison.clauses)}", "old", "new", "change")
    for pair in touched:
        clauses.add_row(Text(pair.old or ""), Text(pair.new or ""), Text(pair.change))
    head = Text(f"{comparison.old.document.id} compared with {comparison.new.document.id}", style="bold")
    return [head, elements, Text(""), clauses]


def retrieval_table(found: Json) -> Table:
    """The figures of a retrieval run, one row for each way of searching."""
    title = f"{found['passages']} passages, {found['queries']} queries, at {found['k']}"
    shown = table(title, "way", "recall", "MAP", "nDCG", "ms (p50, p95)")
    for way, figures in found["settings"].items():
        took = figures["latency"]
        times = f"{took['p50_ms']:.1f}, {took['p95_ms']:.1f}"
        shown.add_row(Text(way), *(Text(figure_text(figures[name])) for name in ("recall", "map", "ndcg")), Text(times))
    return shown


def evidence_table(found: Json) -> Table:
    """The figures of an evidence run: all statements, then each."""
    shown = table(f"{found['documents']} documents, {found['setting']}", "statement", "MAP")
    shown.add_row(Text("all"), Text(figure_text(found["map"])))
    for statement in found["statements"]:
        shown.add_row(Text(statement["title"]), Text(figure_text(statement["map"])))
    return shown


def answers_tables(found: Json) -> list[RenderableType]:
    """The settings side by side, then the curve of the last one."""
    first = found["settings"][0]
    sides = table(
        f"{first['parts']} parts of questions to pages held out, {first['due']} of them answered there",
        "setting",
        "AUC",
        "best sentence right",
        "ms a part",
        f"answered, refused at {found['threshold']:g}",
    )
    for setting in found["settings"]:
        at = next(point for point in setting["curve"] if point["threshold"] == found["threshold"])
        cells = (f"{setting['auc']:.3f}", f"{setting['right_sentence']:.1%}", f"{setting['ms']:.0f}")
        sides.add_row(Text(setting["name"]), *map(Text, cells), Text(f"{at['answered']:.1%}, {at['refused']:.1%}"))
    curve = table(f"The curve {found['settings'][-1]['name']}", "threshold", "rightly answered", "rightly refused")
    for point in found["settings"][-1]["curve"]:
        curve.add_row(
            *(Text(cell) for cell in (f"{point['threshold']:g}", f"{point['answered']:.1%}", f"{point['refused']:.1%}"))
        )
    return [sides, curve]


def robustness_tables(found: Json) -> list[RenderableType]:
    """The share of unmoved verdicts for each way to change a draft, with the most frequent moves; then how versions are aligned."""
    changes = table(
        f"{plural(found['drafts'], 'draft')}, seed {found['seed']}", "changed", "unmoved", "of those addressed", "moves"
    )
    for kind in found["kinds"]:
        moves = [f"{move['n']} {move['element']} {move['before']} > {move['after']}" for move in kind["moves"][:_MOVES]]
        figures = (figure_text(kind[name]) for name in ("unmoved", "unmoved_addressed"))
        changes.add_row(Text(kind["kind"]), *(Text(figure) for figure in figures), Text("; ".join(moves)))
    versions = table("Versions aligned", "rewritten", "sections put together as they belong")
    for one in found["alignment"]:
        versions.add_row(Text(one["way"]), Text(figure_text(one["right"])))
    return [changes, Text(""), versions]


def asking_table(found: Json) -> RenderableType:
    """The share of right answers for each way of typing the questions, with how many were lost and won by it."""
    ways = table(f"Questions typed otherwise, seed {found['seed']}", "typed", "right", "lost", "won")
    ways.add_row(Text("as it is"), Text(figure_text(found["plain"])), Text(""), Text(""))
    for one in found["ways"]:
        ways.add_row(Text(one["way"]), Text(figure_text(one["right"])), Text(str(one["lost"])), Text(str(one["won"])))
    return ways


def figure_text(figure: Json) -> str:
    """A figure with its 95% interval and n."""
    if figure["value"] is None:
        return "not scored"
    return f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f}, n={figure['n']})"
