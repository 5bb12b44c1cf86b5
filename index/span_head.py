"""Which words of a text decide: a small recurrent network on the states of a classifier's tokens, trained by ``index.span_training``, and the choice of the words.

A person who shows what a provision does quotes a run of its words. So each token gets a probability, read with its neighbours on both sides, and the run is chosen whose tokens are most probable together.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.onnx_model import Probabilities, Tokens

INPUT: Final = "states"
_HINT: Final = "train it again: python -m evals.spans"


class SpanHead:
    """The network in a file. Read when it is first used; safe to share between threads."""

    def __init__(self, path: Path, sha256: str) -> None:
        """``sha256`` is what the file's must be, 64 hex digits."""
        self._path = path
        self._sha256 = sha256

    def odds(self, states: NDArray[np.float32]) -> Probabilities:
        """The probability of each token for each element: shape (tokens, elements) from states of shape (tokens, width).

        Raises:
            ModelError: the file cannot be read, or is not the one expected.
        """
        logits = self._session.run(None, {INPUT: states[np.newaxis]})[0][0]
        return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime  # noqa: PLC0415 (slow to import, seldom needed)

        try:
            held = self._path.read_bytes()
        except OSError as error:
            raise ModelError(
                f"the words that decide cannot be found ({error.strerror})", where=str(self._path), hint=_HINT
            ) from error
        if (found := hashlib.sha256(held).hexdigest()) != self._sha256:
            raise ModelError(f"the sha256 is {found}, expected {self._sha256}", where=str(self._path), hint=_HINT)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        return onnxruntime.InferenceSession(held, options, providers=["CPUExecutionProvider"])


def likeliest_run(tokens: Tokens, column: int, bar: float) -> tuple[int, int] | None:
    """The run of tokens whose probabilities of one element exceed a bar by most in sum (the maximum subarray; Bentley, 1984).

    Args:
        tokens: with values of shape (tokens, elements).
        column: which element.
        bar: what a token's probability must exceed to count for the run; the higher it is, the shorter the run.

    Returns:
        First and past-the-last character; None for a text without a word.
    """
    words = [at for at, (start, end) in enumerate(tokens.places) if start < end]
    if not words:
        return None
    gains = tokens.values[words, column] - bar
    best, first, last, total, since = -np.inf, 0, 0, 0.0, 0
    for at, gain in enumerate(gains):
        if total <= 0:
            total, since = 0.0, at
        total += float(gain)
        if total > best:
            best, first, last = total, since, at
    return int(tokens.places[words[first]][0]), int(tokens.places[words[last]][1])
