"""How well sentences that answer are told from those that do not, on guidance pages that the evidence model has never seen.

Three settings side by side: words and embeddings alone, with a reranker for passages as it comes, and with the evidence model. Each part of a question is judged by weights fitted on the other pages
(leave one page out), so nothing is fitted on what it is measured on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.answering.lexicon import Weights, load_lexicon
from corpus.register import Register
from evals.fitting import Features, Fitted, Held, auc, features_of, fit, held_out, shares
from evals.questions import Page, PageReader, Read, development_pages, load_pages
from index.embedding import Embedder
from index.evidence_model import EvidenceModel
from index.onnx_model import Probabilities
from index.reranking import Reranker

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
READ = "read"


class RerankerAsModel:
    """A reranker in the evidence model's place: its relevance stands for "answers"."""

    def __init__(self, reranker: Reranker) -> None:
        self._reranker = reranker
        self.sha256 = reranker.sha256
        self.question_map = None

    def read(self, question: str, sentences: Sequence[str]) -> Probabilities:
        """Shape (n, 3), float32; nothing is ever taken for a correction."""
        relevant = 1 / (1 + np.exp(-self._reranker.score(question, sentences)))
        return np.stack([1 - relevant, relevant, np.zeros_like(relevant)], axis=1).astype(np.float32)


DEVELOPMENT_WEIGHT = 3
"""How often the development questions of the suite ``ask`` count when the shipped weights are fitted: they are few, and of the guidance that is shipped."""


@dataclass(frozen=True)
class Setting:
    """One way to choose: its parts held out, what it costs for a part (ms, median of parts), and its weights, fitted on all of them and on the development questions."""

    name: str
    held: tuple[Held, ...]
    ms: float
    fitted: Fitted


def evaluate_answers(
    folders: Sequence[Path] | None,
    *,
    register: Register,
    embedder: Embedder,
    model: EvidenceModel | None,
    reranker: Reranker | None,
    progress: Callable[[str], None],
) -> tuple[Setting, ...]:
    """The settings, on the held-out pages of some folders; without any, of those that come with clausewise.

    Raises:
        DataError: the pages or their questions cannot be used.
        ModelError: a model cannot be loaded.
    """
    pages = [page for page in load_pages(folders)[0] if page.held_out]
    ways: dict[str, tuple[EvidenceModel, Features]] = {}
    if model is not None:
        ways["words and embeddings"] = (model, _without_reading)
    if reranker is not None:
        ways["with a reranker for passages"] = (RerankerAsModel(reranker), features_of)
    if model is not None:
        ways["with the evidence model"] = (model, features_of)
    lexicon = load_lexicon()
    return tuple(
        _setting(name, pages, PageReader(lexicon, register, embedder, one), features, progress)
        for name, (one, features) in ways.items()
    )


def _setting(
    name: str, pages: Sequence[Page], reader: PageReader, features: Features, progress: Callable[[str], None]
) -> Setting:
    parts: list[list[Read]] = []
    times = []
    for page in pages:
        progress(f"{name}: {page.document.id}")
        started = time.perf_counter()
        for reads in reader.read(page):
            parts.append(reads)
            times.append(time.perf_counter() - started)
            started = time.perf_counter()
    progress(f"{name}: development questions")
    development = [reads for page in development_pages() for reads in reader.read(page)]
    fitted = fit([*parts, *development * DEVELOPMENT_WEIGHT], features)
    return Setting(name, tuple(held_out(parts, features)), float(np.median(times)) * 1000, fitted)


def _without_reading(read: Read) -> dict[str, float]:
    return {name: value for name, value in features_of(read).items() if name != READ}


def setting_json(setting: Setting, shipped: Weights) -> dict[str, Any]:
    """Figures of a setting; the curve gives for each threshold the shares that are rightly answered and rightly refused."""
    held = setting.held
    right = [one.right for one in held if one.due]
    return {
        "name": setting.name,
        "parts": len(held),
        "due": sum(one.due for one in held),
        "auc": round(auc(held), 3),
        "right_sentence": round(float(np.mean(right)), 3),
        "ms": round(setting.ms, 1),
        "curve": [_point(held, threshold) for threshold in sorted({*THRESHOLDS, shipped.threshold})],
        "weights": {name: round(value, 2) for name, value in setting.fitted.weights.items()},
        "intercept": round(setting.fitted.intercept, 2),
    }


def _point(held: Sequence[Held], threshold: float) -> Mapping[str, float]:
    answered, refused = shares(held, threshold)
    return {"threshold": threshold, "answered": round(answered, 3), "refused": round(refused, 3)}
