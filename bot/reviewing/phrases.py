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
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

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
    keys: frozenset[str]
    """Its words ("=liable") and their stems ("liabl"): a phrase none of whose keys is here need not be looked for."""

    def word_index(self, line_offset: int) -> int:
        """The word that stands at an offset of ``line``."""
        return max(bisect_right(self.at, line_offset) - 1, 0)


@lru_cache(maxsize=4096)
def _term_pattern(term: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("".join(rf" [^ /]*/{re.escape(part)}(?= |$)" for part in term))


def says(line: str, term: tuple[str, ...]) -> bool:
    """Whether a line of words (``Words.line``) holds a term, given by its stems."""
    return _term_pattern(term).search(line) is not None


def words_of(text: str) -> Words:
    """Split a text into words for matching; offsets are of ``text``."""
    starts, ends, at, pieces = [], [], [], []
    keys: set[str] = set()
    length = 0
    for found in _WORD.finditer(text):
        word = found.group()
        if word in _STOPS:
            piece = f" {_STOP_MARK}"
        else:
            plain, stemmed = word.lower().replace("’", "'"), stem(word)
            keys.update((f"={plain}", stemmed))
            piece = f" {plain}/{stemmed}"
        starts.append(found.start())
        ends.append(found.end())
        at.append(length)
        pieces.append(piece)
        length += len(piece)
    return Words(tuple(starts), tuple(ends), "".join(pieces), tuple(at), frozenset(keys))


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that matched: ``text[start:end]``, and the kind of the concept they belong to ("" where it has none)."""

    start: int
    end: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Many phrases, the longer ones first; ``source`` keeps them as they were given.

    A text is searched for those phrases alone of whose most telling words it has one: ``keyed`` says which, by key, ``always`` are those of which that
    cannot be told beforehand.
    """

    source: tuple[str, ...]
    expressions: tuple[str, ...] = ()
    keyed: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    always: tuple[int, ...] = ()

    @property
    def may_be_empty(self) -> bool:
        """Whether a phrase matches where nothing is said, as every word of it may be absent."""
        return any(_pattern(expression).match("") for expression in self.expressions)

    def find(self, words: Words, kind: str = "", *, overlapping: bool = False) -> list[Hit]:
        """All matches, leftmost first, of those that begin together the longest phrase; with ``overlapping`` one may begin inside another."""
        if not self.always and words.keys.isdisjoint(self.keyed):
            return []  # most texts hold none of the words of most concepts
        likely = {at for key in self.keyed.keys() & words.keys for at in self.keyed[key]}
        patterns = [_pattern(self.expressions[at]) for at in sorted({*likely, *self.always})]
        hits: list[Hit] = []
        ahead = [(found.start(), order, found) for order, pattern in enumerate(patterns) if (found := pattern.search(words.line))]
        while ahead:
            _, _, found = min(ahead, key=lambda each: each[:2])
            first = words.word_index(found.start())
            last = words.word_index(found.end() - 1)
            hits.append(Hit(words.starts[first], words.ends[last], kind))
            following = words.at[first + 1] if overlapping and first + 1 < len(words.at) else found.end()
            ahead = [
                (later.start(), order, later)
                for start, order, match in ahead
                if (later := match if start >= following else match.re.search(words.line, following))
            ]
        return hits


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """One phrase compiled, when it is first looked for."""
    return re.compile(expression)


@lru_cache(maxsize=4096)
def _compile_all(phrases: tuple[str, ...]) -> Phrases:
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase.split()), phrase))
    keyed: dict[str, list[int]] = defaultdict(list)
    always = []
    for at, phrase in enumerate(ordered):
        keys = _keys(phrase)
        if keys is None:
            always.append(at)
        for key in keys or ():
            keyed[key].append(at)
    expressions = tuple(_compile(phrase) for phrase in ordered)
    return Phrases(tuple(phrases), expressions, {key: tuple(each) for key, each in keyed.items()}, tuple(always))


def _keys(phrase: str) -> frozenset[str] | None:
    """The keys of a phrase's most telling term (the one of the longest words); None where every term may be absent or has an open end."""
    terms = [term.split("|") for term in phrase.split() if term not in _GAPS and not term.startswith("(")]
    closed = [words for words in terms if not any(word.endswith("*") for word in words)]
    if not closed:
        return None
    telling = max(closed, key=lambda words: (min(len(word.removeprefix("=")) for word in words), -len(words)))
    return frozenset(f"={word[1:].lower()}" if word.startswith("=") else stem(word) for word in telling)


def compile_phrases(phrases: Iterable[str]) -> Phrases:
    """Compile phrases; longer ones are tried first.

    Raises:
        LexiconError: a phrase is not in the language above.
    """
    return _compile_all(tuple(phrases))


def spoken(phrase: str) -> tuple[str, ...]:
    """The whole words that a phrase is made of, lower case; gaps and beginnings of words ("poach*") are none."""
    terms = (term.strip("()") for term in phrase.split() if term not in _GAPS)
    return tuple(word.removeprefix("=").lower() for term in terms for word in term.split("|") if not word.endswith("*"))


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
