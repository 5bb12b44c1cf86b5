"""An embedding model exported to ONNX once and run by onnxruntime from then on: a question is embedded without torch, whose import alone takes seconds.

sentence-transformers stays the way to load, train and swap models: the export is traced from it, its pooling and further layers included, and its vectors are compared with those of the original before it is used.
A model that cannot be exported is run by sentence-transformers as it is; with weights of 8 bits, whose vectors are others, that is an error.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict

from index.embedding import SentenceEmbedder, Vectors, load_sentence_transformer
from index.errors import ModelError
from index.onnx_export import export, export_int8, file_sha256, put_model
from index.onnx_model import TOKENIZER, WEIGHTS, OnnxModel, read_card

CARD: Final = "export.json"
_INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")
_BATCH: Final = 8
"""Texts of like length that are run together on one core. Measured for 4, 8 and 16: 94, 107 and 97 texts a second (of 8 bits 246, 213, 184)."""
_LOCK_S: Final = 120.0
_ALIKE: Final = {False: 0.999, True: 0.9}
"""How near each vector must come to the original's (cosine), by whether the weights have 8 bits."""
_PROBES: Final = (
    "A person who attempts to commit the offence is liable to the same penalty.",
    "  Short, with spaces.  ",
    "",
    "Whoever, being a public official, knowingly issues a false document in furtherance of the offence shall be punished. " * 40,
    "Naïve café: 12 §§, “quoted” – and 3.5%.",
)
"""Texts of many kinds: short, empty, longer than a model reads, with marks and accents."""

_log = logging.getLogger(__name__)


class ExportCard(BaseModel):
    """What an export was made of, and how near its vectors come to the original's (the least cosine)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weights_sha256: str
    eight_bits: bool
    tokens: int
    dimensions: int
    likeness: float
    model_sha256: str
    tokenizer_sha256: str


class ExportedEmbedder:
    """An embedder that is exported at the first ``embed`` where no export is kept yet. Safe to share between threads."""

    def __init__(self, source: SentenceEmbedder, kept: Path, *, eight_bits: bool = False) -> None:
        """``kept`` is the folder of all exports; each has one of its own in it."""
        self.name = f"{source.name} (8 bits)" if eight_bits else source.name
        self._source = source
        self._eight_bits = eight_bits
        self._kept = kept
        self._lock = threading.Lock()
        self._model: OnnxModel | None = None
        self._why_not: str | None = None

    @cached_property
    def sha256(self) -> str:
        """That of the weights; of 8 bits, where the vectors are others, another one made of it."""
        weights = self._source.sha256
        return hashlib.sha256(f"{weights} 8 bits".encode()).hexdigest() if self._eight_bits else weights

    @cached_property
    def dimensions(self) -> int:
        """The length of a vector: what the export says where there is one, for of some models only torch could tell."""
        if (self.folder / CARD).is_file():
            with suppress(ModelError):  # a damaged export is made again at the first embedding
                return self._card().dimensions
        return self._source.dimensions

    @property
    def folder(self) -> Path:
        """Where the export lies, or will lie."""
        return self._kept / f"{self._source.sha256[:16]}-{'int8' if self._eight_bits else 'float32'}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed n texts: shape (n, dimensions), float32, every row of length 1.

        Raises:
            ModelError: the model cannot be loaded; with weights of 8 bits, also where it cannot be exported.
        """
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        model = self._opened()
        # sentence-transformers strips texts too
        return self._source.embed(texts) if model is None else model.run([text.strip() for text in texts])

    def _opened(self) -> OnnxModel | None:
        """The export; None where there can be none."""
        with self._lock:
            if self._model is None and self._why_not is None:
                try:
                    self._model = self._kept_or_made()
                except (ModelError, OSError, Timeout) as error:
                    if self._eight_bits:  # the original's vectors are others, and the index says which it holds
                        what = f"it cannot be run with weights of 8 bits ({error})"
                        raise ModelError(
                            what, where=self.name, hint="set CLAUSEWISE_EMBEDDING_RUNTIME to onnx or torch"
                        ) from error
                    self._why_not = str(error)
                    _log.warning("%s is run by sentence-transformers: %s", self.name, error)
            return self._model

    def _kept_or_made(self) -> OnnxModel:
        if (self.folder / CARD).is_file():
            try:
                return self._open()
            except ModelError:
                _log.warning("the export in %s is damaged and is made again", self.folder)
        self._kept.mkdir(parents=True, exist_ok=True)
        before = file_sha256(self.folder / CARD) if (self.folder / CARD).is_file() else None
        with FileLock(self._kept / f"{self.folder.name}.lock", timeout=_LOCK_S):
            now = file_sha256(self.folder / CARD) if (self.folder / CARD).is_file() else None
            if now is None or now == before:  # no other process has made it meanwhile
                export_embedder(self._source, self.folder, eight_bits=self._eight_bits)
        return self._open()

    def _open(self) -> OnnxModel:
        return _opened(self.folder, self._card())

    def _card(self) -> ExportCard:
        return read_card(self.folder / CARD, ExportCard, "export", "it is made again at the next use")


def export_embedder(source: SentenceEmbedder, folder: Path, *, eight_bits: bool = False) -> ExportCard:
    """Export a sentence-transformers model into a folder: ``model.onnx``, ``tokenizer.json`` and ``export.json``. Imports torch.

    Raises:
        ModelError: the model cannot be loaded or exported, or the export's vectors are not the original's.
        OSError: the folder cannot be written.
    """
    original = load_sentence_transformer(source.name, source.folder, device="cpu").eval()
    expected = np.asarray(original.encode(list(_PROBES), normalize_embeddings=True, show_progress_bar=False), dtype=np.float32)
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        _write(original, made, source.name, eight_bits=eight_bits)
        card = ExportCard(
            weights_sha256=source.sha256,
            eight_bits=eight_bits,
            tokens=original.max_seq_length or original.tokenizer.model_max_length,
            dimensions=expected.shape[1],
            likeness=0.0,
            model_sha256=file_sha256(made / WEIGHTS),
            tokenizer_sha256=file_sha256(made / TOKENIZER),
        )
        found = _opened(made, card).run([text.strip() for text in _PROBES])
        likeness = float((found * expected).sum(axis=1).min()) if found.shape == expected.shape else 0.0
        if not likeness >= _ALIKE[eight_bits]:
            raise ModelError(f"the export's vectors are not the model's (cosine {likeness:.4f})", where=source.name)
        card = card.model_copy(update={"likeness": round(likeness, 6)})
        put_model(made, folder, CARD, card)
    return card


def _opened(folder: Path, card: ExportCard) -> OnnxModel:
    expected = {WEIGHTS: card.model_sha256, TOKENIZER: card.tokenizer_sha256}
    model = OnnxModel(folder, "the exported embedding model", card.tokens, _BATCH, expected=expected)
    model.load()
    return model


def _write(original: Any, made: Path, name: str, *, eight_bits: bool) -> None:
    """The network and its tokenizer, into a folder."""
    tokenizer = getattr(original.tokenizer, "backend_tokenizer", None)
    if tokenizer is None:
        raise ModelError("its tokenizer cannot be run without transformers", where=name)
    tokenizer.save(str(made / TOKENIZER))
    inputs = [one for one in _INPUTS if one in original.tokenizer.model_input_names]
    network = _network(original, inputs)
    try:
        if eight_bits:
            export_int8(network, made, inputs, "vectors")
        else:
            export(network, made / WEIGHTS, inputs, "vectors")
    except (
        RuntimeError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
    ) as error:  # whatever its tracing stumbles over
        reason = " ".join(str(error).split())[:200]
        raise ModelError(f"it cannot be exported ({reason})", where=name) from error


def _network(original: Any, inputs: Sequence[str]) -> Any:
    """The whole model as one network: tensors of shape (n, tokens) in, vectors of length 1, shape (n, dimensions), out."""
    import torch  # noqa: PLC0415 (seconds)

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.original = original

        def forward(self, *tensors: Any) -> Any:
            found = self.original(dict(zip(inputs, tensors, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(found, p=2, dim=1)

    return Whole().eval()
