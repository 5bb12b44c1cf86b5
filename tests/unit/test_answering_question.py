"""Questions taken apart: what is told first is read with what is asked, and asks for nothing itself."""

from __future__ import annotations

import pytest

from bot.answering.lexicon import load_lexicon
from bot.answering.question import LEANS_ON, QuestionReader

READER = QuestionReader(load_lexicon(), frozenset())
TOLD = "A firm sold rockets without a licence."


def part(question, before=""):
    (found,) = READER.parts(question, before)
    return found


def test_what_is_told_first_is_read_with_what_is_asked():
    found = part(f"{TOLD} Should the owner pay a fine?")
    assert found.text == "Should the owner pay a fine?"
    assert found.asked == found.meaning == f"{TOLD} Should the owner pay a fine?"


def test_a_question_that_needs_the_case_is_about_its_topics():
    found = part(f"{TOLD} Is that an offence?")
    assert {"firm", "rockets"} <= {term.text for term in (*found.terms, *found.context)}


def test_names_and_years_of_a_case_need_not_stand_in_the_answer():
    found = part("In 2019 the police of Ruritania arrested her. Should the law allow it?")
    assert not found.years
    assert not any(term.entity for term in (*found.terms, *found.context))
    assert part("Should it be so in Ruritania since 2019?").years == {2019}


@pytest.mark.parametrize("courtesy", ["I see.", "Thanks, that helps.", "Good morning!", "OK. Fine.", "Hello, I have a question."])
def test_courtesies_tell_nothing(courtesy):
    assert part(f"{courtesy} Who pays the fine for rockets?") == part("Who pays the fine for rockets?")


def test_each_part_is_asked_of_the_case():
    one, two = READER.parts(f"{TOLD} Should the owner pay a fine? Which office should seize dangerous rockets?")
    assert one.asked == f"{TOLD} Should the owner pay a fine?"
    assert two.asked == f"{TOLD} Which office should seize dangerous rockets?"


def test_a_case_may_lean_on_what_was_asked_before():
    found = part("They sold it to a child. Is the seller liable?", "May rockets be sold?")
    assert found.asked == f"May rockets be sold?{LEANS_ON}They sold it to a child. Is the seller liable?"
