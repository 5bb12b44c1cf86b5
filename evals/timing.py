"""How long work takes, and how that is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from evals.statistics import percentile

Result = TypeVar("Result")


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """What work returns, and the seconds it took."""
    started = time.perf_counter()
    outcome = work()
    return outcome, time.perf_counter() - started


def times_json(seconds: Sequence[float]) -> dict[str, Any]:
    """Percentiles of at least one timing in milliseconds, with n."""
    return {
        "p50_ms": _ms(percentile(seconds, 50)),
        "p95_ms": _ms(percentile(seconds, 95)),
        "max_ms": _ms(max(seconds)),
        "n": len(seconds),
    }


def ratio(one: float, other: float) -> float | None:
    """How many times the other; None beside nothing."""
    return round(one / other, 2) if other > 0 else None


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
