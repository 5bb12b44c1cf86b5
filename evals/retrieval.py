"""How well passages are found: any BEIR-style collection, given by path, searched as clausewise searches.

The files: ``corpus.jsonl`` and ``queries.jsonl`` hold {"_id", "text", "title"?} a line, ``qrels.tsv`` holds query id, passage id and
grade, tab-separated, under a line of headings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from evals.cases import read_text
from evals.ranking import average_precision, ndcg_at, recall_at
from evals.statistics import Estimate, mean_estimate
from index.embedding import Embedder
from index.errors import DataError
from index.memory import MemoryIndex

SCHEMA = "clausewise/1"
K = 10
EMBED_AT_ONCE = 256
"""Texts embedded between two reports of progress."""
SEARCH_AT_ONCE = 64

Way = Literal["lexical", "dense", "fused"]
Progress = Callable[[str, int, int], None]
"""Called with the stage, how much is done and how much there is."""
Qrels = dict[str, dict[str, float]]
Rankings = dict[str, list[str]]
"""Passage ids for each query id, best first."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages and queries by id, and for each query the grades (above 0) of what is relevant."""

    corpus: Mapping[str, str]
    queries: Mapping[str, str]
    qrels: Qrels


@dataclass(frozen=True, slots=True)
class WayResult:
    """How one way of searching did; over the queries that have something relevant."""

    way: Way
    recall: Estimate
    average_precision: Estimate
    ndcg: Estimate


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """Every way that was measured; ``skipped`` says why others were not. ``unjudged`` counts queries with nothing relevant."""

    passages: int
    queries: int
    unjudged: int
    embedding_model: str | None
    ways: tuple[WayResult, ...]
    skipped: tuple[str, ...] = ()


def _unwatched(stage: str, done: int, total: int) -> None:
    """The progress of a caller that does not watch."""


def load_collection(corpus: Path, queries: Path, qrels: Path) -> Collection:
    """Read the three files; queries that are judged nowhere are kept.

    Raises:
        DataError: a file cannot be read or has another format, or a judged passage is not in the corpus.
    """
    texts, asked, judged = _load_texts(corpus), _load_texts(queries), _load_qrels(qrels)
    for query, grades in judged.items():
        lost = next((passage for passage in grades if passage not in texts), None)
        if lost is not None and query in asked:
            raise DataError(f"the passage {lost}, relevant to {query}, is not in the corpus", where=str(qrels))
    return Collection(texts, asked, judged)


def _load_texts(path: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            try:
                row: dict[str, Any] = json.loads(line)
                title = f"{row['title']}\n" if row.get("title") else ""
                texts[str(row["_id"])] = title + str(row["text"])
            except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
                where = f"{path}:{number}"
                raise DataError(
                    "a line is no object with _id and text", where=where, hint="give BEIR-style JSON lines"
                ) from error
    if not texts:
        raise DataError("the file holds nothing", where=str(path))
    return texts


def _load_qrels(path: Path) -> Qrels:
    qrels: Qrels = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip() or (number == 1 and line.startswith("query-id")):
            continue
        try:
            query, passage, grade = line.split("\t")
            if float(grade) > 0:
                qrels.setdefault(query, {})[passage] = float(grade)
        except ValueError as error:
            where = f"{path}:{number}"
            raise DataError(
                "a line is not query id, passage id, grade", where=where, hint="separate the three with tabs"
            ) from error
    return qrels


def evaluate_retrieval(
    corpus_path: Path,
    queries_path: Path,
    qrels_path: Path,
    *,
    embedder: Embedder | None = None,
    progress: Progress = _unwatched,
) -> RetrievalResult:
    """Measure lexical, dense and fused search on a collection.

    Args:
        corpus_path: the passages.
        queries_path: the queries.
        qrels_path: what is relevant to which.
        embedder: without one only the lexical way is measured.
        progress: told of embedding and searching.

    Returns:
        Recall, MAP and nDCG at 10 with n and 95% intervals.

    Raises:
        DataError: a file cannot be used, or no query has anything relevant.
        ModelError: the embedding model cannot be used.
    """
    collection = load_collection(corpus_path, queries_path, qrels_path)
    judged = {query: text for query, text in collection.queries.items() if query in collection.qrels}
    if not judged:
        raise DataError("no query has anything relevant", where=str(qrels_path), hint="check that the files belong together")
    ways = tuple(
        _measure(way, ranked, collection.qrels) for way, ranked in _search_all(collection.corpus, judged, embedder, progress)
    )
    return RetrievalResult(
        passages=len(collection.corpus),
        queries=len(judged),
        unjudged=len(collection.queries) - len(judged),
        embedding_model=embedder.name if embedder else None,
        ways=ways,
        skipped=() if embedder else ("dense and fused: no embedding model was given",),
    )


def _search_all(
    corpus: Mapping[str, str], queries: Mapping[str, str], embedder: Embedder | None, progress: Progress
) -> list[tuple[Way, Rankings]]:
    texts = tuple(corpus.values())
    lexical: tuple[Way, Rankings] = ("lexical", _search(MemoryIndex(texts), "lexical", corpus, queries, progress))
    if embedder is None:
        return [lexical]
    kept = Kept(embedder)
    vectors = kept.embed_watched(texts, "embedding passages", progress)
    asked = kept.embed_watched(tuple(queries.values()), "embedding queries", progress)
    dense: tuple[Way, Rankings] = ("dense", _nearest(vectors, asked, tuple(corpus), tuple(queries)))
    return [lexical, dense, ("fused", _search(MemoryIndex(texts, kept), "fused", corpus, queries, progress))]


def _search(
    index: MemoryIndex, stage: str, corpus: Mapping[str, str], queries: Mapping[str, str], progress: Progress
) -> Rankings:
    ids, names, texts = tuple(corpus), tuple(queries), tuple(queries.values())
    rankings: Rankings = {}
    for at in range(0, len(names), SEARCH_AT_ONCE):
        found = index.search_many(texts[at : at + SEARCH_AT_ONCE], K)
        rankings |= {name: [ids[place] for place, _ in hits] for name, hits in zip(names[at:], found, strict=False)}
        progress(f"searching ({stage})", len(rankings), len(names))
    return rankings


def _nearest(vectors: NDArray[np.float32], asked: NDArray[np.float32], ids: Sequence[str], names: Sequence[str]) -> Rankings:
    """The passages with the greatest cosine; ``vectors`` (n, d) and ``asked`` (m, d) have rows of length 1; ties by position."""
    return {
        name: [ids[place] for place in np.argsort(-(vectors @ vector), kind="stable")[:K]]
        for name, vector in zip(names, asked, strict=True)
    }


class Kept:
    """An embedder that remembers what it has embedded, so that two ways of searching embed a text once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: dict[str, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        """The model's name."""
        return self._embedder.name

    @property
    def sha256(self) -> str:
        """Of the model's weights."""
        return self._embedder.sha256

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._embedder.dimensions

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed n texts: shape (n, dimensions), float32, every row of length 1."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._vectors[text] for text in texts]) if texts else np.zeros((0, self.dimensions), dtype=np.float32)

    def embed_watched(self, texts: Sequence[str], stage: str, progress: Progress) -> NDArray[np.float32]:
        """Embed in pieces and tell of each; shorter texts first, so that a batch holds little padding."""
        ordered = sorted(texts, key=len)
        for at in range(0, len(ordered), EMBED_AT_ONCE):
            self.embed(ordered[at : at + EMBED_AT_ONCE])
            progress(stage, min(at + EMBED_AT_ONCE, len(ordered)), len(ordered))
        return self.embed(texts)


def _measure(way: Way, rankings: Rankings, qrels: Qrels) -> WayResult:
    def over(score: Callable[[list[str], dict[str, float]], float]) -> Estimate:
        return mean_estimate([(query, score(ranked, qrels[query])) for query, ranked in rankings.items()])

    return WayResult(
        way=way,
        recall=over(lambda ranked, grades: recall_at(ranked, grades, K)),
        average_precision=over(lambda ranked, grades: average_precision(ranked, grades, K)),
        ndcg=over(lambda ranked, grades: ndcg_at(ranked, grades, K)),
    )


def estimate_json(estimate: Estimate) -> dict[str, Any]:
    """A figure with its interval and n."""
    return {"value": _rounded(estimate.value), "low": _rounded(estimate.low), "high": _rounded(estimate.high), "n": estimate.n}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def retrieval_json(result: RetrievalResult) -> dict[str, Any]:
    """The result for programs."""
    return {
        "schema": SCHEMA,
        "passages": result.passages,
        "queries": result.queries,
        "unjudged": result.unjudged,
        "embedding_model": result.embedding_model,
        "k": K,
        "settings": {
            way.way: {
                "recall": estimate_json(way.recall),
                "map": estimate_json(way.average_precision),
                "ndcg": estimate_json(way.ndcg),
            }
            for way in result.ways
        },
        "skipped": list(result.skipped),
    }
