"""What goes into an index: every passage with the words that are embedded and counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from corpus.documents import Document, Passage
from corpus.passages import SPLITTER, split_passages
from index.embedding import Embedder
from index.errors import StoreError
from index.lexical import LEXICAL_VERSION
from index.manifest import BUILD, Model, Sources

PASSAGES: Final = "passages.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage and the words that stand for it: ``text`` is embedded, ``text_sha256`` is the key its vector is found by."""

    passage: Passage
    text: str
    text_sha256: str


def sources_of(documents: Mapping[str, Document], embedder: Embedder) -> Sources:
    """What an index of these documents is built from. Cuts no text and loads no model.

    Raises:
        ModelError: the embedding model's files cannot be read.
    """
    return Sources(
        documents={id_: documents[id_].sha256 for id_ in sorted(documents)},
        cleaner=", ".join(sorted({document.cleaner for document in documents.values()})),
        cut_sha256=_cut(documents[id_] for id_ in sorted(documents)),
        model=Model(name=embedder.name, sha256=embedder.sha256, dimensions=embedder.dimensions),
        lexical=LEXICAL_VERSION,
    )


def gather(documents: Mapping[str, Document]) -> tuple[Entry, ...]:
    """Cut documents into passages, in the order of the documents' ids."""
    return tuple(_entry(passage, documents[id_]) for id_ in sorted(documents) for passage in split_passages(documents[id_]))


def indexed_text(passage: Passage, document: Document) -> str:
    """The words that stand for a passage in both indexes: the heading right above it, then its own."""
    return "\n".join([*passage.heading_path[-1:], passage.text_in(document)])


def write_passages(folder: Path, passages: Sequence[Passage]) -> None:
    """Keep passages in a folder, so that opening an index cuts no text.

    Raises:
        OSError: the folder cannot be written.
    """
    with (folder / PASSAGES).open("w", encoding="utf-8") as file:
        for one in passages:
            row = [one.id, one.document_id, one.start, one.end, one.heading_path, one.duplicates]
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_passages(folder: Path) -> tuple[Passage, ...]:
    """The passages that are kept in a folder, in order.

    Raises:
        StoreError: they are not there, or damaged.
    """
    try:
        with (folder / PASSAGES).open(encoding="utf-8") as file:
            return tuple(_passage(json.loads(line)) for line in file)
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"the passages cannot be read ({error})", where=str(folder), hint=BUILD) from error


def _passage(row: Sequence[Any]) -> Passage:
    id_, document_id, start, end, headings, twins = row
    return Passage(id_, document_id, start, end, tuple(headings), tuple(twins))


def _entry(passage: Passage, document: Document) -> Entry:
    text = indexed_text(passage, document)
    return Entry(passage, text, hashlib.sha256(text.encode()).hexdigest())


def _cut(documents: Iterable[Document]) -> str:
    digest = hashlib.sha256(SPLITTER.encode())
    for document in documents:
        blocks = [[block.kind, block.start, block.end, block.level] for block in document.blocks]
        digest.update(json.dumps([document.id, blocks]).encode())
    return digest.hexdigest()
