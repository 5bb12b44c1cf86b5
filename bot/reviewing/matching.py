"""Matching: the words of a norm's slots that say the concepts of a pattern."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.reviewing.concepts import Concepts, within
from bot.reviewing.norms import Norm
from bot.reviewing.provisions import Provision
from corpus.criteria import NormPattern, Slot

_GENUS = 60
"""A definition says what a person is in its first words ("means a child who ..."); characters behind "means"."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Words of a provision that fulfilled a condition: ``provision.text[start:end]``."""

    condition: str
    concept: str
    provision: Provision
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A norm that counts for a pattern, with the words that made it count.

    ``unresolved``: it refers to an offence that the draft does not hold.
    """

    norm: Norm
    matched: tuple[Matched, ...]
    unresolved: bool = False
    component: bool = False
    """It counts for what it states, not for what it does: the words that match are the evidence, not its predicate."""


class Matcher:
    """Finds concepts in the slots of norms."""

    def __init__(self, concepts: Concepts) -> None:
        self.concepts = concepts

    def hits(self, norm: Norm, slot: Slot, names: Iterable[str], condition: str, *, definitions: bool = False) -> list[Matched]:
        """The words in a slot that say one of the concepts; what an exception takes out does not count.

        Args:
            norm: the norm.
            slot: where to look.
            names: concepts, one of which must be said.
            condition: the name under which the match is reported.
            definitions: look into the definitions that the norm uses, too.
        """
        names = tuple(names)
        found = self._own(norm, slot, names, condition)
        if slot in {Slot.BEARER, Slot.SUBJECT} and not found:
            found = self._mentioned(norm, names, condition)
        return [*found, *self._defined(norm, slot, names, condition)] if definitions else found

    def matches(self, norm: Norm, pattern: NormPattern) -> tuple[Matched, ...] | None:
        """The words that fulfil every demand of a pattern on one norm; None where one is not met or something excluded is said."""
        demands = (
            ("bearer", Slot.BEARER, pattern.bearer),
            ("subject", Slot.SUBJECT, pattern.subject),
            ("predicate", Slot.PREDICATE, pattern.predicate),
            ("acts", Slot.ACTS, pattern.acts),
            ("conditions", Slot.CONDITIONS, pattern.conditions),
            ("anywhere", Slot.ANYWHERE, pattern.anywhere),
            ("also", Slot.ANYWHERE, pattern.also),
        )
        matched: list[Matched] = []
        for condition, slot, names in demands:
            looks_up = slot is Slot.BEARER or (pattern.definitions and slot in {Slot.ANYWHERE, Slot.ACTS})
            if not names:
                continue
            hits = self.hits(norm, slot, names, condition, definitions=looks_up)
            if not hits:
                return None
            matched.extend(hits)
        excluded = self.hits(norm, Slot.ANYWHERE, pattern.without, "") or self._barred(norm, pattern.not_bearer)
        return None if excluded else tuple(matched)

    def _barred(self, norm: Norm, names: tuple[str, ...]) -> list[Matched]:
        """The words of a bearer that bar a norm; of one named before only where the bearer is nothing but a pointer ("she", "such a person")."""
        return self.hits(norm, Slot.BEARER, names, "") if norm.points_back else self._own(norm, Slot.BEARER, names, "")

    def kinds(self, norm: Norm, name: str, *, own_only: bool = False) -> set[str]:
        """Which kinds of a concept a norm and, if not ``own_only``, the definitions it uses name."""
        own = self.concepts.hits(name, norm.provision)
        used = [
            hit for d in (() if own_only else norm.definitions) for hit in within(self.concepts.hits(name, d.provision), d.acts)
        ]
        return {hit.kind for hit in (*own, *used)}

    def _own(self, norm: Norm, slot: Slot, names: tuple[str, ...], condition: str) -> list[Matched]:
        said = [(name, hits) for name in names if (hits := self.concepts.hits(name, norm.provision))]
        if not said:
            return []
        regions = norm.regions(slot)
        return [
            Matched(condition, name, norm.provision, hit.start, hit.end)
            for name, hits in said
            for hit in within(hits, regions)
            if slot is Slot.EXCEPTIONS or not within([hit], norm.exceptions)
        ]

    def _mentioned(self, norm: Norm, names: tuple[str, ...], condition: str) -> list[Matched]:
        """Words in the nearest place that names the one a bearer points back to."""
        for mention in norm.stands_for:
            found = [
                Matched(condition, name, mention.provision, hit.start, hit.end)
                for name in names
                for hit in within(self.concepts.hits(name, mention.provision), (mention.region,))
            ]
            if found:
                return found
        return []

    def _defined(self, norm: Norm, slot: Slot, names: tuple[str, ...], condition: str) -> list[Matched]:
        """Words of the definitions that a norm uses; for the bearer, of what its term is defined to be."""
        bearer = slot is Slot.BEARER
        return [
            Matched(condition, name, definition.provision, hit.start, hit.end)
            for definition in (norm.bearer_definitions if bearer else norm.definitions)
            for name in names
            for hit in within(self.concepts.hits(name, definition.provision), definition.acts)
            if not bearer or hit.start - definition.trigger[1] < _GENUS
        ]
