"""Answers and conversations as Markdown, with their citations: to be copied into a paper or kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from bot.answering.answer import Answer, AskResult, DraftQuote, Refused
from bot.exports.markdown import destination, escape
from bot.exports.wording import STATEMENTS
from corpus.documents import Citation

_MARKER: Final = re.compile(r"(?<!\\)\[(D?\d+)\]")
"""A marker in an answer; brackets that come from documents are escaped there."""


class Style(StrEnum):
    """How an answer's citations are written."""

    LISTED = "listed"
    """Markers in brackets, the quotes in a list below."""
    FOOTNOTES = "footnotes"
    """Markdown footnotes, as Pandoc and most editors read them."""


def answer_markdown(result: AskResult, style: Style) -> str:
    """One answer or refusal, with every quote it rests on and where that stands."""
    return "\n\n".join(_answer(result, style, "")) + "\n"


def conversation_markdown(title: str, results: Sequence[AskResult], style: Style = Style.LISTED) -> str:
    """Questions with their answers, oldest first, under one title."""
    blocks = [f"# {escape(title)}"]
    for number, result in enumerate(results, start=1):
        blocks += [f"## {escape(result.question)}", *_answer(result, style, f"{number}-")]
    return "\n\n".join(blocks) + "\n"


def _answer(result: AskResult, style: Style, prefix: str) -> Iterator[str]:
    """Blocks of Markdown; ``prefix`` keeps the footnotes of several answers apart."""
    answer = result.answer
    if isinstance(answer, Refused):
        yield f"**The guidance does not cover this.** {answer.text}"
    else:
        yield _MARKER.sub(rf"[^{prefix}\1]", answer.text) if style is Style.FOOTNOTES else answer.text
    if answer.gaps:
        yield "\n".join(["Not covered by the guidance:", "", *(f"- {escape(gap)}" for gap in answer.gaps)])
    yield from _quotes(answer, style, prefix)
    if result.notes:
        yield "\n".join(f"Note: {escape(note)}" for note in result.notes)


def _quotes(answer: Answer, style: Style, prefix: str) -> Iterator[str]:
    if isinstance(answer, Refused):
        if answer.nearest:
            yield "\n".join(
                ["The nearest passages, which do not answer it:", "", *(f"- {_cited(one)}" for one in answer.nearest)]
            )
        return
    lines = [(one.label or "", _cited(one)) for one in answer.citations] + [(one.label, _drafted(one)) for one in answer.draft]
    if style is Style.FOOTNOTES:
        yield "\n\n".join(f"[^{prefix}{label}]: {words}" for label, words in lines)
    else:
        yield "\n".join(f"- [{label}] {words}" for label, words in lines)


def _cited(citation: Citation) -> str:
    """A quote of the guidance with its force, its place, its date and its address."""
    document = citation.document
    edited = f"last edited {document.last_edited.isoformat()}" if document.last_edited else "no date given"
    place = escape(" / ".join(dict.fromkeys((document.title, *citation.heading_path))))
    address = [f"<{destination(document.source_url)}>"] if document.source_url else []
    force = STATEMENTS.get(citation.statement or "", "")
    return f"“{escape(citation.quote)}” ({', '.join(filter(None, (force, place, edited, *address)))})"


def _drafted(quote: DraftQuote) -> str:
    """A quote of a draft with its clause."""
    return f"“{escape(quote.quote)}” ({escape(quote.document.id)}, clause {escape(quote.number)})"
