"""The English of questions as data: corpus/lexicon/ask_words.yaml and ask_thesaurus.yaml, checked and made ready for look-up."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.answering.words import Word, stem, stems
from corpus.errors import LexiconError
from corpus.lexicons import lexicon

WORDS_FILE = "ask_words"
THESAURUS_FILE = "ask_thesaurus"
PLACES_FILE = "ask_places"

WEIGHTS_FILE = "ask_weights"

Stems = tuple[str, ...]
LONGEST_PLACE = 3
"""Words of a place's name."""


def _split(value: object) -> object:
    return frozenset(value.split()) if isinstance(value, str) else value


def _compile(value: object) -> object:
    return tuple(re.compile(pattern) for pattern in value) if isinstance(value, list) else value


WordSet = Annotated[frozenset[str], BeforeValidator(_split)]
Patterns = Annotated[tuple[re.Pattern[str], ...], BeforeValidator(_compile)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


M = TypeVar("M", bound=_Model)


class KindRule(_Model):
    """What a question asks for, and how it is worded."""

    kind: str
    patterns: Patterns


class YearShift(_Model):
    """A wording that names a year by the one spoken of before; a group "n" of its pattern says by how many times ``years`` it is away from that, a group "year" from which it is."""

    years: int
    patterns: Patterns


class AskWords(_Model):
    """The grammar of ask_words.yaml; each key is explained there."""

    stop: WordSet
    frame: WordSet
    light: WordSet
    common: WordSet
    asker: WordSet
    introducing: Patterns
    of_asker: re.Pattern[str]
    others: WordSet
    slips: Mapping[str, str]
    idioms: Patterns
    negators: WordSet
    negative_prefixes: tuple[str, ...]
    prefixes: tuple[str, ...]
    unlisted: WordSet
    turning: WordSet
    opposites: tuple[tuple[str, str], ...]
    presuming: Patterns
    numbers: Mapping[str, int]
    year_shifts: tuple[YearShift, ...]
    dated: Patterns
    comparing: Patterns
    alike: Patterns
    which_country: Patterns
    is_country: Patterns
    why_claim: re.Pattern[str]
    narrowing: WordSet
    kinds: tuple[KindRule, ...]
    asks_itself: Patterns
    counting: Patterns
    causal: Patterns
    going_on: Patterns
    defining: Patterns
    enumerating: Patterns
    pointing: Patterns
    section_words: WordSet
    section_named: Patterns
    citing: Patterns
    duty: Patterns
    statements: Mapping[str, Patterns]
    exemplary: WordSet
    referring: Patterns
    asking_for: Patterns
    asking_whether: Patterns
    units: WordSet
    limits: Patterns
    broad: Patterns
    opinion: Patterns
    leaning: WordSet
    asking: WordSet
    contrasting: frozenset[str]
    leaning_openers: Patterns
    new_subject: Patterns
    courtesies: Patterns
    opening: Patterns
    ought: Patterns
    factual: Patterns
    surely_factual: Patterns
    joining: Patterns
    unfinished: re.Pattern[str]
    finishing: re.Pattern[str]
    series: re.Pattern[str]
    in_series: re.Pattern[str]
    inverted: re.Pattern[str]
    apart: re.Pattern[str]
    asks_within: Patterns
    listed: re.Pattern[str]
    topics: re.Pattern[str]
    next_topic: re.Pattern[str]
    last_topic: re.Pattern[str]
    listing: re.Pattern[str]
    label: re.Pattern[str]
    of_draft: Patterns
    clause_number: re.Pattern[str]
    draft_words: Patterns
    lacking: Patterns
    imperative: re.Pattern[str]


class Weights(_Model):
    """A logistic regression over named features."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float

    def probability(self, features: Mapping[str, float], more: float = 0.0) -> float:
        """How probable it is that what has these features answers, 0 to 1; ``more`` is added to its log odds."""
        odds = self.intercept + more + sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-odds))


class AskWeights(_Model):
    """The grammar of ask_weights.yaml: how features are weighed where the evidence model has read a sentence, and where there is no model."""

    with_model: Weights
    by_words: Weights


@dataclass(frozen=True)
class Lexicon:
    """The words, the thesaurus (stems of a word or phrase -> numbers of its groups) and the names of places, by stems."""

    words: AskWords
    weights: AskWeights
    thesaurus: Mapping[Stems, frozenset[int]]
    places: frozenset[Stems]
    members: Mapping[Stems, tuple[Stems, ...]]
    """By the name of a region or a place what else stands for it: the places in a region, what belongs to a place ("Kenyan"), and the place itself for that."""
    longest: int
    """The number of words of the longest phrase of the thesaurus."""
    quiet: frozenset[str]
    """Stems of frame words; stop words are compared as they are written ("name" is one, "naming" is not)."""
    light: frozenset[str]
    asker: frozenset[str]
    """Stems of words that people use of themselves and their work."""
    exemplary: frozenset[str]
    """Stems of words that head an example."""
    known: frozenset[str]
    """Every word that the files hold, lower case; a word among them is not taken for a slip of the key."""

    def lists(self, name: Stems) -> bool:
        """Whether a name is among the places, with what belongs to it, or the regions."""
        return name in self.places or name in self.members

    def last_place(self, found: Sequence[Word]) -> Sequence[Word]:
        """The words of the last name of a country, or of what belongs to it, among some; empty where there is none."""
        runs = (found[max(0, end - n) : end] for end in range(len(found), 0, -1) for n in range(LONGEST_PLACE, 0, -1))
        return next((run for run in runs if tuple(word.stem for word in run) in self.places), ())


def load_lexicon() -> Lexicon:
    """Read the files that come with the package.

    Raises:
        LexiconError: a file is missing, is not YAML or breaks the grammar.
    """
    words = _validated(WORDS_FILE, AskWords)
    peoples, regions = _mapping("peoples"), _mapping("regions")
    places = [[name] for name in (*_list(PLACES_FILE, "places"), *(n for place, own in peoples.items() for n in (place, *own)))]
    groups = _lists(THESAURUS_FILE, "groups")
    thesaurus = _by_stems(groups)
    written = {word for group in groups + places for phrase in group for word in phrase.lower().split()}
    return Lexicon(
        words=words,
        weights=_validated(WEIGHTS_FILE, AskWeights),
        thesaurus=thesaurus,
        places=frozenset(stems(name) for (name,) in places),
        members={stems(name): tuple(map(stems, found)) for name, found in _members(peoples, regions).items()},
        longest=max((len(key) for key in thesaurus), default=1),
        quiet=frozenset(stem(word) for word in words.frame),
        light=frozenset(stem(word) for word in words.light)
        | frozenset(s for s in map(stem, words.common) if (s,) not in thesaurus),
        asker=frozenset(stem(word) for word in words.asker),
        exemplary=frozenset(stem(word) for word in words.exemplary),
        known=frozenset(
            written | words.stop | words.frame | words.light | words.common | words.unlisted | set(words.numbers) | words.turning
        ),
    )


def _validated(name: str, grammar: type[M]) -> M:
    try:
        return grammar.model_validate(lexicon(name))
    except ValidationError as error:
        first = error.errors()[0]
        place = " > ".join(str(part) for part in first["loc"])
        raise LexiconError(f"{place}: {first['msg']}", where=name, hint="mend the key named") from error
    except re.error as error:
        raise LexiconError(f"the pattern {error.pattern!r} is wrong: {error}", where=name) from error


def _lists(name: str, key: str) -> list[list[str]]:
    lists = lexicon(name).get(key)
    if not isinstance(lists, list) or not all(isinstance(part, list) and all(isinstance(w, str) for w in part) for part in lists):
        raise LexiconError(f"{key} is a list of lists of words", where=name, hint="put words like 'no' and 'false' in quotes")
    return lists


def _list(name: str, key: str) -> list[str]:
    words = lexicon(name).get(key)
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise LexiconError(f"{key} is a list of words", where=name, hint="put words like 'no' and 'false' in quotes")
    return words


def _mapping(key: str) -> dict[str, list[str]]:
    held = lexicon(PLACES_FILE).get(key)
    if not isinstance(held, dict) or not all(isinstance(members, list) for members in held.values()):
        raise LexiconError(f"{key} is a mapping of names to lists of names", where=PLACES_FILE)
    return held


def _members(peoples: Mapping[str, list[str]], regions: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What stands for a place or a region beside its own name."""
    found: dict[str, list[str]] = {}
    for place, own in peoples.items():
        for name in (place, *own):
            found.setdefault(name, []).extend(other for other in (place, *own) if other != name)
    return found | {
        region: [n for place in within for n in (place, *peoples.get(place, ()))] for region, within in regions.items()
    }


def _by_stems(groups: list[list[str]]) -> dict[Stems, frozenset[int]]:
    found: dict[Stems, set[int]] = {}
    for number, group in enumerate(groups):
        for phrase in group:
            found.setdefault(stems(phrase), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}
