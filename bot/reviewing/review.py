"""Reviewing: from readings of files to findings, one for each element of the register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.reviewing.amending import Amended, amended
from bot.reviewing.concepts import Concepts
from bot.reviewing.criteria import Judge
from bot.reviewing.findings import Clause, Finding, Scope
from bot.reviewing.hygiene import hygiene_notes
from bot.reviewing.joining import join_readings
from bot.reviewing.law import Law
from bot.reviewing.lexicon import Lexicon
from bot.reviewing.losses import Losses
from bot.reviewing.quotations import without_marks
from bot.reviewing.scanned import ReadingCopy, reading_copy
from bot.reviewing.second_reader import SecondReader, SecondReading
from bot.reviewing.unweaving import gone, without_files
from bot.reviewing.verdicts import Writer
from corpus.bilingual import english_part
from corpus.documents import Document, Reading, SourceMap
from corpus.language import Language, detect_language
from corpus.register import BoundRegister
from index.classifier import Classifier
from index.reranking import Reranker

_EXTRACT_CHARACTERS = 4000
_EXTRACT_SECTIONS = 3
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
    judge: Judge = field(compare=False)
    """The criteria as they were applied; its law has the offsets of ``copy``'s document."""
    copy: ReadingCopy = field(compare=False)
    second: SecondReading | None = None


class Reviewer:
    """Judges drafts against one register, and lets a second reader judge them again where there is one. Holds nothing of a draft; safe to share."""

    def __init__(
        self,
        register: BoundRegister,
        lexicon: Lexicon,
        second: SecondReader | None = None,
        *,
        reranker: Reranker | None = None,
        classifier: Classifier | None = None,
    ) -> None:
        self.register = register
        self.second = second
        self.reranker = reranker
        self.classifier = classifier
        self.lexicon = lexicon
        self._concepts = Concepts(register.register.concepts)
        self._vocabulary = self._concepts.vocabulary | lexicon.vocabulary

    def review(self, readings: Sequence[Reading], *, scope: Scope, progress: Callable[[str], None]) -> Outcome:
        """Judge one draft, or several files as one law."""
        reading = join_readings(readings)
        document = reading.document
        progress("splitting clauses")
        language = detect_language(document.text)
        copy = reading_copy(without_marks(english_part(document, language)), self._vocabulary)
        change = amended(copy.document)
        law = Law(copy.document, self.lexicon, change)
        decided_scope = choose_scope(law) if scope is Scope.AUTO else scope
        progress("judging")
        judge = self.judge(law, extract=decided_scope is Scope.EXTRACT)
        if not _unreadable(language):
            judge.prepare()
        writer = Writer(law, judge, decided_scope, self.reranker)
        findings, all_clauses = tuple(self._findings(writer, language)), law.clauses
        if change is not None and not _unreadable(language):
            findings, all_clauses = self._with_losses(findings, writer, change)
        hygiene = () if _unreadable(language) else hygiene_notes(law, decided_scope)
        notes = (
            *document.notes,
            *copy.notes,
            *((language.note,) if language.note else ()),
            *(change.notes if change else ()),
            *hygiene,
        )
        second = self.second.read(findings, writer, progress) if self.second is not None else None
        if second is not None:
            findings, notes = second.findings, (*notes, *second.notes)
        findings, clauses = tuple(copy.finding(finding) for finding in findings), tuple(copy.clause(c) for c in all_clauses)
        return Outcome(document, reading.source_map, decided_scope, findings, clauses, language.code, notes, judge, copy, second)

    def _with_losses(
        self, findings: Sequence[Finding], writer: Writer, change: Amended
    ) -> tuple[tuple[Finding, ...], tuple[Clause, ...]]:
        """The findings with the conflicts that come of what a bill repeals; and all clauses, those that it takes out among them."""
        document, law = writer.law.document, writer.law
        if not change.changes:
            return tuple(findings), tuple(sorted(law.clauses, key=lambda clause: (clause.start, -clause.end)))
        before = Law(without_files(document, change.bill_spans), self.lexicon)
        clauses = (*law.clauses, *gone(before.clauses, law.clauses, change.changes))
        clauses = tuple(sorted(clauses, key=lambda clause: (clause.start, -clause.end)))
        extract = writer.scope is Scope.EXTRACT
        losses = Losses(Writer(before, self.judge(before, extract=extract), writer.scope), writer, change.changes, clauses)
        return tuple(losses.finding(finding) for finding in findings), clauses

    def judge(self, law: Law, *, extract: bool = False) -> Judge:
        """The criteria of the register, applied to one law."""
        concepts = self._concepts.renewed()
        return Judge(self.register.register, concepts, law, extract=extract, classifier=self.classifier)

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
    if not language.is_english_enough:
        return ("foreign_language",)
    return ()


def choose_scope(law: Law) -> Scope:
    """Whether a text is a whole law or a piece of one: a piece is short, has few sections, and no Parts."""
    sections = [clause for clause in law.clauses if clause.number and "(" not in clause.number]
    small = len(law.document.text) <= _EXTRACT_CHARACTERS and len(sections) <= _EXTRACT_SECTIONS
    return Scope.EXTRACT if small and not any(node.division for node in law.nodes) else Scope.WHOLE
