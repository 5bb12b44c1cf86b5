"""Slips of the key in questions."""

from __future__ import annotations

import pytest

from bot.answering.lexicon import load_lexicon
from bot.answering.mending import Mender

MENDER = Mender(load_lexicon(), frozenset(["kafala", "licence", "fines", "committees", "marovian", "attempts"]))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("is an atempted sale ilegal", "is an attempted sale illegal"),
        ("shoud they dont pay", "should they don't pay"),
        ("Wich commitees pay?", "Which committees pay?"),
        ("the lawyor's surveywd langiages", "the lawyer's surveyed languages"),
        ("So? Woudl fines do?", "So? Would fines do?"),
        ("fines in Slovnia", "fines in Slovenia"),
        ("WHICH COMMITEES PAY FINES?", "which Committees pay fines?"),
        ("what of kafila", "what of kafala"),
        ("the custmer comitted it", "the customer committed it"),
    ],
)
def test_what_is_no_word_is_read_as_what_was_meant(typed, read):
    assert MENDER.mended(typed) == read
    assert MENDER.mended(read) == read


@pytest.mark.parametrize(
    "typed",
    [
        "Selam and Pilar met Gregor in Marovia.",
        "Hana pays.",
        "Which U visa and TVPA rule is it?",
        "Is sexting, doxing or vaping fined?",
        "Ruritania fines 12 of 30.",
        "is it unprosecuted, unpunishable, decriminalised or retraffickable?",
        "which mediations of funders are lawful?",
        "is mens rea or the actus reus needed, prima facie?",
        "write to fines@traficking.org or see http://a.b/prostitusion?x=traficking",
        "#traficking and traficking_law",
        "la traficante debe pagar penas muy altas segun esta guia",
        "q" * 3000,
        "тrafficking",
        "labor offenses",
        "",
    ],
)
def test_names_words_that_no_list_holds_and_american_spelling_stay(typed):
    assert MENDER.mended(typed) == typed


def test_what_was_taken_for_a_slip_is_told_but_not_what_can_mean_nothing_else():
    assert MENDER.mends("wich atempted sale dont pay") == {"atempted": "attempted"}
    assert MENDER.mends("WHICH COMMITEES PAY") == {"Commitees": "Committees"}
    assert MENDER.mends("Which committees pay?") == {}


def test_names_stay_names_where_all_is_in_capitals_but_a_few_words_are_a_name():
    assert MENDER.mended("WHAT DOES TVPA SAY ON FINES IN RURITANIA?") == "what does Tvpa say on fines in Ruritania?"
    assert MENDER.mended("FINES TVPA") == "FINES TVPA"


def test_words_of_the_texts_are_meant_rather_than_others_as_near():
    assert Mender(load_lexicon(), frozenset({"rescued"})).mended("it was resued") == "it was rescued"
    assert MENDER.mended("it was resued") == "it was reused"


@pytest.mark.parametrize("text", ["Qwzk " * 4000, "qwzkjx " * 3000, "Dear dear " * 2000])
def test_long_texts_of_no_words_are_read_as_they_stand(text):
    assert MENDER.mended(text) == text
