"""Predicates: the words of a sentence that tell an effect, with their auxiliaries, their subject and what denies them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.reviewing.phrases import Hit
from bot.reviewing.sentence_parts import WINDOW, SentenceParts

_ROW_GAP = 4
STOPS = ";:."
"""What ends a part of a sentence, as tokens."""
_ORDERS = frozenset({"shall", "must"})
_JOINED = frozenset({"or", "and", "nor", "neither", "not"})
_ADDING = frozenset({"and", "or", "nor", "there", "then", "thereafter", "forthwith"})
_PARTICIPLES = frozenset({"held", "kept", "taken", "brought", "sent", "put", "shut", "laid", "given"})
"""Participles that do not end in "ed"."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate in its sentence, as word indices.

    ``subject`` is where its subject begins, ``begin`` its first auxiliary, ``at`` the first word that tells the effect and ``after`` the word
    behind the last; ``denied`` says that an odd number of denials stand in it or in its subject.
    """

    subject: int
    begin: int
    at: int
    after: int
    denied: bool


class Predicates(SentenceParts):
    """Finds predicates around words that tell an effect, and says what kind of predicate they are."""

    def predicate(self, hit: Hit, rows: Sequence[Hit], *, subject_denies: bool) -> Predicate:
        """The predicate around the words that tell an effect.

        Args:
            hit: those words.
            rows: all such words of the sentence; a row of verbs shares the first one's auxiliaries and denials.
            subject_denies: whether "no" or "nothing" in the subject denies the predicate.
        """
        at = self._index[hit.start]
        first = self._first_of_row(at, rows)
        begin, denied = self._walk_back(self._shared_auxiliary(first) or first)
        subject = self._ordered_subject(begin) or self._subject_start(begin)
        inverted = self._inverted_before(begin)
        if inverted is not None:
            subject, denied = inverted, not denied
        else:
            denied ^= subject_denies and self._subject_denies(subject, begin)
        return Predicate(subject, begin, at, self.index_after(hit.end), denied)

    def _inverted_before(self, begin: int) -> int | None:
        """Such as "Nor shall they be arrested": the word behind the inverted auxiliary, where the subject begins."""
        hits = [self.index_after(hit.end) for hit in self._lexicon.inverted.find(self.words)]
        return next((after for after in reversed(hits) if after < begin <= after + WINDOW * 2), None)

    def is_relative(self, predicate: Predicate) -> bool:
        """Such as "any matter which may make known": the auxiliary belongs to a relative clause that describes a thing."""
        before = predicate.begin - 1
        return before > predicate.subject and self.tokens[before] in {"which", "that"}

    def says_no(self, predicate: Predicate) -> bool:
        """Such as "incurs no penalty": the denial stands among the words that tell the effect."""
        case = (
            i for i in range(predicate.at, predicate.after) if self.among(i, "conditions")
        )  # "imposed, where no other penalty is laid down"
        return any(self.among(i, "denials") and not self._is_masked(i) for i in range(predicate.at, next(case, predicate.after)))

    def says_shall(self, predicate: Predicate) -> bool:
        """Such as "may be pending, shall be discontinued": what is allowed in its first words is ordered in its last."""
        return not {"shall", "must"}.isdisjoint(self.tokens[predicate.at + 1 : predicate.after])

    def lacks_quotes(self, predicate: Predicate) -> bool:
        """Such as "a farmer takes in another": a verb that defines only a quoted term."""
        before = self.text[: self.words.starts[predicate.at]][-60:]
        return self.among(predicate.at, "defining_quoted") and not any(mark in before for mark in '"”’»')

    def holds_back(self, predicate: Predicate) -> bool:
        """Such as "is barred from arresting a farmer": the one it would be done to stands behind."""
        verb = self.tokens[predicate.after - 1]
        if (
            predicate.after - 1 > predicate.at
            and self.tokens[predicate.after - 2] == "to"
            and self.among(predicate.after - 1, "acting_on")
        ):
            return True  # "it is not lawful for a constable to arrest a farmer"
        return verb.endswith("ing") and bool(
            {verb.removesuffix("ing"), verb.removesuffix("ing") + "e"} & self._lexicon.words["acting_on"]
        )

    def is_denied_behind(self, predicate: Predicate) -> bool:
        """Such as "shall not": the denial stands behind a bare auxiliary."""
        return predicate.after < len(self.tokens) and self.tokens[predicate.after] in {"not", "never"}

    def is_adjective(self, predicate: Predicate, rows: Sequence[Hit]) -> bool:
        """Such as "the person convicted", "an offence punished under": a participle without an auxiliary, in no row of verbs."""
        helped = any(self.among(i, "copulas") or self.among(i, "past") for i in range(predicate.begin, predicate.at))
        alone = not helped and self._first_of_row(predicate.at, rows) == predicate.at
        words = self.tokens[predicate.at : predicate.after]
        bare = (
            words[-1:]
            and words[-1].endswith("ed")
            and not any(self.among(i, "copulas") for i in range(predicate.at, predicate.after))
        )
        return alone and (words[0].endswith("ed") or bool(bare))

    def tells_fact(self, predicate: Predicate) -> bool:
        """Such as "has been convicted", "if he is guilty of", "to commit an offence": a fact, a case or a purpose, not what the rule does."""
        past = any(self.among(i, "past") for i in self._helpers(predicate))
        infinitive = self.tokens[predicate.at] == "commit" and predicate.at > 0 and self.tokens[predicate.at - 1] == "to"
        return past or infinitive or predicate.begin < self.main

    def _helpers(self, predicate: Predicate) -> list[int]:
        """The auxiliaries, without what stands between commas: "shall, until it has been sold, be kept"."""
        commas = [i for i in range(predicate.begin + 1, predicate.at) if self._comma_before(i)]
        inserted = range(commas[0], commas[-1]) if len(commas) > 1 else range(0)
        return [i for i in range(predicate.begin, predicate.at) if i not in inserted]

    def _walk_back(self, at: int) -> tuple[int, bool]:
        """Back over auxiliaries: the word where the predicate begins, and whether it is denied. ", by reason only of ...," is jumped over."""
        denied, index = False, at
        for _ in range(WINDOW * 2):
            if index <= self.main:
                break
            if self._comma_before(index):
                jumped = self._parenthesis_start(index - 1)
                if jumped is None:
                    break
                index = jumped
            if not self.among(index - 1, "auxiliaries") or self._bracket_before(index):
                break
            if self.tokens[index] in _ORDERS and self.tokens[index - 1] not in _ORDERS | _JOINED:
                break  # "a farmer who has been convicted shall not be ..."
            denied ^= self.among(index - 1, "negators") and not self._is_masked(index - 1)
            index -= 1
        return index, denied

    def _parenthesis_start(self, last: int) -> int | None:
        for index in range(last, max(last - WINDOW - 2, self.main), -1):
            if self.tokens[index] in STOPS:
                return None
            if self._comma_before(index):
                return index if self.among(index - 1, "copulas") and index - 1 >= self.main else None
        return None

    def _first_of_row(self, at: int, rows: Sequence[Hit]) -> int:
        """In "shall not be charged with, or convicted of" the last verb is denied with the first: the first word of such a row."""
        spans = [(self._index[hit.start], self.index_after(hit.end)) for hit in rows]
        while True:
            before = [
                (first, end)
                for first, end in spans
                if first < end <= at <= end + _ROW_GAP and all(self._in_row(i) for i in range(end, at))
            ]
            if not before:
                return at
            at = min(first for first, _ in before)

    def _shared_auxiliary(self, at: int) -> int | None:
        """In "shall be taken up by the watch and lodged in" the last verb shares the first one's auxiliary: the word behind it."""
        if at <= 1 or self.tokens[at - 1] not in _ADDING:
            return None
        passive = self.tokens[at].endswith("ed") or self.tokens[at] in _PARTICIPLES
        for index in range(at - 2, max(at - WINDOW * 2, self.main), -1):
            if self.tokens[index] == "be" or self.among(index, "modals"):
                shares = (
                    passive if self.tokens[index] == "be" else self.among(at, "acting_on") and not self.tokens[at].endswith("ed")
                )
                return index + 1 if shares else None
            if self.tokens[index] in STOPS or any(
                self.among(index, name) for name in ("relatives", "conditions", "finite", "past")
            ):
                return None
        return None

    def _ordered_subject(self, begin: int) -> int | None:
        """In "the court may order a farmer to be held" and "shall ensure that no farmer is held" the farmer: the word behind the order."""
        for index in range(begin - 1, max(begin - WINDOW * 2, self.main), -1):
            if self.tokens[index] in STOPS:
                return None
            if self.among(index, "ordering") and self.among(index - 1, "modals"):
                told = self.tokens[index + 1] == "that" or self.tokens[begin] == "to"
                return index + 1 + (self.tokens[index + 1] == "that") if told and index + 1 < begin else None
        return None

    def _in_row(self, index: int) -> bool:
        """What may stand between the verbs of a row: "or", "with", and the one they are done to ("arrest that person, or keep ...")."""
        return any(self.among(index, name) for name in ("row", "pointing", "person_nouns", "object_pronouns"))

    def _subject_start(self, begin: int) -> int:
        """The main clause, or the last part of the sentence before a predicate that has a subject of its own."""
        parts = (
            i + 1
            for i in range(begin - 1, self.main, -1)
            if (self.tokens[i] in STOPS and not self._prices(i, begin)) or self._joins_rules(i, begin) or self._quoted(i + 1)
        )
        return next(parts, self.main if begin >= self.main else 0)

    def sets_price(self, predicate: Predicate) -> bool:
        """Such as "Dumping of waste: administrative penalty, 50 units": what stands before the colon is an act, and nobody is named."""
        return any(self._prices(i, predicate.begin) for i in range(predicate.subject, predicate.begin))

    def _prices(self, index: int, begin: int) -> bool:
        """Whether only a number stands between a colon and what tells the effect ("...: 2 years imprisonment")."""
        return self.tokens[index] == ":" and all(token.isdigit() for token in self.tokens[index + 1 : begin])

    def _quoted(self, index: int) -> bool:
        """Whether a word begins a quotation, as the text that an amendment puts in."""
        gap = self.text[self.words.ends[index - 1] : self.words.starts[index]]
        return any(mark in gap for mark in '“"') and self.text[self.words.starts[index]].isupper()

    def _joins_rules(self, index: int, begin: int) -> bool:
        """Such as "... shall be charged, and the court shall ...": a conjunction between two predicates, each with its own subject."""
        if not self.among(index, "conjunctions") or index + 1 >= begin or not self.among(index + 1, "subject_starts"):
            return False
        return any(self.among(i, "modals") or self.among(i, "finite") for i in range(self.main, index))

    def _subject_denies(self, subject: int, begin: int) -> bool:
        """Such as "No person shall ...", "Nothing in this Act shall ...", "Provided that no person ..."."""
        first = subject + 1 if self.tokens[subject : subject + 1] == ["provided"] else subject
        return any(
            self.among(i, "denying_subjects") for i in range(first, min(first + 2 + (first - subject), begin, len(self.tokens)))
        )

    def _is_masked(self, index: int) -> bool:
        start = self.words.starts[index]
        return any(hit.start <= start < hit.end for hit in self._not_negating)

    @cached_property
    def _not_negating(self) -> list[Hit]:
        return self._lexicon.not_negators.find(self.words)
