"""The sheet of gaps: a short Word file that lists what a draft does not do, for those who want it beside the draft and not in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.shared import Cm, Pt

from bot.exports.gaps_content import Gap, GapsView, gaps_view
from bot.exports.paper_cells import Put, add_head, add_row, guidance_puts, new_table, put_all, put_verdict, reviewer_said
from bot.exports.paper_styles import CELL, GUIDANCE_WORDS, LABEL, SOURCE, dress, set_properties
from bot.exports.paper_tables import add_facts
from bot.exports.paper_words import add_heading, add_page_ends, add_paragraph
from bot.exports.report import at_least_one
from bot.exports.wordfile import MEDIA_TYPE, new_file, saved
from bot.exports.wording import ADVICE_IS, GUIDANCE_SAYS, PAPER_EXTRACT, REASON_IS
from bot.reviewing.findings import Review

_KIND = "Summary of gaps"
_COLUMNS = (Cm(2.7), Cm(7), Cm(6.7))
_SIZES = ((CELL, 9), (LABEL, 9), (GUIDANCE_WORDS, 9), (SOURCE, 8))
"""Styles and their sizes in points: smaller than in a committee paper, so that the gaps of most drafts stand on two pages."""
_BULLETS = "List Bullet"


class GapsExporter:
    """What is not met in a draft, on a page or two of its own; one draft after another."""

    key = "gaps"
    suffix = ".gaps.docx"
    media_type = MEDIA_TYPE
    label = "Summary of gaps (Word)"

    def __init__(self, dated: dt.date | None = None) -> None:
        """``dated`` is the day that the sheet carries; None for no date."""
        self.dated = dated

    def export(self, reviews: Sequence[Review], originals: Mapping[str, bytes] | None = None) -> bytes:  # noqa: ARG002 - only the Word file with comments uses them
        """One file, each draft from a new page."""
        views = [gaps_view(review, self.dated) for review in at_least_one(reviews)]
        word = new_file()
        dress(word)
        for style, size in _SIZES:
            word.styles[style].font.size = Pt(size)
        set_properties(word, f"{_KIND}: {', '.join(shown.name for shown in views)}", self.dated)
        for index, shown in enumerate(views):
            if index:
                word.add_section(WD_SECTION.NEW_PAGE)
            add_page_ends(word, _KIND, name=shown.name, register=shown.register, dated=shown.dated)
            _add_sheet(word, shown)
        return saved(word)


def _add_sheet(word: WordDocument, shown: GapsView) -> None:
    add_heading(word, shown.name, 0)
    add_paragraph(word, _KIND, "Subtitle")
    add_facts(word, shown.facts)
    add_heading(word, "What is not met, what needs attention first", 1)
    add_paragraph(word, shown.counted)
    if shown.set_aside:
        add_paragraph(word, shown.set_aside)
    if shown.gaps:
        _add_gaps(word, shown.gaps)
    if shown.untouched:
        add_heading(word, "Not in this extract", 1)
        add_paragraph(word, PAPER_EXTRACT)
        for words in shown.untouched:
            add_paragraph(word, words, _BULLETS)


def _add_gaps(word: WordDocument, gaps: Sequence[Gap]) -> None:
    table = new_table(word, _COLUMNS)
    add_head(table, ("Verdict", "What is asked", GUIDANCE_SAYS))
    for gap in gaps:
        shown = gap.shown
        said = (
            Put(f"{shown.id} {shown.statement}", LABEL),
            *(_named(ADVICE_IS, shown.advice) or _named(REASON_IS, shown.rationale)),
            *put_all(reviewer_said(shown), shown.engines),
            *(Put(words, SOURCE) for words in gap.places),
        )
        row = add_row(table, (), said, tuple(guidance_puts(shown.guidance, address=False)))
        put_verdict(row.cells[0], shown.face, more=f"\n{shown.set_aside}" if shown.set_aside else "")


def _named(name: str, words: str) -> tuple[Put, ...]:
    return (Put(f"{name}: {words}"),) if words.strip() else ()
