"""Words that a scan has spoilt: what was printed where a word is none.

Only what is no word is mended: not in a general list of English words, not in the vocabulary of the register and the lexicon, and not used by the
draft again and again. Candidates come from a list of what scans confuse (corpus/lexicon/scan.yaml); the one that is most at home in
the draft wins, and where nothing is known of any the word stays as it is. Very short words are read only as one of a short list.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.reviewing.phrases import stem
from corpus.dictionary import words_in_print
from corpus.lexicons import lexicon

_SHORT = 3
"""Words of so many letters are read as one of the lexicon's short words, or not at all."""
_RARE = 30_000_000
"""A word that is no rarer than that in the general list is left alone even in a text that is known to be spoilt."""
_TWICE = 2
_FREE_EDIT = 6
"""From so many letters on, any single wrong letter is mended, if only one word of the draft or of the vocabulary can have been meant."""
_OFTEN = 3
"""A string that the draft uses so often is a word of the draft, unless one it is confused with is used far more often."""
_FAR_MORE = 2
_HALF = 4
_AFTER_NUMBER = re.compile(r"(\d+)([a-z]{4,})")


@dataclass(frozen=True, slots=True)
class _Scan:
    """The lexicon of scans."""

    confusions: tuple[tuple[str, str], ...]
    short: frozenset[str]
    joiners: frozenset[str]
    known: frozenset[str]


@lru_cache(maxsize=1)
def _scan() -> _Scan:
    data = lexicon("scan")
    confusions = tuple((str(read), str(printed)) for read, printed in data["confusions"])
    return _Scan(confusions, frozenset(data["short"]), frozenset(data["joiners"]), frozenset(data["known"]))


class Speller:
    """Tells words from what is none, and mends those, for one draft.

    Args:
        vocabulary: words of the register and the lexicon, lower case.
        counts: how often the draft uses each word, lower case.
    """

    def __init__(self, vocabulary: Collection[str], counts: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._counts = counts
        self._general = words_in_print()
        self._mended: dict[str, str | None] = {}

    def is_word(self, word: str) -> bool:
        """Whether a word, lower case, is in one of the lists; with an ending of possession, or in American spelling ("harbor"), too."""
        if (
            word in self._general
            or word in self._vocabulary
            or word in _scan().short | _scan().known
            or stem(word) in self._stems
        ):
            return True
        bare = word.replace("’", "'").removesuffix("'s").removesuffix("'")
        return (bare != word and self.is_word(bare)) or word.replace("or", "our", 1) in self._general

    def is_at_home(self, word: str) -> bool:
        """Whether a word belongs to the subject: the register, the lexicon, the short words, or what the draft says often."""
        at_home = word in self._vocabulary or word in _scan().short or stem(word) in self._stems
        return at_home or (self._counts.get(word, 0) >= _OFTEN and self.is_word(word))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem(word) for word in self._vocabulary)

    @cached_property
    def _near_words(self) -> list[str]:
        """The words that a free edit may lead to: the vocabulary and the draft's own."""
        own = (word for word in self._counts if self.is_word(word))
        return sorted({word for word in (*self._vocabulary, *own) if len(word) >= _FREE_EDIT and word.isalpha()})

    def mended(self, word: str) -> str | None:
        """What was printed where ``word`` (lower case, no word) is read: one word, or two with a space; None where it cannot be told."""
        if word not in self._mended:
            self._mended[word] = self._mend(word)
        return self._mended[word]

    def likelier(self, word: str) -> str | None:
        """In a text known to be spoilt, what a rare word was that the draft does not use: a word it uses, or two of the joiners."""
        if len(word) < _SHORT or self.is_at_home(word) or self._general.get(word, 0) >= _RARE:
            return None
        own = {other for other in self._confused(word) if self.is_at_home(other) and self._counts.get(other, 0) >= _TWICE}
        halves = self._halves(word)
        both = halves is not None and all(half in _scan().joiners for half in halves.split())
        return self._best(own) or (halves if both else None)

    def _mend(self, word: str) -> str | None:
        halves = self._halves(word)
        found = self._best([*self._confused(word), *([halves] if halves else [])])
        found = found or self._behind_number(word) or self._spoilt_half(word)
        if found is None and len(word) > _SHORT + 1:
            twice = {other for once in _once(word) for other in self._confused(once)}
            found = self._best(twice)
        if found is None and len(word) >= _FREE_EDIT and word.isalpha():
            found = self._free_edit(word)
        return found if found is not None and not self._is_own(word, found) else None

    def _is_own(self, word: str, found: str) -> bool:
        """Whether a string that is in no list is the draft's own word after all."""
        count = self._counts.get(word, 0)
        return word.isalpha() and count >= _OFTEN and self._counts.get(found, 0) < _FAR_MORE * count

    def _confused(self, word: str) -> set[str]:
        """The words that one confusion turns into ``word``."""
        return {other for other in _once(word) if self._may_be(other)}

    def _may_be(self, word: str) -> bool:
        return word in _scan().short if len(word) <= _SHORT else (word in self._general or word in self._vocabulary)

    def _best(self, words: Collection[str]) -> str | None:
        return max(words, key=lambda word: (self._weight(word), word), default=None)

    def _weight(self, word: str) -> float:
        """How much at home a word is: in the draft, the vocabulary, the language; of two words, the one that is less so."""
        if " " in word:
            return min(self._weight(half) for half in word.split())
        at_home = 8.0 if self.is_at_home(word) else 0.0
        return at_home + 4 * math.log1p(self._counts.get(word, 0)) + math.log1p(self._general.get(word, 0)) / 4

    def _halves(self, word: str) -> str | None:
        """Two words between which the space is lost."""
        cuts = [(word[:at], word[at:]) for at in range(1, len(word))]
        found = [f"{first} {second}" for first, second in cuts if self._are_halves(first, second)]
        return max(found, key=self._weight, default=None)

    def _are_halves(self, first: str, second: str) -> bool:
        """Whether two words may have run together: a joiner with a word (beside a single letter only one that is at home), or two that are at home."""
        joiners = [half in _scan().joiners for half in (first, second)]
        if all(joiners):
            return True
        if not any(joiners):
            return all(len(half) >= _HALF and self.is_word(half) and self.is_at_home(half) for half in (first, second))
        joiner, word = (first, second) if joiners[0] else (second, first)
        return len(word) >= _HALF and (self.is_at_home(word) if len(joiner) == 1 else self.is_word(word))

    def _behind_number(self, word: str) -> str | None:
        """A word that has run into the number before it ("28shall")."""
        found = _AFTER_NUMBER.fullmatch(word)
        return f"{found[1]} {found[2]}" if found and self.is_word(found[2]) else None

    def _spoilt_half(self, word: str) -> str | None:
        """A joiner that has lost its space beside a word at home that is itself spoilt ("ofthc")."""
        found = []
        for at in range(_TWICE, len(word) - _TWICE):
            for joiner, rest, pair in ((word[:at], word[at:], "{0} {1}"), (word[at:], word[:at], "{1} {0}")):
                if joiner in _scan().joiners:
                    own = {other for other in self._confused(rest) if self.is_at_home(other)}
                    found += [pair.format(joiner, other) for other in own]
        return self._best(found) if len(found) == 1 else None

    def _free_edit(self, word: str) -> str | None:
        """The only word at home that differs in one letter; never one with another beginning, which may turn its sense round."""
        near = process.extract(word, self._near_words, scorer=OSA.distance, score_cutoff=1, limit=2)
        return near[0][0] if len(near) == 1 and near[0][0][:2] == word[:2] else None


def _once(word: str) -> Iterator[str]:
    """What one confusion may have made of it, undone at each place."""
    for read, printed in _scan().confusions:
        at = word.find(read)
        while at >= 0:
            yield word[:at] + printed + word[at + len(read) :]
            at = word.find(read, at + 1)
