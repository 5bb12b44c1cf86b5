"""Questions to pages: loaded, checked, and made into what the evidence model learns from."""

from __future__ import annotations

import json

import pytest

from bot.answering.lexicon import load_lexicon
from corpus.documents import Document
from evals.evidence_training import NEAR, NEAR_UNANSWERED, Told, pairs_of
from evals.questions import PageReader, development_pages, evidence_folders, load_pages
from index.errors import DataError
from tests.support.asking import fireworks, register

PAGE = """---
title: "Kites"
source_url: "https://example.org/kites"
last_edited: 2014-05-03
---
Drafters should ban metal lines. In Malta, 12 kites were seized in 2012. The law should list:

- kites over three metres;
- kites with lights.
"""


def asked(text="May a line be of metal?", answers=("Drafters should ban metal lines.",), **changes):
    part = {"text": text, "answers": list(answers), "also": [], "corrects": False}
    return {"question": text, "history": [], "kind": "direct", "parts": [part], **changes}


def folder_of(path, *questions):
    (path / "kites.md").write_text(PAGE, encoding="utf-8")
    (path / "kites.jsonl").write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    return path


def reads_of(path, *questions, claims=False):
    (page,), _ = load_pages([folder_of(path, *questions)])
    return list(PageReader(load_lexicon(), register(fireworks()[0]).register, None).read(page, claims=claims))


def test_each_sentence_is_due_what_the_quotes_say(tmp_path):
    (answered, refused, corrected) = reads_of(
        tmp_path,
        asked(),
        asked("How high is the fine?", ()),
        asked(parts=[{"text": "metal", "answers": ["ban metal lines"], "also": ["kites with lights."], "corrects": True}]),
    )
    due = {read.evidence.sentence.text: read.due for read in answered}
    assert due["Drafters should ban metal lines."] == "answers"
    assert due["In Malta, 12 kites were seized in 2012."] == "none"
    assert {read.due for read in refused} == {"none"}
    assert {read.due for read in corrected} == {"corrects", "none", None}


def test_parts_are_read_with_the_case_that_the_question_tells(tmp_path):
    told, whole = "My line is of steel wire.", "My line is of steel wire. May I use it?"
    part = {"answers": ["Drafters should ban metal lines."], "also": [], "corrects": False}
    parts = reads_of(
        tmp_path,
        {**asked(whole), "parts": [{"text": whole, **part}]},
        {**asked(whole), "kind": "typo", "parts": [{"text": "May I use it?", **part}]},
        {**asked(whole), "kind": "follow", "parts": [{"text": "May I use it", **part}]},
    )
    assert [reads[0].part.text for reads in parts] == ["May I use it?", "May I use it?", "May I use it"]
    assert [reads[0].part.asked.rstrip("?") for reads in parts] == [f"{told} May I use it"] * 3


def test_topics_that_are_asked_in_a_row_stand_nowhere_as_they_are_read(tmp_path):
    whole = "Mine is heavy. What about lines, fines, and lights?"
    part = {"answers": ["Drafters should ban metal lines."], "also": [], "corrects": False}
    parts = reads_of(tmp_path, {**asked(whole), "parts": [{"text": "lines", **part}, {"text": "fines", **part, "answers": []}]})
    assert [reads[0].part.text for reads in parts] == ["lines", "fines"]


@pytest.mark.parametrize(
    ("question", "corrects", "due"),
    [
        ("Metal lines are allowed for kites. Why so?", True, "corrects"),  # all that is wrong is told
        ("Metal lines are allowed for kites. Why so?", False, None),
        (
            "Metal lines are heavy. Why does the page allow kites with metal lines in Malta?",
            True,
            None,
        ),  # asked, it may be wrong itself
        ("Metal is heavy. Lines are allowed. Why so?", True, None),  # one of them is wrong, and which is not said
    ],
)
def test_what_is_told_is_corrected_where_nothing_else_can_be_wrong(tmp_path, question, corrects, due):
    part = {"text": question, "answers": ["Drafters should ban metal lines."], "also": [], "corrects": corrects}
    asking, *told = reads_of(tmp_path, asked(question, parts=[part]), claims=True)
    assert told
    assert {read.evidence.sentence.text: read.due for read in asking}["Drafters should ban metal lines."] is not None
    for claim in told:
        found = {read.evidence.sentence.text: read.due for read in claim}
        assert found["Drafters should ban metal lines."] == due
        assert found["In Malta, 12 kites were seized in 2012."] == "none"
    assert len(reads_of(tmp_path, asked(question, parts=[part]))) == 1


def test_what_is_learnt_are_answers_and_the_nearest_others(tmp_path):
    parts = reads_of(tmp_path, asked(), asked("How high is the fine?", ()))
    pairs = pairs_of(parts)
    assert [pair.target for pair in pairs].count(1) == 1
    assert len(pairs) <= 1 + NEAR + NEAR_UNANSWERED + 2


def test_a_lead_in_answers_with_several_of_its_items(tmp_path):
    both = ("kites over three metres;", "kites with lights.")
    other = ("Drafters should ban metal lines.",)
    for answers, also, due in ((both, (), "answers"), (both[:1], (), None), (other, both, None), (other, (), "none")):
        part = {"text": "Which kites?", "answers": list(answers), "also": list(also), "corrects": False}
        (reads,) = reads_of(tmp_path, asked("Which kites?", parts=[part]))
        assert {read.due for read in reads if read.evidence.sentence.text == "The law should list:"} == {due}


def test_sentences_of_what_is_loaded_beside_a_page_answer_nothing(tmp_path):
    (page,), _ = load_pages([folder_of(tmp_path, asked(answers=("ban metal lines",)))])
    beside = Document("boats", "Boats", "Drafters should ban metal lines. Ports should ban metal lines, too.")
    reader = PageReader(load_lexicon(), register(fireworks()[0]).register, None, beside=[beside])
    (reads,) = reader.read(page)
    due = {(read.evidence.sentence.document.id, read.evidence.sentence.text): read.due for read in reads}
    assert due["kites", "Drafters should ban metal lines."] == "answers"
    assert due["boats", "Ports should ban metal lines, too."] == "none"
    assert len(reads) == len(due) == 6  # of equal sentences the page's own is read


def test_a_quote_that_is_not_in_the_page_is_an_error_with_its_line(tmp_path):
    with pytest.raises(DataError, match=r"kites\.jsonl:2.*does not stand in the page"):
        load_pages([folder_of(tmp_path, asked(), asked(answers=("Kites are free.",)))])


def test_a_part_that_is_not_in_the_question_is_an_error(tmp_path):
    part = {"text": "why", "answers": [], "also": [], "corrects": False}
    with pytest.raises(DataError, match="does not stand in the question"):
        load_pages([folder_of(tmp_path, asked(parts=[part]))])


def test_pages_are_held_out_by_name(tmp_path):
    folder_of(tmp_path, asked())
    assert not load_pages([tmp_path])[0][0].held_out
    (tmp_path / "HELD-OUT").write_text("kites\n")
    assert load_pages([tmp_path])[0][0].held_out


def test_one_sentence_of_another_page_is_learnt_from_beside_each_question(tmp_path):
    parts = reads_of(tmp_path, asked(), asked("How high is the fine?", ()))
    own, other = Told(parts[0][0].page, "Kites fly. | Kites"), Told("boats", "Boats float. | Boats")
    pairs = pairs_of(parts, [[other]])
    strangers = [pair for pair in pairs if pair.sentence == other.told]
    assert [(pair.target, pair.group) for pair in strangers] == [(0, 0), (0, 1)]
    assert pairs_of(parts, [[own]]) == [pair for pair in pairs if pair.sentence != other.told]


def test_questions_without_a_page_beside_them_ask_the_shipped_guidance(tmp_path):
    line = asked("Must it be a crime?", ("Drafters should criminalize the offence of sex trafficking.",))
    (tmp_path / "sex-trafficking-overview.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert load_pages([tmp_path])[0][0].document.id == "sex-trafficking-overview"


def test_the_pages_load_and_those_on_other_subjects_are_no_guidance(tmp_path):
    *others, shipped = evidence_folders()
    pages, _ = load_pages(others)
    assert len(pages) >= 130
    assert sum(page.held_out for page in pages) >= 16
    guidance = {page.document.id for page in development_pages()}
    assert not guidance & {page.document.id for page in pages}
    assert {page.document.id for page in load_pages([shipped])[0]} <= guidance
