"""Linking: the definitions a norm uses, the exceptions that reach it from afar, the one a pronoun stands for, the penalty set elsewhere."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bot.reviewing.anaphora import with_antecedents
from bot.reviewing.findings import Clause
from bot.reviewing.lexicon import Lexicon
from bot.reviewing.norms import Norm
from bot.reviewing.provisions import Provision
from bot.reviewing.references import Reach, Reference, covers, section_of
from corpus.criteria import Effect

_DEPTH = 2
"""A definition may use another; further than this nothing is followed."""

_BARE = re.compile(
    r"\W*(?:(?:maximum|minimum|the)\s+)?(?:penalty|penalties|punishment|violation|contravention|sanction|sentence|maximum)(?:\s+\w+){0,3}?\s*[:—–-]",
    re.IGNORECASE,
)
_UNTOUCHED = frozenset({Effect.EXCEPTION, Effect.DEFINITION, Effect.APPLICATION})
_FOR_PROVISIONS = ("for the purpose", "in this", "in section")


def link(norms: Sequence[Norm], lexicon: Lexicon) -> tuple[Norm, ...]:
    """Give every norm the definitions it uses, the exceptions that reach it and its antecedent; punished prohibitions become offences, too."""
    every = [*norms, *_punished(norms, lexicon)]
    definitions = _Definitions([norm for norm in norms if norm.effect is Effect.DEFINITION])
    exceptions = [norm for norm in norms if norm.effect is Effect.EXCEPTION]
    return tuple(
        dataclasses.replace(
            norm,
            definitions=definitions.used_by(norm),
            excepted_by=tuple(exception for exception in exceptions if _excepts(exception, norm)),
        )
        for norm in with_antecedents(every, lexicon)
    )


class _Definitions:
    """The definitions of a draft, found by the stems of their terms."""

    def __init__(self, definitions: Sequence[Norm]) -> None:
        self._by_stem: dict[str, list[Norm]] = defaultdict(list)
        self._explaining: dict[str, list[Norm]] = defaultdict(list)
        for definition in definitions:
            if definition.term:
                self._by_stem[definition.term[0]].append(definition)
            elif section_of(definition.clause.number):
                self._explaining[section_of(definition.clause.number)].append(definition)
        self._for_sections = [d for d in definitions if d.provision.text.lower().startswith(_FOR_PROVISIONS)]
        self._cache: dict[tuple[int, int], tuple[Norm, ...]] = {}

    def used_by(self, norm: Norm) -> tuple[Norm, ...]:
        """The definitions whose term a norm's sentence says, or that are made for its section; and those that these use."""
        return () if norm.effect is Effect.DEFINITION else self._used(norm.provision, _DEPTH)

    def _used(self, provision: Provision, depth: int) -> tuple[Norm, ...]:
        if depth == 0:
            return ()
        key = (provision.order, depth)
        if key not in self._cache:
            direct = list(self._direct(provision))
            indirect = [d for definition in direct for d in self._used(definition.provision, depth - 1)]
            others = [d for d in (*direct, *indirect) if d.provision.order != provision.order]
            self._cache[key] = tuple({(d.provision.order, d.trigger): d for d in others}.values())
        return self._cache[key]

    def _direct(self, provision: Provision) -> Iterator[Norm]:
        for stem in sorted(provision.stems & self._by_stem.keys()):
            yield from (d for d in self._by_stem[stem] if says(provision.words.line, d.term))
        yield from self._explaining.get(section_of(provision.clause.number), ())
        yield from (d for d in self._for_sections if any(_points_at(r, provision.clause.number) for r in d.references))


def says(line: str, term: tuple[str, ...]) -> bool:
    """Whether a line of words (``Words.line``) holds a term, given by its stems."""
    return re.search("".join(rf" [^ /]*/{re.escape(part)}(?= |$)" for part in term), line) is not None


def defines_bearer(definition: Norm, norm: Norm) -> bool:
    """Whether the term that a definition defines stands in the norm's bearer ("an exploited youth shall not be ...")."""
    return bool(definition.term) and any(says(line, definition.term) for line in norm.bearer_lines)


def reaches(clause: Clause, unit: str, other: Clause) -> bool:
    """Whether "this <unit>", said in one clause, takes in another."""
    if unit == "act":
        return True
    if unit in {"section", "article"}:
        return bool(other.number) and section_of(clause.number) == section_of(other.number)
    if unit.startswith("sub"):
        return clause.number == other.number
    divisions = [step for step in clause.path if step.lower().startswith(unit)]
    return bool(divisions) and divisions[-1] in other.path


def _points_at(reference: Reference, number: str) -> bool:
    return reference.reach is Reach.NUMBERS and bool(number) and any(covers(pointed, number) for pointed in reference.numbers)


def _takes_in(reference: Reference, clause: Clause, norm: Norm) -> bool:
    """Whether a reference made in a clause takes in a norm, by number or as "this section"."""
    by_unit = reference.reach is Reach.WHOLE and reaches(clause, reference.unit, norm.clause)
    return by_unit or _points_at(reference, norm.clause.number)


def _excepts(exception: Norm, norm: Norm) -> bool:
    """Whether an exception elsewhere in the draft takes something out of a norm."""
    if exception.provision.order == norm.provision.order or norm.effect in _UNTOUCHED:
        return False
    return any(_takes_in(r, exception.clause, norm) for r in exception.references if r.start <= exception.trigger[1])


def _punished(norms: Sequence[Norm], lexicon: Lexicon) -> Iterable[Norm]:
    """Prohibitions that another provision punishes ("a person who contravenes subsection (1) commits an offence") are offences."""
    breaches = [
        norm for norm in norms if norm.effect in {Effect.OFFENCE, Effect.PENALTY} and lexicon.breach.find(norm.provision.words)
    ]
    bare = {section_of(norm.clause.number) for norm in norms if norm.effect is Effect.PENALTY and is_bare_penalty(norm.provision.text)} - {""}
    for norm in norms:
        if norm.effect in {Effect.PROHIBITION, Effect.DUTY}:
            by_section = section_of(norm.clause.number) in bare
            if by_section or any(_breaks(breach, norm) for breach in breaches):
                yield dataclasses.replace(norm, effect=Effect.OFFENCE)


def is_bare_penalty(text: str) -> bool:
    """Whether a sentence is a penalty and nothing else, set under what it punishes: "Penalty: imprisonment for ten years"."""
    return _BARE.match(text) is not None


def _breaks(breach: Norm, norm: Norm) -> bool:
    if breach.provision.order == norm.provision.order:
        return breach.trigger[0] > norm.trigger[1] and any(r.reach is Reach.WHOLE and r.unit != "act" for r in breach.references)
    return any(_takes_in(r, breach.clause, norm) for r in breach.references if r.unit != "act")
