"""Choosing among the documents of a corpus: by name, by module, by the day they were last edited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from corpus.documents import Document
from corpus.errors import UnknownDocument


@dataclass(frozen=True, slots=True)
class Choice:
    """Which documents are meant: those that meet all that is set; all where nothing is.

    ``since`` and ``until`` are days of the last edit, both included; a document that does not say when it was edited meets neither.
    """

    ids: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is set."""
        return not (self.ids or self.modules or self.since or self.until)


EVERYTHING: Final = Choice()


def chosen(documents: Mapping[str, Document], choice: Choice) -> frozenset[str] | None:
    """The ids of the documents that are meant; None for all.

    Raises:
        UnknownDocument: an id or a module is named that no document has.
    """
    if choice.is_all:
        return None
    _known("document", choice.ids, documents)
    _known("module", choice.modules, {document.module for document in documents.values() if document.module})
    return frozenset(id_ for id_, document in documents.items() if _meets(document, choice))


def _meets(document: Document, choice: Choice) -> bool:
    edited = document.last_edited
    return (
        (not choice.ids or document.id in choice.ids)
        and (not choice.modules or document.module in choice.modules)
        and (choice.since is None or (edited is not None and edited >= choice.since))
        and (choice.until is None or (edited is not None and edited <= choice.until))
    )


def _known(what: str, named: Iterable[str], there: Iterable[str]) -> None:
    known = sorted(there)
    missing = sorted(set(named) - set(known))
    if missing:
        hint = f"choose among {', '.join(known)}" if known else f"no document names its {what}"
        raise UnknownDocument(f"there is no such {what}", where=missing[0], hint=hint)
