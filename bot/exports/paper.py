"""The committee paper: a Word file that sets a draft beside the guidance, clause by clause, with room for replies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby

from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.shared import Pt

from bot.exports.paper_content import PaperFinding, PaperView, SectionPart, paper_view
from bot.exports.paper_styles import DRAFT_WORDS, LABEL, dress, set_properties
from bot.exports.paper_tables import add_counts, add_facts, add_finding, add_overview, add_untouched
from bot.exports.paper_words import add_heading, add_page_ends, add_paragraph, add_words
from bot.exports.report import FindingView, at_least_one
from bot.exports.wordfile import MEDIA_TYPE, new_file, saved
from bot.exports.wording import DRAFT_SAYS, PAPER_EXTRACT, PAPER_IS, PAPER_LEGEND
from bot.reviewing.findings import Review

_KIND = "Committee paper"
_BULLETS = "List Bullet"
_TOGETHER = 1_200
"""Characters of a section's words up to which they are kept on one page with what is found on them."""
_LABEL_SPACE = Pt(6)


class PaperExporter:
    """A paper for the committee that has a draft before it, one draft after another."""

    key = "paper"
    suffix = ".paper.docx"
    media_type = MEDIA_TYPE
    label = "Committee paper (Word)"

    def __init__(self, dated: dt.date | None = None) -> None:
        """``dated`` is the day that the paper carries; None for no date."""
        self.dated = dated

    def export(self, reviews: Sequence[Review], originals: Mapping[str, bytes] | None = None) -> bytes:  # noqa: ARG002 - only the Word file with comments uses them
        """One paper, each draft from a new page."""
        views = [paper_view(review, self.dated) for review in at_least_one(reviews)]
        word = new_file()
        dress(word)
        set_properties(word, f"{_KIND}: {', '.join(shown.name for shown in views)}", self.dated)
        for index, shown in enumerate(views):
            if index:
                word.add_section(WD_SECTION.NEW_PAGE)
            add_page_ends(word, _KIND, name=shown.name, register=shown.register, dated=shown.dated)
            _add_paper(word, shown)
        return saved(word)


def _add_paper(word: WordDocument, shown: PaperView) -> None:
    add_heading(word, shown.name, 0)
    add_paragraph(word, "Committee paper: the draft beside the guidance, clause by clause", "Subtitle")
    add_facts(word, shown.facts)
    _add_about(word, shown)
    _add_summary(word, shown)
    _add_sections(word, shown)
    if shown.undecided:
        add_heading(word, "What a person has to decide", 1)
        add_paragraph(word, "The text does not decide these, and no clause of it is quoted for them.")
        for finding in shown.undecided:
            _add_finding(word, finding, shown)
    _add_missing(word, shown)
    add_heading(word, "Notes of the review", 1)
    for note in shown.report.notes:
        add_paragraph(word, note, _BULLETS)
    if not shown.report.notes:
        add_paragraph(word, "There are none.")


def _add_about(word: WordDocument, shown: PaperView) -> None:
    add_heading(word, "What this paper is", 1)
    add_paragraph(word, PAPER_IS)
    if shown.extract:
        add_paragraph(word, PAPER_EXTRACT)
    for name, meaning in PAPER_LEGEND:
        entry = word.add_paragraph(style=_BULLETS)
        add_words(entry, f"{name}: ", bold=True)
        add_words(entry, meaning)


def _add_summary(word: WordDocument, shown: PaperView) -> None:
    add_heading(word, "Summary", 1)
    add_counts(word, shown.report)
    if shown.report.set_aside:
        add_paragraph(word, shown.report.set_aside).paragraph_format.space_before = _LABEL_SPACE
    add_heading(word, "All findings, what needs attention first", 2)
    add_overview(word, shown)


def _add_sections(word: WordDocument, shown: PaperView) -> None:
    add_heading(word, "Clause by clause", 1)
    lead = "In the order of the draft. Clauses that no finding quotes are left out."
    add_paragraph(word, lead if shown.sections else "No finding quotes a clause of the draft.")
    for part in shown.sections:
        _add_section(word, part, shown)


def _add_section(word: WordDocument, part: SectionPart, shown: PaperView) -> None:
    add_heading(word, part.title, 2)
    together = sum(len(quoted.words) for quoted in part.words) <= _TOGETHER
    for where, found in groupby(part.words, key=lambda quoted: quoted.where):
        _add_label(word, f"{DRAFT_SAYS} in {where}")
        for quoted in found:
            paragraph = add_paragraph(word, quoted.words, DRAFT_WORDS, shown.language)
            paragraph.paragraph_format.keep_with_next = together
    for finding in part.findings:
        _add_finding(word, finding, shown)
    if part.pointers:
        _add_label(word, "Also quoted for" if part.findings else "Quoted for")
    for pointer in part.pointers:
        entry = word.add_paragraph(style=_BULLETS)
        add_words(entry, f"{_verdict_line(pointer.shown).rstrip('.')}.", bold=True)
        add_words(entry, f" This clause: {pointer.role}. Set out under {pointer.under}.")


def _add_label(word: WordDocument, words: str) -> None:
    layout = add_paragraph(word, words, LABEL).paragraph_format
    layout.keep_with_next, layout.space_before = True, _LABEL_SPACE


def _add_finding(word: WordDocument, finding: PaperFinding, shown: PaperView) -> None:
    add_heading(word, _verdict_line(finding.shown), 3)
    add_finding(word, finding, shown.language)


def _add_missing(word: WordDocument, shown: PaperView) -> None:
    add_heading(word, f"What the {'extract' if shown.extract else 'draft'} does not address", 1)
    if not shown.missing:
        add_paragraph(word, "No finding is missing.")
    elif shown.extract:
        add_paragraph(word, PAPER_EXTRACT)
        add_untouched(word, shown.missing)
    else:
        for finding in shown.missing:
            _add_finding(word, finding, shown)


def _verdict_line(shown: FindingView) -> str:
    return f"{shown.face.word}: {shown.id} {shown.statement}"
