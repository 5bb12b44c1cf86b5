"""The embedder that the settings name: found, checked, and run by onnxruntime or by torch."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from index.embedding import PACKAGED, PACKAGED_NAME, PACKAGED_SHA256, Embedder, SentenceEmbedder, hub_folder, packaged_folder
from index.errors import WrongModel
from index.exported_embedding import ExportedEmbedder


class Runtime(StrEnum):
    """What runs an embedding model."""

    ONNX = "onnx"
    """onnxruntime, from an export that is made at the first use: the same vectors, without torch from then on."""
    ONNX_INT8 = "onnx-int8"
    """The same with weights of 8 bits: more than twice as fast, its vectors a little off (``evals/RETRIEVAL.md``)."""
    TORCH = "torch"
    """sentence-transformers: with a GPU the fastest."""


def load_embedder(
    model: str = PACKAGED, expected_sha256: str | None = None, *, runtime: Runtime = Runtime.TORCH, kept: Path | None = None
) -> Embedder:
    """Find a model; its weights are loaded later, at the first use.

    Args:
        model: "packaged", a folder, or a name on the Hugging Face hub.
        expected_sha256: what the weights must hash to; the packaged model is always checked.
        runtime: what runs it.
        kept: the folder that exports are kept in; without one sentence-transformers runs the model.

    Raises:
        ModelError: the packaged model is not installed.
        WrongModel: the model is not there, cannot be fetched, or is another one than expected.
    """
    embedder = _sentence_embedder(model)
    wanted = PACKAGED_SHA256 if model == PACKAGED else expected_sha256
    if wanted and embedder.sha256 != wanted.lower():
        raise WrongModel(
            f"the weights' sha256 is {embedder.sha256}, expected {wanted.lower()}",
            where=str(embedder.folder),
            hint="install the model again, or set the sha256 of the model that is meant",
        )
    if runtime is Runtime.TORCH or kept is None:
        return embedder
    return ExportedEmbedder(embedder, kept, eight_bits=runtime is Runtime.ONNX_INT8)


def _sentence_embedder(model: str) -> SentenceEmbedder:
    if model == PACKAGED:
        return SentenceEmbedder(PACKAGED_NAME, packaged_folder())
    if (folder := Path(model).expanduser()).is_dir():
        return SentenceEmbedder(folder.resolve().name, folder.resolve())
    return SentenceEmbedder(model, hub_folder(model))
