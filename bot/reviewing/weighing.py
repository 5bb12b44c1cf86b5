"""Weighs what a trained classifier takes the provisions of a law for against what the criteria say of it.

The criteria know which norm does what, unless what, in the wordings they were given. The classifier knows more wordings, and one provision at a time. How far each is to be
believed is measured: a multinomial logistic regression over the verdict of the criteria and the classifier's highest probability for each of its classes, fitted on drafts that
neither had seen (``evals.weighing``). Before it come two rules: a classifier that is sure of the whole overrules some reasons for ``partial``, and of two opposite rules it settles which there is if it sees one
alone. After it comes one: a rule that the criteria found whole and that the classifier takes nearly as much for a part is ``partial``. Where the two agree nothing changes but the confidence; where they differ, the finding says who decided.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.reviewing.decided import Decided
from bot.reviewing.findings import Verdict
from bot.reviewing.learned import Taken
from corpus.errors import LexiconError
from corpus.lexicons import lexicon

BY_CLASSIFIER: Final = "by_classifier"
"""The reason given where the classifier decided."""
NARROWS: Final = "narrows"
"""The classifier's class of provisions that take something away from a rule that stands elsewhere."""
WEIGHTS: Final = "verdict_weights"
_EDGE: Final = 1e-3
_SCALE: Final = 4.0
_SHOWN: Final = 0.3
"""A verdict that no provision shows with this probability is not given against the criteria; 0.2 to 0.4 are alike."""
_NARROWED: Final = 0.6
"""The same where the criteria found a whole rule and nothing that narrows it: it is not called partial on a guess."""
_TORN: Final = 0.3
"""The same where the classifier takes one and the same provision for the whole or for a part: of 36 such rules in 336 drafts it had not seen, which were called met, 17 were not."""
_SURE: Final = 0.9
"""How probable the whole is to a classifier that overrules, at least."""
_CLEAR: Final = 0.8
"""How probable one of two opposite rules is to a classifier that settles which of them there is."""
_HARDLY: Final = 0.3
"""Anything else is less probable to it."""
_SHOWS: Final = {Verdict.MET: ("met",), Verdict.PARTIAL: ("partial", NARROWS), Verdict.CONFLICT: ("conflict",)}
"""The classes whose provisions show a verdict."""


class Weights(BaseModel):
    """The grammar of verdict_weights.yaml: for each verdict an intercept and a weight of each feature.

    A verdict that is less probable than its ``least`` gives way to the next. ``overruled`` are reasons for ``partial`` that give way to a classifier that is sure of the whole: words of the
    very provision that it reads, too, not of one elsewhere. ``opposed`` are reasons for leaving two opposite rules to a person, which the classifier settles that sees only one of them. Both are named with
    their elements ("single at ST-08"): a reason of another register may mean another thing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    intercepts: dict[Verdict, float]
    weights: dict[Verdict, dict[str, float]]
    least: dict[Verdict, float]
    overruled: frozenset[str] = frozenset()
    opposed: frozenset[str] = frozenset()

    @staticmethod
    def names(among: frozenset[str], element_id: str, reasons: Sequence[str]) -> bool:
        """Whether there are reasons, and all of them are among those named for an element."""
        return bool(reasons) and all(f"{reason} at {element_id}" in among for reason in reasons)

    def probabilities(self, features: Mapping[str, float]) -> dict[Verdict, float]:
        """How probable each verdict is with these features."""
        logits = {
            verdict: intercept + sum(self.weights[verdict].get(name, 0.0) * value for name, value in features.items())
            for verdict, intercept in self.intercepts.items()
        }
        top = max(logits.values())
        odds = {verdict: math.exp(logit - top) for verdict, logit in logits.items()}
        return {verdict: each / sum(odds.values()) for verdict, each in odds.items()}


@cache
def shipped_weights() -> Weights:
    """The weights that ship with the package.

    Raises:
        LexiconError: the file is not what it should be.
    """
    try:
        return Weights.model_validate(lexicon(WEIGHTS))
    except ValidationError as error:
        raise LexiconError(f"these are no weights ({error})", where=f"lexicon/{WEIGHTS}.yaml") from error


def features(element_id: str, verdict: Verdict, taken: Mapping[str, Taken]) -> dict[str, float]:
    """What is weighed, by name: the element, the criteria's verdict, the log-odds of each class, both also for this element alone, and each class's probability given that verdict.

    Elements differ in how often laws do what they ask, and in how well the two know it. One that the weights do not name is weighed like all.
    """
    found = {f"element {element_id}": 1.0}
    for name in (f"criteria {verdict.value}", f"criteria {verdict.value} at {element_id}"):
        found[name] = 1.0
    for label, one in taken.items():
        inside = min(max(one.probability, _EDGE), 1 - _EDGE)
        found[label] = found[f"{label} at {element_id}"] = math.log(inside / (1 - inside)) / _SCALE
        found[f"{label} beside {verdict.value}"] = one.probability
    return found


def weigh(found: Mapping[str, float], weights: Weights) -> Verdict:
    """The most probable verdict with some ``features``, of those that are probable enough."""
    probabilities = weights.probabilities(found)
    allowed = {each: p for each, p in probabilities.items() if p >= weights.least.get(each, 0.0)} or probabilities
    return max(allowed, key=lambda each: allowed[each])


def given(verdict: Verdict, found: Mapping[str, float], weights: Weights) -> Verdict:
    """The verdict that is given where the criteria say ``verdict``.

    What they found to be narrowed is not called ``met`` here: they see the definition, the exception and the narrow offence that stand elsewhere.
    """
    best = weigh(found, weights)
    return verdict if (verdict, best) == (Verdict.PARTIAL, Verdict.MET) else best


def weighed(element_id: str, decided: Decided, taken: Mapping[str, Taken], weights: Weights) -> Decided:
    """The decision on one element.

    Args:
        element_id: which.
        decided: what the criteria say; what they leave to a person stays so, but for two opposite rules of which the classifier sees one alone.
        taken: what the classifier takes provisions for; {} where it knows nothing of the element.
        weights: how far each is believed.
    """
    if not taken:
        return decided
    if decided.verdict is Verdict.NEEDS_REVIEW:
        return _settled(element_id, decided, taken, weights)
    if (whole := overruling(element_id, decided, taken, weights)) is not None:
        return _by_classifier(Verdict.MET, decided, whole)
    verdict = given(decided.verdict, features(element_id, decided.verdict, taken), weights)
    if (decided.verdict is Verdict.MET and verdict in {Verdict.MET, Verdict.PARTIAL}) and (part := _torn(taken)) is not None:
        return _by_classifier(Verdict.PARTIAL, decided, part)
    return _as_weighed(verdict, decided, taken)


def _as_weighed(verdict: Verdict, decided: Decided, taken: Mapping[str, Taken]) -> Decided:
    """The decision with the verdict that was found most probable, where a provision shows it."""
    if verdict is decided.verdict:
        return decided
    if verdict is Verdict.MISSING:
        return Decided(Verdict.MISSING, (), (BY_CLASSIFIER,))
    shown = max((taken[label] for label in _SHOWS[verdict] if label in taken), key=lambda one: one.probability)
    needed = _NARROWED if (decided.verdict, verdict) == (Verdict.MET, Verdict.PARTIAL) else _SHOWN
    return _by_classifier(verdict, decided, shown) if shown.probability >= needed else decided


def _torn(taken: Mapping[str, Taken]) -> Taken | None:
    """The provision that is taken for the whole, and hardly less for a part; None where they are two or it is clear."""
    whole, part = taken.get(Verdict.MET.value), taken.get(Verdict.PARTIAL.value)
    if whole is None or part is None or whole.provision is not part.provision:
        return None
    return part if part.probability >= _TORN else None


def overruling(element_id: str, decided: Decided, taken: Mapping[str, Taken], weights: Weights) -> Taken | None:
    """The provision of which the classifier is so sure that what the criteria call ``partial`` is met; None where a reason holds against it."""
    narrowed = decided.verdict is Verdict.PARTIAL and weights.names(weights.overruled, element_id, decided.reasons)
    whole = taken.get(Verdict.MET.value)
    if not narrowed or whole is None or whole.probability < _SURE:
        return None
    if any(matched.provision is not whole.provision for matched in decided.narrowing):
        return None  # a definition or an exception that the classifier has not read with it
    rivals = (one.probability for label, one in taken.items() if label != whole.label)
    return whole if max(rivals, default=0.0) < _HARDLY else None


def _settled(element_id: str, decided: Decided, taken: Mapping[str, Taken], weights: Weights) -> Decided:
    """Two opposite rules that the criteria leave to a person: where the classifier surely sees one and hardly the other, its verdict."""
    if not weights.names(weights.opposed, element_id, decided.reasons):
        return decided

    def odds(*labels: str) -> float:
        return max((taken[label].probability for label in labels if label in taken), default=0.0)

    met, partial, conflict = odds("met"), odds("partial", NARROWS), odds("conflict")
    if conflict >= _CLEAR and max(met, partial) < _HARDLY:
        verdict = Verdict.CONFLICT
    elif conflict >= _HARDLY or max(met, partial) < _CLEAR:
        return decided
    elif partial >= _HARDLY:
        verdict = Verdict.PARTIAL
    elif met >= _SURE:
        verdict = Verdict.MET
    else:
        return decided
    shown = max((taken[label] for label in _SHOWS[verdict] if label in taken), key=lambda one: one.probability)
    return _by_classifier(verdict, Decided(verdict, ()), shown)


def _by_classifier(verdict: Verdict, decided: Decided, taken: Taken) -> Decided:
    """The classifier's verdict: a provision that narrows stands beside the rule that the criteria found, any other in its place."""
    if taken.label == NARROWS and decided.norms:
        return replace(decided, verdict=verdict, reasons=(BY_CLASSIFIER,), taken=taken)
    return Decided(verdict, (), (BY_CLASSIFIER,), taken=taken)
