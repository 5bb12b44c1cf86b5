"""Citations of an answer: sentences with their markers, the recommendations they belong to, the nearest passages of a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.answering.lexicon import Lexicon
from bot.answering.question import Part, Term
from bot.answering.select import Sentence, groups_of
from bot.answering.words import words
from corpus.documents import Citation, Document, Passage
from corpus.register import BoundRegister

NEAREST = 3
"""Passages shown beside a refusal."""


def cite_sentence(sentence: Sentence, label: str) -> Citation:
    """A sentence under its marker."""
    passage = sentence.passage
    return Citation(sentence.document, sentence.start, sentence.end, passage.id, passage.heading_path, label)


def nearest_passages(passages: Iterable[Passage], documents: Mapping[str, Document]) -> tuple[Citation, ...]:
    """The first passages, without markers."""
    found = (Citation(documents[p.document_id], p.start, p.end, p.id, p.heading_path) for p in list(passages)[:NEAREST])
    return tuple(found)


def recommendations_of(citations: Sequence[Citation], parts: Sequence[Part], register: BoundRegister, lexicon: Lexicon) -> tuple[str, ...]:
    """The recommendations whose quotes share characters with the citations, in register order.

    One sentence can hold several recommendations. Those whose own words the question does not touch are left out, unless that leaves
    none or a list was asked for.
    """
    touched = [r for r in register.register.recommendations if any(_overlaps(q, c) for q in register.guidance[r.id] for c in citations)]
    if any(part.kind == "list" or part.broad for part in parts):
        return tuple(r.id for r in touched)
    own = _own_words({r.id: " ".join(quote.quote for quote in register.guidance[r.id]) for r in touched}, lexicon)
    asked = _meanings(*(term for part in parts for term in (*part.terms, *part.context)))
    meant = [r for r in touched if own[r.id] & asked]
    return tuple(r.id for r in (meant or touched))


def _own_words(quotes: Mapping[str, str], lexicon: Lexicon) -> dict[str, frozenset[str | int]]:
    """For each text its stems and thesaurus groups that no other of the texts holds; all of them where it stands alone."""
    found = {name: words(text) for name, text in quotes.items()}
    held = {name: frozenset({w.stem for w in own}) | groups_of(own, lexicon) for name, own in found.items()}
    return {name: own.difference(*(other for key, other in held.items() if key != name)) for name, own in held.items()}


def _meanings(*terms: Term) -> frozenset[str | int]:
    return frozenset(s for term in terms for s in term.stems) | frozenset(g for term in terms for g in term.groups)


def _overlaps(quote: Citation, citation: Citation) -> bool:
    return quote.document_id == citation.document_id and quote.start < citation.end and citation.start < quote.end
