"""The legislative sentence taken apart: case, subject, predicate, and what denies it. Positions are word indices, regions offsets into the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.reviewing.lexicon import Lexicon
from bot.reviewing.phrases import Hit, Words
from bot.reviewing.provisions import Provision, sets_penalty

_WINDOW = 12
_ROW_GAP = 4
_HEAD = 4
_CASE_SUBJECT = 4
"""Where no auxiliary ends the subject of a case ("Where a farmer poisons ..."), it is taken to be its first three words."""
"""How many words behind a determiner the head of a short subject stands."""
_LEADING = 2
"""How many words may stand between a comma and "other than" ("in cases", "for purposes")."""
_STOPS = ";:."
_ADVERBIAL = frozenset({"by", "with", "from"})
"""Behind a comma they go on with the case before them sooner than they begin the main clause."""
_ORDERS = frozenset({"shall", "must"})
_JOINED = frozenset({"or", "and", "nor", "neither", "not"})
_ADDING = frozenset({"and", "or", "nor", "there", "then", "thereafter", "forthwith"})
_PARTICIPLES = frozenset({"held", "kept", "taken", "brought", "sent", "put", "shut", "laid", "given"})
"""Participles that do not end in "ed"."""
_INDIRECT = frozenset({"of", "by", "because", "with", "as", "concerning", "regarding"})

_DESCRIBED = re.compile(
    r"(?:sections?|articles?|arts?\.?|clauses?|rules?|paragraphs?|parts?|chapters?|subsections?|§)\s*(?:[\w.\-]+|\([0-9a-z]{1,4}\))(?:\s?\([0-9a-z]{1,4}\))*(?:\s+of\s+(?:that|the|this)\s+[\w\s]{2,50}?)?\s*\((?P<words>[^()]{6,})\)",
    re.IGNORECASE,
)

Region = tuple[int, int]


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


class Sentence:
    """One provision, taken apart with the lexicon."""

    def __init__(self, provision: Provision, lexicon: Lexicon) -> None:
        self.text = provision.text
        self.words: Words = provision.words
        self.tokens = [self.text[s:e].lower() for s, e in zip(self.words.starts, self.words.ends, strict=True)]
        self._lexicon = lexicon
        self._index = {start: index for index, start in enumerate(self.words.starts)}

    def among(self, index: int, name: str) -> bool:
        """Whether a word is in one of the lexicon's lists."""
        return self.tokens[index] in self._lexicon.words[name]

    def region(self, first: int, last: int) -> Region | None:
        """The offsets of words ``first`` to ``last`` (not included); None where there are none."""
        if first >= last or first >= len(self.tokens):
            return None
        return self.words.starts[first], self.words.ends[min(last, len(self.tokens)) - 1]

    def index_after(self, offset: int) -> int:
        """The first word that begins at or behind an offset."""
        return next((i for i, start in enumerate(self.words.starts) if start >= offset), len(self.tokens))

    # the whole sentence ------------------------------------------------------------------------------------------------

    @cached_property
    def main(self) -> int:
        """The word at which the main clause begins, behind an opening case or condition."""
        if not self.tokens or not self.among(0, "openers"):
            return 0
        begins = [i for i in range(2, len(self.tokens)) if self._comma_before(i) and self._begins_subject(i)]
        begin = next((i for i in begins if self.tokens[i] not in _ADVERBIAL), next(iter(begins), 0))
        return 0 if self._commands_before(begin) else begin

    def _commands_before(self, begin: int) -> bool:
        """Such as "In sentencing an offender the court shall consider that ..., and that ...": the rule stands before the comma."""
        modal = next((i for i in range(1, begin) if self.tokens[i] in {"shall", "must"}), None)
        opening = range(modal or 0)
        return modal is not None and not any(self.among(i, "conditions") or self.among(i, "relatives") for i in opening)

    @cached_property
    def overriding(self) -> bool:
        """Whether the sentence says that it outranks others."""
        return any(self.among(i, "overriding") for i in range(len(self.tokens)))

    @cached_property
    def exceptions(self) -> tuple[Region, ...]:
        """From "except", "unless" and their like to the end of that part of the sentence; between commas, to the comma."""
        found = self._lexicon.exceptions.find(self.words)
        return tuple(
            (hit.start, self._exception_end(hit)) for hit in found if hit.start or not sets_penalty(self.text, 0, len(self.text))
        )

    def _exception_end(self, hit: Hit) -> int:
        end = self.part_end(hit.end)
        if self._index[hit.start] < self.main < len(self.tokens):
            return self.words.starts[
                self.main
            ]  # "Unless the court so orders, no one shall ...", "Where it fails for a cause other than ..., he shall ..."
        opened, closed = self.text.rfind("(", 0, hit.start), self.text.find(")", hit.end, end)
        if opened > self.text.rfind(")", 0, hit.start) and closed >= 0:
            return closed  # "(other than a child)": what follows the bracket is not taken out
        verb = self._verb_of_excepted(hit)
        if verb is not None:
            return verb
        comma = self.text.find(",", hit.end, end)
        at = self._index[hit.start]  # "..., in cases other than those of section 1, ..."
        inserted = comma >= 0 and any(self._comma_before(i) for i in range(max(at - _LEADING, 0), at + 1))
        if inserted and self.among(at - 1, "copulas"):
            return comma  # "shall not, except by leave of the court, sell"
        goes_on = inserted and any(
            self.among(i, "modals") or self.among(i, "finite") for i in range(self.index_after(comma), self.index_after(end))
        )
        return comma if goes_on else end

    def _verb_of_excepted(self, hit: Hit) -> int | None:
        """In "persons other than the owner shall ..." where the rule goes on; None where a comma or a relative clause stands before its verb."""
        first = self.index_after(hit.end)
        if self.tokens[self._index[hit.start]] != "other" or self._comma_before(self._index[hit.start]):
            return None
        for i in range(first, min(first + _HEAD * 2, len(self.tokens))):
            if self._comma_before(i) or self.among(i, "relatives"):
                return None
            if self.among(i, "modals") or self.among(i, "finite") or self.tokens[i] in {"incur", "incurs", "bear", "bears"}:
                return self.words.starts[i]
        return None

    @cached_property
    def described(self) -> tuple[Region, ...]:
        """What is said in parentheses behind a number ("section 13 (immunity of witnesses) is repealed"): it names a rule and makes none."""
        return tuple(found.span("words") for found in _DESCRIBED.finditer(self.text))

    @cached_property
    def conditions(self) -> tuple[Region, ...]:
        """The opening case, and every later "if", "where", "when" to the end of its part."""
        opening = self.region(0, self.main)
        later = [self.words.starts[i] for i in range(self.main + 1, len(self.tokens)) if self.among(i, "conditions")]
        later = [start for start in later if not any(low <= start < high for low, high in self.described)]
        return (*((opening,) if opening else ()), *((start, self.part_end(start)) for start in later))

    def part_end(self, offset: int) -> int:
        """Where the part of the sentence that holds an offset ends: at the next semicolon or full stop."""
        ends = [at for mark in ";." if (at := self.text.find(mark, offset)) >= 0]
        return min(ends, default=len(self.text))

    def _comma_before(self, index: int) -> bool:
        return index > 0 and "," in self.text[self.words.ends[index - 1] : self.words.starts[index]]

    def _bracket_before(self, index: int) -> bool:
        """Such as "section 12 (not liable to tax) is": what stands in the bracket is no part of the predicate."""
        return ")" in self.text[self.words.ends[index - 1] : self.words.starts[index]]

    def _begins_subject(self, index: int) -> bool:
        """A comma ends the opening when a subject with its predicate follows, not one more member of a list."""
        ahead = range(index, min(index + _WINDOW * 3, len(self.tokens)))
        joined = self.tokens[index] in {"or", "and", "nor"} or self.among(index, "openers")
        relative = self.among(index, "relatives") and not self._is_pointing(index)
        listed = self.tokens[index].endswith("ed")  # "they are to be taken up, charged and detained"
        return (
            not joined and not relative and not listed and any(self.among(i, "modals") or self.among(i, "finite") for i in ahead)
        )

    def _is_pointing(self, index: int) -> bool:
        """Such as "that person is liable": "that" points and does not relate."""
        ahead = range(index + 2, min(index + 4, len(self.tokens)))
        return (
            index < len(self.tokens)
            and self.tokens[index] == "that"
            and any(self.among(i, "modals") or self.among(i, "finite") for i in ahead)
        )

    # one predicate -----------------------------------------------------------------------------------------------------

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
        return next((after for after in reversed(hits) if after < begin <= after + _WINDOW * 2), None)

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

    def acts_on_object(self, predicate: Predicate) -> bool:
        """Such as "must not arrest that person": the subject acts, and the one it is done to stands elsewhere in the sentence."""
        helpers = self.tokens[predicate.begin : predicate.at]
        passive = {"be", "been"} & set(helpers) or ({"is", "are"} & set(helpers) and "to" not in helpers)
        if predicate.begin == predicate.at:  # "the watch keeps such a person in custody"
            verb = self.tokens[predicate.at]
            return predicate.subject < predicate.at and bool(
                {verb.removesuffix("s"), verb.removesuffix("es")} - {verb} & self._lexicon.words["acting_on"]
            )
        return self.among(predicate.at, "acting_on") and not passive

    def describes(self, predicate: Predicate) -> bool:
        """Such as "a person who detains another": the verb stands in a relative clause and does nothing by this rule."""
        if predicate.begin != predicate.at:
            return False
        noun = predicate.after == predicate.at + 1 and self.among(predicate.at, "acting_on")  # "arrest" in a heading
        return noun or (predicate.at > 0 and self.tokens[self._behind_relative(predicate.at) - 1] in {"who", "which", "that"})

    def _behind_relative(self, index: int) -> int:
        """Back over what commas enclose: "who, for reward, frees"."""
        if not self._comma_before(index):
            return index
        return next((i for i in range(index - 1, max(index - _WINDOW, 0), -1) if self._comma_before(i)), index)

    def subject_end(self, predicate: Predicate) -> int:
        """The word behind the subject's head: the relative pronoun, or the first auxiliary."""
        if self.tokens[predicate.subject : predicate.subject + 1] == ["whoever"]:
            return min(predicate.subject + 1, predicate.begin)
        between = range(predicate.subject + self._is_pointing(predicate.subject), predicate.begin)
        return next((i for i in between if self.among(i, "relatives") or self.among(i, "modals")), predicate.begin)

    def is_thing(self, first: int, last: int) -> bool:
        """Whether a subject is a thing or an institution ("No proceedings", "the court"), so that the one concerned stands elsewhere."""
        head = [i for i in range(first, last) if not self.among(i, "determiners")]
        if not head:
            return True
        if self.tokens[last : last + 1] == ["who"]:
            return False  # "a magistrate who sells"
        agents = self.among(head[0], "person_nouns") or (len(head) > 1 and self.among(head[0], "authorities"))
        if self.among(head[-1], "impersonal") and not agents:
            return True
        return self.among(head[0], "impersonal") and (len(head) == 1 or self.among(head[1], "thing_links"))

    def points_back(self, predicate: Predicate) -> bool:
        """Whether the subject stands for one named before: "She shall be ...", "Such a person shall be ..."."""
        first = predicate.subject
        if first >= min(predicate.begin, len(self.tokens)):
            return False
        if self.tokens[first] == "it" and first + 1 == predicate.begin and predicate.at - predicate.begin <= 1:
            # "It is punished by ...", not "It is unlawful for any person to ..."
            return self.tokens[predicate.after : predicate.after + 1] not in (["for"], ["to"])
        alone = first + (3 if self.tokens[first + 1 : first + 2] == ["or"] else 1)  # "he or she"
        if (self.among(first, "pronouns") and alone >= self.subject_end(predicate)) or self.among(first, "pointing"):
            return True
        if self.among(predicate.begin - 1, "pronouns") and not self.among(first, "subject_starts"):
            return True  # "until sentence they are ..."
        head = range(first + 1, min(first + _HEAD, predicate.begin))
        noun = next((i for i in head if self.among(i, "person_nouns")), None)
        if noun is None:
            return False
        bare = noun + 1 >= self.subject_end(predicate) and self.tokens[first] == "the" and noun == first + 1
        bare &= not self.tokens[min(noun + 1, len(self.tokens) - 1)].endswith("ed")
        return bare or "so" in self.tokens[noun + 1 : noun + 2] or self._taken_under(noun + 1)

    def _taken_under(self, index: int) -> bool:
        """Such as "arrested under this section", said of a person."""
        return self.tokens[index + 1 : index + 2] == ["under"] and self.among(index, "acted_upon")

    def object_points_back(self, predicate: Predicate) -> bool:
        """Such as "shall detain such person", "shall keep her in custody"."""
        if self._names_nobody(predicate):
            return True
        near = range(predicate.at + 1, len(self.tokens))
        noun = next((i for i in near if self.among(i, "person_nouns") or self.among(i, "others")), len(self.tokens))
        if any(self.among(i, "object_pronouns") for i in range(predicate.at + 1, min(noun, predicate.at + 1 + _HEAD))):
            return True
        if noun >= len(self.tokens):
            return False
        return self.among(noun - 1, "pointing") or self.among(noun - 2, "pointing") or self.tokens[noun - 1] == "the"

    def _names_nobody(self, predicate: Predicate) -> bool:
        """Such as "the court shall convict on proof of it": the one it is done to was named before."""
        stop = next((i for i in range(predicate.after, len(self.tokens)) if self.tokens[i] in _STOPS), len(self.tokens))
        return not any(self.among(i, "person_nouns") or self.among(i, "others") for i in range(predicate.at, stop))

    def thing_points_back(self, predicate: Predicate) -> bool:
        """Such as "a charge shall be brought against every person so found", "against her"; "no bail is allowed"."""
        if predicate.subject == predicate.begin:
            return False
        if self._names_nobody(predicate):
            return True
        behind = range(predicate.at + 1, len(self.tokens))
        noun = next((i for i in behind if self.among(i, "person_nouns") or self.among(i, "others")), None)
        pronoun = next((i for i in behind if self.among(i, "object_pronouns")), None)
        if pronoun is not None and (noun is None or pronoun < noun):
            return True
        return noun is not None and (self.among(noun - 1, "pointing") or "so" in self.tokens[noun + 1 : noun + 2])

    @cached_property
    def case_subject(self) -> Region | None:
        """The subject of the case that opens the sentence: "a farmer" in "Where a farmer is ill, ..."."""
        verb = next(
            (i for i in range(1, self.main) if self.among(i, "finite") or self.among(i, "modals") or self.among(i, "past")), None
        )
        return self.region(1, verb if verb is not None else min(self.main, _CASE_SUBJECT)) if self.main > 1 else None

    def verbs(self, predicate: Predicate) -> Region:
        """The predicate with the row of verbs or nouns behind it ("immune from arrest, detention and prosecution"), and a subject that is a thing."""
        first = predicate.subject if self.is_thing(predicate.subject, predicate.begin) else predicate.begin
        limit = min(len(self.tokens), predicate.after + _WINDOW)
        stop = next((i for i in range(predicate.after, limit) if self.among(i, "row_ends")), limit)
        return self.region(first, stop) or (self.words.starts[predicate.at], self.words.ends[predicate.after - 1])

    def toward(self, predicate: Predicate, reach: int, *, blames: bool) -> Region | None:
        """From the predicate some words on: "... against a person who", "... for any person to".

        Args:
            predicate: the predicate, whose subject is a thing or an authority.
            reach: the most words behind it.
            blames: whoever is blamed is named directly ("... against a farmer", not "increase the fine by half, because of a farmer").
        """
        if "it" in (*self.tokens[predicate.subject : predicate.subject + 1], self.tokens[predicate.begin - 1]):
            return self._for_whom(predicate, reach)
        behind = range(predicate.after, len(self.tokens))
        stop = next((i for i in behind if self._ends_person(i) or (blames and self.tokens[i] in _INDIRECT)), len(self.tokens))
        return self.region(predicate.begin, min(stop, predicate.after + reach))

    def against(self, predicate: Predicate) -> Region | None:
        """Such as "a farmer" in "Proceedings against a farmer shall be dropped": the one whom a subject that is a thing is turned against."""
        found = next((i for i in range(predicate.subject, predicate.begin) if self.tokens[i] == "against"), None)
        return self.region(found, min(found + _WINDOW, predicate.begin)) if found is not None else None

    def _ends_person(self, index: int) -> bool:
        """What ends the naming of a person: a stop, a condition, or the clause that tells what the person does."""
        return (
            self.tokens[index] in _STOPS or self.among(index, "conditions") or self.tokens[index] in {"who", "which", "because"}
        )

    def _for_whom(self, predicate: Predicate, reach: int) -> Region | None:
        """In "it is an offence for a person to ..." the person; nobody in "it is an offence to ..."."""
        near = range(predicate.after, min(predicate.after + reach, len(self.tokens)))
        first = next((i for i in near if self.tokens[i] == "for"), None)
        if first is None:
            return None
        last = next((i for i in range(first, len(self.tokens)) if self.tokens[i] in {"to", "that", *_STOPS}), first + reach)
        return self.region(first + 1, last)

    def _walk_back(self, at: int) -> tuple[int, bool]:
        """Back over auxiliaries: the word where the predicate begins, and whether it is denied. ", by reason only of ...," is jumped over."""
        denied, index = False, at
        for _ in range(_WINDOW * 2):
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
        for index in range(last, max(last - _WINDOW - 2, self.main), -1):
            if self.tokens[index] in _STOPS:
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
        for index in range(at - 2, max(at - _WINDOW * 2, self.main), -1):
            if self.tokens[index] == "be" or self.among(index, "modals"):
                shares = (
                    passive if self.tokens[index] == "be" else self.among(at, "acting_on") and not self.tokens[at].endswith("ed")
                )
                return index + 1 if shares else None
            if self.tokens[index] in _STOPS or any(
                self.among(index, name) for name in ("relatives", "conditions", "finite", "past")
            ):
                return None
        return None

    def _ordered_subject(self, begin: int) -> int | None:
        """In "the court may order a farmer to be held" and "shall ensure that no farmer is held" the farmer: the word behind the order."""
        for index in range(begin - 1, max(begin - _WINDOW * 2, self.main), -1):
            if self.tokens[index] in _STOPS:
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
            if (self.tokens[i] in _STOPS and not self._prices(i, begin)) or self._joins_rules(i, begin) or self._quoted(i + 1)
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
