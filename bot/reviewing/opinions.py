"""What a second opinion changes in a finding: nothing where both agree, a person's turn where they differ."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.reviewing.findings import ClauseQuote, Finding, Opinion, Verdict
from bot.reviewing.verdicts import NO_CRITERIA, Writer

MODEL_DISAGREES: Final = "model_disagrees"
"""The reason given where criteria and chat model come to different verdicts."""


def with_opinion(finding: Finding, opinion: Opinion, writer: Writer) -> Finding:
    """The finding with the model's opinion beside it.

    Where there are no criteria, the opinion is a proposal and the verdict stays ``needs_review``.
    """
    known = replace(finding, by_model=opinion.verdict, opinion=opinion, rationale=f"{finding.rationale}{_marked(opinion)}")
    if NO_CRITERIA in finding.reasons:
        said = f"{finding.rationale} The chat model says {_words(opinion)}{_marked(opinion)}"
        return replace(known, rationale=said, clauses=_quotes(finding, opinion))
    if opinion.verdict is finding.by_criteria:
        undecided = finding.verdict is Verdict.NEEDS_REVIEW and not finding.clauses
        return replace(known, clauses=opinion.quotes) if undecided else known
    return replace(
        known,
        verdict=Verdict.NEEDS_REVIEW,
        reasons=(MODEL_DISAGREES, *finding.reasons),
        rationale=f"The criteria say {_name(finding.by_criteria)}: {finding.rationale} The chat model says {_words(opinion)}{_marked(opinion)}",
        clauses=_quotes(finding, opinion),
        nearest=finding.nearest or writer.nearest(finding.element),
    )


def _quotes(finding: Finding, opinion: Opinion) -> tuple[ClauseQuote, ...]:
    """The criteria's quotes, then those of the model that are not among them. What "missing" looked at is no evidence."""
    known = {(quote.start, quote.end) for quote in finding.clauses}
    added = () if opinion.verdict is Verdict.MISSING else opinion.quotes
    return (*finding.clauses, *(quote for quote in added if (quote.start, quote.end) not in known))


def _words(opinion: Opinion) -> str:
    said = ": ".join(filter(None, (_name(opinion.verdict), opinion.reason)))
    return said if said.endswith((".", "?", "!")) else f"{said}."


def _marked(opinion: Opinion) -> str:
    """What is said of quotes that were left out."""
    if not opinion.dropped:
        return ""
    if opinion.dropped == 1:
        return " A quote of the chat model that is too short or not in the draft is left out."
    return f" {opinion.dropped} quotes of the chat model that are too short or not in the draft are left out."


def _name(verdict: Verdict) -> str:
    return verdict.value.replace("_", " ")
