"""Texts of the Ask page and of the conversations beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskTexts:
    """The Ask page."""

    nav: str = "Ask"
    title: str = "Ask the guidance"
    lead: str = (
        "Ask what the guidance asks of a law. Every sentence of an answer is tied to words you can open and read; "
        "where the guidance is silent, the answer says so."
    )
    suggestions: str = "Questions to begin with"
    follow_ups: str = "Questions that may come next"
    prompt: str = "Ask about the guidance"
    new: str = "New conversation"
    download: str = "Download this conversation"
    file_name: str = "conversation.md"
    copy: str = "Copy with citations"
    copy_listed: str = "Quotes listed below the answer"
    copy_footnotes: str = "Quotes as footnotes"
    working: str = "Looking in the guidance"
    cited: str = "What the answer rests on"
    refused: str = "The guidance does not cover this"
    gaps: str = "Not covered by the guidance"
    nearest: str = "Nearest passages"
    recommendations: str = "In the register"
    draft: str = "Answer questions about clauses from the review of {name}"
    draft_cited: str = "Words of the draft"
    mode_model: str = "Answers are written by {model}; every citation is checked."
    mode_quotes: str = "Answers are quoted sentences; no chat model is used."


@dataclass(frozen=True, slots=True)
class ThreadTexts:
    """The conversations beside the Ask page."""

    title: str = "Conversations"
    none: str = "What you ask is kept here, for you alone."
    more: str = "{count} older ones are not shown"
    last_used: str = "Last used on {day}"
    change: str = "Rename or delete"
    name: str = "Title"
    rename: str = "Rename"
    delete: str = "Delete for good"
    for_good: str = "A conversation that is deleted cannot be brought back."
    not_kept: str = "Conversations are not kept"


ASK = AskTexts()
THREADS = ThreadTexts()
