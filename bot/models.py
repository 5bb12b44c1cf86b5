"""The models that the settings name, found and not yet loaded."""

from __future__ import annotations

from bot.settings import Settings
from index.embedders import Runtime, load_embedder
from index.embedding import Embedder
from index.reranking import Reranker, load_reranker

EXPORTS = "models"
"""The folder in the data directory that exports of embedding models are kept in."""


def embedder_of(settings: Settings) -> Embedder:
    """The embedding model that is set.

    Raises:
        ModelError: it is not installed.
        WrongModel: it is not there, cannot be fetched, or is another one than expected.
    """
    runtime, kept = Runtime(settings.embedding_runtime), settings.data_dir / EXPORTS
    return load_embedder(settings.embedding_model, settings.embedding_sha256, runtime=runtime, kept=kept)


def reranker_of(settings: Settings) -> Reranker | None:
    """The reranker that is set; None where none is, or none is installed.

    Raises:
        WrongModel: it is not there, cannot be fetched, or is another one than expected.
    """
    return load_reranker(settings.reranker_model, settings.reranker_sha256)
