"""Numbers printed beside the lines of a plain text, as bills have them: which they are, and where the words begin behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

_NUMBERED = re.compile(r"[ \t]*(?P<number>\d{1,3})(?:[ \t]+(?P<words>\S.*)|[ \t]*)$")
_WORD = re.compile(r"[a-z]{2,}\b(?!\.)")
_LEAST = 5
"""Fewer numbers prove nothing."""
_MOST_LINES = 0.6
"""The share of lines that have a number: titles, running heads and lists of contents may have none."""
_ITEMS = 0.5
"""Where more lines than this share end as items do, the numbers are those of items."""
_IN_STEP = 0.85
"""The share of numbers that are one more than the one above, or the first of a page."""
_IN_MID_SENTENCE = 0.15
"""The share of lines whose words begin in small letters: where it is less, the numbers may be those of sections."""


def line_numbers(lines: Sequence[str]) -> Mapping[int, int]:
    """Where the words begin on lines that have a number in front, if the numbers count the lines.

    Args:
        lines: the lines of a text, blank ones too.

    Returns:
        For each numbered line's index the offset in the line at which its words begin, its length where it has none; nothing where the numbers don't count lines.
    """
    words = [index for index, line in enumerate(lines) if line.strip()]
    found = {index: match for index in words if (match := _NUMBERED.match(lines[index]))}
    if len(found) < max(_LEAST, _MOST_LINES * len(words)):
        return {}
    values = [int(match["number"]) for match in found.values()]
    steps = [after == before + 1 or after == 1 for before, after in pairwise(values)]
    behind = [match["words"] for match in found.values() if match["words"]]
    if sum(text.endswith((",", ";")) for text in behind) > _ITEMS * len(behind):
        return {}
    inside = sum(_WORD.match(text) is not None for text in behind)
    if sum(steps) < _IN_STEP * len(steps) or inside < _IN_MID_SENTENCE * len(behind):
        return {}
    return {index: match.start("words") if match["words"] else len(lines[index]) for index, match in found.items()}
