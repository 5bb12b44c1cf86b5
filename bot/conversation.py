"""Follow-up questions: which earlier questions a short or leaning one rests on. Deterministic; only the user's own words count."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.answer import Turn
from bot.answering.lexicon import Lexicon
from bot.answering.pieces import without_courtesies
from bot.answering.words import words

USER = "user"
_SENTENCES = re.compile(r"(?<=[.?!])\s+")
REACH = 3
"""How many of the user's turns are looked back on at most, and more than one only behind fragments: topics older than that are seldom meant. Of 470 turns of conversations 70% were answered or refused
rightly with three turns before whatever leant, 76% with one."""
ENOUGH_WORDS = 2
"""A question with fewer words that carry topic cannot be understood alone."""

_CONTRACTED = re.compile(r"(?<=n)['’]t$|['’]s$")
"""What is left out of "doesn't" and "what's"; "I'm" says who is spoken of."""
_FIGURE = re.compile(r"\b\d+\b")
FRAGMENT = 4
"""Words of a question that only adds to the one before ("and at night?")."""


def rests_on(question: str, history: Sequence[Turn], lexicon: Lexicon) -> str:
    """The earlier questions that a question leans on, oldest first; empty when it stands alone.

    A place that was named before them and has not been left stands in front: no other country's figures answer what is asked of it.
    What the assistant said is left out: its words are quotes that would pull every follow-up back to the same passage.
    """
    earlier = [turn.content for turn in history if turn.role == USER and turn.content.strip()]
    taken: list[str] = []
    bare = leans(question, lexicon)
    while earlier and len(taken) < REACH and bare:
        taken.insert(0, _without_courtesies(earlier.pop(), lexicon))
        bare = _is_fragment(taken[0].lower(), lexicon)
    place = (
        ""
        if not taken or any(_place(text, lexicon) for text in (question, *taken))
        else _place_before(taken[0], earlier, lexicon)
    )
    return " ".join(filter(None, (place, *taken)))


def _place_before(question: str, earlier: Sequence[str], lexicon: Lexicon) -> str:
    """The last place that the questions before one that leans name, as long as each leans on the one before."""
    for before in reversed(earlier[-REACH:]):
        if not leans(question, lexicon):
            break
        if place := _place(_without_courtesies(before, lexicon), lexicon):
            return place
        question = before
    return ""


def _place(text: str, lexicon: Lexicon) -> str:
    """The last name of a place in a text; empty where there is none."""
    named = lexicon.last_place(words(text))
    return text[named[0].start : named[-1].end] if named else ""


def _is_fragment(lowered: str, lexicon: Lexicon) -> bool:
    """Whether a question says next to nothing by itself ("why?", "and at night?", "how many in 2012?") and announces no other subject."""
    few = ENOUGH_WORDS if len(words(lowered)) <= FRAGMENT else 1
    return topic_words(_FIGURE.sub(" ", lowered), lexicon) < few and leans(lowered, lexicon)


def _without_courtesies(question: str, lexicon: Lexicon) -> str:
    return " ".join(without_courtesies(_SENTENCES.split(question), lexicon.words))


def leans(question: str, lexicon: Lexicon) -> bool:
    """Whether a question points back: by a pronoun, by how it opens, or by holding hardly any topic of its own.

    Of several sentences the first decides: what the others lean on stands before them. Where one up to the first that asks announces another subject, the question leans on nothing.
    """
    lowered = question.strip().lower()
    sentences = _SENTENCES.split(lowered)
    asked = next((at for at, sentence in enumerate(sentences) if sentence.endswith("?")), len(sentences) - 1)
    if any(pattern.search(sentence) for pattern in lexicon.words.new_subject for sentence in sentences[: asked + 1]):
        return False
    first = next((part for part in sentences if topic_words(part, lexicon)), lowered)
    return _leans(first, lexicon)


def _leans(lowered: str, lexicon: Lexicon) -> bool:
    found = words(lowered)
    if any(pattern.search(lowered) for pattern in lexicon.words.leaning_openers):
        return True
    if any(word.text in lexicon.words.leaning for word in found):
        return True
    return topic_words(lowered, lexicon) < ENOUGH_WORDS


def topic_words(lowered: str, lexicon: Lexicon) -> int:
    """How many words of a text carry topic: neither light nor quiet."""
    empty = lexicon.quiet | lexicon.light
    return sum(word.stem not in empty and _CONTRACTED.sub("", word.text) not in lexicon.words.stop for word in words(lowered))
