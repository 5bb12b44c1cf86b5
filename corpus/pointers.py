"""Where a page of guidance refers its reader to another page: what that is called, and whether it is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from corpus.documents import Document
from corpus.errors import LexiconError
from corpus.lexicons import lexicon
from corpus.sentences import split_sentences

_FILE = "pointers"


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reference to another page: ``text[start:end]`` is what it is called there."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Resolved:
    """A pointer and the ids of the documents that it means, of those that are loaded; none where none is."""

    pointer: Pointer
    document_ids: tuple[str, ...] = ()


def pointers(document: Document) -> tuple[Pointer, ...]:
    """The pages that a document refers to, each once, in the order of the text.

    Raises:
        LexiconError: the patterns cannot be used.
    """
    patterns, ends, around = _grammar()
    found: dict[tuple[str, ...], Pointer] = {}
    for start, end in split_sentences(document.text, 0, len(document.text)):
        for pattern in patterns:
            for match in pattern.finditer(document.text, start, end):
                pointer = _pointer(document.text, match, ends, around)
                if pointer is not None:
                    found.setdefault(_words(pointer.title), pointer)
    return tuple(sorted(found.values(), key=lambda pointer: pointer.start))


def resolve(document: Document, documents: Mapping[str, Document]) -> tuple[Resolved, ...]:
    """The pages that a document refers to, with those of them that are loaded.

    A page is meant where its title, the end of its title after a colon, or one of its headings says what the pointer says, or one of the things that the
    pointer names together. Only pages of the document's own module are looked at: "Definitions" is not the definitions of another subject.
    """
    near = [
        other for other in documents.values() if other.id == document.id or (other.module and other.module == document.module)
    ]
    return tuple(Resolved(pointer, tuple(_meant(pointer.title, near))) for pointer in pointers(document))


def is_called(title: str, name: str) -> bool:
    """Whether a pointer's title means what is called so: the same words, or several of them in a row."""
    wanted, words = _words(title), _words(name)
    if len(words) < 2:  # noqa: PLR2004 - one word is too little to be found among others
        return bool(words) and words == wanted
    return any(wanted[at : at + len(words)] == words for at in range(len(wanted) - len(words) + 1))


def _meant(title: str, near: Iterable[Document]) -> Iterable[str]:
    for document in near:
        headings = (document.text[block.start : block.end] for block in document.headings)
        if any(is_called(title, name) for name in (document.title, document.title.rpartition(":")[2], *headings)):
            yield document.id


def _pointer(text: str, match: re.Match[str], ends: re.Pattern[str], around: str) -> Pointer | None:
    """The title without what follows it in the sentence, and without the signs around it."""
    start, end = match.span("title")
    stop = ends.search(text, start, end)
    end = stop.start() if stop else end
    words = text[start:end]
    start += len(words) - len(words.lstrip(around))
    end -= len(words) - len(words.rstrip(around))
    return Pointer(" ".join(text[start:end].split()), start, end) if start < end else None


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


@cache
def _grammar() -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str], str]:
    data = lexicon(_FILE)
    try:
        patterns = tuple(re.compile(pattern) for pattern in data["patterns"])
        ends, around = re.compile(data["ends"]), str(data["around"])
    except (KeyError, TypeError, re.error) as error:
        raise LexiconError(f"it needs patterns, ends and around ({error})", where=f"lexicon/{_FILE}.yaml") from error
    if any("title" not in pattern.groupindex for pattern in patterns):
        raise LexiconError("every pattern has a group called title", where=f"lexicon/{_FILE}.yaml")
    return patterns, ends, around
