"""Word files: comments stand on the words of the findings, and nothing else of the drafter's file changes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace

import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from bot.errors import ReviewError
from bot.exports import annotate_docx
from bot.exports.word import DocxExporter
from bot.reviewing.findings import Clause, ClauseQuote, Review, Role, Scope, Verdict
from corpus.documents import Reading
from corpus.readers import read_bytes
from tests.support.reviews import RECOMMENDATIONS, draft, finding, review
from tests.support.word_files import OWNER, RICH_WORDS, change, element, opened, rich_bill, saved

MARKS = (qn("w:commentRangeStart"), qn("w:commentRangeEnd"))


def review_of(reading: Reading, words: Sequence[str]) -> Review:
    """A review that finds one thing at each of the words, and one thing nowhere."""
    text = reading.document.text
    findings = []
    for at, wanted in enumerate(words):
        start = text.index(wanted)
        clause = Clause(f"c{at}", str(at), (), "", start, start + len(wanted))
        quote = ClauseQuote(clause, Role.EVIDENCE, start, start + len(wanted))
        findings.append(finding(RECOMMENDATIONS[at % 5], Verdict.PARTIAL, quotes=(quote,), rationale=f"About {wanted!r}."))
    missing = finding(RECOMMENDATIONS[3], Verdict.MISSING)
    made = review()
    return replace(
        made,
        document=reading.document,
        source_map=reading.source_map,
        findings=(*findings, missing),
        clauses=(),
        notes=reading.document.notes,
    )


def annotated(data: bytes, words: Sequence[str] = RICH_WORDS) -> bytes:
    return annotate_docx(review_of(read_bytes(data, "bill.docx"), words), data)


def words_under(word: WordDocument) -> dict[int, str]:
    """The words in the range of each comment, by its number; a line end between paragraphs."""
    shown: dict[int, str] = {}
    open_ones: set[int] = set()
    for part in word.element.body.iter():
        if part.tag == MARKS[0]:
            open_ones.add(int(part.get(qn("w:id"))))
            shown.setdefault(int(part.get(qn("w:id"))), "")
        elif part.tag == MARKS[1]:
            open_ones.remove(int(part.get(qn("w:id"))))
        elif part.tag in {qn("w:t"), qn("w:br"), qn("w:tab")} and part.getparent().tag == qn("w:r"):
            for number in open_ones:
                shown[number] += str(part)
    assert not open_ones
    return shown


def everything_but_comments(data: bytes) -> list[str]:
    """The text and format of every piece of a file, character by character, with the parts that comments do not touch."""
    word = opened(data)
    found = []
    for run in word.element.iter(qn("w:r")):
        style = "" if run.rPr is None else run.rPr.xml
        above = "/".join(parent.tag for parent in run.iterancestors())
        if run.find(qn("w:commentReference")) is None:
            found += [
                f"{character}|{style}|{above}"
                for child in run
                for character in (child.text or child.tag)
                if child.tag != qn("w:rPr")
            ]
    return found


def comments_by(word: WordDocument, author: str) -> list[str]:
    return [comment.text for comment in word.comments if comment.author == author]


def test_comments_stand_on_the_words_of_the_findings() -> None:
    word = opened(annotated(saved(rich_bill())))
    under = words_under(word)
    shown = {c.text: under[c.comment_id] for c in word.comments if c.author == "clausewise"}
    for wanted in RICH_WORDS:
        found = [words for text, words in shown.items() if f"About {wanted!r}." in text]
        assert [" ".join(words.split()) for words in found] == [" ".join(wanted.split())]


def test_a_comment_says_verdict_reason_advice_and_source() -> None:
    word = opened(annotated(saved(rich_bill()), ["knowingly"]))
    comment, _summary = comments_by(word, "clausewise")
    assert comment.splitlines() == [
        "◐ Partial: ST-01 criminalize the offence",
        "About 'knowingly'.",
        "What would make it met: Say it plainly.",
        "Guidance: “Drafters should criminalize the offence.” (Overview of the guidance, last edited 2011-01-25, https://www.example.org/articles/553)",
    ]


def summary_in(word: WordDocument):
    return next(c for c in word.comments if c.text.startswith("Summary of the review"))


def test_gaps_are_summed_up_in_one_comment_on_the_last_words() -> None:
    word = opened(annotated(saved(rich_bill()), ["knowingly", "A buyer of a widget"]))
    summary = summary_in(word)
    assert words_under(word)[summary.comment_id] == "7. This Act comes into force tomorrow."
    assert summary.text.splitlines() == [
        "Summary of the review",
        "Widgets, version 1.0: 1 missing, 2 partial.",
        *(f"Note: {note.rstrip('.')}." for note in read_bytes(saved(rich_bill()), "bill.docx").document.notes),
        "",
        "○ Missing: ST-04 protect victims",
        "The reason in words.",
        "What would make it met: Say it plainly.",
        "3 clauses searched, none of them near",
        "Guidance: “Drafters should criminalize the offence.” (Overview of the guidance, last edited 2011-01-25, https://www.example.org/articles/553)",
        "",
        "◐ Partial: ST-01 criminalize the offence",
        "See the comment on clause 0.",
        "",
        "◐ Partial: ST-02 state the components",
        "See the comment on clause 1.",
    ]
    assert comments_by(word, "clausewise")[-1] == summary.text


def test_last_words_that_were_split_for_another_comment_take_the_summary_at_their_end() -> None:
    word = opened(annotated(saved(rich_bill()), ["into force"]))
    assert words_under(word)[summary_in(word).comment_id] == " tomorrow."


def test_what_was_moved_away_or_boxed_is_not_the_end() -> None:
    word = rich_bill()
    last = word.add_paragraph("8. The end.")
    last._p.append(element("w:moveFrom", "<w:r><w:t>Moved away.</w:t></w:r>", change(7)))
    done = opened(annotated(saved(word), ["knowingly"]))
    assert words_under(done)[summary_in(done).comment_id] == "8. The end."


def test_a_table_at_the_end_takes_the_summary_in_its_last_cell() -> None:
    word = rich_bill()
    word.add_table(rows=1, cols=2).cell(0, 1).text = "Last cell."
    done = opened(annotated(saved(word), ["knowingly"]))
    assert words_under(done)[summary_in(done).comment_id] == "Last cell."


def test_without_the_summary_only_words_of_the_draft_have_comments() -> None:
    data = saved(rich_bill())
    made = review_of(read_bytes(data, "bill.docx"), ["knowingly"])
    word = opened(DocxExporter(summary=False).export([made], {"bill.docx": data}))
    (comment,) = comments_by(word, "clausewise")
    assert comment.startswith("◐ Partial: ST-01")
    assert len(comments_by(opened(DocxExporter(summary=False).export([made])), "clausewise")) == 1


def test_what_an_extract_does_not_hold_is_only_named() -> None:
    data = saved(rich_bill())
    made = replace(review_of(read_bytes(data, "bill.docx"), ["knowingly"]), scope=Scope.EXTRACT)
    summary = summary_in(opened(annotate_docx(made, data))).text
    assert summary.splitlines()[-1] == "Not in this extract: ST-04 protect victims."
    assert "○ Missing" not in summary


def test_text_and_format_stay_as_they_are() -> None:
    before = saved(rich_bill())
    after = annotated(before)
    assert [p.text for p in opened(before).paragraphs] == [p.text for p in opened(after).paragraphs]
    assert everything_but_comments(before) == everything_but_comments(after)
    with zipfile.ZipFile(io.BytesIO(before)) as one, zipfile.ZipFile(io.BytesIO(after)) as other:
        for name in ("word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/settings.xml"):
            assert one.read(name) == other.read(name)


def test_the_annotated_file_reads_as_the_same_text() -> None:
    before = saved(rich_bill())
    assert read_bytes(annotated(before), "bill.docx").document.text == read_bytes(before, "bill.docx").document.text


def test_colleagues_comments_stay_and_own_ones_are_replaced() -> None:
    once = annotated(saved(rich_bill()))
    twice = annotated(once, RICH_WORDS[:2])
    word = opened(twice)
    assert comments_by(word, OWNER) == ["Really tomorrow?"]
    assert len(comments_by(word, "clausewise")) == 3
    theirs = next(c for c in word.comments if c.author == OWNER)
    assert words_under(word)[theirs.comment_id] == "7. This Act comes into force tomorrow."
    ids = [mark.get(qn("w:id")) for mark in word.element.iter(qn("w:commentReference"))]
    assert sorted(ids) == sorted(str(c.comment_id) for c in word.comments)
    assert "A person who knowingly sells" in words_under(word).values()
    assert annotated(twice, RICH_WORDS[:2]) == twice


def test_an_answer_to_an_own_comment_outlives_it() -> None:
    word = opened(annotated(saved(rich_bill()), ["knowingly"]))
    paragraph_id = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
    thread = "http://schemas.microsoft.com/office/word/2012/wordml"
    own = next(c for c in word.comments if c.author == "clausewise")
    theirs = next(c for c in word.comments if c.author == OWNER)
    own.paragraphs[-1]._p.set(paragraph_id, "0000000A")
    theirs.paragraphs[-1]._p.set(paragraph_id, "0000000B")
    xml = f'<x:commentsEx xmlns:x="{thread}"><x:commentEx x:paraId="0000000A"/><x:commentEx x:paraId="0000000B" x:paraIdParent="0000000A"/></x:commentsEx>'
    add_part(word, xml, "/word/commentsExtended.xml", "http://schemas.microsoft.com/office/2011/relationships/commentsExtended")
    again = annotated(saved(word), ["knowingly"])
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        root = parse_xml(archive.read("word/commentsExtended.xml"))
    assert [dict(entry.attrib) for entry in root] == [{f"{{{thread}}}paraId": "0000000B"}]


def add_part(word: WordDocument, xml: str, name: str, relation: str) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    part = Part(
        PackURI(name),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml",
        xml.encode(),
        word.part.package,
    )
    word.part.relate_to(part, relation)


def test_words_of_a_footnote_are_commented_at_its_mark() -> None:
    data = saved(rich_bill())
    word = opened(annotated(data, ["whoever pays for a widget"]))
    comment = next(c for c in word.comments if "whoever pays" in c.text)
    start = word.element.body.xpath(f'.//w:commentRangeStart[@w:id="{comment.comment_id}"]')[0]
    assert start.getnext().find(qn("w:footnoteReference")) is not None


def test_a_number_that_stands_nowhere_is_commented_at_its_paragraph() -> None:
    data = saved(rich_bill())
    reading = read_bytes(data, "bill.docx")
    line = next(line for line in reading.document.text.splitlines() if line.endswith("A person lends a widget to a child."))
    number = line.split()[0]
    assert number != "A"
    start = reading.document.text.index(line)
    made = review_of(reading, ["A person lends"])
    quote = ClauseQuote(made.findings[0].clauses[0].clause, Role.EVIDENCE, start, start + len(number))
    word = opened(annotate_docx(replace(made, findings=(replace(made.findings[0], clauses=(quote,)),)), data))
    assert "A person lends a widget to a child." in words_under(word).values()


def test_words_in_two_cells_are_commented_in_the_one_that_holds_more() -> None:
    data = saved(rich_bill())
    reading = read_bytes(data, "bill.docx")
    line = next(line for line in reading.document.text.splitlines() if "6. Widget" in line)
    word = opened(annotated(data, [line]))
    assert "A small device that nobody needs." in words_under(word).values()


def test_words_in_a_text_box_are_commented_where_it_hangs() -> None:
    word = rich_bill()
    box = "<w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r><w:t>A boxed widget.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
    word.paragraphs[1]._p.append(element("w:r", box))
    done = opened(annotated(saved(word), ["A boxed widget"]))
    comment = next(c for c in done.comments if "boxed" in c.text)
    start = done.element.body.xpath(f'.//w:commentRangeStart[@w:id="{comment.comment_id}"]')[0]
    assert start.getparent() is done.paragraphs[1]._p
    assert start.getnext().find(qn("w:pict")) is not None


def test_a_finding_on_two_clauses_is_told_once_and_pointed_to() -> None:
    data = saved(rich_bill())
    made = review_of(read_bytes(data, "bill.docx"), ["knowingly", "twenty"])
    both = (*made.findings[0].clauses, replace(made.findings[1].clauses[0], role=Role.EXCEPTION))
    word = opened(annotate_docx(replace(made, findings=(replace(made.findings[0], clauses=both),)), data))
    under = words_under(word)
    shown = {under[c.comment_id]: c.text for c in word.comments if c.author == "clausewise"}
    assert "What would make it met" in shown["knowingly"]
    assert shown["twenty"].splitlines()[1:] == ["This clause: makes an exception.", "See the comment on clause 0."]


def test_two_quotes_of_one_clause_take_one_comment() -> None:
    data = saved(rich_bill())
    made = review_of(read_bytes(data, "bill.docx"), ["A person who", "sells a"])
    one, two = (found.clauses[0] for found in made.findings[:2])
    both = (one, replace(two, clause=one.clause, role=Role.DEFINITION))
    word = opened(annotate_docx(replace(made, findings=(replace(made.findings[0], clauses=both),)), data))
    comment, _summary = (c for c in word.comments if c.author == "clausewise")
    assert words_under(word)[comment.comment_id] == "A person who knowingly sells a"
    assert "This clause" not in comment.text


def test_another_file_than_the_one_reviewed_is_refused() -> None:
    made = review_of(read_bytes(saved(rich_bill()), "bill.docx"), ["knowingly"])
    other = rich_bill()
    other.add_paragraph("8. One more.")
    with pytest.raises(ReviewError, match="not the file that was reviewed"):
        annotate_docx(made, saved(other))


def test_the_exporter_takes_the_original_where_it_has_one() -> None:
    data = saved(rich_bill())
    made = review_of(read_bytes(data, "bill.docx"), RICH_WORDS)
    assert DocxExporter().export([made], {"bill.docx": data}) == annotate_docx(made, data)
    assert opened(DocxExporter().export([made])).paragraphs[0].text == "bill.docx"


@pytest.mark.parametrize("pages", [False, True])
def test_other_formats_become_a_new_file_with_the_text_and_the_comments(pages: bool) -> None:
    made = review(draft(pages=pages))
    word = opened(DocxExporter().export([made, made]))
    assert [p.text for p in word.paragraphs if p.text.strip()] == ["bill.txt", *made.document.text.splitlines()] * 2
    assert list(words_under(word).values()).count("2. A person who attempts an offence under section 1 is not liable.") == 2


def test_a_text_without_blocks_becomes_paragraphs() -> None:
    made = review()
    plain = replace(made, document=replace(made.document, blocks=()))
    word = opened(DocxExporter().export([plain]))
    assert [p.text for p in word.paragraphs] == ["bill.txt", *made.document.text.splitlines()]
