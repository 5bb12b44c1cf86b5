"""Norms: what each sentence of a draft does to whom, for what, unless what.

After Coode's analysis of the legislative sentence (On Legislative Expression, 1843: case, condition, subject, action): a predicate found by
the lexicon tells the effect; what stands before it is the subject (the bearer) with its relative clause (the acts); what opens the sentence or follows "if"
is the case; what follows "except" is taken out. Slots are regions of the sentence, so that concepts are looked for where they mean something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.reviewing.findings import Clause
from bot.reviewing.lexicon import Lexicon, Trigger
from bot.reviewing.phrases import Hit, says, stem, words_of
from bot.reviewing.predicates import Predicate
from bot.reviewing.provisions import Provision
from bot.reviewing.references import Reach, Reference, references_in
from bot.reviewing.sentence import Sentence
from bot.reviewing.sentence_parts import Region
from corpus.criteria import Effect, Slot

_BEARER_WORDS = 14
"""How many words behind a predicate may name the one it is turned toward."""

SHIELDING = frozenset({Effect.REPEAL, Effect.IMMUNITY, Effect.DEFENCE, Effect.DISCRETION, Effect.LATER_RELIEF, Effect.EXCEPTION})
BLAMING = frozenset({Effect.OFFENCE, Effect.PENALTY, Effect.PROSECUTION, Effect.AGGRAVATION})
_NEW_RULE = re.compile(r"[;.]|\bprovided\s+that\b|\bbut\b|\bhowever\b|,\s+(?:and|or)\s+(?:shall|must|is|are)\b", re.IGNORECASE)
_TERM = re.compile(
    r"[\"“‘'«](?P<quoted>[^\"”’'»]{2,60})[\"”’'»]\W*$|^\W*(?:by\s+)?(?:the\s+(?:term|expression)\s+|an?\s+|the\s+)?(?P<plain>[A-Za-z][A-Za-z\-]*(?:\s+[A-Za-z\-]+){0,4})\W*$",
    re.IGNORECASE,
)

_NO_TERM = r"(?!(?i:penalt|punish|note|example|provided|the\s+(?:penalt|punish|purpose|aim|object)|purpose|aim|object|in|for|if|where|when|on|this|that|it)\b)"
_DASHED = re.compile(
    rf"\W*(?P<term>{_NO_TERM}[^\W\d_][\w ,'’\-]{{2,60}}?)[\"”’'»]?\s+(?P<link>[–—-])\s+(?=(?:an?|the|any|every|each|all|those|persons?|[a-z]+ing|natural|[a-z]+\s+of)\b)"
)
_EQUATED = re.compile(
    rf"\W*(?P<term>{_NO_TERM}[^\W\d_][\w '’\-]{{2,60}}?)[\"”’'»]?(?P<link>:|\s+(?:is|are|constitutes?)(?=\s+the\s+\w+(?:ment|tion|ing|fer|age|val)\b))"
    r"\s*(?=(?:an?|the|any|every|each|all|those|persons?|[a-z]+ing|natural)\s)"
)
"""As in "Trade in timber: the buying of ...", "Dumping is the abandonment of ...", where the sentence says nothing else."""
_UNIT = r"(?:this|the\s+present)\s+(?:act|law|code|ordinance|decree|statute|bill|regulations?|rules?|part|chapter|title|division|section|article|subsection|paragraph|schedule)"
_IN_UNIT = rf"(?:(?:for\s+the\s+purposes?\s+of|in|under)\s+{_UNIT},?\s+)"
"""What a definition is for, in front of it."""
_FRAMED = re.compile(
    rf"\W*{_IN_UNIT}an?\s+[\"“‘'«]?(?!(?:persons?|man|woman|act|conduct|thing|reference)\b)(?P<term>[a-z][\w '’\-]{{2,40}}?)[\"”’'»]?\s+(?P<link>is)\s+"
    r"(?=(?:(?:only\s+)?(?:an?|any)\s+(?:[\w\-]+\s+){1,3}(?:who|whom|that|which|under|below|of|aged)|(?:only\s+)?(?:any|every|some)?one\s+who)\b|(?:only\s+)?an?\s+[\w\-]+\W*$)",
    re.IGNORECASE,
)
"""As in "For the purposes of this Part a farmer is a person who ...", where the sentence says nothing else."""
_REFERRED = re.compile(
    rf"\W*{_IN_UNIT}?(?:(?:an?|any|every)\s+)?references?\s+(?:in\s+{_UNIT}\s+)?to\s+(?:an?\s+|the\s+)?[\"“‘'«]?(?!(?:this|that|these|those|section|article|part)\b)(?P<term>[a-z][\w '’\-]{{2,40}}?)[\"”’'»]?\s+"
    r"(?P<link>(?:is|are|shall\s+be)\s+(?:(?:to\s+be\s+)?(?:read|construed|understood|taken)\s+as\s+)?(?:an?\s+)?references?\s+(?:only\s+)?to)\s+",
    re.IGNORECASE,
)
"""As in "References in this Act to a farmer are to be read as references to a person who ..."."""
_FRAME = re.compile(
    rf"^{_IN_UNIT}?(?:(?:an?|any|every)\s+)?references?\s+(?:in\s+{_UNIT}\s+)?to\s+"
    r"|^(?:for\s+the\s+purposes?\s+of|in|under)\s+(?:this|the\s+present)\s+\w+,?\s+|^(?:the\s+)?(?:act|offence|crime)\s+of\s+|\s+(?:in|under|for\s+the\s+purposes?\s+of)\s+(?:this|the\s+present)\s+\w+\W*$",
    re.IGNORECASE,
)
"""What stands around a term and is no part of it ("The act of poaching in this law shall mean")."""
_SHORT_FORM = re.compile(
    r"^(?P<head>\w+ing)(?=\s+in\s)|^(?P<noun>\w+(?:ing|tion|ment|ery))(?=\s+of\s+(?:an?\s+|the\s+)?(?:persons?|people|human|wom[ae]n|children|others?|another)\b)"
    r"|^\w+\s+(?P<last>\w+ing)$",
    re.IGNORECASE,
)
"""What a draft calls "dumping" after it has defined "dumping in rivers", "waste dumping"."""
_TERM_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names somebody: ``provision.text[slice(*region)]``."""

    provision: Provision
    region: Region


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
    overriding: bool = False
    points_back: bool = False
    """The bearer is a pronoun or "such a person": one named before."""
    case_subject: Region | None = None
    """The subject of the case that opens the sentence ("Where a farmer is ill, ...")."""
    references: tuple[Reference, ...] = field(default=(), compare=False)
    definitions: tuple[Norm, ...] = field(default=(), compare=False)
    excepted_by: tuple[Norm, ...] = field(default=(), compare=False)
    stands_for: tuple[Mention, ...] = field(default=(), compare=False)
    """Where the one that the bearer points back to is named, nearest first."""

    @cached_property
    def terms(self) -> tuple[tuple[str, ...], ...]:
        """The stems of the term that a definition defines, and of its short form ("dumping" for "dumping of waste"); () where it defines none."""
        words = tuple(_TERM_WORD.findall(defined_term(self)))
        short = _SHORT_FORM.match(" ".join(words))
        forms = [words, *([(short[short.lastgroup or 0],)] if short else [])] if words else []
        stems = [tuple(stem(word) for word in form) for form in forms]
        verbs = [
            (*form[:-1], form[-1].removesuffix("k")) for form in stems if form[-1].endswith("ck")
        ]  # as in "frolicking", "frolics"
        return tuple(dict.fromkeys([*stems, *verbs]))

    @cached_property
    def bearer_lines(self) -> tuple[str, ...]:
        """The words of the bearer, as patterns run on them."""
        return tuple(words_of(self.provision.text[low:high]).line for low, high in self.bearer)

    @cached_property
    def bearer_definitions(self) -> tuple[Norm, ...]:
        """The definitions of what the bearer is called ("an exploited youth shall not be ...")."""
        return tuple(d for d in self.definitions if any(says(line, term) for line in self.bearer_lines for term in d.terms))

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
        if slot is Slot.SUBJECT:
            return (*self.bearer, *(region for region in self.acts if region[1] <= self.predicate[0]))
        return {
            Slot.PREDICATE: (self.predicate,),
            Slot.BEARER: self.bearer,
            Slot.ACTS: self.acts,
            Slot.CONDITIONS: self.conditions,
            Slot.EXCEPTIONS: self.exceptions,
        }[slot]


def read_norms(provision: Provision, lexicon: Lexicon, numbers: Sequence[str]) -> tuple[Norm, ...]:
    """The norms of one provision, effect by effect; none where no predicate is known.

    Args:
        provision: the sentence.
        lexicon: the general language of legal rules.
        numbers: the draft's section numbers in order, against which ranges are read.
    """
    reader = _Reader(provision, lexicon, references_in(provision, lexicon, numbers))
    found = [norm for trigger, hit in reader.hits if (norm := reader.norm(trigger, hit)) is not None]
    if not any(norm.effect is Effect.DEFINITION and defined_term(norm) for norm in found):
        linked = reader.linked(_DASHED)
        if linked is None and all(norm.effect is Effect.DEFINITION for norm in found):
            linked = reader.linked(_REFERRED) or reader.linked(_EQUATED) or reader.linked(_FRAMED)
        if linked is not None:
            return (linked,)
    stated = () if any(norm.effect is Effect.DEFINITION for norm in found) else (reader.statement(),)
    return (*dict.fromkeys(_without_complements(found)), *stated)


def whole_norm(effect: Effect, provision: Provision, lexicon: Lexicon, numbers: Sequence[str]) -> Norm:
    """A norm that a sentence has from where it stands, not from a predicate of its own."""
    whole = (0, len(provision.text))
    references = references_in(provision, lexicon, numbers)
    return Norm(effect, provision, whole, whole, (), (whole,), (), (), references=references)


class _Reader:
    """Reads the norms of one sentence."""

    def __init__(self, provision: Provision, lexicon: Lexicon, references: tuple[Reference, ...]) -> None:
        self.provision = provision
        self.references = references
        self.sentence = Sentence(provision, lexicon)
        self.hits = [
            (trigger, hit) for trigger in lexicon.triggers for hit in trigger.phrases.find(provision.words, overlapping=True)
        ]
        self.rows = [hit for trigger, hit in self.hits if trigger.effect in BLAMING]

    def linked(self, pattern: re.Pattern[str]) -> Norm | None:
        """A definition whose term and meaning are tied by a dash or by words that are no predicate: "trade in timber – the sale of timber that ..."."""
        text = self.provision.text
        found = next((m for offset, _ in reversed(self.provision.pieces) if (m := pattern.match(text, offset))), None)
        if found is None:
            return None
        link, whole = found.span("link"), (found.start("link"), len(text))
        return Norm(
            Effect.DEFINITION, self.provision, link, link, (found.span("term"),), (whole,), (), (), references=self.references
        )

    def norm(self, trigger: Trigger, hit: Hit) -> Norm | None:
        """What one predicate does; None where it does nothing of itself."""
        sentence = self.sentence
        predicate = sentence.predicate(hit, self.rows, subject_denies=trigger.effect is not Effect.DEFINITION)
        effect = self._effect(trigger, predicate)
        if effect is None or self._in_exception(trigger, hit):
            return None
        defines = effect is Effect.DEFINITION
        return Norm(
            effect=effect,
            provision=self.provision,
            trigger=(hit.start, hit.end),
            predicate=sentence.verbs(predicate),
            bearer=self._bearer(trigger, predicate),
            acts=((hit.start, sentence.part_end(hit.end)),) if defines else self._acts(predicate),
            conditions=sentence.conditions,
            exceptions=sentence.exceptions,
            overriding=sentence.overriding,
            points_back=self._points_back(trigger, predicate),
            case_subject=sentence.case_subject if predicate.begin >= sentence.main else None,
            references=tuple(r for r in self.references if not self._makes(r, hit)),
        )

    def _makes(self, reference: Reference, hit: Hit) -> bool:
        """Such as "commits an offence", "is guilty of an offence": the rule makes it and does not point to one."""
        if reference.reach is not Reach.GENERAL or not hit.start <= reference.start <= hit.end + 1:
            return False
        points = self.provision.text[hit.start : hit.end].endswith(" to")  # "is a party to an offence"
        return reference.start < hit.end or (
            not points and self.provision.text[reference.start :].lower().startswith(("a ", "an "))
        )

    def statement(self) -> Norm:
        """The sentence as such, what it excepts included: for what is told as a fact."""
        whole = (0, len(self.provision.text))
        return Norm(
            Effect.STATEMENT,
            self.provision,
            whole,
            whole,
            (),
            (whole,),
            self.sentence.conditions,
            (),
            overriding=self.sentence.overriding,
            references=self.references,
        )

    def _effect(self, trigger: Trigger, predicate: Predicate) -> Effect | None:
        sentence = self.sentence
        if trigger.effect in BLAMING | SHIELDING and sentence.tells_fact(predicate):
            return None
        adjective = trigger.effect in {Effect.PROSECUTION, Effect.PENALTY} and sentence.is_adjective(predicate, self.rows)
        describes = trigger.effect in {Effect.PROSECUTION, Effect.OFFENCE, Effect.IMMUNITY} and sentence.describes(predicate)
        if adjective or describes or (trigger.effect is Effect.DISCRETION and sentence.says_shall(predicate)):
            return None
        not_defining = predicate.at and sentence.among(predicate.at - 1, "not_defining")
        if trigger.effect is Effect.DEFINITION and (not_defining or self._limits(predicate) or sentence.lacks_quotes(predicate)):
            return None
        if trigger.effect in {Effect.DUTY, Effect.POWER} and (
            sentence.is_denied_behind(predicate) or sentence.is_relative(predicate)
        ):
            return None
        if trigger.effect in {Effect.REPEAL, Effect.NO_EXCUSE} and any(
            0 < low < sentence.words.starts[predicate.at] < high for low, high in sentence.conditions
        ):
            return None  # "if the farmer is withdrawn from the country"
        denied = predicate.denied or (trigger.effect in BLAMING and sentence.says_no(predicate))
        return trigger.negated if denied else trigger.effect

    def _limits(self, predicate: Predicate) -> bool:
        """Such as "is punishable only where": it limits the rule before it and defines nothing."""
        start = self.sentence.words.starts[predicate.at]
        return self.sentence.tokens[predicate.at] == "only" and any(row.end <= start for row in self.rows)

    def _in_exception(self, trigger: Trigger, hit: Hit) -> bool:
        """A predicate behind "except" or "unless" belongs to what is taken out, one in a parenthesis behind a number to what is described."""
        regions = self.sentence.exceptions if trigger.effect is not Effect.EXCEPTION else ()
        return any(0 < low <= hit.start < high for low, high in (*regions, *self.sentence.described))

    def _bearer(self, trigger: Trigger, predicate: Predicate) -> tuple[Region, ...]:
        """The subject's head; where the subject is a thing or only acts, the person the rule is turned toward."""
        sentence = self.sentence
        if trigger.effect is Effect.PROSECUTION and sentence.acts_on_object(predicate):
            begin = sentence.region(sentence.subject_end(predicate), len(sentence.tokens))
            return (begin,) if begin else ()
        if trigger.effect is Effect.IMMUNITY and sentence.holds_back(predicate):
            behind = sentence.region(predicate.after - 1, len(sentence.tokens))
            return (behind,) if behind else ()
        if sentence.sets_price(predicate):
            return ()
        split = sentence.subject_end(predicate)
        binds_subject = trigger.effect in {Effect.DUTY, Effect.POWER, Effect.PROHIBITION}
        if not binds_subject and sentence.is_thing(predicate.subject, split):
            region = sentence.toward(predicate, _BEARER_WORDS, blames=trigger.effect in BLAMING)
            against = sentence.against(predicate) if trigger.effect in {Effect.IMMUNITY, Effect.PROSECUTION} else None
        else:
            region, against = sentence.region(predicate.subject, split), None
        return tuple(each for each in (against, region) if each)

    def _points_back(self, trigger: Trigger, predicate: Predicate) -> bool:
        """Whether the one a rule is about is only pointed to: by its subject, or by the object of what an authority does."""
        sentence = self.sentence
        acts = trigger.effect is Effect.PROSECUTION and sentence.acts_on_object(predicate)
        if acts or (trigger.effect is Effect.IMMUNITY and sentence.holds_back(predicate)):
            return sentence.object_points_back(predicate)
        concerns = trigger.effect in {Effect.PROSECUTION, Effect.IMMUNITY, Effect.DISCRETION}
        if concerns and sentence.is_thing(predicate.subject, sentence.subject_end(predicate)):
            return sentence.thing_points_back(predicate)
        return sentence.points_back(predicate)

    def _acts(self, predicate: Predicate) -> tuple[Region, ...]:
        """The relative clause, else the whole subject ("Poaching is punishable"); what follows the predicate; and the opening case."""
        sentence = self.sentence
        split = sentence.subject_end(predicate)
        before = sentence.region(split, predicate.begin) or sentence.region(predicate.subject, predicate.begin)
        after = (sentence.words.starts[predicate.begin], len(self.provision.text))
        opening = sentence.region(0, sentence.main)
        return tuple(sorted(region for region in (opening, before, after) if region))


def _without_complements(norms: Sequence[Norm]) -> list[Norm]:
    """Drop what only completes another predicate: in "shall not be prosecuted for an offence he was convicted of" nobody is convicted.

    A blaming predicate counts beside a shielding one only where the sentence begins a new rule between them.
    """
    if any(norm.effect is Effect.DEFINITION and defined_term(norm) for norm in norms):
        return [norm for norm in norms if norm.effect is Effect.DEFINITION]
    shields = [norm.trigger for norm in norms if norm.effect in SHIELDING]
    kept = [norm for norm in norms if norm.effect not in BLAMING or not any(_same_rule(norm, shield) for shield in shields)]
    ended = [norm.trigger for norm in norms if norm.effect is Effect.REPEAL]  # "The immunity of farmers is abolished"
    kept = [norm for norm in kept if norm.effect is not Effect.IMMUNITY or not any(_is_ended(norm, each) for each in ended)]
    refused = [norm.trigger for norm in norms if norm.effect is Effect.NO_EXCUSE]
    kept = [norm for norm in kept if norm.effect not in SHIELDING or not any(_same_rule(norm, each) for each in refused)]
    leaves_it_open = [norm.trigger for norm in kept if norm.effect is Effect.DISCRETION]
    return [
        norm for norm in kept if norm.effect is not Effect.IMMUNITY or not any(_same_rule(norm, each) for each in leaves_it_open)
    ]


def defined_term(norm: Norm) -> str:
    """The term that a definition defines: quoted, or the few words before what ties it to its meaning; "" where it defines none."""
    before = norm.provision.text[: norm.trigger[0]]
    piece = max(offset for offset, _ in norm.provision.pieces if offset <= norm.trigger[0])
    found = next((m for part in (before[piece:], before) if (m := _TERM.search(_FRAME.sub("", part.strip()).strip()))), None)
    return (found["quoted"] or found["plain"] or "").strip() if found else ""


def _is_ended(norm: Norm, repeal: Region) -> bool:
    """Whether what a norm does is the subject of a repeal, not what is put in its place."""
    if repeal[0] <= norm.trigger[0] and norm.trigger[1] <= repeal[1]:
        return True
    between = norm.provision.text[norm.trigger[1] : repeal[0]] if norm.trigger[1] <= repeal[0] else '"'
    return not set(between) & set('":;“') and _same_rule(norm, repeal)


def _same_rule(norm: Norm, shield: Region) -> bool:
    low, high = min(norm.trigger[1], shield[1]), max(norm.trigger[0], shield[0])
    return low >= high or _NEW_RULE.search(norm.provision.text, low, high) is None
