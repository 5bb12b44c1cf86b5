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

from bot.reviewing.lexicon import Lexicon
from bot.reviewing.norms import Mention, Norm
from bot.reviewing.references import section_of
from bot.reviewing.sentence import Region

_DEPTH = 3
"""A pronoun may stand for a pronoun; further than this nothing is followed."""
_WORD = re.compile(r"[^\W\d_]+")
_PREPOSITION = re.compile(r"\b(?:of|in|at|for|to|under|by|with|on)\b")


class Antecedents:
    """Whom the norms of a draft stand for."""

    def __init__(self, norms: Sequence[Norm], lexicon: Lexicon) -> None:
        self._authorities = lexicon.words["authorities"]
        self._things = lexicon.words["impersonal"] | lexicon.words["things"]
        self._nouns = lexicon.words["person_nouns"]
        self._sections: dict[str, list[Norm]] = defaultdict(list)
        for norm in sorted(norms, key=_place):
            if norm.bearer:
                self._sections[section_of(norm.clause.number)].append(norm)

    def of(self, norm: Norm) -> tuple[Mention, ...]:
        """The places that name the one a norm's bearer stands for, nearest first; () where it names its bearer itself."""
        return tuple(dict.fromkeys(self._chain(norm, _DEPTH))) if norm.points_back else ()

    def _chain(self, norm: Norm, depth: int) -> Iterator[Mention]:
        if norm.case_subject is not None:
            yield Mention(norm.provision, norm.case_subject)
        for rule in self._before(norm):
            regions = self._named(norm, rule)
            yield from (Mention(rule.provision, region) for region in regions)
            if regions:
                if rule.points_back and depth:
                    yield from self._chain(rule, depth - 1)
                return

    def _before(self, norm: Norm) -> Iterator[Norm]:
        """The rules before a norm in the same section, nearest first; in its own sentence, those that end before its subject begins."""
        rules = self._sections[section_of(norm.clause.number)]
        at = bisect_left(rules, _place(norm), key=_place)
        return (rule for rule in reversed(rules[:at]) if not _overlap(rule, norm))

    def _named(self, norm: Norm, rule: Norm) -> tuple[Region, ...]:
        """The subject of a rule, or whom an authority acts upon; () where it names nobody ("the fact shall be no excuse")."""
        after = tuple(region for region in rule.acts if region[0] >= rule.predicate[0])
        around = rule.bearer
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
    return rule.bearer == norm.bearer or rule.trigger[1] > norm.trigger[0]
