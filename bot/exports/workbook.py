"""The Excel workbook: a matrix of elements by drafts, the findings, the clauses."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from bot.exports.report import FindingView, at_least_one, finding_view
from bot.exports.table import HEADINGS, draft_line, guidance_line, row
from bot.exports.tally import findings_in_order
from bot.exports.wording import FACES, LEGEND, REVIEWER_SAYS
from bot.reviewing.findings import Review, Verdict
from corpus.register import Element, Recommendation

CELL_LIMIT = 32_000
"""Characters; Excel takes 32,767."""
NOTE_LIMIT = 3_000
"""Characters of a cell's note: what can still be read in one."""
CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed date, so that the same reviews give the same bytes; Excel knows no zones
INERT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CLAUSE_HEADINGS = ("draft", "number", "heading", "page", "text", "findings", "path", "clause_id")
FINDING_WIDTHS = (14, 13, 26, 8, 14, 16, 32, 32, 48, 48, 9, 48, 13, 13, 30, 16, 9, 16, 13)
PRINTED = HEADINGS.index("guidance_quotes")
"""The last column of the findings that goes to paper; the others are for filters and scripts."""
CLAUSE_WIDTHS = (14, 11, 24, 6, 80, 24, 24, 11)


class XlsxExporter:
    """A workbook to compare drafts: countries, bills, versions."""

    key = "xlsx"
    suffix = ".xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    label = "Excel matrix"

    def export(self, reviews: Sequence[Review], originals: Mapping[str, bytes] | None = None) -> bytes:  # noqa: ARG002 - only Word uses them
        """Three sheets: Matrix, Findings, Clauses."""
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, INERT) as book:
            book.set_properties({"title": "Review matrix", "created": CREATED})
            formats = _Formats.of(book)
            _write_matrix(book.add_worksheet("Matrix"), formats, at_least_one(reviews))
            _write_findings(book.add_worksheet("Findings"), formats, reviews)
            _write_clauses(book.add_worksheet("Clauses"), formats, reviews)
        return out.getvalue()


@dataclass(frozen=True)
class _Formats:
    head: Format
    text: Format
    title: Format
    soft: Format
    verdict: Mapping[Verdict, Format]

    @classmethod
    def of(cls, book: Workbook) -> _Formats:
        """The few formats that the sheets use."""
        cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9CED6"}
        return cls(
            head=book.add_format({**cell, "bold": True, "bg_color": "#E4E8EE"}),
            text=book.add_format(cell),
            title=book.add_format({"bold": True, "font_size": 14}),
            soft=book.add_format({"font_color": "#4D5563"}),
            verdict={
                verdict: book.add_format(
                    {**cell, "bold": True, "align": "center", "font_color": f"#{face.ink}", "bg_color": f"#{face.paper}"}
                )
                for verdict, face in FACES.items()
            },
        )


def _write_matrix(sheet: Worksheet, formats: _Formats, reviews: Sequence[Review]) -> None:
    """Elements down, drafts across; the quotes stand in each cell's note."""
    top, left = 3, 3
    elements = _elements(reviews)
    registers = sorted({f"{r.register.title}, version {r.register.version}" for r in reviews})
    sheet.write_string(0, 0, "Recommendations by drafts", formats.title)
    sheet.write_string(
        1, 0, f"{'; '.join(registers)}. The notes of the cells hold the reasons and the quotes of both sides.", formats.soft
    )
    for column, name in enumerate(("element", "what the guidance asks", "force", *(r.document.id for r in reviews))):
        sheet.write_string(top, column, name, formats.head)
    for line, (recommendation, element) in enumerate(elements, start=top + 1):
        for column, words in enumerate((element.id, element.statement, recommendation.force.value)):
            sheet.write_string(line, column, words, formats.text)
        for column, review in enumerate(reviews, start=left):
            _write_verdict(sheet, formats, (line, column), review, element.id)
    last = top + len(elements)
    _write_counts(sheet, formats, last + 2, left, reviews)
    sheet.set_column(0, 0, 17)
    sheet.set_column(1, 1, 52)
    sheet.set_column(2, 2, 9)
    sheet.set_column(left, left + len(reviews) - 1, 20)
    _lay_out(sheet, "Matrix", head=top, left=left, last=last, right=left + len(reviews) - 1)


def _elements(reviews: Sequence[Review]) -> list[tuple[Recommendation, Element]]:
    """Every element of the reviews once, register order."""
    found: dict[str, tuple[Recommendation, Element]] = {}
    for review in reviews:
        for finding in review.findings:
            found.setdefault(finding.element.id, (finding.recommendation, finding.element))
    return list(found.values())


def _write_verdict(sheet: Worksheet, formats: _Formats, cell: tuple[int, int], review: Review, element_id: str) -> None:
    line, column = cell
    finding = next((f for f in review.findings if f.element.id == element_id), None)
    if finding is None:
        sheet.write_string(line, column, "not judged", formats.text)
        return
    shown = finding_view(finding, review)
    words = "\n".join(filter(None, (f"{shown.face.sign} {shown.face.word}", shown.set_aside)))
    sheet.write_string(line, column, words, formats.verdict[finding.verdict])
    note = _note(shown)
    size = {"width": 420, "height": min(90 + 17 * (len(note) // 58 + note.count("\n")), 640), "font_size": 9}
    sheet.write_comment(line, column, note, {"author": "clausewise", **size})


def _note(shown: FindingView) -> str:
    """What a cell's note says: the tool's words, a reviewer's, then the draft's, then the guidance's, each under its name."""
    parts = [f"{shown.face.word}: {shown.id}", shown.rationale]
    parts += [f"{REVIEWER_SAYS}: {shown.override}"] if shown.override else []
    parts += [shown.engines] if shown.engines else []
    parts += [f"What would make it met: {shown.advice}"] if shown.advice else []
    parts += [f"DRAFT {draft_line(quote)}" for quote in shown.draft]
    parts += [f"GUIDANCE {guidance_line(quote)}" for quote in shown.guidance]
    parts += [shown.searched] if shown.searched else []
    parts += [f"DRAFT, nearest without counting {draft_line(quote)}" for quote in shown.nearest]
    return _short("\n\n".join(filter(None, parts)), NOTE_LIMIT)


def _write_counts(sheet: Worksheet, formats: _Formats, top: int, left: int, reviews: Sequence[Review]) -> None:
    """How many findings have each verdict, and whose words are whose."""
    for line, (verdict, face) in enumerate(FACES.items(), start=top):
        sheet.write_string(line, 0, f"{face.sign} {face.word}", formats.verdict[verdict])
        sheet.write_string(line, 1, face.meaning, formats.text)
        for column, review in enumerate(reviews, start=left):
            sheet.write_number(line, column, review.coverage[verdict.value], formats.text)
    if any(finding.override for review in reviews for finding in review.findings):
        _write_set_aside(sheet, formats, top + len(FACES), left, reviews)
    for line, (who, what) in enumerate(LEGEND, start=top + len(FACES) + 2):
        sheet.write_string(line, 0, who.upper(), formats.soft)
        sheet.write_string(line, 1, what, formats.soft)


def _write_set_aside(sheet: Worksheet, formats: _Formats, line: int, left: int, reviews: Sequence[Review]) -> None:
    """How many findings a reviewer has set aside, whatever their verdict."""
    sheet.write_string(line, 0, "Set aside", formats.text)
    sheet.write_string(line, 1, "By a reviewer, whatever the tool's verdict; the findings say why.", formats.text)
    for column, review in enumerate(reviews, start=left):
        sheet.write_number(line, column, sum(finding.override is not None for finding in review.findings), formats.text)


def _write_findings(sheet: Worksheet, formats: _Formats, reviews: Sequence[Review]) -> None:
    """One row a finding, rows and columns as in the CSV."""
    verdict_column = HEADINGS.index("verdict")
    for column, name in enumerate(HEADINGS):
        sheet.write_string(0, column, name.replace("_", " "), formats.head)
        sheet.set_column(column, column, FINDING_WIDTHS[column])
    findings = [(review, finding) for review in reviews for finding in findings_in_order(review)]
    for line, (review, finding) in enumerate(findings, start=1):
        for column, words in enumerate(row(finding, review)):
            shown = FACES[finding.verdict].word if column == verdict_column else words
            form = formats.verdict[finding.verdict] if column == verdict_column else formats.text
            sheet.write_string(line, column, _short(shown, CELL_LIMIT), form)
    sheet.print_area(0, 0, len(findings), PRINTED)
    _lay_out(sheet, "Findings", head=0, left=3, last=len(findings), right=len(HEADINGS) - 1)


def _write_clauses(sheet: Worksheet, formats: _Formats, reviews: Sequence[Review]) -> None:
    """One row a clause with the findings that rest on it."""
    for column, name in enumerate(CLAUSE_HEADINGS):
        sheet.write_string(0, column, name.replace("_", " "), formats.head)
        sheet.set_column(column, column, CLAUSE_WIDTHS[column])
    clauses = [(review, clause) for review in reviews for clause in review.clauses]
    for line, (review, clause) in enumerate(clauses, start=1):
        text = review.document.text[clause.start : clause.end]
        touched = ", ".join(f"{f.element.id} {FACES[f.verdict].word.lower()}" for f in review.findings_on(clause))
        page = "" if clause.page is None else str(clause.page)
        file = review.document.file_at(clause.start) or review.document.id
        cells = (file, clause.number, clause.heading, page, text, touched, " > ".join(clause.path), clause.id)
        for column, words in enumerate(cells):
            sheet.write_string(line, column, _short(words, CELL_LIMIT), formats.text)
    _lay_out(sheet, "Clauses", head=0, left=2, last=len(clauses), right=len(CLAUSE_HEADINGS) - 1)


def _lay_out(sheet: Worksheet, name: str, *, head: int, left: int, last: int, right: int) -> None:
    """Frozen head and first columns, filters, landscape pages one page wide with the head repeated."""
    sheet.freeze_panes(head + 1, left)
    sheet.autofilter(head, 0, max(last, head + 1), right)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # clause numbers are text on purpose
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_footer(f"&L{name}&RPage &P of &N")


def _short(words: str, limit: int) -> str:
    """Words that fit; what is left out is said."""
    return words if len(words) <= limit else f"{words[:limit]} [... {len(words) - limit} more characters]"
