"""Sentences that only introduce the one who asks are not read; cases and claims are."""

from __future__ import annotations

import pytest

from bot.answering.introductions import without_introductions
from bot.answering.lexicon import load_lexicon

LEXICON = load_lexicon()
ASKED = "Which penalty should sellers of rockets face?"


def read(text: str) -> str:
    return without_introductions(text, LEXICON)


@pytest.mark.parametrize(
    "introduction",
    [
        "Hello!",
        "I work for a ministry.",
        "Good evening, I translate legal texts.",
        "I am writing my thesis at the university.",
        "I'm a journalist on a deadline.",
        "We are preparing a bill.",
        "I’ve been asked to write a note.",
        "I have looked in the index and found nothing.",
        "It's for a seminar paper.",
        "This is quite urgent.",
        "I am an adviser in the parliament of Malta.",
        "Thank you for your help.",
    ],
)
def test_who_asks_why_and_until_when_is_not_read(introduction):
    assert read(f"{introduction} {ASKED}") == ASKED


@pytest.mark.parametrize(
    "closing",
    ["Thanks a lot!", "Please be brief.", "In plain words, please.", "Kind regards, Ama Owusu", "I need it for my speech."],
)
def test_how_it_should_be_answered_and_signed_is_not_read(closing):
    assert read(f"{ASKED} {closing}") == ASKED


@pytest.mark.parametrize(
    "told",
    [
        "A boy was burnt by one.",
        "I was sold a broken one by my uncle.",
        "I work in a shop.",
        "My minister wants every shop closed.",
        "Our draft lets everybody off.",
        "I read that forty of them were fined.",
        "I heard fines are the norm over there.",
        "We are a firm of thirty people.",
        "We never meet.",
        "The committee said no.",
        "Another thing: rockets.",
        "I need to know whether fines are enough.",
        "I am writing about deportation.",
        "I work on surrogacy.",
        "We are a small association and gladly hand over our lists.",
        "I work without pay.",
        "I work in a club and my boss takes my money.",
        "I am a migrant without papers.",
        "I represent a juvenile.",
        "I'm only interested in federal law.",
        "I need the exceptions only.",
        "I am drafting for a country where it is legal.",
        "Working without pay is common.",
        "Sorry, I meant organs.",
        "Kindly exclude fines.",
        "Sincerely held beliefs are a defence.",
        "Best wishes do not excuse the offence.",
        "Be brief and leave out the fines.",
        "Explain it like I am a child bride.",
        "Next topic: this is for my seminar.",
    ],
)
def test_a_case_a_claim_a_figure_and_another_subject_stay(told):
    assert read(f"{told} {ASKED}") == f"{told} {ASKED}"


def test_all_but_courtesies_stays_where_the_question_is_about_the_one_who_asks():
    assert read("Hello. I am a translator. May I sell them?") == "I am a translator.\nMay I sell them?"
    assert read("I am a translator. May I ask who sells them?") == "May I ask who sells them?"


def test_a_place_stays_where_facts_are_asked_for():
    told = "I work for the parliament of Malta."
    assert read(f"{told} How many were fined in 2012?") == f"{told} How many were fined in 2012?"
    assert read(f"{told} Should sellers be fined?") == "Should sellers be fined?"


@pytest.mark.parametrize("alone", ["I work for a ministry.", "Hello!", "", "Thanks!"])
def test_what_only_introduces_stays_as_it_is(alone):
    assert read(alone) == alone


@pytest.mark.parametrize(
    "also",
    [
        "Sincerely, what is the penalty for buyers?",
        "Cheers, what about hotels?",
        "Please be brief and say whether buyers are fined, too.",
    ],
)
def test_what_asks_stays_however_politely(also):
    assert also in read(f"{ASKED} {also}")


def test_a_place_can_be_kept_for_what_follows():
    told = "I work for the parliament of Malta."
    assert without_introductions(f"{told} Should sellers be fined?", LEXICON, places=True) == f"{told} Should sellers be fined?"


@pytest.mark.parametrize(
    "text", ["dear dear " * 500, "good good good " * 400 + "i", "kind regards, " * 400, "i am " * 1000 + "§"]
)
def test_no_text_takes_long(text):
    assert read(f"{text}. {ASKED}").endswith(ASKED)
