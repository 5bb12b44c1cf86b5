"""References: what "section 3", "sections 3 to 7", "subsection (1)", "this Act", "such an offence", "attempts it" point to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.reviewing.findings import Clause
from bot.reviewing.lexicon import Lexicon
from bot.reviewing.numbering import LONGER, in_digits, in_words_pattern
from bot.reviewing.provisions import Provision

_SECTION = r"(?:sections?|sec\.|ss?\.|articles?|arts?\.|clauses?|rules?|regulations?|§§?)"
_SUB = (
    r"(?:sub-?sections?|paragraphs?|paras?\.?|sub-?paragraphs?|sub-?clauses?|sub-?articles?|points?|items?|divisions?(?=\s+\())"
)
_NUMBER = r"\d+(?:\s?(?:bis|ter|quater|quinquies|sexies|septies|octies)\b|[A-Z]{0,2})(?:-[A-Z]\b)?(?:\s?[a-z](?=[.,;:)]|\s*$))?(?:\.\d+)*(?:\s?\([0-9A-Za-z.]{1,5}\))*"
_JOIN = r"\s*(?:,\s*(?:and|or)?|and|or|to|through|[-–—])\s*"
_NUMBERED = re.compile(
    rf"(?:\b|(?=§))(?:{_SECTION}|sub-?sections?(?=\s+\d+[A-Z]?(?:\.\d|\s?\()))\s+(?P<list>{_NUMBER}(?:{_JOIN}(?:(?:sub-?)?{_SECTION}\s+)?{_NUMBER})*)(?=(?P<of>\s+of\s+(?:the|this|that|Act|Law)\b[^.;,]{{0,60}})|)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"\b{_SUB}\s+(?!\d+[A-Z]?(?:\.\d|\s?\())(?P<list>\(?[0-9A-Za-z.]{{1,5}}\)?(?:\([0-9a-z]{{1,4}}\))*(?:{_JOIN}\(?[0-9A-Za-z.]{{1,5}}\))*)",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+of\s+")
_BARE = re.compile(r"\b(?:under|of|in|by|to|against)\s+(?P<number>\d+[A-Z]?(?:[.\-]\d+[A-Z]?)+(?:\([0-9A-Za-z]{1,4}\))*)")
"""Such as "an offense under 44.01": a number without "section", where the draft has such a section."""
_BESIDE = 2
"""How many characters may stand between a section and its point ("Article 2, point 1)")."""
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s*(?:to|through|[-–—])\s*(?P<high>{_NUMBER})", re.IGNORECASE)
_THIS = re.compile(r"\b(?:this|the\s+present|the\s+same)\s+(?P<unit>[A-Za-z\-]+)", re.IGNORECASE)
_OTHER_LAW = re.compile(
    r"\bof\s+the\s+(?!said\b)(?:[A-Z][\w'’\-]*\s+){1,8}(?:Act|Code|Law|Ordinance|Decree|Constitution)\b|\bof\s+the\s+(?:Act|Code|Law|Ordinance)\b|\bof\s+that\s+(?:Act|Code|Law)\b"
)


class Reach(StrEnum):
    """How a norm points to what it is about."""

    NUMBERS = "numbers"
    WHOLE = "whole"
    GENERAL = "general"
    SAME = "same"
    LAST = "last"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Reference:
    """A pointer found in a provision: ``text[start:end]``.

    ``numbers`` are clause numbers ("3", "3(1)") for ``Reach.NUMBERS``; ``unit`` is "act", "part", "section" for ``Reach.WHOLE``.
    """

    reach: Reach
    start: int
    end: int
    numbers: tuple[str, ...] = ()
    unit: str = ""


def references_in(provision: Provision, lexicon: Lexicon, numbers: Sequence[str]) -> tuple[Reference, ...]:
    """All references of one provision.

    Args:
        provision: the sentence.
        lexicon: the words for "this Act" and "any offence".
        numbers: the draft's section numbers in order; a range "3 to 7" is read against them.
    """
    text = provision.text
    found: list[Reference] = []
    listed: dict[int, str] = {}
    for match in _NUMBERED.finditer(text):
        outside = bool(match["of"] and _OTHER_LAW.search(match["of"]))
        reach = Reach.OUTSIDE if outside else Reach.NUMBERS
        sections = _listed(match["list"], numbers)
        listed[match.end("list")] = sections[-1] if sections and not outside else ""
        found.append(Reference(reach, match.start(), match.end("list"), sections))
    for reference, end in _spelt_references(text, numbers):
        listed[end] = reference.numbers[-1] if reference.numbers and reference.reach is Reach.NUMBERS else ""
        found.append(reference)
    bare = (match for match in _BARE.finditer(text) if section_of(match["number"]) in numbers)
    found.extend(Reference(Reach.NUMBERS, *match.span("number"), (match["number"],)) for match in bare)
    for match in _RELATIVE.finditer(text):
        of = _OF.match(text, match.end("list"))
        if of and any(reference.start == of.end() for reference in found):
            continue  # "subsection (1) of section 2": the section stands in the other pattern
        section = next(
            (
                listed[end]
                for end in listed
                if 0 <= match.start() - end <= _BESIDE and text[end : match.start()].strip(" ,") == ""
            ),
            "",
        )
        pointed = _below(match["list"], section) if section else _relative(match["list"], provision.clause)
        found.append(Reference(Reach.NUMBERS, match.start(), match.end("list"), pointed))
    for match in _THIS.finditer(text):
        unit = match["unit"].lower()
        if unit in lexicon.words["whole"] or unit in lexicon.words["group"] or unit.startswith("sub"):
            found.append(
                Reference(Reach.WHOLE, match.start(), match.end(), unit="act" if unit in lexicon.words["whole"] else unit)
            )
    general = [Reference(Reach.GENERAL, hit.start, hit.end) for hit in lexicon.general_offence.find(provision.words)]
    objects = lexicon.with_object.find(provision.words)
    same = [
        Reference(Reach.SAME, hit.start, hit.end)
        for hit in lexicon.same_offence.find(provision.words)
        if not any(one.start < hit.end <= one.end for one in objects)
    ]
    last = [Reference(Reach.LAST, hit.start, hit.end) for hit in lexicon.last_offence.find(provision.words)]
    return tuple(sorted([*found, *general, *same, *last], key=lambda reference: reference.start))


@lru_cache(maxsize=1)
def _spelt() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Finds "Article VI", "Articles Two and Three (a)" with what follows; and each of their numbers, with what joins it to the next.

    A number in words begins with a capital, so that "under this section two persons" holds none; nor does "this Section I".
    """
    words = rf"(?=[A-Z])(?i:{in_words_pattern()}){LONGER}"
    number = rf"(?:[IVXLC]+{LONGER}|{words})\b(?:\s?\([0-9A-Za-z]{{1,4}}\))*"
    unit = r"(?:\b(?i:sections?|sec\.|articles?|arts?\.)\s+|§§?\s*)"
    pointing = "".join(rf"(?<!\b{word}\s)" for word in ("this", "This", "that", "That", "such", "each", "any", "every"))
    lists = rf"{pointing}{unit}(?P<list>{number}(?:{_JOIN}(?:{unit})?{number})*)(?=(?P<of>\s+of\s+(?:the|this|that|Act|Law)\b[^.;,]{{0,60}})|)"
    return re.compile(lists), re.compile(rf"(?P<number>{number})(?P<range>\s*(?:to|through|[-–—])\s*)?")


def _spelt_references(text: str, numbers: Sequence[str]) -> Iterator[tuple[Reference, int]]:
    """References by numbers in words or Roman ones, to sections that the draft has; with the offset where the numbers end."""
    lists, single = _spelt()
    for match in lists.finditer(text):
        if match["list"] == "I" and text[match.start()].islower():
            continue  # "under that section I think"
        listed: list[str] = []
        low = ""
        for found in single.finditer(match["list"]):
            section, bracket, below = found["number"].partition("(")
            number = f"{in_digits(section.strip())}{bracket}{below}".replace(" ", "")
            listed += _between(low, number, numbers) if low else [number]
            low = number if found["range"] else ""
        known = tuple(dict.fromkeys(number for number in listed if section_of(number) in numbers))
        outside = bool(match["of"] and _OTHER_LAW.search(match["of"]))
        if known or outside:
            reach = Reach.OUTSIDE if outside else Reach.NUMBERS
            yield Reference(reach, match.start(), match.end("list"), known), match.end("list")


def section_of(number: str) -> str:
    """The section of a clause number: "279.01(1)(b)" stands in "279.01"."""
    return number.partition("(")[0]


def covers(pointed: str, number: str) -> bool:
    """Whether pointing to one number takes in another: "3" takes in "3(1)", and "3(1)" is part of "3"."""
    return number == pointed or number.startswith(pointed + "(") or pointed.startswith(number + "(")


def _listed(listed: str, numbers: Sequence[str]) -> tuple[str, ...]:
    flat = re.sub(
        r"\s+(?=\()|(?<=\d)\s(?=(?:bis|ter|quater|quinquies|sexies|septies|octies)\b)|(?<=\d)\s(?=[a-z](?:[.,;:)]|\s*$))",
        "",
        listed,
    )
    hyphened = [number for number in re.findall(r"\d+[A-Z]?(?:-\d+[A-Z]?)+", flat) if number in numbers]
    if hyphened:
        return tuple(dict.fromkeys(hyphened))
    singles = re.findall(_NUMBER, flat)
    between = [number for match in _RANGE.finditer(flat) for number in _between(match["low"], match["high"], numbers)]
    return tuple(dict.fromkeys([*singles, *between]))


def _between(low: str, high: str, numbers: Sequence[str]) -> list[str]:
    order = list(numbers)
    if low in order and high in order:
        return order[order.index(low) : order.index(high) + 1]
    if low.isdigit() and high.isdigit() and 0 <= int(high) - int(low) < 500:  # noqa: PLR2004 - no law has a longer range
        return [str(value) for value in range(int(low), int(high) + 1)]
    return []


def _below(listed: str, section: str) -> tuple[str, ...]:
    """Such as "points 1) and 2)" behind "Article 2": "2(1)", "2(2)"."""
    return tuple(dict.fromkeys(f"{section}({part})" for part in _parts(listed)))


def _parts(listed: str) -> list[str]:
    return re.findall(r"\(?([0-9A-Za-z.]{1,5})\)", listed) or re.findall(r"\d+", listed)


def _relative(listed: str, clause: Clause) -> tuple[str, ...]:
    """Such as "subsection (2)" in section 4 is "4(2)"; "paragraph (a)" in 4(2)(c) is "4(2)(a)"."""
    section = section_of(clause.number)
    tails = [f"({part})" for part in _parts(listed)]
    subsection = re.match(r"[^(]*(\([^)]*\))", clause.number)
    within = section + subsection.group(1) if subsection else section
    return tuple(dict.fromkeys([section + tail for tail in tails] + [within + tail for tail in tails if not tail[1].isdigit()]))
