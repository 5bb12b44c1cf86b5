"""Intervals. Every figure comes with its n; where n is small the interval says so.

Verdicts on one draft are not independent: a misread heading spoils several of the 17. So observations carry the case that they
belong to, and the intervals widen by the design effect (shares) or resample whole cases (means).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959963984540054
"""The normal quantile for a two-sided interval of 95%."""
RESAMPLES = 2000
SEED = 20110125


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share or mean with its 95% interval. ``n`` counts observations, ``cases`` what they come from.

    ``value``, ``low`` and ``high`` are None where nothing was scored: not scored is not zero.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    cases: int


Observation = tuple[str, float]
"""The id of the case, and the value."""


def wilson(share: float, n: float) -> tuple[float, float]:
    """The Wilson score interval (95%) of a share.

    Args:
        share: successes by n, 0 to 1.
        n: number of observations, above 0; may be an effective number and so no integer.

    Returns:
        The lower and the upper bound, within 0 and 1.

    Raises:
        ValueError: n is not above 0, or the share not within 0 and 1.
    """
    if n <= 0 or not 0 <= share <= 1:
        raise ValueError(f"no interval for a share of {share} among {n}")
    z2 = Z95 * Z95
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def effective_n(sums: NDArray[np.float64], counts: NDArray[np.float64]) -> float:
    """How many independent observations the cases are worth (Kish's design effect; never more than there are).

    Args:
        sums: shape (cases,), successes in each case.
        counts: shape (cases,), observations in each case, each at least 1.
    """
    n, cases = float(counts.sum()), len(counts)
    share = float(sums.sum()) / n
    if cases < 2 or share in {0.0, 1.0}:  # noqa: PLR2004  the variance between cases needs two of them
        return n
    between = cases / (cases - 1) * float(((sums - share * counts) ** 2).sum()) / n**2
    effect = between / (share * (1 - share) / n)
    return n / max(effect, 1.0)


def share_estimate(observations: Sequence[Observation]) -> Estimate:
    """A share of right ones (values 0 or 1), with the Wilson interval on the effective n."""
    if not observations:
        return Estimate(None, None, None, 0, 0)
    sums, counts = _by_case(observations)
    share = float(sums.sum() / counts.sum())
    low, high = wilson(share, effective_n(sums, counts))
    return Estimate(share, low, high, len(observations), len(counts))


def mean_estimate(observations: Sequence[Observation], *, resamples: int = RESAMPLES, seed: int = SEED) -> Estimate:
    """A mean, with a percentile bootstrap over whole cases; the seed is fixed, so two runs give the same interval."""
    if not observations:
        return Estimate(None, None, None, 0, 0)
    sums, counts = _by_case(observations)
    drawn = np.random.default_rng(seed).integers(0, len(counts), size=(resamples, len(counts)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(sums.sum() / counts.sum()), float(low), float(high), len(observations), len(counts))


def _by_case(observations: Sequence[Observation]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sums and counts of each case, shape (cases,), in order of first occurrence."""
    sums: dict[str, float] = {}
    counts: dict[str, int] = {}
    for case, value in observations:
        sums[case] = sums.get(case, 0.0) + value
        counts[case] = counts.get(case, 0) + 1
    return np.array(list(sums.values()), dtype=np.float64), np.array(list(counts.values()), dtype=np.float64)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share (0 to 100) of the values lies, interpolated.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("no percentile of nothing")
    return float(np.percentile(np.array(values, dtype=np.float64), share))
