"""Mentions: the places in a law that an amending instruction names, as printed ("paragraph (a) of section 7(2)", "Part III")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_LABEL = r"(?:\d{1,3}[A-Za-z]{0,2}|[a-z]{1,2}|[A-Z]{1,2}|[ivxIVX]{1,5})"
_BRACKETS = rf"(?:\s?\({_LABEL}\))+"
_SECTION_NUMBER = rf"\d+[A-Za-z]{{0,3}}\b(?:[.\-]\d+[A-Za-z]{{0,2}}\b)*(?:{_BRACKETS})?"
_JOIN = r"\s*(?:,\s*(?:and|or)?|and|or|to|through|[-–](?=\s?\d))\s*"
_SECTION_UNIT = r"(?:sections?|secs?\.?|ss?\.|articles?|arts?\.|§§?|rules?|regulations?)"
_SUB_UNIT = r"(?:sub-?\s?sections?|(?:sub-?\s?)*paragraphs?|paras?\.?|(?:sub-?\s?)?clauses?|(?:sub-?)?items?|points?|letters?)"
_SUB_NUMBER = rf"(?:{_BRACKETS}|\d{{1,3}}[A-Z]{{0,2}}\b(?:{_BRACKETS})?|(?<!\w)[a-z]\b(?!\s+[a-z]))"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "last")
LAST = len(_ORDINALS) - 1
"""The rank of "the last paragraph"."""
_MENTION = re.compile(
    rf"""
    (?<!\w)(?P<section>{_SECTION_UNIT}\s*(?P<sections>{_SECTION_NUMBER}(?:{_JOIN}(?:{_SECTION_UNIT}\s*)?(?:{_SECTION_NUMBER}|{_BRACKETS}))*))
  | \b(?P<sub>{_SUB_UNIT}\s*(?P<subs>{_SUB_NUMBER}(?:{_JOIN}{_SUB_NUMBER})*))
  | \b(?P<division>(?P<word>part|chapter|division|schedule|annex|appendix|subpart)s?\s+(?P<value>[IVXLC]+[A-Z]?\b|\d+[A-Z]{{0,2}}\b|[A-Z]\b))
  | \b(?P<schedule>(?:the\s+)?(?:schedule|annex|appendix)\b)
  | \b(?P<definition>(?:the\s+)?(?:definitions?|meaning)\s+of\s+(?:the\s+(?:term|expression)\s+)?(?P<term>[\ue000-\ue7ff])(?:{_JOIN}(?P<other>[\ue000-\ue7ff]))?)
  | \b(?P<nth>(?:the\s+)?(?P<rank>{"|".join(_ORDINALS)})\s+(?:sub)?(?P<what>paragraph|sentence))
  | \b(?P<heading>(?:the\s+)?(?:section\s+)?(?:heading|marginal\s+note|side\s?note)\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RANGE = re.compile(r"\s*(?:to|through|[-–])\s*", re.IGNORECASE)


class Kind(StrEnum):
    """What a place in a law is named by."""

    SECTION = "section"
    SUB = "sub"
    DIVISION = "division"
    SCHEDULE = "schedule"
    DEFINITION = "definition"
    NTH = "nth"
    HEADING = "heading"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class Step:
    """One step toward a place: "section 7", "paragraphs (a) and (c)", "the definition of “vessel”".

    ``values`` are numbers without brackets around sections and with them around parts of sections; a pair ("8", "10") with ``ranged``.
    """

    kind: Kind
    values: tuple[str, ...]
    word: str = ""
    ranges: tuple[tuple[str, str], ...] = ()


Way = tuple[Step, ...]
"""From the outermost to the innermost step."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named at ``text[start:end]``."""

    start: int
    end: int
    step: Step


def mentions(text: str) -> list[Mention]:
    """The places that an instruction names, in its order; quotations stand as single marks."""
    return [Mention(found.start(), found.end(), _step(found)) for found in _MENTION.finditer(text)]


def _step(found: re.Match[str]) -> Step:
    if found["section"]:
        values, ranges = _numbers(found["sections"], _SECTION_NUMBER)
        return Step(Kind.SECTION, values, ranges=ranges)
    if found["sub"]:
        values, ranges = _numbers(found["subs"], _SUB_NUMBER)
        word = "subsection" if re.match(r"sub-?\s?section", found["sub"], re.IGNORECASE) else ""
        bracketed = tuple(value if value.startswith("(") else _bracket(value) for value in values)
        return Step(Kind.SUB, bracketed, word, tuple((_bracket(a), _bracket(b)) for a, b in ranges))
    if found["division"]:
        return Step(Kind.DIVISION, (found["value"],), found["word"].lower())
    if found["definition"]:
        return Step(Kind.DEFINITION, tuple(filter(None, (found["term"], found["other"]))))
    if found["nth"]:
        return Step(Kind.NTH, (str(_ORDINALS.index(found["rank"].lower())),), found["what"].lower())
    return Step(Kind.HEADING if found["heading"] else Kind.SCHEDULE, ())


def _bracket(value: str) -> str:
    head, bracket, rest = value.partition("(")
    return f"({head}){bracket}{rest}" if head else value


def _numbers(listed: str, number: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The numbers of a list, "12(a) and (b)" as "12(a)", "12(b)"; and its ranges."""
    values: list[str] = []
    ranges: list[tuple[str, str]] = []
    last_end = 0
    for found in re.finditer(rf"{number}|{_BRACKETS}", listed, re.IGNORECASE):
        value = re.sub(r"\s+", "", found.group())
        if value.startswith("(") and values and not values[-1].startswith("("):
            value = values[-1].rpartition("(")[0] + value if "(" in values[-1] else values[-1] + value
        if values and _RANGE.fullmatch(listed, last_end, found.start()):
            ranges.append((values[-1], value))
        values.append(value)
        last_end = found.end()
    return tuple(values), tuple(ranges)


def deeper(way: Way, step: Step) -> Way:
    """A way with a step more; a place that stands by itself begins a new one."""
    if step.kind in {Kind.SECTION, Kind.DIVISION, Kind.SCHEDULE, Kind.ACT}:
        outer = way[:1] if step.kind is Kind.SECTION and way and way[0].kind in {Kind.DIVISION, Kind.SCHEDULE} else ()
        return (*outer, step) if outer and way[0].kind is Kind.SCHEDULE else (step,)
    return (*way, step)


def told(way: Way) -> str:
    """A way in words: "section 7 (2)"."""
    words = []
    for step in way:
        name = step.word or (step.kind.value if step.kind not in {Kind.SUB, Kind.NTH} else "")
        words.append(" ".join(filter(None, (name, ", ".join(step.values) if step.kind is not Kind.DEFINITION else ""))))
    return " ".join(words)
