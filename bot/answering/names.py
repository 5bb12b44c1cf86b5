"""Names of places, bodies and persons: what is one, and whether one stands in a text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from bot.answering.lexicon import Stems
from bot.answering.words import Word
from corpus.dictionary import is_english

PLACE_STEM = 6
"""Letters that the names of a place and of its people share at least (Catalonia, Catalonian)."""
NAME_LETTERS = 4
"""Shorter words in capitals ("UN", "In") tell no name."""

Pair = tuple[str, str]
"""Stems of two words that stand next to each other."""

Names = Sequence[Stems]
"""Names as their stems."""


def is_name(word: str) -> bool:
    """Whether a word is none of the language, as the names of places and bodies are that no list holds."""
    return len(word) >= NAME_LETTERS and word.isalpha() and not is_english(word.lower())


def stands(name: Stems, found: Collection[str], pairs: Collection[Pair], *, listed: bool) -> bool:
    """Whether a name stands among stems, or, where it has several words, among their neighbours: "united" and "states" apart are no country.

    Of one that is not ``listed`` the like counts, too, as a place and its people (Catalonia, Catalonian); what is listed has all that belongs to it there, and Indiana is not India's.
    """
    if len(name) > 1:
        return all(pair in pairs for pair in pairwise(name))
    return name[0] in found or (not listed and any(_same_name(name[0], one) for one in found))


def _same_name(name: str, other: str) -> bool:
    short, long = sorted((name, other), key=len)
    return len(short) >= PLACE_STEM and long.startswith(short)


def pairs_of(found: Sequence[Word]) -> frozenset[Pair]:
    """The stems of words that stand next to each other, with one sign between them at most."""
    return frozenset((one.stem, other.stem) for one, other in pairwise(found) if other.start - one.end <= 1)
