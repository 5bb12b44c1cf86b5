"""Reviewing: from readings of files to findings, one for each element of the register."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.reviewing.concepts import Concepts
from bot.reviewing.criteria import Judge
from bot.reviewing.findings import Clause, Finding, Scope
from bot.reviewing.law import Law
from bot.reviewing.lexicon import Lexicon
from bot.reviewing.verdicts import Writer
from corpus.documents import Block, Document, Page, Reading, Segment, SourceMap
from corpus.language import Language, detect_language
from corpus.register import BoundRegister

_EXTRACT_CHARACTERS = 4000
_EXTRACT_SECTIONS = 3
_ENGLISH_ENOUGH = 0.3  # of a bilingual draft, the readable column is judged
_JOINT = "\n\n"
_READABLE = "Supply a readable text in English, or its translation."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reviewing adds to a document."""

    document: Document
    source_map: SourceMap
    scope: Scope
    findings: tuple[Finding, ...]
    clauses: tuple[Clause, ...]
    language: str | None
    notes: tuple[str, ...]


class Reviewer:
    """Judges drafts against one register. Holds nothing of a draft; safe to share."""

    def __init__(self, register: BoundRegister, lexicon: Lexicon) -> None:
        self.register = register
        self.lexicon = lexicon
        self._concepts = Concepts(register.register.concepts)

    def review(self, readings: Sequence[Reading], *, scope: Scope, progress: Callable[[str], None]) -> Outcome:
        """Judge one draft, or several files as one law."""
        reading = join_readings(readings)
        document = reading.document
        progress("splitting clauses")
        law = Law(document, self.lexicon)
        language = detect_language(document.text)
        decided_scope = choose_scope(law) if scope is Scope.AUTO else scope
        progress("judging")
        judge = self.judge(law, extract=decided_scope is Scope.EXTRACT)
        writer = Writer(law, judge, decided_scope)
        findings = tuple(self._findings(writer, language))
        notes = (*document.notes, *((language.note,) if language.note else ()))
        return Outcome(document, reading.source_map, decided_scope, findings, law.clauses, language.code, notes)

    def judge(self, law: Law, *, extract: bool = False) -> Judge:
        """The criteria of the register, applied to one law."""
        return Judge(self.register.register, self._concepts.renewed(), law, extract=extract)

    def _findings(self, writer: Writer, language: Language) -> Sequence[Finding]:
        register = self.register.register
        unreadable = _unreadable(language)
        found = []
        for recommendation, element in register.elements():
            guidance = self.register.guidance[recommendation.id]
            if unreadable:
                rationale = f"Not judged: {language.note}. A person must decide."
                found.append(
                    writer.undecided(recommendation, element, guidance, reasons=unreadable, rationale=rationale, advice=_READABLE)
                )
            else:
                found.append(writer.finding(recommendation, element, guidance))
        return found


def _unreadable(language: Language) -> tuple[str, ...]:
    if not language.readable:
        return ("unreadable_text",)
    if language.code not in {None, "en"} and language.english_share < _ENGLISH_ENOUGH:
        return ("foreign_language",)
    return ()


def choose_scope(law: Law) -> Scope:
    """Whether a text is a whole law or a piece of one: a piece is short, has few sections, and no Parts."""
    sections = [clause for clause in law.clauses if clause.number and "(" not in clause.number]
    small = len(law.document.text) <= _EXTRACT_CHARACTERS and len(sections) <= _EXTRACT_SECTIONS
    return Scope.EXTRACT if small and not any(node.division for node in law.nodes) else Scope.WHOLE


def join_readings(readings: Sequence[Reading]) -> Reading:
    """Several files as one text, in their order; one file stays as it is."""
    if len(readings) == 1:
        return readings[0]
    offset = 0
    blocks: list[Block] = []
    pages: list[Page] = []
    segments: list[Segment] = []
    for reading in readings:
        document = reading.document
        blocks += [replace(b, start=b.start + offset, end=b.end + offset) for b in document.blocks]
        pages += [replace(p, start=p.start + offset, end=p.end + offset) for p in document.pages]
        segments += [replace(s, start=s.start + offset, end=s.end + offset) for s in reading.source_map.segments]
        offset += len(document.text) + len(_JOINT)
    first = readings[0].document
    starts = itertools.accumulate(len(reading.document.text) + len(_JOINT) for reading in readings[:-1])
    name = " + ".join(reading.document.id for reading in readings)
    notes = tuple(f"{r.document.id}: {note}" for r in readings for note in r.document.notes)
    joined = replace(
        first,
        id=name,
        title=name,
        text=_JOINT.join(r.document.text for r in readings),
        blocks=tuple(blocks),
        pages=tuple(pages),
        notes=notes,
        parts=tuple(starts),
    )
    return Reading(joined, SourceMap(name, tuple(segments)))
