"""References within a draft that lead nowhere, or to a section that holds something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.reviewing.norms import BLAMING
from bot.reviewing.outline import Outline, Section, hygiene_phrases, hygiene_words
from bot.reviewing.phrases import stem, words_of
from corpus.criteria import Effect

_SUB = r"\s?\((?:\d{1,3}[A-Z]?|[a-z]{1,2}|[ivx]{1,5}|[A-Z]{1,2})\)"
_NUMBER = rf"\d{{1,4}}[A-Z]{{0,2}}(?![\w.\-–]*\d)(?:{_SUB})*"
_REFERENCE = re.compile(
    rf"\b(?P<unit>sections?|articles?|clauses?|rules?|regulations?)\s+(?P<list>{_NUMBER}(?:\s*(?:,\s*(?:and|or)?|and|or|to)\s*{_NUMBER})*)",
    re.IGNORECASE,
)
_ONE = re.compile(rf"(?P<number>\d+[A-Z]{{0,2}})(?P<subs>(?:{_SUB})*)")
_BEHIND = re.compile(
    r"(?P<gloss>\s*\((?P<words>[a-z][^()]{3,80})\))?\s*,?\s*(?P<of>of|to|in|thereof)?\s*(?P<this>this|the present)?\s*(?P<next>[A-Za-z]*)"
)
_RELATIVE = re.compile(
    r"\b(?P<unit>sub-?sections?|sub-?articles?|paragraphs?)\s+\((?P<sub>\d{1,2}[A-Z]?|[a-z])\)(?P<of>\s*(?:\([a-z]{1,4}\))*\s*(?:,|and|or|to|of|above of)\s)?",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?P<words>(?:\w+\s+){1,3})(?:under|by|in|of|pursuant\s+to|in\s+accordance\s+with)\s+$", re.IGNORECASE)
_LOOK_BACK = 60
_SCHEDULE = re.compile(
    r"\b(?:[Tt]he|First|Second|Third|Fourth|Fifth|Sixth)\s+(?P<word>Schedule|Annex|Appendix)\b(?!\s+(?:to|of)\b)"
    r"|(?<=\b(?:in|by|to|of)\s)(?P<numbered>Schedule|Annex|Appendix)\s+(?:\d+|[IVX]+)\b(?!\s+(?:to|of)\b)"
)
_SCHEDULE_HEAD = re.compile(
    r"^\W*(?:(?:THE|The)\s+)?(?:[A-Z]\w+\s+)?(?:SCHEDULE|Schedule|ANNEX|Annex|APPENDIX|Appendix)\w*\b[^.;]{0,90}$", re.MULTILINE
)
_FEW_SECTIONS = 4
_SLIP = 20
_MANY_NUMBERS = 5
"""So many numbers that the draft does not have are those of a law that was not supplied."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """One number of a reference: ``document.text[start:end]`` are the reference's words."""

    section: Section
    start: int
    end: int
    unit: str
    number: str
    subs: tuple[str, ...]
    gloss: str
    thing: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A note on the drafting at an offset of the document; ``kind`` groups them."""

    kind: str
    at: int
    words: str


def reference_remarks(outline: Outline) -> Iterator[Remark]:
    """What is wrong with the references of a whole draft, in no order; none where references may be to a law not supplied."""
    if outline.is_amending or len(outline.sections) < _FEW_SECTIONS:
        return
    unit = _own_unit(outline)
    own = [section for section in outline.sections if not section.names_other_law and not section.amends]
    pointers = [pointer for section in own for pointer in _pointers(section, unit)]
    astray = {pointer.number for pointer in pointers} - outline.numbers
    yield from _schedule(outline, own)
    for section in own:
        yield from _relative(outline, section)
    for pointer in pointers:
        if pointer.number in outline.numbers or len(astray) < _MANY_NUMBERS:
            yield from _check(outline, pointer)


def _own_unit(outline: Outline) -> str:
    """What the draft calls its sections: as it labels them, else "section"."""
    heads = [outline.law.document.text[s.start : s.start + 12].lower().lstrip('"“ ') for s in outline.sections]
    labels = [
        "article"
        if h.startswith("art")
        else "rule"
        if h.startswith("rule")
        else "regulation"
        if h.startswith("reg")
        else "section"
        for h in heads
    ]
    return max(sorted(set(labels)), key=labels.count)


def _pointers(section: Section, unit: str) -> Iterator[Pointer]:
    text = section.text
    for found in _REFERENCE.finditer(text):
        behind = _BEHIND.match(text, found.end())
        elsewhere = behind and behind["of"] and not (behind["this"] and behind["next"].lower() in hygiene_words()["units"])
        if (
            not found["unit"].lower().startswith(unit)
            or elsewhere
            or (behind and behind["next"].lower() in hygiene_words()["measures"])
        ):
            continue
        thing = _thing_before(text, found.start())
        for one in _ONE.finditer(found["list"]):
            single = one.end() == len(found["list"])
            yield Pointer(
                section,
                section.start + found.start(),
                section.start + found.end(),
                unit,
                one["number"],
                tuple(re.findall(r"\((\w+)\)", one["subs"])),
                (behind["words"] or "") if behind and single else "",
                thing if single and one.start() == 0 else "",
            )


def _thing_before(text: str, at: int) -> str:
    """What is said to be made or done under the section that is cited at an offset: "order" in "an order made under"; "" for nothing known."""
    found = _BEFORE.search(text, max(at - _LOOK_BACK, 0), at)
    words = found["words"].lower().split() if found else []
    return next((word for word in reversed(words) if word in hygiene_words()["made_under"]), "")


def _check(outline: Outline, pointer: Pointer) -> Iterator[Remark]:
    if pointer.number not in outline.numbers:
        if int(re.match(r"\d+", pointer.number).group()) <= _farthest(outline) and not _is_printed(outline, pointer.number):  # type: ignore[union-attr]
            yield _remark(outline, pointer, f", and the draft has no {pointer.unit} {pointer.number}")
        return
    target = outline.by_number.get(pointer.number)
    if target is None or target is pointer.section:
        return
    if pointer.subs and _lacks(target, pointer.subs[0]):
        yield _remark(outline, pointer, f", and {pointer.unit} {pointer.number} has no ({pointer.subs[0]})")
    elif words := _moved(outline, pointer, target):
        yield _remark(outline, pointer, words, kind="moved")


def _remark(outline: Outline, pointer: Pointer, rest: str, *, kind: str = "reference") -> Remark:
    words = " ".join(outline.law.document.text[pointer.start : pointer.end].split())
    return Remark(kind, pointer.start, f"{outline.place(pointer.start)} refers to “{words}”{rest}")


def _farthest(outline: Outline) -> int:
    """The highest number that a slip may have: "section 215" in a law of ten sections is another law's, though none is named."""
    return 2 * outline.last + _SLIP if outline.last else 0


def _is_printed(outline: Outline, number: str) -> bool:
    """Whether a number stands where a section's number may stand, though it was not read as one."""
    place = rf"(?:^|[.;:—–\n”\"])[ \t\"“(\[§*#-]*(?:(?:section|article|sec|art|clause|rule)\.?\s+)?{re.escape(number)}\b(?!\s*(?:years|months|days))"
    return re.search(place, outline.law.document.text, re.IGNORECASE | re.MULTILINE) is not None


def _lacks(section: Section, sub: str) -> bool:
    """Whether a section has subsections of that kind, and not this one."""
    text = _RELATIVE.sub(" ", _REFERENCE.sub(" ", section.text))
    numbered = sub[0].isdigit()
    first = "(1)" if numbered else "(a)"
    return first in text and f"({sub})" not in text and len(sub.rstrip("ABCDEFGH")) <= (2 if numbered else 1)


def _relative(outline: Outline, section: Section) -> Iterator[Remark]:
    """Such as "subsection (4)" in a section that has three; not "subsection (4) of section 5"."""
    for found in _RELATIVE.finditer(section.text):
        if not found["of"] and _lacks(section, found["sub"]):
            start = section.start + found.start()
            words = f"“{found['unit']} ({found['sub']})”"
            yield Remark(
                "reference",
                start,
                f"{outline.place(start)} refers to {words}, and section {section.number} has no ({found['sub']})",
            )


def _schedule(outline: Outline, sections: Sequence[Section]) -> Iterator[Remark]:
    """The first reference to a schedule in a draft that has none."""
    if not outline.last or _SCHEDULE_HEAD.search(outline.law.document.text):
        return
    for section in sections:
        if found := _SCHEDULE.search(section.text):
            start = section.start + found.start()
            word = (found["word"] or found["numbered"]).lower()
            yield Remark(
                "reference",
                start,
                f"{outline.place(start)} refers to “{' '.join(found.group().split())}”, and the draft has no {word}",
            )
            return


# moved --------------------------------------------------------------------------------------------------------------------


def _moved(outline: Outline, pointer: Pointer, target: Section) -> str:
    """How a section differs from what is cited: from the words in parentheses, or from what is said to be made there; "" where it may be meant."""
    if pointer.gloss:
        stems = _stems(pointer.gloss)
        others = _headed(outline, stems)
        if not target.heading or len(others) != 1 or _says_any(target, stems):
            return ""
        return f" as “{pointer.gloss}”, but it is headed “{target.heading}”; {pointer.unit} {others[0].number} is headed “{others[0].heading}”"
    if pointer.thing in hygiene_words()["offences"]:
        return _no_offence(outline, pointer, target)
    stems = frozenset({stem(pointer.thing)}) if pointer.thing else frozenset()
    others = [section for section in _headed(outline, stems) if section is not pointer.section]
    if len(others) != 1 or _says_any(target, stems):
        return ""
    return f", which says nothing of “{pointer.thing}”; {pointer.unit} {others[0].number} is headed “{others[0].heading}”"


def _no_offence(outline: Outline, pointer: Pointer, target: Section) -> str:
    if _may_hold_offence(outline, target):
        return ""
    holding = [
        section.number for section in outline.sections if section is not pointer.section and outline.effects_of(section) & BLAMING
    ]
    rest = f"; {pointer.unit} {holding[0]} does" if len(holding) == 1 else ""
    return f", and {pointer.unit} {target.number} makes no offence{rest}"


def _may_hold_offence(outline: Outline, target: Section) -> bool:
    if outline.effects_of(target) & (BLAMING | {Effect.PROHIBITION, Effect.DEFINITION}) - {Effect.PROSECUTION}:
        return True
    return any(hygiene_phrases("offence_words").find(words) for words in (target.words, words_of(target.heading)))


@cache
def _small() -> frozenset[str]:
    return frozenset(hygiene_words()["small"])


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in re.findall(r"[A-Za-z]+", words) if word.lower() not in _small())


def _says_any(section: Section, stems: frozenset[str]) -> bool:
    """Whether a section says one of some words, or one that begins alike ("licence", "licensed")."""
    heads = {each[:5] for each in stems}
    said = {piece.partition("/")[2][:5] for piece in section.words.line.split()} | {each[:5] for each in _stems(section.heading)}
    return bool(heads & said)


def _headed(outline: Outline, stems: frozenset[str]) -> list[Section]:
    """The sections whose heading holds all of some words."""
    return [section for section in outline.sections if stems and stems <= _stems(section.heading)]


def section_numbers(text: str, order: Sequence[str]) -> frozenset[str]:
    """The section numbers that a text refers to; ranges are read against the draft's sections in their order."""
    numbers: set[str] = set()
    for found in _REFERENCE.finditer(text):
        cited = [one["number"] for one in _ONE.finditer(found["list"])]
        numbers |= set(cited)
        if " to " in found["list"] and cited[0] in order and cited[-1] in order:
            numbers |= set(order[order.index(cited[0]) : order.index(cited[-1]) + 1])
    return frozenset(numbers)
