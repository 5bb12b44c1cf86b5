"""The vector store: Chroma, spoken to through langchain-chroma.

chromadb has no other home. It and LangChain take a second to import, so that they are imported only when a store is opened.
What is stored is an ordinary LangChain vector store that other programs can open and query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx
import numpy as np
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_exponential

from index.content import Entry
from index.embedding import Embedder, Vectors
from index.errors import IndexIncomplete, StoreError
from index.manifest import server_name

_HEARTBEAT_S: Final = 10.0

_PAGE: Final = 1000
"""Entries that are written or read in one call; servers refuse much longer ones."""

_PATIENCE_S: Final = 60.0
"""How long a server may be away in the middle of the work: time enough to be started again."""

Result = TypeVar("Result")


@dataclass(frozen=True)
class Stored:
    """A page of what a store holds, row by row: ``vectors`` has shape (n, d), float32."""

    ids: tuple[str, ...]
    text_sha256s: tuple[str, ...]
    vectors: Vectors


class VectorStore:
    """The collections of one Chroma: a folder's, or a server's where a URL is given. Made by ``open_store``."""

    def __init__(self, client: Any, *, patience_s: float = 0.0) -> None:
        """``patience_s``: how long calls are tried again while the server cannot be reached."""
        self._client = client
        self._patience_s = patience_s

    def write(self, collection: str, entries: Sequence[Entry], vectors: Vectors, embedder: Embedder) -> None:
        """Store entries in a collection, which is made where it is not there yet; row i of ``vectors``, shape (n, d), is entry i's. What is there already is replaced by the same."""
        for at in range(0, len(entries), _PAGE):
            page, rows = entries[at : at + _PAGE], vectors[at : at + _PAGE]
            ready = {entry.text: row for entry, row in zip(page, rows, strict=True)}
            self._patiently(lambda page=page, ready=ready: self._add(collection, page, ready, embedder))  # type: ignore[misc]

    def _add(self, collection: str, page: Sequence[Entry], ready: Mapping[str, Vectors], embedder: Embedder) -> None:
        from langchain_chroma import Chroma  # noqa: PLC0415 (see above)

        from index.ready_embeddings import ReadyEmbeddings  # noqa: PLC0415 (see above)

        store = Chroma(
            client=self._client,
            collection_name=collection,
            embedding_function=ReadyEmbeddings(embedder, ready),
            collection_configuration={"hnsw": {"space": "cosine"}},
        )
        store.add_texts(
            [entry.text for entry in page],
            metadatas=[_metadata(entry) for entry in page],
            ids=[entry.passage.id for entry in page],
        )

    def read(self, collection: str) -> Iterator[Stored]:
        """Read a whole collection page by page, in the store's order.

        Raises:
            StoreError: there is no such collection.
        """
        held = self._client.get_collection(collection)
        seen = 0
        while True:
            page = self._patiently(lambda at=seen: held.get(limit=_PAGE, offset=at, include=["metadatas", "embeddings"]))  # type: ignore[misc]
            if not page["ids"]:
                return
            seen += len(page["ids"])
            hashes = tuple(str(metadata["text_sha256"]) for metadata in page["metadatas"])
            yield Stored(tuple(page["ids"]), hashes, np.asarray(page["embeddings"], dtype=np.float32))

    def count(self, collection: str) -> int:
        """How many entries a collection holds; 0 where there is none of that name."""
        return int(self._client.get_collection(collection).count()) if collection in self.collections() else 0

    def delete(self, collection: str) -> None:
        """Delete a collection."""
        self._client.delete_collection(collection)

    def collections(self) -> list[str]:
        """The names of all collections."""
        return [collection.name for collection in self._client.list_collections()]

    def _patiently(self, call: Callable[[], Result]) -> Result:
        """Try again while the server cannot be reached; every call here gives the same when it is made twice."""
        tries = Retrying(
            retry=retry_if_exception_type(httpx.TransportError),
            stop=stop_after_delay(self._patience_s),
            wait=wait_exponential(multiplier=0.2, max=5),
            reraise=True,
        )
        return tries(call)


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
            yield VectorStore(client, patience_s=_PATIENCE_S if url else 0.0)
        finally:
            _close(client)
    except (ChromaError, httpx.HTTPError, ValueError, OSError, KeyError) as error:
        reason = " ".join(str(error).split())[:200]
        raise StoreError(f"the vector store cannot be used ({reason})", where=where, hint=hint) from error


def check_stored(pages: Iterator[Stored], ids: Sequence[str], vectors: Vectors) -> None:
    """See that a store gives back all that was written: row i of ``vectors``, shape (n, d), under ``ids[i]``, and nothing else.

    Raises:
        IndexIncomplete: it does not.
    """
    rows = {id_: row for row, id_ in enumerate(ids)}
    back = others = 0
    for page in pages:
        places = [rows.pop(id_, None) for id_ in page.ids]
        known = [at for at, place in enumerate(places) if place is not None]
        others += len(places) - len(known)
        back += len(known)
        expected = vectors[[place for place in places if place is not None]]
        if known and not np.allclose(page.vectors[known], expected, atol=1e-4):
            raise IndexIncomplete("the vectors that were read back are not those that were written")
    if rows or others:
        first = f", the first is {next(iter(rows))}" if rows else ""
        raise IndexIncomplete(
            f"of {len(ids)} passages {len(rows)} cannot be read back and {back + others} are stored{first}",
            hint="run `clausewise index build`",
        )


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


def _metadata(entry: Entry) -> dict[str, str | int]:
    passage = entry.passage
    return {
        "document_id": passage.document_id,
        "start": passage.start,
        "end": passage.end,
        "heading": " > ".join(passage.heading_path),
        "text_sha256": entry.text_sha256,
    }
