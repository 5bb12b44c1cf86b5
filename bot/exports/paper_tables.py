"""The tables of a committee paper. Their heads are repeated on each page, their rows stay whole where they fit on one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from docx.document import Document as WordDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, RGBColor
from docx.table import Table, _Cell, _Row

from bot.exports.paper_content import PaperFinding, PaperView
from bot.exports.paper_styles import CELL, DRAFT_WORDS, GUIDANCE_WORDS, LABEL, SOURCE, TABLE
from bot.exports.paper_words import add_words
from bot.exports.report import GuidanceQuote
from bot.exports.wording import ADVICE_IS, DRAFT_SAYS, FACES, GUIDANCE_SAYS, REASON_IS, REPLY, Face
from bot.reviewing.findings import Verdict

_FACTS = (Cm(3.8), Cm(12.6))
_COUNTS = (Cm(3.8), Cm(2.2), Cm(10.4))
_OVERVIEW = (Cm(3.8), Cm(9.2), Cm(3.4))
_UNTOUCHED = (Cm(6.4), Cm(10))
_WHOLE = 2_000
"""Characters up to which a row is kept on one page; a longer one may not fit on any."""
_REPLY_HEIGHT = Cm(2.2)
_MET_REPLY_HEIGHT = Cm(1.1)


@dataclass(frozen=True, slots=True)
class Put:
    """A paragraph of a cell."""

    words: str
    style: str = CELL
    language: str | None = None


def add_facts(word: WordDocument, shown: PaperView) -> None:
    """What was reviewed, against what, when."""
    table = _new_table(word, _FACTS)
    for name, values in shown.facts:
        _add_row(table, (Put(name, LABEL),), tuple(Put(value) for value in values))


def add_counts(word: WordDocument, shown: PaperView) -> None:
    """How many findings have each verdict."""
    table = _new_table(word, _COUNTS)
    _add_head(table, ("Verdict", "Findings", "What it means"))
    for face, count in shown.report.counts:
        row = _add_row(table, (), (Put(str(count)),), (Put(face.meaning),))
        _put_verdict(row.cells[0], face)


def add_overview(word: WordDocument, shown: PaperView) -> None:
    """Every finding in a line, with the place where it is set out."""
    table = _new_table(word, _OVERVIEW)
    _add_head(table, ("Verdict", "Finding", "Set out under"))
    for finding, where in shown.overview:
        row = _add_row(table, (), (Put(f"{finding.id} {finding.statement}"),), (Put(where),))
        _put_verdict(row.cells[0], finding.face)


def add_finding(word: WordDocument, finding: PaperFinding, language: str | None) -> None:
    """A finding with both sides' words, the tool's, and room for a reply. Its head has its id, for the pages it goes on to."""
    shown = finding.shown
    table = _new_table(word, _FACTS)
    head = _add_row(table, (Put("Verdict", LABEL),), ())
    _mark_row(head, "w:tblHeader")
    _keep_with_next(head)
    _put_verdict(head.cells[1], shown.face, more=f". {shown.face.meaning} ({shown.id})")
    rows = [row for row in _finding_rows(finding, language) if row[1]]
    for label, puts in rows:
        _add_row(table, (Put(label, LABEL),), puts)
    _keep_with_next(table.rows[-1])
    row = _add_row(table, (Put(REPLY, LABEL),), ())
    row.height = _MET_REPLY_HEIGHT if shown.face is FACES[Verdict.MET] else _REPLY_HEIGHT
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST


def add_untouched(word: WordDocument, findings: Sequence[PaperFinding]) -> None:
    """What an extract does not hold, a row each: it is no gap, and nobody has to reply to it."""
    table = _new_table(word, _UNTOUCHED)
    _add_head(table, ("Not in this extract", GUIDANCE_SAYS))
    for shown in (finding.shown for finding in findings):
        what = (
            Put(f"{shown.id} {shown.statement}"),
            *(Put(words, SOURCE) for words in (shown.rationale, shown.override) if words),
        )
        _add_row(table, what, tuple(_guidance(shown.guidance)))


def _finding_rows(finding: PaperFinding, language: str | None) -> Sequence[tuple[str, Sequence[Put]]]:
    shown = finding.shown
    return (
        (GUIDANCE_SAYS, tuple(_guidance(shown.guidance))),
        ("What it asks for", (Put(f"{shown.force}: {shown.recommendation}"),)),
        (DRAFT_SAYS, tuple(_draft(finding, language))),
        (REASON_IS, _puts(shown.rationale, shown.engines)),
        ("A reviewer's own verdict", _puts(shown.override)),
        (
            "What was searched",
            _puts(f"{shown.searched}{':' if finding.nearest else '.'}" if shown.searched else "", *finding.nearest),
        ),
        (ADVICE_IS, _puts(shown.advice)),
    )


def _puts(*words: str) -> tuple[Put, ...]:
    return tuple(Put(one) for one in words if one.strip())


def _guidance(quotes: Sequence[GuidanceQuote]) -> Iterator[Put]:
    """The quotes, each with its source; those of one source that follow each other share it."""
    for source, found in groupby(quotes, key=_source):
        yield from (Put(quote.words, GUIDANCE_WORDS) for quote in found)
        yield Put(source, SOURCE)


def _source(quote: GuidanceQuote) -> str:
    """Title and headings, date, address."""
    stands = " > ".join((quote.title, *(heading for heading in quote.headings if heading not in quote.title)))
    return ", ".join(filter(None, (stands, quote.dated, quote.url)))


def _draft(finding: PaperFinding, language: str | None) -> Iterator[Put]:
    """The finding's own words where they are not just those above the table, and what they do."""
    for quoted in finding.own:
        yield Put(quoted.words, DRAFT_WORDS, language)
        yield Put(f"In {quoted.where}", SOURCE)
    if finding.role:
        yield Put(f"{'These words' if finding.own else 'The words above'}: {finding.role}.")
    if finding.others:
        yield Put(f"Also quoted: {'; '.join(finding.others)}.")


# drawing -----------------------------------------------------------------------------------------------------------------


def _new_table(word: WordDocument, widths: Sequence[Length]) -> Table:
    table: Table = word.add_table(rows=0, cols=len(widths), style=TABLE)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def _add_row(table: Table, *cells: Sequence[Put]) -> _Row:
    """A row; it is kept on one page unless it is long."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx says no type here
    for cell, puts in zip(row.cells, cells, strict=True):
        for index, put in enumerate(puts):
            paragraph = cell.add_paragraph() if index else cell.paragraphs[0]
            paragraph.style = put.style
            add_words(paragraph, put.words, put.language)
    if sum(len(put.words) for puts in cells for put in puts) <= _WHOLE:
        _mark_row(row, "w:cantSplit")
    return row


def _add_head(table: Table, names: Sequence[str]) -> None:
    _mark_row(_add_row(table, *((Put(name, LABEL),) for name in names)), "w:tblHeader")


def _keep_with_next(row: _Row) -> None:
    """Keep a row on the page of the one below it."""
    for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True


def _mark_row(row: _Row, mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))  # noqa: SLF001 - python-docx knows neither mark


def _put_verdict(cell: _Cell, face: Face, more: str = "") -> None:
    """A verdict by sign, word and colour: any one of them is enough."""
    paragraph = cell.paragraphs[0]
    paragraph.style = CELL
    add_words(paragraph, f"{face.sign} {face.word}", bold=True).font.color.rgb = RGBColor.from_string(face.ink)
    add_words(paragraph, more)
    shade = OxmlElement("w:shd", attrs={qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): face.paper})
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no shading
