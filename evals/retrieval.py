"""How well passages are found: any BEIR-style collection, given by path, searched as clausewise searches.

The files: ``corpus.jsonl`` and ``queries.jsonl`` hold {"_id", "text", "title"?} a line, ``qrels.tsv`` holds query id, passage id and
grade, tab-separated, under a line of headings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from evals.cases import read_text
from evals.kept import Kept
from evals.ranking import average_precision, ndcg_at, recall_at
from evals.statistics import Estimate, mean_estimate
from evals.timing import timed, times_json
from index.embedding import Embedder
from index.errors import DataError
from index.memory import MemoryIndex, Way
from index.reranking import Reranker

SCHEMA = "clausewise/1"
K = 10

Progress = Callable[[str, int, int], None]
"""Called with the stage, how much is done and how much there is."""
Qrels = dict[str, dict[str, float]]
Search = Callable[[str], Sequence[int]]
"""The positions of the first ``K`` passages for a query, best first."""


@dataclass(frozen=True)
class Collection:
    """Passages and queries by id, and for each query the grades (above 0) of what is relevant."""

    corpus: Mapping[str, str]
    queries: Mapping[str, str]
    qrels: Qrels

    @cached_property
    def judged(self) -> dict[str, str]:
        """The queries that have something relevant."""
        return {query: text for query, text in self.queries.items() if query in self.qrels}


@dataclass(frozen=True, slots=True)
class WayResult:
    """How one way of searching did; over the queries that have something relevant. ``seconds`` are those of each query, searched alone."""

    way: str
    recall: Estimate
    average_precision: Estimate
    ndcg: Estimate
    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """Every way that was measured; ``skipped`` says why others were not. ``unjudged`` counts queries with nothing relevant."""

    passages: int
    queries: int
    unjudged: int
    embedding_model: str | None
    reranker: str | None
    ways: tuple[WayResult, ...]
    skipped: tuple[str, ...] = ()


def unwatched(stage: str, done: int, total: int) -> None:
    """The progress of a caller that does not watch."""


def load_collection(corpus: Path, queries: Path, qrels: Path) -> Collection:
    """Read the three files; queries that are judged nowhere are kept.

    Raises:
        DataError: a file cannot be read or has another format, or a judged passage is not in the corpus.
    """
    texts, asked, judged = load_texts(corpus), load_texts(queries), _load_qrels(qrels)
    for query, grades in judged.items():
        lost = next((passage for passage in grades if passage not in texts), None)
        if lost is not None and query in asked:
            raise DataError(f"the passage {lost}, relevant to {query}, is not in the corpus", where=str(qrels))
    return Collection(texts, asked, judged)


def load_texts(path: Path) -> dict[str, str]:
    """The texts of a BEIR-style file by id, with their titles before them.

    Raises:
        DataError: the file cannot be read, has another format or holds nothing.
    """
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
    reranker: Reranker | None = None,
    progress: Progress = unwatched,
) -> RetrievalResult:
    """Measure lexical, dense, fused and reranked search on a collection.

    Args:
        corpus_path: the passages.
        queries_path: the queries.
        qrels_path: what is relevant to which.
        embedder: without one only the lexical way is measured, and reread.
        reranker: reads the first of the fused ranking again; without one that is not measured.
        progress: told of embedding and searching.

    Returns:
        Recall, MAP and nDCG at 10 with n and 95% intervals, and the time of each query.

    Raises:
        DataError: a file cannot be used, or no query has anything relevant.
        ModelError: the embedding model cannot be used.
    """
    collection = load_collection(corpus_path, queries_path, qrels_path)
    if not collection.judged:
        raise DataError("no query has anything relevant", where=str(qrels_path), hint="check that the files belong together")
    kept = None if embedder is None else Kept(embedder)
    texts = tuple(collection.corpus.values())
    if kept is not None:
        kept.embed_watched(texts, "embedding passages", progress)
    index = MemoryIndex(texts, kept, reranker)
    ways = []
    for way in index.ways:
        ways.append(measured(way.value, partial(_positions, index, way), collection, progress))
        if kept is not None:
            kept.forget(collection.judged.values())  # each way embeds the question itself
    return RetrievalResult(
        passages=len(collection.corpus),
        queries=len(collection.judged),
        unjudged=len(collection.queries) - len(collection.judged),
        embedding_model=embedder.name if embedder else None,
        reranker=reranker.name if reranker else None,
        ways=tuple(ways),
        skipped=(
            *(() if embedder else ("dense: no embedding model was given; fused: words and pairs of words alone",)),
            *(() if reranker else ("reranked: no reranker was given",)),
        ),
    )


def _positions(index: MemoryIndex, way: Way, query: str) -> list[int]:
    return [at for at, _ in index.search(query, K, way)]


def measured(name: str, search: Search, collection: Collection, progress: Progress) -> WayResult:
    """How one way of searching does on the queries that have something relevant; each is searched alone, and timed."""
    ids, judged = tuple(collection.corpus), collection.judged
    rankings: dict[str, list[str]] = {}
    seconds: list[float] = []
    search(next(iter(judged.values())))  # what loads at the first search is not the query's own
    for query, text in judged.items():
        found, took = timed(partial(search, text))
        seconds.append(took)
        rankings[query] = [ids[at] for at in found]
        progress(f"searching ({name})", len(rankings), len(judged))

    return scored(name, rankings, seconds, collection.qrels)


def scored(name: str, rankings: Mapping[str, Sequence[str]], seconds: Sequence[float], qrels: Qrels) -> WayResult:
    """How rankings do, given passage ids for each query, best first, and the seconds that each took."""

    def over(score: Callable[[Sequence[str], dict[str, float]], float]) -> Estimate:
        return mean_estimate([(query, score(ranked, qrels[query])) for query, ranked in rankings.items() if query in qrels])

    return WayResult(
        way=name,
        recall=over(lambda ranked, grades: recall_at(ranked, grades, K)),
        average_precision=over(lambda ranked, grades: average_precision(ranked, grades, K)),
        ndcg=over(lambda ranked, grades: ndcg_at(ranked, grades, K)),
        seconds=tuple(seconds),
    )


def estimate_json(estimate: Estimate) -> dict[str, Any]:
    """A figure with its interval and n."""
    return {"value": _rounded(estimate.value), "low": _rounded(estimate.low), "high": _rounded(estimate.high), "n": estimate.n}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def way_json(way: WayResult) -> dict[str, Any]:
    """One way's figures for programs."""
    return {
        "recall": estimate_json(way.recall),
        "map": estimate_json(way.average_precision),
        "ndcg": estimate_json(way.ndcg),
        "latency": times_json(way.seconds),
    }


def retrieval_json(result: RetrievalResult) -> dict[str, Any]:
    """The result for programs."""
    return {
        "schema": SCHEMA,
        "passages": result.passages,
        "queries": result.queries,
        "unjudged": result.unjudged,
        "embedding_model": result.embedding_model,
        "reranker": result.reranker,
        "k": K,
        "settings": {way.way: way_json(way) for way in result.ways},
        "skipped": list(result.skipped),
    }
