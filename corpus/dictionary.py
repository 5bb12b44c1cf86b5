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
_AMERICAN: Final = re.compile("|".join(american.pattern for american, _ in _SPELLINGS))


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
    return frequency(word) > 0


def frequency(word: str) -> int:
    """How often a word, lower case, is used in print, in whichever spelling is the more frequent; 0 where it is not in the list, neither as it stands nor as it is spelt in Britain."""
    printed = words_in_print()
    return max(printed.get(spelt, 0) for spelt in (word, *_in_british(word)))


def _in_british(word: str) -> Iterator[str]:
    if _AMERICAN.search(word) is None:
        return iter(())
    return (american.sub(british, word, count=1) for american, british in _SPELLINGS if american.search(word))
