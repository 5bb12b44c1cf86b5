"""What clausewise is timed against: LangChain's stock pipeline, as tutorials build it."""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Sequence
from typing import Any

from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore

from index.embedding import Embedder
from index.errors import DataError

CHUNK_CHARACTERS, CHUNK_OVERLAP = 1000, 200
"""What tutorials give the splitter."""


class _Wrapped(Embeddings):
    """Our embedder in LangChain's clothes."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One list of numbers for each text."""
        return [[float(number) for number in row] for row in self._embedder.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The numbers of one text."""
        return self.embed_documents([text])[0]


def stock_pipeline(texts: Sequence[str], embedder: Embedder) -> dict[str, Any]:
    """Split by characters and put into LangChain's in-memory store, with the same embedder.

    Returns:
        "seconds" that this took, and the number of "chunks".

    Raises:
        DataError: LangChain's splitters are not installed.
    """
    name = "langchain_text_splitters"  # optional: the bench alone wants it
    if importlib.util.find_spec(name) is None:
        raise DataError("LangChain's splitters are not installed", where=name, hint="pip install langchain-text-splitters")
    splitter = importlib.import_module(name).RecursiveCharacterTextSplitter(
        chunk_size=CHUNK_CHARACTERS, chunk_overlap=CHUNK_OVERLAP
    )
    started = time.perf_counter()
    chunks = splitter.create_documents(list(texts))
    InMemoryVectorStore(_Wrapped(embedder)).add_documents(chunks)
    return {"seconds": round(time.perf_counter() - started, 3), "chunks": len(chunks)}
