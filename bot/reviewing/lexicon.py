"""The general language of legal rules, loaded from corpus/lexicon/norms.yaml and compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.reviewing.phrases import Phrases, compile_phrases
from corpus.errors import LexiconError
from corpus.lexicons import lexicon
from corpus.register import Effect


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
    breach: tuple[str, ...]
    promises: tuple[str, ...]
    impersonal: frozenset[str]
    toward: frozenset[str]
    overriding: frozenset[str]
    general_offence: tuple[str, ...]
    same_offence: tuple[str, ...]
    whole: frozenset[str]
    group: frozenset[str]


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
    general_offence: Phrases
    same_offence: Phrases
    breach: Phrases
    promises: Phrases
    words: Mapping[str, frozenset[str]]


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
    words = {
        name: getattr(data, name)
        for name in ("negators", "auxiliaries", "modals", "openers", "conditions", "relatives", "impersonal", "toward", "overriding", "whole", "group")
    }
    compiled = [compile_phrases(group) for group in (data.not_negators, data.exceptions, data.general_offence, data.same_offence, data.breach, data.promises)]
    return Lexicon(triggers, *compiled, words)
