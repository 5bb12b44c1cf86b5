"""Which texts of one document bear on each of several statements: where a person looks first when no criteria decide.

A word search takes each statement by itself. Here the statements of a register are ranked against each other: what a text
shares with all of them ("the Receiving Party", "the offender") says nothing of any, so the mean over the statements is taken
off. Measured on ContractNLI dev (614 pairs of agreement and statement, mean average precision): BM25 as for passages 0.44,
with a milder penalty of length 0.48, less the mean and with neighbours 0.51; with vectors 0.55; with a reranker 0.57.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder
from index.fusion import Scores, min_max, ranking, standard
from index.lexical import Bm25
from index.reranking import Reranker, reranked

Matrix = NDArray[np.float32]

K1: Final = 1.2
B: Final = 0.2
"""BM25's penalty of length: the longer clause of a draft holds more norms, it is not wordier. 0 to 0.3 are alike."""
WORDS: Final = 0.5
"""Share of BM25 where there are vectors, 0 to 1."""
COMMON: Final = 0.6
"""How much of the mean over all statements is taken off, 0 to 1; 0.4 to 0.8 are alike."""
LENGTH: Final = 0.1
"""Weight of a text's length: headings and loose numbers share words with statements and say nothing."""
READ_AGAIN: Final = 0.5
"""Share of the reranker, 0 to 1; 0.3 to 0.6 lie within half a point."""
NEIGHBOUR: Final = 0.2
"""Weight of the better of the two neighbours: lead-in and item, sentence and proviso bear on a statement together."""


class StatementIndex:
    """Texts of one document, in their order, ranked for the statements of one register. Nothing is computed before it is asked for."""

    def __init__(
        self,
        texts: Sequence[str],
        statements: Sequence[str],
        *,
        embedder: Embedder | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        """Without an embedder words alone rank; without a reranker nothing is read again."""
        self._texts = tuple(texts)
        self._statements = tuple(dict.fromkeys(statements))
        self._embedder = embedder
        self._reranker = reranker

    def nearest(self, statement: str, k: int, *, rerank: bool = True) -> list[tuple[int, float]]:
        """The k texts nearest to one of the statements, best first.

        Args:
            statement: one of those given.
            k: how many at most.
            rerank: whether the reranker, where there is one, reads the first of them.

        Returns:
            Pairs of position and score, which is 1 for the nearest of all texts and 0 for the farthest. It ranks; it does
            not measure how near any of them is.

        Raises:
            ValueError: the statement was not given.
            ModelError: a model cannot be used.
        """
        row = self._statements.index(statement)
        if not self._texts:
            return []
        scores: Scores = self._scores[row]
        if rerank and self._reranker is not None:
            scores = reranked(scores, statement, self._texts, self._reranker, READ_AGAIN)
        shown = min_max(scores)
        return [(int(at), float(shown[at])) for at in ranking(scores)[:k]]

    @cached_property
    def _scores(self) -> Matrix:
        """Of every text for every statement, shape (statements, texts)."""
        scores = self._words()
        if self._embedder is not None:
            scores = WORDS * scores + (1 - WORDS) * self._cosines(self._embedder)
        scores = scores - COMMON * scores.mean(axis=0)
        length = standard(np.log1p([len(text.split()) for text in self._texts]).astype(np.float32))
        scores = scores + LENGTH * length
        found: Matrix = (scores + NEIGHBOUR * _neighbours(scores)).astype(np.float32)
        return found

    def _words(self) -> Matrix:
        words = Bm25.build(self._texts, k1=K1, b=B)
        return np.stack([standard(words.scores(statement)) for statement in self._statements])

    def _cosines(self, embedder: Embedder) -> Matrix:
        cosines = embedder.embed(self._statements) @ embedder.embed(self._texts).T
        return np.stack([standard(row) for row in cosines])


def _neighbours(scores: Matrix) -> Matrix:
    """The better score of the texts before and after each; at the ends the worst stands for the one that is not there."""
    worst = scores.min(axis=1, keepdims=True)
    before = np.concatenate([worst, scores[:, :-1]], axis=1)
    after = np.concatenate([scores[:, 1:], worst], axis=1)
    best: Matrix = np.maximum(before, after)
    return best
