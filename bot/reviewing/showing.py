"""Showing norms: their slots, the words that say a concept, and in plain words why a condition or a narrower does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.reviewing.anchors import About
from bot.reviewing.criteria import Judge
from bot.reviewing.explanation import Rule, Said, Via
from bot.reviewing.findings import Clause
from bot.reviewing.matching import Matched
from bot.reviewing.norms import Norm, defined_term
from bot.reviewing.provisions import Provision
from bot.reviewing.references import section_of
from bot.reviewing.scanned import ReadingCopy
from bot.reviewing.sentence_parts import Region, whole_words
from corpus.criteria import Narrower, Slot

_SHOWN_SLOTS = (Slot.BEARER, Slot.PREDICATE, Slot.ACTS, Slot.CONDITIONS, Slot.EXCEPTIONS)
_FORBIDDEN = {"without": Slot.ANYWHERE, "not_bearer": Slot.BEARER}
_LONGEST = 160


def one_line(text: str) -> str:
    """Words on one line, cut where they are long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST].rsplit(" ", 1)[0] + " ..."


def clause_name(clause: Clause) -> str:
    """A clause's number, else its id."""
    return clause.number or clause.id


def slot_of(key: str) -> Slot | None:
    """The slot that a key of a pattern looks into; None for keys that look into none."""
    if key == "also":
        return Slot.ANYWHERE
    return Slot(key) if key in set(Slot) else None


class Shown:
    """Turns what the engine found in one law into values with offsets of the draft."""

    def __init__(self, judge: Judge, copy: ReadingCopy) -> None:
        self.judge = judge
        self.copy = copy

    # words ---------------------------------------------------------------------------------------------------------------

    def said(self, matched: Matched, norm: Norm) -> Said:
        """Words that were matched for a norm."""
        return self._said(matched.concept, matched.provision, (matched.start, matched.end), _via(matched.provision, norm))

    def _said(self, concept: str, provision: Provision, region: Region, via: Via) -> Said:
        start, end = provision.span(*region)
        words = one_line(provision.text[slice(*region)])
        return Said(concept, words, clause_name(provision.clause), self.copy.back(start), self.copy.back(end, end=True), via)

    def rule(self, norm: Norm) -> Rule:
        """A norm with the words of its slots, whom it stands for, the definitions it uses and what is taken out of it from afar."""
        text = norm.provision.text
        slots = {slot.value: tuple(one_line(text[low:high]) for low, high in norm.regions(slot)) for slot in _SHOWN_SLOTS}
        start, end = norm.provision.own
        return Rule(
            clause=clause_name(norm.clause),
            effect=norm.effect.value,
            sentence=one_line(text),
            start=self.copy.back(start),
            end=self.copy.back(end, end=True),
            slots={name: words for name, words in slots.items() if words},
            stands_for=tuple(
                self._said("", m.provision, whole_words(m.provision.text, m.region), Via.ANTECEDENT) for m in norm.stands_for
            ),
            definitions=tuple(
                self._said(defined_term(d), d.provision, _whole(d.provision), Via.DEFINITION) for d in norm.definitions
            ),
            excepted_by=tuple(self._said("", e.provision, _whole(e.provision), Via.EXCEPTION) for e in norm.excepted_by),
        )

    def elsewhere(self, norm: Norm, key: str, names: tuple[str, ...]) -> tuple[Said, ...]:
        """For a condition that fails: where the norm's sentence says what was asked for, or what must not be said."""
        slot = _FORBIDDEN.get(key) or (Slot.ANYWHERE if slot_of(key) else None)
        if slot is None:
            return ()
        return tuple(self.said(matched, norm) for matched in self._raw(norm, slot, names))

    def _raw(self, norm: Norm, slot: Slot, names: Iterable[str]) -> list[Matched]:
        """What is said in a slot; where nothing is, what is said only in an exception, or would be said but for ``exclude``."""
        names = tuple(names)
        said = self.judge.matcher.hits(norm, slot, names, "") or self.judge.matcher.hits(norm, Slot.EXCEPTIONS, names, "")
        return said or self._undone(norm, names)

    def _undone(self, norm: Norm, names: Iterable[str]) -> list[Matched]:
        undone = self.judge.matcher.concepts.undone
        return [Matched("", name, norm.provision, hit.start, hit.end) for name in names for hit in undone(name, norm.provision)]

    def pointing(self, norm: Norm, key: str, names: tuple[str, ...]) -> tuple[Said, ...]:
        """For a condition on an anchor that holds: the words that name it, or those that point."""
        if key != "of":
            return ()
        (anchor,) = names
        named = self.judge.matcher.hits(norm, Slot.ANYWHERE, self.judge.register.anchors[anchor].names, "")
        if named:
            return tuple(self.said(matched, norm) for matched in named)
        return tuple(self._said("", norm.provision, (r.start, r.end), Via.SENTENCE) for r in norm.references)

    # reasons -------------------------------------------------------------------------------------------------------------

    def why(self, norm: Norm, key: str, names: tuple[str, ...]) -> str:
        """Why a condition fails for a norm, in one clause."""
        if key in _FORBIDDEN:
            return f"it must not say {_either(names)}"
        slot = slot_of(key)
        if slot is not None:
            return self._why_slot(norm, slot, names)
        ways: dict[str, Callable[[Norm, tuple[str, ...]], str]] = {
            "of": self._why_not_about,
            "anchor": lambda _, asked: f"it is not one of the rules of {asked[0]}{self._at(asked[0])}",
            "not_anchor": lambda _, asked: f"it is one of the rules of {asked[0]}",
            "section": lambda n, asked: f"section {section_of(n.clause.number) or n.clause.id} says no {_either(asked)}",
        }
        return ways[key](norm, names) if key in ways else "it does not hold"

    def _why_slot(self, norm: Norm, slot: Slot, names: tuple[str, ...]) -> str:
        if self.judge.matcher.hits(norm, Slot.EXCEPTIONS, names, ""):
            return f"{_either(names)} is said only in what an exception takes out"
        found = self.judge.matcher.hits(norm, Slot.ANYWHERE, names, "")
        if not found and self._undone(norm, names):
            return f"{_either(names)} is said only in what the concept excludes"
        if slot is Slot.ANYWHERE:
            return f"nothing in it says {_either(names)}"
        held = "; ".join(f"“{one_line(norm.provision.text[low:high])}”" for low, high in norm.regions(slot))
        place = f"{held} does not say it" if held else f"it has no {slot.value}"
        return f"{place}, but the sentence does elsewhere" if found else place

    def _why_not_about(self, norm: Norm, names: tuple[str, ...]) -> str:
        (anchor,) = names
        pointers = [one_line(norm.provision.text[r.start : r.end]) for r in norm.references]
        if self.judge.anchors.about(norm, anchor) is About.UNRESOLVED:
            return f"it points to law that is not supplied ({'; '.join(pointers)})"
        if not pointers:
            return f"it neither names {anchor} nor points anywhere"
        return f"it points to {' and '.join(f'“{words}”' for words in pointers)}, which is not {anchor}{self._at(anchor)}"

    def _at(self, anchor: str) -> str:
        places = list(dict.fromkeys(clause_name(one.norm.clause) for one in self.judge.anchors.of(anchor)))
        return f" (in {', '.join(places)})" if places else ", which the draft does not have"

    def wider(self, norm: Norm, narrower: Narrower) -> tuple[Said, ...]:
        """The words beside those that narrow a norm which say that it is wider; () where nothing narrows it."""
        hits = self.judge.matcher.hits
        said = narrower.only and hits(norm, narrower.slot, narrower.only, "", definitions=True)
        found = hits(norm, narrower.slot, narrower.unless, "", definitions=narrower.slot is not Slot.BEARER) if said else []
        return tuple(self.said(matched, norm) for matched in found)

    def why_wide(self, norm: Norm, narrower: Narrower) -> str:
        """Why a narrower does not hold for a norm."""
        if narrower.effect:
            return f"it is of the kind {norm.effect.value}"
        if narrower.inherit:
            return f"{narrower.inherit} is not narrowed itself"
        if narrower.present:
            return (
                "nothing is taken out of it"
                if not (norm.exceptions or norm.excepted_by)
                else "what is taken out of it is marginal"
            )
        if self.wider(norm, narrower):
            return f"{_either(narrower.only)} is said, but beside it something wider"
        return f"{narrower.slot.value}: nothing says {_either(narrower.only)}"


def _whole(provision: Provision) -> Region:
    return 0, len(provision.text)


def _via(provision: Provision, norm: Norm) -> Via:
    if provision is norm.provision:
        return Via.SENTENCE
    if any(provision is definition.provision for definition in norm.definitions):
        return Via.DEFINITION
    if any(provision is exception.provision for exception in norm.excepted_by):
        return Via.EXCEPTION
    return Via.ANTECEDENT


def _either(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
