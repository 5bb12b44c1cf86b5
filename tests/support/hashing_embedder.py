"""A small deterministic embedder: words hashed into a vector. No model, no torch; texts that share words are near."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.lexical import tokens


class HashingEmbedder:
    """Counts what it embeds, so that a test can say what was reused."""

    def __init__(self, name: str = "hashing", dimensions: int = 64) -> None:
        self.name = name
        self.dimensions = dimensions
        self.embedded: list[str] = []

    @property
    def sha256(self) -> str:
        return hashlib.sha256(f"{self.name} {self.dimensions}".encode()).hexdigest()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded.extend(texts)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for token in tokens(text):
                digest = hashlib.sha256(f"{self.name} {token}".encode()).digest()
                vectors[row, int.from_bytes(digest[:4], "big") % self.dimensions] += 1 if digest[4] % 2 else -1
            vectors[row, 0] += 1e-3  # a text without words has a direction too
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
