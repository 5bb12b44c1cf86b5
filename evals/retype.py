"""Questions as people type them: with slips of the key, all in capitals or in small letters, without marks, or with who they are and why they ask around them.

Every change is drawn from a seeded generator, so the same seed gives the same question.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from evals.cases import datasets

Retype = Callable[[str, random.Random], str]
"""Gives the question as it is typed."""

SLIP_RATE: Final = 7
"""One slip in so many words, and one at least."""
_LETTERS: Final = 5
"""Shorter words are typed right."""
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BY_EAR: Final = (
    ("ie", "ei"), ("ei", "ie"), ("ence", "ance"), ("ance", "ence"), ("able", "ible"), ("ible", "able"), ("ent", "ant"), ("ph", "f"),
    ("tion", "sion"), ("er", "or"), ("or", "er"), ("sc", "s"), ("ck", "k"),
)  # fmt: skip
"""What is written by ear for what: (right, written)."""
_WORD: Final = re.compile(rf"[A-Za-z]{{{_LETTERS},}}")
_DOUBLE: Final = re.compile(r"([b-df-hj-np-tv-z])\1")
_MARKS: Final = re.compile(r"[?,'’]")
OPENERS: Final = datasets() / "ask" / "openers.json"
_BEFORE_ALONE, _AFTER_ALONE = 0.5, 0.3
"""How often something stands only before the question, and only behind it; else on both sides."""


def slips(question: str, rng: random.Random) -> str:
    """One word in seven with a letter left out, doubled or changed with its neighbour, the key beside the right one, or written by ear; the first letter stays."""
    found = list(_WORD.finditer(question))
    wanted = min(len(found), max(1, round(len(question.split()) / SLIP_RATE)))
    for word in sorted(rng.sample(found, wanted), key=lambda match: -match.start()):
        question = question[: word.start()] + _slip(word.group(), rng) + question[word.end() :]
    return question


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word))
    before, letter, after = word[:at], word[at], word[at + 1 :]
    kinds = [
        before + after,
        before + letter + letter + after,
        before + after[:1] + letter + after[1:],
        before + rng.choice(_beside(letter)) + after,
        *_by_ear(word),
    ]
    return rng.choice([kind for kind in kinds if kind != word] or [word])


def _beside(letter: str) -> Sequence[str]:
    row = next((row for row in _ROWS if letter in row), letter)
    at = row.index(letter)
    return [row[near] for near in (at - 1, at + 1) if 0 <= near < len(row)] or [letter]


def _by_ear(word: str) -> list[str]:
    heard = [word[0] + word[1:].replace(right, written, 1) for right, written in _BY_EAR if right in word[1:]]
    return [*heard, *([word[0] + _DOUBLE.sub(r"\1", word[1:], count=1)] if _DOUBLE.search(word[1:]) else [])]


def capitals(question: str, _: random.Random) -> str:
    """All in capitals."""
    return question.upper()


def small_letters(question: str, _: random.Random) -> str:
    """All in small letters."""
    return question.lower()


def unmarked(question: str, _: random.Random) -> str:
    """Without question marks, commas and apostrophes, in small letters."""
    return _MARKS.sub("", question.lower())


def introduced(question: str, rng: random.Random) -> str:
    """With what people say of themselves before it, thanks or wishes behind it, or both."""
    before, after = (rng.choice(openers()[side]) for side in ("before", "after"))
    drawn = rng.random()
    if drawn < _BEFORE_ALONE:
        return f"{before} {question}"
    return f"{question} {after}" if drawn < _BEFORE_ALONE + _AFTER_ALONE else f"{before} {question} {after}"


@lru_cache(maxsize=1)
def openers() -> Mapping[str, Sequence[str]]:
    """What people write "before" and "after" a question that tells nothing of what is asked, and "cases", which do."""
    return {side: tuple(texts) for side, texts in json.loads(OPENERS.read_text(encoding="utf-8")).items()}


WAYS: Mapping[str, Retype] = {
    "slips": slips,
    "capitals": capitals,
    "small letters": small_letters,
    "unmarked": unmarked,
    "introduced": introduced,
}
"""By name, in the order of the reports."""
