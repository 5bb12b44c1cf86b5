"""Two runs of one suite side by side, mark by mark."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict

from evals.measures import Mark
from evals.runs import CaseRun, Run
from index.errors import DataError

Change = Literal["better", "worse", "same"]
_NO_PART = frozenset({"provenance", "split", "tags", "note", "title"})
"""What a case says besides what is asked and what is due."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Moved(_Model):
    """How one mark moved between two runs."""

    case: str
    metric: str
    item: str
    old: float
    new: float
    change: Change
    old_actual: str = ""
    new_actual: str = ""


class RunComparison(_Model):
    """Two runs of one suite.

    ``moves`` holds every mark that both scored; ``only_old`` and ``only_new`` count those that one scored. ``altered`` are the cases
    that ask or are due something else in the newer run: their marks cannot be compared and are in none of these.
    """

    suite: str
    old_id: str
    new_id: str
    same_dataset: bool
    moves: tuple[Moved, ...]
    only_old: int
    only_new: int
    altered: tuple[str, ...] = ()

    def count(self, change: Change, metric: str | None = None) -> int:
        """How many marks moved this way; of one metric, where it is named."""
        return sum(move.change == change and metric in {None, move.metric} for move in self.moves)

    def of(self, change: Change) -> tuple[Moved, ...]:
        """The marks that moved this way."""
        return tuple(move for move in self.moves if move.change == change)


def compare_runs(old: Run, new: Run) -> RunComparison:
    """Set two runs side by side, mark by mark.

    Raises:
        DataError: they are of different suites.
    """
    if old.suite != new.suite:
        raise DataError(f"a run of {old.suite} and one of {new.suite} cannot be compared", where=new.id)
    altered = _altered(old, new)
    before, after = _scored(old, altered), _scored(new, altered)
    moves = tuple(_moved(key, before[key], after[key]) for key in after if key in before)
    return RunComparison(
        suite=new.suite,
        old_id=old.id,
        new_id=new.id,
        same_dataset=old.dataset_sha256 == new.dataset_sha256,
        moves=moves,
        only_old=len(before.keys() - after.keys()),
        only_new=len(after.keys() - before.keys()),
        altered=altered,
    )


_Key = tuple[str, str, str]


def _altered(old: Run, new: Run) -> tuple[str, ...]:
    """Cases of both runs whose question or draft, or what is due on it, is another one. Keys that one run did not know yet are left out."""
    before = {case.id: _asked(case) for case in old.cases}
    after = {case.id: _asked(case) for case in new.cases if case.id in before}
    return tuple(
        one for one, now in after.items() if any(before[one][key] != now[key] for key in before[one].keys() & now.keys())
    )


def _asked(case: CaseRun) -> dict[str, Any]:
    """What is asked and what is due, with the sha256 of a draft that was read."""
    document = (case.output or {}).get("document", {})
    shown = {key: value for key, value in case.case.items() if key not in _NO_PART}
    return {**shown, "sha256": document["sha256"]} if document.get("sha256") else shown


def _scored(run: Run, without: Collection[str]) -> dict[_Key, Mark]:
    return {
        (case.id, mark.metric, mark.item): mark
        for case in run.cases
        if case.id not in without
        for mark in case.marks
        if mark.value is not None
    }


def _moved(key: _Key, old: Mark, new: Mark) -> Moved:
    before, after = cast("float", old.value), cast("float", new.value)
    change: Change = "same" if before == after else "better" if after > before else "worse"
    case, metric, item = key
    return Moved(
        case=case, metric=metric, item=item, old=before, new=after, change=change, old_actual=old.actual, new_actual=new.actual
    )
