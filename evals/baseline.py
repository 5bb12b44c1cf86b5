"""Plain BM25 as its library gives it, beside which retrieval is measured."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import Stemmer

from evals.retrieval import Collection, K, Progress, WayResult, measured
from index.fusion import best


class PlainBm25:
    """bm25s with its own tokenizer, its stop words and English stems; all else is left as it comes."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        self._index = bm25s.BM25()
        self._index.index(self._tokens(texts), show_progress=False)

    def search(self, query: str) -> list[int]:
        """The positions of the first ``K`` texts, best first."""
        (asked,) = bm25s.tokenize([query], stopwords="en", stemmer=self._stemmer, return_ids=False, show_progress=False)
        known = [token for token in asked if token in self._index.vocab_dict]
        return [int(at) for at in best(self._index.get_scores(known), K)] if known else []

    def _tokens(self, texts: Sequence[str]) -> object:
        return bm25s.tokenize(list(texts), stopwords="en", stemmer=self._stemmer, show_progress=False)


def plain_bm25(collection: Collection, progress: Progress) -> WayResult:
    """How plain BM25 does on a collection."""
    return measured("plain bm25s", PlainBm25(tuple(collection.corpus.values())).search, collection, progress)
