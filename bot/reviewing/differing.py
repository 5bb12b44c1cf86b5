"""What changed between two texts, word by word, for showing the two wordings of a clause.

Words are aligned and the white space behind them goes along, so that a text that was only broken into other lines shows no word as changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, takewhile
from typing import Final

from bot.reviewing.compare import in_order

_UNIT: Final = re.compile(r"^\s+|(?:\w+(?:['’]\w+)*|[^\w\s])\s*")
"""A word or a sign with the white space behind it; white space at the beginning stands alone."""
_COSTLY: Final = 2_000_000
"""Pairs of equal words up to which all words are aligned, which takes about half a second; a clause of 40,000 characters has half as many."""
_ROW: Final = 3
"""Words in a row that, where each text has them once, belong together."""
_ISLAND: Final = 3
"""Letters of what was kept between two changes up to which it is easier to read as changed, too: a comma, "of", "the"."""


class DifferenceKind(StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of the old text, of the new one, or of both."""

    kind: DifferenceKind
    text: str


Block = tuple[int, int, int]
"""Where words that are the same begin in the old and in the new text, and how many they are."""


def differences(old: str, new: str) -> tuple[Difference, ...]:
    """What was kept, removed and added, in order; of one change, what was removed comes first.

    Joined, what was kept and removed is ``old``, and what was kept and added is ``new``.
    """
    found = tuple(_merged(_aligned(_UNIT.findall(old), _UNIT.findall(new))))
    return tuple(_merged(_without_islands(found)))


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    at_old = at_new = 0
    for start, other, length in _blocks(_words(old), _words(new)):
        yield Difference(DifferenceKind.REMOVED, "".join(old[at_old:start]))
        yield Difference(DifferenceKind.ADDED, "".join(new[at_new:other]))
        at_old, at_new = start + length, other + length
        for one, same in zip(old[start:at_old], new[other:at_new], strict=True):
            yield from _kept(one, same)


def _words(units: Sequence[str]) -> list[str]:
    return [unit.rstrip() for unit in units]


def _kept(old: str, new: str) -> Iterator[Difference]:
    """One word in both texts; the white space behind it may differ."""
    if old == new:
        yield Difference(DifferenceKind.KEPT, old)
        return
    word = old.rstrip()
    yield Difference(DifferenceKind.KEPT, word)
    yield Difference(DifferenceKind.REMOVED, old[len(word) :])
    yield Difference(DifferenceKind.ADDED, new[len(word) :])


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """The words that are the same, in order, from the beginning to an empty block at the end."""
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    ends = len(old) - tail, len(new) - tail
    yield 0, 0, head
    middle = old[head : ends[0]], new[head : ends[1]]
    blocks = _by_all_words(*middle) if _cost(*middle) <= _COSTLY else _by_rare_words(*middle)
    yield from ((head + start, head + other, length) for start, other, length in blocks)
    yield *ends, tail


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words at the beginning are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _cost(old: Sequence[str], new: Sequence[str]) -> int:
    counted = Counter(new)
    return sum(times * counted[word] for word, times in Counter(old).items())


def _by_all_words(old: Sequence[str], new: Sequence[str]) -> Iterable[Block]:
    matches = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return ((match.a, match.b, match.size) for match in matches)


def _by_rare_words(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """Where aligning all words would take long: those in a row that each text has once, in order, then what lies between them."""
    ours, theirs = _once(old), _once(new)
    pairs = {at: theirs[row] for row, at in ours.items() if row in theirs}
    if not pairs:
        return
    at_old = at_new = 0
    for start, other in [*((at, pairs[at]) for at in sorted(in_order(pairs))), (len(old), len(new))]:
        between = _blocks(old[at_old:start], new[at_new:other])
        yield from ((at_old + one, at_new + same, length) for one, same, length in between)
        yield start, other, int(start < len(old))
        at_old, at_new = start + 1, other + 1


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Rows of words that stand in a text only once, with their place."""
    rows = [tuple(words[at : at + _ROW]) for at in range(len(words) - _ROW + 1)]
    counted = Counter(rows)
    return {row: at for at, row in enumerate(rows) if counted[row] == 1}


def _without_islands(found: Sequence[Difference]) -> Iterator[Difference]:
    """Differences in which nothing that is kept between two changes is too short to be read for itself."""
    for at, piece in enumerate(found):
        between = 0 < at < len(found) - 1 and piece.kind is DifferenceKind.KEPT
        if between and sum(map(str.isalnum, piece.text)) <= _ISLAND:
            yield Difference(DifferenceKind.REMOVED, piece.text)
            yield Difference(DifferenceKind.ADDED, piece.text)
        else:
            yield piece


def _merged(found: Iterable[Difference]) -> Iterator[Difference]:
    """Neighbours of a kind as one; of neighbouring changes, all that was removed, then all that was added."""
    told = (piece for piece in found if piece.text)
    for is_kept, group in groupby(told, key=lambda piece: piece.kind is DifferenceKind.KEPT):
        pieces = list(group)
        kinds = (DifferenceKind.KEPT,) if is_kept else (DifferenceKind.REMOVED, DifferenceKind.ADDED)
        for kind in kinds:
            text = "".join(piece.text for piece in pieces if piece.kind is kind)
            if text:
                yield Difference(kind, text)
