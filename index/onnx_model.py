"""Transformer models that were exported to ONNX, run by onnxruntime: loaded in a tenth of a second, without torch.

A folder holds ``model.onnx`` and ``tokenizer.json``. Nothing is loaded before the first run.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from index.errors import ModelError

WEIGHTS: Final = "model.onnx"
TOKENIZER: Final = "tokenizer.json"

Text = str | tuple[str, str]
"""A text, or a pair that is read together."""
Probabilities = NDArray[np.float32]
Card = TypeVar("Card", bound=BaseModel)


class Tokens(NamedTuple):
    """A text token by token: ``places``, shape (tokens, 2), first and past-the-last character (equal for tokens that stand for no character); ``values``, shape (tokens, ...), float32."""

    places: NDArray[np.int64]
    values: NDArray[np.float32]


@dataclass
class OnnxModel:
    """A model in a folder. Safe to share between threads.

    ``tokens`` is the longest input, a pair's texts together; what is longer is cut at its end. ``expected`` are sha256 by the name of a
    file in the folder, checked when the model is loaded. ``what`` names the model in errors, ``hint`` says what mends them.
    """

    folder: Path
    what: str
    tokens: int
    batch: int
    hint: str = ""
    expected: Mapping[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _loaded: tuple[Any, Any] | None = field(default=None, init=False, repr=False)
    _workers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(cores()), init=False, repr=False)
    """Start with the first work they are given."""

    @cached_property
    def sha256(self) -> str:
        """Of the file of weights.

        Raises:
            ModelError: the file cannot be read.
        """
        return self._file_sha256(WEIGHTS)

    def run(self, texts: Sequence[Text]) -> NDArray[np.float32]:
        """The model's first output for n texts, at least one: shape (n, ...), float32, in their order. Batches run side by side, each on one core.

        Raises:
            ModelError: the model cannot be loaded, or is not the one expected.
        """
        session, tokenizer = self._load()
        inputs = tokenizer.encode_batch(list(texts))
        batches = _by_length(inputs, self.batch)
        found = self._run_batches(session, inputs, batches, session.get_outputs()[0].name)
        results = np.zeros((len(inputs), *found[0].shape[1:]), dtype=np.float32)
        for batch, rows in zip(batches, found, strict=True):
            results[batch] = rows
        return results

    def run_tokens(self, texts: Sequence[str], output: str) -> list[Tokens]:
        """Another output for n texts, one with a value for each token: in their order.

        Raises:
            ModelError: the model cannot be loaded, is not the one expected, or has no such output.
        """
        session, tokenizer = self._load()
        if output not in {one.name for one in session.get_outputs()}:
            raise ModelError(f"{self.what} has no output {output!r}", where=str(self.folder), hint=self.hint)
        inputs = tokenizer.encode_batch(list(texts))
        batches = _by_length(inputs, self.batch)
        found: dict[int, Tokens] = {}
        for batch, rows in zip(batches, self._run_batches(session, inputs, batches, output), strict=True):
            for at, row in zip(batch, rows, strict=True):
                places = np.asarray(inputs[at].offsets, dtype=np.int64)
                found[at] = Tokens(places, row[: len(places)])
        return [found[at] for at in range(len(inputs))]

    def _run_batches(
        self, session: Any, inputs: Sequence[Any], batches: Sequence[Sequence[int]], output: str
    ) -> list[NDArray[np.float32]]:
        """One output of each batch, at least one, in their order."""

        def run_one(batch: Sequence[int]) -> NDArray[np.float32]:
            return np.asarray(session.run([output], _feed(session, [inputs[at] for at in batch]))[0], dtype=np.float32)

        # Each batch on a core of its own: sharing the work inside a batch leaves cores waiting for each other between its steps.
        # Measured with the embedding model on two cores: 107 texts a second to 96 (of 8 bits: 246 to 194).
        return [run_one(batches[0])] if len(batches) == 1 else list(self._workers.map(run_one, batches))

    def load(self) -> None:
        """Load the model now instead of at the first run.

        Raises:
            ModelError: it cannot be loaded, or is not the one expected.
        """
        self._load()

    def _load(self) -> tuple[Any, Any]:
        with self._lock:
            if self._loaded is None:
                for name, sha256 in self.expected.items():
                    if (found := self._file_sha256(name)) != sha256:
                        raise ModelError(
                            f"the sha256 of {name} is {found}, expected {sha256}", where=str(self.folder), hint=self.hint
                        )
                self._loaded = self._open()
            return self._loaded

    def _file_sha256(self, name: str) -> str:
        try:
            with (self.folder / name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelError(f"{self.what} cannot be read ({error.strerror})", where=str(self.folder), hint=self.hint) from error

    def _open(self) -> tuple[Any, Any]:
        """The session and the tokenizer."""
        try:
            import onnxruntime  # noqa: PLC0415 (slow to import, seldom needed)
            from tokenizers import Tokenizer  # noqa: PLC0415
        except ImportError as error:
            raise ModelError(f"{self.what} cannot be run ({error})", where=str(self.folder), hint=self.hint) from error
        try:
            tokenizer = Tokenizer.from_file(str(self.folder / TOKENIZER))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1  # see run
            session = onnxruntime.InferenceSession(str(self.folder / WEIGHTS), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # both libraries raise classes of their own that they do not export
            raise ModelError(f"{self.what} cannot be loaded ({error})", where=str(self.folder)) from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(self.tokens)
        return session, tokenizer


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_card(path: Path, grammar: type[Card], what: str, hint: str) -> Card:
    """What a model's folder says of it: a JSON file beside the weights.

    Raises:
        ModelError: the card is not there, or is none.
    """
    try:
        return grammar.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:  # pydantic's errors are among the second
        raise ModelError(f"this is no {what}'s card ({error})", where=str(path), hint=hint) from error


def probabilities(logits: NDArray[np.float32], shape: tuple[int, ...]) -> Probabilities:
    """The softmax over the last axis.

    Args:
        logits: shape (n, ...), float32.
        shape: what each text's logits must be shaped like.

    Raises:
        ModelError: they are shaped otherwise.
    """
    if logits.shape[1:] != shape:
        raise ModelError(f"the model gives {logits.shape[1:]} for a text, not {shape}", hint="train it again")
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True), dtype=np.float32)


def _by_length(inputs: Sequence[Any], size: int) -> list[list[int]]:
    """Positions of at least one input in batches of like length, so that a batch holds little padding; the longest first, so that the last to end are short."""
    order = sorted(range(len(inputs)), key=lambda at: len(inputs[at].ids))
    return [order[first : first + size] for first in range(0, len(order), size)][::-1]


def _feed(session: Any, inputs: Sequence[Any]) -> dict[str, Any]:
    """The tensors of a batch, shape (texts, longest), padded with zeros."""
    shape = (len(inputs), max(len(one.ids) for one in inputs))
    tensors = {name: np.zeros(shape, dtype=np.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}
    for row, one in enumerate(inputs):
        width = len(one.ids)
        tensors["input_ids"][row, :width] = one.ids
        tensors["attention_mask"][row, :width] = one.attention_mask
        tensors["token_type_ids"][row, :width] = one.type_ids
    asked = {one.name for one in session.get_inputs()}
    return {name: tensor for name, tensor in tensors.items() if name in asked}
