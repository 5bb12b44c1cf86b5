"""Which law an instruction amends: the one it names, by the words that tell its title from others, else the only one it can mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.fuzz import partial_ratio

from bot.reviewing.bills import Bill
from bot.reviewing.instructing import Instruction
from corpus.documents import Document
from corpus.lexicons import lexicon

_ALIKE = 85
"""Two words of titles are the same from this likeness on (0 to 100): "Fisheries" and "fisherys"."""
_SAME_LENGTH = 3
_MOST = 0.5
_TITLE_BLOCKS = 6
_TITLE = 200
_OPENING = 600


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(lexicon("amending")["common"])


def distinct(words: str) -> frozenset[str]:
    """The words of a title that tell it from other titles."""
    return frozenset(re.findall(r"[a-z]+|(?<!\d)\d{1,3}(?!\d)", words.lower().replace("-", ""))) - _common()


def title_words(document: Document, start: int, end: int) -> frozenset[str]:
    """The distinctive words of a file's title: its first lines up to the first numbered clause, how it may be cited, its name."""
    blocks = [document.text[b.start : b.end] for b in document.blocks if start <= b.start < end][:_TITLE_BLOCKS]
    top = [
        words
        for words in blocks
        if len(words) < _TITLE and re.search(r"\b(?:act|code|law|ordinance|decree|statute)\b", words, re.IGNORECASE)
    ][:2]
    cited = re.search(r"may be cited as (?:the )?([^.\n]{3,120})", document.text[start:end])
    return distinct(" ".join([*top, cited.group(1) if cited else ""]))


def _likeness(name: frozenset[str], title: frozenset[str]) -> float:
    """The share of a name's words that a title holds."""
    if not name or not title:
        return 0.0
    return sum(any(partial_ratio(a, b) >= _ALIKE and abs(len(a) - len(b)) <= _SAME_LENGTH for b in title) for a in name) / len(
        name
    )


def act_of(bill: Bill, instruction: Instruction, titles: Sequence[frozenset[str]]) -> int | None:
    """Which file an instruction amends, by position; None where that was not supplied.

    Args:
        bill: the file that amends.
        instruction: one of its instructions.
        titles: the distinctive words of each file's title.
    """
    others = [index for index in range(len(titles)) if index != bill.index]
    name = distinct(instruction.act)
    if name:
        best = max(others, key=lambda index: _likeness(name, titles[index]))
        if _likeness(name, titles[best]) >= _MOST:
            return best
        untitled = [index for index in others if not titles[index]]
        return untitled[0] if len(untitled) == 1 else None
    named = [frozenset(distinct(each.act)) for each in bill.instructions if distinct(each.act)]
    heading = _own_words(bill)
    scores = {index: max([_likeness(titles[index], each) for each in [heading, *named]], default=0.0) for index in others}
    best = max(others, key=lambda index: scores[index])
    return best if len(others) == 1 or scores[best] > 0 else None


def _own_words(bill: Bill) -> frozenset[str]:
    return distinct(bill.source.text[:_OPENING])
