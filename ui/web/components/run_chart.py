"""A figure over the runs of a suite: a chart with intervals, and the same as a table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import altair as alt
from markupsafe import Markup

from evals.measures import Figure
from evals.run_heads import RunHead
from ui.web import texts
from ui.web.components.runs import interval, number
from ui.web.components.tables import table_html

ALL = "all"
_SPLIT = "split:"
_SINGLE = "ids:"
_INK = {"light": ("#1f4e79", "#8a5a00", "#5a616c"), "dark": ("#8ab8e6", "#e8b765", "#aab2bd")}
"""Of the two series and of remarks, as in theme/style.css."""
_SHAPES = ("circle", "diamond")
_HEIGHT = 260
_LABELLED_RUNS = 14
_STEP = 10


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one run. ``stretch`` counts the data sets so far: figures of different ones cannot be compared."""

    head: RunHead
    group: str
    figure: Figure
    stretch: int


def measures_of(heads: Sequence[RunHead]) -> dict[str, Figure]:
    """The headline measures of the newest run by name, in their order; a figure of each for its title."""
    newest = heads[-1] if heads else None
    return {one.measure: one for one in newest.figures if one.headline and one.group == ALL} if newest else {}


def comparable(heads: Iterable[RunHead]) -> tuple[RunHead, ...]:
    """The runs on whole data sets or whole splits of them."""
    return tuple(head for head in heads if _SINGLE not in head.selection)


def groups_of(heads: Sequence[RunHead]) -> tuple[str, ...]:
    """The series: each split where there are several, else all cases."""
    splits = sorted({figure.group for head in heads for figure in head.figures if figure.group.startswith(_SPLIT)})
    return tuple(splits) if len(splits) > 1 else (ALL,)


def points_of(heads: Sequence[RunHead], measure: str) -> tuple[Point, ...]:
    """Every scored figure of a measure, run by run."""
    points = []
    for stretch, (_, same) in enumerate(groupby(heads, key=lambda head: head.dataset_sha256)):
        for head in same:
            figures = ((group, head.figure(measure, group)) for group in groups_of(heads))
            points += [Point(head, group, one, stretch) for group, one in figures if one is not None and one.value is not None]
    return tuple(points)


def group_name(group: str) -> str:
    """A series in words."""
    return group.removeprefix(_SPLIT)


def chart(points: Sequence[Point], theme: str = "light") -> alt.LayerChart | alt.FacetChart:
    """Points with their intervals in the order of their runs; a line joins those on the same cases.

    Args:
        points: of one measure; at least one.
        theme: "light" or "dark", the ground it is drawn on.
    """
    series = _by_height(points)
    colours, shapes = _INK.get(theme, _INK["light"])[: len(series)], _SHAPES[: len(series)]
    legend = alt.Legend(orient="top", title=None) if len(series) > 1 else None
    low, high = _domain(points)
    base = alt.Chart(alt.InlineData(values=[_row(point) for point in points])).encode(
        x=_runs_axis(points),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(domain=[low, high], nice=False), axis=alt.Axis(format=".2f", tickCount=5)),
        color=alt.Color("series:N", scale=alt.Scale(domain=series, range=list(colours)), legend=legend),
        tooltip=[alt.Tooltip(f"{name}:N") for name in ("started", "cases", "series", "figure", "interval", "n", "register")],
    )
    if len(series) > 1:
        base = base.encode(
            xOffset=alt.XOffset("series:N", scale=alt.Scale(domain=series))
        )  # beside each other: intervals overlap
    shape = alt.Shape("series:N", scale=alt.Scale(domain=series, range=list(shapes)), legend=legend)
    layers = [
        base.mark_line(strokeWidth=1.5, opacity=0.7).encode(detail=["stretch:N", "series:N"]),
        base.mark_rule(strokeWidth=1.5, opacity=0.6).encode(y="low:Q", y2="high:Q"),
        base.mark_point(filled=True, size=70, opacity=1).encode(shape=shape),
        _changes(points, low, theme),
    ]
    return alt.layer(*layers, *_labels(base, series, len(points))).properties(height=_HEIGHT)


def _by_height(points: Sequence[Point]) -> list[str]:
    """The series by their newest values, the highest first: its values are written above, those of the other below."""
    newest = {group_name(point.group): point.figure.value or 0.0 for point in points}
    return sorted(newest, key=lambda name: (-newest[name], name))


def _runs_axis(points: Sequence[Point]) -> alt.X:
    """One place for each run, in their order; of its name only what follows the stroke is written."""
    axis = alt.Axis(labelExpr="split(datum.label, '|')[1]", labelAngle=0, labelOverlap=True)
    return alt.X("run:O", sort=list(dict.fromkeys(map(_place, points))), title=None, axis=axis)


def _changes(points: Sequence[Point], low: float, theme: str) -> alt.Chart:
    """A remark below each run whose cases are others than those of the run before."""
    rows = [{"run": _place(now), "low": low} for before, now in pairwise(points) if now.stretch != before.stretch]
    ink = _INK.get(theme, _INK["light"])[-1]
    marks = alt.Chart(alt.InlineData(values=rows)).mark_text(text=texts.EVALS.changed_here, baseline="bottom", dy=-4, color=ink)
    placed: alt.Chart = marks.encode(x="run:O", y="low:Q")
    return placed


def _labels(base: alt.Chart, series: Sequence[str], points: int) -> list[alt.Chart]:
    """The values above the intervals of the first series and below those of the second, where there is room for them."""
    if points > _LABELLED_RUNS * len(series):
        return []
    above = base.mark_text(baseline="bottom", dy=-5, fontSize=12).encode(y="high:Q", text="short:N")
    below = base.mark_text(baseline="top", dy=5, fontSize=12).encode(y="low:Q", text="short:N")
    return [labels.transform_filter(alt.datum.series == name) for labels, name in zip((above, below), series, strict=False)]


def _place(point: Point) -> str:
    """Where a run stands, and after the stroke what is written there."""
    return f"{point.head.id}|{point.head.started:%d %b %H:%M}"


def _row(point: Point) -> dict[str, str | float | int | None]:
    head, figure = point.head, point.figure
    return {
        "run": _place(point),
        "started": f"{head.started:%Y-%m-%d %H:%M} UTC",
        "series": group_name(point.group),
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "figure": number(figure.value),
        "short": f"{figure.value:.2f}",
        "interval": interval(figure),
        "n": f"{figure.n:,}",
        "cases": f"{figure.cases:,}",
        "register": head.register_version,
        "stretch": point.stretch,
    }


def _domain(points: Sequence[Point]) -> list[float]:
    """From the lowest to the highest bound, widened to tenths: a share of 1 is not written as 1.2."""
    bounds = [
        bound for point in points for bound in (point.figure.low, point.figure.high, point.figure.value) if bound is not None
    ]
    low, high = math.floor(min(bounds) * _STEP) / _STEP, math.ceil(max(bounds) * _STEP) / _STEP
    return [max(0.0, low), min(1.0, high) if high > low else low + 1 / _STEP]


def points_table(heads: Sequence[RunHead], points: Sequence[Point]) -> Markup:
    """The chart for those who do not see it, the newest run first."""
    groups = groups_of(heads)
    found = {(point.head.id, point.group): point.figure for point in points}
    heads_of_columns = [*texts.EVALS.time_columns, *(texts.EVALS.group_column.format(group=group_name(one)) for one in groups)]
    rows = [
        [f"{head.started:%Y-%m-%d %H:%M}", _cases(head, before), *(_cell(found.get((head.id, group))) for group in groups)]
        for before, head in zip([None, *heads], heads, strict=False)
    ]
    return table_html(heads_of_columns, rows[::-1])


def _cases(head: RunHead, before: RunHead | None) -> str:
    is_other = before is not None and before.dataset_sha256 != head.dataset_sha256
    return f"{head.cases:,} ({texts.EVALS.changed_here})" if is_other else f"{head.cases:,}"


def _cell(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return number(None)
    return f"{number(figure.value)}, {interval(figure)}, n={figure.n:,}"


def alt_text(title: str, points: Sequence[Point]) -> str:
    """What the chart shows: the first and the last value of each series."""
    told = []
    for name in _by_height(points):
        mine = [point for point in points if group_name(point.group) == name]
        values = {"first": number(mine[0].figure.value), "last": number(mine[-1].figure.value)}
        days = {"since": f"{mine[0].head.started:%d %B %Y}", "until": f"{mine[-1].head.started:%d %B %Y}"}
        told.append(texts.EVALS.chart_series.format(name=name, **values, **days))
    return texts.EVALS.chart_alt.format(title=title, series="; ".join(told))
