"""Checks on texts and spans that the suites build their marks from: pure functions, no knowledge of a suite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from evals.cases import Alternatives

COVER = 0.8
"""This share of an expected quote must lie in one citation."""

Span = tuple[int, int]
Json = dict[str, Any]

_MARKER = re.compile(r"\[\d+\]")
_WORD = re.compile(r"\w+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


def plain(text: str) -> str:
    """Text for comparing words: no case, straight quotes, white space as one space."""
    return " ".join(text.translate(_QUOTES).casefold().split())


def answer_words(answer: str) -> str:
    """An answer's words for comparing, without its citation markers."""
    return plain(_MARKER.sub(" ", answer))


def says(text: str, wanted: str) -> bool:
    """Whether a plain text holds a string; a number must stand alone ("17" is not in "2017" or "17.5")."""
    pattern = re.escape(plain(wanted))
    before = r"(?<!\d)(?<!\d[.,])" if wanted[:1].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + pattern + after, text) is not None


def says_one_of(text: str, wanted: Alternatives) -> bool:
    """Whether a plain text holds the string, or one of the list."""
    return any(says(text, one) for one in ([wanted] if isinstance(wanted, str) else wanted))


def covered(expected: str, quote: str, *, share: float = COVER) -> bool:
    """Whether a citation's quote holds an expected quote, or overlaps with this share of it.

    Both are pieces of one text, so an overlap is a common run of characters; a passage that stands twice counts either way.
    """
    wanted, given = plain(expected), plain(quote)
    if not wanted or wanted in given:
        return bool(wanted)
    match = SequenceMatcher(None, wanted, given, autojunk=False).find_longest_match()
    return match.size >= share * len(wanted)


def uncovered(expected: Iterable[str], quotes: Sequence[str]) -> tuple[str, ...]:
    """The expected quotes that no citation covers."""
    return tuple(wanted for wanted in expected if not any(covered(wanted, quote) for quote in quotes))


def find_all(text: str, quote: str) -> tuple[Span, ...]:
    """Every place where the words of a quote stand in a text, whatever white space is between them; half-open spans."""
    words = [re.escape(word) for word in quote.split()]
    return tuple(match.span() for match in re.finditer(r"\s+".join(words), text)) if words else ()


def overlap(one: Span, other: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def touches(spans: Iterable[Span], wanted: Sequence[Span]) -> bool:
    """Whether any span shares a character with one of the wanted."""
    return any(overlap(span, place) for span in spans for place in wanted)


def token_precision(text: str, spans: Sequence[Span], wanted: Sequence[Span]) -> float | None:
    """The share of the quoted words that lie in the wanted spans; None where no word is quoted."""
    quoted = [word.span() for word in _WORD.finditer(text) if touches([word.span()], spans)]
    if not quoted:
        return None
    return sum(touches([word], wanted) for word in quoted) / len(quoted)


def verbatim_faults(citations: Iterable[Json], texts: Mapping[str, str]) -> tuple[list[str], int]:
    """Citations whose quote is not the slice of the text that they name.

    Args:
        citations: objects of the contract's one shape.
        texts: canonical texts by their sha256.

    Returns:
        What is wrong, a line each, and how many could be checked (the others' texts are not at hand).
    """
    faults, checked = [], 0
    for citation in citations:
        text = texts.get(citation["text_sha256"])
        if text is None:
            continue
        checked += 1
        if not citation["quote"] or text[citation["start"] : citation["end"]] != citation["quote"]:
            faults.append(f"{citation['document_id']}[{citation['start']}:{citation['end']}] is not {citation['quote'][:60]!r}")
    return faults, checked
