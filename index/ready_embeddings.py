"""LangChain's face of vectors that are computed already.

langchain-chroma asks a LangChain ``Embeddings`` for the vectors of what it stores. This one hands over those that are there
(embedded in one sorted run, or taken over from the index before), so that only the public interface of langchain-chroma is used.
"""

from __future__ import annotations

from collections.abc import Mapping

from langchain_core.embeddings import Embeddings

from index.embedding import Embedder, Vectors


class ReadyEmbeddings(Embeddings):
    """Vectors that are already computed; a text that has none is embedded."""

    def __init__(self, embedder: Embedder, ready: Mapping[str, Vectors]) -> None:
        self._embedder = embedder
        self._ready = ready

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One list of d numbers for each text."""
        missing = [text for text in texts if text not in self._ready]
        fresh = dict(zip(missing, self._embedder.embed(missing), strict=True)) if missing else {}
        return [(self._ready[text] if text in self._ready else fresh[text]).tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The d numbers of one text."""
        return self.embed_documents([text])[0]
