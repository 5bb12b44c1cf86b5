"""Evaluation runs: figures with n and intervals, cases, and how two runs differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from evals.measures import Figure, Mark
from evals.runs import CaseRun, Moved, Run, RunComparison
from ui.web import texts

_NOTHING = "n/a"


def number(value: float | None) -> str:
    """A share or mean between 0 and 1 with three places; a dash where nothing was scored."""
    return _NOTHING if value is None else f"{value:.3f}"


def interval(figure: Figure) -> str:
    """The 95% interval."""
    return _NOTHING if figure.low is None or figure.high is None else f"{figure.low:.3f} to {figure.high:.3f}"


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
    heads = [*texts.EVALS.columns, *([texts.EVALS.earlier] if earlier else [])]
    rows = [_figure_row(figure, earlier) for figure in figures]
    return table_html(heads, rows, numbers=range(1, len(heads))) if rows else Markup("")


def _figure_row(figure: Figure, earlier: Run | None) -> list[str]:
    row = [figure.title, number(figure.value), interval(figure), str(figure.n), str(figure.cases)]
    if earlier is None:
        return row
    before = earlier.figure(figure.measure)
    return [*row, number(before.value if before else None)]


def groups_html(run: Run) -> Markup:
    """The headline figures by split and tag."""
    figures = [figure for figure in run.figures if figure.group != "all" and figure.value is not None]
    rows = [
        [figure.group.replace(":", " "), figure.title, number(figure.value), interval(figure), str(figure.n)]
        for figure in figures
    ]
    return table_html(texts.EVALS.group_columns, rows, numbers=range(2, 5)) if rows else Markup("")


def case_label(case: CaseRun) -> str:
    """A case in one line: its id and what it is about."""
    about = case.case.get("question") or case.case.get("title") or case.case.get("draft") or ""
    return f"{case.id} · {about}" if about else case.id


def case_html(case: CaseRun) -> Markup:
    """A case's marks, wrong ones first, and what came out."""
    tags = " · ".join([case.split, *case.tags, f"{case.seconds * 1000:.0f} ms"])
    rows = [_mark_row(mark) for mark in sorted(case.marks, key=_wrong_first) if mark.value is not None]
    error = Markup("<p>{}</p>").format(case.error) if case.error else Markup("")
    answer = case.output.get("answer") if case.output else None
    shown = Markup('<h3>{}</h3><div class="cw-quote">{}</div>').format(texts.EVALS.answer, answer) if answer else Markup("")
    return Markup('<p class="cw-meta">{}</p>{}').format(tags, error) + table_html(texts.EVALS.mark_columns, rows) + shown


def _wrong_first(mark: Mark) -> tuple[float, str, str]:
    return (1.0 if mark.value is None else mark.value, mark.metric, mark.item)


def _mark_row(mark: Mark) -> list[str]:
    right = "✓" if mark.value == 1 else "✕" if mark.value == 0 else number(mark.value)
    return [right, f"{mark.metric} {mark.item}".strip(), mark.expected, mark.actual, mark.note]


def comparison_html(comparison: RunComparison) -> Markup:
    """How the marks moved between two runs, the worse ones first."""
    counts = texts.EVALS.moved.format(
        worse=comparison.count("worse"), better=comparison.count("better"), same=comparison.count("same")
    )
    notes = [counts, *([] if comparison.same_dataset else [texts.EVALS.other_dataset])]
    lines = Markup("").join(Markup("<p>{}</p>").format(note) for note in notes)
    rows = [_moved_row("↓", move) for move in comparison.of("worse")] + [
        _moved_row("↑", move) for move in comparison.of("better")
    ]
    return lines + (table_html(texts.EVALS.move_columns, rows) if rows else Markup(""))


def _moved_row(sign: str, move: Moved) -> list[str]:
    return [
        sign,
        move.case,
        f"{move.metric} {move.item}".strip(),
        move.old_actual or number(move.old),
        move.new_actual or number(move.new),
    ]


def table_html(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()) -> Markup:
    """A table; the columns at the positions ``numbers`` are set to the right."""
    right = set(numbers)
    kind = [Markup(' class="cw-number"') if index in right else Markup("") for index in range(len(heads))]
    head = Markup("").join(Markup("<th{}>{}</th>").format(kind[i], text) for i, text in enumerate(heads))
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td{}>{}</td>").format(kind[i], cell) for i, cell in enumerate(row)))
        for row in rows
    )
    return Markup(
        '<div class="cw-scroll" tabindex="0"><table class="cw-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(head, body)
