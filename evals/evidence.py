"""How well the clauses that bear on a statement are ranked, for statements without criteria: mean average precision.

The data are given by path, in the shape of ContractNLI: {"documents": [{"id", "text", "spans": [[start, end]], "annotation_sets":
[{"annotations": {label: {"choice", "spans": [index]}}}]}], "labels": {label: {"short_description", "hypothesis"}}}. Spans of each
document are ranked for each statement, against the other statements; pairs without evidence are not scored.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.cases import read_text
from evals.kept import Kept
from evals.ranking import average_precision, recall_at
from evals.retrieval import SCHEMA, Progress, estimate_json, unwatched
from evals.statistics import Estimate, mean_estimate
from index.embedding import Embedder
from index.errors import DataError
from index.reranking import Reranker
from index.statements import StatementIndex

SHOWN = 5
"""A finding shows this many nearest clauses (contract: up to 5)."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Annotation(_Model):
    choice: str
    spans: tuple[int, ...]


class _AnnotationSet(_Model):
    annotations: dict[str, _Annotation]


class _Text(_Model):
    id: int | str
    text: str
    spans: tuple[tuple[int, int], ...]
    annotation_sets: tuple[_AnnotationSet, ...]


class _Statement(_Model):
    short_description: str
    hypothesis: str


class _Data(_Model):
    documents: tuple[_Text, ...]
    labels: dict[str, _Statement]


@dataclass(frozen=True, slots=True)
class _Ranked:
    document: str
    statement: str
    average_precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class StatementResult:
    """How the spans for one statement were ranked, over the documents that hold evidence for it."""

    id: str
    title: str
    average_precision: Estimate


@dataclass(frozen=True, slots=True)
class EvidenceResult:
    """Mean average precision over all pairs of document and statement that have evidence, and over statements.

    ``recall`` is the share of the evidence among the first five spans.
    """

    setting: str
    embedding_model: str | None
    reranker: str | None
    documents: int
    average_precision: Estimate
    recall: Estimate
    statements: tuple[StatementResult, ...]

    @property
    def over_statements(self) -> float | None:
        """The mean of the statements' figures: each statement counts the same, however often it has evidence."""
        values = [one.average_precision.value for one in self.statements if one.average_precision.value is not None]
        return sum(values) / len(values) if values else None


def evaluate_evidence(
    path: Path,
    *,
    embedder: Embedder | None = None,
    reranker: Reranker | None = None,
    progress: Progress = unwatched,
) -> EvidenceResult:
    """Rank each document's spans for each statement, as nearest clauses are ranked.

    Args:
        path: the data.
        embedder: without one words alone rank.
        reranker: reads the first of each ranking, where there is one.
        progress: told of each document.

    Raises:
        DataError: the data cannot be used, or hold no evidence.
        ModelError: the embedding model cannot be used.
    """
    data = _load(path)
    ranked: list[_Ranked] = []
    kept = None if embedder is None else Kept(embedder)
    for done, document in enumerate(data.documents, start=1):
        ranked += _rank(document, data.labels, kept, reranker)
        progress("ranking", done, len(data.documents))
    if not ranked:
        raise DataError("no document has evidence for a statement", where=str(path))
    return EvidenceResult(
        setting=("fused" if embedder else "lexical") + (" + reranker" if reranker else ""),
        embedding_model=embedder.name if embedder else None,
        reranker=reranker.name if reranker else None,
        documents=len(data.documents),
        average_precision=_mean(ranked, lambda one: one.average_precision),
        recall=_mean(ranked, lambda one: one.recall),
        statements=tuple(_statement(label, statement, ranked) for label, statement in data.labels.items()),
    )


def _load(path: Path) -> _Data:
    try:
        return _Data.model_validate(json.loads(read_text(path)))
    except (json.JSONDecodeError, ValidationError) as error:
        raise DataError(
            "these are not statements with evidence", where=str(path), hint="evals/README.md gives the format"
        ) from error


def _rank(
    document: _Text, labels: dict[str, _Statement], embedder: Embedder | None, reranker: Reranker | None
) -> Iterator[_Ranked]:
    texts = [document.text[start:end] for start, end in document.spans]
    index = StatementIndex(texts, [one.hypothesis for one in labels.values()], embedder=embedder, reranker=reranker)
    for label, spans in _evidence(document).items():
        if label not in labels:
            continue
        hits = index.nearest(labels[label].hypothesis, len(texts))
        order, relevant = [str(at) for at, _ in hits], {str(at) for at in spans}
        yield _Ranked(str(document.id), label, average_precision(order, relevant), recall_at(order, relevant, SHOWN))


def _evidence(document: _Text) -> dict[str, set[int]]:
    """For each statement the indices of the spans that any annotator named as evidence."""
    spans: dict[str, set[int]] = {}
    for one_set in document.annotation_sets:
        for label, annotation in one_set.annotations.items():
            if annotation.spans:
                spans.setdefault(label, set()).update(annotation.spans)
    return spans


def _mean(ranked: list[_Ranked], of: Callable[[_Ranked], float]) -> Estimate:
    return mean_estimate([(one.document, of(one)) for one in ranked])


def _statement(label: str, statement: _Statement, ranked: list[_Ranked]) -> StatementResult:
    own = [one for one in ranked if one.statement == label]
    return StatementResult(label, statement.short_description, _mean(own, lambda one: one.average_precision))


def evidence_json(result: EvidenceResult) -> dict[str, Any]:
    """The result for programs."""
    over = result.over_statements
    return {
        "schema": SCHEMA,
        "setting": result.setting,
        "embedding_model": result.embedding_model,
        "reranker": result.reranker,
        "documents": result.documents,
        "map": estimate_json(result.average_precision),
        "map_over_statements": None if over is None else round(over, 4),
        f"recall_at_{SHOWN}": estimate_json(result.recall),
        "statements": [
            {"id": one.id, "title": one.title, "map": estimate_json(one.average_precision)} for one in result.statements
        ],
    }
