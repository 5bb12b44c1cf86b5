"""Questions that may come next: the register's own on what was just answered, and on what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answering.answer import AskResult
from corpus.register import BoundRegister, Recommendation

MOST = 3


def follow_ups(register: BoundRegister, result: AskResult, asked: Iterable[str], most: int = MOST) -> tuple[str, ...]:
    """Questions of the register that have not been asked yet, those nearest to an answer first.

    Args:
        register: with the questions.
        result: the answer, or the refusal, that was given last.
        asked: what has been asked so far.
        most: how many at most.
    """
    before = {_plain(question) for question in asked}
    every = [one for one in register.register.recommendations if one.question and _plain(one.question) not in before]
    near = _near(register, result)
    ordered = sorted(every, key=lambda one: _distance(one, near, register.register.recommendations))
    return tuple(one.question for one in ordered[:most] if one.question)


def _near(register: BoundRegister, result: AskResult) -> set[str]:
    """The recommendations that an answer belongs to: those it names, or whose words it or its nearest passages touch."""
    answer = result.answer
    named = set(getattr(answer, "recommendations", ()))
    shown = [*getattr(answer, "citations", ()), *answer.nearest]
    touched = {
        name
        for name, quotes in register.guidance.items()
        for quote in quotes
        for one in shown
        if quote.document_id == one.document_id and quote.start < one.end and one.start < quote.end
    }
    return named or touched


def _distance(one: Recommendation, near: set[str], every: tuple[Recommendation, ...]) -> int:
    """How many places in the register lie between a recommendation and the nearest that was answered."""
    places = {each.id: place for place, each in enumerate(every)}
    return min((abs(places[one.id] - places[name]) for name in near if name in places), default=places[one.id])


def _plain(question: str) -> str:
    return " ".join(question.split()).lower()
