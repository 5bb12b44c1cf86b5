"""Search over any texts in memory, in each of the ways that are known: what an evaluation compares."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property

from index.embedding import Embedder, Vectors
from index.errors import ModelError
from index.fusion import Scores, best, cosines, fuse
from index.lexical import LexicalIndex
from index.reranking import Reranker, reranked


class Way(StrEnum):
    """How texts are ranked for a query."""

    LEXICAL = "lexical"
    """BM25 over words."""
    DENSE = "dense"
    """The cosine of vectors."""
    FUSED = "fused"
    """Words, pairs of words and, where there is an embedder, vectors: as the guidance is searched."""
    RERANKED = "reranked"
    """The first of the fused ranking, read again by a reranker."""


class MemoryIndex:
    """Texts that are searched by position. They are indexed and embedded at the first search, once."""

    def __init__(self, texts: Sequence[str], embedder: Embedder | None = None, reranker: Reranker | None = None) -> None:
        self._texts = tuple(texts)
        self._embedder = embedder
        self._reranker = reranker

    def __len__(self) -> int:
        """The number of texts."""
        return len(self._texts)

    @property
    def ways(self) -> tuple[Way, ...]:
        """Those that this index can take."""
        dense = () if self._embedder is None else (Way.DENSE,)
        return (Way.LEXICAL, *dense, Way.FUSED, *(() if self._reranker is None else (Way.RERANKED,)))

    @cached_property
    def _lexical(self) -> LexicalIndex:
        return LexicalIndex.build(self._texts)

    @cached_property
    def _vectors(self) -> Vectors | None:
        return None if self._embedder is None else self._embedder.embed(self._texts)

    def search(self, query: str, k: int = 8, way: Way = Way.FUSED) -> list[tuple[int, float]]:
        """Find the k best texts.

        Returns:
            Pairs of position and score, best first. Without an embedder, and by words alone, only texts that share a word with the query.

        Raises:
            ModelError: the way needs a model that was not given, or that cannot be used.
        """
        if not self._texts:
            return []
        scores = self._scores(query, way)
        worded = way is Way.LEXICAL or (way is Way.FUSED and self._embedder is None)
        return [(int(at), float(scores[at])) for at in best(scores, k) if scores[at] > 0 or not worded]

    def _scores(self, query: str, way: Way) -> Scores:
        if way is Way.LEXICAL:
            return self._lexical.words.scores(query)
        if way is Way.DENSE:
            return self._cosines(query)
        found = self._lexical.matches(query)
        fused = fuse(found.words, found.pairs, None if self._embedder is None else self._cosines(query))
        if way is Way.FUSED:
            return fused
        if self._reranker is None:
            raise ModelError("no reranker was given", hint="give one, or take another way")
        return reranked(fused, query, self._texts, self._reranker)

    def _cosines(self, query: str) -> Scores:
        if self._embedder is None or self._vectors is None:
            raise ModelError("no embedding model was given", hint="give one, or take another way")
        return cosines(self._vectors, self._embedder.embed([query])[0])
