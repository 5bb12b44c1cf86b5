"""Drafts with other numbers, or with their sections in another order; references inside the draft follow, so the law stays as it is."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.reviewing.clauses import Node, split_clauses
from bot.reviewing.findings import Clause
from bot.reviewing.numbering import is_contents
from bot.reviewing.units import units_of
from corpus.documents import Document

_NUMBER = r"\d+[A-Z]{0,2}(?:\.\d+)*"
_CITED = rf"{_NUMBER}(?:\s?\([0-9A-Za-z]{{1,5}}\))*"
_REFERENCE = re.compile(
    rf"\b(?:sections?|articles?|clauses?|rules?|regulations?|secs?\.|ss?\.|arts?\.)\s+(?P<list>{_CITED}(?:(?:\s*,\s*(?:and|or)?\s*|\s+(?:and|or|to)\s+|\s*[-–—]\s*){_CITED})*)"
    rf"|§§?\s*(?P<signed>{_CITED}(?:(?:\s*,\s*|\s+(?:and|or|to)\s+|\s*[-–—]\s*){_CITED})*)",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(rf"(?<![\w(.]){_NUMBER}")
_RANGE = re.compile(rf"{_CITED}\s*(?:\bto\b|\bthrough\b|[-–—])\s*{_CITED}")
_ELSEWHERE = re.compile(r"\s*(?:\([^)]*\)\s*)*(?:,?\s+of\s+(?:the|that|an?|its)\s+(?!present|said)|,?\s+of\s+[A-Z])")
_AMENDS = re.compile(r"\b(?:amend(?:s|ed|ment|ing)?|substitut\w+|insert(?:s|ed|ing|ion)?)\b", re.IGNORECASE)
_BY_PLACE = re.compile(
    r"\b(?:preceding|foregoing|previous|following|next|last)\s+(?:sub-?)?(?:sections?|articles?|clauses?|provisions?|paragraphs?|rules?)\b"
    r"|\b(?:above|below|aforesaid|aforementioned|hereinbefore|hereinafter|hereafter|herein)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:such|said|same|that|those|these|th(?:e|is)\s+offences?|he|she|they|it)\b", re.IGNORECASE)
_SCHEDULES = ("schedule", "annex", "appendix")
_FIRST_WORDS = 160
_FARTHEST = 20


@dataclass(frozen=True, slots=True)
class Change:
    """``text[start:end]`` becomes ``new``."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section: ``text[start:end]`` with its heading, its number as printed at ``text[at : at + len(number)]``, and what it stands under."""

    number: str
    at: int
    start: int
    end: int
    parent: str | None


def sections_of(document: Document) -> list[Section]:
    """The numbered sections that are cited by number alone, in order; those of schedules are left out."""
    labels = {unit.start: unit.label for unit in units_of(document) if unit.label is not None}
    found = []
    for clause in (node.clause for top in split_clauses(document) for node in top.walk()):
        if clause.number and "(" not in clause.number and not _in_schedule(clause):
            at = _printed(document.text, clause, labels)
            if at is not None:
                found.append(Section(clause.number, at, clause.start, clause.end, clause.parent))
    return found


def _in_schedule(clause: Clause) -> bool:
    return any(step.lower().startswith(_SCHEDULES) for step in clause.path)


def _printed(text: str, clause: Clause, labels: Mapping[int, object]) -> int | None:
    """Where a clause's number is printed: in the first numbered unit of it."""
    starts = [start for start in sorted(labels) if clause.start <= start < clause.end]
    if not starts:
        return None
    at = text.find(clause.number, starts[0], starts[0] + 40)
    return at if at >= 0 else None


def renumber(document: Document, rng: random.Random) -> str | None:
    """All sections numbered on from a higher number, with the references to them; None where no section has a number, or the draft amends another."""
    sections = sections_of(document)
    if not sections or _AMENDS.search(document.text):
        return None
    printed = [int(number) for number in re.findall(r"(?<!\d)\d{1,4}(?!\d)", document.text)]
    shift = max((number for number in printed if number < 1900), default=0) + rng.randint(1, _FARTHEST)  # noqa: PLR2004 - above are years
    numbers = {section.number: _shifted(section.number, shift) for section in sections}
    places = [section.at for section in sections] + _contents(document, numbers)
    return _changed(document.text, _changes(document.text, places, numbers), 0, len(document.text))


def _shifted(number: str, shift: int) -> str:
    whole = re.match(r"\d+", number)
    return str(int(whole.group()) + shift) + number[whole.end() :] if whole else number


def _contents(document: Document, numbers: Mapping[str, str]) -> list[int]:
    """Where the numbers stand in a list of contents."""
    listed = [node for top in split_clauses(document) for node in top.walk() if is_contents(node.clause.heading)]
    units = [unit for unit in units_of(document) if unit.label is not None and any(_inside(unit.start, node) for node in listed)]
    return [document.text.find(u.label.value, u.start) for u in units if u.label is not None and u.label.value in numbers]


def _inside(at: int, node: Node) -> bool:
    return node.clause.start <= at < node.clause.end


def _changes(text: str, places: Sequence[int], numbers: Mapping[str, str]) -> list[Change]:
    """What other numbers change: where they are printed, and in the references; in order."""
    changes = {(at, at + len(number)): numbers[number] for at in places if (number := _number_at(text, at, numbers))}
    for found in _REFERENCE.finditer(text):
        part = "list" if found["list"] else "signed"
        if not _ELSEWHERE.match(text, found.end(part)):
            for cited in _BARE_NUMBER.finditer(text, *found.span(part)):
                if cited.group() in numbers:
                    changes[cited.span()] = numbers[cited.group()]
    return [Change(start, end, new) for (start, end), new in sorted(changes.items())]


def _changed(text: str, changes: Sequence[Change], start: int, end: int) -> str:
    """The piece ``text[start:end]`` with the changes that lie in it."""
    parts, last = [], start
    for change in changes:
        if start <= change.start and change.end <= end:
            parts += [text[last : change.start], change.new]
            last = change.end
    return "".join([*parts, text[last:end]])


def _number_at(text: str, at: int, numbers: Mapping[str, str]) -> str | None:
    return max((number for number in numbers if text.startswith(number, at)), key=len, default=None)


def reorder(document: Document, rng: random.Random) -> str | None:
    """Sections that stand under the same heading in another order, numbered again, references following.

    None where fewer than two can be moved, or where something refers by place, in a range, or to another law.
    """
    sections = sections_of(document)
    numbers = [section.number for section in sections]
    if len(set(numbers)) < len(numbers) or _is_tied(document.text):
        return None
    order = list(sections)
    for low, high in _rows(sections):
        blocks = _blocks(document.text, sections[low:high])
        rng.shuffle(blocks)
        order[low:high] = [section for block in blocks for section in block]
    if order == sections:
        return None
    renamed = dict(zip([section.number for section in order], numbers, strict=True))
    changes = _changes(document.text, [section.at for section in sections], renamed)
    return _rebuilt(document.text, changes, sections, order)


def _is_tied(text: str) -> bool:
    ranges = any(_RANGE.search(found["list"] or found["signed"]) for found in _REFERENCE.finditer(text))
    contents = any(is_contents(line) for line in text.splitlines())
    return ranges or contents or bool(_BY_PLACE.search(text) or _AMENDS.search(text))


def _rows(sections: Sequence[Section]) -> list[tuple[int, int]]:
    """Stretches of sections that follow each other under the same parent and hold no other section."""
    rows, low = [], 0
    for index, (one, other) in enumerate(pairwise(sections), start=1):
        if one.parent != other.parent or other.start < one.end:
            rows.append((low, index))
            low = index
    rows.append((low, len(sections)))
    return [(low, high) for low, high in rows if high - low > 1]


def _blocks(text: str, sections: Sequence[Section]) -> list[list[Section]]:
    """Sections in blocks that move as one: one that points back in its first sentence stays behind the one before it."""
    blocks: list[list[Section]] = []
    for section in sections:
        begins = text[section.at + len(section.number) : min(section.end, section.at + _FIRST_WORDS)]
        first = re.split(r"(?<=[a-z)])[.;:—]\s", begins, maxsplit=1)[0]
        if blocks and _POINTS_BACK.search(first):
            blocks[-1].append(section)
        else:
            blocks.append([section])
    return blocks


def _rebuilt(text: str, changes: Sequence[Change], sections: Sequence[Section], order: Sequence[Section]) -> str:
    """The changed text with the sections in another order; what stands between them stays where it is."""
    parts, last = [], 0
    for here, moved in zip(sections, order, strict=True):
        parts += [_changed(text, changes, last, here.start), _changed(text, changes, moved.start, moved.end).strip()]
        last = here.end
    return "".join([*parts, _changed(text, changes, last, len(text))])
