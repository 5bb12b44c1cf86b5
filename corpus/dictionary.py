"""A general list of English words, from a kept library: what is a word, and how often it is used in print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

_LIST: Final = "frequency_dictionary_en_82_765.txt"
_SHORT: Final = 3
_RARE_SHORT: Final = 5_000_000
"""A word of three letters that is rarer than that (the list holds abbreviations) is no word to go by; nor is any of two."""

_EVERYDAY: Final = 1_000_000
"""A word that is no rarer than that may be what somebody meant to type."""
_SPELLINGS: Final = tuple(
    (re.compile(american), british)
    for american, british in (
        (r"or(?=$|s$|ed$|ing$|able$|ite$|less$|hood$|ly$)", "our"),
        (r"(?<=^def|^off|^lic)ense", "ence"),
        (r"ter(?=s?$)", "tre"),
        (r"iz(?=e|ing|ation)", "is"),
        (r"yz(?=e|ing)", "ys"),
        (r"el(?=ed$|ing$)", "ell"),
    )
)
"""American and British: labor, offense, center, criminalize, analyze, traveled; where these letters stand so in the word, for elsewhere they are slips ("cort", "sorce")."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=1)
def words_in_print() -> Mapping[str, int]:
    """Words of four letters and more, and frequent ones of three, lower case, in British spelling, with how often each is used in print."""
    text = (files("symspellpy") / _LIST).read_text(encoding="utf-8-sig")
    pairs = (line.split() for line in text.splitlines())
    return {
        word: int(count) for word, count in pairs if len(word) > _SHORT or (len(word) == _SHORT and int(count) >= _RARE_SHORT)
    }


def is_english(word: str) -> bool:
    """Whether a word, lower case, is in the list, also where it is spelt as in America ("labor", "offense")."""
    printed = words_in_print()
    return word in printed or any(british in printed for british in _in_british(word))


def _in_british(word: str) -> Iterator[str]:
    return (american.sub(british, word, count=1) for american, british in _SPELLINGS if american.search(word))


def everyday_word(slip: str) -> str | None:
    """The most frequent word from which a slip of the key, lower case, differs by two letters that changed places, or by a letter left out or doubled, the first letter being right; None where there is none that is frequent.

    Another letter in a word's place, or one that stands there by itself, is left alone: it may be a word that the list does not know.
    """
    printed = words_in_print()
    meant = {word for word in _undone(slip) if printed.get(word, 0) >= _EVERYDAY}
    return max(meant, key=lambda word: (printed[word], word), default=None)


def _undone(slip: str) -> Iterator[str]:
    """What may have been meant; the first letter stays."""
    for at in range(1, len(slip)):
        if at + 1 < len(slip):
            yield slip[:at] + slip[at + 1] + slip[at] + slip[at + 2 :]
        if slip[at] == slip[at - 1]:
            yield slip[:at] + slip[at + 1 :]
    for at in range(1, len(slip) + 1):
        yield from (slip[:at] + letter + slip[at:] for letter in _LETTERS)
