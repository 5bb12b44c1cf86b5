"""Whether a sentence is evidence enough for a part of a question, and what to say where none is.

Each gate is a rule that can be said in a sentence; the first that fails is the reason. None looks at how many passages there are. Where the evidence model has
read the sentence, most gates are features among others, weighed with what the model says; another country and another year still turn a sentence away, unless it is the country itself that a question has wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.answering.answer import Refused
from bot.answering.lexicon import Lexicon
from bot.answering.pool import SentencePool
from bot.answering.question import LIGHT, Part, Term, negations, numbers_in, turns, years_in
from bot.answering.reasons import is_reason
from bot.answering.select import LEANING_KINDS, NEARBY, WHERE, WHY, Evidence, Reading, strength_of
from bot.answering.words import stem, stems, words
from corpus.documents import Citation

COVERAGE = 0.45
"""Of all terms: a sentence contradicts only what it is about."""
NUMBER_WINDOW = 4
"""A number belongs to the words at most so many words behind it ("21 sellers were inspected")."""
MOST_NAMED = 3
"""Words that a refusal names as not found."""
FACT_KINDS = frozenset({"number", "quantity", "when", "place", "definition", WHY})
"""Kinds of answer that a reference ("(See: ...)") or a pointer cannot give."""
FIGURE_KINDS = frozenset({"number", "quantity"})
LIST_COMMAS = 2
"""A sentence with so many commas or semicolons enumerates."""
ALL_OF_IT = 0.85
"""The share of a part's terms from which on a sentence says what the part takes for granted; words of its thesaurus group count for 0.9."""
SURELY = 0.5
"""The probability from which on a sentence corrects which country it is, or what was told and not asked, or has corrected an earlier question."""
NEXT_TO = 0.7
"""Log odds that a follow-up gives to the sentences beside the one that was quoted last: reasons, limits and figures mostly stand next to what they belong to. Of 470 turns of conversations 76.4% are right without
it, 77.7% with it, 77.4% with 1.2."""
BEHIND, AWAY = 4.0, -2.2
"""The same for a reason that follows it, and for what stands elsewhere, where a follow-up only asks for that ("why?")."""
ANOTHER_THING = -2.2
"""The same for a sentence without a word for the one thing of which a question asks whether it belongs to something."""


class Reason(StrEnum):
    """Why a sentence is not evidence enough."""

    NONE = ""
    CONTENT = "what is asked about is not in it"
    COUNTRY = "it is about another country"
    NAME = "it is about another place, person or body"
    YEAR = "it is about another year"
    NUMBER = "it gives no such number"
    QUANTITY = "it gives no amount, length or limit"
    DEFINITION = "it defines nothing"
    REASON = "it gives no reason"
    PLACE = "it names no country"
    DATE = "it gives no date"
    SOURCE = "it names no source"
    LIST = "it names none of them"
    POINTER = "it only points to another part"


HARD = frozenset({Reason.COUNTRY, Reason.YEAR})
"""Gates that no reading of the evidence model opens, but for which country it is that a question takes for granted: a figure of another country or year is a wrong answer, however near."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Evidence with the reason it is not enough; ``corrects`` when the sentence contradicts what the part takes for granted, ``plainly`` when its words do: another number, or the statement turned round.

    ``rank`` orders the evidence for one part: the probability that it answers, or without the evidence model the score.
    """

    evidence: Evidence
    reason: Reason
    rank: float
    corrects: bool = False
    plainly: bool = False

    @property
    def surely_corrects(self) -> bool:
        """Whether the evidence model takes it for likelier than not that it contradicts the part."""
        return self.corrects and self.evidence.read is not None and self.evidence.read.corrects >= SURELY


def gate_features(reason: Reason) -> dict[str, float]:
    """The gates as features, by name: 1 for the one that a sentence fails."""
    return {f"not_{one.name.lower()}": float(one is reason) for one in Reason if one not in HARD and one is not Reason.NONE}


class Judge:
    """Applies the gates."""

    def __init__(self, lexicon: Lexicon, pool: SentencePool, *, reads: bool = False) -> None:
        """``reads``: the evidence model reads the first sentences; those that it has not read are no evidence."""
        self._lexicon = lexicon
        self._pool = pool
        self._reads = reads

    def judge(self, evidence: Evidence) -> Judged:
        """Whether a sentence is evidence for its part, and if not, why not."""
        gate, corrects = self.gates(evidence)
        if self._reads:
            return replace(self._weighed(evidence, gate), plainly=corrects)
        weights = self._lexicon.weights.by_words
        if not gate and weights.probability(evidence.features) < weights.threshold:
            gate = Reason.CONTENT
        return Judged(evidence, gate, evidence.score, corrects and not gate, plainly=corrects)

    def _weighed(self, evidence: Evidence, gate: Reason) -> Judged:
        """By what the model says. What was quoted last is no answer to a follow-up where it fails a gate."""
        if (
            evidence.read is None
            or self._shut(gate, evidence, evidence.read)
            or self._only_refers(evidence, evidence.read)
            or (evidence.again and gate)
        ):
            return Judged(evidence, gate or Reason.CONTENT, 0.0)
        weights = self._lexicon.weights.with_model
        features = {**evidence.features, **gate_features(gate)}
        probability = weights.probability(features, self._known_of(evidence))
        if probability < weights.threshold:
            return Judged(evidence, gate or Reason.CONTENT, probability)
        contradicts = evidence.read.corrects > evidence.read.answers and not evidence.behind
        corrects = contradicts or self._names(evidence) is Reason.COUNTRY
        return Judged(evidence, Reason.NONE, probability, corrects)

    def _known_of(self, evidence: Evidence) -> float:
        """What speaks for a sentence, or against it, besides its features; log odds."""
        place = BEHIND if evidence.behind else NEXT_TO if evidence.beside else AWAY if evidence.away else 0.0
        return place + (ANOTHER_THING if self._is_of_another(evidence) or self._is_reason_of_another(evidence) else 0.0)

    def _is_reason_of_another(self, evidence: Evidence) -> bool:
        """Whether a reason is asked for of something that the document speaks of, but nowhere in the passage of a sentence that gives one: it is the reason of something else."""
        if evidence.part.kind != WHY or not is_reason(evidence.sentence, self._pool):
            return False
        unmet = (term for term in evidence.part.terms if term in evidence.missing and term.weight > LIGHT and not term.entity)
        return any(self._pool.says(evidence.sentence.document.id, term.stems) for term in unmet)

    def bears_out(self, evidence: Evidence) -> bool:
        """Whether a sentence says, by its words, what a part takes for granted whose reason it asks for ("Why should importers be fined?"): all of it, no less than it, and not turned round; or it denies what the part denies ("Why may they not ...?")."""
        part, said = evidence.part, {word.text.lower() for word in evidence.sentence.found}
        narrower = {word.text.lower() for word in words(part.text)} & self._lexicon.words.narrowing
        whole = evidence.coverage >= ALL_OF_IT and narrower <= said
        once = all(
            negations(found, self._lexicon) == turns(found, self._lexicon) == 1
            for found in (words(part.text), evidence.sentence.found)
        )
        denied = once and evidence.coverage >= COVERAGE
        return part.kind == WHY and (whole or denied) and not self._years(evidence) and not self._contradicts(evidence)

    def _shut(self, gate: Reason, evidence: Evidence, read: Reading) -> bool:
        """Whether a hard gate stays shut: another year, or another country, whatever else fails.

        It is opened where a sentence corrects which country it is ("The example is Latvia, is it not?"): no other country's figures are answered with this one's.
        """
        if self._names(evidence) is not Reason.COUNTRY:
            return gate in HARD
        asked = evidence.part.text.lower()
        if evidence.part.kind in FIGURE_KINDS or self._years(evidence):
            return True
        if self._says_which(asked, evidence):
            return max(read.answers, read.corrects) < SURELY
        return not any(p.search(asked) for p in self._lexicon.words.which_country) or read.corrects < SURELY

    def _says_which(self, asked: str, evidence: Evidence) -> bool:
        """Whether a question asks of a country that the sentence does not name whether it is the one meant ("Is Estonia the example?"), and the sentence names another."""
        missing = {term.text.lower() for term in evidence.missing if term.entity}
        named = (m["country"] for pattern in self._lexicon.words.is_country for m in pattern.finditer(asked))
        return any(name in missing for name in named) and bool(self._lexicon.last_place(evidence.sentence.found))

    def _only_refers(self, evidence: Evidence, read: Reading) -> bool:
        """A reference or a pointer, where an amount, a date, a country, a meaning or a reason is asked for; or where it is taken for a contradiction of what names no other source and number: nothing else can it put right."""
        refers = evidence.sentence.points_to is not None or self._matches(self._lexicon.words.referring, evidence)
        same = not self._has_other_numbers(evidence) and not self._names_other(evidence)
        return refers and (evidence.part.kind in FACT_KINDS or (same and read.corrects > read.answers))

    def _names_other(self, evidence: Evidence) -> bool:
        """Whether a part bears a capital, within it, on a word that the sentence does not hold: the name of something else."""
        light = self._lexicon.words.stop | self._lexicon.words.frame
        capitals = (word for word in words(evidence.part.text)[1:] if word.text[:1].isupper() and word.text.lower() not in light)
        return any(word.stem not in evidence.sentence.stems for word in capitals)

    def _is_of_another(self, evidence: Evidence) -> bool:
        """Whether one thing belongs to something is asked ("Does fraud count as one of the means?"), and no word for the thing stands in the sentence."""
        return self._unmet(self._lexicon.words.asking_whether, evidence)

    def gates(self, evidence: Evidence) -> tuple[Reason, bool]:
        """The first gate that a sentence fails, and whether it contradicts the part; what the weights are fitted on."""
        reason = self._content(evidence) or self._names(evidence) or self._years(evidence)
        if reason:
            return reason, False
        if self._contradicts(evidence):
            return Reason.NONE, True
        return self._kind(evidence), False

    def _content(self, evidence: Evidence) -> Reason:
        sentence, kind = evidence.sentence, evidence.part.kind
        if (sentence.points_to is not None) != (kind == WHERE) or sentence.is_label:
            return Reason.POINTER
        if kind not in {WHERE, "source"} and (
            self._matches(self._lexicon.words.referring, evidence) or self._head_unmet(evidence)
        ):
            return Reason.CONTENT
        return Reason.NONE

    def _head_unmet(self, evidence: Evidence) -> bool:
        """What is asked for by name ("what is the penalty for ...") stands in none of its words in the sentence."""
        return self._unmet(self._lexicon.words.asking_for, evidence)

    def _unmet(self, patterns: Iterable[re.Pattern[str]], evidence: Evidence) -> bool:
        """Whether the first of some patterns that finds a "head" in the part finds one of which no word stands in the sentence."""
        asked = evidence.part.text.lower()
        match = next((m for pattern in patterns if (m := pattern.search(asked))), None)
        head = frozenset(stems(match["head"])) if match else frozenset()
        terms = [term for term in evidence.part.terms if term.weight > LIGHT and head.issuperset(term.stems)]
        return bool(terms) and not any(self._stands_in(term, evidence) for term in terms)

    def _stands_in(self, term: Term, evidence: Evidence) -> bool:
        """In the sentence itself or in a label or heading over it."""
        return strength_of(term, evidence.sentence, self._pool.surroundings(evidence.sentence))[0] > NEARBY

    def _names(self, evidence: Evidence) -> Reason:
        missing = [term for term in evidence.missing if term.entity]
        if any(term.stems in self._lexicon.places or term.members for term in missing):
            return Reason.COUNTRY
        return Reason.NAME if missing else Reason.NONE

    def _years(self, evidence: Evidence) -> Reason:
        asked = evidence.part.years
        own = years_in(evidence.sentence.found)
        if not asked or asked & own:
            return Reason.NONE
        near = frozenset(year for s in self._pool.sentences(evidence.sentence.passage) for year in years_in(s.found))
        later = asked <= evidence.part.dated and max(own, default=0) >= min(asked)
        return Reason.NONE if asked <= near and (not own or later) else Reason.YEAR

    def _contradicts(self, evidence: Evidence) -> bool:
        """Another number than the part holds; or, where the part presumes, the statement turned round."""
        part, found = evidence.part, evidence.sentence.found
        if part.kind in LEANING_KINDS - {WHY}:
            return False
        if self._has_other_numbers(evidence):
            return True
        if not part.presumes or evidence.coverage < COVERAGE or self._matches(self._lexicon.words.causal, evidence):
            return False
        turned = bool(turns(found, self._lexicon)) != bool(part.turned)
        return turned or self._opposite(evidence)

    def _has_other_numbers(self, evidence: Evidence) -> bool:
        asked, found = evidence.part.numbers, evidence.sentence.found
        numbers = numbers_in(found, self._lexicon) - years_in(found)
        return bool(asked and numbers) and not asked <= numbers

    def _opposite(self, evidence: Evidence) -> bool:
        asked, said = frozenset(stems(evidence.part.text)), evidence.sentence.stems
        pairs = [(stem(a), stem(b)) for a, b in self._lexicon.words.opposites]
        return any((a in asked and b in said) or (b in asked and a in said) for a, b in pairs)

    def _matches(self, patterns: Iterable[re.Pattern[str]], evidence: Evidence) -> bool:
        return any(pattern.search(evidence.sentence.text) for pattern in patterns)

    def _kind(self, evidence: Evidence) -> Reason:
        """What the kind of answer asked for demands of the sentence."""
        rules, part, found = self._lexicon.words, evidence.part, evidence.sentence.found
        if part.numbers and part.kind not in LEANING_KINDS and not numbers_in(found, self._lexicon):
            return Reason.NUMBER
        tests: dict[str, tuple[Callable[[], bool], Reason]] = {
            "number": (lambda: self._counts(evidence), Reason.NUMBER),
            "quantity": (lambda: self._measures(evidence), Reason.QUANTITY),
            "definition": (lambda: self._matches(rules.defining, evidence), Reason.DEFINITION),
            WHY: (lambda: is_reason(evidence.sentence, self._pool), Reason.REASON),
            "source": (lambda: self._matches(rules.citing, evidence), Reason.SOURCE),
            "place": (lambda: bool(self._lexicon.last_place(found)), Reason.PLACE),
            "when": (lambda: bool(years_in(found)), Reason.DATE),
            "list": (lambda: self._enumerates(evidence), Reason.LIST),
        }
        holds, reason = tests.get(part.kind, (lambda: True, Reason.NONE))
        return Reason.NONE if holds() else reason

    def _counts(self, evidence: Evidence) -> bool:
        """A number stands right before words that the part asks about."""
        found = evidence.sentence.found
        stems = {s for term in evidence.part.terms for s in term.stems}
        groups = frozenset().union(*(term.groups for term in evidence.part.terms))
        years = years_in(found)
        for at, word in enumerate(found):
            number = numbers_in((word,), self._lexicon) - years
            window = found[at + 1 : at + 1 + NUMBER_WINDOW]
            if number and any(w.stem in stems or self._lexicon.thesaurus.get((w.stem,), frozenset()) & groups for w in window):
                return not self._head_missing(evidence)
        return False

    def _head_missing(self, evidence: Evidence) -> bool:
        """What is counted ("how many cases") must stand in the sentence."""
        asked = evidence.part.text.lower()
        match = next((m for pattern in self._lexicon.words.counting if (m := pattern.search(asked))), None)
        if match is None:
            return False
        after = stems(asked[match.end() :])
        head = next((t for s in after for t in evidence.part.terms if s in t.stems and t.weight > LIGHT and not t.entity), None)
        return head is not None and not self._stands_in(head, evidence)

    def _measures(self, evidence: Evidence) -> bool:
        """A number of years, days, per cent, ... stands in the sentence, or another wording of a limit ("without delay")."""
        found = evidence.sentence.found
        units = self._lexicon.words.units
        return self._matches(self._lexicon.words.limits, evidence) or any(
            numbers_in((word,), self._lexicon) and any(w.text.lower() in units for w in found[at + 1 : at + 3])
            for at, word in enumerate(found)
        )

    def _enumerates(self, evidence: Evidence) -> bool:
        text = evidence.sentence.text
        return text.count(",") + text.count(";") >= LIST_COMMAS or self._matches(self._lexicon.words.enumerating, evidence)


def sections_asked(part: Part, titles: Iterable[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Of the parts that the guidance only points to, those a part names: whole ("the sub-section on Penalties for Buyers"), or by two words or more that all stand in the title, which may be that of several."""
    asked = frozenset(stems(part.text))
    matches = (pattern.search(part.text) for pattern in lexicon.words.section_named)
    named = next((_substance(match["title"], lexicon) for match in matches if match), frozenset())
    return tuple(
        title
        for title in titles
        if part.sections
        and ((own := _substance(title, lexicon)) <= asked or (part.kind != WHERE and len(named) > 1 and named <= own))
    )


def sections_near(part: Part, titles: Iterable[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Of the parts that the guidance only points to, those whose title shares a word of substance with a part."""
    asked = frozenset(s for term in part.terms for s in term.stems) | (
        frozenset(stems(part.text)) - lexicon.quiet - lexicon.light - frozenset(stem(word) for word in lexicon.words.stop)
    )
    return tuple(title for title in titles if _shares(_substance(title, lexicon), asked))


def _shares(title: frozenset[str], asked: frozenset[str]) -> bool:
    """Two words of substance, or half of them where there are few."""
    return len(title & asked) >= min(2, -(-len(title) // 2)) > 0


def _substance(title: str, lexicon: Lexicon) -> frozenset[str]:
    return frozenset(stems(title)) - frozenset(stem(word) for word in lexicon.words.stop)


def lacking(part: Part, judged: Sequence[Judged]) -> str:
    """One sentence on what was not found: names and words that no sentence holds, another year, or what the nearest one lacks; empty where nothing came near."""
    if not judged:
        return ""
    everywhere = frozenset[Term].intersection(*(frozenset(j.evidence.missing) for j in judged))
    absent = [term.text for term in part.terms if term in everywhere and term.weight > LIGHT]
    if absent:
        return f"Nothing that was found speaks of {_quoted(absent)}."
    reason = judged[0].reason
    if reason is Reason.YEAR:
        return f"Nothing that was found is about {' or '.join(map(str, sorted(part.years)))}."
    return f"What comes nearest is no answer: {reason.value}."


def _quoted(words: Sequence[str]) -> str:
    return " or ".join(f"“{word}”" for word in words[:MOST_NAMED])


def refusal(
    parts: Sequence[Part], sections: Sequence[str], nearest: Sequence[Citation], note: str = "", why: Sequence[str] = ()
) -> Refused:
    """What the loaded guidance does not cover, with what was not found (``why``) and the passages that come nearest."""
    gaps = tuple(dict.fromkeys(part.text for part in parts)) + section_gaps(sections)
    if note:
        text = note
    elif sections:
        text = (
            f"The loaded guidance does not answer this. It only points to {_named(sections)}, which {_are(sections)} not loaded."
        )
    else:
        text = " ".join(["The loaded guidance does not answer this.", *dict.fromkeys(filter(None, why))])
    if nearest:
        text = f"{text} The passages that come nearest are shown below."
    return Refused(text, gaps, tuple(nearest))


def section_gaps(sections: Sequence[str]) -> tuple[str, ...]:
    """In plain words: what is pointed to and not loaded."""
    return tuple(f"the part on {title} is pointed to, but is not loaded" for title in sections)


def _named(sections: Sequence[str]) -> str:
    return "its part on " + "; ".join(sections) if len(sections) == 1 else "its parts on " + "; ".join(sections)


def _are(sections: Sequence[str]) -> str:
    return "is" if len(sections) == 1 else "are"
