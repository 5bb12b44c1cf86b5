"""Search over any texts in memory: the clauses of a draft, the file of an evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from index.embedding import Embedder, Vectors
from index.fusion import LEXICAL_WEIGHT, Scores, best, fuse
from index.lexical import Bm25


class MemoryIndex:
    """Texts that are searched by position. They are embedded at the first search, once; without an embedder BM25 ranks alone."""

    def __init__(self, texts: Sequence[str], embedder: Embedder | None = None, *, weight: float = LEXICAL_WEIGHT) -> None:
        self._texts = tuple(texts)
        self._embedder = embedder
        self._weight = weight

    def __len__(self) -> int:
        """The number of texts."""
        return len(self._texts)

    @cached_property
    def _bm25(self) -> Bm25:
        return Bm25.build(self._texts)

    @cached_property
    def _vectors(self) -> Vectors | None:
        return None if self._embedder is None else self._embedder.embed(self._texts)

    def search(self, query: str, k: int = 8) -> list[tuple[int, float]]:
        """Find the k best texts.

        Returns:
            Pairs of position and fused score (0 to 1), best first. Without an embedder only texts that share a word with
            the query.
        """
        return self.search_many([query], k)[0]

    def search_many(self, queries: Sequence[str], k: int = 8) -> list[list[tuple[int, float]]]:
        """Search for many queries, which are embedded together. One list a query, as ``search`` gives."""
        if not self._texts or not queries:
            return [[] for _ in queries]
        vectors = self._vectors
        if self._embedder is None or vectors is None:
            return [self._by_words(query, k) for query in queries]
        asked = self._embedder.embed(queries)
        return [self._fused(query, vectors @ vector, k) for query, vector in zip(queries, asked, strict=True)]

    def _by_words(self, query: str, k: int) -> list[tuple[int, float]]:
        raw = self._bm25.scores(query)
        top = float(raw.max())
        return [(at, score) for at, score in _best(raw / np.float32(top), k) if score > 0] if top > 0 else []

    def _fused(self, query: str, cosines: Scores, k: int) -> list[tuple[int, float]]:
        return _best(fuse(self._bm25.scores(query), cosines, self._weight), k)


def _best(scores: Scores, k: int) -> list[tuple[int, float]]:
    return [(int(at), float(scores[at])) for at in best(scores, k)]
