"""Fit corpus/lexicon/ask_weights.yaml: how the features of a sentence are weighed to tell whether it answers a part of a question.

A logistic regression over every part of the questions to pages that the evidence model has not learnt from, with each sentence that it has read. A pair counts as positive where the sentence is one that a lawyer would
quote. The other sentences of an answered part weigh less than those of a part to be refused: they are seldom wrong, only not the best. scikit-learn is needed here alone; what is shipped computes one dot product.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

from bot.answering.refuse import HARD, gate_features
from evals.questions import Read
from index.evidence_model import CLASSES

OTHER_SENTENCE = 0.35
"""Weight of a sentence that does not answer where another does."""

Features = Callable[[Read], Mapping[str, float]]


def features_of(read: Read) -> dict[str, float]:
    """What answering weighs."""
    return {**read.evidence.features, **gate_features(read.gate)}


@dataclass(frozen=True, slots=True)
class Held:
    """A part of a question that was held out: its page, whether it is answered there, the best sentence's probability, and whether that sentence answers."""

    page: str
    due: bool
    probability: float
    right: bool


@dataclass(frozen=True, slots=True)
class Fitted:
    """The coefficients by name, and the intercept."""

    weights: Mapping[str, float]
    intercept: float


def fit(parts: Sequence[Sequence[Read]], features: Features = features_of) -> Fitted:
    """The regression over named features."""
    reads = [read for part in parts for read in part if _counts(read) and read.due is not None]
    names = list(features(reads[0]))
    weights = [OTHER_SENTENCE if read.asked.answers and read.due == CLASSES[0] else 1.0 for read in reads]
    model = LogisticRegression(max_iter=5000).fit(
        _matrix(reads, names, features), [read.due != CLASSES[0] for read in reads], weights
    )
    return Fitted(dict(zip(names, map(float, model.coef_[0]), strict=True)), float(model.intercept_[0]))


def held_out(parts: Sequence[Sequence[Read]], features: Features = features_of) -> list[Held]:
    """Each part judged by weights fitted on the other pages."""
    found: list[Held] = []
    for page in sorted({part[0].page for part in parts if part}):
        fitted = fit([part for part in parts if part and part[0].page != page], features)
        found += [_judged(part, fitted, features) for part in parts if part and part[0].page == page]
    return found


def shares(held: Sequence[Held], threshold: float) -> tuple[float, float]:
    """Of the parts due an answer the share that gets one, and of those to be refused the share that is."""
    due = np.array([one.due for one in held])
    given = np.array([one.probability >= threshold for one in held])
    return float(given[due].mean()), float((~given[~due]).mean())


def auc(held: Sequence[Held]) -> float:
    """How often a part that is answered there scores higher than one that is not."""
    return float(roc_auc_score([one.due for one in held], [one.probability for one in held]))


def _judged(part: Sequence[Read], fitted: Fitted, features: Features) -> Held:
    scored = [(_probability(read, fitted, features), read) for read in part if _counts(read)]
    probability, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return Held(part[0].page, bool(part[0].asked.answers), probability, best is not None and best.due != CLASSES[0])


def _probability(read: Read, fitted: Fitted, features: Features) -> float:
    named = features(read)
    return float(1 / (1 + np.exp(-fitted.intercept - sum(fitted.weights[name] * value for name, value in named.items()))))


def _counts(read: Read) -> bool:
    return read.evidence.read is not None and read.gate not in HARD


def _matrix(reads: Sequence[Read], names: Sequence[str], features: Features) -> NDArray[np.float64]:
    rows = [features(read) for read in reads]
    return np.array([[row[name] for name in names] for row in rows])
