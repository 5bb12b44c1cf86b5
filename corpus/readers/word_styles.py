"""Word's paragraph styles, as far as they decide headings and numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_HEADING_NAME = re.compile(r"heading\s*(\d)", re.IGNORECASE)
_BODY_OUTLINE = 9
"""The outline level that means body text."""


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself; None where it says nothing."""

    id: str
    name: str
    based_on: str | None
    outline: int | None
    num_id: int | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file by id, and the id of the default paragraph style."""

    by_id: Mapping[str, Style]
    default: str | None

    def chain(self, style_id: str | None) -> Iterator[Style]:
        """A style and those it is based on, nearest first."""
        seen: set[str] = set()
        at = style_id or self.default
        while at is not None and at in self.by_id and at not in seen:
            seen.add(at)
            yield self.by_id[at]
            at = self.by_id[at].based_on

    def heading_level(self, paragraph: Any) -> int:
        """1 to 9 for a heading, 0 for body text."""
        properties = paragraph.find(qn("w:pPr"))
        own = number_at(properties, "w:outlineLvl")
        if own is not None:
            return own + 1 if own < _BODY_OUTLINE else 0
        for style in self.chain(style_id_of(paragraph)):
            named = _HEADING_NAME.fullmatch(style.name.strip())
            if named:
                return int(named[1])
            if style.name.strip().lower() == "title":
                return 1
            if style.outline is not None:
                return style.outline + 1 if style.outline < _BODY_OUTLINE else 0
        return 0

    def is_contents(self, paragraph: Any) -> bool:
        """Whether a paragraph is an entry of a table of contents."""
        style = next(self.chain(style_id_of(paragraph)), None)
        return style is not None and style.name.lower().startswith(("toc ", "table of figures"))


def read_styles(root: Any) -> Styles:
    """The paragraph and numbering styles of ``styles.xml``."""
    found: dict[str, Style] = {}
    default = None
    for element in root.iterchildren(qn("w:style")) if root is not None else ():
        style = _style(element)
        found[style.id] = style
        if element.get(qn("w:type")) == "paragraph" and element.get(qn("w:default")) in {"1", "true", "on"}:
            default = style.id
    return Styles(found, default)


def _style(element: Any) -> Style:
    properties = element.find(qn("w:pPr"))
    numbers = properties.find(qn("w:numPr")) if properties is not None else None
    return Style(
        id=element.get(qn("w:styleId")) or "",
        name=value_at(element, "w:name") or "",
        based_on=value_at(element, "w:basedOn"),
        outline=number_at(properties, "w:outlineLvl"),
        num_id=number_at(numbers, "w:numId"),
        level=number_at(numbers, "w:ilvl"),
    )


def style_id_of(paragraph: Any) -> str | None:
    """The id of a paragraph's style; None where it has the default one."""
    return value_at(paragraph.find(qn("w:pPr")), "w:pStyle")


def value_at(parent: Any, tag: str) -> str | None:
    """``w:val`` of a child; None where there is no such child."""
    child = parent.find(qn(tag)) if parent is not None else None
    value = child.get(qn("w:val")) if child is not None else None
    return None if value is None else str(value)


def number_at(parent: Any, tag: str) -> int | None:
    """``w:val`` of a child as a number; None where there is none."""
    value = value_at(parent, tag)
    return int(value) if value is not None and value.lstrip("-").isdigit() else None
