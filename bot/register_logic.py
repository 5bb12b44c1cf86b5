"""The sense of a register: phrases that cannot be read or match nothing said, quotes that are not in the guidance, criteria that can never hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from bot.register_names import suggestion
from bot.register_remarks import Data, Level, Remark, WrittenElement, elements_in, entries, mapping, names_in, sequence
from bot.reviewing.phrases import compile_phrases
from corpus.documents import Document, find_quote
from corpus.errors import LexiconError, QuoteNotFound
from corpus.sentences import split_sentences
from corpus.yaml_places import Path

_NEAR = 50
"""Percent of letters that agree in a sentence that is shown for a quote that is not there."""
_VERDICTS = ("met", "partial", "conflict", "needs_review")
_DEMANDS = ("bearer", "subject", "predicate", "acts", "conditions", "anywhere", "also")


def logic_remarks(data: Data, documents: Mapping[str, Document]) -> Iterator[Remark]:
    """What is to be said of phrases, quotes and criteria.

    Args:
        data: the register as it is written.
        documents: the guidance that is loaded, by id.
    """
    for path, _, concept in entries(data, "concepts"):
        yield from _phrases(path, concept)
    yield from _quotes(data, documents)
    for path, name, narrower in entries(data, "narrowers"):
        yield from _narrower(path, name, narrower)
    for element in elements_in(data):
        yield from _element(element)


# phrases -----------------------------------------------------------------------------------------------------------------


def _phrases(path: Path, concept: Data) -> Iterator[Remark]:
    written = [*names_in(concept, "any", "exclude", path=path)]
    written += names_in(mapping(concept.get("kinds")), *mapping(concept.get("kinds")), path=(*path, "kinds"))
    seen = Counter((each[0][: len(path) + 1], each[1]) for each in written)
    for place, phrase in written:
        try:
            compiled = compile_phrases((phrase,))
        except LexiconError as error:
            yield Remark(
                Level.ERROR,
                place,
                f"the phrase “{phrase}” cannot be read: {error.what}",
                "see the table of phrases in docs/CRITERIA.md",
            )
            continue
        if compiled.may_be_empty:
            what = f"the phrase “{phrase}” matches where nothing is said: every word of it may be absent"
            yield Remark(Level.ERROR, place, what, "leave at least one word without parentheses")
    for (place, phrase), count in seen.items():
        if count > 1:
            yield Remark(Level.INFO, place, f"the phrase “{phrase}” stands {count} times", "once is enough")


# quotes ------------------------------------------------------------------------------------------------------------------


def _quotes(data: Data, documents: Mapping[str, Document]) -> Iterator[Remark]:
    listed = [name for _, name in names_in(data, "documents")]
    for place, name in names_in(data, "documents"):
        if name not in documents:
            hint = suggestion(name, list(documents)) or "add it with clausewise corpus add"
            yield Remark(Level.ERROR, place, f"the document {name} is not loaded", hint)
    for index, recommendation in enumerate(map(mapping, sequence(data.get("recommendations")))):
        for at, quote in enumerate(map(mapping, sequence(recommendation.get("quotes")))):
            yield from _quote(("recommendations", index, "quotes", at), quote, listed, documents)


def _quote(path: Path, quote: Data, listed: Sequence[str], documents: Mapping[str, Document]) -> Iterator[Remark]:
    name, words = quote.get("document"), quote.get("text")
    if not isinstance(name, str) or not isinstance(words, str):
        return
    if name not in listed:
        yield Remark(Level.ERROR, (*path, "document"), f"{name} is not among the register's documents", suggestion(name, listed))
    elif name in documents:
        try:
            find_quote(documents[name], words)
        except QuoteNotFound:
            what = f"the words “{words}” are not in {name}"
            yield Remark(Level.ERROR, (*path, "text"), what, _nearest(words, documents[name]) or "quote the text verbatim")


def _nearest(words: str, document: Document) -> str:
    sentences = [document.text[start:end] for start, end in split_sentences(document.text)]
    best = process.extractOne(words, sentences, scorer=fuzz.partial_ratio, score_cutoff=_NEAR)
    return f"the nearest sentence is “{' '.join(best[0].split())}”" if best else ""


# criteria ----------------------------------------------------------------------------------------------------------------


def _element(element: WrittenElement) -> Iterator[Remark]:
    if element.criteria is None:
        yield Remark(
            Level.INFO, element.path, f"{element.id} has no criteria: it is always needs_review", "write criteria when you can"
        )
        return
    for path, name, pattern in entries(element.criteria, "norms", path=element.criteria_path):
        yield from _pattern(path, name, pattern)
    for path, name, narrower in entries(element.criteria, "narrowers", path=element.criteria_path):
        yield from _narrower(path, name, narrower)
    lines = [mapping(line) for line in sequence(element.criteria.get("decide"))]
    yield from _order(element, lines)
    if lines and not any(line.get("met") for line in lines):
        yield Remark(
            Level.WARNING, (*element.criteria_path, "decide"), f"{element.id} can never be met", "add a line that gives met"
        )
    narrows = mapping(element.criteria.get("narrowers")) or element.criteria.get("shared")
    if lines and narrows and not any(line.get("met") or line.get("partial") for line in lines):
        yield Remark(
            Level.WARNING, element.criteria_path, "narrowers without a line that gives met or partial", "they are never tried"
        )


def _names(data: Data, *keys: str) -> list[str]:
    return [name for _, name in names_in(data, *keys)]


def _pattern(path: Path, name: str, pattern: Data) -> Iterator[Remark]:
    """Patterns that forbid what they demand."""
    for forbidding, demanding in (("without", _DEMANDS), ("not_bearer", ("bearer",))):
        forbidden = set(_names(pattern, forbidding))
        for key in demanding:
            wanted = _names(pattern, key)
            if wanted and set(wanted) <= forbidden:
                what = f"the pattern {name} can never count: {key} asks for what {forbidding} forbids"
                yield Remark(Level.WARNING, (*path, forbidding), what, f"take it out of {forbidding} or of {key}")
    if isinstance(pattern.get("anchor"), str) and pattern.get("anchor") == pattern.get("not_anchor"):
        yield Remark(
            Level.WARNING,
            path,
            f"the pattern {name} can never count: it must be and not be of one anchor",
            "remove one of the two",
        )


def _narrower(path: Path, name: str, narrower: Data) -> Iterator[Remark]:
    only = _names(narrower, "only")
    if only and set(only) <= set(_names(narrower, "unless")):
        what = f"the narrower {name} can never hold: unless names all that only names"
        yield Remark(Level.WARNING, (*path, "unless"), what, "name what is wider under unless")


def _order(element: WrittenElement, lines: Sequence[Data]) -> Iterator[Remark]:
    """Lines that can never hold, or an ``unless`` that changes nothing, because a line before them has decided already."""
    decided: dict[str, int] = {}
    for index, line in enumerate(lines):
        path = (*element.criteria_path, "decide", index)
        wanted, barred = _names(line, *_VERDICTS), _names(line, "unless")
        if wanted and set(wanted) <= set(barred):
            yield Remark(
                Level.WARNING, (*path, "unless"), "this line can never hold: unless names all that it asks for", "mend unless"
            )
        elif wanted and set(wanted) <= set(decided):
            before = sorted({decided[name] + 1 for name in wanted})
            what = f"this line is never reached: line {' and '.join(map(str, before))} of decide has decided whenever {' or '.join(wanted)} counts"
            yield Remark(Level.WARNING, path, what, "move it up, or remove it")
        for place, name in names_in(line, "unless", path=path):
            if name in decided and name not in wanted:
                what = f"this unless changes nothing: where {name} counts, line {decided[name] + 1} of decide has decided"
                yield Remark(Level.WARNING, place, what, "remove it, or move the line up")
        if not (barred or _names(line, "also", "over") or (line.get("met") and line.get("without"))):
            decided.update({name: index for name in wanted if name not in decided})
