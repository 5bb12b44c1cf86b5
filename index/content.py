"""What goes into an index: every passage with the words that are embedded and counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.documents import Document, Passage
from corpus.passages import split_passages
from index.embedding import Embedder
from index.lexical import LEXICAL_VERSION
from index.manifest import Model, Sources


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage and the words that stand for it: ``text`` is embedded, ``text_sha256`` is the key its vector is found by."""

    passage: Passage
    text: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything an index is to hold, in order, and what it was made from."""

    entries: tuple[Entry, ...]
    sources: Sources

    @property
    def ids(self) -> tuple[str, ...]:
        """The passages' ids, in order."""
        return tuple(entry.passage.id for entry in self.entries)


def gather(documents: Mapping[str, Document], embedder: Embedder) -> Content:
    """Split documents into passages, in the order of the documents' ids. Loads no model.

    Raises:
        ModelError: the embedding model's files cannot be read.
    """
    entries = tuple(_entry(passage, documents[id_]) for id_ in sorted(documents) for passage in split_passages(documents[id_]))
    sources = Sources(
        documents={id_: documents[id_].sha256 for id_ in sorted(documents)},
        cleaner=", ".join(sorted({document.cleaner for document in documents.values()})),
        passages=len(entries),
        passages_sha256=_fingerprint(entry.passage for entry in entries),
        model=Model(name=embedder.name, sha256=embedder.sha256, dimensions=embedder.dimensions),
        lexical=LEXICAL_VERSION,
    )
    return Content(entries, sources)


def indexed_text(passage: Passage, document: Document) -> str:
    """The words that stand for a passage in both indexes: the heading right above it, then its own."""
    return "\n".join([*passage.heading_path[-1:], passage.text_in(document)])


def _entry(passage: Passage, document: Document) -> Entry:
    text = indexed_text(passage, document)
    return Entry(passage, text, hashlib.sha256(text.encode()).hexdigest())


def _fingerprint(passages: Iterable[Passage]) -> str:
    digest = hashlib.sha256()
    for passage in passages:
        row = [passage.id, passage.document_id, passage.start, passage.end, passage.heading_path, passage.duplicates]
        digest.update(json.dumps(row).encode())
    return digest.hexdigest()
