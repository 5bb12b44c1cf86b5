"""Questions typed otherwise, and how many stay right."""

from __future__ import annotations

import random

import pytest

from bot.answering.introductions import without_introductions
from bot.answering.lexicon import load_lexicon
from evals.retype import WAYS, introduced, openers, slips, unmarked

QUESTION = "Which penalties should the importers of rockets face, and why?"


@pytest.mark.parametrize("way", WAYS)
def test_the_same_seed_gives_the_same_question(way):
    assert WAYS[way](QUESTION, random.Random("7")) == WAYS[way](QUESTION, random.Random("7")) != QUESTION


@pytest.mark.parametrize("seed", range(40))
def test_slips_leave_short_words_and_first_letters_and_spoil_one_word_in_seven(seed):
    typed = slips(QUESTION, random.Random(str(seed))).split()
    changed = [(old, new) for old, new in zip(QUESTION.split(), typed, strict=True) if old != new]
    assert len(changed) == 1
    assert all(len(old) >= 5 and old[0] == new[0] and abs(len(old) - len(new)) <= 1 for old, new in changed)


def test_a_question_of_short_words_has_no_slip():
    assert slips("May he go?", random.Random("1")) == "May he go?"


def test_marks_and_capitals_go():
    assert unmarked(QUESTION, random.Random("1")) == "which penalties should the importers of rockets face and why"


@pytest.mark.parametrize("seed", range(20))
def test_the_question_stands_whole_among_what_is_said_of_oneself(seed):
    typed = introduced(QUESTION, random.Random(str(seed)))
    before, after = typed.split(QUESTION)
    assert {before.strip(), after.strip()} - {""} <= {*openers()["before"], *openers()["after"]}
    assert before or after


def test_no_case_is_taken_for_an_introduction_and_many_introductions_are():
    lexicon, asked = load_lexicon(), "Which penalty should buyers face?"

    def read(text: str) -> str:
        return without_introductions(f"{text} {asked}", lexicon)

    assert [case for case in openers()["cases"] if not read(case).startswith(case)] == []
    alone = [before for before in openers()["before"] if read(before) == asked]
    assert len(alone) > len(openers()["before"]) / 5
