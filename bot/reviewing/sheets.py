"""What a second reader is asked at one go, and the check of what it replies: every quote is looked up, nothing is taken on trust."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.answering.modelled import QUOTE_WORDS, plain_text
from bot.prompts import Prompt
from bot.reviewing.candidates import Candidate, candidates_of
from bot.reviewing.findings import ClauseQuote, Finding, Opinion, Role, Scope, Verdict
from bot.reviewing.verdicts import NO_CRITERIA, Writer
from corpus.documents import find_quote
from corpus.errors import QuoteNotFound

REASON_CHARACTERS = 500
"""Of the model's reason; the rest is cut."""
QUOTES = 6
"""Of the model's quotes for one element; further ones are not read."""
VARIABLES = frozenset({"supplied", "clauses", "elements"})
_PROVED = frozenset({Verdict.MET, Verdict.PARTIAL, Verdict.CONFLICT})
"""Verdicts that need words of the draft."""
_ON_THE_WHOLE = {
    Scope.EXTRACT: "an extract of a law; missing then means: not in this extract.",
    Scope.WHOLE: "a whole law. The clauses below are those of it that bear on the elements or come nearest.",
}


class ModelQuote(BaseModel):
    """Words of a clause."""

    model_config = ConfigDict(extra="forbid")

    label: str = Field(description="label of the clause, such as C1")
    words: str = Field(description="words copied from that clause, character by character")


class ModelJudgement(BaseModel):
    """The judgement of one element. The verdict is text here, so that one that does not exist spoils no other judgement."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(description="id of the element")
    verdict: str = Field(json_schema_extra={"enum": [verdict.value for verdict in Verdict]})
    reason: str = Field(description="one or two plain sentences")
    quotes: list[ModelQuote]


class ModelReview(BaseModel):
    """What the model gives back."""

    model_config = ConfigDict(extra="forbid")

    judgements: list[ModelJudgement]

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        """An empty reply is none, and is not kept for the next time."""
        if not self.judgements:
            raise ValueError("no judgement at all")
        return self


@dataclass(frozen=True, slots=True)
class Checked:
    """What holds of a reply, and what is wrong with it, by element id. An element is in one of the two."""

    opinions: Mapping[str, Opinion]
    problems: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """Elements to be judged in one call, with the pieces of the draft that bear on them under short labels."""

    findings: tuple[Finding, ...]
    labelled: Mapping[str, Candidate]
    shown_for: Mapping[str, frozenset[str]]
    """The labels that each element may quote: what is shown for one element proves nothing of another."""
    writer: Writer

    @classmethod
    def of(cls, findings: Sequence[Finding], writer: Writer) -> Sheet:
        """Collect the candidates and label them in the draft's order."""
        candidates = {finding.element.id: candidates_of(finding, writer) for finding in findings}
        every = sorted({c.span: c for found in candidates.values() for c in found}.items())
        labels = {span: f"C{number}" for number, (span, _) in enumerate(every, start=1)}
        return cls(
            findings=tuple(findings),
            labelled={labels[span]: candidate for span, candidate in every},
            shown_for={name: frozenset(labels[c.span] for c in found) for name, found in candidates.items()},
            writer=writer,
        )

    def prompt(self, template: Prompt) -> str:
        """The question. The draft's words stand in it as JSON strings and nowhere else."""
        return template.fill(
            supplied=_ON_THE_WHOLE[self.writer.scope],
            clauses=_json([self._clause(label, candidate) for label, candidate in self.labelled.items()]),
            elements=_json([self._element(finding) for finding in self.findings]),
        )

    def _clause(self, label: str, candidate: Candidate) -> dict[str, str]:
        law, clause = self.writer.law, candidate.clause
        stands = clause in law.clauses
        shown = {
            "label": label,
            "file": law.document.file_at(candidate.start) or "",
            "number": clause.number,
            "heading": law.heading_of(clause) if stands else clause.heading,
            "status": "" if stands else "taken out by the bill",
            "text": law.document.text[candidate.start : candidate.end],
        }
        return {name: value for name, value in shown.items() if value}

    def _element(self, finding: Finding) -> dict[str, object]:
        judged = NO_CRITERIA not in finding.reasons
        return {
            "id": finding.element.id,
            "asks": finding.element.statement,
            "guidance": [citation.quote for citation in finding.guidance],
            "candidates": sorted(self.shown_for[finding.element.id], key=lambda label: int(label[1:])),
            "criteria": {"verdict": finding.verdict.value, "rationale": finding.rationale} if judged else None,
        }

    def check(self, reply: ModelReview) -> Checked:
        """Keep the judgements that can be used. What the model says of elements that it was not asked about is not read."""
        opinions: dict[str, Opinion] = {}
        problems: dict[str, str] = {}
        for finding in self.findings:
            name = finding.element.id
            given = [judgement for judgement in reply.judgements if judgement.id.strip() == name]
            outcome = self._opinion(given[0]) if len(given) == 1 else _not_once(given)
            if isinstance(outcome, Opinion):
                opinions[name] = outcome
            else:
                problems[name] = outcome
        return Checked(opinions, problems)

    def _opinion(self, given: ModelJudgement) -> Opinion | str:
        """The opinion with its quotes found in the draft, or what is wrong with it."""
        verdict = next((v for v in Verdict if v.value == given.verdict.strip().lower()), None)
        if verdict is None:
            return f"{given.verdict[:40]!r} is no verdict"
        role = Role.OPPOSITE if verdict is Verdict.CONFLICT else Role.EVIDENCE
        found = [self._quote(quote, self.shown_for[given.id.strip()], role) for quote in given.quotes[:QUOTES]]
        quotes = tuple(dict.fromkeys(quote for quote in found if quote is not None))
        if verdict in _PROVED and not quotes:
            return f"the verdict {verdict.value} rests on no words that stand in its clauses"
        return Opinion(verdict, _short(plain_text(given.reason[: 2 * REASON_CHARACTERS])), quotes, found.count(None))

    def _quote(self, given: ModelQuote, allowed: frozenset[str], role: Role) -> ClauseQuote | None:
        """The span of a quote; None where it is too short to prove anything or does not stand in the clause it is said to come from."""
        label = given.label.strip("[] ")
        if label not in allowed or len(given.words.split()) < QUOTE_WORDS:
            return None
        law = self.writer.law
        try:
            start, end = find_quote(law.document, given.words.strip(), within=self.labelled[label].span)
        except QuoteNotFound:
            return None
        inner = law.clause_at(start)
        return ClauseQuote(inner if inner.start <= start < inner.end else self.labelled[label].clause, role, start, end)


def _not_once(given: Sequence[ModelJudgement]) -> str:
    return "it is judged more than once" if given else "it is not judged"


def _short(text: str) -> str:
    return text if len(text) <= REASON_CHARACTERS else f"{text[:REASON_CHARACTERS].rsplit(' ', 1)[0]} ..."


def _json(entries: Iterable[object]) -> str:
    """A JSON list, one entry a line."""
    return "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n]"
