"""Opening the index that was built, and saying how it is. Loads no embedding model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.documents import Document
from index.content import gather, read_passages, sources_of
from index.embedding import Embedder
from index.errors import IndexIncomplete, IndexMissing, IndexStale, StoreError
from index.lexical import LexicalIndex
from index.manifest import BUILD, Manifest, Sources, read_manifest, server_name
from index.rows import open_rows
from index.search import Searcher


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
    entries = gather(documents)
    texts = [entry.text for entry in entries]
    index_id = sources_of(documents, embedder).index_id
    return Searcher(
        [entry.passage for entry in entries], LexicalIndex.build(texts), embedder.embed(texts), embedder, index_id=index_id
    )


def open_index(
    data_dir: Path, documents: Mapping[str, Document], embedder: Embedder, *, chroma_url: str | None = None
) -> Searcher:
    """Open the index for searching. Cuts no text, opens no vector store and loads no model: what is searched lies in files that are mapped into memory.

    Raises:
        IndexMissing: there is no index.
        IndexStale: it was built from something else; the message says from what and names the command that mends it.
        IndexIncomplete: its files are not of one length.
        StoreError: its files cannot be used.
    """
    sources = sources_of(documents, embedder)
    root = data_dir / "index"
    manifest = _current(root, sources, chroma_url)
    try:
        return load_searcher(root, manifest, embedder)
    except (StoreError, IndexIncomplete):
        again = _current(root, sources, chroma_url)
        if again == manifest:
            raise
        return load_searcher(root, again, embedder)  # a build has swapped it under our hands


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
    changes = changes_since(root, manifest, sources_of(documents, embedder), chroma_url)
    return IndexStatus(
        state=IndexState.STALE if changes else IndexState.READY,
        detail=f"{'; '.join(changes)}; {BUILD}" if changes else "",
        index_id=manifest.sources.index_id,
        documents=len(manifest.sources.documents),
        passages=manifest.passages,
        embedding_model=manifest.sources.model.name,
        created_at=manifest.created_at,
        server=manifest.server,
    )


def _current(root: Path, sources: Sources, chroma_url: str | None) -> Manifest:
    """The manifest, where it fits."""
    manifest = read_manifest(manifest_path(root))
    changes = changes_since(root, manifest, sources, chroma_url)
    if changes:
        raise IndexStale(f"the index does not fit: {'; '.join(changes)}", where=str(root), hint=BUILD)
    return manifest


def changes_since(root: Path, manifest: Manifest, sources: Sources, chroma_url: str | None) -> tuple[str, ...]:
    """Why an index cannot be used as it is, in plain words."""
    changes = manifest.sources.differences(sources)
    server = server_name(chroma_url) if chroma_url else None
    if manifest.server != server:
        changes += (f"the vectors were stored in {manifest.server or 'a folder'}, now in {server or 'a folder'}",)
    if not (root / manifest.name).is_dir():
        changes += (f"the folder {manifest.name} is gone",)
    return changes


def load_searcher(root: Path, manifest: Manifest, embedder: Embedder) -> Searcher:
    """Open the parts of the index that ``manifest`` names and join them.

    Raises:
        IndexIncomplete: they are not of one length.
        StoreError: the files cannot be used.
    """
    folder = root / manifest.name
    passages, rows, lexical = read_passages(folder), open_rows(folder), LexicalIndex.load(folder / "bm25")
    if not len(passages) == len(rows.vectors) == len(lexical) == manifest.passages:
        counts = f"{len(passages)} passages, {len(rows.vectors)} vectors, {len(lexical)} texts"
        raise IndexIncomplete(f"the index holds {counts} of {manifest.passages}", where=str(folder), hint=BUILD)
    return Searcher(passages, lexical, rows.vectors, embedder, index_id=manifest.sources.index_id)


def manifest_path(root: Path) -> Path:
    """Where the manifest of the current index lies."""
    return root / "manifest.json"
