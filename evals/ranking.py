"""Measures of a ranking against what is relevant: recall, average precision, normalized discounted cumulative gain."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence


def recall_at(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """The share of the relevant that stand among the first k.

    Raises:
        ValueError: nothing is relevant.
    """
    _check(relevant)
    return sum(one in relevant for one in ranked[:k]) / len(relevant)


def average_precision(ranked: Sequence[str], relevant: Collection[str], k: int | None = None) -> float:
    """The mean, over the relevant, of the precision at their ranks; what is not among the first k (all, where k is None) adds 0.

    Raises:
        ValueError: nothing is relevant.
    """
    _check(relevant)
    found, total = 0, 0.0
    for rank, one in enumerate(ranked[:k], start=1):
        if one in relevant:
            found += 1
            total += found / rank
    return total / len(relevant)


def ndcg_at(ranked: Sequence[str], grades: Mapping[str, float], k: int) -> float:
    """The discounted gain of the first k by that of the best order; ``grades`` are gains, above 0 for what is relevant.

    Raises:
        ValueError: nothing is relevant.
    """
    best = sorted((grade for grade in grades.values() if grade > 0), reverse=True)[:k]
    _check(best)
    return _gain([grades.get(one, 0.0) for one in ranked[:k]]) / _gain(best)


def _gain(grades: Sequence[float]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def _check(relevant: Collection[object]) -> None:
    if not relevant:
        raise ValueError("no measure of a ranking where nothing is relevant")
