"""A reranker that gives the scores it was given, and remembers what it was asked."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


class ScriptedReranker:
    """Texts that the script does not name get 0."""

    name = "scripted"
    sha256 = "0" * 64

    def __init__(self, script: Mapping[str, float]) -> None:
        self.script = dict(script)
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append((query, tuple(texts)))
        return np.array([self.script.get(text, 0.0) for text in texts], dtype=np.float32)
