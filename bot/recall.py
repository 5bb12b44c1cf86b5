"""Answers that were kept as JSON, made answers again: the way back from ``bot.contract.ask_json``.

A quote is tied to its document again where that is loaded and its text is the same. Where it has changed or is gone, the quote stands alone with the title, date and address
that it was kept with, so that what was answered then can still be read, and a note says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.answering.answer import Answer, Answered, AskResult, DraftQuote, Engine, Refused
from corpus.documents import Citation, Document

Json = dict[str, Any]

CHANGED: Final = "the guidance has changed since this was answered; quotes stand as they were then"


def recalled(kept: Json, documents: Mapping[str, Document]) -> AskResult:
    """The result that ``ask_json`` told.

    Args:
        kept: the JSON object.
        documents: the guidance that is loaded, by id.

    Raises:
        KeyError, ValueError, TypeError, QuoteNotFound: this is no such object.
    """
    notes = with_note(kept.get("notes", ()), CHANGED, [*kept["citations"], *kept["nearest"]], documents)
    return AskResult(kept["question"], _answer(kept, documents), Engine(**kept["engine"]), dict(kept["timings_ms"]), notes)


def with_note(notes: Iterable[str], changed: str, told: Iterable[Json], documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Notes that were kept, and that the guidance has ``changed`` where a document that is quoted is gone or reads otherwise."""
    kept = tuple(notes)
    has_changed = any(_source(one, documents) is None for one in told)
    return (*kept, changed) if has_changed and changed not in kept else kept


def _answer(kept: Json, documents: Mapping[str, Document]) -> Answer:
    gaps = tuple(kept["gaps"])
    nearest = tuple(recalled_citation(one, documents) for one in kept["nearest"])
    if kept["status"] == "refused":
        return Refused(kept["answer"], gaps, nearest)
    return Answered(
        kept["answer"],
        tuple(recalled_citation(one, documents) for one in kept["citations"]),
        gaps,
        nearest,
        tuple(kept["recommendations"]),
        tuple(_draft_quote(one) for one in kept.get("draft", ())),
    )


def recalled_citation(told: Json, documents: Mapping[str, Document]) -> Citation:
    """The citation that ``bot.contract.citation_json`` told; a quote whose document is gone or reads otherwise is one of its own.

    Raises:
        KeyError, ValueError, TypeError, QuoteNotFound: this is no citation.
    """
    source, start = _source(told, documents), told["start"]
    document = source or _alone(told)
    at = start if source else 0
    return Citation(
        document,
        at,
        at + len(told["quote"]),
        told["passage_id"],
        tuple(told["heading_path"]),
        told["label"],
        told.get("statement"),
    )


def _source(told: Json, documents: Mapping[str, Document]) -> Document | None:
    """The document that is quoted, where it is loaded and its text is the same."""
    found = documents.get(told["document_id"])
    return found if found is not None and found.sha256 == told["text_sha256"] else None


def _alone(told: Json) -> Document:
    """A quote as a document of its own."""
    edited = dt.date.fromisoformat(told["last_edited"]) if told["last_edited"] else None
    return Document(
        told["document_id"],
        told["title"],
        told["quote"],
        source_url=told["source_url"],
        last_edited=edited,
        cleaner=told.get("cleaner", ""),
    )


def _draft_quote(told: Json) -> DraftQuote:
    """Words of a draft; its text is not kept with the conversation."""
    return DraftQuote(Document(told["name"], told["name"], told["quote"]), told["number"], 0, len(told["quote"]), told["label"])
