"""The sheet of gaps: what is not met, on a page or two beside the Word file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from bot.exports import exporters
from bot.exports.gaps import GapsExporter
from bot.reviewing.findings import Override, OverrideKind, Review, Scope, Verdict
from tests.support.reviews import draft, review
from tests.support.word_files import opened

DAY = dt.date(2026, 11, 25)


def sheet(*reviews: Review) -> WordDocument:
    return opened(GapsExporter(DAY).export(reviews))


def rows(word: WordDocument) -> list[list[str]]:
    """The cells of the table of gaps, without its head."""
    return [[cell.text for cell in row.cells] for row in word.tables[1].rows[1:]]


def test_it_lists_what_is_not_met_conflicts_first() -> None:
    assert [(verdict, asked.splitlines()[0]) for verdict, asked, _ in rows(sheet(review()))] == [
        ("✕ Conflict", "ST-03 criminalize attempts"),
        ("? Needs review", "ST-05 come into force"),
        ("○ Missing", "ST-04 protect victims"),
        ("◐ Partial", "ST-01 criminalize the offence"),
    ]


def test_a_gap_has_advice_places_and_the_guidance_with_its_source() -> None:
    conflict, undecided, missing, _ = rows(sheet(review()))
    assert conflict[1].splitlines() == [
        "ST-03 criminalize attempts",
        "What would make it met (the tool's words): Say it plainly.",
        "In the draft: clause 2: says the opposite; clause 1: defines a term.",
    ]
    assert "3 clauses searched, none of them near." in undecided[1]
    assert "There are no criteria" not in undecided[1]
    assert "the chat model says met" in undecided[1]
    assert (
        "Nearest of 3 clauses searched, none of which counts: Clause 3: “3. This Act comes into force on a day to be appointed.”."
        in missing[1]
    )
    assert missing[2].splitlines() == [
        "Drafters should criminalize the offence.",
        "Overview of the guidance, last edited 2011-01-25",
    ]


def test_where_there_is_no_advice_the_tools_reason_is_given() -> None:
    made = review()
    shown = rows(sheet(replace(made, findings=(replace(made.findings[4], advice=""),))))
    assert "The tool's reason: The reason in words." in shown[0][1]


def test_the_head_names_draft_register_and_day_and_counts() -> None:
    word = sheet(review())
    assert [p.text for p in word.paragraphs if p.text][:2] == ["bill.txt", "Summary of gaps"]
    assert [row.cells[0].text for row in word.tables[0].rows] == ["Date", "Read", "Register", "Guidance quoted"]
    assert "https://www.example.org/articles/553" in word.tables[0].rows[3].cells[1].text
    assert "Of 5 findings: 1 conflict, 1 needs review, 1 missing, 1 partial, 1 met." in [p.text for p in word.paragraphs]
    section = word.sections[0]
    assert section.header.paragraphs[0].text == "bill.txt\twidgets, version 1.0"
    assert section.footer.paragraphs[0].text.startswith("Summary of gaps, 2026-11-25\tPage ")


def test_what_a_reviewer_takes_for_a_gap_is_one() -> None:
    made = review()
    own = Override(OverrideKind.TOOL_ERRED, Verdict.PARTIAL, "", "A. Drafter", "2026-01-31T10:00:00Z")
    met = replace(made.findings[1], override=own)
    last = rows(sheet(replace(made, findings=(made.findings[0], met))))[-1]
    assert last[0] == "✓ Met\nreviewer: partial"
    assert "A reviewer says: The tool erred; the right verdict is partial, says A. Drafter (2026-01-31)" in last[1]
    policy = replace(own, kind=OverrideKind.POLICY, verdict=Verdict.MET)
    assert len(rows(sheet(replace(made, findings=(made.findings[0], replace(met, override=policy)))))) == 1


def test_a_draft_without_gaps_says_so() -> None:
    word = sheet(review(verdicts=[Verdict.MET] * 5))
    assert len(word.tables) == 1
    assert "Of 5 findings: 5 met." in [p.text for p in word.paragraphs]


def test_what_an_extract_does_not_hold_is_named_and_is_no_gap() -> None:
    word = sheet(replace(review(), scope=Scope.EXTRACT))
    assert [verdict for verdict, _, _ in rows(word)] == ["✕ Conflict", "? Needs review", "◐ Partial"]
    assert [(p.style.name, p.text) for p in word.paragraphs][-1] == ("List Bullet", "ST-04 protect victims")


def test_what_a_reviewer_says_of_an_extract_is_told_in_full() -> None:
    made = review()
    own = Override(OverrideKind.OTHER_ACT, Verdict.MISSING, "the Toys Act", "A. Drafter", "2026-01-31T10:00:00Z")
    word = sheet(replace(made, scope=Scope.EXTRACT, findings=(replace(made.findings[3], override=own),)))
    ((verdict, asked, _),) = rows(word)
    assert verdict == "○ Missing\nreviewer: other act"
    assert "Covered by another act, says A. Drafter (2026-01-31): the Toys Act" in asked


def test_several_drafts_have_a_page_each() -> None:
    word = sheet(review(), review(draft(name="other.txt")))
    assert [section.header.paragraphs[0].text.split("\t")[0] for section in word.sections] == ["bill.txt", "other.txt"]


def test_the_head_of_the_table_is_repeated_and_rows_stay_whole() -> None:
    table = sheet(review()).tables[1]
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)


def test_it_is_one_of_the_exporters() -> None:
    assert exporters(dated=DAY)["gaps"].export([review()]) == GapsExporter(DAY).export([review()])
    assert opened(exporters()["gaps"].export([review()])).core_properties.title == "Summary of gaps: bill.txt"
