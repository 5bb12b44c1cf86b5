"""Kept answers come back as they were, also where the guidance has changed since."""

import dataclasses
import datetime as dt
import json

import pytest

from bot.answering.answer import Answered, AskResult, DraftQuote, Engine, Refused
from bot.contract import ask_json
from bot.recall import CHANGED, recalled
from corpus.documents import Citation, Document

GUIDANCE = Document(
    "overview",
    "Overview",
    "Legislation should criminalize attempts. It should spare victims.",
    source_url="https://www.example.org/a",
    last_edited=dt.date(2011, 1, 25),
    cleaner="3",
)
ENGINE = Engine("extractive", None, "minilm", "abc", "1.0", "0.1.0", evidence_sha256="e" * 64)
ONE = Citation(GUIDANCE, 0, 40, "overview#p1", ("Attempts",), "1", "recommendation")
NEAR = Citation(GUIDANCE, 41, 65, "overview#p1", ("Attempts",))
DRAFT = Document("bill.docx", "Bill", "1. Attempts are punished.")
RESULTS = [
    AskResult(
        "Must attempts be punished?", Answered("“…” [1]", (ONE,), ("how much",), (NEAR,), ("ST-03",)), ENGINE, {"total": 1.0}
    ),
    AskResult("May I park?", Refused("It says nothing of parking.", ("parking",), (NEAR,)), ENGINE, {"total": 2.0}, ("A note.",)),
]


def kept(result):
    return json.loads(json.dumps(ask_json(result)))


@pytest.mark.parametrize("result", RESULTS, ids=["answered", "refused"])
def test_what_was_kept_comes_back(result):
    back = recalled(kept(result), {"overview": GUIDANCE})
    assert back == result
    assert ask_json(back) == ask_json(result)


@pytest.mark.parametrize(
    "now", [{}, {"overview": dataclasses.replace(GUIDANCE, text="Something else altogether, and much longer.")}]
)
def test_quotes_stand_as_they_were_where_the_guidance_has_changed(now):
    back = recalled(kept(RESULTS[0]), now)
    (citation,) = back.answer.citations
    assert (citation.quote, citation.label, citation.statement) == (ONE.quote, "1", "recommendation")
    assert (citation.document.title, citation.document.last_edited) == ("Overview", dt.date(2011, 1, 25))
    assert (citation.document.source_url, citation.document.cleaner) == ("https://www.example.org/a", "3")
    assert back.notes == (CHANGED,)
    assert recalled(kept(back), now).notes == (CHANGED,)


def test_words_of_a_draft_come_back_without_the_draft():
    quote = DraftQuote(DRAFT, "1", 3, 25, "D1")
    back = recalled(kept(AskResult("Which clause?", Answered("“…” [D1]", (), draft=(quote,)), ENGINE)), {})
    (found,) = back.answer.draft
    assert (found.quote, found.number, found.label, found.document.id) == ("Attempts are punished.", "1", "D1", "bill.docx")
    assert back.notes == ()


def test_what_is_no_answer_is_refused():
    with pytest.raises((KeyError, TypeError)):
        recalled({"question": "?"}, {})
