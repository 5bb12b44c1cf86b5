"""A general list of English words, from a kept library: what is a word, and how often it is used in print."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

_LIST: Final = "frequency_dictionary_en_82_765.txt"
_SHORT: Final = 3
_RARE_SHORT: Final = 5_000_000
"""A word of three letters that is rarer than that (the list holds abbreviations) is no word to go by; nor is any of two."""


@lru_cache(maxsize=1)
def words_in_print() -> Mapping[str, int]:
    """Words of four letters and more, and frequent ones of three, lower case, British and American, with how often each is used in print."""
    text = (files("symspellpy") / _LIST).read_text(encoding="utf-8-sig")
    pairs = (line.split() for line in text.splitlines())
    return {
        word: int(count) for word, count in pairs if len(word) > _SHORT or (len(word) == _SHORT and int(count) >= _RARE_SHORT)
    }
