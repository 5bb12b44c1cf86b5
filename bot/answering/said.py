"""What was quoted before: the sentences of the guidance that an earlier answer of the conversation gave, for those who ask to see the wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.answer import Turn
from bot.answering.pool import Sentence
from bot.answering.words import stems
from bot.conversation import REACH
from corpus.sentences import split_sentences

ASSISTANT = "assistant"
HELD = 0.6
"""Share of the words of an answer's sentence that must stand in a sentence of the guidance: an answer may have put the quote in a frame, or left its opening out."""
FEWEST = 4
"""Words from which on a sentence of an answer can be told."""


def replies(history: Sequence[Turn]) -> tuple[str, ...]:
    """What the assistant said, the last first, as far back as questions are looked back on."""
    return tuple(turn.content for turn in reversed(history) if turn.role == ASSISTANT)[:REACH]


@dataclass(frozen=True, slots=True)
class Said:
    """The sentences that were quoted last, and whether by the very last reply: a refusal does not end what is spoken of."""

    sentences: tuple[Sentence, ...] = ()
    just_now: bool = False


def quoted_last(answers: Sequence[str], sentences: Sequence[Sentence]) -> Said:
    """What the first of some replies quotes that quotes anything."""
    for at, reply in enumerate(answers):
        if found := quoted_in(reply, sentences):
            return Said(found, just_now=at == 0)
    return Said()


def quoted_in(answer: str, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences that an answer quotes or nearly quotes, one for each of its own that has such, in its order."""
    found = (_most_like(frozenset(stems(answer[start:end])), sentences) for start, end in split_sentences(answer))
    return tuple(dict.fromkeys(sentence for sentence in found if sentence is not None))


def _most_like(said: frozenset[str], sentences: Sequence[Sentence]) -> Sentence | None:
    """The sentence with the greatest Dice coefficient of stems, if it holds enough of what was said."""
    best = max(sentences, key=lambda s: len(said & s.stems) / (len(said) + len(s.stems)), default=None)
    return best if best is not None and len(said) >= FEWEST and len(said & best.stems) >= HELD * len(said) else None
