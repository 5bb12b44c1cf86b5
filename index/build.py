"""Building and refreshing the index of the guidance.

    data_dir/index.lock             held while one process builds
    data_dir/index/manifest.json    names the current build; replacing it is the swap
    data_dir/index/clausewise-.../  bm25/ and, without a server, chroma/ of one build

A build never touches the current one: it is made beside it, read back, and becomes current when the manifest is replaced. Two
processes that write to one Chroma folder lose entries without an error; here no folder is written by two, or twice.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from filelock import FileLock, Timeout

from corpus.documents import Document
from index.content import Content, gather
from index.embedding import Embedder, Vectors
from index.errors import IndexIncomplete, IndexLocked, IndexMissing, IndexStale, StoreError
from index.lexical import Bm25
from index.manifest import Manifest, read_manifest, write_manifest
from index.opening import (
    IndexState,
    IndexStatus,
    changes_since,
    index_status,
    load_searcher,
    manifest_path,
    open_index,
    read_store,
)
from index.vectors import Stored, arrange, open_store, server_name

__all__ = ["BuildReport", "IndexState", "IndexStatus", "Progress", "build_index", "index_status", "open_index"]

Progress = Callable[[int, int], None]
"""Called with the passages embedded so far and those to embed in all."""

_PREFIX: Final = "clausewise-"
_CHUNK: Final = 128


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
    content = gather(documents, embedder)
    if not content.entries:
        raise IndexIncomplete("the corpus holds no passages", hint="add guidance with `clausewise corpus add`")
    with _locked(data_dir, lock_timeout_s):
        build = _Build(data_dir / "index", content, embedder, chroma_url)
        embedded, removed = (0, 0) if build.is_current() else build.run(progress or _silent)
        build.remove_others()
    total = len(content.entries)
    seconds = time.perf_counter() - started
    return BuildReport(embedded, total - embedded, removed, total, content.sources.index_id, seconds)


class _Build:
    """One run of building, under the lock."""

    def __init__(self, root: Path, content: Content, embedder: Embedder, chroma_url: str | None) -> None:
        self._root = root
        self._content = content
        self._embedder = embedder
        self._url = chroma_url
        self._before = _readable_manifest(root)

    def is_current(self) -> bool:
        """Whether the index before holds just this content, and all of it can be read."""
        before = self._before
        if before is None or changes_since(self._root, before, self._content, self._url):
            return False
        try:
            load_searcher(self._root, before, self._content, self._embedder, self._url)
        except (StoreError, IndexIncomplete):
            return False
        return True

    def run(self, progress: Progress) -> tuple[int, int]:
        """Make a new index and put it in the place of the one before; how many passages were embedded and removed."""
        stored = self._stored_before()
        known = dict(zip(stored.text_sha256s, stored.vectors, strict=True)) if stored else {}
        wanted = Counter(entry.text_sha256 for entry in self._content.entries)
        embedded = sum(number for sha, number in wanted.items() if sha not in known)
        removed = (Counter(stored.text_sha256s) - wanted).total() if stored else 0
        vectors = _all_vectors(self._content, known, self._embedder, progress)
        name = f"{_PREFIX}{self._content.sources.index_id}-{secrets.token_hex(3)}"
        with contextlib.ExitStack() as undo:
            undo.callback(self._remove, name, self._url)
            self._write(name, vectors)
            self._swap(name)
            undo.pop_all()
        return embedded, removed

    def remove_others(self) -> None:
        """Remove what is not current: the index before, and what builds left behind that were broken off."""
        current = read_manifest(manifest_path(self._root)).name
        servers = {self._url, self._before.server if self._before else self._url}
        for folder in self._root.glob(f"{_PREFIX}*"):
            if folder.name != current:
                for url in servers:
                    self._remove(folder.name, url)

    def _stored_before(self) -> Stored | None:
        """What the index before holds, where its vectors are of the same model."""
        before = self._before
        if before is None or before.sources.model.sha256 != self._content.sources.model.sha256:
            return None
        try:
            return read_store(self._root, before, before.server)
        except StoreError:
            return None  # then everything is embedded again

    def _write(self, name: str, vectors: Mapping[str, Vectors]) -> None:
        entries = self._content.entries
        folder = self._root / name
        (folder / "chroma").mkdir(parents=True)
        Bm25.build([entry.text for entry in entries]).save(folder / "bm25")
        with open_store(folder / "chroma", self._url) as store:
            store.write(name, entries, {entry.text: vectors[entry.text_sha256] for entry in entries}, self._embedder)
        with open_store(folder / "chroma", self._url) as store:
            back = arrange(store.read(name), self._content.ids)
        if not np.allclose(back, np.stack([vectors[entry.text_sha256] for entry in entries]), atol=1e-4):
            raise IndexIncomplete("the vectors that were read back are not those that were written", where=name)

    def _swap(self, name: str) -> None:
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        server = server_name(self._url) if self._url else None
        manifest = Manifest(sources=self._content.sources, created_at=now, name=name, server=server)
        write_manifest(manifest_path(self._root), manifest)

    def _remove(self, name: str, url: str | None) -> None:
        """Remove a build's collection and folder. Whoever still reads the folder's files keeps them till they are closed."""
        if url is not None:
            with contextlib.suppress(StoreError), open_store(self._root, url) as store:
                store.delete(name)
        shutil.rmtree(self._root / name, ignore_errors=True)


def _all_vectors(content: Content, known: Mapping[str, Vectors], embedder: Embedder, progress: Progress) -> dict[str, Vectors]:
    """The vector of every entry by ``text_sha256``, each of shape (d,); those not known are embedded, long texts first."""
    texts = {entry.text_sha256: entry.text for entry in content.entries}
    vectors = {sha: known[sha] for sha in texts if sha in known}
    missing = sorted((sha for sha in texts if sha not in known), key=lambda sha: (-len(texts[sha]), sha))
    for at in range(0, len(missing), _CHUNK):
        progress(at, len(missing))
        chunk = missing[at : at + _CHUNK]
        vectors.update(zip(chunk, embedder.embed([texts[sha] for sha in chunk]), strict=True))
    progress(len(missing), len(missing))
    return vectors


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
