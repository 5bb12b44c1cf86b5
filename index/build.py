"""Building and refreshing the index of the guidance.

    data_dir/index.lock             held while one process builds
    data_dir/index/manifest.json    names the current build; replacing it is the swap
    data_dir/index/clausewise-.../  one build: passages.jsonl, vectors.npy, texts.npy, bm25/ and, without a server, chroma/
    data_dir/index/pending/         vectors of a build that was broken off, which the next one takes over

Chroma is the store of record, and all that is written to it is read back and compared. Searching maps the files beside it into memory.

A build never touches the current one: it is made beside it, read back, and becomes current when the manifest is replaced. Two
processes that write to one Chroma folder lose entries without an error; here no folder is written by two, or twice. On a server a collection is named by its content,
so that machines that build the same index share one: the second finds it there and embeds nothing. A build on a server that goes away for a while waits and goes on.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from filelock import FileLock, Timeout

from corpus.documents import Document
from index.aside import aside
from index.content import Entry, gather, sources_of, write_passages
from index.embedding import Embedder, Vectors
from index.errors import IndexIncomplete, IndexLocked, IndexMissing, IndexStale, ModelError, StoreError
from index.lexical import LexicalIndex
from index.manifest import Manifest, Sources, read_manifest, server_name, write_manifest
from index.opening import (
    IndexState,
    IndexStatus,
    changes_since,
    index_status,
    load_searcher,
    manifest_path,
    open_index,
)
from index.rows import Pending, new_rows, open_rows
from index.vectors import check_stored, open_store

__all__ = ["BuildReport", "IndexState", "IndexStatus", "Progress", "build_index", "index_status", "open_index"]

Progress = Callable[[int, int], None]
"""Called with the passages embedded so far and those to embed in all."""

_PREFIX: Final = "clausewise-"
_PENDING: Final = "pending"
_CHUNK: Final = 500
"""Entries that are embedded and stored at once, between two reports of progress; so many are lost at most where a build is broken off."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``embedded`` + ``reused`` == ``passages``; ``removed`` passages of the index before are gone."""

    embedded: int
    reused: int
    removed: int
    passages: int
    index_id: str
    seconds: float


def build_index(
    documents: Mapping[str, Document],
    data_dir: Path,
    embedder: Embedder,
    *,
    chroma_url: str | None = None,
    lock_timeout_s: float = 20.0,
    progress: Progress | None = None,
) -> BuildReport:
    """Build the index, or refresh it: only texts whose vectors are not there yet are embedded.

    Raises:
        IndexLocked: another process builds and did not finish in ``lock_timeout_s`` seconds.
        IndexIncomplete: there is nothing to index, or not all that was written could be read back; the index before stays.
        StoreError: the data directory or the Chroma server cannot be used.
        ModelError: the embedding model cannot be used.
    """
    started = time.perf_counter()
    sources = sources_of(documents, embedder)
    with _locked(data_dir, lock_timeout_s):
        build = _Build(data_dir / "index", documents, sources, embedder, chroma_url)
        done = build.current() or build.run(progress or _silent)
        build.remove_others()
    seconds = time.perf_counter() - started
    return BuildReport(done.embedded, done.passages - done.embedded, done.removed, done.passages, sources.index_id, seconds)


@dataclass(frozen=True, slots=True)
class _Done:
    """How many passages there are, were embedded, and are gone."""

    passages: int
    embedded: int = 0
    removed: int = 0


class _Build:
    """One run of building, under the lock."""

    def __init__(
        self, root: Path, documents: Mapping[str, Document], sources: Sources, embedder: Embedder, chroma_url: str | None
    ) -> None:
        self._root = root
        self._documents = documents
        self._sources = sources
        self._embedder = embedder
        self._url = chroma_url
        self._before = _readable_manifest(root)

    def current(self) -> _Done | None:
        """What the index before holds, where it holds just this content and all of it is there."""
        before = self._before
        if before is None or changes_since(self._root, before, self._sources, self._url):
            return None
        try:
            load_searcher(self._root, before, self._embedder)
            stored = self._count(before)
        except (StoreError, IndexIncomplete):
            return None
        return _Done(before.passages) if stored == before.passages else None

    def _count(self, manifest: Manifest) -> int:
        """How many passages the vector store holds."""
        folder = self._root / manifest.name / "chroma"
        if not folder.is_dir():  # Chroma would make an empty one
            return 0
        with open_store(folder, self._url) as store:
            return store.count(manifest.collection)

    def run(self, progress: Progress) -> _Done:
        """Make a new index and put it in the place of the one before."""
        entries = gather(self._documents)
        if not entries:
            raise IndexIncomplete("the corpus holds no passages", hint="add guidance with `clausewise corpus add`")
        name = f"{_PREFIX}{self._sources.index_id}-{secrets.token_hex(3)}"
        collection = f"{_PREFIX}{self._sources.index_id}" if self._url else name
        pending = Pending(self._root / _PENDING, self._sources.model.sha256, self._sources.model.dimensions)
        texts_before, vectors_before = self._stored_before()
        wanted = Counter(entry.text_sha256 for entry in entries)
        known = self._known(wanted, collection, pending.read().by_text() | vectors_before)
        embedded = sum(number for sha, number in wanted.items() if sha not in known)
        removed = (Counter(texts_before) - wanted).total()
        vectors = _Vectors(known, self._embedder, pending, progress, len(wanted.keys() - known.keys()))
        with contextlib.ExitStack() as undo:
            undo.callback(shutil.rmtree, self._root / name, ignore_errors=True)
            self._write(name, collection, entries, vectors)
            self._swap(name, collection, len(entries))
            undo.pop_all()
        return _Done(len(entries), embedded, removed)

    def remove_others(self) -> None:
        """Remove what is not current: the index before, and what builds left behind that were broken off."""
        current = read_manifest(manifest_path(self._root))
        for folder in (self._root / _PENDING, *self._root.glob(f"{_PREFIX}*")):
            if folder.name != current.name:
                shutil.rmtree(folder, ignore_errors=True)
        before = self._before
        if before is not None and before.server and before.collection != current.collection:
            # whoever else searches it has files of their own; where the server was given with a password, only that URL opens it
            url = self._url if self._url and server_name(self._url) == before.server else before.server
            with contextlib.suppress(StoreError), open_store(self._root, url) as store:
                store.delete(before.collection)

    def _stored_before(self) -> tuple[list[str], dict[str, Vectors]]:
        """The texts of the index before, by their sha256, and their vectors, where they are of the same model: from its files, or else from the store of record."""
        before = self._before
        if before is None or before.sources.model.sha256 != self._sources.model.sha256:
            return [], {}
        folder = self._root / before.name
        with contextlib.suppress(StoreError):
            rows = open_rows(folder)
            return rows.text_sha256s, rows.by_text()
        if before.server or not (folder / "chroma").is_dir():
            return [], {}  # what a server holds of the same content is looked for later
        with contextlib.suppress(StoreError), open_store(folder / "chroma") as store:
            pages = list(store.read(before.collection))
            texts = [text for page in pages for text in page.text_sha256s]
            return texts, {text: row for page in pages for text, row in zip(page.text_sha256s, page.vectors, strict=True)}
        return [], {}

    def _known(self, wanted: Mapping[str, int], collection: str, here: dict[str, Vectors]) -> dict[str, Vectors]:
        """Vectors that need not be computed, by the sha256 of their texts: those that are here, and another machine's on the server."""
        if not self._url or wanted.keys() <= here.keys():
            return here
        known = dict(here)
        with open_store(self._root, self._url) as store:
            for page in store.read(collection) if store.count(collection) else ():
                known |= zip(page.text_sha256s, page.vectors, strict=True)
        return known

    def _write(self, name: str, collection: str, entries: Sequence[Entry], vectors: _Vectors) -> None:
        """Write all parts; words are indexed and passages stored while the next ones are embedded."""
        folder = self._root / name
        (folder / "chroma").mkdir(parents=True)
        write_passages(folder, [entry.passage for entry in entries])
        rows = new_rows(folder, [entry.text_sha256 for entry in entries], self._sources.model.dimensions)
        with open_store(folder / "chroma", self._url) as store, aside() as do:
            is_there = store.count(collection) == len(entries)  # another machine has written it
            do(lambda: LexicalIndex.build([entry.text for entry in entries]).save(folder / "bm25"))
            for at in range(0, len(entries), _CHUNK):
                page = entries[at : at + _CHUNK]
                rows[at : at + len(page)] = vectors.of(page)
                if not is_there:
                    do(partial(store.write, collection, page, rows[at : at + len(page)], self._embedder))
        vectors.all_done()
        self._check(folder, collection, entries, rows, again=is_there)

    def _check(self, folder: Path, collection: str, entries: Sequence[Entry], rows: Vectors, *, again: bool) -> None:
        """See that the store gives back what it should; ``again`` writes what another machine wrote, where that is not it."""
        ids = [entry.passage.id for entry in entries]
        with open_store(folder / "chroma", self._url) as store:
            try:
                check_stored(store.read(collection), ids, rows)
            except IndexIncomplete:
                if not again:
                    raise
                store.write(collection, entries, rows, self._embedder)
                check_stored(store.read(collection), ids, rows)

    def _swap(self, name: str, collection: str, passages: int) -> None:
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        server = server_name(self._url) if self._url else None
        manifest = Manifest(
            sources=self._sources, created_at=now, name=name, collection=collection, passages=passages, server=server
        )
        write_manifest(manifest_path(self._root), manifest)


class _Vectors:
    """The vectors of entries: those that are known, and the others, embedded as they are asked for and kept as they come."""

    def __init__(self, known: dict[str, Vectors], embedder: Embedder, pending: Pending, progress: Progress, missing: int) -> None:
        """``missing``: how many texts are to be embedded in all."""
        self._known = known
        self._embedder = embedder
        self._pending = pending
        self._progress = progress
        self._missing = missing
        self._embedded = 0

    def of(self, page: Sequence[Entry]) -> Vectors:
        """The vectors of n entries: shape (n, d), float32.

        Raises:
            ModelError: the model cannot be used, or gives vectors that are no numbers.
        """
        self._progress(self._embedded, self._missing)
        new = {entry.text_sha256: entry.text for entry in page if entry.text_sha256 not in self._known}
        if new:
            vectors = self._embedder.embed(list(new.values()))
            if not np.isfinite(vectors).all():
                raise ModelError(
                    "the model gives vectors that are no numbers", where=self._embedder.name, hint="set another model"
                )
            self._pending.add(list(new), vectors)
            self._known |= zip(new, vectors, strict=True)
            self._embedded += len(new)
        return np.stack([self._known[entry.text_sha256] for entry in page])

    def all_done(self) -> None:
        """Say so."""
        self._progress(self._missing, self._missing)


def _readable_manifest(root: Path) -> Manifest | None:
    try:
        return read_manifest(manifest_path(root))
    except (IndexMissing, IndexStale):
        return None


def _silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


@contextlib.contextmanager
def _locked(data_dir: Path, timeout_s: float) -> Iterator[None]:
    """Hold the lock on a data directory, which is made where it is not there yet."""
    try:
        (data_dir / "index").mkdir(parents=True, exist_ok=True)
        with FileLock(data_dir / "index.lock", timeout=timeout_s):
            yield
    except Timeout as error:
        raise IndexLocked(
            f"another process has been building the index for over {timeout_s:g} s",
            where=str(data_dir),
            hint="wait until it is done and try again",
        ) from error
    except OSError as error:
        raise StoreError(f"the data directory cannot be written ({error})", where=str(data_dir), hint="see --data-dir") from error
