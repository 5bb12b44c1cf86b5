"""Anaphora: whom "she", "such a person" or "a person so arrested" stands for.

A subject that points back stands for the subject of the case that opens its sentence, else for the subject of the rule before it in the same section;
where that subject is an authority ("a police officer shall arrest every person ..."), for the one it acts upon. A noun decides where it can:
"the child" stands for the last child named.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.reviewing.lexicon import Lexicon
from bot.reviewing.norms import BLAMING, Mention, Norm
from bot.reviewing.references import Reach, Reference, covers, section_of
from bot.reviewing.sentence_parts import Region
from corpus.criteria import Effect

_DEPTH = 3
"""A pronoun may stand for a pronoun; further than this nothing is followed."""
_NEAR = 45
"""Characters between a bearer and the number of what describes it."""
_OPENING = 80
"""Characters at the beginning of a provision that name whom it is about."""
_WHOM = 14
"""Characters behind "applies to" in which the naming of a person begins."""
_ACTED_UPON = frozenset({Effect.PROSECUTION, Effect.IMMUNITY})
_DESCRIBED = re.compile(r"\b(?:referred to|described|mentioned|specified|within|covered by|to whom)\b")
_FAILS = re.compile(r"\b(?:fails? to comply with|does not comply with)\s*$")
_WORD = re.compile(r"[^\W\d_]+")
_PREPOSITION = re.compile(r"\b(?:of|in|at|for|to|under|by|with|on)\b")


@dataclasses.dataclass(frozen=True, slots=True)
class _Application:
    """A sentence that extends rules to somebody: which ones by number, or "this", and where it names whom."""

    says_this: bool
    section: str
    numbers: tuple[str, ...]
    mention: Mention

    @classmethod
    def of(cls, norm: Norm) -> _Application:
        text, (start, low) = norm.provision.text, norm.trigger
        named = (r for r in norm.references if r.reach is Reach.NUMBERS and r.start < start)
        return cls(
            text[:start].split() in (["This"], ["The", "same"]),
            section_of(norm.clause.number),
            tuple(number for r in named for number in r.numbers),
            Mention(norm.provision, (low, min(low + _WHOM, len(text)))),
        )


class Antecedents:
    """Whom the norms of a draft stand for."""

    def __init__(self, norms: Sequence[Norm], lexicon: Lexicon) -> None:
        self._authorities = lexicon.words["authorities"]
        self._things = lexicon.words["impersonal"] | lexicon.words["things"]
        self._nouns = lexicon.words["person_nouns"]
        self._pronouns = lexicon.words["pronouns"]
        self._openers = lexicon.words["openers"]
        self._sections: dict[str, list[Norm]] = defaultdict(list)
        for norm in sorted(norms, key=_place):
            if norm.bearer:
                self._sections[section_of(norm.clause.number)].append(norm)
        self._previous = {later: earlier for earlier, later in pairwise(self._sections)}
        self._all = [norm for norm in norms if norm.effect is not Effect.DEFINITION]
        self._applications = [_Application.of(norm) for norm in norms if norm.effect is Effect.APPLICATION]

    def of(self, norm: Norm) -> tuple[Mention, ...]:
        """The places that name the one a norm's bearer stands for, nearest first; () where it names its bearer itself."""
        chain = self._chain(norm, _DEPTH) if norm.points_back else ()
        text = norm.provision.text
        described = self._referred(norm) if _DESCRIBED.search(text) or "comply" in text else ()
        return tuple(dict.fromkeys((*chain, *described, *self._applied(norm))))

    def _chain(self, norm: Norm, depth: int) -> Iterator[Mention]:
        if norm.case_subject is not None:
            yield Mention(norm.provision, norm.case_subject)
            words = self._words(norm, (norm.case_subject,))
            if words and not words & (self._authorities | self._things | self._pronouns):
                return
        start = min((low for low, _ in norm.bearer), default=0)
        own = tuple(region for region in norm.acts if region[1] <= start and region[0] > 0)
        if norm.effect in _ACTED_UPON and self._words(norm, own) & self._nouns:
            yield from (
                Mention(norm.provision, region) for region in own
            )  # "an officer who finds a person so kept must arrest that person"
            return
        for rule in self._before(norm):
            regions = self._named(norm, rule)
            yield from (Mention(rule.provision, region) for region in regions)
            if regions:
                if depth and (rule.points_back or not self._words(rule, regions) & self._nouns):
                    yield from self._chain(rule, depth - 1)
                return

    def _before(self, norm: Norm) -> Iterator[Norm]:
        """The rules before a norm in the same section, nearest first; in its own sentence, those that end before its subject begins."""
        section = section_of(norm.clause.number)
        before = self._earlier(norm, self._sections[section])
        if not before:  # "they" at the beginning of a section points to the section before it
            rules = self._sections.get(self._previous.get(section, ""), [])
            before = self._earlier(norm, rules) if rules and rules[-1].provision.order < norm.provision.order else []
        return iter(before)

    @staticmethod
    def _earlier(norm: Norm, rules: Sequence[Norm]) -> list[Norm]:
        at = bisect_left(rules, _place(norm), key=_place)
        return [rule for rule in reversed(rules[:at]) if not _overlap(rule, norm)]

    def _referred(self, norm: Norm) -> Iterator[Mention]:
        """The beginning of what a bearer is described by: "a person referred to in subsection (1)"."""
        end = max((high for _, high in norm.bearer), default=0)
        for reference in norm.references:
            if reference.reach is not Reach.NUMBERS or not (
                0 <= reference.start - end <= _NEAR or reference.start <= end <= reference.end + 1
            ):
                continue
            if _FAILS.search(norm.provision.text, 0, reference.start):
                yield from self._bound(reference)
                continue
            for rule in self._all:
                if (
                    any(covers(number, rule.clause.number) for number in reference.numbers if rule.clause.number)
                    and rule.effect not in BLAMING
                ):
                    yield Mention(rule.provision, (0, min(_OPENING, len(rule.provision.text))))

    def _bound(self, reference: Reference) -> Iterator[Mention]:
        """Whom a duty binds: "a person who fails to comply with subsection (1)"."""
        for rule in self._all:
            if rule.clause.number and any(covers(number, rule.clause.number) for number in reference.numbers):
                yield from (Mention(rule.provision, region) for region in rule.bearer if region[1] <= rule.trigger[0])

    def _applied(self, norm: Norm) -> Iterator[Mention]:
        """Whom another sentence extends a rule to: "Subsection (1) applies to a farmer, too", "This applies equally to a farmer"."""
        section = section_of(norm.clause.number)
        number = norm.clause.number
        for applied in self._applications:
            before = applied.says_this and applied.section == section and norm.provision.order < applied.mention.provision.order
            if before or (number and any(covers(named, number) for named in applied.numbers)):
                yield applied.mention

    def _named(self, norm: Norm, rule: Norm) -> tuple[Region, ...]:
        """The subject of a rule, or whom an authority acts upon; () where it names nobody ("the fact shall be no excuse")."""
        after = tuple(region for region in rule.acts if region[0] >= rule.predicate[0])
        around = rule.bearer
        if around and rule.provision.text[around[0][0] :].split(" ", 1)[0].lower() in self._openers:
            return ()  # the case runs into the subject
        if not norm.bearer:
            return rule.bearer  # "It is punished by ...": the act that the rule before it names
        nouns = self._words(norm, norm.bearer) & self._nouns
        if nouns and not nouns & self._words(rule, rule.bearer) and nouns & self._words(rule, after):
            return after
        if self._words(rule, rule.bearer) & self._nouns:
            return around
        head = self._head(rule)
        if head & (self._authorities | self._things):
            return after if self._nouns & self._words(rule, after) else ()
        return around

    def _head(self, norm: Norm) -> set[str]:
        """The words of a bearer before its first preposition: "officer" in "the officer in charge of a station"."""
        text = " ".join(norm.provision.text[low:high] for low, high in norm.bearer).lower()
        return set(_WORD.findall(_PREPOSITION.split(text)[0]))

    @staticmethod
    def _words(norm: Norm, regions: Sequence[Region]) -> set[str]:
        return {word.lower() for low, high in regions for word in _WORD.findall(norm.provision.text[low:high])}


def with_antecedents(norms: Sequence[Norm], lexicon: Lexicon) -> tuple[Norm, ...]:
    """The norms, each with the places that name the one its bearer stands for."""
    antecedents = Antecedents(norms, lexicon)
    return tuple(dataclasses.replace(norm, stands_for=antecedents.of(norm)) for norm in norms)


def _place(norm: Norm) -> tuple[int, int]:
    return norm.provision.order, norm.trigger[0]


def _overlap(rule: Norm, norm: Norm) -> bool:
    """Whether two norms share a subject or a predicate: readings of one rule."""
    if rule.provision.order != norm.provision.order:
        return False
    shared = max(rule.predicate[0], norm.predicate[0]) < min(rule.predicate[1], norm.predicate[1])
    return rule.bearer == norm.bearer or shared or rule.trigger[1] > norm.trigger[0]
