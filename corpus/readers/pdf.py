"""PDF files: the lines of the pages become paragraphs again.

Lines are joined with a space; a word broken by a hyphen is mended, unless the text elsewhere writes it with the hyphen. Line
numbers in the margin, running heads, page numbers and tables of contents are left out, each with a note. Places are the page and
the position in the page's text.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from corpus.documents import BlockKind, Origin, Page
from corpus.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge, ReadError, ScannedFile
from corpus.labels import ends_unit, opens_unit
from corpus.readers.building import Built, Piece, TextBuilder
from corpus.readers.extracted import Extracted, Wishes
from corpus.readers.limits import Limits
from corpus.readers.lines import Layout, Line, starts_block
from corpus.readers.pdf_lines import Pages, PrintedLine, pages_of, remove_contents, remove_line_numbers, remove_running_heads

_GAP = 1.4
"""More than so many times the usual distance of two lines is a gap between paragraphs."""

_ENOUGH_LINES = 3
"""So many lines that go on with a sentence show the usual distance."""
_SHORT_LINE = 0.85
"""Lines that stop before this share of the usual width are short."""
_MOST_PITCH = 1.25
"""The distance of lines in letter heights; where nothing shows that the lines stand wider apart, it is no more."""
_LARGER = 1.15
_HEADING_LENGTH = 160
_INDENT_STEP = 4.0
_HYPHENATED = re.compile(r"\b[^\W\d_]+-[^\W\d_]+\b")
_BROKEN = re.compile(r"[^\W\d_]+[-\u2010\u00ad]$")
_HEAD_OF_WORD = re.compile(r"[^\W\d_]+$")
_TAIL_OF_WORD = re.compile(r"[^\W\d_]+")
_OCR = "recognise its text first (OCR), then save it again"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is usual in a file: where its text begins and ends, its line distance, its letter height."""

    left: float
    right: float
    pitch: float
    height: float


def read_pdf(data: bytes, name: str, wishes: Wishes) -> Extracted:
    """Read a PDF file in a child process.

    Raises:
        ReadError: it is encrypted, damaged, too large, or holds pictures only.
    """
    found = _found(_run_worker(data, name, wishes.limits), name, wishes.limits)
    empty = [number for number, page in enumerate(found["pages"], start=1) if not page["lines"]]
    if len(empty) == len(found["pages"]):
        if any(page["pictures"] for page in found["pages"]):
            raise ScannedFile("the pages are pictures and hold no text", where=name, hint=_OCR)
        raise EmptyFile("the pages hold no text", where=name, hint="check that it was saved")
    pages = pages_of(found["pages"])
    for remove in (remove_running_heads, remove_line_numbers, remove_contents):
        remove(pages)
    builder = TextBuilder(wishes.drop)
    _add_blocks(pages, builder)
    built = builder.build()
    pictures = [number for number in empty if found["pages"][number - 1]["pictures"]]
    notes = [*pages.notes, *([f"pages without text, pictures only: {', '.join(map(str, pictures))}"] if pictures else [])]
    return Extracted(built, title=_title(found), pages=_page_spans(built, len(found["pages"])), notes=tuple(notes))


def _run_worker(data: bytes, name: str, limits: Limits) -> bytes:
    command = [
        sys.executable,
        "-m",
        "corpus.readers.pdf_worker",
        str(limits.pages),
        str(limits.characters),
        str(limits.pdf_memory_bytes),
    ]
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, with numbers for arguments
            command, input=data, capture_output=True, timeout=limits.pdf_seconds, env=environment, cwd=root, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise FileTooLarge(
            f"reading it takes longer than {limits.pdf_seconds:.0f} seconds", where=name, hint="split the file"
        ) from error
    if b"MemoryError" in done.stderr:
        raise FileTooLarge("reading it takes too much memory", where=name, hint="split the file")
    if done.returncode != 0:
        raise DamagedFile("the PDF cannot be read", where=name, hint="print it to a new PDF, or send it again")
    return done.stdout


def _found(output: bytes, name: str, limits: Limits) -> Mapping[str, Any]:
    """The worker's answer, its errors raised."""
    found: Mapping[str, Any] = json.loads(output)
    error: ReadError
    match found.get("error"):
        case None:
            return found
        case "encrypted":
            error = EncryptedFile("the PDF is protected by a password", where=name, hint="remove the password and save it again")
        case "pages":
            error = FileTooLarge(
                f"the PDF has {found['count']} pages, and at most {limits.pages} are read", where=name, hint="split the file"
            )
        case "characters":
            error = FileTooLarge(f"the PDF has more than {limits.characters:,} characters", where=name, hint="split the file")
        case _:
            error = DamagedFile("the PDF is cut short or damaged", where=name, hint="print it to a new PDF, or send it again")
    raise error


def _title(found: Mapping[str, Any]) -> str | None:
    title = str(found.get("title") or "").strip()
    is_file_name = re.search(r"\.\w{2,5}$", title) or title.lower().startswith(("microsoft word", "untitled", "(anonymous"))
    return None if is_file_name else title or None


def _add_blocks(pages: Pages, builder: TextBuilder) -> None:
    lines = [line for number in sorted(pages.lines) for line in pages.lines[number]]
    if not lines:
        return
    shape = _shape(lines)
    layout = Layout(shape.right - shape.left, _INDENT_STEP)
    written = {match.group().casefold() for line in lines for match in _HYPHENATED.finditer(line.text)}
    block: list[PrintedLine] = []
    shapes: list[Line] = []
    for line in lines:
        here = _as_line(line, block[-1] if block else None, shape)
        if block and (_changes_size(block[-1], line) or (not block[-1].hyphen and starts_block(shapes, here, layout))):
            _add(block, shapes[0], shape, written, builder)
            block, shapes = [], []
        block.append(line)
        shapes.append(here)
    _add(block, shapes[0], shape, written, builder)


def _shape(lines: Sequence[PrintedLine]) -> _Shape:
    below = [
        (before, after) for before, after in pairwise(lines) if before.page == after.page and before.bottom > after.bottom + 1
    ]
    rights = sorted(line.right for line in lines)
    height = median(line.height for line in lines)
    left, right = min(line.left for line in lines), rights[int(0.95 * (len(rights) - 1))]
    short = sum(line.right - left < _SHORT_LINE * (right - left) for line in lines)
    return _Shape(left, right, _pitch(below, height, short=2 * short > len(lines)), height)


def _pitch(below: Sequence[tuple[PrintedLine, PrintedLine]], height: float, *, short: bool) -> float:
    """The usual distance of two lines of a paragraph, from pairs of lines below each other.

    It is taken from lines that go on with a sentence. Where there are few, gaps between paragraphs count among the distances, so the usual one lies below their median; in a file of ``short`` lines all of them may be such gaps.
    """
    pitches = sorted(before.bottom - after.bottom for before, after in below)
    inside = [
        before.bottom - after.bottom
        for before, after in below
        if after.text[:1].islower() and not ends_unit(before.text) and not opens_unit(after.text, before.text)
    ]
    if len(inside) >= _ENOUGH_LINES:
        return median(inside)
    usual = pitches[len(pitches) // 4] if pitches else height
    return min(usual, _MOST_PITCH * height) if short else usual


def _as_line(line: PrintedLine, before: PrintedLine | None, shape: _Shape) -> Line:
    same_page = before is not None and before.page == line.page
    gap = before is not None and same_page and before.bottom - line.bottom > _GAP * max(shape.pitch, 1.0)
    return Line(line.text, line.left - shape.left, line.right - line.left, gap=gap)


def _changes_size(before: PrintedLine, line: PrintedLine) -> bool:
    taller, lower = max(before.height, line.height), min(before.height, line.height)
    return taller > _LARGER * max(lower, 0.1) or (
        before.bold and not line.bold and not before.hyphen and len(before.text) < _HEADING_LENGTH / 2
    )


def _add(block: Sequence[PrintedLine], first: Line, shape: _Shape, written: set[str], builder: TextBuilder) -> None:
    length = sum(len(line.text) for line in block)
    if block[0].height > _LARGER * shape.height and length <= _HEADING_LENGTH:
        kind, level = BlockKind.HEADING, max(1, 4 - round((block[0].height / shape.height - 1) / 0.2))
    elif opens_unit(block[0].text):
        kind, level = BlockKind.LIST_ITEM, round(first.indent)
    else:
        kind, level = BlockKind.PARAGRAPH, round(first.indent)
    builder.add(kind, _pieces(block, written), level=level)


def _pieces(block: Sequence[PrintedLine], written: set[str]) -> list[Piece]:
    """The lines of a paragraph in a row, broken words mended."""
    pieces: list[Piece] = []
    for line, after in zip(block, [*block[1:], None], strict=True):
        text = line.text
        broken = line.hyphen or _BROKEN.search(text) is not None
        if broken and after is not None and after.text[:1].islower():
            text = text if line.hyphen else text[:-1]
            joint = "-" if _keeps_hyphen(text, after.text, written) else ""
        else:
            joint = ("-" if line.hyphen else "") + (" " if after is not None else "")
        pieces.append(Piece(text, Origin("page", (line.page,), line.offset)))
        if joint:
            pieces.append(Piece(joint, Origin("page", (line.page,), None)))
    return pieces


def _keeps_hyphen(head: str, tail: str, written: set[str]) -> bool:
    first, second = _HEAD_OF_WORD.search(head), _TAIL_OF_WORD.match(tail)
    return first is not None and second is not None and f"{first.group()}-{second.group()}".casefold() in written


def _page_spans(built: Built, count: int) -> tuple[Page, ...]:
    """Where each page's text stands; a page without text is an empty span where the next one begins."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for segment in built.segments:
        number = segment.origin.path[0]
        first.setdefault(number, segment.start)
        last[number] = segment.end
    spans, at = [], 0
    for number in range(1, count + 1):
        start = max(first.get(number, at), at)
        end = max(last.get(number, start), start)
        spans.append(Page(number, start, end))
        at = end
    return tuple(spans)
