"""The units of a draft: its blocks, cut where a number stands in mid-line ("2. (1) Any person", "...; (b) harbours")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reviewing.numbering import Label, read_label
from bot.reviewing.prose import is_rule
from corpus.documents import BlockKind, Document

_NO_ABBREVIATION = "".join(
    rf"(?<!\b{each}\.)"
    for each in (
        "[Ss]ec",
        "Sect",
        "[Ss]",
        "Art",
        "No",
        "Nos",
        "[Cc]l",
        "[Rr]eg",
        "[Cc]h",
        "Cap",
        "[Pp]ara",
        "Sch",
        "Pt",
        "Vol",
        "[Aa]rts",
        "[Ss]ecs",
        "[Pp]p",
        "[Aa]pp",
        "Rs",
        "Ksh",
        "Kshs",
        "Sh",
        "Shs",
        "Tk",
        "Fr",
        "Dr",
    )
)
"""Behind such a dot stands the number that is abbreviated to, not a new section."""
_INLINE = re.compile(
    r"(?<=[a-z]\.[—–])(?=\(1\)\s+[\"“A-Z])|"  # 3. Punishment.—(1) Whoever
    r"(?<=[a-z]\.\s\|)\s+(?=\(1\)\s+[\"“A-Z])|"  # 3 Punishment. | (1) Whoever, in a table
    r"(?<=[a-z]\))\s+(?=\(1\)\s+[\"“A-Z])|"  # Article 2 (Sale of fish) (1) Whoever
    r"(?<=[.;:—–])(?<!\bNo\.)\s+(?=\(\d{1,2}[A-Z]?\)\s+[\"“A-Z])"  # ...imprisonment. (2) Where the
    r"|(?<=[.”\"])\s+(?=(?:Section|Article|Sec\.|Art\.|§)\s*\d+[A-Z]?[.:)])"  # ... Article 6. Whoever
    rf"|(?<=[a-z)]\.){_NO_ABBREVIATION}\s+(?=\d{{1,3}}[A-Z]?\.\s+(?:\(1\)|[A-Z][a-z]+\s))"  # ...years. 4. Any person
)
_BRACKETED = re.compile(r"\[[A-Z][^\[\]\n]{2,80}\]\s+(?=\d{1,3}[A-Z]?\.\s)")
"""A heading in brackets in front of its number: "[Short title.] 1. This Act"."""
_ITEM = re.compile(r"(?:(?<=[;:,—–\-])|(?<=[a-z]))\s*(?:(?:and|or)\s+)?(?P<label>\((?P<value>[a-z])\))\s+(?=\S)")
_REFERRING = re.compile(r"(?:(?:sub)?-?paragraphs?|paras?\.?|items?|clauses?|points?|sub-?sections?|letters?)\s*$", re.IGNORECASE)
_COMMA = re.compile(r",\s+(?=\S)")


_NOTE_LEFT = re.compile(r"(?P<note>[A-Z][^|\n]{1,90}?)\s?\|\s?(?=\S)")
_NOTE_RIGHT = re.compile(r"\s?\|\s?(?P<note>[A-Z][^|\n]{1,90}\.)$")
_OTHER_COLUMN = re.compile(
    r"\b(?:remarks?|comments?|explanations?|notes?|observations?|justifications?|reasons?|sources?|old|current|existing|present|proposed|amended|new)\b",
    re.IGNORECASE,
)
"""In the first row of a table: what stands beside the law is no heading of it."""
_LEAST_LAW = 4
"""Words of a section in a table, at least."""


@dataclass(frozen=True, slots=True)
class Unit:
    """``text[start:end]`` with its number, if it has one; ``body`` is the offset after the number; ``indent`` in characters."""

    start: int
    end: int
    label: Label | None
    indent: int
    kind: BlockKind

    @property
    def body(self) -> int:
        """Where the words begin, after the number."""
        return self.label.end if self.label else self.start


def units_of(document: Document) -> list[Unit]:
    """Cut a document into units, in order. Together they cover every block."""
    compared = False
    found: list[Unit] = []
    for before, block in zip([None, *document.blocks], document.blocks, strict=False):
        if block.kind is not BlockKind.TABLE_ROW:
            compared = False
        elif before is None or before.kind is not BlockKind.TABLE_ROW:
            compared = _OTHER_COLUMN.search(document.text, block.start, block.end) is not None
        found += _block_units(document.text, block.start, block.end, block.kind, notes=not compared)
    return found


_TAIL = re.compile(r",\s+(?=(?:commits?|shall|is|are|must|may)\b[^;]*\.\s*$)")

_TAIL_LINE = re.compile(
    r"[,;]\s*\n\s*(?=(?:for\s+(?:the\s+)?purposes?\s|with\s+(?:the\s+)?intent|in\s+order\s|so\s+that\s|commits?\b|shall\b|is\s|are\s)[^;]*\b(?:commits?|guilty|liable|punish\w+|shall)\b[^;]*\.\s*$)"
)
"""A tail on lines of its own below the last item."""


def _block_units(text: str, start: int, end: int, kind: BlockKind, *, notes: bool = True) -> Iterator[Unit]:
    indent = start - (text.rfind("\n", 0, start) + 1)
    if kind is BlockKind.TABLE_ROW and notes:
        note, start, end, kind = _marginal_note(text, start, end, kind)
        if note is not None and note.start < start:
            yield note
        yield from (
            _block_units(text, start, end, kind)
            if kind is not BlockKind.TABLE_ROW
            else _cut_units(text, start, end, indent, kind)
        )
        if note is not None and note.start > start:
            yield note
        return
    yield from _cut_units(text, start, end, indent, kind)


def _marginal_note(text: str, start: int, end: int, kind: BlockKind) -> tuple[Unit | None, int, int, BlockKind]:
    """The note that a row of a table sets beside a section, left or right of it; then what is left of the row, and what kind of block that is."""
    left = _NOTE_LEFT.match(text, start, end)
    if left is not None and read_label(text, start, end) is None and _is_noted(text, left["note"], left.end(), end):
        return Unit(start, left.end("note"), None, 0, BlockKind.HEADING), left.end(), end, BlockKind.PARAGRAPH
    right = _NOTE_RIGHT.search(text, start, end)
    if right is not None and _is_noted(text, right["note"], start, right.start()):
        at = right.start("note")
        return Unit(at, end, Label("-", "", at), 0, kind), start, right.start(), BlockKind.PARAGRAPH
    return None, start, end, kind


def _is_noted(text: str, note: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is a section, by its number and its length, and a cell beside it a note: shorter, without a number, no rule itself."""
    label = read_label(text, start, end)
    law = text[start:end].split()
    numbered = label is not None and label.is_section and label.form != "1" and len(law) > _LEAST_LAW
    return numbered and read_label(note, 0, len(note)) is None and len(note) < end - start and not is_rule(note)


def _cut_units(text: str, start: int, end: int, indent: int, kind: BlockKind) -> Iterator[Unit]:
    cuts = sorted({start, *_inline_cuts(text, start, end)})
    for low, high in zip(cuts, [*cuts[1:], end], strict=True):
        yield from _chained(text, low, high, indent, kind)


def _chained(text: str, start: int, end: int, indent: int, kind: BlockKind) -> Iterator[Unit]:
    """A number directly behind a number opens a unit of its own: "2. (1) (a) keeps"."""
    while True:
        label = read_label(text, start, end)
        tail = _tail_of_item(text, label, end)
        if tail is not None:
            yield Unit(start, _trim(text, start, tail), label, indent, kind)
            yield Unit(tail, _trim(text, tail, end), None, indent, kind)
            return
        if label is not None and label.is_division:
            comma = _COMMA.match(text, label.end, end)
            section = read_label(text, comma.end(), end) if comma else None
            if comma and section is not None and section.is_section:  # "Chapter 17, § 178. He who"
                yield Unit(start, label.end, label, indent, kind)
                start = comma.end()
                continue
        following = read_label(text, label.end, end) if label and label.end < end and not label.is_division else None
        if label is None or following is None or following.form == "-" or following.is_section or following.is_division:
            yield Unit(start, _trim(text, start, end), label, indent, kind)
            return
        yield Unit(
            start,
            _trim(text, start, label.end),
            Label(label.form, label.value, _trim(text, start, label.end), label.word),
            indent,
            kind,
        )
        start = label.end


def _tail_of_item(text: str, label: Label | None, end: int) -> int | None:
    """Where the tail of the whole sentence begins behind the last item ("(b) harbours another, commits an offence.")."""
    if label is None or label.form not in {"(a)", "(A)", "a."} or not text[label.end : label.end + 1].islower():
        return None
    found = _TAIL_LINE.search(text, label.end, end) or _TAIL.search(text, label.end, end)
    return found.end() if found else None


def _trim(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _inline_cuts(text: str, start: int, end: int) -> list[int]:
    cuts = [found.end() for found in _INLINE.finditer(text, start, end)]
    bracketed = [
        found for found in _BRACKETED.finditer(text, start, end) if found.start() == start or text[found.start() - 1] == "\n"
    ]
    cuts += [at for found in bracketed for at in found.span()]
    return cuts + _item_cuts(text, start, end)


def _item_cuts(text: str, start: int, end: int) -> list[int]:
    """Where "(a) ...; (b) ..." stand in a row in one block, in alphabetical order and not as references ("paragraph (a)")."""
    cuts: list[int] = []
    expected = "a"
    for found in _ITEM.finditer(text, start + 1, end):
        if found["value"] == expected and not _REFERRING.search(text, start, found.start("label")):
            cuts.append(found.start("label"))
            expected = chr(ord(expected) + 1)
    return cuts if len(cuts) > 1 else []
