"""Marks and measures: a scorer gives marks, one for each thing checked; a measure sums up the marks it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from evals.statistics import mean_estimate, share_estimate


class Mark(BaseModel):
    """One thing that was checked in one case.

    ``item`` is what within the case (an element's id; "" for the case as a whole). ``value`` is 1 for right, 0 for wrong, between for
    a degree, None for not scored (the case does not ask for it). A higher value is always better. ``counts``: a wrong one makes the
    case fail; False for sums of other marks and for degrees.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    metric: str
    item: str = ""
    value: float | None
    expected: str = ""
    actual: str = ""
    note: str = ""
    unsure: bool = False
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """How marks become one figure. ``of`` gives a mark's value in the measure; None where the measure is not about that mark.

    ``kind`` "share" (values 0 or 1, Wilson) or "mean" (bootstrap). ``by_tag``: also given for each tag. ``headline``: shown first.
    """

    name: str
    title: str
    of: Callable[[Mark], float | None]
    kind: Literal["share", "mean"] = "share"
    better: Literal["higher", "lower"] = "higher"
    by_tag: bool = False
    headline: bool = False


class Figure(BaseModel):
    """A measure over a group of cases ("all", "split:dev", "tag:typo"), with its 95% interval; None where nothing was scored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: str
    title: str
    group: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    cases: int
    better: Literal["higher", "lower"] = "higher"
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A case's marks with what they are grouped by."""

    case_id: str
    split: str
    tags: tuple[str, ...]
    marks: tuple[Mark, ...]


def of_metric(metric: str) -> Callable[[Mark], float | None]:
    """The marks of one metric, as they are."""
    return lambda mark: mark.value if mark.metric == metric else None


def _groups(cases: Sequence[Marked]) -> dict[str, list[Marked]]:
    groups: dict[str, list[Marked]] = {"all": list(cases)}
    for split in sorted({case.split for case in cases}):
        groups[f"split:{split}"] = [case for case in cases if case.split == split]
    for tag in sorted({tag for case in cases for tag in case.tags}):
        groups[f"tag:{tag}"] = [case for case in cases if tag in case.tags]
    return groups


def figures(cases: Sequence[Marked], measures: Sequence[Measure]) -> tuple[Figure, ...]:
    """Every measure over all cases, each split, and (where the measure asks for it) each tag."""
    return tuple(
        _figure(measure, group, members)
        for group, members in _groups(cases).items()
        for measure in measures
        if measure.by_tag or not group.startswith("tag:")
    )


def _figure(measure: Measure, group: str, cases: Sequence[Marked]) -> Figure:
    seen = [(case.case_id, value) for case in cases for mark in case.marks if (value := measure.of(mark)) is not None]
    estimate = share_estimate(seen) if measure.kind == "share" else mean_estimate(seen)
    return Figure(
        measure=measure.name,
        title=measure.title,
        group=group,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        n=estimate.n,
        cases=estimate.cases,
        better=measure.better,
        headline=measure.headline,
    )
