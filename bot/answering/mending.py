"""Mend slips of the key in what somebody typed, so that words, patterns and models all read what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.answering.lexicon import Lexicon
from bot.answering.words import POSSESSIVE, Word, stem, words
from corpus.dictionary import frequency, is_english
from corpus.language import detect_language
from corpus.slips import Words, meant

_OPENS = re.compile(r"(?:^|[.?!:;–—-]\s)[^\w\s]*$")
"""What stands before the first word of a sentence."""
_BEFORE = 20
"""So many signs before a word are looked at for that."""
_ADDRESS = frozenset("@/_#=&\\")
"""Signs in addresses, names of files and handles."""
_SHOUTED = 3
"""Words all in capitals that are no name: so many."""
_SLIP_WORD, _SLIP_NAME, _LONG_WORD, _TWO_SLIPS = 4, 7, 9, 2
"""Letters of a slip in a word, and of one with a capital within a sentence, at least; a word of so many as the third may hold two slips."""
_PREFIXED = 5
"""Letters of a word without its prefix or the s of its plural, at least."""
_LONGEST = 4000
"""A longer text is pasted, not typed, and stays."""
_KEPT = 4096
"""Words that are remembered with what was meant."""
ENGLISH = "en"


class Mender:
    """Mends slips to the words of some texts, and else to those of the language. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon, vocabulary: frozenset[str]) -> None:
        """``vocabulary``: the words of the texts, lower case."""
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._stems = frozenset(map(stem, vocabulary))
        self._known = vocabulary | lexicon.known
        self._near = sorted(self._known)
        self._words = Words(self.is_own, self._known.__contains__)
        self._meant = lru_cache(maxsize=_KEPT)(self._find_meant)

    def mended(self, text: str) -> str:
        """A text with slips of the key mended: what is no word, as the word of the guidance, or else of the language, that was meant; everyday words stay, though the guidance does not use them.

        A text all in capitals is read in small letters. What has a capital is mended only to a word or name that is known, and within a sentence only where it has seven letters. Addresses stay, and texts in another language or of more than 4,000 signs.
        What is mended once stays as it is.
        """
        if self._stays(text):
            return text
        text = self._in_small_letters(text)
        pieces, at = [], 0
        for word, read in self._read(text):
            pieces += [text[at : word.start], read]
            at = word.end
        return "".join([*pieces, text[at:]])

    def mends(self, text: str) -> dict[str, str]:
        """By the words that were typed in a text those that they were read as, but for slips that the lexicon lists, which mean nothing else."""
        if self._stays(text):
            return {}
        slips = self._lexicon.words.slips
        return {
            word.text: read
            for word, read in self._read(self._in_small_letters(text))
            if read.lower() != word.text.lower() and word.text.lower() not in slips
        }

    def is_own(self, plain: str) -> bool:
        """Whether the texts have a word, lower case, or an inflection of it."""
        return plain in self._vocabulary or (is_english(plain) and stem(plain) in self._stems)

    def _stays(self, text: str) -> bool:
        return len(text) > _LONGEST or foreign_language(text, self._lexicon) is not None

    def _read(self, text: str) -> Iterator[tuple[Word, str]]:
        for word in words(text):
            yield word, word.text if _in_address(text, word) else self._mended(text, word)

    def _mended(self, text: str, word: Word) -> str:
        lowered = word.text.lower()
        plain, slips = POSSESSIVE.sub("", lowered), self._lexicon.words.slips
        if lowered in slips:
            return _written_as(word.text, slips[lowered])
        named = word.text[0].isupper()
        within = named and _OPENS.search(text, max(0, word.start - _BEFORE), word.start) is None
        if (
            len(plain) < (_SLIP_NAME if within else _SLIP_WORD)
            or not (plain.isascii() and plain.isalpha())
            or self._is_word(plain)
        ):
            return word.text
        found = self._meant(plain, named)
        return word.text if found is None else _written_as(word.text, found) + word.text[len(plain) :]

    def _find_meant(self, plain: str, named: bool) -> str | None:
        found = meant(plain, self._words, name=named)
        return self._near_word(plain) if found is None and len(plain) >= _LONG_WORD and not named else found

    def _near_word(self, slip: str) -> str | None:
        """The word of the texts or the lexicon that two slips turn into this one, its first letter being right; of equally near ones the texts', then the more frequent."""
        near = process.extract(slip, self._near, scorer=OSA.distance, score_cutoff=_TWO_SLIPS, limit=None)
        order = (
            (distance, word not in self._vocabulary, -frequency(word), word) for word, distance, _ in near if word[0] == slip[0]
        )
        return min(order, default=(None,))[-1]

    def _is_word(self, plain: str) -> bool:
        """Whether a word is known or English, or is one with a prefix or in the plural: none of it is a slip ("decriminalise", "unprosecuted", "mediations")."""
        rests = [plain.removeprefix(prefix) for prefix in self._lexicon.words.prefixes if plain.startswith(prefix)]
        if plain.endswith("s") and not plain.endswith("ss"):
            rests.append(plain[:-1])
        return self._is_listed(plain) or any(len(rest) >= _PREFIXED and self._is_listed(rest) for rest in rests)

    def _is_listed(self, plain: str) -> bool:
        return plain in self._known or is_english(plain)

    def _in_small_letters(self, text: str) -> str:
        """A text that is all in capitals in small letters, but for what is no word and may be a name; any other as it is."""
        if not text.isupper() or len(text.split()) < _SHOUTED:
            return text
        pieces, at = [], 0
        for word in words(text):
            plain = word.text.lower()
            listed = self._is_word(POSSESSIVE.sub("", plain)) or plain in self._lexicon.words.slips or len(plain) < _SLIP_WORD
            pieces += [text[at : word.start], plain if listed else word.text.capitalize()]
            at = word.end
        return "".join([*pieces, text[at:]])


def foreign_language(text: str, lexicon: Lexicon) -> str | None:
    """The code of another language than English; None where an English word that questions are made of stands in the text, for a short English text is easily mistaken."""
    if any(word.text.lower() in lexicon.words.stop for word in words(text)):
        return None
    code = detect_language(text).code
    return None if code == ENGLISH else code


def _in_address(text: str, word: Word) -> bool:
    """Whether a word is part of an address, a file's name or a handle."""
    before, after = text[word.start - 1 : word.start], text[word.end : word.end + 2]
    return before in _ADDRESS or after[:1] in _ADDRESS or (after[:1] in {".", ":"} and after[1:].isalnum())


def _written_as(word: str, other: str) -> str:
    """Another word in the letters of one: small, capital, or the first one capital."""
    return other.upper() if word.isupper() and len(word) > 1 else other.capitalize() if word[0].isupper() else other
