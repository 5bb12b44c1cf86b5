"""The concepts of a register: compiled once, found in sentences and remembered for one draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from bot.reviewing.phrases import Hit, Phrases, Words, compile_phrases, spoken
from bot.reviewing.provisions import Provision
from bot.reviewing.sentence_parts import Region
from corpus.criteria import Concept
from corpus.errors import RegisterError


class Concepts:
    """The concepts of a register, compiled; finds them in provisions and remembers what it found."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self._compiled = {name: _compile(name, concepts) for name in concepts}
        self._found: dict[tuple[int, str], tuple[Hit, ...]] = {}

    def hits(self, name: str, provision: Provision) -> tuple[Hit, ...]:
        """Where a provision says a concept; offsets into ``provision.text``."""
        key = (provision.order, name)
        if key not in self._found:
            self._found[key] = self.find(name, provision.words)
        return self._found[key]

    def says(self, provision: Provision, names: Iterable[str]) -> bool:
        """Whether a provision says one of some concepts."""
        return any(self.hits(name, provision) for name in names)

    def find(self, name: str, words: Words) -> tuple[Hit, ...]:
        """Where a text says a concept.

        Raises:
            RegisterError: the register has no such concept.
        """
        if name not in self._compiled:
            raise RegisterError("there is no such concept", where=name, hint=f"concepts: {', '.join(sorted(self._compiled))}")
        groups, excluded = self._compiled[name]
        hits = [hit for kind, phrases in groups for hit in phrases.find(words, kind)]
        out = excluded.find(words) if hits else []
        kept = [hit for hit in hits if not any(no.start <= hit.start and hit.end <= no.end for no in out)]
        return tuple(sorted(kept, key=lambda hit: (hit.start, -hit.end)))

    def undone(self, name: str, provision: Provision) -> tuple[Hit, ...]:
        """What a concept's ``exclude`` finds in a provision where it undoes a match of the concept; offsets into ``provision.text``."""
        groups, excluded = self._compiled[name]
        hits = [hit for _, phrases in groups for hit in phrases.find(provision.words)]
        out = excluded.find(provision.words)
        return tuple(no for no in out if any(no.start <= hit.start and hit.end <= no.end for hit in hits))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of all concepts, as they are written in the register, lower case."""
        phrases = (
            phrase
            for groups, excluded in self._compiled.values()
            for _, each in (*groups, ("", excluded))
            for phrase in each.source
        )
        return frozenset(word for phrase in phrases for word in spoken(phrase))

    def renewed(self) -> Concepts:
        """The same concepts for another draft, with nothing remembered."""
        other = Concepts({})
        other._compiled = self._compiled
        return other


def _compile(
    name: str, concepts: Mapping[str, Concept], seen: tuple[str, ...] = ()
) -> tuple[tuple[tuple[str, Phrases], ...], Phrases]:
    if name in seen or name not in concepts:
        raise RegisterError(
            "this concept includes itself" if name in seen else "there is no such concept", where=name, hint="mend include"
        )
    concept = concepts[name]
    groups = [("", compile_phrases(concept.any))] if concept.any else []
    groups += [(kind, compile_phrases(phrases)) for kind, phrases in concept.kinds.items()]
    for other in concept.include:
        groups += _compile(other, concepts, (*seen, name))[0]
    return tuple(groups), compile_phrases(concept.exclude)


def within(hits: Iterable[Hit], regions: Iterable[Region]) -> list[Hit]:
    """The hits that begin in one of the regions."""
    spans = list(regions)
    return [hit for hit in hits if any(low <= hit.start < high for low, high in spans)]
