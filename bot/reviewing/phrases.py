"""Phrases: the small pattern language of registers and the lexicon, matched on stemmed words.

    traffic|trade .. person        words match every inflection (Snowball's English stems); | gives alternatives
    (criminally) liable            a word in parentheses may be absent
    person who .. poach*           a star matches any ending; .. is a gap of up to four words, ... of up to twelve
    =may not                       an equals sign takes that word exactly as written

A gap never crosses a semicolon, a colon or the end of a sentence; commas and dashes count as nothing. Case is ignored. This is a thin layer over
Python's ``re``: a text becomes one string of words, each in three spellings (the word, its stem, the gap mark), so that matching is one search.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from corpus.errors import LexiconError

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*|[;:?!]|\.(?=\s+[\"“(A-Z]|\W*$)")
_STOPS = frozenset(";:.?!")
_STOP_MARK = "\x1f"
_GAPS = {"..": 4, "...": 12}
_WORD_TERM = re.compile(r"=?[^\W_]+(?:['’.\-][^\W_]+)*\*?")


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


_BRITISH = re.compile(r"is(ation|e|ed|ing|es)$")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word's stem, lower case; British and American endings fall together ("criminalise", "criminalize")."""
    lowered = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'").replace("-", "")
    return str(_stemmer().stemWord(_BRITISH.sub(r"iz\1", lowered)))


@dataclass(frozen=True, slots=True)
class Words:
    r"""A text as words: ``starts[i]:ends[i]`` are word i's offsets, ``line`` the string that patterns run on.

    ``line`` holds each word as " word/stem" and each stop as " \x1f"; ``at[i]`` is where word i begins in it.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    line: str
    at: tuple[int, ...]

    def word_index(self, line_offset: int) -> int:
        """The word that stands at an offset of ``line``."""
        return max(bisect_right(self.at, line_offset) - 1, 0)


def words_of(text: str) -> Words:
    """Split a text into words for matching; offsets are of ``text``."""
    starts, ends, at, pieces = [], [], [], []
    length = 0
    for found in _WORD.finditer(text):
        word = found.group()
        piece = f" {_STOP_MARK}" if word in _STOPS else f" {word.lower().replace('’', chr(39))}/{stem(word)}"
        starts.append(found.start())
        ends.append(found.end())
        at.append(length)
        pieces.append(piece)
        length += len(piece)
    return Words(tuple(starts), tuple(ends), "".join(pieces), tuple(at))


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that matched: ``text[start:end]``, and the kind of the concept they belong to ("" where it has none)."""

    start: int
    end: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Many phrases as one compiled pattern; ``source`` keeps them readable."""

    pattern: re.Pattern[str] | None
    source: tuple[str, ...]

    def find(self, words: Words, kind: str = "", *, overlapping: bool = False) -> list[Hit]:
        """All matches, leftmost first; with ``overlapping`` one may begin inside another."""
        hits: list[Hit] = []
        found = self.pattern.search(words.line) if self.pattern is not None else None
        while found is not None and self.pattern is not None:
            first = words.word_index(found.start())
            last = words.word_index(found.end() - 1)
            hits.append(Hit(words.starts[first], words.ends[last], kind))
            following = words.at[first + 1] if overlapping and first + 1 < len(words.at) else found.end()
            found = self.pattern.search(words.line, following) if following < len(words.line) else None
        return hits


@lru_cache(maxsize=4096)
def _compile_all(phrases: tuple[str, ...]) -> Phrases:
    if not phrases:
        return Phrases(None, ())
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase.split()), phrase))
    return Phrases(re.compile("|".join(f"(?:{_compile(phrase)})" for phrase in ordered)), tuple(phrases))


def compile_phrases(phrases: Iterable[str]) -> Phrases:
    """Compile phrases; longer ones are tried first.

    Raises:
        LexiconError: a phrase is not in the language above.
    """
    return _compile_all(tuple(phrases))


def _compile(phrase: str) -> str:
    terms = phrase.split()
    if not terms or terms[0] in _GAPS or terms[-1] in _GAPS:
        raise LexiconError("a phrase begins and ends with a word", where=repr(phrase), hint="see docs/CRITERIA.md")
    return "".join(_compile_term(term, phrase) for term in terms) + r"(?= |$)"


def _compile_term(term: str, phrase: str) -> str:
    if term in _GAPS:
        return rf"(?: [^ {_STOP_MARK}]+){{0,{_GAPS[term]}}}?"
    optional = term.startswith("(") and term.endswith(")")
    words = (term[1:-1] if optional else term).split("|")
    if not all(_WORD_TERM.fullmatch(word) for word in words):
        raise LexiconError(f"the term {term!r} cannot be read", where=repr(phrase), hint="see docs/CRITERIA.md")
    pattern = rf" (?:{'|'.join(_compile_word(word) for word in words)})(?= |$)"
    return f"(?:{pattern})?" if optional else pattern


def _compile_word(word: str) -> str:
    if word.endswith("*"):
        return re.escape(word[:-1].lower()) + r"[^ /]*/[^ ]*"
    if word.startswith("="):
        return re.escape(word[1:].lower()) + r"/[^ ]*"
    return r"[^ /]*/" + re.escape(stem(word))
