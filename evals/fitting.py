"""Fit corpus/lexicon/ask_weights.yaml: how the features of a sentence are weighed to tell whether it answers a question.

``python -m evals.fitting`` prints a logistic regression over every pair of a development question with one part and a sentence that no gate
but that of the content turns away. A pair counts as positive where the sentence holds, or lies in, a quote that the case expects. The other
sentences of an answered question weigh less than those of a question to be refused: they are seldom wrong, only not the best. The test
split is never read. scikit-learn is only needed here; what is shipped computes one dot product. The index must have been built.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from bot.answering.answer import Turn
from bot.answering.engine import Answerer
from bot.service import open_service
from bot.settings import Settings
from evals.cases import AskCase, load_ask, select
from evals.scorers import covered
from index.build import open_index
from index.embedding import load_embedder

OTHER_SENTENCE = 0.35
"""Weight of a sentence that the case does not expect where another is expected."""
THRESHOLDS = (0.1, 0.15, 0.2, 0.3)


@dataclass(frozen=True, slots=True)
class Pair:
    """One part of a question with one sentence: the case, the features by name, and whether the sentence is an expected one."""

    case: AskCase
    features: Mapping[str, float]
    right: bool


def pairs(cases: Sequence[AskCase], answerer: Answerer) -> Iterator[Pair]:
    """Every pair of the cases with one part; pairs that a gate turns away whatever their features are left out."""
    for case in cases:
        weighed = answerer.weighed(case.question, [Turn(turn.role, turn.content) for turn in case.history])
        if len(weighed) == 1:
            for evidence in weighed[0]:
                quote = evidence.sentence.text
                right = any(covered(wanted, quote) or covered(quote, wanted) for wanted in case.expect.quotes)
                yield Pair(case, evidence.features, right)


def fit(training: Sequence[Pair], names: Sequence[str]) -> LogisticRegression:
    """The regression over the named features."""
    weights = [OTHER_SENTENCE if pair.case.expect.quotes and not pair.right else 1.0 for pair in training]
    return LogisticRegression(max_iter=2000).fit(_matrix(training, names), [pair.right for pair in training], weights)


def rates(model: LogisticRegression, held_out: Sequence[Pair], names: Sequence[str], threshold: float) -> tuple[float, float]:
    """Of the cases due an answer the share that gets one, and of those to be refused the share that is.

    Cases whose every sentence is turned away by a gate are not among them.
    """
    best: dict[str, float] = {}
    for pair, probability in zip(held_out, model.predict_proba(_matrix(held_out, names))[:, 1], strict=True):
        best[pair.case.id] = max(best.get(pair.case.id, 0.0), float(probability))
    due = {pair.case.id: pair.case.expect.status == "answered" for pair in held_out}
    answered = [best[name] >= threshold for name in due if due[name]]
    refused = [best[name] < threshold for name in due if not due[name]]
    return float(np.mean(answered)), float(np.mean(refused))


def _matrix(found: Sequence[Pair], names: Sequence[str]) -> list[list[float]]:
    return [[pair.features[name] for name in names] for pair in found]


def main() -> None:
    """Print the rates on each author's cases when fitted on the other's, and the weights fitted on both."""
    settings = Settings()
    service = open_service(settings)
    embedder = load_embedder(settings.embedding_model, settings.embedding_sha256)
    searcher = open_index(settings.data_dir, service.documents, embedder)
    answerer = Answerer(service.documents, searcher, service.register, None, settings.passages_k, embedder=embedder)
    found = list(pairs(select(load_ask(None)[0], split="dev"), answerer))
    names = list(found[0].features)
    second = [pair for pair in found if "second author" in pair.case.provenance]
    first = [pair for pair in found if "second author" not in pair.case.provenance]
    for title, training, held_out in (("second author", first, second), ("first author", second, first)):
        model = fit(training, names)
        for threshold in THRESHOLDS:
            answered, refused = rates(model, held_out, names, threshold)
            sys.stdout.write(f"held out {title}, threshold {threshold}: answered {answered:.3f}, refused {refused:.3f}\n")
    model = fit(found, names)
    weights = ", ".join(f"{name}: {value:.2f}" for name, value in zip(names, model.coef_[0], strict=True))
    sys.stdout.write(f"weights: {{{weights}}}\nintercept: {model.intercept_[0]:.2f}\n")


if __name__ == "__main__":
    main()
