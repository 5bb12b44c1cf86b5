"""Opening the index that was built, and saying how it is. Loads no embedding model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.documents import Document
from index.content import Content, gather
from index.embedding import Embedder
from index.errors import IndexIncomplete, IndexMissing, IndexStale, StoreError
from index.lexical import Bm25
from index.manifest import BUILD, Manifest, read_manifest
from index.search import Searcher
from index.vectors import Stored, arrange, open_store, server_name


class IndexState(StrEnum):
    """Whether the index can be searched."""

    READY = "ready"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The index as it lies there. ``detail`` says in one line why it is stale or missing; empty when it is ready.

    The rest describes the index that was built; None where there is none that can be read.
    """

    state: IndexState
    detail: str = ""
    index_id: str | None = None
    documents: int | None = None
    passages: int | None = None
    embedding_model: str | None = None
    created_at: dt.datetime | None = None
    server: str | None = None


def index_in_memory(documents: Mapping[str, Document], embedder: Embedder) -> Searcher:
    """Index a handful of documents for this process alone: nothing is written, all passages are embedded now.

    Raises:
        ModelError: the embedding model cannot be loaded.
    """
    content = gather(documents, embedder)
    texts = [entry.text for entry in content.entries]
    passages = [entry.passage for entry in content.entries]
    return Searcher(passages, Bm25.build(texts), embedder.embed(texts), embedder, index_id=content.sources.passages_sha256[:12])


def open_index(
    data_dir: Path, documents: Mapping[str, Document], embedder: Embedder, *, chroma_url: str | None = None
) -> Searcher:
    """Open the index for searching. Loads no model.

    Raises:
        IndexMissing: there is no index.
        IndexStale: it was built from something else; the message says from what and names the command that mends it.
        IndexIncomplete: passages are missing from the store.
        StoreError: its files or its server cannot be used.
    """
    content = gather(documents, embedder)
    root = data_dir / "index"
    manifest = _current(root, content, chroma_url)
    try:
        return load_searcher(root, manifest, content, embedder, chroma_url)
    except (StoreError, IndexIncomplete):
        again = _current(root, content, chroma_url)
        if again == manifest:
            raise
        return load_searcher(root, again, content, embedder, chroma_url)  # a build has swapped it under our hands


def index_status(
    data_dir: Path, documents: Mapping[str, Document], embedder: Embedder, *, chroma_url: str | None = None
) -> IndexStatus:
    """Say whether there is an index that fits the documents and the model. Opens no store and loads no model."""
    root = data_dir / "index"
    try:
        manifest = read_manifest(manifest_path(root))
    except IndexMissing as error:
        return IndexStatus(IndexState.MISSING, str(error))
    except IndexStale as error:
        return IndexStatus(IndexState.STALE, str(error))
    changes = changes_since(root, manifest, gather(documents, embedder), chroma_url)
    return IndexStatus(
        state=IndexState.STALE if changes else IndexState.READY,
        detail=f"{'; '.join(changes)}; {BUILD}" if changes else "",
        index_id=manifest.sources.index_id,
        documents=len(manifest.sources.documents),
        passages=manifest.sources.passages,
        embedding_model=manifest.sources.model.name,
        created_at=manifest.created_at,
        server=manifest.server,
    )


def _current(root: Path, content: Content, chroma_url: str | None) -> Manifest:
    """The manifest, where it fits."""
    manifest = read_manifest(manifest_path(root))
    changes = changes_since(root, manifest, content, chroma_url)
    if changes:
        raise IndexStale(f"the index does not fit: {'; '.join(changes)}", where=str(root), hint=BUILD)
    return manifest


def changes_since(root: Path, manifest: Manifest, content: Content, chroma_url: str | None) -> tuple[str, ...]:
    """Why an index cannot be used as it is, in plain words."""
    changes = manifest.sources.differences(content.sources)
    server = server_name(chroma_url) if chroma_url else None
    if manifest.server != server:
        changes += (f"the vectors were stored in {manifest.server or 'a folder'}, now in {server or 'a folder'}",)
    if not (root / manifest.name).is_dir():
        changes += (f"the folder {manifest.name} is gone",)
    return changes


def load_searcher(root: Path, manifest: Manifest, content: Content, embedder: Embedder, chroma_url: str | None) -> Searcher:
    """Read the parts of the index that ``manifest`` names and join them.

    Raises:
        IndexIncomplete: passages are missing.
        StoreError: the files or the server cannot be used.
    """
    vectors = arrange(read_store(root, manifest, chroma_url), content.ids)
    bm25 = Bm25.load(root / manifest.name / "bm25")
    if len(bm25) != len(content.entries):
        raise IndexIncomplete(f"the word index holds {len(bm25)} of {len(content.entries)} passages", hint=BUILD)
    passages = [entry.passage for entry in content.entries]
    return Searcher(passages, bm25, vectors, embedder, index_id=manifest.sources.index_id)


def read_store(root: Path, manifest: Manifest, url: str | None) -> Stored:
    """Read the vectors of the index that ``manifest`` names.

    Raises:
        StoreError: they are not there or cannot be read.
    """
    folder = root / manifest.name / "chroma"
    if not folder.is_dir():  # Chroma would make an empty one
        raise StoreError("the folder is gone", where=str(folder), hint=BUILD)
    with open_store(folder, url) as store:
        return store.read(manifest.name)


def manifest_path(root: Path) -> Path:
    """Where the manifest of the current index lies."""
    return root / "manifest.json"
