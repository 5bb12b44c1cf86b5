"""Criteria: the verdict that follows from the norms that count for an element and from what narrows them. All of it is read from the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from bot.reviewing.anchors import Anchors
from bot.reviewing.concepts import Concepts, within
from bot.reviewing.decided import Decided
from bot.reviewing.findings import Verdict
from bot.reviewing.law import Law
from bot.reviewing.learned import Learned
from bot.reviewing.matching import Counted, Matched, Matcher
from bot.reviewing.norms import Norm
from bot.reviewing.provisions import Provision
from bot.reviewing.sentence_parts import Region
from bot.reviewing.weighing import BY_CLASSIFIER, Core, shipped_weights, shown_by_classifier, weighed
from corpus.criteria import Criteria, Narrower, Slot
from corpus.register import Register
from index.classifier import Classifier

LAW_NOT_SUPPLIED = "law_not_supplied"
"""The reason given where a rule hangs on an offence that the draft does not hold."""

EXCEPTED = "exceptions"
"""The concept that words stand for which take something out of a rule."""

_TAKEN_FOR_ANCHOR = 0.5
_IDLE = 0.9
"""A provision that does nothing on an element with this probability is neither evidence nor a reason."""
_SURE, _SURELY_KNOWN = 0.9, 2
"""A draft that names no anchor is on the subject all the same where the classifier is so sure of provisions on so many elements."""


class Judge:
    """Applies a register's criteria to one law; of an ``extract`` it is known that other parts are not supplied."""

    def __init__(
        self, register: Register, concepts: Concepts, law: Law, *, extract: bool = False, classifier: Classifier | None = None
    ) -> None:
        """With a ``classifier`` of the register, what it takes provisions for is weighed with what the criteria say."""
        self.register = register
        self.matcher = Matcher(concepts)
        self.anchors = Anchors(register, law, self.matcher, extract=extract)
        self.learned = Learned(law, self.anchors, classifier) if classifier else None
        self._decided: dict[str, Decided] = {}

    def prepare(self) -> None:
        """Apply all criteria while the classifier, if there is one, reads the draft in a thread of its own."""
        if self.learned is not None and self.anchors.law.provisions:
            self.learned.start()
        for _, element in self.register.elements():
            self.by_criteria(element.id)

    def decide(self, element_id: str) -> Decided | None:
        """The verdict on an element, of criteria and classifier together; None where the register gives it no criteria.

        Raises:
            ModelError: the classifier cannot be used.
        """
        decided = self.by_criteria(element_id)
        if decided is None or self.learned is None or not self._speaks_of_anchors:
            return decided
        taken = self.learned.taken(element_id, heeding=decided.verdict is not Verdict.CONFLICT)  # the criteria's word stands
        found = weighed(element_id, decided, taken, shipped_weights(), self.core_of(element_id))
        return self._as_its_anchor(element_id, self._without_savings(element_id, self._without_idle(element_id, found)))

    def _without_idle(self, element_id: str, decided: Decided) -> Decided:
        """A decision whose norms the classifier takes for nothing on the element, as it shows the same verdict itself where it surely does: words that only resemble the element's are no evidence."""
        if self.learned is None or decided.taken is not None or decided.verdict not in {Verdict.MET, Verdict.CONFLICT}:
            return decided
        read = {m.provision.order: m.provision for c in decided.norms for m in c.matched}
        read |= {c.norm.provision.order: c.norm.provision for c in decided.norms}
        if any(self.learned.nothing(provision, element_id) < _IDLE for provision in read.values()):
            return decided
        return shown_by_classifier(decided.verdict, self.learned.taken(element_id), _SURE) or decided

    def _without_savings(self, element_id: str, decided: Decided) -> Decided:
        """A decision without the savings of other law ("Nothing in this Act affects the giving of dowry") that the classifier takes for nothing on the element: they are no reason, where another is left."""
        _, element = self.register.element(element_id)
        if decided.verdict is not Verdict.PARTIAL or element.criteria is None or self.learned is None:
            return decided
        own = {counted.norm.provision.order for counted in decided.norms}
        idle = [
            m
            for m in decided.narrowing
            if m.concept == EXCEPTED
            and m.provision.order not in own
            and self.anchors.law.savings.find(m.provision.words)
            and self.learned.nothing(m.provision, element_id) >= _IDLE
        ]
        live = tuple(m for m in decided.narrowing if m not in idle)
        if not idle or any(m.concept == EXCEPTED for m in live):
            return replace(decided, narrowing=live)
        narrowers = self.narrowers_of(element.criteria)
        reasons = tuple(r for r in decided.reasons if r not in narrowers or not narrowers[r].present)
        return replace(decided, reasons=reasons, narrowing=live) if reasons else decided

    def core_of(self, element_id: str) -> Core | None:
        """What criteria and classifier say of the element whose anchor another one hangs on; None where it hangs on no other that has criteria, or there is no classifier."""
        _, element = self.register.element(element_id)
        anchors = [pattern.of for pattern in element.criteria.norms.values() if pattern.of] if element.criteria else []
        cores = [core for name in anchors if (core := self.register.anchors[name].element) != element_id]
        decided = self.by_criteria(cores[0]) if cores else None
        return Core(decided.verdict, self.learned.taken(cores[0])) if decided is not None and self.learned is not None else None

    def _as_its_anchor(self, element_id: str, decided: Decided) -> Decided:
        """What is met reaches no further than the anchor it hangs on: where the classifier alone sees the anchor, and that it is narrow, the criteria could not say so."""
        _, element = self.register.element(element_id)
        if decided.verdict is not Verdict.MET or element.criteria is None:
            return decided
        for name, narrower in self.narrowers_of(element.criteria).items():
            if not narrower.inherit or self.anchors.of(narrower.inherit):
                continue
            on = self.decide(self.register.anchors[narrower.inherit].element)
            if on is not None and on.verdict is Verdict.PARTIAL and on.taken is not None:
                return replace(decided, verdict=Verdict.PARTIAL, reasons=(name, BY_CLASSIFIER), narrow=on.taken)
        return decided

    @cached_property
    def _speaks_of_anchors(self) -> bool:
        """Whether the draft holds or names an anchor, to criteria or classifier: of a draft on another subject the classifier knows nothing."""
        if any(map(self.anchors.denied, self.register.anchors)):
            return False
        if self.anchors.extract:
            return True  # the anchor may stand in what was not supplied
        for name, anchor in self.register.anchors.items():
            taken = self.learned.taken(anchor.element) if self.learned else {}
            if self.anchors.of(name) or any(one.probability >= _TAKEN_FOR_ANCHOR for one in taken.values()):
                return True
            if any(self.matcher.concepts.hits(each, p) for each in anchor.names for p in self.anchors.law.provisions):
                return True
        return not self.register.anchors or self._surely_known() >= _SURELY_KNOWN

    def _surely_known(self) -> int:
        """On how many elements the classifier is sure of some provision."""
        taken = [self.learned.taken(element.id) for _, element in self.register.elements()] if self.learned else []
        return sum(any(one.probability >= _SURE for one in each.values()) for each in taken)

    def by_criteria(self, element_id: str) -> Decided | None:
        """The verdict of the criteria alone; None where the register gives the element none."""
        _, element = self.register.element(element_id)
        if element.criteria is None:
            return None
        if element_id not in self._decided:
            self._decided[element_id] = self.apply(element.criteria)
        return self._decided[element_id]

    # narrowers ---------------------------------------------------------------------------------------------------------

    def narrowers_of(self, criteria: Criteria) -> Mapping[str, Narrower]:
        """The element's narrowers: the register's that it shares, and its own."""
        return {**{name: self.register.narrowers[name] for name in criteria.shared}, **criteria.narrowers}

    def holds(self, narrower: Narrower, norm: Norm) -> list[Matched] | None:
        """The words that narrow one norm; None where the narrower does not hold for it."""
        if narrower.effect:
            return [] if norm.effect in narrower.effect else None
        if narrower.present:
            return self._excepted(norm, narrower)
        if narrower.inherit:
            return [] if self._is_narrow(narrower.inherit) else None
        return self._says_only(norm, narrower) if narrower.only else None

    def _says_only(self, norm: Norm, narrower: Narrower) -> list[Matched] | None:
        """The words of the norm, else of its definitions, that narrow it, unless the same place says that it is wider."""
        own = self.matcher.hits(norm, narrower.slot, narrower.only, "narrower")
        defined = narrower.slot is not Slot.COMPLEMENT  # what a defined term takes in narrows whom and what, not the consequence
        found = own or self.matcher.hits(norm, narrower.slot, narrower.only, "narrower", definitions=defined)
        looks_up = not own and narrower.slot is not Slot.BEARER
        wider = found and self.matcher.hits(norm, narrower.slot, narrower.unless, "unless", definitions=looks_up)
        return found if found and not wider else None

    def _is_narrow(self, anchor: str) -> bool:
        """Whether the anchor is there and covers only a part."""
        decided = self.by_criteria(self.register.anchors[anchor].element)
        return bool(self.anchors.of(anchor)) and decided is not None and decided.verdict is Verdict.PARTIAL

    def _excepted(self, norm: Norm, narrower: Narrower) -> list[Matched] | None:
        own = [
            Matched("narrower", EXCEPTED, norm.provision, low, high) for low, high in norm.exceptions if low > 0 and high > low
        ]
        far = [Matched("narrower", EXCEPTED, other.provision, *_whole(other.provision)) for other in norm.excepted_by]
        kept = [
            m
            for m in (*own, *far)
            if not any(
                within([hit], ((m.start, m.end),))
                for name in narrower.unless
                for hit in self.matcher.concepts.hits(name, m.provision)
            )
        ]
        return kept or None

    def too_few(self, narrower: Narrower, counted: Sequence[Counted]) -> bool:
        """Whether all norms that count name fewer kinds than the narrower asks for."""
        kinds = {kind for one in counted for kind in self.matcher.kinds(one.norm, narrower.kinds or "", own_only=narrower.own)}
        return 0 < len(kinds) < (narrower.fewer_than or 0)

    # decision ----------------------------------------------------------------------------------------------------------

    def apply(self, criteria: Criteria) -> Decided:
        """The first line of the order of decision that holds; else missing."""
        counted = {name: self.anchors.count(pattern) for name, pattern in criteria.norms.items()}
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
            narrow = [(one, held) for _, one in found if (held := self._held(narrowers, one))]
            if len(narrow) < len(found):
                return Decided(Verdict.NEEDS_REVIEW, _first_of_each(found), (LAW_NOT_SUPPLIED,))
            one, held = narrow[0]  # whatever the law that was not supplied says, the rule reaches only a part
            return Decided(Verdict.PARTIAL, (one,), tuple(held), tuple(m for matches in held.values() for m in matches))
        graded = [(name, one, self._held(narrowers, one)) for name, one in resolved]
        pattern, best, held = min(graded, key=lambda entry: len(entry[2]))
        together = [
            name
            for name, narrower in narrowers.items()
            if narrower.kinds and self.too_few(narrower, [one for _, one in resolved])
        ]
        weaker = [pattern] if weak and criteria.norms[pattern].says else []
        ordered = _first_of_each([(pattern, best), *found])
        if not (held or together or weak):
            return Decided(Verdict.MET, ordered)
        words = tuple(m for matches in held.values() for m in matches)
        return Decided(Verdict.PARTIAL, ordered, (*weaker, *held, *together), words)

    def _held(self, narrowers: Mapping[str, Narrower], counted: Counted) -> dict[str, list[Matched]]:
        return {name: words for name, narrower in narrowers.items() if (words := self.holds(narrower, counted.norm)) is not None}


def _first_of_each(found: Sequence[tuple[str, Counted]]) -> tuple[Counted, ...]:
    """The norms, one for each sentence, in the order given."""
    return tuple({one.norm.provision.order: one for _, one in reversed(found)}.values())[::-1]


def _whole(provision: Provision) -> Region:
    return 0, len(provision.text)


def _outranks(found: Sequence[Counted], other: Sequence[Counted]) -> bool:
    """Whether a rule outranks an opposite one: it says so ("notwithstanding") and the other does not."""
    return any(one.norm.overriding for one in found) and not any(one.norm.overriding for one in other)
