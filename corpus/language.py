"""Which language a text is in, and whether it can be read at all. Offline, deterministic."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import py3langid

from corpus.lexicons import lexicon

ENGLISH = "en"
_NO_LANGUAGE = "zxx"
_LETTERS_TO_TELL = 25
_LINE_LETTERS = 40
_SCRIPT_LETTERS = 12
_LAST_LATIN = "\u024f"
_CELLS = re.compile(r"\n| \| ")
_CHARACTERS_TO_JUDGE = 40_000
_NOISE_WORDS = 0.35
_LETTER_SHARE = 0.45
_LOST_SHARE = 0.03
_WORDS_TO_JUDGE = 40
_FUNCTION_SHARE_OF_ENGLISH = 0.18
_FUNCTION_SHARE_AT_LEAST = 0.06

_ENGLISH_ENOUGH = 0.3
_FEW_TERMS = 0.1
"""A smaller share is foreign terms in a text, or English ones in a foreign text."""

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019\-\u2010\u2011][^\W\d_]+)*")
_CLEAN_TOKEN = re.compile(
    r"[\"'\u201c\u2018(\[\u00a7*#\-\u2013\u2014]*[\w'\u2019.,:;/&%$\u20ac\u00a3()\-\u2010-\u2014]+[\"'\u201d\u2019)\],.;:!?*\u2014\u2013]*"
)
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_CONSONANTS_IN_A_ROW = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_DIGIT_INSIDE = re.compile(r"[A-Za-z]\d+[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Language:
    """What can be said of a text's language.

    Attributes:
        code: ISO 639-1 of the language most of it is in; None where the text is too short to tell, or is noise.
        readable: whether the text is words at all.
        english_share: share of the text that is English, 0 to 1, by letters of the lines that are long enough to tell. A text too short
            to tell counts as English where its letters are.
        note: one plain sentence where the text is not simply English; else empty.
    """

    code: str | None
    readable: bool
    english_share: float
    note: str
    other: str | None = None
    """The language, besides English, that more than a few words are in."""

    @property
    def is_english_enough(self) -> bool:
        """Whether there is enough English to judge: all of the text, or one column of it, or its translation paragraph by paragraph."""
        return self.code in {None, ENGLISH} or self.english_share >= _ENGLISH_ENOUGH


def detect_language(text: str) -> Language:
    """Tell the language of a text line by line, so that bilingual drafts show as what they are."""
    sample = _sample(text)
    noise = _noise(sample)
    if noise:
        return Language(None, readable=False, english_share=0.0, note=noise)
    if _letters(sample) < _LETTERS_TO_TELL:
        return Language(None, readable=True, english_share=float(sample.isascii()), note="")
    weights: Counter[str] = Counter()
    for chunk in _chunks(sample):
        weights[_language_of(chunk)] += _letters(chunk)
    if weights[_NO_LANGUAGE] * 2 > sum(weights.values()):
        return Language(None, readable=False, english_share=0.0, note="the words belong to no language; the text cannot be read")
    # An equal share goes to the code that comes first, so that two runs agree.
    code = min(weights, key=lambda each: (-weights[each], each))
    share = weights[ENGLISH] / sum(weights.values())
    other = _other_language(weights)
    return Language(code, readable=True, english_share=round(share, 3), note=_note(share, other), other=other)


def _other_language(weights: Counter[str]) -> str | None:
    """The language that most of what is not English is in; None where that is a few terms, or lines of English that no guess agrees on."""
    others = {code: weight for code, weight in weights.items() if code not in {ENGLISH, _NO_LANGUAGE}}
    few, half = _FEW_TERMS * sum(weights.values()), sum(weights.values()) / 2
    if sum(others.values()) < few or (max(others.values()) < few and weights[ENGLISH] > half):
        return None
    return min(others, key=lambda each: (-others[each], each))


def _note(share: float, other: str | None) -> str:
    if other is None:
        return ""
    name = language_name(other)
    if share >= _ENGLISH_ENOUGH:
        return f"about {1 - share:.0%} of the text is in {name}; only the English text is judged"
    return f"the text is mostly in {name}; about {share:.0%} of it is English" if share > _FEW_TERMS else f"the text is in {name}"


def language_name(code: str) -> str:
    """The English name of a language: "French" for "fr"."""
    return str(lexicon("language")["names"].get(code, f"another language ({code})"))


def _sample(text: str) -> str:
    """Enough of a long text: lines from its whole length."""
    if len(text) <= _CHARACTERS_TO_JUDGE:
        return text
    lines = [line for line in text.split("\n") if line.strip()]
    step = max(1, round(len(text) / _CHARACTERS_TO_JUDGE))
    return "\n".join(lines[::step])[: 2 * _CHARACTERS_TO_JUDGE]


def _chunks(text: str) -> list[str]:
    """Lines, and cells of a line, that are long enough to tell; short ones only where there are no others. Another script tells sooner."""
    lines = [line.strip() for line in _CELLS.split(text)]
    long = [line for line in lines if (n := _letters(line)) >= _LINE_LETTERS or (n >= _SCRIPT_LETTERS and in_other_script(line))]
    return long or [" ".join(lines)]


def _letters(text: str) -> int:
    """How many letters, with the vowel signs that some scripts write as marks."""
    return sum(unicodedata.category(char)[0] in "LM" for char in text) if not text.isascii() else sum(map(str.isalpha, text))


def in_other_script(text: str) -> bool:
    """Whether most letters are of another script than the Latin one."""
    letters = [char for char in text if char.isalpha()]
    return sum(char > _LAST_LATIN for char in letters) * 2 > len(letters)


def _language_of(chunk: str) -> str:
    if english_words(chunk) >= _FUNCTION_SHARE_OF_ENGLISH:
        return ENGLISH
    code, _ = py3langid.classify(chunk.lower())
    return str(code)


def english_words(text: str) -> float:
    """Share of English function words among the words."""
    words = [word.lower() for word in _WORD.findall(text)]
    known = _function_words()
    return sum(word in known for word in words) / len(words) if words else 0.0


@cache
def _function_words() -> frozenset[str]:
    return frozenset(lexicon("language")["english_function_words"])


def _noise(text: str) -> str:
    """Say in a sentence why a text is no words; empty where it is words."""
    solid = [char for char in text if not char.isspace()]
    if not solid:
        return "there is no text"
    if solid.count("\ufffd") / len(solid) > _LOST_SHARE:
        return "many characters could not be decoded; the text cannot be read"
    if (
        sum(unicodedata.category(char)[0] in "LM" for char in solid) / len(solid) < _LETTER_SHARE
        and len(solid) > _LETTERS_TO_TELL
    ):
        return "few of the characters are letters; the text cannot be read"
    tokens = text.split()
    if len(tokens) >= _WORDS_TO_JUDGE / 4 and sum(map(_is_noise, tokens)) / len(tokens) > _NOISE_WORDS:
        return "most of the words are no words, as after a failed text recognition; the text cannot be read"
    return "English letters without English words; the text cannot be read" if _is_babble(text, tokens) else ""


def _is_noise(token: str) -> bool:
    if not _CLEAN_TOKEN.fullmatch(token) or _DIGIT_INSIDE.search(token):
        return token.isascii() or _letters(token) * 2 < len(token)
    return any(_is_unpronounceable(word) for word in _LATIN_WORD.findall(token))


def _is_unpronounceable(word: str) -> bool:
    if len(word) > 4 and not _VOWEL.search(word):  # noqa: PLR2004 - abbreviations are shorter
        return True
    return _CONSONANTS_IN_A_ROW.search(word) is not None


def _is_babble(text: str, tokens: Sequence[str]) -> bool:
    """Latin letters that no language claims: taken for English, without the small words English cannot do without."""
    if len(tokens) < _WORDS_TO_JUDGE or not text.isascii():
        return False
    code, _ = py3langid.classify(text.lower())
    return str(code) == ENGLISH and english_words(text) < _FUNCTION_SHARE_AT_LEAST
