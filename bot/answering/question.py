"""Take a question apart: its parts, what each asks for, and the terms that an answer has to meet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answering.answer import Turn
from bot.answering.introductions import without_introductions
from bot.answering.lexicon import Lexicon
from bot.answering.mending import Mender
from bot.answering.pieces import asks_facts, pieces_of
from bot.answering.words import CONTRACTED, YEAR, Word, stem, words
from bot.conversation import ENOUGH_WORDS, USER

NORMAL, ENTITY, LIGHT = 1.0, 2.0, 0.25
"""Weights of terms: a name counts double, for an answer about another place or body is wrong; words such as "law" or "person"
stand in most questions and tell little."""

YES_NO = "yes_no"
"""The kind of a part whose words ask for no other."""
LEANS_ON = " | "
"""Between what was asked before and a part that leans on it."""

_APOSTROPHE = re.compile(r"['’]")
_FEW_BEFORE = 3
"""Words in front of "why": more of them take something else for granted ("Given that they were fined, why ...")."""
_MOST_TOLD = 50
"""Words of a case that are read: with more the question itself, which stands behind them, would be cut off."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that carries topic. ``groups`` are its thesaurus groups; ``negated`` when a prefix turned it round."""

    text: str
    stems: tuple[str, ...]
    groups: frozenset[int]
    weight: float
    entity: bool = False
    negated: bool = False
    members: tuple[tuple[str, ...], ...] = ()
    """What else stands for a place or a region (``Lexicon.members``); one of them meets the term too."""
    listed: bool = False
    """Whether it is a name that the lexicon lists, with all that belongs to it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked.

    ``text`` is what is asked, with slips of the key mended; ``kind`` is the kind of answer asked for ("number", "why", "yes_no", ...); ``context`` are terms of what was said before that a
    leaning part ("should they carry ...") rests on. ``years`` and ``numbers`` are those in the part; ``turned`` counts its negations.
    """

    text: str
    meaning: str
    """The case that is told first and the text, with what they lean on before them where the text holds no topic of its own; what is embedded."""
    asked: str
    """The case that is told first and the text, after what they lean on and ``LEANS_ON`` where they lean; what the evidence model reads."""
    kind: str
    terms: tuple[Term, ...]
    context: tuple[Term, ...] = ()
    years: frozenset[int] = frozenset()
    dated: frozenset[int] = frozenset()
    """Of the years those that only date something else: "the 2014 Act", "after 2014"."""
    numbers: frozenset[int] = frozenset()
    turned: int = 0
    presumes: bool = False
    broad: bool = False
    opinion: bool = False
    """Whether it asks what the one who answers thinks, not what the guidance says."""
    sections: bool = False
    """Whether it speaks of a section, chapter or sub-section."""
    leans: bool = False
    """Whether it leans on what was asked before."""
    repeats: bool = False
    """Whether it says nothing of its own ("give me the sentence"), and asks for what was said before."""


class QuestionReader:
    """Reads questions against a vocabulary: the words of the guidance, to which slips of the key are mended."""

    def __init__(self, lexicon: Lexicon, vocabulary: frozenset[str]) -> None:
        self._lexicon = lexicon
        self._mender = Mender(lexicon, vocabulary)
        self._known = vocabulary | lexicon.known
        self._stems = frozenset(map(stem, self._known))

    def parts(self, question: str, before: str = "") -> tuple[Part, ...]:
        """The parts of a question, in order; at least one for a text that holds a word.

        Args:
            question: what is asked, one question or several.
            before: earlier questions of the conversation that it leans on.
        """
        found: list[Part] = []
        case = ""
        for text, asks in self.pieces(self._mended(question)):
            if asks:
                found.append(self.part(text, before, case))
                before = one_text(before, text)
            else:
                case = one_text(case, text)
        return tuple(found)

    def claims(self, question: str, before: str = "") -> tuple[Part, ...]:
        """What a question tells and does not ask, sentence by sentence, each as a part: it may take something for granted that the guidance contradicts."""
        told = (text for text, asks in self.pieces(self._mended(question)) if not asks)
        return tuple(replace(self.part(text, before), kind=YES_NO) for text in told if self._has_substance(text))

    def reason_asked(self, part: Part) -> Part | None:
        """A part that asks for the reason of what it takes for granted, as what is asked after the claim ("Should importers be fined?", "Why?"), so that the reason is looked for and not the claim; None where it holds none."""
        told, _, asked = part.asked.rpartition(LEANS_ON)
        match = self._lexicon.words.why_claim.search(asked)
        before = asked[: match.start()] if match else ""
        if match is None or len(before.split()) > _FEW_BEFORE:
            return None
        claim = match["claim"].strip()
        return replace(part, asked=f"{told and told + ' '}{before}{claim[:1].upper()}{claim[1:]}?{LEANS_ON}Why?", leans=True)

    def pieces(self, question: str) -> Iterator[tuple[str, bool]]:
        """The pieces of a question, in order, each with whether it asks; see ``pieces_of``."""
        return pieces_of(question, self._lexicon.words, self._has_substance)

    def _has_substance(self, text: str) -> bool:
        return any(term.weight > LIGHT for term in self._terms(self._words(text)))

    def part(self, text: str, before: str = "", case: str = "") -> Part:
        """One thing that is asked.

        Args:
            text: the sentence that asks, or a piece of it.
            before: earlier questions, on which it may lean.
            case: what is told first and then asked about ("They took her passport. Is that an offence?"). Both are read as one text, the end of a long case alone, unless the text stands by itself and nothing in the case is
                what the guidance speaks of. Its words are context where the text
                leans on them; its names, years and numbers are only where the text asks for facts or for the law of that place: else they say where and when the case was, and an answer need not hold them.
        """
        text, before, case = self._mended(text), self._mended(before), self._mended(" ".join(case.split()[-_MOST_TOLD:]))
        rules, lowered = self._lexicon.words, text.lower()
        found, told, earlier = self._words(text), self._words(case), self._words(before)
        terms = self._terms(found)
        solid = sum(term.weight for term in terms) >= NORMAL
        leans = self._leans(found, lowered) or sum(term.weight > LIGHT for term in terms) < ENOUGH_WORDS
        whole = one_text(case, text) if leans or not solid or self._concerns(told) else text
        contrasts = solid and any(word.text.lower() in rules.contrasting for word in found)
        factual = asks_facts(lowered, rules)
        dating = (*earlier, *told) if factual else earlier
        leant_on = (*self._terms(earlier), *(term for term in self._terms(told) if factual or not term.entity))
        elsewhere = any(term.stems in self._lexicon.places for term in terms) and not any(p.search(lowered) for p in rules.alike)
        context = tuple(
            dict.fromkeys(
                term
                for term in leant_on
                if leans and not contrasts and term not in terms and not (elsewhere and term.stems in self._lexicon.places)
            )
        )
        years, numbers = self._numbers(found)
        dated = frozenset(int(match["year"]) for pattern in rules.dated for match in pattern.finditer(lowered))
        own = [year for year in _years_of(found) if year not in dated]
        shifted, away = self._shifted(lowered, _years_of(dating), own)
        years_before = frozenset(_years_of(dating)) if leans else frozenset[int]()
        rests = bool(before) and leans
        repeats = rests and self._says_nothing(found)
        return Part(
            text=text,
            meaning=whole if solid or not before else f"{before} {whole}",
            asked=(before if repeats else f"{before}{LEANS_ON}{whole}") if rests else whole,
            kind=self._kind(found, lowered, earlier if leans else ()),
            terms=terms if solid else terms + context,
            context=context if solid else (),
            years=shifted or years or years_before,
            dated=dated,
            numbers=numbers - away or (frozenset() if solid else self._numbers(dating)[1]),
            turned=turns(found, self._lexicon) + sum(term.negated for term in terms),
            presumes=solid and any(p.search(lowered) for p in rules.presuming),
            broad=any(p.search(lowered) for p in rules.broad),
            opinion=any(p.search(lowered) for p in rules.opinion),
            sections=any(word.text.lower() in rules.section_words for word in found),
            leans=rests,
            repeats=repeats,
        )

    def _concerns(self, told: tuple[Word, ...]) -> bool:
        """Whether what is told has a word of substance that is one of the guidance, or that stands for such words."""
        own = (word for word in told if self._mender.is_own(word.text.lower()))
        spoken_of = any(not self._is_quiet(word) and word.stem not in self._lexicon.light for word in own)
        return spoken_of or any(term.groups for term in self._terms(told))

    def _says_nothing(self, found: tuple[Word, ...]) -> bool:
        """Whether words hold no topic, no year, no kind of answer, and ask nothing of what was said before."""
        asks = self._kind(found, "", ()) != YES_NO or any(word.text.lower() in self._lexicon.words.asking for word in found)
        return all(map(self._is_quiet, found)) and not asks and not self._numbers(found)[0]

    def _leans(self, found: tuple[Word, ...], lowered: str) -> bool:
        rules = self._lexicon.words
        return any(word.text.lower() in rules.leaning for word in found) or any(p.search(lowered) for p in rules.leaning_openers)

    def _kind(self, found: tuple[Word, ...], lowered: str, earlier: tuple[Word, ...]) -> str:
        """The kind of a part; one that says nothing of it and is no question of its own ("And in 2012?") is of the kind of what was asked before it."""
        rules = self._lexicon.words
        for said in (found, () if any(p.search(lowered) for p in rules.asks_itself) else earlier):
            plain = " ".join(word.text.lower().replace("’", "'") for word in said)
            for rule in rules.kinds:
                if any(pattern.search(plain) for pattern in rule.patterns):
                    return rule.kind
        return YES_NO

    def _words(self, text: str) -> tuple[Word, ...]:
        """The words, without turns of phrase that mean nothing of their own."""
        for pattern in self._lexicon.words.idioms:
            text = pattern.sub(lambda match: " " * len(match.group()), text)
        return words(text)

    def read_as(self, question: str) -> str:
        """A question as it is read: without what only introduces the one who asks, and without slips of the key; one in another language as it is."""
        return without_introductions(self._mended(question), self._lexicon)

    def turns_read(self, history: Sequence[Turn]) -> list[Turn]:
        """The user's turns as they are read; what names a place stays, for a follow-up may ask for figures of it."""
        return [
            replace(turn, content=without_introductions(self._mended(turn.content), self._lexicon, places=True))
            for turn in history
            if turn.role == USER
        ]

    def mends(self, question: str) -> dict[str, str]:
        """By the words that were typed in error those that they are read as."""
        return self._mender.mends(question)

    def _mended(self, text: str) -> str:
        return self._mender.mended(text)

    def _terms(self, found: tuple[Word, ...]) -> tuple[Term, ...]:
        terms: dict[tuple[str, ...], Term] = {}
        at = 0
        while at < len(found):
            length = self._phrase(found, at)
            term = self._term(found, at, length)
            if term is not None:
                terms.setdefault(term.stems, term)
            at += length
        return tuple(terms.values())

    def _phrase(self, found: tuple[Word, ...], at: int) -> int:
        """How many words from here on are one phrase of the thesaurus or one name of a place; 1 if none."""
        for length in range(min(self._lexicon.longest, len(found) - at), 1, -1):
            key = tuple(word.stem for word in found[at : at + length])
            if key in self._lexicon.thesaurus or key in self._lexicon.places:
                return length
        return 1

    def _term(self, found: tuple[Word, ...], at: int, length: int) -> Term | None:
        run = found[at : at + length]
        key = tuple(word.stem for word in run)
        text = " ".join(word.text for word in run)
        groups = self._lexicon.thesaurus.get(key, frozenset())
        listed = self._lexicon.lists(key)
        if listed or self._is_name(run, first=at == 0):
            return Term(text, key, groups, ENTITY, entity=True, members=self._lexicon.members.get(key, ()), listed=listed)
        if length == 1 and self._is_quiet(run[0]):
            return None
        if not groups and length == 1 and (turned := self._without_prefix(run[0])):
            return Term(text, (turned,), self._lexicon.thesaurus.get((turned,), frozenset()), NORMAL, negated=True)
        light = length == 1 and key[0] in self._lexicon.light
        return Term(text, key, groups, LIGHT if light else NORMAL)

    def _is_quiet(self, word: Word) -> bool:
        plain = word.text.lower()
        stop = self._lexicon.words.stop
        return plain in stop or CONTRACTED.sub("", plain) in stop or word.stem in self._lexicon.quiet or self._is_number(plain)

    def _is_number(self, plain: str) -> bool:
        return plain.isdigit() or plain in self._lexicon.words.numbers

    def _is_name(self, run: tuple[Word, ...], *, first: bool) -> bool:
        """A capital letter within a sentence makes a name, unless the word is an ordinary one."""
        plain = run[0].text.lower()
        return (
            len(run) == 1
            and not first
            and run[0].text[0].isupper()
            and plain not in self._known
            and run[0].stem not in self._stems
            and not self._is_quiet(run[0])
        )

    def _without_prefix(self, word: Word) -> str | None:
        for prefix in self._lexicon.words.negative_prefixes:
            rest = word.text.lower().removeprefix(prefix)
            if rest != word.text.lower() and stem(rest) in self._stems and word.stem not in self._stems:
                return stem(rest)
        return None

    def _shifted(self, lowered: str, before: Sequence[int], own: Sequence[int]) -> tuple[frozenset[int], frozenset[int]]:
        """The year that a part names by another one, and the numbers that say how far away; both empty where it names none so.

        The other is named there ("the year after 2012"), or it is the part's own, or the last one named before. Both are asked for where the part names it besides, or compares with it ("was that more than the year before?").
        """
        for shift in self._lexicon.words.year_shifts:
            for match in (m for pattern in shift.patterns if (m := pattern.search(lowered))):
                groups = match.groupdict()
                known = [*before, *own, *([int(groups["year"])] if groups.get("year") else [])]
                if known:
                    base = known[-1]
                    both = not groups.get("year") and (base in own or self._compares(lowered[: match.start()]))
                    named = numbers_in(words(match.group()), self._lexicon) - {base}
                    return frozenset({base + shift.years * self._number(groups.get("n")), *([base] if both else [])}), named
        return frozenset(), frozenset()

    def _compares(self, before: str) -> bool:
        return any(pattern.search(before) for pattern in self._lexicon.words.comparing)

    def _number(self, written: str | None) -> int:
        """A number in figures or words; 1 where there is none."""
        return int(written) if written and written.isdecimal() else self._lexicon.words.numbers.get(written or "", 1)

    def _numbers(self, found: tuple[Word, ...]) -> tuple[frozenset[int], frozenset[int]]:
        years = years_in(found)
        return years, numbers_in(found, self._lexicon) - years


def one_text(before: str, text: str) -> str:
    """Two texts, either of which may be empty, as one."""
    return f"{before} {text}" if before and text else before or text


def numbers_in(found: tuple[Word, ...], lexicon: Lexicon) -> frozenset[int]:
    """The numbers among the words, years too; "one" is left out, for it is mostly a pronoun."""
    written = (lexicon.words.numbers.get(word.text.lower(), 0) for word in found)
    figures = (int(word.text) for word in found if word.text.isdecimal())
    return frozenset(number for number in (*written, *figures) if number > 1)


def _years_of(found: tuple[Word, ...]) -> list[int]:
    """The years among the words, in order."""
    return [int(word.text) for word in found if YEAR.fullmatch(word.text)]


def years_in(found: tuple[Word, ...]) -> frozenset[int]:
    """The years among the words."""
    return frozenset(_years_of(found))


def turns(found: tuple[Word, ...], lexicon: Lexicon) -> int:
    """How many words turn a statement round: "not", "don't", "without", "exclude"."""
    return negations(found, lexicon) + sum(word.text.lower() in lexicon.words.turning for word in found)


def negations(found: tuple[Word, ...], lexicon: Lexicon) -> int:
    """How many words negate: "not", "don't", "without"."""
    return sum(_APOSTROPHE.sub("", word.text.lower()) in lexicon.words.negators for word in found)
