"""Evaluation runs: figures with n and intervals, and how two runs differ."""

from __future__ import annotations

from typing import get_args

from markupsafe import Markup

from evals.comparing import Change, Moved, RunComparison
from evals.measures import Figure
from evals.run_heads import RunHead
from evals.runs import Run
from ui.web import texts
from ui.web.components.tables import table_html
from ui.web.texts.evals import MARKS

_NOTHING = "n/a"
_ALTERED_SHOWN = 12


def number(value: float | None) -> str:
    """A share or mean between 0 and 1 with three places; not scored is not zero."""
    return _NOTHING if value is None else f"{value:.3f}"


def interval(figure: Figure) -> str:
    """The 95% interval."""
    return _NOTHING if figure.low is None or figure.high is None else f"{figure.low:.3f} to {figure.high:.3f}"


def what(metric: str, item: str) -> str:
    """What was checked, in words: "verdict ST-03"."""
    return f"{MARKS.get(metric, metric)} {item}".strip()


def run_line(head: RunHead) -> str:
    """A run in a line, for a list of them."""
    selection = "" if head.selection == "all" else f" ({head.selection})"
    return texts.EVALS.run_line.format(started=head.started, cases=texts.plural(head.cases, "case"), selection=selection)


def facts_html(run: Run) -> Markup:
    """What produced a run."""
    origin = run.origin
    facts = [
        f"{run.started:%Y-%m-%d %H:%M} UTC",
        texts.plural(len(run.cases), "case"),
        f"{run.seconds:.1f} s",
        f"register {origin.register_id} {origin.register_version}",
        *([f"model {origin.chat_model}"] if origin.chat_model else [texts.EVALS.no_model]),
        *([f"git {origin.git_revision[:10]}"] if origin.git_revision else []),
        *([f"cases: {run.selection}"] if run.selection != "all" else []),
    ]
    return Markup('<p class="cw-meta">{}</p>').format(" · ".join(facts))


def figures_html(run: Run, earlier: Run | None, *, headline: bool) -> Markup:
    """The figures over all cases, those of the headline or the others, beside an earlier run's where there is one."""
    figures = [figure for figure in run.figures if figure.group == "all" and figure.headline is headline]
    heads = [*texts.EVALS.columns, *([_earlier_head(run, earlier)] if earlier else [])]
    rows = [_figure_row(figure, earlier) for figure in figures]
    table = table_html(heads, rows, numbers=range(1, len(heads)))
    return Markup('<div class="cw-figures">{}</div>').format(table) if rows else Markup("")


def _earlier_head(run: Run, earlier: Run) -> str:
    is_same = (run.dataset_sha256, run.selection) == (earlier.dataset_sha256, earlier.selection)
    return texts.EVALS.earlier if is_same else texts.EVALS.earlier_other


def _figure_row(figure: Figure, earlier: Run | None) -> list[str]:
    row = [titled(figure), number(figure.value), interval(figure), f"{figure.n:,}", f"{figure.cases:,}"]
    if earlier is None:
        return row
    before = earlier.figure(figure.measure)
    return [*row, f"{number(before.value)} (n={before.n:,})" if before else _NOTHING]


def titled(figure: Figure) -> str:
    """A measure's title, with the word where less is better."""
    return f"{figure.title} ({texts.EVALS.lower_better})" if figure.better == "lower" else figure.title


def groups_html(run: Run) -> Markup:
    """The headline figures by split and tag."""
    figures = [figure for figure in run.figures if figure.group != "all" and figure.value is not None]
    rows = [
        [figure.group.replace(":", " "), figure.title, number(figure.value), interval(figure), f"{figure.n:,}"]
        for figure in figures
    ]
    return table_html(texts.EVALS.group_columns, rows, numbers=range(2, 5)) if rows else Markup("")


def comparison_html(comparison: RunComparison) -> Markup:
    """How the marks moved between two runs, the worse ones first."""
    counts = texts.EVALS.moved.format(**{change: f"{comparison.count(change):,}" for change in get_args(Change)})
    one_sided = texts.EVALS.one_sided.format(only_old=f"{comparison.only_old:,}", only_new=f"{comparison.only_new:,}")
    notes = [counts, *([one_sided] if comparison.only_old or comparison.only_new else []), *_dataset_notes(comparison)]
    lines = Markup("").join(Markup("<p>{}</p>").format(note) for note in notes)
    rows = [_moved_row(move) for change in ("worse", "better") for move in comparison.moves if move.change == change]
    return lines + (table_html(texts.EVALS.move_columns, rows) if rows else Markup(""))


def _dataset_notes(comparison: RunComparison) -> list[str]:
    if comparison.same_dataset:
        return []
    shown = ", ".join(comparison.altered[:_ALTERED_SHOWN]) + (" …" if len(comparison.altered) > _ALTERED_SHOWN else "")
    altered = [texts.EVALS.altered.format(cases=shown)] if shown else []
    return [texts.EVALS.other_dataset, *altered]


def _moved_row(move: Moved) -> list[Markup | str]:
    sign, word = ("↓", texts.EVALS.worse) if move.change == "worse" else ("↑", texts.EVALS.better)
    return [
        Markup('<span class="cw-moved"><span aria-hidden="true">{}</span> {}</span>').format(sign, word),
        move.case,
        what(move.metric, move.item),
        move.old_actual or number(move.old),
        move.new_actual or number(move.new),
    ]
