"""The tables of a committee paper. Their heads are repeated on each page, their rows stay whole where they fit on one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Cm

from bot.exports.paper_cells import (
    Put,
    add_head,
    add_row,
    guidance_puts,
    keep_with_next,
    mark_row,
    new_table,
    put_all,
    put_verdict,
    reviewer_said,
)
from bot.exports.paper_content import Fact, PaperFinding, PaperView
from bot.exports.paper_styles import DRAFT_WORDS, LABEL, SOURCE
from bot.exports.report import ReviewView
from bot.exports.wording import ADVICE_IS, DRAFT_SAYS, FACES, GUIDANCE_SAYS, REASON_IS, REPLY, REVIEWER_SAYS
from bot.reviewing.findings import Verdict

_FACTS = (Cm(3.8), Cm(12.6))
_COUNTS = (Cm(3.8), Cm(2.2), Cm(10.4))
_OVERVIEW = (Cm(3.8), Cm(9.2), Cm(3.4))
_UNTOUCHED = (Cm(6.4), Cm(10))
_REPLY_HEIGHT = Cm(2.2)
_MET_REPLY_HEIGHT = Cm(1.1)


def add_facts(word: WordDocument, facts: Sequence[Fact]) -> None:
    """What was reviewed, against what, when."""
    table = new_table(word, _FACTS)
    for name, values in facts:
        add_row(table, (Put(name, LABEL),), tuple(Put(value) for value in values))


def add_counts(word: WordDocument, shown: ReviewView) -> None:
    """How many findings have each verdict."""
    table = new_table(word, _COUNTS)
    add_head(table, ("Verdict", "Findings", "What it means"))
    for face, count in shown.counts:
        row = add_row(table, (), (Put(str(count)),), (Put(face.meaning),))
        put_verdict(row.cells[0], face)


def add_overview(word: WordDocument, shown: PaperView) -> None:
    """Every finding in a line, with the place where it is set out."""
    table = new_table(word, _OVERVIEW)
    add_head(table, ("Verdict", "Finding", "Set out under"))
    for finding, where in shown.overview:
        row = add_row(table, (), (Put(f"{finding.id} {finding.statement}"),), (Put(where),))
        put_verdict(row.cells[0], finding.face, more=f"\n{finding.set_aside}" if finding.set_aside else "")


def add_finding(word: WordDocument, finding: PaperFinding, language: str | None) -> None:
    """A finding with both sides' words, the tool's, and room for a reply. Its head has its id, for the pages it goes on to."""
    shown = finding.shown
    table = new_table(word, _FACTS)
    head = add_row(table, (Put("Verdict", LABEL),), ())
    mark_row(head, "w:tblHeader")
    keep_with_next(head)
    put_verdict(head.cells[1], shown.face, more=f". {shown.face.meaning} ({shown.id})")
    rows = [row for row in _finding_rows(finding, language) if row[1]]
    for label, puts in rows:
        add_row(table, (Put(label, LABEL),), puts)
    keep_with_next(table.rows[-1])
    row = add_row(table, (Put(REPLY, LABEL),), ())
    row.height = _MET_REPLY_HEIGHT if shown.face is FACES[Verdict.MET] else _REPLY_HEIGHT
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST


def add_untouched(word: WordDocument, findings: Sequence[PaperFinding]) -> None:
    """What an extract does not hold, a row each: it is no gap, and nobody has to reply to it."""
    table = new_table(word, _UNTOUCHED)
    add_head(table, ("Not in this extract", GUIDANCE_SAYS))
    for shown in (finding.shown for finding in findings):
        what = (
            Put(f"{shown.id} {shown.statement}"),
            *(Put(words, SOURCE) for words in (shown.rationale, reviewer_said(shown)) if words),
        )
        add_row(table, what, tuple(guidance_puts(shown.guidance)))


def _finding_rows(finding: PaperFinding, language: str | None) -> Sequence[tuple[str, Sequence[Put]]]:
    shown = finding.shown
    return (
        (GUIDANCE_SAYS, tuple(guidance_puts(shown.guidance))),
        ("What it asks for", (Put(f"{shown.force}: {shown.recommendation}"),)),
        (DRAFT_SAYS, tuple(_draft(finding, language))),
        (REASON_IS, put_all(shown.rationale, shown.engines)),
        (REVIEWER_SAYS, put_all(shown.override)),
        (
            "What was searched",
            put_all(f"{shown.searched}{':' if finding.nearest else '.'}" if shown.searched else "", *finding.nearest),
        ),
        (ADVICE_IS, put_all(shown.advice)),
    )


def _draft(finding: PaperFinding, language: str | None) -> Iterator[Put]:
    """The finding's own words where they are not just those above the table, and what they do."""
    for quoted in finding.own:
        yield Put(quoted.words, DRAFT_WORDS, language)
        yield Put(f"In {quoted.where}", SOURCE)
    if finding.role:
        yield Put(f"{'These words' if finding.own else 'The words above'}: {finding.role}.")
    if finding.others:
        yield Put(f"Also quoted: {'; '.join(finding.others)}.")
