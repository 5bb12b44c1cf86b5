"""Words of a text with their stems and places; the stems are those of the word index."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from index.lexical import tokens

YEAR = re.compile(r"(?:1[89]|20)\d\d")
"""A word that is a year of our time."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
POSSESSIVE = re.compile(r"['’]s?$")
CONTRACTED = re.compile(r"['’]\w+$")
"""What stands at the end of a contracted word ("it's", "I've")."""
_HARD_C = re.compile(r"ick$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as written, its stem, and its place ``text[start:end]``."""

    text: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """One word's stem: "Prosecuted" and "prosecutions" give the same one.

    English writes a k before an ending that would soften a c (panic, panicking); it is taken off again.
    """
    plain = POSSESSIVE.sub("", word.lower())
    found = tokens(plain)
    return _HARD_C.sub("ic", found[0]) if found else plain


def vocabulary_of(texts: Iterable[str]) -> frozenset[str]:
    """The different words of some texts, in small letters. Takes no stems: a corpus has a hundred times as many words as different ones."""
    return frozenset(word for text in texts for word in set(_WORD.findall(text.lower())))


def words(text: str, offset: int = 0) -> tuple[Word, ...]:
    """The words of a text, in order; ``offset`` is added to their places."""
    return tuple(Word(m.group(), stem(m.group()), m.start() + offset, m.end() + offset) for m in _WORD.finditer(text))


def stems(text: str) -> tuple[str, ...]:
    """The stems of all words of a text, in order."""
    return tuple(stem(match.group()) for match in _WORD.finditer(text))
