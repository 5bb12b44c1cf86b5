"""Citations of an answer: sentences with their markers, the recommendations they belong to, the nearest passages of a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.answering.lexicon import Lexicon
from bot.answering.pool import Sentence, groups_of
from bot.answering.question import Part, Term
from bot.answering.statement import Statement
from bot.answering.words import words
from corpus.documents import Citation, Document, Passage
from corpus.register import BoundRegister

NEAREST = 3
"""Passages shown beside a refusal."""


def cite_sentence(sentence: Sentence, label: str, force: Statement) -> Citation:
    """A sentence under its marker, with its force."""
    passage = sentence.passage
    return Citation(sentence.document, sentence.start, sentence.end, passage.id, passage.heading_path, label, force.value)


def nearest_passages(passages: Iterable[Passage], documents: Mapping[str, Document]) -> tuple[Citation, ...]:
    """The first passages, without markers."""
    found = (Citation(documents[p.document_id], p.start, p.end, p.id, p.heading_path) for p in list(passages)[:NEAREST])
    return tuple(found)


def recommendations_of(
    citations: Sequence[Citation], parts: Sequence[Part], register: BoundRegister, lexicon: Lexicon
) -> tuple[str, ...]:
    """The recommendations whose quotes share characters with the citations, in register order.

    One sentence can hold several recommendations. Those whose own words the question does not touch are left out, unless that leaves
    none or a list was asked for.
    """
    whole = any(part.kind == "list" or part.broad for part in parts)
    asked = _meanings(*(term for part in parts for term in (*part.terms, *part.context)))
    found = {name for citation in citations for name in _of_one(citation, register, lexicon, frozenset() if whole else asked)}
    return tuple(r.id for r in register.register.recommendations if r.id in found)


def _of_one(citation: Citation, register: BoundRegister, lexicon: Lexicon, asked: frozenset[str | int]) -> list[str]:
    """The recommendations of one citation; ``asked`` is empty where all are wanted."""
    touched = {
        name: " ".join(quote.quote for quote in quotes)
        for name, quotes in register.guidance.items()
        if any(_overlaps(quote, citation) for quote in quotes)
    }
    own = _own_words(touched, lexicon)
    return [name for name in touched if own[name] & asked] or list(touched)


def _own_words(quotes: Mapping[str, str], lexicon: Lexicon) -> dict[str, frozenset[str | int]]:
    """For each text its stems and thesaurus groups that no other of the texts holds; all of them where it stands alone."""
    found = {name: words(text) for name, text in quotes.items()}
    held = {name: frozenset({w.stem for w in own}) | groups_of(own, lexicon) for name, own in found.items()}
    return {name: own.difference(*(other for key, other in held.items() if key != name)) for name, own in held.items()}


def _meanings(*terms: Term) -> frozenset[str | int]:
    return frozenset(s for term in terms for s in term.stems) | frozenset(g for term in terms for g in term.groups)


def _overlaps(quote: Citation, citation: Citation) -> bool:
    return quote.document_id == citation.document_id and quote.start < citation.end and citation.start < quote.end
