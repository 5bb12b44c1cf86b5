"""Weighs what a trained classifier takes the provisions of a law for against what the criteria say of it.

The criteria know which norm does what, unless what, in the wordings they were given. The classifier knows more wordings, and one provision at a time. How far each is to be
believed is measured: a multinomial logistic regression over the verdict of the criteria, the classifier's highest probability for each of its classes, and what else it takes the same provision and the other
provisions for, fitted on drafts that neither had seen (``evals.weighing``). What the criteria leave to a person stays with a person, but for two opposite rules of which the classifier sees one alone. Where the
two agree nothing changes but the confidence; where they differ, the finding says who decided.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

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
_EDGE: Final = 1e-2
_SCALE: Final = 4.0
_SHOWN: Final = 0.3
"""A verdict that no provision shows with this probability is not given against the criteria; 0.2 to 0.4 are alike."""
_NARROWED: Final = 0.4
"""The same where the criteria found a whole rule and nothing that narrows it: it is not called partial on a guess. On 417 drafts from which no classifier has learnt (7,797 verdicts) 91.9% are right and `met` is wrong in 2.6%; with 0.6 it is
91.8 and 2.9%, with 0.3 91.9 and 2.4%, and on the newest 209 right are 91.9, 92.0 and 91.7%."""
_RAISED: Final = 0.8
"""The same where the criteria found a rule to be a part: it is not called whole on a guess. 0.5 to 0.8 are alike on whole drafts; in short ones it saves a wrong ``met``."""
_SURE: Final = 0.9
"""How probable a whole rule is to a classifier that settles that there is no other."""
_CLEAR: Final = 0.8
"""How probable one of two opposite rules is to a classifier that settles which of them there is."""
_HARDLY: Final = 0.3
"""Anything else is less probable to it."""
_SHOWS: Final = {Verdict.MET: ("met",), Verdict.PARTIAL: ("partial", NARROWS), Verdict.CONFLICT: ("conflict",)}
"""The classes whose provisions show a verdict."""
_NEEDED: Final = {(Verdict.MET, Verdict.PARTIAL): _NARROWED, (Verdict.PARTIAL, Verdict.MET): _RAISED}
"""How surely a provision must show a verdict to take the place of the criteria's."""
_WHOLE: Final = "met"
_WITH: Final = ("met", "partial", "conflict")
"""Classes whose surest provision is weighed by what it is taken for on the other elements."""
_IN: Final = ("met", "conflict")
"""Classes whose surest provision is weighed by its other classes."""
_CORE: Final = ("met", "partial", NARROWS)
"""Classes that tell whether the rule on which another hangs is whole."""
_ELSEWHERE: Final = ("partial", "conflict", NARROWS)
"""Classes that are weighed also for the provisions other than the one taken for the whole rule."""


@dataclass(frozen=True, slots=True)
class Core:
    """What is said of the element on whose rule another one hangs: an attempt is as narrow as the offence. By the criteria, and what the classifier takes the provisions for."""

    verdict: Verdict
    taken: Mapping[str, Taken]


class Weights(BaseModel):
    """The grammar of verdict_weights.yaml: for each verdict an intercept and a weight of each feature.

    A verdict that is less probable than its ``least`` gives way to the next; "met beside partial" is the least of ``met`` where the criteria say ``partial``. ``opposed`` are reasons for leaving two opposite rules
    to a person, which the classifier settles that sees only one of them, named with their elements ("excused at ST-03"): a reason of another register may mean another thing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    intercepts: dict[Verdict, float]
    weights: dict[Verdict, dict[str, float]]
    least: dict[str, float]
    opposed: frozenset[str] = frozenset()

    @field_validator("least")
    @classmethod
    def _of_verdicts(cls, least: dict[str, float]) -> dict[str, float]:
        known = {name for each in Verdict for name in (each.value, *(_beside(each.value, criteria) for criteria in Verdict))}
        if strange := sorted(least.keys() - known):
            raise ValueError(f"{', '.join(strange)}: neither a verdict nor one beside another")
        return least

    def are_opposed(self, element_id: str, reasons: Sequence[str]) -> bool:
        """Whether there are reasons, and all of them are among those of two opposite rules on an element."""
        return bool(reasons) and all(f"{reason} at {element_id}" in self.opposed for reason in reasons)

    def least_of(self, verdict: Verdict, criteria: Verdict) -> float:
        """How probable a verdict is at least, where the criteria give theirs."""
        return self.least.get(_beside(verdict.value, criteria), self.least.get(verdict.value, 0.0))

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


def features(element_id: str, verdict: Verdict, taken: Mapping[str, Taken], core: Core | None = None) -> dict[str, float]:
    """What is weighed, by name: the element, the criteria's verdict, and what the classifier takes the provisions for.

    The last is

    - the log-odds of each class in its surest provision, also for this element alone, and in the next; its probability given the criteria's verdict;
    - what else the provisions taken for the whole rule and for its opposite are taken for;
    - what there is beside the provision taken for the whole rule;
    - what the surest provisions are taken for on the other elements;
    - what is said of the ``core``, also for this element alone.

    Elements differ in how often laws do what they ask, and in how well the two know it. One that the weights do not name is weighed like all.
    """
    found = {f"element {element_id}": 1.0}
    for name in (f"criteria {verdict.value}", f"criteria {verdict.value} at {element_id}"):
        found[name] = 1.0
    for label, one in taken.items():
        found[label] = found[f"{label} at {element_id}"] = _log_odds(one.probability)
        found[_beside(label, verdict)] = one.probability
        found[f"second {label}"] = _log_odds(one.second)
    found |= {f"{label} with {other}": p for label in _WITH if label in taken for other, p in taken[label].also.items()}
    found |= {f"{other} in {label}": p for label in _IN if label in taken for other, p in taken[label].rivals.items()}
    return found | _past_the_whole(verdict, taken) | (_of_core(element_id, core) if core is not None else {})


def _past_the_whole(verdict: Verdict, taken: Mapping[str, Taken]) -> dict[str, float]:
    """How much else there is beside the provision that is taken for the whole rule: a part that stands elsewhere takes nothing from it, one in it makes it doubtful."""
    whole = taken.get(_WHOLE)
    if whole is None:
        return {}
    found = {_beside("partial in met", verdict): whole.rivals.get("partial", 0.0)}
    for one in (taken[label] for label in _ELSEWHERE if label in taken):
        elsewhere = one.second if one.provision is whole.provision else one.probability
        found[f"{one.label} elsewhere"] = _log_odds(elsewhere)
        found[_beside(f"{one.label} elsewhere", verdict)] = elsewhere
    return found


def _of_core(element_id: str, core: Core) -> dict[str, float]:
    """Whether the rule that an element hangs on is whole or narrow."""
    found = {f"core {label}": _log_odds(core.taken[label].probability) for label in _CORE if label in core.taken}
    found |= {f"core criteria {core.verdict.value}": 1.0}
    if _WHOLE in core.taken:
        found["core partial in met"] = core.taken[_WHOLE].rivals.get("partial", 0.0)
    return found | {f"{name} at {element_id}": value for name, value in found.items()}


def _beside(what: str, criteria: Verdict) -> str:
    """The name of a feature that counts where the criteria give a verdict."""
    return f"{what} beside {criteria.value}"


def _log_odds(probability: float) -> float:
    inside = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(inside / (1 - inside)) / _SCALE


def weigh(verdict: Verdict, found: Mapping[str, float], weights: Weights) -> Verdict:
    """The most probable verdict with some ``features``, of those that are probable enough where the criteria say ``verdict``."""
    probabilities = weights.probabilities(found)
    allowed = {each: p for each, p in probabilities.items() if p >= weights.least_of(each, verdict)} or probabilities
    return max(allowed, key=lambda each: allowed[each])


def weighed(element_id: str, decided: Decided, taken: Mapping[str, Taken], weights: Weights, core: Core | None = None) -> Decided:
    """The decision on one element.

    Args:
        element_id: which.
        decided: what the criteria say; what they leave to a person stays so, but for two opposite rules of which the classifier sees one alone.
        taken: what the classifier takes provisions for, all its classes but nothing; {} where it knows nothing of the element.
        weights: how far each is believed.
        core: what is said of the element that this one hangs on, if it does.
    """
    if not taken:
        return decided
    if decided.verdict is Verdict.NEEDS_REVIEW:
        return _settled(element_id, decided, taken, weights)
    verdict = weigh(decided.verdict, features(element_id, decided.verdict, taken, core), weights)
    return _as_weighed(verdict, decided, taken)


def _as_weighed(verdict: Verdict, decided: Decided, taken: Mapping[str, Taken]) -> Decided:
    """The decision with the verdict that was found most probable, where a provision shows it."""
    if verdict is decided.verdict:
        return decided
    if verdict is Verdict.MISSING:
        return Decided(Verdict.MISSING, (), (BY_CLASSIFIER,))
    shown = _shown(verdict, taken)
    needed = _NEEDED.get((decided.verdict, verdict), _SHOWN)
    return _by_classifier(verdict, decided, shown) if shown.probability >= needed else decided


def _settled(element_id: str, decided: Decided, taken: Mapping[str, Taken], weights: Weights) -> Decided:
    """Two opposite rules that the criteria leave to a person: where the classifier surely sees one and hardly the other, its verdict."""
    if not weights.are_opposed(element_id, decided.reasons):
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
    return _by_classifier(verdict, Decided(verdict, ()), _shown(verdict, taken))


def shown_by_classifier(verdict: Verdict, taken: Mapping[str, Taken], least: float = _SHOWN) -> Decided | None:
    """A verdict as the classifier alone shows it; None where no provision does with a probability of ``least``."""
    if not taken or verdict not in _SHOWS:
        return None
    shown = _shown(verdict, taken)
    return _by_classifier(verdict, Decided(verdict, ()), shown) if shown.probability >= least else None


def _shown(verdict: Verdict, taken: Mapping[str, Taken]) -> Taken:
    """The provision that shows a verdict most surely."""
    return max((taken[label] for label in _SHOWS[verdict] if label in taken), key=lambda one: one.probability)


def _by_classifier(verdict: Verdict, decided: Decided, taken: Taken) -> Decided:
    """The classifier's verdict: a provision that narrows stands beside the rule that the criteria found, any other in its place."""
    if taken.label == NARROWS and decided.norms:
        return replace(decided, verdict=verdict, reasons=(BY_CLASSIFIER,), taken=taken)
    return Decided(verdict, (), (BY_CLASSIFIER,), taken=taken)
