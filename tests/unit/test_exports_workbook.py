"""The Excel matrix, read back from its XML: what Excel will show, and that no cell is a formula or a link."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from lxml import etree

from bot.exports.workbook import CELL_LIMIT, NOTE_LIMIT, XlsxExporter
from bot.reviewing.findings import Review
from tests.support.reviews import RECOMMENDATIONS, draft, review

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Book:
    """A workbook's parts."""

    def __init__(self, *reviews: Review) -> None:
        with zipfile.ZipFile(io.BytesIO(XlsxExporter().export(reviews))) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.strings = ["".join(item.itertext()) for item in self.xml("xl/sharedStrings.xml")]

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[name])

    def sheet(self, number: int) -> dict[str, str]:
        cells = {}
        for cell in self.xml(f"xl/worksheets/sheet{number}.xml").iter(f"{MAIN}c"):
            value = cell.findtext(f"{MAIN}v")
            if value is not None:
                cells[cell.get("r")] = self.strings[int(value)] if cell.get("t") == "s" else value
        return cells

    def notes(self) -> dict[str, str]:
        return {note.get("ref"): "".join(note.itertext()) for note in self.xml("xl/comments1.xml").iter(f"{MAIN}comment")}


def test_the_matrix_has_elements_down_and_drafts_across() -> None:
    book = Book(review(draft(name="one.txt")), review(draft(name="two.txt")))
    cells = book.sheet(1)
    assert [cells[f"{column}4"] for column in "ABCDE"] == ["element", "what the guidance asks", "force", "one.txt", "two.txt"]
    assert [cells[f"A{n}"] for n in range(5, 10)] == [rec.id for rec in RECOMMENDATIONS]
    assert [cells[f"D{n}"] for n in range(5, 10)] == ["◐ Partial", "✓ Met", "✕ Conflict", "○ Missing", "? Needs review"]


def test_the_notes_hold_both_sides() -> None:
    note = Book(review()).notes()["D7"]
    assert "DRAFT [clause 2 (says the opposite)] 2. A person who attempts an offence under section 1 is not liable." in note
    assert (
        "GUIDANCE [Overview of the guidance, last edited 2011-01-25, https://www.example.org/articles/553] Drafters should"
        in note
    )
    assert "What would make it met: Say it plainly." in note


def test_findings_and_clauses_have_their_sheets() -> None:
    book = Book(review())
    findings, clauses = book.sheet(2), book.sheet(3)
    assert [findings[f"B{n}"] for n in range(2, 7)] == ["ST-03", "ST-05", "ST-04", "ST-01", "ST-02"]
    assert findings["E2"] == "Conflict"
    assert clauses["B3"] == "2"
    assert clauses["F2"] == "ST-01 partial, ST-02 met, ST-03 conflict"


def test_sheets_are_frozen_filtered_and_printable() -> None:
    book = Book(review())
    for number in (1, 2, 3):
        sheet = book.xml(f"xl/worksheets/sheet{number}.xml")
        assert sheet.find(f".//{MAIN}pane").get("state") == "frozen"
        assert sheet.find(f"{MAIN}autoFilter") is not None
        assert sheet.find(f"{MAIN}pageSetup").get("orientation") == "landscape"


def test_nothing_in_a_draft_becomes_a_formula_or_a_link() -> None:
    lines = ("=1+1", '=HYPERLINK("https://evil.example","x")', "+1. @SUM(A1)", "-2 https://evil.example")
    book = Book(review(draft(lines, name="=cmd.txt")))
    for name, data in book.parts.items():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in data
            assert b"hyperlink" not in data
    assert book.sheet(3)["E2"] == lines[1]
    assert book.sheet(1)["D4"] == "=cmd.txt"


def test_long_texts_are_cut_and_say_so() -> None:
    book = Book(review(draft(("Act", "1. " + "word " * 8_000, "2. b", "3. c"))))
    assert len(book.sheet(3)["E2"]) < 32_767
    assert book.sheet(3)["E2"].endswith("more characters]")
    assert len(book.sheet(3)["E2"]) > CELL_LIMIT
    assert all(len(note) < NOTE_LIMIT + 50 for note in book.notes().values())


def test_drafts_judged_on_fewer_elements_say_so() -> None:
    less = review(draft(name="two.txt"))
    cells = Book(review(), replace(less, findings=less.findings[:2])).sheet(1)
    assert cells["E9"] == "not judged"
