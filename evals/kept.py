"""An embedder that remembers, for evaluations that embed one text several times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evals.watching import Watch
from index.embedding import Embedder

EMBED_AT_ONCE: Final = 256
"""Texts embedded between two reports of progress."""


class Kept:
    """An embedder that remembers what it has embedded."""

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

    def forget(self, texts: Iterable[str]) -> None:
        """Embed these anew the next time."""
        for text in texts:
            self._vectors.pop(text, None)

    def embed_watched(self, texts: Sequence[str], stage: str, progress: Watch) -> NDArray[np.float32]:
        """Embed n texts in pieces and tell of each: shape (n, dimensions)."""
        for at in range(0, len(texts), EMBED_AT_ONCE):
            self.embed(texts[at : at + EMBED_AT_ONCE])
            progress(stage, min(at + EMBED_AT_ONCE, len(texts)), len(texts))
        return self.embed(texts)
