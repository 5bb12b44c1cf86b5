"""Criteria: which norms of a draft count for an element, what narrows them, and the verdict that follows. All of it is read from the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.reviewing.findings import Clause, Verdict
from bot.reviewing.law import Concepts, Law, defines_bearer, reaches, within
from bot.reviewing.norms import Norm
from bot.reviewing.phrases import Hit, words_of
from bot.reviewing.provisions import Provision
from bot.reviewing.references import Reach, covers, section_of
from bot.reviewing.sentence import Region
from corpus.register import Criteria, Effect, Narrower, NormPattern, Register, Slot


@dataclass(frozen=True, slots=True)
class Matched:
    """Words of a provision that fulfilled a condition of a pattern."""

    condition: str
    concept: str
    provision: Provision
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A norm that counts for a pattern, with the words that made it count and the narrowers that hold for it alone."""

    norm: Norm
    matched: tuple[Matched, ...]
    narrowers: tuple[str, ...] = ()
    unresolved: bool = False
    """It refers to an offence that the draft does not hold."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The verdict of the criteria. ``norms`` are those it rests on, the one that decided first; ``reasons`` name narrowers and patterns."""

    verdict: Verdict
    norms: tuple[Counted, ...]
    reasons: tuple[str, ...] = ()
    narrowing: tuple[Matched, ...] = ()


_GENUS = 60
"""A definition says what a person is in its first words ("means a child who ..."); characters behind "means"."""

LAW_NOT_SUPPLIED = "law_not_supplied"


class Judge:
    """Applies a register's criteria to one law; of an ``extract`` it is known that other parts are not supplied."""

    def __init__(self, register: Register, concepts: Concepts, law: Law, *, extract: bool = False) -> None:
        self.extract = extract
        self._numbered = any(clause.number and "(" not in clause.number for clause in law.clauses)
        self.register = register
        self.concepts = concepts
        self.law = law
        self._decided: dict[str, Decided] = {}
        self._anchored: dict[str, tuple[Counted, ...]] = {}

    def decide(self, element_id: str) -> Decided | None:
        """The verdict on an element; None where the register gives it no criteria."""
        _, element = self.register.element(element_id)
        if element.criteria is None:
            return None
        if element_id not in self._decided:
            self._decided[element_id] = self._apply(element.criteria)
        return self._decided[element_id]

    # patterns ----------------------------------------------------------------------------------------------------------

    def count(self, pattern: NormPattern) -> tuple[Counted, ...]:
        """The norms of the law that fulfil a pattern, one for each sentence and effect."""
        found = [
            counted
            for norm in self.law.norms
            if norm.effect in pattern.effect and (counted := self._fulfils(norm, pattern)) is not None
        ]
        return tuple({counted.norm.provision.order: counted for counted in reversed(found)}.values())[::-1]

    def _fulfils(self, norm: Norm, pattern: NormPattern) -> Counted | None:
        matched: list[Matched] = []
        demands = (
            ("bearer", Slot.BEARER, pattern.bearer),
            ("predicate", Slot.PREDICATE, pattern.predicate),
            ("acts", Slot.ACTS, pattern.acts),
            ("conditions", Slot.CONDITIONS, pattern.conditions),
            ("anywhere", Slot.ANYWHERE, pattern.anywhere),
            ("also", Slot.ANYWHERE, pattern.also),
        )
        for condition, slot, names in demands:
            if not names:
                continue
            looks_up = slot is Slot.BEARER or (pattern.definitions and slot in {Slot.ANYWHERE, Slot.ACTS})
            hits = self._hits(norm, slot, names, condition, definitions=looks_up)
            if not hits:
                return None
            matched.extend(hits)
        if self._hits(norm, Slot.ANYWHERE, pattern.without, "without") or self._hits(
            norm, Slot.BEARER, pattern.not_bearer, "not_bearer"
        ):
            return None
        if pattern.anchor is not None and not any(
            norm.provision.order == one.norm.provision.order for one in self.anchors(pattern.anchor)
        ):
            return None
        if pattern.of is None:
            return Counted(norm, tuple(matched))
        about = self._about(norm, pattern.of)
        return None if about is None else Counted(norm, tuple(matched), unresolved=about == "unresolved")

    def _hits(self, norm: Norm, slot: Slot, names: Iterable[str], condition: str, *, definitions: bool = False) -> list[Matched]:
        """The words in a slot that say one of the concepts; what is taken out by an exception does not count."""
        regions = norm.regions(slot)
        found = [
            Matched(condition, name, norm.provision, hit.start, hit.end)
            for name in names
            for hit in within(self.concepts.hits(name, norm.provision), regions)
            if slot is Slot.EXCEPTIONS or not _in(hit, norm.exceptions)
        ]
        if slot is Slot.BEARER and norm.antecedent is not None and not found:
            found = self._hits(norm.antecedent, slot, names, condition)
        if definitions:
            found += [
                Matched(condition, name, definition.provision, hit.start, hit.end)
                for name in names
                for definition in norm.definitions
                if slot is not Slot.BEARER or defines_bearer(definition, norm)
                for hit in within(self.concepts.hits(name, definition.provision), definition.acts)
                if slot is not Slot.BEARER or hit.start - definition.trigger[1] < _GENUS
            ]
        return found

    # anchors -----------------------------------------------------------------------------------------------------------

    def anchors(self, name: str) -> tuple[Counted, ...]:
        """The norms that an anchor stands for."""
        if name not in self._anchored:
            anchor = self.register.anchors[name]
            _, element = self.register.element(anchor.element)
            patterns = [element.criteria.norms[each] for each in anchor.patterns] if element.criteria else []
            self._anchored[name] = tuple(counted for pattern in patterns for counted in self.count(pattern))
        return self._anchored[name]

    def _about(self, norm: Norm, name: str) -> str | None:
        """How a norm is about an anchor: "named", "reference", "unresolved" (it points to what is not there); None if it is not."""
        anchors = self.anchors(name)
        if any(norm.provision.order == counted.norm.provision.order for counted in anchors):
            return "named"
        if self._hits(norm, Slot.ANYWHERE, self.register.anchors[name].names, "of") or self._heads(
            norm, self.register.anchors[name].names
        ):
            return "named"
        pointed = [r for r in norm.references if r.reach in {Reach.NUMBERS, Reach.OUTSIDE}]
        clauses = [counted.norm.clause for counted in anchors]
        if pointed and anchors and not self._numbered:
            return "reference"  # the draft has lost its numbers; it has nothing else to point to
        if any(
            covers(number, clause.number)
            for r in pointed
            for number in r.numbers
            for clause in clauses
            if clause.number and r.reach is Reach.NUMBERS
        ):
            return "reference"
        if any(r.reach is Reach.WHOLE and reaches(norm.clause, r.unit, c) for r in norm.references for c in clauses):
            return "reference"
        if any(
            covers(n, c.number)
            for d in norm.definitions
            for r in d.references
            if r.reach is Reach.NUMBERS
            for n in r.numbers
            for c in clauses
            if c.number
        ):
            return "reference"
        offence_pointed = [r for r in pointed if r.reach is Reach.OUTSIDE or not self._own_section(r.numbers, norm)]
        if offence_pointed:
            return self._unresolved(offence_pointed[0].numbers) if not clauses else None
        if any(r.reach is Reach.SAME for r in norm.references) and self._follows(norm, clauses):
            return "reference"
        if any(r.reach in {Reach.GENERAL, Reach.SAME} for r in norm.references):
            return self._general(clauses, norm)
        return "unresolved" if self.extract and not clauses and not norm.references else None

    def _general(self, clauses: Sequence[Clause], norm: Norm) -> str | None:
        """A rule on any offence covers the anchor where the draft has it; of an extract "an offence under this Act" cannot be told."""
        if clauses:
            return "reference"
        return "unresolved" if self.extract and any(r.reach is Reach.WHOLE for r in norm.references) else None

    def _heads(self, norm: Norm, names: Iterable[str]) -> bool:
        """Whether the section's heading names the anchor and the sentence points to no other offence."""
        if any(r.reach in {Reach.NUMBERS, Reach.OUTSIDE} for r in norm.references):
            return False
        heading = self.law.heading_of(norm.clause)
        return any(self.concepts.find(name, words_of(heading)) for name in names) if heading else False

    def _follows(self, norm: Norm, clauses: Sequence[Clause]) -> bool:
        """Whether "such an offence" is the anchor: in the same section, or the last offence that the draft made before."""
        sections = {section_of(clause.number) for clause in clauses}
        if section_of(norm.clause.number) in sections:
            return True
        before = [n for n in self.law.norms if n.effect is Effect.OFFENCE and n.provision.order < norm.provision.order]
        return bool(before) and any(before[-1].clause.id == clause.id for clause in clauses)

    @staticmethod
    def _own_section(numbers: Sequence[str], norm: Norm) -> bool:
        return bool(norm.clause.number) and all(section_of(number) == section_of(norm.clause.number) for number in numbers)

    def _unresolved(self, numbers: Sequence[str]) -> str | None:
        """A number that no clause of the draft bears points to law that is not supplied."""
        known = {section_of(clause.number) for clause in self.law.clauses if clause.number}
        return "unresolved" if any(section_of(number) not in known for number in numbers) else None

    # narrowers ---------------------------------------------------------------------------------------------------------

    def narrowers_of(self, criteria: Criteria) -> Mapping[str, Narrower]:
        """The element's narrowers: the register's that it shares, and its own."""
        return {**{name: self.register.narrowers[name] for name in criteria.shared}, **criteria.narrowers}

    def _holds(self, narrower: Narrower, norm: Norm) -> list[Matched] | None:
        """The words that narrow one norm; None where the narrower does not hold for it."""
        if narrower.effect:
            return [] if norm.effect in narrower.effect else None
        if narrower.present:
            return self._excepted(norm, narrower)
        if narrower.only:
            own = self._hits(norm, narrower.slot, narrower.only, "narrower")
            hits = own or self._hits(norm, narrower.slot, narrower.only, "narrower", definitions=True)
            if not hits or self._hits(
                norm, narrower.slot, narrower.unless, "unless", definitions=not own and narrower.slot is not Slot.BEARER
            ):
                return None
            return hits
        if narrower.inherit:
            anchors = self.anchors(narrower.inherit)
            element = self.register.element(self.register.anchors[narrower.inherit].element)[1]
            if not anchors or element.criteria is None or self._decided_partial(element.id) is None:
                return None
            return []
        return None

    def _decided_partial(self, element_id: str) -> Decided | None:
        decided = self.decide(element_id)
        return decided if decided is not None and decided.verdict is Verdict.PARTIAL else None

    def _excepted(self, norm: Norm, narrower: Narrower) -> list[Matched] | None:
        own = [
            Matched("narrower", "exceptions", norm.provision, low, high)
            for low, high in norm.exceptions
            if low > 0 and high > low
        ]
        far = [Matched("narrower", "exceptions", other.provision, *_whole(other.provision)) for other in norm.excepted_by]
        kept = [
            m
            for m in (*own, *far)
            if not any(_in(hit, ((m.start, m.end),)) for name in narrower.unless for hit in self.concepts.hits(name, m.provision))
        ]
        return kept or None

    def _too_few(self, narrower: Narrower, counted: Sequence[Counted]) -> bool:
        kinds: set[str] = set()
        for one in counted:
            kinds |= {hit.kind for hit in self.concepts.hits(narrower.kinds or "", one.norm.provision)}
            for definition in one.norm.definitions:
                kinds |= {
                    hit.kind for hit in within(self.concepts.hits(narrower.kinds or "", definition.provision), definition.acts)
                }
        return len(kinds) < (narrower.fewer_than or 0)

    # decision ----------------------------------------------------------------------------------------------------------

    def _apply(self, criteria: Criteria) -> Decided:
        counted = {name: self.count(pattern) for name, pattern in criteria.norms.items()}
        for decision in criteria.decide:
            found = [(name, one) for name in decision.patterns for one in counted[name]]
            if not found or any(counted[name] for name in decision.unless):
                continue
            if decision.also and not any(counted[name] for name in decision.also):
                continue
            others = [one for name in decision.over for one in counted[name]]
            if decision.over and not (others and _outranks([one for _, one in found], others)):
                continue
            verdict = Verdict(decision.verdict)
            if verdict not in {Verdict.MET, Verdict.PARTIAL}:
                return Decided(verdict, _first_of_each(found), tuple(dict.fromkeys(name for name, _ in found)))
            decided = self._graded(criteria, found, weak=verdict is Verdict.PARTIAL)
            if decided.verdict is not Verdict.PARTIAL or decision.without is None:
                return decided
        return Decided(Verdict.MISSING, ())

    def _graded(self, criteria: Criteria, found: Sequence[tuple[str, Counted]], *, weak: bool) -> Decided:
        """Met when one norm is narrowed by nothing; else partial, with what narrows the norm that is narrowed least."""
        narrowers = self.narrowers_of(criteria)
        resolved = [(name, one) for name, one in found if not one.unresolved]
        if not resolved:
            return Decided(Verdict.NEEDS_REVIEW, _first_of_each(found), (LAW_NOT_SUPPLIED,))
        graded = [(name, one, self._held(narrowers, one)) for name, one in resolved]
        pattern, best, held = min(graded, key=lambda entry: len(entry[2]))
        together = [
            name
            for name, narrower in narrowers.items()
            if narrower.kinds and self._too_few(narrower, [one for _, one in resolved])
        ]
        weaker = [pattern] if weak and criteria.norms[pattern].says else []
        ordered = _first_of_each([(pattern, best), *found])
        if not (held or together or weak):
            return Decided(Verdict.MET, ordered)
        words = tuple(m for matches in held.values() for m in matches)
        return Decided(Verdict.PARTIAL, ordered, (*weaker, *held, *together), words)

    def _held(self, narrowers: Mapping[str, Narrower], counted: Counted) -> dict[str, list[Matched]]:
        return {name: words for name, narrower in narrowers.items() if (words := self._holds(narrower, counted.norm)) is not None}


def _first_of_each(found: Sequence[tuple[str, Counted]]) -> tuple[Counted, ...]:
    """The norms, one for each sentence, in the order given."""
    return tuple({one.norm.provision.order: one for _, one in reversed(found)}.values())[::-1]


def _in(hit: Hit, regions: Iterable[Region]) -> bool:
    return any(low <= hit.start < high for low, high in regions)


def _whole(provision: Provision) -> Region:
    return 0, len(provision.text)


def _outranks(found: Sequence[Counted], other: Sequence[Counted]) -> bool:
    """Whether a rule outranks an opposite one: it says so ("notwithstanding") and the other does not."""
    return any(one.norm.overriding for one in found) and not any(one.norm.overriding for one in other)
