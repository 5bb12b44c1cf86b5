"""Results as plain text for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.answering.answer import AskResult, Refused
from bot.reviewing.findings import Finding
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


def explanation_text(finding: Finding, text: str) -> str:
    """How a verdict came about; ``text`` is the draft's canonical text."""
    lines = [
        f"{finding.element.id}: {finding.element.statement}",
        *(f"  guidance: \u201c{c.quote}\u201d" for c in finding.guidance),
        "",
    ]
    lines += [
        f"verdict: {finding.verdict.value}" + (f" ({', '.join(finding.reasons)})" if finding.reasons else ""),
        finding.rationale,
    ]
    lines += [finding.advice] if finding.advice else []
    lines += _criteria_lines(finding)
    lines += ["", "in the draft:"] if finding.clauses else []
    lines += [
        f"  {quote.role.value}, {quote.clause.number or quote.clause.id}: {shorten(text[quote.start : quote.end])}"
        for quote in finding.clauses
    ]
    lines += ["", "what matched:"] if finding.matched else []
    lines += [f"  {match.condition}: {match.concept} in \u201c{text[match.start : match.end]}\u201d" for match in finding.matched]
    lines += ["", f"nearest of {finding.searched} clauses:"] if finding.nearest else []
    lines += [
        f"  {near.score:.3f}  {near.clause.number or near.clause.id}: {shorten(text[near.start : near.end])}"
        for near in finding.nearest
    ]
    return "\n".join(lines)


def _criteria_lines(finding: Finding) -> list[str]:
    """The order of decision, one line each; what nobody wrote criteria for is left to a person."""
    criteria = finding.element.criteria
    if criteria is None:
        return ["", "no criteria: a person decides"]
    lines = ["", "decided by the first that holds, else missing:"]
    for decision in criteria.decide:
        over = f" over {' or '.join(decision.over)}" if decision.over else ""
        unless = f" unless {' or '.join(decision.unless)}" if decision.unless else ""
        without = " without any narrower" if decision.without else ""
        lines += [f"  {decision.verdict}: {' or '.join(decision.patterns)}{over}{unless}{without}"]
    return lines
