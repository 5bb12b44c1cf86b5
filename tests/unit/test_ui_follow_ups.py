"""Questions that may come next."""

from __future__ import annotations

from dataclasses import replace

from bot.answering.answer import Answered, AskResult, Refused
from corpus.register import BoundRegister
from tests.support.fake_client import ENGINE
from tests.support.reviews import GUIDANCE, RECOMMENDATIONS, REGISTER, citation
from ui.web.components.follow_ups import follow_ups

QUESTIONS = tuple(f"Question {number}?" for number in range(1, 6))


def register():
    """Five recommendations, each with a question; the guidance on the third is the sentence on attempts."""
    made = tuple(one.model_copy(update={"question": question}) for one, question in zip(RECOMMENDATIONS, QUESTIONS, strict=True))
    words = {"ST-03": (citation("Legislation should also criminalize attempts."),)}
    return BoundRegister(REGISTER.model_copy(update={"recommendations": made}), words)


def answered(*named):
    cited = replace(citation("Victims should not be penalized."), label="1")
    return AskResult("Question?", Answered("Words [1]", (cited,), (), (), named), ENGINE, {})


def test_what_was_answered_is_followed_by_what_stands_beside_it():
    assert follow_ups(register(), answered("ST-04"), []) == ("Question 4?", "Question 3?", "Question 5?")


def test_what_has_been_asked_is_not_asked_again():
    asked = ["question  4?", "Something else"]
    assert follow_ups(register(), answered("ST-04"), asked) == ("Question 3?", "Question 5?", "Question 2?")


def test_a_refusal_leads_to_the_recommendations_that_its_nearest_passages_touch():
    start = GUIDANCE.text.index("attempts")
    near = citation("Legislation should also criminalize attempts.")
    assert near.start < start
    refused = AskResult("Parking?", Refused("Nothing on parking.", (), (near,)), ENGINE, {})
    assert follow_ups(register(), refused, [], most=1) == ("Question 3?",)


def test_without_any_questions_there_are_none():
    assert follow_ups(BoundRegister(REGISTER, {}), answered("ST-01"), []) == ()
