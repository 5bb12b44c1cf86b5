"""Take what somebody typed apart: its sentences, the questions that they join, and what is only told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from bot.answering.lexicon import AskWords
from bot.answering.words import words
from corpus.sentences import is_abbreviation

_SENTENCE_END = re.compile(r"(?<=[.?!])[\"'”’)]*\s+(?=\S)|\n+")
_ITEM_NUMBER = re.compile(r"(?<!\S)\d\d?\.(?=\s|$)")


_WORDS_OF_TOPIC = 6
"""More words are no name of a topic."""


class _Clause(NamedTuple):
    """A sentence or a piece of one between semicolons; ``marked`` when it asks by a question mark, ``opens`` when it begins like a question, ``listed`` when it lists questions."""

    text: str
    marked: bool
    opens: bool
    listed: bool

    @property
    def unended(self) -> bool:
        """Whether no full stop says that it states something."""
        return not self.text.rstrip("\"'”’)").endswith((".", "!"))


def pieces_of(question: str, rules: AskWords, has_substance: Callable[[str], bool]) -> Iterator[tuple[str, bool]]:
    """Sentences, those that ask taken apart where they join questions, each with whether it asks; what only greets or thanks is left out unless there is nothing else.

    Where nothing ends in a question mark, those ask that begin like a question or an order ("what is", "tell me"), and the last one where none does; where something does, also those of some substance
    that begin so and end in no mark at all.
    """
    sentences = list(sentences_of(question, rules.opening))
    sentences = [s for s in sentences if not rules.label.fullmatch(f"{s} ")] or sentences
    sentences = without_courtesies(sentences, rules)
    clauses = [clause for sentence in sentences for clause in _clauses(sentence, rules)]
    any_marked = any(clause.marked for clause in clauses)
    asking = [
        rules.imperative.match(clause.text) is not None
        or clause.marked
        or (
            clause.opens
            and (not any_marked or (clause.unended and rules.inverted.search(clause.text.lower()) and has_substance(clause.text)))
        )
        for clause in clauses
    ]
    if clauses and not any(asking):
        asking[-1] = True
    for clause, asks in zip(clauses, asking, strict=True):
        yield from ((piece, True) for piece in _joined(clause, rules)) if asks else ((clause.text, False),)


def asks_facts(lowered: str, rules: AskWords) -> bool:
    """Whether a text, lower case, asks for facts or for the law of a place, not for what a law ought to say."""
    ought = any(p.search(lowered) for p in rules.ought)
    return any(p.search(lowered) for p in (*rules.surely_factual, *(() if ought else rules.factual)))


def without_courtesies(sentences: Sequence[str], rules: AskWords) -> list[str]:
    """Sentences without those that only greet, thank or excuse; all of them where nothing else is left."""
    return [s for s in sentences if not any(p.search(s.strip().lower()) for p in rules.courtesies)] or list(sentences)


def _clauses(sentence: str, rules: AskWords) -> list[_Clause]:
    """A sentence taken apart at semicolons behind which one asks again, without the labels of its clauses ("First:"); what stands before the first of them may be the case."""
    texts = rules.apart.split(sentence)
    marked = sentence.rstrip("\"'”’)").endswith("?")
    found = []
    for at, raw in enumerate(texts):
        text = _unlabelled(raw, rules)
        opens = at > 0 or any(p.search(text.lower()) for p in rules.opening)
        within = len(texts) > 1 and any(p.search(text.lower()) for p in rules.asks_within)
        asks = marked and (len(texts) == 1 or opens or within)
        if words(text) or len(texts) == 1:
            found.append(_Clause(text, marked=asks, opens=opens or within, listed=bool(rules.listed.search(raw.strip()))))
    return found


def _joined(clause: _Clause, rules: AskWords) -> list[str]:
    """The questions that a clause joins, or lists under letters or numbers of which the first one is called (a) or (1)."""
    pieces = [clause.text]
    for pattern in (*rules.joining, *((rules.listing,) if clause.listed else ())):
        pieces = [piece for whole in pieces for piece in _split(pattern, whole, rules)]
    if len(pieces) > 1:
        pieces = [*(piece for whole in pieces[:-1] for piece in _in_series(whole, rules)), pieces[-1]]
    plain = [text for piece in pieces if (text := _unlabelled(piece.strip(" ,;"), rules))]
    return [topic for piece in plain for topic in _by_topic(piece, rules)]


def _by_topic(text: str, rules: AskWords) -> list[str]:
    """A question about several things in a row ("What about rockets, importers and fines?"), one by one; two that are joined by "and" alone may be one thing ("aiding and abetting")."""
    match = rules.topics.match(text)
    if match is None:
        return [text]
    things = [thing.strip() for thing in rules.next_topic.split(match["things"]) if thing.strip()]
    joined = rules.last_topic.search(match["things"]) is not None
    if len(things) > 1 and not joined:
        things[-1:] = re.split(r"\s+and\s+", things[-1])
    apart = len(things) > (1 if joined else 2) and all(len(thing.split()) <= _WORDS_OF_TOPIC for thing in things)
    return [f"{match['head']} {thing}?" for thing in things] if apart else [text]


def _split(pattern: re.Pattern[str], text: str, rules: AskWords) -> list[str]:
    """A text taken apart, but not behind words that want what follows ("What is the shortest and what is the longest term?")."""
    return _cut(
        text,
        pattern,
        lambda before, after: not (rules.unfinished.search(before.lower()) and rules.finishing.search(after.lower())),
    )


def _in_series(text: str, rules: AskWords) -> list[str]:
    """A text taken apart at commas behind which another question begins, where what stands before is one ("Three things: is it so, ...")."""
    return _cut(text, rules.series, lambda before, _: rules.in_series.search(before.lower().rsplit(": ", 1)[-1]) is not None)


def _unlabelled(text: str, rules: AskWords) -> str:
    return rules.label.sub("", text.strip())


def _cut(text: str, pattern: re.Pattern[str], may: Callable[[str, str], bool]) -> list[str]:
    """A text cut at what a pattern finds, wherever what stands before, from the last cut on, and what stands behind allow it."""
    pieces: list[str] = []
    at = 0
    for match in pattern.finditer(text):
        if may(text[at : match.start()], text[match.end() :]):
            pieces.append(text[at : match.start()])
            at = match.end()
    return [*pieces, text[at:]]


def sentences_of(text: str, opening: Sequence[re.Pattern[str]]) -> Iterator[str]:
    """The sentences of what somebody typed, where many begin with a small letter; none ends behind an abbreviation, unless a question opens with a capital there, or behind the number of an item in a list."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        before, following = text[start : match.start()], text[match.end() :]
        asks = following[:1].isupper() and any(pattern.search(following.lower()) for pattern in opening)
        inside = before.endswith(".") and (
            (is_abbreviation(before[:-1], following) and not asks) or _numbers_item(before, following)
        )
        if "\n" in match.group() or not inside:
            if before.strip():
                yield before.strip()
            start = match.end()
    if text[start:].strip():
        yield text[start:].strip()


def _numbers_item(before: str, following: str) -> bool:
    """Whether a number, at the beginning or in a list that begins with one, numbers what follows."""
    return _ITEM_NUMBER.search(before) is not None and _ITEM_NUMBER.match(before) is not None and following[:1].islower()
