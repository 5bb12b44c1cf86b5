"""Word's automatic numbering, composed as it is printed.

A number stands nowhere in a Word file: a paragraph names a list and a level, and the list says how its levels count and print.
Lists that share an abstract list share its counters, as in Word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from docx.oxml.ns import qn

from corpus.readers.numerals import print_number
from corpus.readers.word_styles import Styles, number_at, style_id_of, value_at

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level counts and prints. ``restart``: None after any higher level, 0 never, k after level k (from 1) or higher."""

    style: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    paragraph_style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    abstract: int
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass
class Numbering:
    """Counts through a document's paragraphs in order; each call to ``label`` counts one on."""

    styles: Styles
    lists: Mapping[int, _List]
    _counters: dict[int, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[int, int]] = field(default_factory=set)

    def place(self, paragraph: Any) -> tuple[int, int] | None:
        """The list and level of a paragraph, its own or its style's; None where it is not numbered."""
        properties = paragraph.find(qn("w:pPr"))
        own = properties.find(qn("w:numPr")) if properties is not None else None
        num_id, level = number_at(own, "w:numId"), number_at(own, "w:ilvl")
        for style in self.styles.chain(style_id_of(paragraph)):
            if num_id is None and style.num_id is not None:
                num_id = style.num_id
                level = level if level is not None else self._style_level(style.id, num_id)
            level = style.level if level is None else level
        if not num_id or num_id not in self.lists:
            return None
        return num_id, level or 0

    def _style_level(self, style_id: str, num_id: int) -> int | None:
        """The level that a list links to a style."""
        found = self.lists.get(num_id)
        linked = (at for at, level in found.levels.items() if level.paragraph_style == style_id) if found else iter(())
        return next(linked, None)

    def label(self, num_id: int, at: int) -> str:
        """Count one on and print the number, with the space after it; empty for a bullet."""
        found = self.lists[num_id]
        level = found.levels.get(at)
        if level is None:
            return ""
        counters = self._counters.setdefault(found.abstract, {})
        self._count(counters, found, num_id, at)
        if level.style == "bullet":
            return ""
        printed = _PLACE.sub(lambda match: self._print(counters, found, int(match[1]) - 1, legal=level.legal), level.text)
        return printed + ("" if level.suffix == "nothing" or not printed else " ")

    def _count(self, counters: dict[int, int], found: _List, num_id: int, at: int) -> None:
        level = found.levels[at]
        if at in found.starts and (num_id, at) not in self._started:
            counters[at] = found.starts[at]
        else:
            counters[at] = counters[at] + 1 if at in counters else level.start
        self._started.add((num_id, at))
        for deeper in [each for each in counters if each > at]:
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or (restart and at < restart):
                del counters[deeper]

    @staticmethod
    def _print(counters: Mapping[int, int], found: _List, at: int, *, legal: bool) -> str:
        level = found.levels.get(at, Level())
        value = counters.get(at, found.starts.get(at, level.start))
        return str(value) if legal and level.style != "none" else print_number(value, level.style)


def read_numbering(root: Any, styles: Styles) -> Numbering:
    """The lists of ``numbering.xml``, ready to count."""
    if root is None:
        return Numbering(styles, {})
    abstracts = {
        number: element
        for element in root.iterchildren(qn("w:abstractNum"))
        if (number := _number(element, "w:abstractNumId")) is not None
    }
    nums = {number: element for element in root.iterchildren(qn("w:num")) if (number := _number(element, "w:numId")) is not None}
    lists = {}
    for num_id, element in nums.items():
        abstract = _abstract_of(element, abstracts, nums, styles)
        if abstract is not None:
            lists[num_id] = _list(element, abstract, abstracts[abstract])
    return Numbering(styles, lists)


def _abstract_of(num: Any, abstracts: Mapping[int, Any], nums: Mapping[int, Any], styles: Styles) -> int | None:
    """The abstract list behind a list, through the numbering style it may point to."""
    abstract = number_at(num, "w:abstractNumId")
    for _ in range(len(abstracts)):
        if abstract is None or abstract not in abstracts:
            return None
        link = value_at(abstracts[abstract], "w:numStyleLink")
        style = styles.by_id.get(link) if link else None
        if style is None or style.num_id is None or style.num_id not in nums:
            return abstract
        onward = number_at(nums[style.num_id], "w:abstractNumId")
        if onward == abstract:
            return abstract
        abstract = onward
    return abstract


def _list(num: Any, abstract: int, element: Any) -> _List:
    levels = {at: _level(each) for each in element.iterchildren(qn("w:lvl")) if (at := _number(each, "w:ilvl")) is not None}
    starts: dict[int, int] = {}
    for override in num.iterchildren(qn("w:lvlOverride")):
        at = _number(override, "w:ilvl")
        if at is None:
            continue
        own = override.find(qn("w:lvl"))
        if own is not None:
            levels[at] = _level(own)
        start = number_at(override, "w:startOverride")
        if start is not None:
            starts[at] = start
            levels[at] = replace(levels.get(at, Level()), start=start)
    return _List(abstract, levels, starts)


def _level(element: Any) -> Level:
    start = number_at(element, "w:start")
    legal = element.find(qn("w:isLgl"))
    return Level(
        style=value_at(element, "w:numFmt") or "decimal",
        text=value_at(element, "w:lvlText") or "",
        start=0 if start is None else start,
        restart=number_at(element, "w:lvlRestart"),
        legal=legal is not None and legal.get(qn("w:val")) not in {"0", "false", "off"},
        suffix=value_at(element, "w:suff") or "tab",
        paragraph_style=value_at(element, "w:pStyle"),
    )


def _number(element: Any, attribute: str) -> int | None:
    value = element.get(qn(attribute))
    return int(value) if value is not None and value.isdigit() else None
