"""What somebody meant to type where a word is none: the likeliest word through a noisy channel.

Of the words that one slip turns into what stands there the one wins that is used most, counted down by how seldom fingers slip so (Kernighan, Church and Gale, 1990, "A spelling correction program based on a noisy
channel model"; Damerau, 1964, on the four slips). Words of the text that is asked about count for more than others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from corpus.dictionary import frequency

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_ROWS: Final = (("qwertyuiop", 0.0), ("asdfghjkl", 0.25), ("zxcvbnm", 0.75))
"""The rows of the keyboard, and how far each begins to the right of the first, in keys."""
_REACH: Final = 1.3
"""Keys are next to each other whose middles are no farther apart, in keys."""
_SOUNDS: Final = ("aeiouy", "cks", "sz", "fv", "gj", "td", "mn", "sc", "cq", "st")
"""Letters that are written for each other by ear."""

_SWAPPED, _DOUBLED, _LEFT_OUT, _NEXT_KEY, _BY_EAR, _KEY_BESIDE, _ADDED, _OTHER = 0.0, 0.0, 2.0, 3.0, 3.0, 4.0, 8.0, 8.0
"""How seldom a slip is, in natural logarithms of odds: two letters changed places; one typed once for twice, or twice for once; left out; the key beside the right one, or one that sounds alike; the key beside typed
as well; any other added; any other instead."""
_FIRST: Final = 6.0
"""The first letter is seldom wrong."""
_OWN, _KNOWN = 4.0, 2.0
"""How much likelier a word of the text that is asked about is than another as frequent, and one of the words that are known beside."""
_UNLISTED: Final = 300_000
"""How often a word that the list does not hold is taken to be used; names, mostly."""
_SHORT, _LONG, _TOO_LONG = 5, 7, 25
_SHORT_LEAST, _LEAST, _LONG_LEAST = math.log(1e6), math.log(2e5), math.log(5e4)
"""How likely a word must be, by letters of the slip, that is none of the text's own: short strings may be words that the list does not hold."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words, lower case, that may be meant beside those of print.

    Attributes:
        own: whether a word is one of the text that is asked about.
        known: whether it is one that the list of words may lack, as names of places are.
    """

    own: Callable[[str], bool]
    known: Callable[[str], bool]


def meant(slip: str, words: Words, *, name: bool = False) -> str | None:
    """The word of which one slip makes ``slip``; None where none is likely enough.

    Args:
        slip: no word, lower case, letters only; one of more than 25 letters is none.
        words: what may be meant beside the words of print. Where ``slip`` has five letters or more, a word of the text that is asked about may be meant however rare it and the slip are.
        name: whether it is written as a name, of which the list of words holds few: then only what is the text's own or known is meant, its first letter is right, and neither is the other with an ending (Kenya, Kenyan).
    """
    if len(slip) > _TOO_LONG:
        return None
    likely: dict[str, float] = {}
    for word, cost in _undone(slip):
        if name and (cost >= _FIRST or _extends(slip, word) or not (words.own(word) or words.known(word))):
            continue
        if (used := _used(word, words, len(slip), cost)) is not None:
            likely[word] = max(used - cost, likely.get(word, -math.inf))
    return max(likely, key=lambda word: (likely[word], word), default=None)


def _extends(name: str, other: str) -> bool:
    """Whether one is the other with an ending, as a place and its people are: both are names."""
    short, long = sorted((name, other), key=len)
    return long.startswith(short)


def _used(word: str, words: Words, letters: int, cost: float) -> float | None:
    """How much a word is used that may have been meant, in natural logarithms; None where it is not likely enough."""
    printed, known = frequency(word), words.known(word)
    if letters >= _SHORT and words.own(word):
        return math.log(max(printed, _UNLISTED)) + _OWN
    if not (printed or known) or (letters < _SHORT and cost > _LEFT_OUT):
        return None
    used = math.log(max(printed, _UNLISTED) if known else printed)
    least = _LONG_LEAST if letters >= _LONG else _LEAST if letters > _SHORT else _SHORT_LEAST
    return used + _KNOWN * known if used - cost >= least else None


def _undone(slip: str) -> Iterator[tuple[str, float]]:
    """Every string that one slip turns into this one, with how seldom that slip is."""
    for at, letter in enumerate(slip):
        before, after = slip[:at], slip[at + 1 :]
        first = _FIRST if at == 0 else 0.0
        beside = {slip[at - 1] if at else "", after[:1]}
        if after and after[0] != letter:
            yield before + after[0] + letter + after[1:], _SWAPPED + first
        typed_twice = (
            _DOUBLED if letter in beside else _KEY_BESIDE if any(letter in _NEAR.get(key, "") for key in beside) else _ADDED
        )
        yield before + after, typed_twice + first
        for other in _LETTERS:
            if other != letter:
                yield before + other + after, _instead(letter, other) + first
    for at in range(len(slip) + 1):
        for letter in _LETTERS:
            doubled = at > 0 and slip[at - 1] == letter
            yield slip[:at] + letter + slip[at:], (_DOUBLED if doubled else _LEFT_OUT) + (_FIRST if at == 0 else 0.0)


def _instead(typed: str, right: str) -> float:
    if right in _NEAR.get(typed, ""):
        return _NEXT_KEY
    return _BY_EAR if any(typed in alike and right in alike for alike in _SOUNDS) else _OTHER


def _neighbours() -> dict[str, frozenset[str]]:
    places = {key: (left + at, float(row)) for row, (keys, left) in enumerate(_ROWS) for at, key in enumerate(keys)}
    return {
        key: frozenset(other for other in places if other != key and math.dist(places[key], places[other]) <= _REACH)
        for key in places
    }


_NEAR: Final = _neighbours()
