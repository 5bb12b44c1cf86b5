"""Cells of tables in papers: their words, whose they are, and how rows go over pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, RGBColor
from docx.table import Table, _Cell, _Row

from bot.exports.paper_styles import CELL, GUIDANCE_WORDS, LABEL, SOURCE, TABLE
from bot.exports.paper_words import add_words
from bot.exports.report import FindingView, GuidanceQuote
from bot.exports.wording import REVIEWER_SAYS, Face

_WHOLE = 2_000
"""Characters up to which a row is kept on one page; a longer one may not fit on any."""


@dataclass(frozen=True, slots=True)
class Put:
    """A paragraph of a cell."""

    words: str
    style: str = CELL
    language: str | None = None


def put_all(*words: str) -> tuple[Put, ...]:
    """A paragraph for each of the words that are any."""
    return tuple(Put(one) for one in words if one.strip())


def reviewer_said(shown: FindingView) -> str:
    """What a reviewer says, with whose words they are; nothing where nobody does."""
    return f"{REVIEWER_SAYS}: {shown.override}" if shown.override else ""


def guidance_puts(quotes: Sequence[GuidanceQuote], *, address: bool = True) -> Iterator[Put]:
    """The quotes, each with its source; those of one source that follow each other share it. Its ``address`` may stand elsewhere."""
    for source, found in groupby(quotes, key=_source):
        quoted = list(found)
        yield from (Put(quote.words, GUIDANCE_WORDS) for quote in quoted)
        yield Put(", ".join(filter(None, (source, quoted[0].url if address else ""))), SOURCE)


def _source(quote: GuidanceQuote) -> str:
    """What it is, title and headings, date."""
    stands = " > ".join((quote.title, *(heading for heading in quote.headings if heading not in quote.title)))
    return ", ".join(filter(None, (quote.force, stands, quote.dated)))


def new_table(word: WordDocument, widths: Sequence[Length]) -> Table:
    """An empty table at the end of the file, with columns of fixed widths."""
    table: Table = word.add_table(rows=0, cols=len(widths), style=TABLE)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def add_row(table: Table, *cells: Sequence[Put]) -> _Row:
    """A row; it is kept on one page unless it is long."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx says no type here
    for cell, puts in zip(row.cells, cells, strict=True):
        for index, put in enumerate(puts):
            paragraph = cell.add_paragraph() if index else cell.paragraphs[0]
            paragraph.style = put.style
            add_words(paragraph, put.words, put.language)
    if sum(len(put.words) for puts in cells for put in puts) <= _WHOLE:
        mark_row(row, "w:cantSplit")
    return row


def add_head(table: Table, names: Sequence[str]) -> None:
    """The names of the columns, which are repeated on each page."""
    mark_row(add_row(table, *((Put(name, LABEL),) for name in names)), "w:tblHeader")


def keep_with_next(row: _Row) -> None:
    """Keep a row on the page of the one below it."""
    for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True


def mark_row(row: _Row, mark: str) -> None:
    """Mark a row as the head of its table or as one to be kept whole: "w:tblHeader", "w:cantSplit"."""
    row._tr.get_or_add_trPr().append(OxmlElement(mark))  # noqa: SLF001 - python-docx knows neither mark


def put_verdict(cell: _Cell, face: Face, more: str = "") -> None:
    """A verdict by sign, word and colour: any one of them is enough."""
    paragraph = cell.paragraphs[0]
    paragraph.style = CELL
    add_words(paragraph, f"{face.sign} {face.word}", bold=True).font.color.rgb = RGBColor.from_string(face.ink)
    add_words(paragraph, more)
    shade = OxmlElement("w:shd", attrs={qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): face.paper})
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no shading
