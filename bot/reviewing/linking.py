"""Linking: the definitions a norm uses, the exceptions that reach it from afar, the one a pronoun stands for, the penalty set elsewhere."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.reviewing.anaphora import with_antecedents
from bot.reviewing.findings import Clause
from bot.reviewing.lexicon import Lexicon
from bot.reviewing.norms import Norm
from bot.reviewing.phrases import says
from bot.reviewing.prose import is_bare_penalty
from bot.reviewing.provisions import Provision
from bot.reviewing.references import Reach, Reference, covers, section_of
from corpus.criteria import Effect

_FEW = 5
_MEANING = re.compile(
    r"\b(?:defin|mean|sense|understood|describ|specif|mention|referr|set\s+(?:out|forth)|stat|stipulat|list|foreseen|provid|contained)\w*[^.;]{0,24}$",
    re.IGNORECASE,
)
"""What stands before a number that tells the meaning of a word ("within the meaning of section 1")."""
_DEPTH = 2
"""A definition may use another; further than this nothing is followed."""

_PROVISO = re.compile(r"\bprovided\s+(?:further\s+|also\s+)?that\b", re.IGNORECASE)
_THIS_RULE = re.compile(
    r"\W*(?:but\s+|however,?\s+)?(?:this|the\s+foregoing|the\s+preceding)\s+(?:provision\s+|rule\s+|prohibition\s+)?(?:does|do|shall|is)\s+not\b"
    r"|\W*exceptions?\b(?:\s+(?:\d+|[IVX]+))?\s*[.:—–-]+(?!.{0,40}\b(?:sections?|articles?)\s+\d)",
    re.IGNORECASE,
)
"""Such as "This does not apply to ..." and "Exception.— ...": it points to the rule before it."""
_POINTS_BACK = re.compile(
    r"\W*(?:it|they|(?:the|this|such(?:\s+an?)?|these)\s+(?:offence|crime|felony|delict|fact|act|conduct)s?)\s+(?:is|are|shall|carr|entail)",
    re.IGNORECASE,
)
"""Such as "It is punished by ...", behind "The sale of game is the fact of ...": the term is not said again."""
_UNTOUCHED = frozenset({Effect.EXCEPTION, Effect.DEFINITION, Effect.APPLICATION})
_FOR_PROVISIONS = ("for the purpose", "in this", "in section")


def link(norms: Sequence[Norm], lexicon: Lexicon) -> tuple[Norm, ...]:
    """Give every norm the definitions it uses, the exceptions that reach it and its antecedent; punished prohibitions become offences, too."""
    every = [*norms, *_punished(norms, lexicon)]
    pointing = {norm.provision.order: norm.references for norm in norms}
    commanding = {norm.provision.order for norm in norms if norm.effect is not Effect.STATEMENT}
    listings = [norm for norm in norms if norm.provision.order not in commanding]
    definitions = _Definitions([norm for norm in norms if norm.effect is Effect.DEFINITION], listings, pointing)
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

    def __init__(
        self, definitions: Sequence[Norm], listings: Sequence[Norm], references: Mapping[int, tuple[Reference, ...]]
    ) -> None:
        self._references = references
        self._by_stem: dict[str, list[tuple[tuple[str, ...], Norm]]] = defaultdict(list)
        self._at: dict[str, list[Norm]] = defaultdict(list)
        self._explaining: dict[str, list[Norm]] = defaultdict(list)
        for definition in definitions:
            for term in definition.terms:
                self._by_stem[term[0]].append((term, definition))
            if not definition.terms and section_of(definition.clause.number):
                self._explaining[section_of(definition.clause.number)].append(definition)
        self._just_defined = _of_one_term(definitions)
        for told in (*definitions, *listings):
            self._at[told.clause.number].append(told)
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
            yield from (d for term, d in self._by_stem[stem] if says(provision.words.line, term))
        yield from self._pointed_at(provision)
        section = section_of(provision.clause.number)
        yield from self._explaining.get(section, ())
        if _POINTS_BACK.match(provision.text):
            yield from self._just_defined.get(section, ())
        yield from (d for d in self._for_sections if any(_points_at(r, provision.clause.number) for r in d.references))

    def _pointed_at(self, provision: Provision) -> Iterator[Norm]:
        """The definitions or lists at a number that a sentence points to for a meaning ("an act listed in section 2"), where they are few."""
        for reference in self._references.get(provision.order, ()):
            named = reference.reach is Reach.NUMBERS and _MEANING.search(provision.text[: reference.start])
            for number in reference.numbers if named else ():
                at = [d for place, found in self._at.items() if place and covers(number, place) for d in found]
                yield from at if len(at) <= _FEW else ()


def _of_one_term(definitions: Sequence[Norm]) -> dict[str, list[Norm]]:
    """By section, the definitions of sections that define a single term: what "it" stands for there."""
    by_section: dict[str, list[Norm]] = defaultdict(list)
    for definition in definitions:
        if definition.terms:
            by_section[section_of(definition.clause.number)].append(definition)
    return {section: found for section, found in by_section.items() if section and len({d.terms for d in found}) == 1}


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
    if _THIS_RULE.match(exception.provision.text) and _stands_before(norm, exception):
        return True
    begin = max((m.start() for m in _PROVISO.finditer(exception.provision.text, 0, exception.trigger[1])), default=0)
    before = [r for r in exception.references if r.start <= exception.trigger[1]]
    return any(_takes_in(r, exception.clause, norm) for r in [r for r in before if r.start >= begin] or before)


def _stands_before(norm: Norm, other: Norm) -> bool:
    """Whether a norm stands before another in the same section, so that "this" may be said of it."""
    section = section_of(other.clause.number)
    return bool(section) and section_of(norm.clause.number) == section and norm.provision.order < other.provision.order


def _punished(norms: Sequence[Norm], lexicon: Lexicon) -> Iterable[Norm]:
    """Prohibitions that another provision punishes ("a person who contravenes subsection (1) commits an offence") are offences."""
    breaches = [
        norm for norm in norms if norm.effect in {Effect.OFFENCE, Effect.PENALTY} and lexicon.breach.find(norm.provision.words)
    ]
    bare = {
        section_of(norm.clause.number) for norm in norms if norm.effect is Effect.PENALTY and is_bare_penalty(norm.provision.text)
    } - {""}
    for norm in norms:
        if norm.effect in {Effect.PROHIBITION, Effect.DUTY}:
            by_section = section_of(norm.clause.number) in bare
            if by_section or any(_breaks(breach, norm) for breach in breaches):
                yield dataclasses.replace(norm, effect=Effect.OFFENCE)


def _breaks(breach: Norm, norm: Norm) -> bool:
    if breach.provision.order == norm.provision.order:
        return breach.trigger[0] > norm.trigger[1] and any(r.reach is Reach.WHOLE and r.unit != "act" for r in breach.references)
    return any(_takes_in(r, breach.clause, norm) for r in breach.references if r.unit != "act")
