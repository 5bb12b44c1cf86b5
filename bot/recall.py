"""Answers that were kept as JSON, made answers again: the way back from ``bot.contract.ask_json``.

A quote is tied to its document again where that is loaded and its text is the same. Where it has changed or is gone, the quote stands alone with the title, date and address
that it was kept with, so that what was answered then can still be read, and a note says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
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
        KeyError, ValueError, TypeError: this is no such object.
    """
    told = [*kept["citations"], *kept["nearest"]]
    notes = tuple(kept.get("notes", ()))
    if any(_source(one, documents) is None for one in told) and CHANGED not in notes:
        notes = (*notes, CHANGED)
    return AskResult(kept["question"], _answer(kept, documents), Engine(**kept["engine"]), dict(kept["timings_ms"]), notes)


def _answer(kept: Json, documents: Mapping[str, Document]) -> Answer:
    gaps = tuple(kept["gaps"])
    nearest = tuple(_citation(one, documents) for one in kept["nearest"])
    if kept["status"] == "refused":
        return Refused(kept["answer"], gaps, nearest)
    return Answered(
        kept["answer"],
        tuple(_citation(one, documents) for one in kept["citations"]),
        gaps,
        nearest,
        tuple(kept["recommendations"]),
        tuple(_draft_quote(one) for one in kept.get("draft", ())),
    )


def _citation(told: Json, documents: Mapping[str, Document]) -> Citation:
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
    return Document(told["document_id"], told["title"], told["quote"], source_url=told["source_url"], last_edited=edited)


def _draft_quote(told: Json) -> DraftQuote:
    """Words of a draft; its text is not kept with the conversation."""
    return DraftQuote(Document(told["name"], told["name"], told["quote"]), told["number"], 0, len(told["quote"]), told["label"])
