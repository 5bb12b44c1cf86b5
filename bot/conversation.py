"""Follow-up questions: which earlier questions a short or leaning one rests on. Deterministic; only the user's own words count."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.answer import Turn
from bot.answering.lexicon import Lexicon
from bot.answering.words import words

USER = "user"
REACH = 3
"""How many of the user's turns are looked back on at most: topics older than that are seldom meant."""
ENOUGH_WORDS = 2
"""A question with fewer words that carry topic cannot be understood alone."""


def rests_on(question: str, history: Sequence[Turn], lexicon: Lexicon) -> str:
    """The earlier questions that a question leans on, oldest first; empty when it stands alone.

    What the assistant said is left out: its words are quotes that would pull every follow-up back to the same passage.
    """
    earlier = [turn.content for turn in history if turn.role == USER and turn.content.strip()]
    taken: list[str] = []
    current = question
    while earlier and len(taken) < REACH and leans(current, lexicon):
        current = earlier.pop()
        taken.insert(0, current)
    return " ".join(taken)


def stand_alone(question: str, history: Sequence[Turn], lexicon: Lexicon) -> str:
    """A follow-up with the questions it leans on before it, fit for retrieval; other questions come back as they are."""
    topic = rests_on(question, history, lexicon)
    return f"{topic} {question}" if topic else question


def leans(question: str, lexicon: Lexicon) -> bool:
    """Whether a question points back: by a pronoun, by how it opens, or by holding hardly any topic of its own."""
    lowered = question.strip().lower()
    found = words(lowered)
    if any(pattern.search(lowered) for pattern in lexicon.words.leaning_openers):
        return True
    if any(word.text in lexicon.words.leaning for word in found):
        return True
    empty = lexicon.quiet | lexicon.light
    return sum(word.stem not in empty and word.text not in lexicon.words.stop for word in found) < ENOUGH_WORDS
