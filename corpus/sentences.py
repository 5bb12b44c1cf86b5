"""Splitting text into sentences, with the full stops of law in mind.

A sentence ends at a stop that is no abbreviation's, at a blank line, and before a line that opens a unit of its own ("(a)",
"12.", "Article 3"). An enumeration inside a line stays in its sentence. Words in brackets that stand after the full stop are a
sentence of their own, so that a recommendation can be quoted without its "(See: ...)", and so can one that follows it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from corpus.errors import LexiconError
from corpus.labels import is_label_only, opens_unit
from corpus.lexicons import lexicon

_STOP = re.compile("(?P<stop>[.!?\u2026\u061f\u06d4\u0964]+|[\u3002\uff01\uff1f])(?P<closers>[\"'\u201d\u2019\u00bb)\\]]*)")
_NO_SPACE_NEEDED = frozenset("\u3002\uff01\uff1f")
_LINE = re.compile(r"[^\n]+")
_WORD_BEFORE = re.compile(r"[^\s(\[\"'\u201c\u2018,;/]*$")
_NEXT_WORD = re.compile(r"\w+(?:['\u2019]\w+)?")
_OPENING = "\"'\u201c\u2018\u00ab(["
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_NUMBER_LIKE = re.compile(r"[(\[]?(?:\d|[ivxlcdmIVXLCDM]+\b|[A-Za-z]\b)|[(\[]")
_PAIRS = {"(": ")", "[": "]"}
_TOLD_ASIDE = re.compile(r"[(\[]\w+:\s")
"""A bracket that says of itself what it is: "(See: ...)", "(Source: ...)". Others may hold what the next sentence hangs on: an exception, a year, a label."""
_BRACKET_REACH = 600
"""A bracket that does not close within so many characters is taken for a slip, and sentences end in it as usual."""


_TITLE_SHARE = 0.6
_REACH = 80
"""How far around a full stop one looks: longer than any label, abbreviation or gap."""


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    never: frozenset[str]
    before_number: frozenset[str]
    sometimes: frozenset[str]
    openers: frozenset[str]


@cache
def _abbreviations() -> _Abbreviations:
    data = lexicon("abbreviations")
    lists = {}
    for key in ("never", "before_number", "sometimes", "openers"):
        words = data.get(key)
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise LexiconError(
                f"{key} is a list of words", where="lexicon/abbreviations.yaml", hint="put words like 'no' and 'on' in quotes"
            )
        lists[key] = frozenset(words)
    return _Abbreviations(**lists)


_PROVISO = re.compile(r"Provided\b")
"""Goes on with the sentence before it, though a colon stands between: "for one year: Provided that ..."."""


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Split a stretch of text into sentences.

    Args:
        text: canonical text.
        start: where the stretch begins.
        end: where it ends; the end of the text where it is None.

    Returns:
        Half-open spans in ``text``, in order, without overlap and without white space at their ends. Together they hold every
        character of the stretch that is not white space.
    """
    high = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    for low, limit in _units(text, start, high):
        at = low
        for stop in [*_sentence_ends(text, low, limit), limit]:
            span = _trim(text, at, stop)
            if span:
                spans.append(span)
            at = stop
    return spans


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _units(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches that no sentence crosses: they end at blank lines and before labelled lines."""
    at, previous_end, previous, count = start, start, "", 0
    for match in _LINE.finditer(text, start, end):
        line = match.group().strip()
        if not line:
            continue
        if count and (_breaks(text[previous_end : match.start()], previous, line) or (count == 1 and _is_title(previous, line))):
            yield at, match.start()
            at, count = match.start(), 0
        previous, previous_end, count = line, match.end(), count + 1
    if at < end:
        yield at, end


def _breaks(between: str, before: str, line: str) -> bool:
    if between.count("\n") > 1:
        return True
    if before.endswith(":") and line[0].isupper() and not _PROVISO.match(line):
        return True
    return opens_unit(line, before)


def _is_title(line: str, after: str) -> bool:
    """Whether a unit's first line is a title above its text: much shorter, and not broken off inside a phrase."""
    if len(line) > _TITLE_SHARE * len(after) or not after[0].isupper() or not (line[-1].isalnum() or line[-1] in ")]"):
        return False
    return line[0].isupper() and line.rsplit(maxsplit=1)[-1].lower() not in lexicon("language")["english_function_words"]


def _sentence_ends(text: str, low: int, high: int) -> Iterator[int]:
    """The positions after the last character of each sentence but the last."""
    sentence = low
    brackets = _brackets(text, low, high)
    opened = [pair[0] for pair in brackets]
    closing = dict(brackets)
    for match in _STOP.finditer(text, low, high):
        index = bisect_right(opened, match.start()) - 1
        closed = brackets[index][1] if index >= 0 else -1
        end = _with_closers(match, closed)
        if closed >= end:
            continue
        if end > sentence and _is_end(text, match, end, sentence, high):
            yield end
            sentence = end
            while (aside := _aside(text, sentence, closing, high)) is not None:
                yield aside
                sentence = aside


def _aside(text: str, end: int, closing: Mapping[int, int], high: int) -> int | None:
    """Where words in brackets end that say of themselves what they are ("(See: ...)") and stand between a full stop and the next sentence; None where there are none."""
    at = end + _space(text, end, high)
    if at not in closing or not _TOLD_ASIDE.match(text, at):
        return None
    closed = closing[at] + 1
    gap = _space(text, closed, high)
    first = text[closed + gap : closed + gap + len(_OPENING)].lstrip(_OPENING)[:1]
    return closed if gap and first.isalnum() and not first.islower() else None


def _space(text: str, at: int, high: int) -> int:
    """How many characters of white space stand at a place."""
    near = text[at : min(high, at + _REACH)]
    return len(near) - len(near.lstrip())


def _with_closers(match: re.Match[str], closed: int) -> int:
    """Where a sentence that stops here ends: with the quotation marks after its stop, and the bracket that closes at ``closed``."""
    end = match.end("stop")
    while end < match.end() and (match.string[end] not in ")]" or end == closed):
        end += 1
    return end


def _brackets(text: str, low: int, high: int) -> list[tuple[int, int]]:
    """The outermost pairs of brackets, as positions of the two signs."""
    found: list[tuple[int, int]] = []
    at = low
    while at < high:
        closed = _closing(text, at, min(high, at + _BRACKET_REACH)) if text[at] in _PAIRS else None
        if closed is not None:
            found.append((at, closed))
            at = closed
        at += 1
    return found


def _closing(text: str, opened: int, high: int) -> int | None:
    depth, opener, closer = 0, text[opened], _PAIRS[text[opened]]
    for at in range(opened, high):
        depth += (text[at] == opener) - (text[at] == closer)
        if depth == 0:
            return at
    return None


def _is_end(text: str, match: re.Match[str], end: int, sentence: int, high: int) -> bool:
    if match["stop"] in _NO_SPACE_NEEDED:
        return True
    rest = text[end : min(high, end + _REACH)]
    following = rest.lstrip()
    if not following or len(following) == len(rest):
        return False
    first = following.lstrip(_OPENING)[:1]
    if first.islower() or not (first.isalnum() or first == "\u00a7"):
        return False
    if match["stop"] != "." or match["closers"]:
        return True
    label = text[sentence : match.end("stop")].strip() if match.start() - sentence < _REACH else ""
    if label and is_label_only(label):
        return False
    return not is_abbreviation(text[max(sentence, match.start() - _REACH) : match.start()], following)


def is_abbreviation(before: str, following: str) -> bool:
    """Whether a full stop between ``before`` and ``following``, which begins with a word, belongs to the last word before it."""
    found = _WORD_BEFORE.search(before)
    word = found.group() if found else ""
    lists = _abbreviations()
    lowered = word.lower()
    if lowered in lists.never or lowered.removesuffix(".") in lists.never:
        return True
    if lowered in lists.before_number and _NUMBER_LIKE.match(following):
        return not _opens_sentence(following, lists) or following[0].isdigit()
    if lowered in lists.sometimes or _ACRONYM.fullmatch(word) or (len(word) == 1 and word.isupper()):
        return not _opens_sentence(following, lists)
    return False


def _opens_sentence(following: str, lists: _Abbreviations) -> bool:
    found = _NEXT_WORD.match(following.lstrip(_OPENING))
    return found is not None and found.group() in lists.openers
