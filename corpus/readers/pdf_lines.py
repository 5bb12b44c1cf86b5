"""The lines of printed pages: which are text, and which are line numbers, running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Any

from corpus.labels import opens_unit

_ZONE = 0.1
"""The share of a page at its top and bottom in which running heads and page numbers stand."""

_TEXT_WORDS = 5
_ZONE_LINES = 3
_REPEATED_SHARE = 0.3
_SAME_HEIGHT = 6.0
_PAGE_NUMBER = re.compile(
    r"(?:page\s+)?[-\u2013\u2014(\[]?\s*(?P<number>\d{1,4}|[ivxlc]{1,6})\s*[-\u2013\u2014)\]]?(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:\.{4,}|(?:\s\.){4,}|\u2026{2,})\s*(?:\d{1,4}|[ivxlc]+)\s*$")
_LEAST_NUMBERS = 4
_STEPS = (1, 5)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line on a page; lengths in points, from the page's lower left corner. ``offset`` is its place in the page's text."""

    page: int
    text: str
    offset: int
    left: float
    bottom: float
    right: float
    top: float
    hyphen: bool = False
    bold: bool = False
    lead: tuple[int, int, float, float, float | None] | None = None
    tail: tuple[int, int, float, float, float | None] | None = None

    @property
    def height(self) -> float:
        """The height of its characters."""
        return self.top - self.bottom


@dataclass
class Pages:
    """Pages of lines by number, their sizes, and notes on what was removed."""

    lines: dict[int, list[PrintedLine]]
    heights: Mapping[int, float]
    notes: list[str] = field(default_factory=list)


def pages_of(found: Sequence[Mapping[str, Any]]) -> Pages:
    """What the worker found, in reading order."""
    lines = {number: _in_order([_line(number, each) for each in page["lines"]]) for number, page in enumerate(found, start=1)}
    return Pages(lines, {number: page["height"] for number, page in enumerate(found, start=1)})


def _line(number: int, found: Mapping[str, Any]) -> PrintedLine:
    left, bottom, right, top = found["box"]
    lead, tail = (tuple(found[key]) if found[key] else None for key in ("lead", "tail"))
    return PrintedLine(
        number, found["text"], found["offset"], left, bottom, right, top, found["hyphen"], found["bold"], lead, tail
    )


def _in_order(lines: list[PrintedLine]) -> list[PrintedLine]:
    """From top to bottom, unless the page has columns: those are kept in the order of the file."""
    ordered = sorted(lines, key=lambda line: (-line.bottom, line.left))
    beside = sum(_are_columns(one, other) for one, other in pairwise(ordered))
    return lines if beside > len(lines) / 5 else _by_rows(ordered)


def _are_columns(one: PrintedLine, other: PrintedLine) -> bool:
    apart = one.right < other.left or other.right < one.left
    return _on_one_row(one, other) and apart and min(len(one.text), len(other.text)) > 12  # noqa: PLR2004 - longer than any label


def _on_one_row(one: PrintedLine, other: PrintedLine) -> bool:
    return abs(one.bottom - other.bottom) < min(one.height, other.height) / 2


def _by_rows(ordered: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Lines of one row from left to right, though their baselines differ a little."""
    rows: list[list[PrintedLine]] = []
    for line in ordered:
        if rows and _on_one_row(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda each: each.left)]


def remove_running_heads(pages: Pages) -> None:
    """Take out lines at the top and bottom that repeat from page to page, and page numbers."""
    zones = [
        line
        for number, lines in pages.lines.items()
        for line in {**dict.fromkeys(lines[:_ZONE_LINES]), **dict.fromkeys(lines[-_ZONE_LINES:])}
        if _in_zone(line, pages.heights[number]) and not _is_text(line.text)
    ]
    keys: dict[str, list[PrintedLine]] = defaultdict(list)
    for line in zones:
        keys[_key(line.text)].append(line)
    least = max(2.0, _REPEATED_SHARE * len(pages.lines))
    heads = {line for lines in keys.values() if len({each.page for each in lines}) >= least for line in _level(lines)}
    numbers = _page_numbers(zones)
    if heads - numbers:
        pages.notes.append("running heads are left out")
    if numbers:
        pages.notes.append("page numbers are left out")
    gone = heads | numbers
    pages.lines = {number: [line for line in lines if line not in gone] for number, lines in pages.lines.items()}


def _is_text(text: str) -> bool:
    """Whether a line at the edge of a page begins or ends a sentence of the text: a numbered unit, or words with a full stop."""
    words = len(text.split())
    return words >= _TEXT_WORDS and (opens_unit(text) or text.rstrip().endswith((".", ";")))


def _in_zone(line: PrintedLine, height: float) -> bool:
    return line.bottom > (1 - _ZONE) * height or line.top < _ZONE * height


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.casefold().split()))


def _level(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Those that stand at the height most of them have."""
    height = median(line.bottom for line in lines)
    return [line for line in lines if abs(line.bottom - height) < _SAME_HEIGHT]


def _page_numbers(zones: Iterable[PrintedLine]) -> set[PrintedLine]:
    """Numbers that count with the pages; on a single page only one that says so or is 1."""
    found = [(line, match) for line in zones if (match := _PAGE_NUMBER.fullmatch(line.text.strip()))]
    shifts = Counter(int(match["number"]) - line.page for line, match in found if match["number"].isdigit())
    numbers = set()
    for line, match in found:
        digits = match["number"].isdigit()
        counts = digits and (shifts[int(match["number"]) - line.page] > 1 or int(match["number"]) == line.page)
        if counts or not digits or match.group() != match["number"]:
            numbers.add(line)
    return numbers


def remove_contents(pages: Pages) -> None:
    """Take out the entries of a table of contents (dots and a page number)."""
    kept = {number: [line for line in lines if not _CONTENTS.search(line.text)] for number, lines in pages.lines.items()}
    if kept != pages.lines:
        pages.notes.append("the table of contents is left out")
    pages.lines = kept


def remove_line_numbers(pages: Pages) -> None:
    """Take out the numbers printed beside the lines, where they count and stand clear of the text."""
    removed = False
    for number, lines in pages.lines.items():
        for side in ("lead", "tail"):
            marked = _numbered(lines, side)
            if marked:
                removed = True
                lines = [cut for line in lines if (cut := _without(line, side) if line in marked else line) is not None]  # noqa: PLW2901 - both sides in turn
        pages.lines[number] = lines
    if removed:
        pages.notes.append("line numbers are left out")


def _numbered(lines: Sequence[PrintedLine], side: str) -> set[PrintedLine]:
    """The lines of a page whose first (or last) number belongs to a column that counts the lines."""
    marks = [(line, mark) for line in lines if (mark := getattr(line, side)) is not None]
    limit = _limit(lines, [mark for _, mark in marks], side)
    if limit is None:
        return set()
    # The side of the number that faces the text must stand clear of it.
    column = [(line, mark) for line, mark in marks if (mark[3] < limit - 2 if side == "lead" else mark[2] > limit + 2)]
    values = [int(line.text[int(mark[0]) : int(mark[1])]) for line, mark in column]
    rows = _rows(lines)
    return {line for line, _ in column} if _counts_lines(values, [rows[line] for line, _ in column]) else set()


def _limit(lines: Sequence[PrintedLine], marks: Sequence[tuple[int, int, float, float, float | None]], side: str) -> float | None:
    """Where the text begins (or ends); one line in ten may stick out."""
    edges = [mark[4] for mark in marks if mark[4] is not None]
    edges += [line.left if side == "lead" else line.right for line in lines if getattr(line, side) is None]
    if not edges:
        return None
    return sorted(edges, reverse=side == "tail")[len(edges) // 10]


def _rows(lines: Sequence[PrintedLine]) -> dict[PrintedLine, int]:
    """The number of each line's row, from the top."""
    rows: dict[PrintedLine, int] = {}
    at, before = 0, None
    for line in lines:
        at += before is not None and not _on_one_row(before, line)
        rows[line] = at
        before = line
    return rows


def _counts_lines(values: Sequence[int], rows: Sequence[int]) -> bool:
    """Whether numbers go up with the rows they stand on, by ones or by fives.

    The numbers of sections count too, but do not keep step with the rows. One in five may be lost.
    """
    if len(values) < _LEAST_NUMBERS:
        return False
    steps = [
        (after - before, below - above) for (before, after), (above, below) in zip(pairwise(values), pairwise(rows), strict=True)
    ]
    return any(sum(value == step and abs(row - step) <= step // 4 for value, row in steps) >= 0.8 * len(steps) for step in _STEPS)


def _without(line: PrintedLine, side: str) -> PrintedLine | None:
    """A line without its number; None where nothing else stands on it."""
    mark = getattr(line, side)
    if mark[4] is None:
        return None
    low, high = int(mark[0]), int(mark[1])
    if side == "tail":
        return replace(line, text=line.text[:low].rstrip(), right=mark[4], tail=None)
    rest = line.text[high:]
    words = rest.lstrip()
    return replace(line, text=words, offset=line.offset + high + len(rest) - len(words), left=mark[4], lead=None)
