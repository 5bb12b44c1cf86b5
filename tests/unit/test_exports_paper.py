"""The committee paper: its order, whose words are whose, and that every finding and every quote is in it."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.exports import exporters
from bot.exports.paper import PaperExporter
from bot.exports.wording import FACES
from bot.reviewing.findings import ClauseQuote, Override, OverrideKind, Review, Role, Scope, Verdict
from tests.support.reviews import DRAFT_LINES, RECOMMENDATIONS, citation, clauses_of, draft, finding, quote, review
from tests.support.word_files import opened

DAY = dt.date(2026, 11, 25)
HOSTILE = (
    "</w:t><w:p/> &amp; ]]> {{ 7*7 }} Bill",
    "1. See [this](https://evil.example) and ![that](https://evil.example/x.png) or <https://evil.example>",
    '2. https://evil.example <b>bold</b> =SUM(A1) INCLUDEPICTURE "https://evil.example" { HYPERLINK "x" }',
    "3. # no heading </w:body>",
)


def paper(*reviews: Review, dated: dt.date | None = DAY) -> WordDocument:
    return opened(PaperExporter(dated).export(reviews))


def lines(word: WordDocument) -> list[tuple[str, str]]:
    """(style, words) of every paragraph in the order of the file, those in cells among them."""
    found = []
    for part in word.iter_inner_content():
        if isinstance(part, Table):
            found += [(p.style.name, p.text) for row in part.rows for cell in row.cells for p in cell.paragraphs]
        elif isinstance(part, Paragraph):
            found.append((part.style.name, part.text))
    return found


def words(word: WordDocument) -> str:
    return "\n".join(text for _, text in lines(word))


def headings(word: WordDocument, level: int) -> list[str]:
    return [text for style, text in lines(word) if style == f"Heading {level}"]


def under(word: WordDocument, heading: str) -> list[tuple[str, str]]:
    """What stands under a heading, to the next one of its level or above."""
    shown = lines(word)
    start = next(at for at, (style, text) in enumerate(shown) if text == heading and style.startswith("Heading"))
    level = shown[start][0]
    end = next(
        (at for at in range(start + 1, len(shown)) if shown[at][0].startswith("Heading") and shown[at][0] <= level), len(shown)
    )
    return shown[start + 1 : end]


def rows(word: WordDocument, label: str) -> list[str]:
    """The cells beside a label, over all tables."""
    return [row.cells[1].text for table in word.tables for row in table.rows if row.cells[0].text == label]


def with_findings(*findings, **changes) -> Review:
    return replace(review(), findings=findings, **changes)


def test_the_paper_has_its_parts_in_order() -> None:
    word = paper(review())
    assert [text for style, text in lines(word) if style == "Title"] == ["bill.txt"]
    assert headings(word, 1) == [
        "What this paper is",
        "Summary",
        "Clause by clause",
        "What a person has to decide",
        "What the draft does not address",
        "Notes of the review",
    ]
    assert headings(word, 2) == ["All findings, what needs attention first", "Clause 1", "Clause 2"]
    assert under(word, "Notes of the review") == [("List Bullet", "line numbers removed")]


def test_the_title_block_names_draft_scope_register_guidance_and_day() -> None:
    facts = {row.cells[0].text: row.cells[1].text for row in paper(review()).tables[0].rows}
    assert facts["Date"] == "2026-11-25"
    assert facts["Read"] == "as a whole law"
    assert facts["Register"] == "Widgets (widgets, version 1.0)"
    assert facts["Guidance quoted"] == "Overview of the guidance, last edited 2011-01-25, https://www.example.org/articles/553"


def test_without_a_day_no_date_is_shown() -> None:
    word = paper(review(), dated=None)
    assert not rows(word, "Date")
    assert word.sections[0].footer.paragraphs[0].text == "Committee paper\tPage  of "
    assert word.core_properties.created == dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def test_it_says_what_it_is_and_is_not() -> None:
    shown = " ".join(text for _, text in under(paper(review()), "What this paper is"))
    assert "no lawyer" in shown
    for label in ("The draft says", "The guidance says", "The tool's reason", "Reply"):
        assert f"{label}: " in shown


def test_the_counts_are_all_five_and_no_percentage() -> None:
    word = paper(review(verdicts=[Verdict.MET, Verdict.MET, Verdict.CONFLICT, Verdict.MISSING, Verdict.MISSING]))
    counts = [(row.cells[0].text, row.cells[1].text) for row in word.tables[1].rows[1:]]
    assert counts == [("✕ Conflict", "1"), ("? Needs review", "0"), ("○ Missing", "2"), ("◐ Partial", "0"), ("✓ Met", "2")]
    assert "%" not in words(word)


def test_the_overview_names_every_finding_once_conflicts_first() -> None:
    table = paper(review()).tables[2]
    shown = [(row.cells[0].text, row.cells[1].text.split()[0], row.cells[2].text) for row in table.rows[1:]]
    assert shown == [
        ("✕ Conflict", "ST-03", "clause 2"),
        ("? Needs review", "ST-05", "no clause"),
        ("○ Missing", "ST-04", "no clause"),
        ("◐ Partial", "ST-01", "clause 1"),
        ("✓ Met", "ST-02", "clause 1"),
    ]


def test_every_finding_is_set_out_once_in_draft_order() -> None:
    assert headings(paper(review()), 3) == [
        "Partial: ST-01 criminalize the offence",
        "Met: ST-02 state the components",
        "Conflict: ST-03 criminalize attempts",
        "Needs review: ST-05 come into force",
        "Missing: ST-04 protect victims",
    ]


def test_a_clause_shows_its_words_once_and_points_to_findings_that_are_elsewhere() -> None:
    word = paper(review())
    shown = under(word, "Clause 1")
    assert [text for style, text in shown if style == "Draft Words"] == [DRAFT_LINES[1]]
    assert shown[-1] == (
        "List Bullet",
        "Conflict: ST-03 criminalize attempts. This clause: defines a term. Set out under clause 2.",
    )
    assert "The words above: says the opposite." in rows(word, "The draft says")[2]
    assert "Also quoted: clause 1: defines a term." in rows(word, "The draft says")[2]


def test_a_finding_has_both_sides_the_reason_the_advice_and_room_for_a_reply() -> None:
    word = paper(review())
    table = word.tables[3]
    assert [row.cells[0].text for row in table.rows] == [
        "Verdict",
        "The guidance says",
        "What it asks for",
        "The draft says",
        "The tool's reason",
        "What would make it met (the tool's words)",
        "Reply",
    ]
    assert table.cell(0, 1).text == "◐ Partial. The draft does part of it. (ST-01)"
    quoted, source = table.cell(1, 1).paragraphs
    assert (quoted.style.name, quoted.text) == ("Guidance Words", "Drafters should criminalize the offence.")
    assert source.text == "Overview of the guidance, last edited 2011-01-25, https://www.example.org/articles/553"
    assert table.cell(4, 1).text == "It covers only children."
    assert table.cell(5, 1).text == "Say it plainly."
    assert rows(word, "Reply") == [""] * 5


def test_the_source_of_guidance_names_the_headings_it_stands_under() -> None:
    one = review().findings[0]
    cited = replace(one.guidance[0], heading_path=("Overview of the guidance", "Offences"))
    word = paper(with_findings(replace(one, guidance=(cited,))))
    assert rows(word, "The guidance says")[0].splitlines()[1].startswith("Overview of the guidance > Offences, last edited")


def test_what_is_missing_says_what_was_searched_and_what_is_near() -> None:
    word = paper(review())
    shown = [text for _, text in under(word, "What the draft does not address")]
    assert "Nearest of 3 clauses searched, none of which counts:" in shown
    assert f"Clause 3: “{DRAFT_LINES[3]}”" in shown
    assert "3 clauses searched, none of them near." in [text for _, text in under(word, "What a person has to decide")]


def test_words_that_overlap_are_shown_as_one_and_named_where_they_are_part_of_it() -> None:
    made = review()
    clause = made.clauses[0]
    first = ClauseQuote(clause, Role.EVIDENCE, clause.start, clause.start + 30)
    second = ClauseQuote(clause, Role.EXCEPTION, clause.start + 20, clause.end)
    found = [finding(RECOMMENDATIONS[n], Verdict.PARTIAL, quotes=(q,)) for n, q in enumerate((first, second))]
    word = paper(with_findings(*found))
    assert [text for style, text in under(word, "Clause 1") if style == "Draft Words"] == [
        DRAFT_LINES[1],
        DRAFT_LINES[1][:30],
        DRAFT_LINES[1][20:],
    ]
    assert rows(word, "The draft says")[1].endswith("In clause 1\nThese words: makes an exception.")


def test_a_section_holds_its_items_under_its_heading() -> None:
    made = review()
    section = replace(made.clauses[0], end=made.clauses[1].end, heading="Traffic")
    items = tuple(
        replace(made.clauses[at], id=f"i{at}", number=f"1({letter})", parent=section.id) for at, letter in enumerate("ab")
    )
    found = finding(RECOMMENDATIONS[0], Verdict.MET, quotes=(quote(items[1]), quote(items[0])))
    word = paper(with_findings(found, clauses=(section, *items)))
    assert headings(word, 2)[1:] == ["Clause 1: Traffic"]
    assert under(word, "Clause 1: Traffic")[:4] == [
        ("Label", "The draft says in clause 1(a)"),
        ("Draft Words", DRAFT_LINES[1]),
        ("Label", "The draft says in clause 1(b)"),
        ("Draft Words", DRAFT_LINES[2]),
    ]
    assert rows(word, "The draft says") == ["The words above: what the verdict rests on."]


def test_a_section_that_is_very_long_is_gone_through_item_by_item() -> None:
    made = review(draft((*DRAFT_LINES, "word " * 1000)))
    section = replace(made.clauses[0], id="s", end=len(made.document.text), heading="Amendments")
    item = replace(made.clauses[0], number="1(a)", parent="s")
    word = paper(with_findings(finding(RECOMMENDATIONS[0], Verdict.MET, quotes=(quote(item),)), clauses=(section, item)))
    assert headings(word, 2)[1:] == ["Clause 1(a): Amendments"]


def test_a_finding_is_set_out_where_the_rule_is_not_where_a_term_is_defined() -> None:
    made = review()
    term, rule = quote(made.clauses[0], Role.DEFINITION), quote(made.clauses[1], Role.EXCEPTION)
    word = paper(with_findings(finding(RECOMMENDATIONS[0], Verdict.PARTIAL, quotes=(term, rule))))
    assert under(word, "Clause 1")[-1][1].endswith("This clause: defines a term. Set out under clause 2.")
    assert under(word, "Clause 2")[2] == ("Heading 3", "Partial: ST-01 criminalize the offence")


def test_words_of_one_clause_have_one_label() -> None:
    made = review()
    clause = made.clauses[0]
    parts = (
        ClauseQuote(clause, Role.EVIDENCE, clause.start, clause.start + 11),
        ClauseQuote(clause, Role.EVIDENCE, clause.end - 9, clause.end),
    )
    word = paper(with_findings(finding(RECOMMENDATIONS[0], Verdict.MET, quotes=parts)))
    assert [text for style, text in under(word, "Clause 1")[:3]] == [
        "The draft says in clause 1",
        DRAFT_LINES[1][:11].strip(),
        DRAFT_LINES[1][-9:].strip(),
    ]


def test_quotes_of_one_source_share_it() -> None:
    one = review().findings[0]
    word = paper(with_findings(replace(one, guidance=(one.guidance[0], citation("Victims should not be penalized.")))))
    first, second, source = rows(word, "The guidance says")[0].splitlines()
    assert (first, second) == ("Drafters should criminalize the offence.", "Victims should not be penalized.")
    assert source.startswith("Overview of the guidance, last edited")


def test_clauses_stand_in_the_order_of_the_draft_not_of_the_register() -> None:
    made = review()
    late, early = made.clauses[2], made.clauses[0]
    word = paper(
        with_findings(
            finding(RECOMMENDATIONS[0], Verdict.MET, quotes=(quote(late),)),
            finding(RECOMMENDATIONS[1], Verdict.CONFLICT, quotes=(quote(early),)),
        )
    )
    assert headings(word, 2)[1:] == ["Clause 1", "Clause 3"]


def test_a_heading_names_the_clause_with_its_page() -> None:
    document = draft(pages=True)
    clause = replace(clauses_of(document)[0], heading="Traffic")
    word = paper(with_findings(finding(RECOMMENDATIONS[0], Verdict.MET, quotes=(quote(clause),)), document=document))
    assert headings(word, 2)[1:] == ["Clause 1, page 1: Traffic"]


def test_a_reviewers_own_verdict_is_shown() -> None:
    own = Override(OverrideKind.TOOL_ERRED, Verdict.MET, "covered by the Penal Code", "A. Drafter", "2026-01-01T10:00:00Z")
    shown = rows(paper(with_findings(replace(review().findings[0], override=own))), "A reviewer says")
    assert shown == ["The tool erred; the right verdict is met, says A. Drafter (2026-01-01): covered by the Penal Code"]


def test_what_an_extract_does_not_hold_comes_last_in_the_overview() -> None:
    table = paper(replace(review(), scope=Scope.EXTRACT)).tables[2]
    assert [row.cells[0].text for row in table.rows[1:]] == ["✕ Conflict", "? Needs review", "◐ Partial", "✓ Met", "○ Missing"]


def test_an_extract_says_so_and_lists_what_it_does_not_hold_without_asking_for_replies() -> None:
    word = paper(replace(review(), scope=Scope.EXTRACT))
    assert rows(word, "Read") == ["as an extract; missing means not in this extract"]
    said, *table = under(word, "What the extract does not address")
    assert "not in this extract" in said[1]
    assert [text for _, text in table] == [
        "Not in this extract",
        "The guidance says",
        "ST-04 protect victims",
        "The reason in words.",
        "Drafters should criminalize the offence.",
        "Overview of the guidance, last edited 2011-01-25, https://www.example.org/articles/553",
    ]
    assert len(rows(word, "Reply")) == 4


@pytest.mark.parametrize("verdict", list(Verdict))
def test_findings_of_one_kind_leave_no_part_empty(verdict: Verdict) -> None:
    word = paper(replace(review(verdicts=[verdict] * 5), notes=()))
    assert len(headings(word, 3)) == 5
    shown = words(word)
    assert ("No finding is missing." in shown) is (verdict is not Verdict.MISSING)
    assert ("No finding quotes a clause of the draft." in shown) is (verdict in {Verdict.MISSING, Verdict.NEEDS_REVIEW})
    assert under(word, "Notes of the review") == [("Normal", "There are none.")]
    assert ("What a person has to decide" in headings(word, 1)) is (verdict is Verdict.NEEDS_REVIEW)


def test_several_drafts_stand_one_after_another_with_their_own_heads() -> None:
    word = paper(review(), review(draft(name="other.txt")))
    assert [text for style, text in lines(word) if style == "Title"] == ["bill.txt", "other.txt"]
    heads = [section.header.paragraphs[0].text for section in word.sections]
    assert heads == ["bill.txt\twidgets, version 1.0", "other.txt\twidgets, version 1.0"]
    assert [section.page_height for section in word.sections] == [word.sections[0].page_height] * 2
    assert len(headings(word, 3)) == 10


def test_each_page_has_draft_register_date_and_number() -> None:
    section = paper(review()).sections[0]
    assert section.header.paragraphs[0].text == "bill.txt\twidgets, version 1.0"
    foot = section.footer.paragraphs[0]
    assert foot.text.startswith("Committee paper, 2026-11-25\tPage ")
    assert [field.get(qn("w:instr")) for field in foot._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_tables_repeat_their_heads_and_keep_their_rows_whole() -> None:
    word = paper(review())
    for table in word.tables[1:]:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for table in word.tables for row in table.rows)


def test_a_row_that_may_not_fit_on_a_page_can_be_split() -> None:
    word = paper(with_findings(replace(review().findings[0], rationale="So it is. " * 400)))
    row = next(row for row in word.tables[3].rows if row.cells[0].text == "The tool's reason")
    assert row._tr.find(f".//{qn('w:cantSplit')}") is None


def test_verdicts_are_told_by_word_and_sign_beside_the_colour() -> None:
    for table in paper(review()).tables[1:]:
        for cell in [cell for row in table.rows for cell in row.cells if cell._tc.find(f".//{qn('w:shd')}") is not None]:
            assert any(cell.text.startswith(f"{face.sign} {face.word}") for face in FACES.values())


def test_the_file_has_its_language_title_and_steady_bytes() -> None:
    first, second = (PaperExporter(DAY).export([review()]) for _ in range(2))
    assert first == second
    word = opened(first)
    assert word.core_properties.title == "Committee paper: bill.txt"
    assert word.core_properties.created == dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    assert word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}").get(qn("w:val")) == "en-GB"


def test_words_in_another_language_are_marked_as_such() -> None:
    shown = paper(replace(review(), language="fr"))
    marked = {
        mark.get(qn("w:val")): "".join(run.itertext()) for run in shown.element.iter(qn("w:r")) for mark in run.iter(qn("w:lang"))
    }
    assert set(marked) == {"fr"}
    assert not list(paper(review()).element.iter(qn("w:lang")))


def verbatim(made: Review) -> Sequence[str]:
    return [made.document.text[q.start : q.end] for found in made.findings for q in found.clauses]


def test_hostile_words_stay_words() -> None:
    made = review(draft(HOSTILE, name="<w:p>[x](https://evil.example)\x01\u202e\ud800.txt"))
    data = PaperExporter(DAY).export([made])
    word = opened(data)
    quoted = [text for style, text in lines(word) if style == "Draft Words"]
    assert all(any(wanted in text for text in quoted) for wanted in verbatim(made))
    assert not list(word.element.iter(qn("w:hyperlink"), qn("w:drawing"), qn("w:pict"), qn("w:instrText")))
    assert "<w:p>[x](https://evil.example).txt" in word.sections[0].header.paragraphs[0].text
    with zipfile.ZipFile(BytesIO(data)) as archive:
        external = [
            n for n in archive.namelist() if n.endswith(".rels") and re.search(rb'TargetMode="External"', archive.read(n))
        ]
    assert external == []


def test_names_however_long_fit() -> None:
    word = paper(review(draft(name="n" * 400 + ".txt")))
    assert len(word.core_properties.title) <= 255
    assert len(word.sections[0].header.paragraphs[0].text) < 120


def test_it_is_one_of_the_exporters() -> None:
    assert exporters(dated=DAY)["paper"].export([review()]) == PaperExporter(DAY).export([review()])
    assert exporters()["paper"].export([review()]) == PaperExporter().export([review()])
