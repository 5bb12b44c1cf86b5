"""Anchors: whether a norm is about the provision that others refer to, by name, by number, as "this Act", "such an offence" or "any offence"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cached_property

from bot.reviewing.findings import Clause
from bot.reviewing.law import Law
from bot.reviewing.linking import reaches
from bot.reviewing.matching import Counted, Matcher
from bot.reviewing.norms import Norm, defined_term
from bot.reviewing.phrases import words_of
from bot.reviewing.provisions import Provision
from bot.reviewing.references import Reach, Reference, covers, section_of
from corpus.criteria import Effect, NormPattern, Slot
from corpus.register import Register

_GROUP = re.compile(
    r"\b(?:organi[sz]ation|group|gang|body|authority|officer|official)s?\b[^.;,]{0,12}\b(?:referred|mean|defin|describ|specif|mention)\w*\W+(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)

_MEANS = re.compile(r"\bmeans?\b", re.IGNORECASE)
"""What closes a definition; one that "includes" leaves it open."""
_WHO_DOES = re.compile(r"\W*(?:(?:an?|any|every)\s+\w+\s+who|who(?:ever|soever))\b", re.IGNORECASE)


class About(Enum):
    """How a norm is about an anchor."""

    YES = "yes"
    UNRESOLVED = "unresolved"
    """It points to an offence that was not supplied."""
    NO = "no"


class Anchors:
    """The anchors of a register in one law; of an ``extract`` it is known that other parts were not supplied."""

    def __init__(self, register: Register, law: Law, matcher: Matcher, *, extract: bool) -> None:
        self.register = register
        self.law = law
        self.matcher = matcher
        self.extract = extract
        self._sections = {section_of(clause.number) for clause in law.clauses if clause.number}
        self._found: dict[str, tuple[Counted, ...]] = {}
        self._named: dict[str, frozenset[str]] = {}
        self._clauses: dict[str, tuple[Clause, ...]] = {}
        self._other: dict[str, tuple[Norm, ...]] = {}

    def count(self, pattern: NormPattern) -> tuple[Counted, ...]:
        """The norms of the law that fulfil a pattern, one for each sentence."""
        found = [counted for norm in self.law.norms if norm.effect in pattern.effect and (counted := self.counted(norm, pattern))]
        return tuple({counted.norm.provision.order: counted for counted in reversed(found)}.values())[::-1]

    def of(self, name: str) -> tuple[Counted, ...]:
        """The norms that an anchor stands for."""
        if name not in self._found:
            anchor = self.register.anchors[name]
            _, element = self.register.element(anchor.element)
            patterns = [element.criteria.norms[each] for each in anchor.patterns] if element.criteria else []
            self._found[name] = tuple(counted for pattern in patterns for counted in self.count(pattern))
        return self._found[name]

    def clauses_of(self, name: str) -> tuple[Clause, ...]:
        """The clauses in which an anchor's norms stand, each once."""
        if name not in self._clauses:
            self._clauses[name] = tuple(dict.fromkeys(counted.norm.clause for counted in self.of(name)))
        return self._clauses[name]

    def counted(self, norm: Norm, pattern: NormPattern) -> Counted | None:
        """A norm with the words that make it count for a pattern, whatever its effect; None where it does not count."""
        matched = self.matcher.matches(norm, pattern)
        if (
            matched is None
            or self._means_another(norm, pattern)
            or (pattern.anchor is not None and not self._is_anchor(norm, pattern.anchor))
        ):
            return None
        if pattern.not_anchor is not None and (
            self._is_anchor(norm, pattern.not_anchor) or self._is_part(norm, pattern.not_anchor)
        ):
            return None
        if pattern.section and not self._said_in_section(norm, pattern.section):
            return None
        about = self.about(norm, pattern.of) if pattern.of is not None else About.YES
        if about is About.NO:
            return None
        return Counted(norm, matched, unresolved=about is About.UNRESOLVED, component=pattern.anchor is not None)

    def denied(self, name: str) -> bool:
        """Whether the law does not hold an anchor because it defines its term to mean something else ("exploitation" that is labour alone)."""
        return bool(self._elsewhere(name)) and not self.of(name)

    def _means_another(self, norm: Norm, pattern: NormPattern) -> bool:
        """Whether a norm that looks like an anchor is about something else, by what the law defines a term of it to mean."""
        name = self._of_patterns.get(id(pattern))
        other = self._elsewhere(name) if name is not None else ()
        if name is None or not other:
            return False
        mean = self.register.anchors[name].mean
        told = [d.provision for d in norm.definitions if d.provision not in {o.provision for o in other}]
        return not any(self.matcher.concepts.hits(each, p) for each in mean for p in (norm.provision, *told))

    @cached_property
    def _of_patterns(self) -> dict[int, str]:
        """The anchor that a pattern stands for, by the pattern's identity."""
        found: dict[int, str] = {}
        for name, anchor in self.register.anchors.items():
            _, element = self.register.element(anchor.element)
            found |= {id(element.criteria.norms[each]): name for each in anchor.patterns} if element.criteria else {}
        return found

    def _elsewhere(self, name: str) -> tuple[Norm, ...]:
        """The definitions of an anchor's term, if none of them says what it must mean; () where the term is defined by a reference, or not at all."""
        if name not in self._other:
            anchor, concepts = self.register.anchors[name], self.matcher.concepts
            defining = [
                norm
                for norm in (self.law.norms if anchor.mean else ())
                if norm.effect is Effect.DEFINITION and any(concepts.find(t, words_of(defined_term(norm))) for t in anchor.terms)
            ]
            pointing = any(r.reach in {Reach.NUMBERS, Reach.OUTSIDE} for norm in defining for r in norm.references)
            says = pointing or any(concepts.hits(each, norm.provision) for norm in defining for each in anchor.mean)
            closed = all(_MEANS.search(norm.provision.text[slice(*norm.trigger)]) for norm in defining)
            self._other[name] = tuple(defining) if closed and not says else ()
        return self._other[name]

    def _said_in_section(self, norm: Norm, names: Sequence[str]) -> bool:
        """Whether one of the concepts is said in the section a norm stands in, or in its heading."""
        heading = self.law.heading_of(norm.clause)
        if heading and any(self.matcher.concepts.find(name, words_of(heading)) for name in names):
            return True
        section = self._provisions.get(_section_key(norm.clause), ())
        return any(self.matcher.concepts.says(provision, names) for provision in section)

    @cached_property
    def _provisions(self) -> dict[str, list[Provision]]:
        """The provisions of each section."""
        sections: dict[str, list[Provision]] = defaultdict(list)
        for provision in self.law.provisions:
            sections[_section_key(provision.clause)].append(provision)
        return sections

    def _is_anchor(self, norm: Norm, name: str) -> bool:
        return any(norm.provision.order == counted.norm.provision.order for counted in self.of(name))

    def _is_part(self, norm: Norm, name: str) -> bool:
        """Whether a norm is an item of a sentence that is the anchor when its items are read together."""
        spans = {span for _, span in norm.provision.pieces}
        return any(spans < {span for _, span in counted.norm.provision.pieces} for counted in self.of(name))

    def about(self, norm: Norm, name: str) -> About:
        """Whether a norm is about an anchor."""
        names = self.register.anchors[name].names
        if self.denied(name):
            return About.NO
        if self._is_anchor(norm, name) or self.matcher.hits(norm, Slot.ANYWHERE, names, "of") or self._heads(norm, names):
            return About.YES
        clauses = self.clauses_of(name)
        if clauses:
            return About.YES if self._refers(norm, clauses) or _beside(norm, clauses) else About.NO
        if any(covers(number, named) for r in norm.references for number in r.numbers for named in self._naming(name)):
            return About.YES
        return About.UNRESOLVED if self._points_outside(norm) else About.NO

    def points_past(self, norm: Norm, name: str, numbers: Iterable[str] = ()) -> bool:
        """Whether a norm points, by number, to sections of this law and to none that is the anchor, and does not name it.

        ``numbers`` are those of clauses that may be the anchor, too. Nothing points past an anchor that the law is not known to hold.
        """
        own = [clause.number for clause in self.clauses_of(name) if clause.number]
        if not own or self.matcher.hits(norm, Slot.ANYWHERE, self.register.anchors[name].names, "of"):
            return False
        pointing = [r for r in norm.references if r.reach is Reach.NUMBERS and not _in_own_section(r, norm)]
        if any(r.reach in {Reach.WHOLE, Reach.OUTSIDE} for r in norm.references) or any(_names_group(norm, r) for r in pointing):
            return False
        return bool(pointing) and all(map(self._holds, pointing)) and not any(takes_in(r, (*own, *numbers)) for r in pointing)

    def _naming(self, name: str) -> frozenset[str]:
        """The numbers under which the anchor is only spoken of.

        In an extract "an offence under section 90" is about what section 90 names, or what is named where another clause points to section 90.
        """
        if name not in self._named:
            names = self.register.anchors[name].names
            said = [p for p in self.law.provisions if any(self.matcher.concepts.hits(each, p) for each in names)]
            pointed = (
                number for norm in self.law.norms if norm.provision in said for r in norm.references for number in r.numbers
            )
            self._named[name] = frozenset([*(p.clause.number for p in said if p.clause.number), *pointed])
        return self._named[name]

    def _refers(self, norm: Norm, clauses: Sequence[Clause]) -> bool:
        """Whether a norm's references take in one of the anchor's clauses."""
        numbered = [r for r in norm.references if r.reach in {Reach.NUMBERS, Reach.OUTSIDE} and not _names_group(norm, r)]
        if numbered and not any(self._sections):
            return True  # the draft has lost its numbers; it has nothing else to point to
        through_definitions = [r for definition in norm.definitions for r in definition.references]
        numbers = dict.fromkeys(clause.number for clause in clauses)
        if any(takes_in(r, numbers) for r in dict.fromkeys((*numbered, *through_definitions))):
            return True
        if any(r.reach is Reach.WHOLE and reaches(norm.clause, r.unit, clause) for r in norm.references for clause in clauses):
            return True
        reaches_for = {r.reach for r in norm.references}
        if Reach.LAST in reaches_for and not reaches_for & {Reach.GENERAL, Reach.NUMBERS, Reach.OUTSIDE}:
            return self._is_last_before(norm, clauses)
        same = any(r.reach is Reach.SAME for r in norm.references)
        if any(r.reach is Reach.OUTSIDE or (not _in_own_section(r, norm) and (self._holds(r) or not same)) for r in numbered):
            return False  # it points to other offences
        return any(r.reach in {Reach.GENERAL, Reach.SAME} for r in norm.references)

    def _holds(self, reference: Reference) -> bool:
        """Whether a reference points to a section that the draft has; "disqualification under article 36" points to no offence."""
        return any(section_of(number) in self._sections for number in reference.numbers)

    def _points_outside(self, norm: Norm) -> bool:
        """Whether a norm hangs on an offence that the draft does not hold: a number it does not have; of an extract, what it only calls "this Act"."""
        numbered = [r for r in norm.references if r.reach in {Reach.NUMBERS, Reach.OUTSIDE}]
        other = next((r for r in numbered if r.reach is Reach.OUTSIDE or not _in_own_section(r, norm)), None)
        if other is not None:
            return any(section_of(number) not in self._sections for number in other.numbers)
        whole = any(r.reach is Reach.WHOLE for r in norm.references)
        if not norm.references and _WHO_DOES.match(norm.provision.text):
            return False  # "A person who fishes by night is liable to a fine, doubled for a second offence" stands by itself
        hangs = bool(norm.references) or norm.effect is not Effect.OFFENCE  # an offence that points to nothing stands by itself
        return self.extract and (whole or (hangs and all(r.reach in {Reach.SAME, Reach.LAST} for r in norm.references)))

    def _heads(self, norm: Norm, names: Sequence[str]) -> bool:
        """Whether the section's heading names the anchor and the sentence points to no other offence."""
        heading = self.law.heading_of(norm.clause)
        if not heading or any(r.reach in {Reach.NUMBERS, Reach.OUTSIDE} for r in norm.references):
            return False
        return any(self.matcher.concepts.find(name, words_of(heading)) for name in names)

    def _is_last_before(self, norm: Norm, clauses: Sequence[Clause]) -> bool:
        """Whether the offence that stands last before a norm, and hangs on none before it, is the anchor or points to it by number: "Whoever attempts it"."""
        earlier = (one for one in self.law.norms if one.provision.order < norm.provision.order and _makes_offence(one))
        last = max(earlier, key=lambda one: one.provision.order, default=None)
        if last is None:
            return False
        own = [clause.number for clause in clauses if clause.number]
        if any(takes_in(reference, own) for reference in last.references):
            return True
        number = last.clause.number
        return any(
            clause.id == last.clause.id
            or bool(number and clause.number and (covers(clause.number, number) or covers(number, clause.number)))
            for clause in clauses
        )


def _makes_offence(norm: Norm) -> bool:
    """Whether a norm makes an offence of its own: no penalty alone, and nothing that hangs on an offence before it."""
    hangs = any(r.reach in {Reach.SAME, Reach.LAST} for r in norm.references)
    whole = norm.effect is Effect.OFFENCE or (norm.effect is Effect.PENALTY and _WHO_DOES.match(norm.provision.text) is not None)
    return whole and not hangs


def _section_key(clause: Clause) -> str:
    return section_of(clause.number) or clause.id


def _beside(norm: Norm, clauses: Sequence[Clause]) -> bool:
    """Whether a penalty stands in the anchor's own section and points nowhere: it is the penalty of what stands before it."""
    if norm.effect not in {Effect.PENALTY, Effect.AGGRAVATION} or norm.references or not norm.clause.number:
        return False
    return any(section_of(c.number) == section_of(norm.clause.number) and c.start <= norm.clause.start for c in clauses)


def _names_group(norm: Norm, reference: Reference) -> bool:
    """Whether a number only says what a body is ("an organisation as referred to in Article 114 of the Criminal Act"): it points to no offence."""
    return _GROUP.search(norm.provision.text[: reference.start]) is not None


def takes_in(reference: Reference, numbers: Iterable[str]) -> bool:
    """Whether a reference by number takes in one of some clauses' numbers."""
    return reference.reach is Reach.NUMBERS and any(covers(n, number) for number in numbers if number for n in reference.numbers)


def _in_own_section(reference: Reference, norm: Norm) -> bool:
    own = section_of(norm.clause.number)
    return bool(norm.clause.number) and all(section_of(number) == own for number in reference.numbers)
