"""Two lists of scores made one: a weighted sum of min-max scores.

Measured on 13,012 regulatory passages: rank fusion adds nothing to BM25, this adds 1.5 points of recall at 10 (standard error
0.6) and 3 of mean average precision (0.8). Fused scores rank the candidates of one query; they do not measure how well any of
them answers it. Callers that must decide whether to answer at all look at the raw scores that every hit carries beside its
fused one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

LEXICAL_WEIGHT = 0.5
"""Share of BM25 in the fused score, 0 to 1; the rest is the cosine's. The best mean average precision on 2,788 questions to 13,012
regulatory passages, and flat around it: 0.4 to 0.7 lie within six tenths of a point of both measures."""

_DECIMALS = 6
"""Scores are rounded before they rank: sums of floats differ in their last bits between machines, the order must not."""


def min_max(scores: Scores) -> Scores:
    """Scale scores, shape (n,), to 0..1; all zeros where every score is the same."""
    if scores.size == 0:
        return scores
    low, high = float(scores.min()), float(scores.max())
    if not high > low:
        return np.zeros_like(scores)
    scaled: Scores = ((scores - low) / (high - low)).astype(np.float32)
    return scaled


def standard(scores: Scores) -> Scores:
    """Scale scores, shape (n,), to mean 0 and deviation 1; all zeros where every score is the same."""
    if scores.size == 0 or not scores.max() > scores.min():
        return np.zeros_like(scores)
    scaled: Scores = ((scores - scores.mean()) / scores.std()).astype(np.float32)
    return scaled


def fuse(lexical: Scores, dense: Scores, weight: float = LEXICAL_WEIGHT) -> Scores:
    """Fuse BM25 scores and cosines of the same n texts.

    Args:
        lexical: BM25 scores, shape (n,), float32.
        dense: cosines, shape (n,), float32.
        weight: share of ``lexical``, 0 to 1.

    Returns:
        Fused scores, shape (n,), float32, each in 0..1.

    Raises:
        ValueError: the shapes differ or the weight is outside 0..1.
    """
    if lexical.shape != dense.shape:
        raise ValueError(f"{lexical.shape} lexical scores cannot be fused with {dense.shape} cosines")
    if not 0 <= weight <= 1:
        raise ValueError(f"a weight of {weight} is not a share")
    return (weight * min_max(lexical) + (1 - weight) * min_max(dense)).astype(np.float32)


def best(scores: Scores, count: int) -> NDArray[np.intp]:
    """The first ``count`` positions of ``ranking``, or all where there are fewer; sorts no more than it must."""
    if count >= scores.size:
        return ranking(scores)
    rounded = np.round(scores, _DECIMALS)
    least = np.partition(rounded, scores.size - count)[scores.size - count]
    among = np.flatnonzero(rounded >= least)  # in order of position, with all that tie with the last
    found: NDArray[np.intp] = among[np.argsort(-rounded[among], kind="stable")][:count]
    return found


def ranking(scores: Scores) -> NDArray[np.intp]:
    """Positions from the best score to the worst, shape (n,); equal scores stay in the order of their positions."""
    return np.argsort(-np.round(scores, _DECIMALS), kind="stable")
