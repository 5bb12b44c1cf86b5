"""Results as plain text for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.answering.answer import AskResult, Refused
from corpus.documents import Citation
from ui.cli.wording import shorten

if TYPE_CHECKING:
    from bot.contract import Json


def answer_text(result: AskResult) -> str:
    """The answer, then each quote under its number with where it stands; or the refusal with the nearest passages."""
    answer = result.answer
    lines = [answer.text, ""]
    if isinstance(answer, Refused):
        lines += _nearest_lines(answer.nearest)
    else:
        for citation in answer.citations:
            lines += [*_citation_lines(citation), ""]
        lines += [f"[{q.label}] \u201c{q.quote}\u201d\n    {q.document.id}, clause {q.number}\n" for q in answer.draft]
        lines += [f"Not covered by the guidance: {gap}" for gap in answer.gaps]
    lines += [f"Note: {note}" for note in result.notes]
    return "\n".join(lines).rstrip()


def _citation_lines(citation: Citation) -> list[str]:
    document = citation.document
    edited = f"last edited {document.last_edited.isoformat()}" if document.last_edited else ""
    source = ", ".join(part for part in (document.title, " > ".join(citation.heading_path), edited) if part)
    lines = [f"[{citation.label}] \u201c{citation.quote}\u201d", f"    {source}"]
    return lines + ([f"    {document.source_url}"] if document.source_url else [])


def _nearest_lines(nearest: Iterable[Citation]) -> list[str]:
    lines = [f"  - \u201c{shorten(citation.quote)}\u201d ({citation.document.title})" for citation in nearest]
    return ["The nearest passages, which do not answer it:", *lines] if lines else []


def hits_text(found: Json) -> str:
    """Ranked passages with their scores."""
    lines = []
    for hit in found["results"]:
        passage = hit["passage"]
        place = " > ".join([passage["title"], *passage["heading_path"]])
        lines += [
            f"{hit['rank']:>3}. {hit['score']:.3f}  {place}  [{passage['passage_id']}]",
            f"     {shorten(passage['quote'])}",
            "",
        ]
    return "\n".join(lines).rstrip() if lines else "nothing was found"
