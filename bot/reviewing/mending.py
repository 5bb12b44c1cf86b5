"""What a scan has spoilt in a text, and what was printed there: words, spaces, broken lines, numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.reviewing.spelling import Speller
from corpus.lexicons import lexicon

_TOKEN = re.compile(r"[^\W_|]+(?:['’|][^\W_|]+)*")
_BROKEN = re.compile(r"(?<![\w-])(?P<first>[^\W\d_]{2,})-[ ]*\n\s*(?P<second>[^\W\d_]+)")
_NUMBERED = re.compile(r"[1-9]\d*(?:st|nd|rd|th|quater|quinquies|sexies|septies|[a-z]{1,3}(?<!^1[nstf]))?|[A-Za-z][1-9]\d?")
"""Such as "12a", "2nd", "B3"; "1s" and "0f" are words with a figure in them."""
_FOREIGN = 0.3
"""From this share of strings that are no English words on, a text is no spoilt English and is left alone."""
_NOISY = 0.008
"""From this share of mended words on, words are mended that are words, too, but not the draft's."""
_STREWN = re.compile(r"(?<=[a-z,])[ ]*\n[ ]*(?=[a-z]+[\s,;.])(?![a-z]{1,4}[.)])")
_STREWN_LEAST, _STREWN_SHARE = 6, 0.2
"""From this number and this share of all lines on, lines that begin in lower case behind one that stops in mid-sentence are no tails of items."""
_SHORT_TEXT = 40
_LINE = 10
"""Texts and lines of fewer strings are too short to tell their language by."""
_JOINT = 4
_BEFORE_A_NUMBER = re.compile(r"\W{0,2}\d")
"""Follows a letter that stands for a word: "under s 4", "Protection / s. 7"."""
_GAP = re.compile(r" {1,2}|\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Edit:
    """``text[start:end]`` of the draft is read as ``new``."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class _Token:
    """A string between spaces and marks."""

    start: int
    end: int
    word: str


def mend(text: str, vocabulary: Collection[str]) -> tuple[Edit, ...]:
    """What is to be read otherwise than it stands, in order.

    Args:
        text: the draft.
        vocabulary: words of the register and the lexicon, lower case.
    """
    tokens = [_Token(found.start(), found.end(), found.group().lower()) for found in _TOKEN.finditer(text)]
    counts = Counter(token.word for token in tokens)
    speller = Speller(vocabulary, counts)
    strange = {word for word in counts if _is_readable(word) and not speller.is_word(word)}
    if len(tokens) > _SHORT_TEXT and sum(counts[word] for word in strange) > _FOREIGN * len(tokens):
        return ()
    tokens = list(_english(text, tokens, strange))
    found = [*_broken_lines(text, speller), *_strewn_lines(text), *_numbers(text)]
    if strange:
        found += _spoilt(text, tokens, strange, speller)
        hard = len(found)
        if hard >= _NOISY * len(tokens):
            found += _unlikely(text, tokens, strange, speller)
    return tuple(_apart(found))


def _lines(text: str, tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """The strings line by line."""
    line: list[_Token] = []
    for token in tokens:
        if line and not {"\n", "|"}.isdisjoint(text[line[-1].end : token.start]):
            yield line
            line = []
        line.append(token)
    yield line


def _english(text: str, tokens: Sequence[_Token], strange: Collection[str]) -> Iterator[_Token]:
    """The strings of the lines that are English; a bilingual draft keeps its other half."""
    for line in _lines(text, tokens):
        spoilt = sum(token.word in strange for token in line)
        if len(line) < _LINE or spoilt <= _FOREIGN * len(line):
            yield from line


def _is_readable(word: str) -> bool:
    """Whether a string may be a word at all: it has two letters and is no number ("12a", "2nd")."""
    letters = sum(c.isalpha() for c in word)
    return len(word) > 1 and letters > 0 and not _NUMBERED.fullmatch(word) and not set(word) <= set("ivx")


def _apart(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Edits in order, the first of those that overlap."""
    last = -1
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if edit.start > last or edit.start == last == 0:
            yield edit
            last = edit.end


def _broken_lines(text: str, speller: Speller) -> Iterator[Edit]:
    """Words broken at the end of a line: joined where the joint is a word, else with their hyphen."""
    for found in _BROKEN.finditer(text):
        first, second = found["first"], found["second"]
        joint = (first + second).lower()
        if speller.is_word(joint) or not (speller.is_word(first.lower()) and speller.is_word(second.lower())):
            mended = joint if speller.is_word(joint) else speller.mended(joint)
            if mended is not None:
                yield Edit(found.start(), found.end(), _like(first + second, mended))
        else:
            yield Edit(found.start(), found.end(), f"{first}-{second}")


def _strewn_lines(text: str) -> Iterator[Edit]:
    """Line ends in mid-sentence, where so many lines begin in mid-sentence that none of them means anything."""
    breaks = list(_STREWN.finditer(text))
    if len(breaks) >= _STREWN_LEAST and len(breaks) > _STREWN_SHARE * (text.count("\n") + 1):
        yield from (Edit(found.start(), found.end(), " ") for found in breaks)


def _spoilt(text: str, tokens: Sequence[_Token], strange: Collection[str], speller: Speller) -> Iterator[Edit]:
    """Strings that are no words: joined with a neighbour, mended, or split."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        joined = _joined(text, tokens, at, strange, speller)
        if joined is not None:
            yield joined
            at += 2
            continue
        if token.word in strange:
            mended = _mended(text, token, speller)
            if mended is not None:
                yield Edit(token.start, token.end, _like(text[token.start : token.end], mended))
        at += 1


def _joined(text: str, tokens: Sequence[_Token], at: int, strange: Collection[str], speller: Speller) -> Edit | None:
    """Two strings that a space has torn apart, at least one of them no word, and the joint a word."""
    if at + 1 >= len(tokens):
        return None
    one, other = tokens[at], tokens[at + 1]
    if _is_lone(other) and _BEFORE_A_NUMBER.match(text, other.end):
        return None
    torn = one.word in strange or other.word in strange or _is_lone(one) or _is_lone(other)
    joint = one.word + other.word
    if not torn or len(joint) < _JOINT or not _GAP.fullmatch(text, one.end, other.start) or text[other.start].isupper():
        return None
    if not speller.is_word(joint):
        return None
    if (_is_lone(one) or _is_lone(other)) and not speller.is_at_home(joint):
        return None
    return Edit(one.start, other.end, _like(text[one.start : one.end] + text[other.start : other.end], joint))


def _is_lone(token: _Token) -> bool:
    """A single letter that is no word."""
    return len(token.word) == 1 and token.word.isalpha() and token.word not in {"a", "i", "o"}


def _mended(text: str, token: _Token, speller: Speller) -> str | None:
    """What a string that is no word was; a name keeps its spelling unless a word at home was meant."""
    mended = speller.mended(token.word)
    name = text[token.start].isupper() and token.word.isalpha()
    return None if mended is None or (name and not all(speller.is_at_home(part) for part in mended.split())) else mended


def _unlikely(text: str, tokens: Sequence[_Token], strange: Collection[str], speller: Speller) -> Iterator[Edit]:
    """In a text known to be spoilt: words that the draft does not use, torn from or read for words that it does."""
    for one, other in pairwise(tokens):
        if one.word in strange or other.word in strange or not _GAP.fullmatch(text, one.end, other.start):
            continue
        joint = one.word + other.word
        likelier = None if one.word in strange else speller.likelier(one.word)
        if likelier is not None and not text[one.start].isupper():
            yield Edit(one.start, one.end, likelier)
        if speller.is_at_home(one.word) and speller.is_at_home(other.word):
            continue
        if len(joint) > _JOINT and speller.is_word(joint) and speller.is_at_home(joint) and not text[other.start].isupper():
            yield Edit(one.start, other.end, _like(text[one.start : one.end] + text[other.start : other.end], joint))


def _like(printed: str, word: str) -> str:
    """A word in the capitals of what it stands for."""
    if " " in word and word.replace(" ", "") == printed.lower():
        return f"{printed[: word.index(' ')]} {printed[word.index(' ') :]}"
    if printed.isupper() and len(printed) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if printed[:1].isupper() else word


# numbers ---------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _number_patterns() -> tuple[re.Pattern[str], ...]:
    data = lexicon("scan")
    letters = "".join(re.escape(letter) for letter in data["figures"])
    words = "|".join(re.escape(word) for word in sorted(data["before_numbers"], key=len, reverse=True))
    return (
        re.compile(rf"(?i:(?<!\w)(?:{words.replace('|s|', '|').replace('|ss|', '|')}))(?=\d)"),
        re.compile(rf"(?<![\w])(?P<number>(?=[{letters}]*\d)\d*[{letters}][\d{letters}]*)(?![\w])"),
        re.compile(rf"(?i:(?<!\w)(?:{words})\.?)\s+(?P<number>l)(?![\w])"),
        re.compile(r"(?m)^[ \t]*(?P<number>l)\.(?=\s+[A-Z(])"),
        re.compile(r"(?m)(?:^[ \t]*(?:\w{1,4}\.[ \t]+)?|(?P<cited>(?i:sub-?sections?|sections?\s+\d+)\s*))\((?P<number>[lI])\)"),
    )


def _numbers(text: str) -> Iterator[Edit]:
    """Letters read for figures in numbers: "1O", "section l2", "(l)" where no "(k)" stands before it."""
    figures = str.maketrans(lexicon("scan")["figures"])
    glued, mixed, referred, opening, bracketed = _number_patterns()
    for found in glued.finditer(text):
        yield Edit(found.end(), found.end(), " ")
    for pattern in (mixed, referred):
        for found in pattern.finditer(text):
            yield Edit(*found.span("number"), found["number"].translate(figures))
    for found in opening.finditer(text):
        if not re.search(r"(?m)^[ \t]*k\.", text[: found.start()]):
            yield Edit(*found.span("number"), "1")
    for found in bracketed.finditer(text):
        if not _is_letter(text, found):
            yield Edit(*found.span("number"), "1")


def _is_letter(text: str, found: re.Match[str]) -> bool:
    """Whether "(l)" is the letter behind "(k)", or "(I)" the roman number before "(II)"; at the beginning of a line "(2)" must follow a figure."""
    if found["number"] == "l" and "(k)" in text:
        return True
    if found["number"] == "I" and ("(II)" in text or "(H)" in text):
        return True
    return found["cited"] is None and "(2)" not in text[found.end() :]
