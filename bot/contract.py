"""The JSON of the command line (schema "clausewise/1"): values in, plain dictionaries out. One place for every face and export."""

from __future__ import annotations

from typing import Any

from bot.answering.answer import AskResult, DraftQuote, Engine, Refused
from bot.reviewing.findings import Clause, ClauseQuote, Comparison, Finding, Match, Nearest, Opinion, Override, Review, Unreviewed
from bot.spending import Spending
from corpus.documents import Citation, Document, Passage
from index.search import Hit

SCHEMA = "clausewise/1"

Json = dict[str, Any]


def citation_json(citation: Citation) -> Json:
    """A citation in the contract's one shape."""
    document = citation.document
    return {
        "label": citation.label,
        "document_id": document.id,
        "title": document.title,
        "heading_path": list(citation.heading_path),
        "passage_id": citation.passage_id,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "source_url": document.source_url,
        "last_edited": document.last_edited.isoformat() if document.last_edited else None,
        "text_sha256": document.sha256,
        "cleaner": document.cleaner,
        **({"statement": citation.statement} if citation.statement else {}),
    }


def passage_citation(document: Document, passage: Passage) -> Citation:
    """The whole passage as a citation."""
    return Citation(document, passage.start, passage.end, passage.id, passage.heading_path)


def engine_json(engine: Engine) -> Json:
    """What produced a result."""
    shown = {
        "mode": engine.mode,
        "chat_model": engine.chat_model,
        "embedding_model": engine.embedding_model,
        "index_id": engine.index_id,
        "register_version": engine.register_version,
        "version": engine.version,
    }
    sometimes = {
        "prompt_sha256": engine.prompt_sha256,
        "classifier_sha256": engine.classifier_sha256,
        "evidence_sha256": engine.evidence_sha256,
    }
    return shown | {key: value for key, value in sometimes.items() if value}


def ask_json(result: AskResult, *, case_id: str | int | None = None) -> Json:
    """An answer or a refusal."""
    answer = result.answer
    refused = isinstance(answer, Refused)
    return {
        "schema": SCHEMA,
        **({"id": case_id} if case_id is not None else {}),
        "question": result.question,
        "status": "refused" if refused else "answered",
        "answer": answer.text,
        "citations": [] if isinstance(answer, Refused) else [citation_json(c) for c in answer.citations],
        "gaps": list(answer.gaps),
        "nearest": [citation_json(c) for c in answer.nearest],
        **({"draft": [draft_quote_json(q) for q in answer.draft]} if not isinstance(answer, Refused) and answer.draft else {}),
        "recommendations": [] if isinstance(answer, Refused) else list(answer.recommendations),
        "notes": list(result.notes),
        "engine": engine_json(result.engine),
        "timings_ms": {**result.timings_ms, **_spending_json(result.spent)},
    }


def draft_quote_json(quote: DraftQuote) -> Json:
    """Words of the draft in an answer, with the clause they stand in."""
    return {
        "label": quote.label,
        "name": quote.document.id,
        "number": quote.number,
        "quote": quote.quote,
        "start": quote.start,
        "end": quote.end,
        "text_sha256": quote.document.sha256,
    }


def search_json(query: str, hits: list[Hit], documents: dict[str, Document], timings_ms: dict[str, float]) -> Json:
    """Ranked passages."""
    results = [
        {
            "rank": rank,
            "score": round(hit.score, 6),
            "passage": citation_json(passage_citation(documents[hit.passage.document_id], hit.passage)),
        }
        for rank, hit in enumerate(hits, start=1)
    ]
    return {"schema": SCHEMA, "query": query, "results": results, "timings_ms": timings_ms}


def document_json(review: Review) -> Json:
    """The draft that was reviewed."""
    document = review.document
    return {
        "name": document.id,
        "format": document.format,
        "sha256": document.file_sha256,
        "text_sha256": document.sha256,
        "pages": len(document.pages) or None,
        "characters": len(document.text),
        "language": review.language,
        "cleaner": document.cleaner,
    }


def review_json(review: Review, *, with_text: bool = False) -> Json:
    """A review."""
    text = review.document.text
    register = review.register
    shown = {
        "schema": SCHEMA,
        "document": document_json(review),
        "scope": review.scope.value,
        "register": {"id": register.id, "version": register.version, "sha256": register.sha256},
        "findings": [finding_json(finding, review.document) for finding in review.findings],
        "clauses": [
            clause_json(clause, review.document) | {"findings": [f.element.id for f in review.findings_on(clause)]}
            for clause in review.clauses
        ],
        "coverage": review.coverage,
        "notes": list(review.notes),
        "engine": engine_json(review.engine),
        "timings_ms": {**review.timings_ms, **_spending_json(review.spent)},
    }
    return shown | ({"text": text} if with_text else {})


def unreviewed_json(unreviewed: Unreviewed) -> Json:
    """A file that could not be read, in its place."""
    return {"schema": SCHEMA, "document": {"name": unreviewed.name}, "error": unreviewed.error}


def finding_json(finding: Finding, document: Document) -> Json:
    """A finding on a draft; of several files that were judged together, each quote names its ``file``."""
    text = document.text
    shown = {
        "id": finding.element.id,
        "recommendation": finding.recommendation.id,
        "element": finding.element.name,
        "text": finding.element.statement,
        "force": finding.recommendation.force.value,
        "verdict": finding.verdict.value,
        "reasons": list(finding.reasons),
        "rationale": finding.rationale,
        "advice": finding.advice,
        "clauses": [_quote_json(quote, document) for quote in finding.clauses],
        "matched": [_match_json(match, text) for match in finding.matched],
        "guidance": [citation_json(citation) for citation in finding.guidance],
        "nearest": [_nearest_json(near, document) for near in finding.nearest],
        "searched": finding.searched,
        "by_criteria": finding.by_criteria.value,
        "by_model": finding.by_model.value if finding.by_model else None,
        "override": _override_json(finding.override),
    }
    return shown | ({"model": _opinion_json(finding.opinion, document)} if finding.opinion else {})


def _override_json(override: Override | None) -> Json | None:
    if override is None:
        return None
    return {
        "kind": override.kind.value,
        "verdict": override.verdict.value,
        "reason": override.reason,
        "by": override.by,
        "at": override.at,
    }


def clause_json(clause: Clause, document: Document) -> Json:
    """A clause of the draft."""
    text = document.text
    return {
        "clause_id": clause.id,
        "number": clause.number,
        "path": list(clause.path),
        "heading": clause.heading,
        "text": text[clause.start : clause.end],
        "start": clause.start,
        "end": clause.end,
        "page": clause.page,
        "parent": clause.parent,
        **_file_json(document, clause.start),
    }


def _file_json(document: Document, offset: int) -> Json:
    """The file in which words stand, where several were judged together."""
    file = document.file_at(offset)
    return {} if file is None else {"file": file}


def _quote_json(quote: ClauseQuote, document: Document) -> Json:
    return {
        "clause_id": quote.clause.id,
        "role": quote.role.value,
        "number": quote.clause.number,
        "heading": quote.clause.heading,
        "quote": document.text[quote.start : quote.end],
        "start": quote.start,
        "end": quote.end,
        "page": quote.clause.page,
        **_file_json(document, quote.start),
    }


def _opinion_json(opinion: Opinion, document: Document) -> Json:
    return {
        "verdict": opinion.verdict.value,
        "reason": opinion.reason,
        "quotes": [_quote_json(quote, document) for quote in opinion.quotes],
        "dropped": opinion.dropped,
    }


def _spending_json(spent: Spending | None) -> dict[str, float]:
    """What the chat model cost, beside the timings: it differs between two runs, since the second finds the replies of the first."""
    if spent is None:
        return {}
    return {
        "model_calls": spent.calls,
        "model_cached": spent.cached,
        "tokens_in": spent.tokens_in,
        "tokens_out": spent.tokens_out,
    }


def _match_json(match: Match, text: str) -> Json:
    return {
        "condition": match.condition,
        "concept": match.concept,
        "text": text[match.start : match.end],
        "start": match.start,
        "end": match.end,
    }


def _nearest_json(near: Nearest, document: Document) -> Json:
    return {
        "clause_id": near.clause.id,
        "number": near.clause.number,
        "quote": document.text[near.start : near.end],
        "start": near.start,
        "end": near.end,
        "score": round(near.score, 4),
        **_file_json(document, near.start),
    }


def comparison_json(comparison: Comparison) -> Json:
    """Two versions of one draft."""
    return {
        "schema": SCHEMA,
        "old": document_json(comparison.old),
        "new": document_json(comparison.new),
        "elements": [{"id": e.id, "old": e.old.value, "new": e.new.value, "change": e.change} for e in comparison.elements],
        "clauses": [{"old": c.old, "new": c.new, "change": c.change} for c in comparison.clauses],
    }
