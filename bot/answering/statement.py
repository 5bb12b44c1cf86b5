"""What force a sentence of guidance has: a recommendation is not an example of a law, and neither is a figure.

A reader who quotes an answer in a committee must not take one for the other, so each quote says what it is.
"""

from __future__ import annotations

from enum import StrEnum

from bot.answering.lexicon import Lexicon
from bot.answering.words import words


class Statement(StrEnum):
    """What a sentence is."""

    RECOMMENDATION = "recommendation"
    TYPICAL = "typical"
    FIGURES = "figures"
    EXAMPLE = "example"
    POINTER = "pointer"
    SOURCE = "source"
    OTHER = "statement"


def statement_of(text: str, lexicon: Lexicon, labels: frozenset[str] = frozenset()) -> Statement:
    """What a sentence, or a quoted piece of one, is; the first that holds, from the most particular form on.

    Args:
        text: its words.
        lexicon: holds the wordings.
        labels: stems of the headings and labels over it ("Promising practice:").
    """
    if pointed_title(text, lexicon) is not None:
        return Statement.POINTER
    for kind in (Statement.SOURCE, Statement.RECOMMENDATION, Statement.FIGURES):
        if _worded(kind, text, lexicon):
            return kind
    if lexicon.last_place(words(text)) or labels & lexicon.exemplary:
        return Statement.EXAMPLE
    return Statement.TYPICAL if _worded(Statement.TYPICAL, text, lexicon) else Statement.OTHER


def pointed_title(text: str, lexicon: Lexicon) -> str | None:
    """What the part is called that a sentence sends the reader to."""
    for pattern in lexicon.words.pointing:
        match = pattern.search(text)
        if match:
            return " ".join(next(value for value in match.groupdict().values() if value).split()).strip(" .)")
    return None


def _worded(kind: Statement, text: str, lexicon: Lexicon) -> bool:
    return any(pattern.search(text) for pattern in lexicon.words.statements.get(kind, ()))
