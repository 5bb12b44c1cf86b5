"""A first draft of a register, from a document's own sentences, for a person to finish.

Each sentence that recommends something becomes a recommendation with itself as the quote; a list becomes its elements. There are no criteria yet:
until somebody writes them every element is left to a person (``needs_review``), with the nearest clauses shown.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from bot.recommending import Part, Recommendations, Recommending
from corpus.documents import Block, BlockKind, Document
from corpus.errors import RegisterError
from corpus.passages import split_passages
from corpus.register import Register, bind_register
from corpus.sentences import split_sentences

_HEAD = """\
# A first draft, made from the document's own sentences. Before it is used: delete what recommends nothing, put several sentences on one
# subject together, split what asks for several things into elements, and write criteria (docs/CRITERIA.md). Ids are made of the words, so that
# they stay when the page grows; shorten them before anybody uses them. Then: clausewise register check
"""
_WIDTH = 130
_ID_WORDS = 3
_NAME_WORDS = 2
_LABEL = re.compile(r"(?:[-*•–]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A recommendation of a document: its sentence, the places it rests on, and its parts, if it has several."""

    read: Recommending
    quotes: tuple[Span, ...]
    parts: tuple[Part, ...]


def draft_register(document: Document) -> str:
    """Write the register file.

    Returns:
        YAML that ``load_register`` reads and whose quotes are in the document.

    Raises:
        RegisterError: no sentence of the document recommends anything.
    """
    reader = Recommendations()
    found = list(recommendations_of(document, reader))
    if not found:
        raise RegisterError("no sentence of it recommends anything", where=document.id, hint="write the register by hand")
    written = _Names(reader, _prefix(document.id))
    entries = [(one, _entry(document, one, written)) for one in found]
    head: dict[str, Any] = {"id": document.id, "version": "0.1.0", "title": document.title, "documents": [document.id]}
    bind_register(Register.model_validate({**head, "recommendations": [entry for _, entry in entries]}), {document.id: document})
    body = "".join(_written(one, entry) for one, entry in entries)
    return _HEAD + _yaml(head) + "recommendations:\n" + body


def recommendations_of(document: Document, reader: Recommendations) -> Iterator[Found]:
    """The recommendations of a document, in order; of twin passages only the first is read, and of equal sentences."""
    sentences = _sentences(document)
    seen: set[str] = set()
    at = 0
    while at < len(sentences):
        sentence = _slice(document, sentences[at])
        at += 1
        read = reader.read(sentence)
        if read is None or sentence in seen:
            continue
        seen.add(sentence)
        items = _items(document, sentences[at:]) if sentence.rstrip().endswith((":", "—", "–")) else []
        if items and not any(reader.read(_slice(document, item)) for item in items):
            at += len(items)
            texts = [_slice(document, item) for item in items]
            yield Found(read, (sentences[at - len(items) - 1], *items), tuple(reader.listed(read, texts)))
        elif not items:
            yield Found(read, (sentences[at - 1],), tuple(reader.parts(read)))


def _sentences(document: Document) -> list[Span]:
    """The sentences outside headings and footnotes, without their numbers and bullets."""
    spans: list[Span] = []
    seen: set[str] = set()
    for passage in split_passages(document):
        seen.add(passage.id)
        if any(twin in seen for twin in passage.duplicates):
            continue
        for start, end in split_sentences(document.text, passage.start, passage.end):
            block = _block_at(document, start)
            if block is None or block.kind not in {BlockKind.HEADING, BlockKind.FOOTNOTE}:
                label = _LABEL.match(document.text, start, end)
                spans.append((label.end() if label else start, end))
    return spans


def _items(document: Document, following: Sequence[Span]) -> list[Span]:
    """The list items that stand directly behind a lead-in, each as its first sentence."""
    items: list[Span] = []
    for span in following:
        block = _block_at(document, span[0])
        if block is None or block.kind is not BlockKind.LIST_ITEM:
            break
        items.append(span)
    return items


def _block_at(document: Document, offset: int) -> Block | None:
    return next((block for block in document.blocks if block.start <= offset < block.end), None)


def _slice(document: Document, span: Span) -> str:
    return document.text[slice(*span)]


# writing -----------------------------------------------------------------------------------------------------------------


class _Names:
    """Ids, names and statements; ids and names each once."""

    def __init__(self, reader: Recommendations, prefix: str) -> None:
        self._reader = reader
        self._prefix = prefix
        self._ids: set[str] = set()

    def id(self, read: Recommending, parts: Sequence[Part]) -> str:
        """An id made of what the sentence asks for; of its first part, or the whole, where nothing that says something stands behind the modal."""
        behind = read.sentence[read.at[1] :]
        said = next(
            (each for each in (behind, *(part.words for part in parts)) if self._reader.says_something(each)), read.sentence
        )
        return _unique(f"{self._prefix}-{self._reader.name(said, _ID_WORDS)}", self._ids)

    def statement(self, read: Recommending) -> str:
        """The sentence as a statement of what the law does; "" where it cannot be turned safely."""
        return self._reader.statement(read)

    def parts(self, parts: Sequence[Part]) -> list[str]:
        """A name for each part."""
        taken: set[str] = set()
        return [_unique(self._reader.name(part.words, _NAME_WORDS) or "part", taken) for part in parts]


def _unique(name: str, taken: set[str]) -> str:
    count = 2
    unique = name
    while unique in taken:
        unique = f"{name}-{count}"
        count += 1
    taken.add(unique)
    return unique


def _entry(document: Document, one: Found, names: _Names) -> dict[str, Any]:
    """One recommendation as it is written."""
    sentence = " ".join(one.read.sentence.split())
    force = "should" if one.read.force == "must" else one.read.force
    quotes = [{"document": document.id, "text": _slice(document, span)} for span in one.quotes]
    entry: dict[str, Any] = {"id": names.id(one.read, one.parts), "text": sentence, "force": force, "quotes": quotes}
    if one.parts:
        named = zip(names.parts(one.parts), one.parts, strict=True)
        entry["elements"] = [{"name": name, "statement": part.statement or _capital(part.words)} for name, part in named]
    elif statement := names.statement(one.read):
        entry["statement"] = statement
    return entry


def _capital(words: str) -> str:
    line = " ".join(words.split()).rstrip(".")
    return f"{line[:1].upper()}{line[1:]}."


def _written(one: Found, entry: dict[str, Any]) -> str:
    must = one.read.sentence[slice(*one.read.at)].lower()
    note = f"  # The page says “{must}”.\n" if one.read.force == "must" else ""
    return note + textwrap.indent(_yaml([entry]), "  ")


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=_WIDTH)


def _prefix(document_id: str) -> str:
    """Initials for the ids: "forced-marriage-overview" gives FMO."""
    return "".join(word[0] for word in re.findall(r"[A-Za-z0-9]+", document_id)).upper() or "R"
