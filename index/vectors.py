"""The vector store: Chroma, spoken to through langchain-chroma.

chromadb has no other home. It takes a second to import, so that it is imported only when a store is opened.
langchain-chroma asks a LangChain ``Embeddings`` for the vectors of what it stores. Ours hands over those that are already
computed (embedded in one sorted run, or taken over from the index before), so that only the public interface of
langchain-chroma is used and what it stores is an ordinary LangChain vector store that other programs can open and query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import numpy as np
from langchain_core.embeddings import Embeddings

from index.content import Entry
from index.embedding import Embedder, Vectors
from index.errors import IndexIncomplete, StoreError

_HEARTBEAT_S: Final = 10.0

_PAGE: Final = 1000
"""Entries that are written or read in one call; servers refuse much longer ones."""


@dataclass(frozen=True)
class Stored:
    """What a store holds, row by row: ``vectors`` has shape (n, d), float32."""

    ids: tuple[str, ...]
    text_sha256s: tuple[str, ...]
    vectors: Vectors


class _ReadyEmbeddings(Embeddings):
    """Vectors that are already computed; a text that has none is embedded."""

    def __init__(self, embedder: Embedder, ready: Mapping[str, Vectors]) -> None:
        self._embedder = embedder
        self._ready = ready

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        missing = [text for text in texts if text not in self._ready]
        fresh = dict(zip(missing, self._embedder.embed(missing), strict=True)) if missing else {}
        return [(self._ready[text] if text in self._ready else fresh[text]).tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class VectorStore:
    """The collections of one Chroma: a folder's, or a server's where a URL is given. Made by ``open_store``."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def write(self, collection: str, entries: Sequence[Entry], vectors: Mapping[str, Vectors], embedder: Embedder) -> None:
        """Make a collection and store entries in it; ``vectors`` maps an entry's text to its vector, shape (d,)."""
        from langchain_chroma import Chroma  # noqa: PLC0415 (see above)

        store = Chroma(
            client=self._client,
            collection_name=collection,
            embedding_function=_ReadyEmbeddings(embedder, vectors),
            collection_configuration={"hnsw": {"space": "cosine"}},
        )
        for at in range(0, len(entries), _PAGE):
            page = entries[at : at + _PAGE]
            store.add_texts(
                [entry.text for entry in page],
                metadatas=[_metadata(entry) for entry in page],
                ids=[entry.passage.id for entry in page],
            )

    def read(self, collection: str) -> Stored:
        """Read a whole collection, in the store's order.

        Raises:
            StoreError: there is no such collection.
        """
        from langchain_chroma import Chroma  # noqa: PLC0415 (see above)

        store = Chroma(client=self._client, collection_name=collection, create_collection_if_not_exists=False)
        ids: list[str] = []
        hashes: list[str] = []
        pages: list[Vectors] = []
        while page := store.get(limit=_PAGE, offset=len(ids), include=["metadatas", "embeddings"]):
            if not page["ids"]:
                break
            ids += page["ids"]
            hashes += [str(metadata["text_sha256"]) for metadata in page["metadatas"]]
            pages.append(np.asarray(page["embeddings"], dtype=np.float32))
        return Stored(tuple(ids), tuple(hashes), np.concatenate(pages) if pages else np.zeros((0, 0), dtype=np.float32))

    def delete(self, collection: str) -> None:
        """Delete a collection."""
        self._client.delete_collection(collection)

    def collections(self) -> list[str]:
        """The names of all collections."""
        return [collection.name for collection in self._client.list_collections()]


@contextmanager
def open_store(folder: Path, url: str | None = None) -> Iterator[VectorStore]:
    """Open the Chroma in a folder, or the server at a URL; closed at the end of the block.

    Raises:
        StoreError: it cannot be reached, or fails while it is used.
    """
    from chromadb.errors import ChromaError  # noqa: PLC0415 (see above)

    where = server_name(url) if url else str(folder)
    hint = "see that the Chroma server runs and CLAUSEWISE_CHROMA_URL names it" if url else "run `clausewise index build`"
    try:
        client = _client(folder, url)
        try:
            yield VectorStore(client)
        finally:
            _close(client)
    except (ChromaError, httpx.HTTPError, ValueError, OSError, KeyError) as error:
        reason = " ".join(str(error).split())[:200]
        raise StoreError(f"the vector store cannot be used ({reason})", where=where, hint=hint) from error


def arrange(stored: Stored, ids: Sequence[str]) -> Vectors:
    """The stored vectors in the order of ``ids``, shape (n, d).

    Raises:
        IndexIncomplete: an id is not stored, or the store holds others.
    """
    rows = {id_: row for row, id_ in enumerate(stored.ids)}
    missing = [id_ for id_ in ids if id_ not in rows]
    if missing or len(stored.ids) != len(ids):
        first = f", the first is {missing[0]}" if missing else ""
        raise IndexIncomplete(
            f"of {len(ids)} passages {len(missing)} cannot be read back and {len(stored.ids)} are stored{first}",
            hint="run `clausewise index build`",
        )
    return np.ascontiguousarray(stored.vectors[[rows[id_] for id_ in ids]])


def _client(folder: Path, url: str | None) -> Any:
    import chromadb  # noqa: PLC0415 (see above)
    from chromadb.config import Settings  # noqa: PLC0415 (see above)

    settings = Settings(anonymized_telemetry=False)
    if url is None:
        try:
            return chromadb.PersistentClient(path=str(folder), settings=settings)
        except AttributeError as error:  # chromadb stumbles over its own clean-up where the database is damaged
            raise OSError(str(error.__context__ or error)) from error
    server = server_name(url)
    # chromadb waits for ever for a server that takes a connection and says nothing
    httpx.get(f"{server}/api/v2/heartbeat", timeout=_HEARTBEAT_S).raise_for_status()
    return chromadb.HttpClient(host=server, ssl=server.startswith("https"), settings=settings)


def _close(client: Any) -> None:
    client.close()
    # chromadb leaves the connections of its own HTTP sessions open
    for part in (client, getattr(client, "_admin_client", None)):
        session = getattr(getattr(part, "_server", None), "_session", None)
        if session is not None:
            session.close()


def server_name(url: str) -> str:
    """A server's URL without user and password, without a slash at its end."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}".rstrip("/")


def _metadata(entry: Entry) -> dict[str, str | int]:
    passage = entry.passage
    return {
        "document_id": passage.document_id,
        "start": passage.start,
        "end": passage.end,
        "heading": " > ".join(passage.heading_path),
        "text_sha256": entry.text_sha256,
    }
