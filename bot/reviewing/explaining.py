"""Explaining a verdict: the criteria applied again, rule by rule and condition by condition, by the engine's own functions. Nothing is decided here.

Each key of a norm pattern is tried alone, as a pattern that has no other key, so that what is shown is what the engine found.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from bot.reviewing.criteria import Judge
from bot.reviewing.decided import Decided
from bot.reviewing.explanation import Classified, Condition, Explanation, Line, Narrowing, PatternTrace, Tried
from bot.reviewing.findings import Finding, Verdict
from bot.reviewing.matching import Counted
from bot.reviewing.norms import Norm
from bot.reviewing.references import section_of
from bot.reviewing.scanned import ReadingCopy
from bot.reviewing.showing import Shown, clause_name
from corpus.criteria import Criteria, Decision, Effect, Narrower, NormPattern

_COUNTED = 3
"""So many rules that count are shown for a pattern."""
_NEAR = 2
"""So many near misses are shown for a pattern."""
_NO_MISS = frozenset({Effect.STATEMENT, Effect.DEFINITION, Effect.APPLICATION, Effect.EXCEPTION, Effect.REPEAL})
"""Effects of sentences that are no rule of another kind: they tell, define, or work on other rules."""
_NO_CONDITIONS = frozenset({"effect", "says", "advice"})


def explain(finding: Finding, judge: Judge, copy: ReadingCopy) -> Explanation:
    """How the criteria came to the verdict of a finding.

    Args:
        finding: the finding, as it was reported.
        judge: the criteria, applied to the draft as it was read.
        copy: the way from the offsets of that reading back to the draft.
    """
    element = finding.element
    decided = judge.by_criteria(element.id)
    heeding = decided is None or decided.verdict is not Verdict.CONFLICT
    classified = tuple(_classified(judge, element.id, copy, heeding=heeding))
    if decided is None or element.criteria is None:
        note = "no criteria: a person decides"
        return Explanation(element.id, finding.verdict.value, finding.reasons, (), (), note, classified)
    lines = tuple(_lines(judge, element.criteria))
    patterns = tuple(_Tracer(judge, element.criteria, Shown(judge, copy)).traces())
    note = _note(finding, decided)
    return Explanation(element.id, decided.verdict.value, decided.reasons, lines, patterns, note, classified)


def _classified(judge: Judge, element_id: str, copy: ReadingCopy, *, heeding: bool) -> Iterator[Classified]:
    """The provision that the register's classifier, if there is one, takes most surely for each of its classes; with ``heeding`` the one, too, that only the register's word keeps from being the opposite."""
    if judge.learned is None:
        return
    innocent = judge.learned.held_innocent(element_id) if heeding else None
    for taken in (*judge.learned.taken(element_id, heeding=heeding).values(), *([innocent] if innocent else [])):
        start, end = taken.provision.own
        yield Classified(
            clause_name(taken.provision.clause),
            " ".join(taken.provision.text.split()),
            copy.back(start),
            copy.back(end, end=True),
            taken.label,
            round(taken.probability, 3),
            innocent=taken is innocent,
        )


def _note(finding: Finding, decided: Decided) -> str:
    if finding.verdict is decided.verdict:
        return ""
    return f"the finding is {finding.verdict.value}, not {decided.verdict.value} as by these criteria: {finding.rationale}"


# the order of decision ---------------------------------------------------------------------------------------------------


def decision_line(decision: Decision) -> str:
    """A line of the order of decision, nearly as it is written: "met: punish, without any narrower"."""
    parts = [
        " or ".join(decision.patterns),
        *(
            f"{key} {' or '.join(names)}"
            for key, names in (("also", decision.also), ("unless", decision.unless), ("over", decision.over))
            if names
        ),
        *(["without any narrower"] if decision.without else []),
    ]
    return f"{decision.verdict}: {', '.join(parts)}"


def _lines(judge: Judge, criteria: Criteria) -> Iterator[Line]:
    """Each line tried alone; the first that holds decides."""
    counted = {name: judge.anchors.count(pattern) for name, pattern in criteria.norms.items()}
    decided = False
    for decision in criteria.decide:
        outcome = judge.apply(criteria.model_copy(update={"decide": (decision,)}))
        holds = outcome.verdict is not Verdict.MISSING
        why = _outcome_words(decision, outcome) if holds else _why_not(decision, counted)
        yield Line(decision_line(decision), holds, holds and not decided, outcome.verdict.value if holds else "", why)
        decided = decided or holds


def _outcome_words(decision: Decision, outcome: Decided) -> str:
    """What a line that holds gives, where that is more than its verdict."""
    parts = [outcome.verdict.value] if outcome.verdict.value != decision.verdict else []
    return ", because of ".join([*parts, *([" and ".join(outcome.reasons)] if outcome.reasons and parts else [])])


def _why_not(decision: Decision, counted: Mapping[str, Sequence[Counted]]) -> str:
    def some(names: Sequence[str]) -> list[str]:
        return [name for name in names if counted[name]]

    if not some(decision.patterns):
        return f"no rule counts for {' or '.join(decision.patterns)}"
    if some(decision.unless):
        return f"a rule counts for {' and '.join(some(decision.unless))}"
    if decision.also and not some(decision.also):
        return f"no rule counts for {' or '.join(decision.also)}"
    if decision.over and not some(decision.over):
        return f"no rule counts for {' or '.join(decision.over)}"
    if decision.over:
        return f"the rule does not outrank that for {' or '.join(some(decision.over))}"
    return "every rule that counts is narrowed"


# patterns ----------------------------------------------------------------------------------------------------------------


def conditions_of(pattern: NormPattern) -> dict[str, tuple[str, ...]]:
    """The keys of a pattern that must hold, beside the effect, with the names they ask for."""
    found: dict[str, tuple[str, ...]] = {}
    for key in type(pattern).model_fields:
        value = getattr(pattern, key)
        if key not in _NO_CONDITIONS and value and not isinstance(value, bool):
            found[key] = (value,) if isinstance(value, str) else tuple(map(str, value))
    return found


def only(pattern: NormPattern, key: str) -> NormPattern:
    """The pattern without all its conditions but one."""
    others = {name: type(pattern).model_fields[name].default for name in conditions_of(pattern) if name != key}
    return pattern.model_copy(update=others)


class _Tracer:
    """Tries the patterns of one element on all norms of one law."""

    def __init__(self, judge: Judge, criteria: Criteria, shown: Shown) -> None:
        self.judge = judge
        self.criteria = criteria
        self.shown = shown
        self.narrowers = judge.narrowers_of(criteria)
        self.counted = {name: judge.anchors.count(pattern) for name, pattern in criteria.norms.items()}
        self._rarities: dict[str, float] = {}
        self._told: set[int] = set()
        """Sentences that were shown as of the wrong kind for one pattern, and need not be for the next."""
        fulfilling = {name for decision in criteria.decide for name in decision.met}
        self._counting = {one.norm.provision.order for name in fulfilling for one in self.counted[name]}

    def traces(self) -> Iterator[PatternTrace]:
        """One for each pattern, in the order of the criteria."""
        graded = {name for d in self.criteria.decide if d.met or d.partial for name in d.patterns}
        for name, pattern in self.criteria.norms.items():
            found = self.counted[name]
            tried = sum(norm.effect in pattern.effect for norm in self.judge.anchors.law.norms)
            shown = tuple(self._tried(pattern, one, found if name in graded else ()) for one in found[:_COUNTED])
            yield PatternTrace(name, pattern.says, len(found), tried, shown, tuple(self._near(name, pattern)))

    def _tried(self, pattern: NormPattern, one: Counted, graded: Sequence[Counted]) -> Tried:
        """A rule that counts; ``graded`` are all rules that narrowing is judged over, () where none is."""
        conditions = (
            self._effect(pattern, one.norm),
            *(self._condition(pattern, key, one.norm) for key in conditions_of(pattern)),
        )
        narrowers = tuple(self._narrowing(name, n, one.norm, graded) for name, n in self.narrowers.items()) if graded else ()
        return Tried(
            self.shown.rule(one.norm), counts=True, unresolved=one.unresolved, conditions=conditions, narrowers=narrowers
        )

    @staticmethod
    def _effect(pattern: NormPattern, norm: Norm) -> Condition:
        holds = norm.effect in pattern.effect
        asks = tuple(effect.value for effect in pattern.effect)
        return Condition("effect", asks, holds, why="" if holds else f"it is of the kind {norm.effect.value}")

    def _condition(self, pattern: NormPattern, key: str, norm: Norm) -> Condition:
        alone = only(pattern, key)
        counted = self.judge.anchors.counted(norm, alone)
        asks = conditions_of(alone)[key]
        if counted is None:
            return Condition(
                key, asks, holds=False, said=self.shown.elsewhere(norm, key, asks), why=self.shown.why(norm, key, asks)
            )
        said = tuple(self.shown.said(matched, norm) for matched in counted.matched)
        return Condition(key, asks, holds=True, said=said or self.shown.pointing(norm, key, asks))

    def _narrowing(self, name: str, narrower: Narrower, norm: Norm, graded: Sequence[Counted]) -> Narrowing:
        if narrower.kinds:
            kinds = sorted(
                {kind for one in graded for kind in self.judge.matcher.kinds(one.norm, narrower.kinds, own_only=narrower.own)}
            )
            holds = self.judge.too_few(narrower, graded)
            return Narrowing(name, narrower.says, holds, why=f"all rules together name {len(kinds)}: {', '.join(kinds)}")
        found = self.judge.holds(narrower, norm)
        if found is not None:
            return Narrowing(name, narrower.says, holds=True, said=tuple(self.shown.said(matched, norm) for matched in found))
        return Narrowing(
            name, narrower.says, holds=False, said=self.shown.wider(norm, narrower), why=self.shown.why_wide(norm, narrower)
        )

    # near misses ---------------------------------------------------------------------------------------------------------

    def _near(self, name: str, pattern: NormPattern) -> list[Tried]:
        """The rules that fail one condition only, one for each section, those first that tell most; none that fulfil the element anyhow."""
        counting = self._counting | {one.norm.provision.order for one in self.counted[name]}
        found: dict[str, tuple[tuple[float, int], Norm, tuple[Condition, ...]]] = {}
        for norm in self.judge.anchors.law.norms:
            section = section_of(norm.clause.number) or norm.clause.id
            tried = None if norm.provision.order in counting else self._failing_one(pattern, norm)
            if (
                tried is not None
                and (rank := self._rank(norm, pattern, tried))
                and (section not in found or rank > found[section][0])
            ):
                found[section] = (rank, norm, tried)
        best = sorted(found.values(), key=lambda entry: entry[0], reverse=True)[:_NEAR]
        self._told |= {norm.provision.order for _, norm, tried in best if not tried[0].holds}
        return [Tried(self.shown.rule(norm), counts=False, unresolved=False, conditions=tried) for _, norm, tried in best]

    def _failing_one(self, pattern: NormPattern, norm: Norm) -> tuple[Condition, ...] | None:
        """The conditions, of which just one fails; None where more do, or where the effect does of what is no rule of its own."""
        effect = self._effect(pattern, norm)
        if not effect.holds and (norm.effect in _NO_MISS or norm.provision.order in self._told):
            return None
        failed: list[str] = [] if effect.holds else ["effect"]
        for key in conditions_of(pattern):
            if self.judge.anchors.counted(norm, only(pattern, key)) is None:
                failed.append(key)
                if len(failed) > 1:
                    return None
        if not failed:
            return None
        return (effect, *(self._condition(pattern, key, norm) for key in conditions_of(pattern)))

    def _rank(self, norm: Norm, pattern: NormPattern, conditions: Sequence[Condition]) -> tuple[float, int] | None:
        """How telling a near miss is: what it says of what is asked for, rare words counting more; None where it says nothing of it.

        What failed counts, too, where it is said in another place of the sentence, or where it must not be said. That the anchor is about itself
        tells nothing.
        """
        anchor = self.judge.anchors.of(pattern.of) if pattern.of else ()
        itself = {"of"} if any(one.norm.provision.order == norm.provision.order for one in anchor) else set()
        said = [{one.concept for one in condition.said} - {""} for condition in conditions if condition.key not in itself]
        rarest = [max(map(self._rarity, names)) for names in said if names]
        return (sum(rarest), -norm.provision.order) if rarest else None

    def _rarity(self, concept: str) -> float:
        """The logarithm of how many sentences the law has for each one that says a concept."""
        if concept not in self._rarities:
            provisions = self.judge.anchors.law.provisions
            saying = sum(bool(self.judge.matcher.concepts.hits(concept, provision)) for provision in provisions)
            self._rarities[concept] = math.log((len(provisions) + 1) / max(saying, 1))
        return self._rarities[concept]
