"""Norms: what each sentence of a draft does to whom, for what, unless what.

After Coode's analysis of the legislative sentence (On Legislative Expression, 1843: case, condition, subject, action): a predicate found by
the lexicon tells the effect; what stands before it is the subject (the bearer) with its relative clause (the acts); what opens the sentence or follows "if"
is the case; what follows "except" is taken out. Slots are regions of the sentence, so that concepts are looked for where they mean something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.reviewing.findings import Clause
from bot.reviewing.lexicon import Lexicon, Trigger
from bot.reviewing.phrases import Hit, Words
from bot.reviewing.provisions import Provision
from bot.reviewing.references import Reference, references_in
from corpus.register import Effect, Slot

_WINDOW = 12
_LIST_GAP = 4
_ACTIVE = frozenset({"arrest", "detain", "prosecute", "charge", "indict", "convict", "keep", "hold", "place", "punish", "penalise", "penalize", "institute", "bring", "commence", "initiate", "lay"})
_LIST_WORDS = frozenset({"or", "and", "nor", "with", "of", "for", "from", "to", "in", "be", "any", "on", "not"})
_PREDICATE_ENDS = frozenset({"for", "because", "as", "that", "who", "which", "where", "if", "when", "whom", "unless", "until", "under", ";", ".", ":", "by", "solely", "only", "account", "respect"})
_PAST = frozenset({"has", "have", "had", "was", "were", "did"})
_BE = frozenset({"shall", "must", "may", "not", "be", "is", "are", "will", "cannot", "been"})
_BEARER_AFTER = 14

Region = tuple[int, int]


@dataclass(frozen=True)
class Norm:
    """What one predicate of a provision does. Regions are half-open offsets into ``provision.text``."""

    effect: Effect
    provision: Provision
    trigger: Region
    predicate: Region
    bearer: tuple[Region, ...]
    acts: tuple[Region, ...]
    conditions: tuple[Region, ...]
    exceptions: tuple[Region, ...]
    denied: bool = False
    overriding: bool = False
    references: tuple[Reference, ...] = field(default=(), compare=False)
    definitions: tuple[Norm, ...] = field(default=(), compare=False)
    excepted_by: tuple[Norm, ...] = field(default=(), compare=False)

    @property
    def clause(self) -> Clause:
        """The clause the norm stands in."""
        return self.provision.clause

    def regions(self, slot: Slot) -> tuple[Region, ...]:
        """The regions of a slot; the whole sentence for ``ANYWHERE``."""
        if slot is Slot.ANYWHERE:
            return ((0, len(self.provision.text)),)
        if slot is Slot.COMPLEMENT:
            return ((self.predicate[0], len(self.provision.text)),)
        return {Slot.PREDICATE: (self.predicate,), Slot.BEARER: self.bearer, Slot.ACTS: self.acts, Slot.CONDITIONS: self.conditions, Slot.EXCEPTIONS: self.exceptions}[slot]


def read_norms(provision: Provision, lexicon: Lexicon, numbers: Sequence[str]) -> tuple[Norm, ...]:
    """The norms of one provision, in the order of their predicates; none where no predicate is known."""
    reader = _Sentence(provision, lexicon)
    references = references_in(provision, lexicon, numbers)
    norms = [norm for trigger, hit in reader.triggers() for norm in reader.norms(trigger, hit, references)]
    return tuple(dict.fromkeys(_without_complements(norms)))


_SHIELDING = frozenset({Effect.REPEAL, Effect.IMMUNITY, Effect.DEFENCE, Effect.DISCRETION, Effect.LATER_RELIEF, Effect.EXCEPTION})
_BLAMING = frozenset({Effect.OFFENCE, Effect.PENALTY, Effect.PROSECUTION, Effect.AGGRAVATION})
_NEW_RULE = re.compile(r"[;.]|\bbut\b|\bhowever\b|,\s+(?:and|or)\s+(?:shall|must|is|are)\b", re.IGNORECASE)


def _without_complements(norms: Sequence[Norm]) -> list[Norm]:
    """Drop what only completes another predicate: in "shall not be prosecuted for an offence he was convicted of" nobody is convicted.

    A blaming predicate counts beside a shielding one only where the sentence begins a new rule between them.
    """
    if any(norm.effect is Effect.DEFINITION and defined_term(norm) for norm in norms):
        return [norm for norm in norms if norm.effect is Effect.DEFINITION]
    shields = [norm.trigger for norm in norms if norm.effect in _SHIELDING]
    return [norm for norm in norms if norm.effect not in _BLAMING or not any(_same_rule(norm, shield) for shield in shields)]


_TERM = re.compile(
    r"[\"“‘'«](?P<quoted>[^\"”’'»]{2,60})[\"”’'»]\W*$|^\W*(?:the\s+(?:term|expression)\s+|an?\s+|the\s+)?(?P<plain>[A-Za-z][A-Za-z\-]*(?:\s+[A-Za-z\-]+){0,4})\W*$",
    re.IGNORECASE,
)


def defined_term(norm: Norm) -> str:
    """The term that a definition defines: quoted, or the few words before "means"; "" where it defines none."""
    before = norm.provision.text[: norm.trigger[0]]
    piece = max(offset for offset, _ in norm.provision.pieces if offset <= norm.trigger[0])
    found = _TERM.search(before[piece:].strip()) or _TERM.search(before.strip())
    return (found["quoted"] or found["plain"] or "").strip() if found else ""


def _same_rule(norm: Norm, shield: Region) -> bool:
    low, high = min(norm.trigger[1], shield[1]), max(norm.trigger[0], shield[0])
    return low >= high or _NEW_RULE.search(norm.provision.text, low, high) is None


class _Sentence:
    """One provision, taken apart."""

    def __init__(self, provision: Provision, lexicon: Lexicon) -> None:
        self.provision = provision
        self.lexicon = lexicon
        self.text = provision.text
        self.words: Words = provision.words
        self.tokens = [self.text[s:e].lower() for s, e in zip(self.words.starts, self.words.ends, strict=True)]

    def triggers(self) -> Iterator[tuple[Trigger, Hit]]:
        """Every predicate the lexicon knows, with its trigger."""
        for trigger in self.lexicon.triggers:
            for hit in trigger.phrases.find(self.words):
                yield trigger, hit

    # the sentence ------------------------------------------------------------------------------------------------------

    @cached_property
    def main(self) -> int:
        """The word at which the main clause begins, behind an opening case or condition."""
        if not self.tokens or self.tokens[0] not in self.lexicon.words["openers"]:
            return 0
        for index in range(2, len(self.tokens)):
            if self._comma_before(index) and self._begins_subject(index):
                return index
        return 0

    def _begins_subject(self, index: int) -> bool:
        """A comma ends the opening when a subject with its predicate follows, not one more member of a list."""
        ahead = self.tokens[index : index + _WINDOW * 3]
        has_modal = any(word in self.lexicon.words["modals"] or word in {"is", "are", "commits", "does"} for word in ahead)
        return has_modal and self.tokens[index] not in {"or", "and", "nor", *self.lexicon.words["openers"], *self.lexicon.words["relatives"]}

    def _comma_before(self, index: int) -> bool:
        return index > 0 and "," in self.text[self.words.ends[index - 1] : self.words.starts[index]]

    @cached_property
    def overriding(self) -> bool:
        """Whether the sentence says that it outranks others."""
        return any(word in self.lexicon.words["overriding"] for word in self.tokens)

    @cached_property
    def exceptions(self) -> tuple[Region, ...]:
        """From "except", "unless" and their like to the end of that part of the sentence."""
        return tuple((hit.start, self._part_end(hit.end)) for hit in self.lexicon.exceptions.find(self.words))

    def _part_end(self, offset: int) -> int:
        found = re.compile(r"[;.]").search(self.text, offset)
        return found.start() if found else len(self.text)

    @cached_property
    def not_negating(self) -> list[Hit]:
        return self.lexicon.not_negators.find(self.words)

    # one predicate -----------------------------------------------------------------------------------------------------

    def norms(self, trigger: Trigger, hit: Hit, references: tuple[Reference, ...]) -> Iterator[Norm]:
        """The norm of one predicate, and that it aggravates where it does."""
        at = self.words.starts.index(hit.start)
        begin, denied = self._predicate(self._first_of_list(at))
        if trigger.effect in _BLAMING | _SHIELDING and (_PAST & set(self.tokens[begin:at]) or begin < self.main):
            return  # "has been convicted", "if he is guilty of": a fact or a case, not what the rule does
        if self.tokens[at] == "commit" and at and self.tokens[at - 1] == "to":
            return
        subject = self._subject_start(begin)
        if trigger.effect is not Effect.DEFINITION:
            denied ^= self._subject_denies(subject, begin)
        if trigger.effect in _BLAMING and self._says_no(hit):
            denied = True
        effect = trigger.negated if denied else trigger.effect
        if trigger.effect in {Effect.DUTY, Effect.POWER} and self._is_denied_behind(hit):
            return
        if effect is None or any(low <= hit.start < high for low, high in self.exceptions if trigger.effect is not Effect.EXCEPTION and low > 0):
            return
        bearer, relative = self._bearer(subject, begin, hit)
        if trigger.effect is Effect.PROSECUTION and self._is_active(at, begin):
            bearer = ((0, len(self.text)),)
        norm = Norm(
            effect=effect,
            provision=self.provision,
            trigger=(hit.start, hit.end),
            predicate=self._verbs(subject, begin, hit),
            bearer=bearer,
            acts=self._acts(relative, subject, begin) if effect is not Effect.DEFINITION else ((hit.start, self._part_end(hit.end)),),
            conditions=self._conditions(),
            exceptions=self.exceptions,
            denied=denied,
            overriding=self.overriding,
            references=references,
        )
        yield norm

    def _first_of_list(self, at: int) -> int:
        """In "shall not be charged with, or convicted of" the last verb is denied with the first: the word of the first predicate of such a row."""
        while True:
            before = [end for _, end in self._trigger_words if end <= at and at - end <= _LIST_GAP and set(self.tokens[end:at]) <= _LIST_WORDS]
            if not before or at in (start := {s for s, e in self._trigger_words if e == max(before)}):
                return at
            at = min(start)

    @cached_property
    def _trigger_words(self) -> list[tuple[int, int]]:
        """First word and word behind the last, of every prosecution or penalty trigger."""
        hits = [hit for trigger in self.lexicon.triggers if trigger.effect in _BLAMING for hit in trigger.phrases.find(self.words)]
        return [(self.words.starts.index(hit.start), self._index_after(hit.end)) for hit in hits]

    def _verbs(self, subject: int, begin: int, hit: Hit) -> Region:
        """The predicate with the verbs or nouns in a row behind it ("immune from arrest, detention and prosecution"), and a subject that is a thing."""
        first = subject if self._is_impersonal(subject, begin) else begin
        stop = self._index_after(hit.end)
        while stop < len(self.tokens) and stop - self._index_after(hit.end) < _WINDOW and self.tokens[stop] not in _PREDICATE_ENDS:
            stop += 1
        region = self._region(first, max(stop, self._index_after(hit.end)))
        return region or (hit.start, hit.end)

    def _says_no(self, hit: Hit) -> bool:
        """ "incurs no penalty": the denial stands in the trigger itself."""
        inside = range(self._index_after(hit.start), self._index_after(hit.end))
        return any(self.tokens[i] in {"no", "not", "never"} and not self._is_masked(i) for i in inside)

    def _is_denied_behind(self, hit: Hit) -> bool:
        """ "shall not": a prohibition, read by its own trigger."""
        after = self._index_after(hit.end)
        return after < len(self.tokens) and self.tokens[after] in {"not", "never"}

    def _is_active(self, at: int, begin: int) -> bool:
        """ "must not arrest that person": the subject acts, and the one it is done to stands somewhere in the sentence."""
        return self.tokens[at] in _ACTIVE and begin < at and not {"be", "been", "is", "are"} & set(self.tokens[begin:at])

    def _predicate(self, at: int) -> tuple[int, bool]:
        """Walk back from a trigger over its auxiliaries: the word where the predicate begins, and whether it is denied."""
        auxiliaries, negators = self.lexicon.words["auxiliaries"], self.lexicon.words["negators"]
        denied = False
        index = at
        steps = 0
        while index > self.main and steps < _WINDOW:
            before = index - 1
            if self._comma_before(index):
                jumped = self._parenthesis_start(before)
                if jumped is None:
                    break
                index = jumped
                continue
            if self.tokens[before] not in auxiliaries:
                break
            if self.tokens[before] in negators and not self._is_masked(before):
                denied = not denied
            index = before
            steps += 1
        return index, denied

    def _parenthesis_start(self, last: int) -> int | None:
        """The word behind ", by reason only of ...," when an auxiliary stands before it."""
        for index in range(last, max(last - _WINDOW - 2, self.main), -1):
            if self.tokens[index] in ";:.":
                return None
            if self._comma_before(index):
                return index if self.tokens[index - 1] in _BE and index - 1 >= self.main else None
        return None

    def _is_masked(self, index: int) -> bool:
        start = self.words.starts[index]
        return any(hit.start <= start < hit.end for hit in self.not_negating)

    def _subject_start(self, begin: int) -> int:
        """The word where the subject of a predicate begins: the main clause, or the last part of the sentence before it."""
        for index in range(begin - 1, self.main, -1):
            if self.tokens[index] in ";:." or self._joins_rules(index, begin):
                return index + 1
        return self.main if begin >= self.main else 0

    def _joins_rules(self, index: int, begin: int) -> bool:
        """ "... shall be charged, and the court shall ...": a conjunction between two predicates, each with its own subject."""
        if self.tokens[index] not in {"and", "but", "nor"} or index + 1 >= begin or self.tokens[index + 1] in self.lexicon.words["auxiliaries"] - {"a", "an", "the", "any", "no", "such"}:
            return False
        modals = self.lexicon.words["modals"]
        before = any(word in modals or word in {"is", "are", "commits"} for word in self.tokens[self.main : index])
        own = self.tokens[index + 1] in {"a", "an", "the", "any", "no", "such", "every", "he", "she", "they", "it", "where", "if", "whoever", "anyone", "nobody"}
        return before and own

    def _subject_denies(self, subject: int, begin: int) -> bool:
        """ "No person shall ...", "Nothing in this Act shall ..."."""
        head = self.tokens[subject : min(subject + 3, begin)]
        head = head[:2] if head[:1] != ["provided"] else self.tokens[subject + 1 : subject + 4]
        return any(word in {"no", "nothing", "neither", "nobody", "none"} for word in head)

    def _bearer(self, subject: int, begin: int, hit: Hit) -> tuple[tuple[Region, ...], Region | None]:
        """The subject's head, and its relative clause; where the subject is a thing, the person the rule is turned toward."""
        relatives, modals = self.lexicon.words["relatives"], self.lexicon.words["modals"]
        split = next((i for i in range(subject, begin) if self.tokens[i] in relatives or self.tokens[i] in modals), begin)
        whoever = split == subject and split < begin
        head = self._region(subject, split + 1 if whoever else split)
        relative = self._region(split + (1 if whoever else 0), begin) if split < begin else None
        regions = [head] if head else []
        if self._is_impersonal(subject, split):
            regions = [self._toward(hit, begin)]
        return tuple(region for region in regions if region), relative

    def _is_impersonal(self, subject: int, split: int) -> bool:
        head = [word for word in self.tokens[subject:split] if word not in {"the", "a", "an", "no", "any", "such", "all", "other", "competent"}]
        things = self.lexicon.words["impersonal"]
        return not head or head[-1] in things or (head[0] in things and (len(head) == 1 or head[1] in {"of", "in", "to", "under", "for", "against", "provided", "mentioned"}))

    def _toward(self, hit: Hit, begin: int) -> Region | None:
        """From the predicate on: "... against a person who", "... for any person to"."""
        first = begin
        last = min(len(self.tokens), self.words.word_index(self.words.at[-1]) + 1)
        stop = next((i for i in range(self._index_after(hit.end), last) if self.tokens[i] in ";:."), last)
        return self._region(first, min(stop, self._index_after(hit.end) + _BEARER_AFTER))

    def _index_after(self, offset: int) -> int:
        return next((i for i, start in enumerate(self.words.starts) if start >= offset), len(self.tokens))

    def _acts(self, relative: Region | None, subject: int, begin: int) -> tuple[Region, ...]:
        """The relative clause and what follows the predicate; for a subject that is no person ("Trafficking is punishable"), the subject too."""
        head = self._region(subject, begin)
        regions = [relative] if relative else ([head] if head else [])
        if begin < len(self.tokens):
            regions.append((self.words.starts[begin], len(self.text)))
        opening = self._region(0, self.main)
        if opening:
            regions.append(opening)
        return tuple(sorted(regions))

    def _conditions(self) -> tuple[Region, ...]:
        regions = []
        opening = self._region(0, self.main)
        if opening:
            regions.append(opening)
        for index, word in enumerate(self.tokens):
            if index > self.main and word in self.lexicon.words["conditions"]:
                regions.append((self.words.starts[index], self._part_end(self.words.starts[index])))
        return tuple(regions)

    def _region(self, first: int, last: int) -> Region | None:
        if first >= last or first >= len(self.tokens):
            return None
        return self.words.starts[first], self.words.ends[min(last, len(self.tokens)) - 1]
