"""Which sentences of the guidance give a reason, and which of them belong to the sentence before."""

from __future__ import annotations

from itertools import takewhile

from bot.answering.pool import Sentence, SentencePool
from bot.answering.statement import Statement


def is_reason(sentence: Sentence, pool: SentencePool) -> bool:
    """Whether a sentence says by its words that it gives a reason, a consequence or a purpose."""
    return any(pattern.search(sentence.text) for pattern in pool.lexicon.words.causal)


def tells(sentence: Sentence, pool: SentencePool) -> bool:
    """Whether a sentence says how things are, and neither recommends nor reports."""
    return pool.force(sentence) is Statement.OTHER


def reasons_behind(sentence: Sentence, pool: SentencePool) -> tuple[Sentence, ...]:
    """The next sentence under the same heading, where it says how things are and, by a word in it, why or with what consequence, and those that go on with that ("Furthermore, ..."); else empty."""
    following = pool.following(sentence)
    first = next(following, None)
    if first is None or not is_reason(first, pool) or not tells(first, pool):
        return ()
    going_on = pool.lexicon.words.going_on
    return (first, *takewhile(lambda one: tells(one, pool) and any(p.search(one.text) for p in going_on), following))
