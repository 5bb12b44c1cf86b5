"""Compose an answer from quoted sentences: Markdown in which every sentence is a quote with its marker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.answering.pool import Sentence, SentencePool
from bot.answering.question import Part, years_in
from bot.answering.refuse import Judged
from bot.answering.select import WHY
from bot.answering.statement import Statement

MARGIN, WIDE_MARGIN = 0.08, 0.16
"""A second sentence is quoted when its rank is at most this much below the best: it then says something as near to the question. Ranks are
scores here; probabilities differ by more, so ``MODEL_MARGIN`` holds where the evidence model reads."""
MODEL_MARGIN, WIDE_MODEL_MARGIN = 0.3, 0.45
_WIDE_KINDS = frozenset({"list", WHY})
"""Where a list or reasons are asked for: one that is left out makes the answer incomplete, one too many does little harm."""
MOST_SENTENCES = 3
"""Quoted for one part of a question; more would bury the best."""
SAME_SENTENCE = 0.8
"""Share of words in common from which on two sentences say the same; the better one is quoted."""

_MARKDOWN = re.compile(r"([\\`*_\[\]<>])")
_URL = re.compile(r"(?:https?://|www\.)[^\s)\]]+")


@dataclass(frozen=True, slots=True)
class Block:
    """What is quoted for one part of a question, in the order of the text; ``lead`` opens each of them in place of its force, but for ``reasons``, which follow."""

    part: Part
    sentences: tuple[Sentence, ...]
    lead: str = ""
    reasons: tuple[Sentence, ...] = ()

    @property
    def quoted(self) -> tuple[Sentence, ...]:
        """All that is quoted."""
        return (*self.sentences, *self.reasons)


def choose(part: Part, judged: Sequence[Judged], pool: SentencePool) -> Block | None:
    """The sentences to quote for a part from its judged evidence; None where nothing is evidence enough.

    A lead-in is quoted with all items of its enumeration, an item with its lead-in, and with the other items where a list is asked for.
    """
    ranked = sorted((j for j in judged if not j.reason), key=lambda j: -j.rank)
    good = _of_the_year(part, ranked)
    behind = [j for j in good if j.evidence.behind]
    good = behind or good
    if not good:
        return None
    best = _bearing_out(good) if part.presumes and _unread(good) else good[0]
    floor = best.rank - _margin(part, best)
    near = (j for j in good if j is best or (_alike(j, best) and j.rank >= floor and not _in_brackets(j)))
    close = behind or list(near)
    kept = without_repeats(j.evidence.sentence for j in close)[:MOST_SENTENCES]
    others = _other_years(part, kept, good)
    kept += dict.fromkeys(j.evidence.sentence for j in others)
    whole = {(s.document.id, s.start): s for one in kept for s in _with_list(one, part, pool)}
    return Block(part, tuple(in_order(whole.values())), _lead((best, *others)))


def _with_list(sentence: Sentence, part: Part, pool: SentencePool) -> tuple[Sentence, ...]:
    listed = pool.enumeration(sentence)
    if not listed:
        return (sentence,)
    return listed if sentence == listed[0] or part.kind in _WIDE_KINDS else (listed[0], sentence)


def _alike(one: Judged, other: Judged) -> bool:
    """Whether two sentences can be quoted under one lead: both contradict the part or neither does, and where a reason is asked for both by their words or neither."""
    return one.corrects == other.corrects and (one.plainly == other.plainly or not one.corrects or one.evidence.part.kind != WHY)


def _in_brackets(judged: Judged) -> bool:
    """A reference or a pointer: it is quoted where it is the answer, not beside one."""
    return judged.evidence.sentence.text.startswith("(")


def _unread(good: Sequence[Judged]) -> bool:
    """Whether the evidence model has not read the best, so that words alone must tell what contradicts the question."""
    return good[0].evidence.read is None


def _margin(part: Part, best: Judged) -> float:
    wide = part.kind in _WIDE_KINDS
    if best.evidence.read is None:
        return WIDE_MARGIN if wide else MARGIN
    return WIDE_MODEL_MARGIN if wide else MODEL_MARGIN


def _bearing_out(good: list[Judged]) -> Judged:
    """For a question that takes something for granted: what contradicts it must meet more of it than what bears it out."""
    against, bearing = (
        max((j for j in good if j.corrects is c), key=lambda j: j.evidence.coverage, default=None) for c in (True, False)
    )
    if against and (bearing is None or against.evidence.coverage > bearing.evidence.coverage):
        return next(j for j in good if j.corrects)
    return bearing or good[0]


def _of_the_year(part: Part, good: list[Judged]) -> list[Judged]:
    """Where a year is asked for, sentences that name it go before those that name none."""
    own = [j for j in good if part.years & years_in(j.evidence.sentence.found)]
    return own or good


def _other_years(part: Part, kept: Sequence[Sentence], good: Sequence[Judged]) -> list[Judged]:
    """Of several years asked for, the best evidence of each that none of the sentences kept names."""
    left = sorted(part.years - part.dated - frozenset().union(*(years_in(sentence.found) for sentence in kept)))
    best = (next((j for j in good if year in years_in(j.evidence.sentence.found)), None) for year in left)
    return [judged for judged in best if judged is not None]


def _lead(quoted: Sequence[Judged]) -> str:
    """What is quoted is said to contradict the part where all of it does; of several years compared none is taken for granted.

    Where a reason is asked for, the evidence model cannot tell whether a sentence contradicts what is taken for granted or says it and gives no reason (of 350 such questions, 153 of the latter kind, it takes 54% of these
    for contradicted): unless the words contradict it, the quote is left to say which.
    """
    if not all(judged.corrects and not _only_compares(judged.evidence.part) for judged in quoted):
        return ""
    return OTHERWISE if all(judged.plainly or judged.evidence.part.kind != WHY for judged in quoted) else ON_THAT


def _only_compares(part: Part) -> bool:
    """Whether a part asks which of several years had more, and claims no number and denies nothing."""
    return len(part.years) > 1 and part.kind == NUMBER and not part.numbers and not part.turned


def without_repeats(sentences: Iterable[Sentence]) -> list[Sentence]:
    """Leave out sentences that say the same as one before."""
    kept: list[Sentence] = []
    for sentence in sentences:
        if not any(_says_the_same(sentence, other) for other in kept):
            kept.append(sentence)
    return kept


def _says_the_same(one: Sentence, other: Sentence) -> bool:
    if years_in(one.found) != years_in(other.found):
        return False
    a, b = ([word.stem for word in sentence.found] for sentence in (one, other))
    return a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() >= SAME_SENTENCE


def in_order(sentences: Iterable[Sentence]) -> list[Sentence]:
    """In the order of the documents' text."""
    return sorted(sentences, key=lambda s: (s.document.id, s.start))


def number_sentences(blocks: Sequence[Block]) -> dict[tuple[str, int], str]:
    """Markers "1", "2", ... by (document id, start), in the order of first use."""
    places = dict.fromkeys((s.document.id, s.start) for block in blocks for s in block.quoted)
    return {place: str(number) for number, place in enumerate(places, start=1)}


NUMBER = "number"
"""The kind of a part that asks for a number."""
OTHERWISE = "The guidance says otherwise: "
ON_THAT = "On what the question takes for granted, the guidance says: "
OPENERS = {
    Statement.RECOMMENDATION: "The guidance recommends: ",
    Statement.TYPICAL: "The guidance describes what is typical or possible: ",
    Statement.FIGURES: "The guidance reports: ",
    Statement.EXAMPLE: "The guidance gives as an example: ",
    Statement.POINTER: "The guidance points to another part: ",
    Statement.SOURCE: "The guidance names its source: ",
    Statement.OTHER: "The guidance says: ",
}
"""How a quote is introduced, so that an example is not taken for a recommendation."""


def write(blocks: Sequence[Block], labels: Mapping[tuple[str, int], str], force: Callable[[Sentence], Statement]) -> str:
    """The answer: one paragraph or list for each part, each quote introduced by its force; what was quoted before is not repeated."""
    said: set[tuple[str, int]] = set()
    paragraphs = []
    for block in blocks:
        fresh = [s for s in block.quoted if (s.document.id, s.start) not in said]
        said.update((s.document.id, s.start) for s in fresh)
        leads = dict.fromkeys(block.sentences, block.lead)
        quotes = [
            f"{leads.get(s) or OPENERS[force(s)]}“{plain_markdown(s.text)}” [{labels[s.document.id, s.start]}]" for s in fresh
        ]
        if quotes:
            paragraphs.append(quotes[0] if len(quotes) == 1 else "\n".join(f"- {quote}" for quote in quotes))
    return "\n\n".join(paragraphs)


def plain_markdown(text: str) -> str:
    """Text that Markdown shows as it stands: no links, images or markup come out of a document. Addresses are shown as code."""
    pieces = []
    at = 0
    for match in _URL.finditer(text):
        pieces += [_MARKDOWN.sub(r"\\\1", text[at : match.start()]), f"`{match.group().replace('`', '')}`"]
        at = match.end()
    pieces.append(_MARKDOWN.sub(r"\\\1", text[at:]))
    return " ".join("".join(pieces).split())
