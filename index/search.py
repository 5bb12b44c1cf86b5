"""Searching the guidance: BM25 and cosine over the same passages, fused, twins collapsed.

The cosines are exact: Chroma is the store of record, and its vectors, mapped into memory, are multiplied with the query's. Measured on
13,012 passages: 1 ms a query, where Chroma's graph search takes 10 ms and finds 96 of the nearest 100. It is the same on every run, and fusing
by min-max needs every passage's cosine anyway. ``evals/RETRIEVAL.md`` has the times for up to 100,000 passages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Passage
from index.embedding import Embedder, Vectors
from index.fusion import best, cosines, fuse
from index.lexical import LexicalIndex


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    ``score`` is fused, 0 to 1, and ranks the hits of one query only. ``lexical`` (BM25 over words, 0 and up) and ``cosine`` (-1 to 1) are
    raw: they do not depend on which other hits there are.
    """

    passage: Passage
    score: float
    lexical: float
    cosine: float


class Searcher:
    """An opened index. Holds nothing that changes; safe to share between threads."""

    def __init__(
        self,
        passages: Sequence[Passage],
        lexical: LexicalIndex,
        vectors: Vectors,
        embedder: Embedder,
        *,
        index_id: str,
    ) -> None:
        """Join the parts of an index; row i of ``vectors``, shape (n, d), and text i of ``lexical`` belong to ``passages[i]``.

        Raises:
            ValueError: the parts are not of one length, or a document's passages do not stand together.
        """
        if not len(passages) == len(lexical) == len(vectors):
            raise ValueError(f"{len(passages)} passages, {len(lexical)} texts and {len(vectors)} vectors do not belong together")
        self._passages = tuple(passages)
        self._places = _places(self._passages)
        self._lexical = lexical
        self._vectors = vectors
        self._embedder = embedder
        self.index_id = index_id

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages of the index, in the order of the documents."""
        return self._passages

    def search(self, query: str, k: int = 8, document_ids: Collection[str] | None = None) -> list[Hit]:
        """Find the k passages that bear most on a query.

        Args:
            query: a question or any words; nothing is found for an empty one.
            k: how many hits at most, at least 1.
            document_ids: search only these documents; all where None.

        Returns:
            Hits, best first; equal scores in the order of the passages. Of twins only the better one.

        Raises:
            ValueError: k is less than 1.
            ModelError: the embedding model cannot be loaded.
        """
        if k < 1:
            raise ValueError(f"k is {k}, must be at least 1")
        among = self._among(document_ids)
        if not query.strip() or not (len(self._passages) if among is None else among.size):
            return []
        found = self._lexical.matches(query)
        words, pairs, near = found.words, found.pairs, cosines(self._vectors, self._embedder.embed([query])[0])
        if among is not None:
            words, pairs, near = words[among], pairs[among], near[among]
        fused = fuse(words, pairs, near)
        return [
            Hit(self._passages[at if among is None else among[at]], float(fused[at]), float(words[at]), float(near[at]))
            for at in self._without_twins(fused, among, k)
        ]

    def _among(self, document_ids: Collection[str] | None) -> NDArray[np.intp] | None:
        """Positions of the passages that are searched, in order; None for all."""
        if document_ids is None:
            return None
        wanted = frozenset(document_ids)
        among = [np.arange(*places) for id_, places in self._places.items() if id_ in wanted]
        return np.concatenate(among) if among else np.zeros(0, dtype=np.intp)

    def _without_twins(self, scores: NDArray[np.float32], among: NDArray[np.intp] | None, k: int) -> list[int]:
        """The first k positions, best first, leaving out a passage that says the same as a better one."""
        kept: list[int] = []
        said: set[str] = set()
        for at in _in_order(scores, 2 * k):
            passage = self._passages[at if among is None else among[at]]
            if passage.id not in said:
                kept.append(at)
                said.update(passage.duplicates)
            if len(kept) == k:
                break
        return kept


def _in_order(scores: NDArray[np.float32], first: int) -> Iterator[int]:
    """Positions from the best score to the worst; more than the first few are sorted only when they are asked for."""
    done = 0
    while done < scores.size:
        for at in best(scores, first)[done:]:
            yield int(at)
        done, first = first, 8 * first


def _places(passages: Sequence[Passage]) -> dict[str, tuple[int, int]]:
    """Where the passages of each document begin and end; each document's stand together."""
    found: dict[str, tuple[int, int]] = {}
    at = 0
    for id_, own in groupby(passages, key=lambda passage: passage.document_id):
        count = sum(1 for _ in own)
        if id_ in found:
            raise ValueError(f"the passages of {id_} do not stand together")
        found[id_] = (at, at + count)
        at += count
    return found
