"""The general language of legal rules, loaded from corpus/lexicon/norms.yaml and compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.reviewing.phrases import Phrases, compile_phrases, spoken
from corpus.criteria import Effect
from corpus.errors import LexiconError
from corpus.lexicons import lexicon


class _Trigger(BaseModel):
    model_config = ConfigDict(extra="forbid")
    effect: Effect
    negated: str
    phrases: tuple[str, ...]


class _File(BaseModel):
    """The grammar of norms.yaml; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")
    triggers: tuple[_Trigger, ...]
    negators: frozenset[str]
    not_negators: tuple[str, ...]
    auxiliaries: frozenset[str]
    modals: frozenset[str]
    openers: frozenset[str]
    conditions: frozenset[str]
    relatives: frozenset[str]
    exceptions: tuple[str, ...]
    savings: tuple[str, ...]
    inverted: tuple[str, ...]
    breach: tuple[str, ...]
    promises: tuple[str, ...]
    repealed_list: tuple[str, ...]
    impersonal: frozenset[str]
    toward: frozenset[str]
    overriding: frozenset[str]
    general_offence: tuple[str, ...]
    same_offence: tuple[str, ...]
    with_object: tuple[str, ...]
    last_offence: tuple[str, ...]
    whole: frozenset[str]
    group: frozenset[str]
    pronouns: frozenset[str]
    person_nouns: frozenset[str]
    authorities: frozenset[str]
    things: frozenset[str]
    object_pronouns: frozenset[str]
    pointing: frozenset[str]
    copulas: frozenset[str]
    past: frozenset[str]
    finite: frozenset[str]
    acting_on: frozenset[str]
    others: frozenset[str]
    acted_upon: frozenset[str]
    row: frozenset[str]
    row_ends: frozenset[str]
    subject_starts: frozenset[str]
    conjunctions: frozenset[str]
    denying_subjects: frozenset[str]
    determiners: frozenset[str]
    thing_links: frozenset[str]
    not_defining: frozenset[str]
    denials: frozenset[str]
    defining_quoted: frozenset[str]
    ordering: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Phrases that tell an effect, and the effect when they are denied (None: a denial leaves no norm)."""

    effect: Effect
    negated: Effect | None
    phrases: Phrases


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The compiled lexicon. Word lists are lower case."""

    triggers: tuple[Trigger, ...]
    not_negators: Phrases
    exceptions: Phrases
    savings: Phrases
    general_offence: Phrases
    same_offence: Phrases
    with_object: Phrases
    last_offence: Phrases
    inverted: Phrases
    breach: Phrases
    promises: Phrases
    repealed_list: Phrases
    words: Mapping[str, frozenset[str]]
    vocabulary: frozenset[str] = frozenset()
    """All words of the lists and phrases, lower case."""


def _vocabulary(data: _File) -> frozenset[str]:
    phrases = [phrase for trigger in data.triggers for phrase in trigger.phrases]
    phrases += [phrase for _, value in data if isinstance(value, tuple) for phrase in value if isinstance(phrase, str)]
    words = {word for _, value in data if isinstance(value, frozenset) for word in value}
    return frozenset(words | {word for phrase in phrases for word in spoken(phrase)})


def load_lexicon() -> Lexicon:
    """Load the shipped lexicon.

    Raises:
        LexiconError: the file breaks its grammar, or a phrase cannot be read.
    """
    try:
        data = _File.model_validate(lexicon("norms"))
    except ValidationError as error:
        first = error.errors()[0]
        place = " > ".join(str(part) for part in first["loc"])
        raise LexiconError(f"{place}: {first['msg']}", where="lexicon/norms.yaml", hint="mend the entry") from error
    triggers = tuple(
        Trigger(t.effect, None if t.negated == "none" else Effect(t.negated), compile_phrases(t.phrases)) for t in data.triggers
    )
    words = {name: value for name, value in data if isinstance(value, frozenset)}
    return Lexicon(
        triggers=triggers,
        not_negators=compile_phrases(data.not_negators),
        exceptions=compile_phrases(data.exceptions),
        savings=compile_phrases(data.savings),
        general_offence=compile_phrases(data.general_offence),
        same_offence=compile_phrases(data.same_offence),
        with_object=compile_phrases(data.with_object),
        last_offence=compile_phrases(data.last_offence),
        inverted=compile_phrases(data.inverted),
        breach=compile_phrases(data.breach),
        promises=compile_phrases(data.promises),
        repealed_list=compile_phrases(data.repealed_list),
        words=words,
        vocabulary=_vocabulary(data),
    )
