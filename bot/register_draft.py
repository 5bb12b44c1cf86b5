"""A first draft of a register, from a document's own sentences, for a person to finish.

Each sentence that recommends something becomes a recommendation with itself as the quote. There are no criteria yet: until
somebody writes them every element is left to a person (``needs_review``), with the nearest clauses shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import yaml

from corpus.documents import Document, Passage
from corpus.errors import LexiconError, RegisterError
from corpus.lexicons import lexicon
from corpus.passages import split_passages
from corpus.register import Force, Register, bind_register
from corpus.sentences import split_sentences

_HEAD = """\
# A first draft, made from the document's own sentences. Before it is used: delete what recommends nothing, put several sentences on one
# subject together, split what asks for several things into elements, and write criteria (docs/CRITERIA.md). Then: clausewise register check
"""
_WIDTH = 130


def draft_register(document: Document) -> str:
    """Write the register file.

    Returns:
        YAML that ``load_register`` reads and whose quotes are in the document.

    Raises:
        RegisterError: no sentence of the document recommends anything.
    """
    prefix = _prefix(document.id)
    recommendations = [
        {"id": f"{prefix}-{number:02d}", "text": text, "force": force.value, "quotes": [{"document": document.id, "text": text}]}
        for number, (text, force) in enumerate(_recommending_sentences(document), start=1)
    ]
    if not recommendations:
        raise RegisterError("no sentence of it recommends anything", where=document.id, hint="write the register by hand")
    data = {
        "id": document.id,
        "version": "0.1.0",
        "title": document.title,
        "documents": [document.id],
        "recommendations": recommendations,
    }
    bind_register(Register.model_validate(data), {document.id: document})
    return _HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=_WIDTH)


def _recommending_sentences(document: Document) -> Iterator[tuple[str, Force]]:
    """The sentences that recommend, with their force, in order; of twin passages only the first is read."""
    phrases = _phrases()
    seen: set[str] = set()
    for passage in split_passages(document):
        seen.add(passage.id)
        if any(twin in seen for twin in passage.duplicates):
            continue
        for text in _sentences(document, passage):
            force = next((force for force, pattern in phrases.items() if pattern.search(text)), None)
            if force is not None:
                yield text, force


def _sentences(document: Document, passage: Passage) -> Iterator[str]:
    for start, end in split_sentences(document.text, passage.start, passage.end):
        yield document.text[start:end]


def _phrases() -> Mapping[Force, re.Pattern[str]]:
    data = lexicon("recommending")
    try:
        lists = {force: [str(phrase) for phrase in data[force.value]] for force in (Force.SHOULD, Force.TYPICAL, Force.MAY)}
    except (KeyError, TypeError) as error:
        raise LexiconError("it needs lists for should, typical and may", where="lexicon/recommending.yaml") from error
    return {force: re.compile(rf"\b(?:{'|'.join(map(re.escape, some))})\b", re.IGNORECASE) for force, some in lists.items()}


def _prefix(document_id: str) -> str:
    """Initials for the ids: "forced-marriage-overview" gives FMO."""
    return "".join(word[0] for word in re.findall(r"[A-Za-z0-9]+", document_id)).upper() or "R"
