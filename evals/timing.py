"""How long work takes, and how that is told."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
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


def peak_memory_mb() -> float | None:
    """The most memory that this process has held so far, files that are mapped into it included; None where the system does not say."""
    try:
        import resource  # noqa: PLC0415 (not on Windows)
    except ImportError:
        return None
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(used / (2**20 if sys.platform == "darwin" else 2**10), 1)


def folder_mb(folder: Path) -> float:
    """The size of all files in a folder and below."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20, 1)
