"""Numbers as Word and browsers print them in lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_LETTERS = 26
_WORDS_UP_TO = 99


def print_number(value: int, style: str) -> str:
    """A number in one of Word's styles (``w:numFmt``); styles that are not known print as decimals."""
    if style in {"none", "bullet"}:
        return ""
    printer = _PRINTERS.get(style, str)
    printed = printer(value)
    return printed.upper() if style.startswith("upper") else printed


def letter(value: int) -> str:
    """1 is "a", 26 "z", 27 "aa", 28 "bb", as Word counts."""
    if value < 1:
        return str(value)
    return chr(ord("a") + (value - 1) % _LETTERS) * ((value - 1) // _LETTERS + 1)


def roman(value: int) -> str:
    """A small roman numeral."""
    if value < 1:
        return str(value)
    out = []
    for worth, sign in _ROMAN:
        times, value = divmod(value, worth)
        out.append(sign * times)
    return "".join(out)


def _ordinal_ending(value: int) -> str:
    if value % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _words(value: int) -> str:
    if not 0 <= value <= _WORDS_UP_TO:
        return str(value)
    if value < len(_ONES):
        return _ONES[value]
    tens, ones = divmod(value, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")


def _ordinal_words(words: str) -> str:
    head, dash, last = words.rpartition("-")
    if last.isdigit():
        return f"{last}{_ordinal_ending(int(last))}"
    ending = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{head}{dash}{ending}"


_PRINTERS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "lowerLetter": letter,
    "upperLetter": letter,
    "lowerRoman": roman,
    "upperRoman": roman,
    "ordinal": lambda value: f"{value}{_ordinal_ending(value)}",
    "cardinalText": lambda value: _words(value).capitalize(),
    "ordinalText": lambda value: _ordinal_words(_words(value)).capitalize(),
}
