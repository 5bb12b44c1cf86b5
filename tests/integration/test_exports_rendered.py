"""Exports opened by another program: LibreOffice draws the Word file with its comments, and the matrix."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from bot.exports import annotate_docx, exporters
from bot.reviewing.findings import Clause, ClauseQuote, Role, Verdict
from corpus.readers import read_bytes
from tests.support.reviews import RECOMMENDATIONS, draft, finding, review
from tests.support.word_files import rich_bill, saved

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def words_drawn(data: bytes, suffix: str, folder: Path) -> str:
    """All words that LibreOffice draws on the pages of a file, white space as single spaces."""
    return " ".join(pages_drawn(data, suffix, folder))


def pages_drawn(data: bytes, suffix: str, folder: Path) -> list[str]:
    """The words on each page that LibreOffice draws of a file, white space as single spaces."""
    made = converted(data, suffix, folder, "pdf")
    if suffix == ".xlsx" and not made.exists():
        pytest.skip("LibreOffice is installed without Calc")
    with pypdfium2.PdfDocument(made) as pdf:
        pages = []
        for page in pdf:
            text = page.get_textpage()
            pages.append(" ".join(text.get_text_bounded().split()))
            text.close()
            page.close()
    return pages


def words_kept(data: bytes, folder: Path) -> str:
    """All words of a Word file as LibreOffice has read it, comments among them; drawn in the margin they fail on LibreOffice 25.2."""
    made = converted(data, ".docx", folder, "fodt")
    return " ".join(" ".join(etree.parse(made).getroot().itertext()).split())


def converted(data: bytes, suffix: str, folder: Path, to: str) -> Path:
    """The file that LibreOffice makes of another, if it makes one."""
    source = folder / f"export{suffix}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE or "", profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"export.{to}"


def test_the_annotated_file_opens_with_its_comments(tmp_path: Path) -> None:
    data = saved(rich_bill())
    reading = read_bytes(data, "bill.docx")
    wanted = "A person who knowingly sells"
    start = reading.document.text.index(wanted)
    clause = Clause("c1", "1", (), "", start, start + len(wanted))
    found = finding(RECOMMENDATIONS[0], Verdict.PARTIAL, quotes=(ClauseQuote(clause, Role.EVIDENCE, start, start + len(wanted)),))
    made = review()
    made = replace(made, document=reading.document, source_map=reading.source_map, findings=(found,), clauses=(clause,))
    shown = words_kept(annotate_docx(made, data), tmp_path)
    for words in (
        "A person who knowingly sells a widget",
        "Summary of the review",
        "Partial: ST-01",
        "Say it plainly.",
        "Really tomorrow?",
    ):
        assert words in shown


def test_the_summary_of_gaps_hangs_on_the_last_words(tmp_path: Path) -> None:
    made = review()
    root = etree.parse(converted(exporters()["docx"].export([made]), ".docx", tmp_path, "fodt")).getroot()
    notes = list(root.iter("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"))
    summary = next(note for note in notes if "Summary of the review" in "".join(note.itertext()))
    assert "○ Missing: ST-04 protect victims" in "".join(summary.itertext())
    assert "".join(summary.getparent().itertext()).endswith(made.document.text.splitlines()[-1])


def test_the_sheet_of_gaps_is_short_and_dated_on_every_page(tmp_path: Path) -> None:
    pages = pages_drawn(exporters(dated=dt.date(2026, 11, 25))["gaps"].export([review()]), ".docx", tmp_path)
    assert 1 <= len(pages) <= 2
    for number, page in enumerate(pages, start=1):
        assert "widgets, version 1.0" in page
        assert "Summary of gaps, 2026-11-25" in page
        assert f"Page {number} of {len(pages)}" in page
    shown = " ".join(pages)
    for words in ("✕ Conflict", "ST-04 protect victims", "Say it plainly.", "Drafters should criminalize the offence."):
        assert words in shown
    assert "state the components" not in shown  # it is met


def test_a_new_word_file_opens_with_the_text(tmp_path: Path) -> None:
    shown = words_drawn(exporters()["docx"].export([review(draft(name="bill.pdf"))]), ".docx", tmp_path)
    assert "A person who attempts an offence under section 1 is not liable." in shown


def test_the_committee_paper_has_head_and_foot_on_every_page(tmp_path: Path) -> None:
    reviews = [review(), review(draft(name="other.txt"))]
    pages = pages_drawn(exporters(dated=dt.date(2026, 11, 25))["paper"].export(reviews), ".docx", tmp_path)
    for number, page in enumerate(pages, start=1):
        assert "widgets, version 1.0" in page
        assert "Committee paper, 2026-11-25" in page
        assert f"Page {number} of {len(pages)}" in page
    at = next(index for index, page in enumerate(pages) if page.startswith("other.txt"))
    assert 0 < at < len(pages)
    assert all(page.startswith("bill.txt") for page in pages[:at])
    assert all(page.startswith("other.txt") for page in pages[at:])
    shown = " ".join(pages)
    for words in (
        "✕ Conflict. The draft does the opposite. (ST-03)",
        "The guidance says",
        "The tool's reason",
        "Say it plainly.",
        "Reply",
    ):
        assert words in shown


def test_long_rows_of_a_committee_paper_lose_no_words(tmp_path: Path) -> None:
    made = review()
    long = " ".join(f"word{number}" for number in range(3000))
    made = replace(made, findings=(replace(made.findings[0], rationale=long), *made.findings[1:]))
    shown = words_drawn(exporters()["paper"].export([made]), ".docx", tmp_path)
    assert all(f"word{number}" in shown for number in range(0, 3000, 7))


def test_the_matrix_opens(tmp_path: Path) -> None:
    shown = words_drawn(exporters()["xlsx"].export([review(), review(draft(name="other.txt"))]), ".xlsx", tmp_path)
    for words in ("Recommendations by drafts", "✕ Conflict", "other.txt", "criminalize attempts", "says the opposite"):
        assert words in shown
