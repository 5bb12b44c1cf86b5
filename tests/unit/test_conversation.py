"""Which earlier questions a follow-up rests on."""

from __future__ import annotations

import pytest

from bot.answering.answer import Turn
from bot.answering.lexicon import load_lexicon
from bot.conversation import rests_on

LEXICON = load_lexicon()
HISTORY = [Turn("user", "Should sales to minors be prohibited?"), Turn("assistant", "Yes, prohibit sales to minors [1].")]


@pytest.mark.parametrize(
    "question", ["Why?", "and at night?", "Which ones?", "Who should be fined then?", "What about importers?", "Is it enough?"]
)
def test_short_and_leaning_questions_rest_on_the_last_question(question):
    assert rests_on(question, HISTORY, LEXICON) == "Should sales to minors be prohibited?"


@pytest.mark.parametrize("question", ["Should importers of fireworks be fined?", "How many sellers were inspected in 2015?"])
def test_a_whole_question_stands_alone(question):
    assert rests_on(question, HISTORY, LEXICON) == ""


def test_what_the_assistant_said_is_left_out():
    assert "Yes" not in rests_on("Why?", HISTORY, LEXICON)


def test_a_chain_of_follow_ups_goes_back_to_the_question_they_began_with():
    chain = [*HISTORY, Turn("user", "and at night?"), Turn("assistant", "Yes.")]
    assert rests_on("Why?", chain, LEXICON) == "Should sales to minors be prohibited? and at night?"


def test_a_long_chain_is_cut():
    chain = [Turn("user", f"and {n}?") for n in range(9)]
    assert rests_on("Why?", chain, LEXICON) == "and 6? and 7? and 8?"


def test_without_history_nothing_changes():
    assert rests_on("Why?", [], LEXICON) == ""
    assert rests_on("Why?", [Turn("assistant", "Hello"), Turn("user", " ")], LEXICON) == ""


def test_a_follow_up_that_speaks_for_itself_is_all_that_the_next_one_rests_on():
    chain = [*HISTORY, Turn("user", "And if a shop sells them all the same?"), Turn("assistant", "A fine [1].")]
    assert rests_on("Who decides that?", chain, LEXICON) == "And if a shop sells them all the same?"


def test_greetings_and_excuses_of_earlier_questions_are_left_out():
    before = [Turn("user", "Sorry for my English. Hello! Should sales to minors be prohibited?")]
    assert rests_on("Why?", before, LEXICON) == "Should sales to minors be prohibited?"
    assert rests_on("Why?", [Turn("user", "Hello!")], LEXICON) == "Hello!"


@pytest.mark.parametrize(
    "question",
    [
        "OK, another thing. Does it matter whose flat it is?",
        "On to sentencing. Should it be higher?",
        "Next question: why?",
        "Thx. now smth else: are they liable too",
        "Ok leave that. Should they be heard?",
        "Switching to the importers: why are they let off?",
        "Very well. May I turn to the sellers: is it right that they pay?",
        "Hm. Quite a different point: is it his flat?",
        "new subj: no fines, what does it tell them?",
        "Stores now. Could the court close them?",
        "Now the rule on stores: what source is given for it?",
        "Let us look at the figures: how many were they?",
        "Never mind that. When he breaks it, is he fined?",
        "Leaving that country. Who is fined?",
    ],
)
def test_another_subject_leans_on_nothing(question):
    assert rests_on(question, [Turn("user", "Should buyers be punished?")], load_lexicon()) == ""


def test_a_pronoun_that_leans_on_the_same_question_does_not_reach_back():
    asked = "A trafficked girl stole food. May she be punished for it?"
    assert rests_on(asked, [Turn("user", "Should buyers be punished?")], load_lexicon()) == ""


@pytest.mark.parametrize(
    "question",
    [
        "And the other thing?",
        "Now the same for importers?",
        "Back to that one: why?",
        "Can we turn it round?",
        "I see now. And what about importers?",
        "Got it now, thanks. Does it also apply to shops?",
        "Clear now. And at night?",
        "And now for how long?",
        "Can we change the limit for them?",
        "May we look at her phone without it?",
        "Leave it out of the bill?",
        "Drop this requirement?",
        "Moving to another flat during that time: is it allowed?",
        "Now suppose she refuses: does it count?",
        "On the last point: why?",
        "The last thing quoted: what is its source?",
        "Now give me the exact sentence.",
        "Now tell me: is he liable too?",
        "Makes sense now. Why?",
        "Much clearer now. And for minors?",
        "A further question on that: why?",
        "Can we talk about the penalty for it?",
        "Does that also apply to minors? And a different point: who pays?",
    ],
)
def test_what_goes_back_to_something_is_no_other_subject(question):
    assert rests_on(question, HISTORY, LEXICON) == "Should sales to minors be prohibited?"


@pytest.mark.parametrize("again", ["Is that an offence?", "Who enforces it?", "and at night?"])
def test_what_says_next_to_nothing_does_not_hide_the_question_before(again):
    assert rests_on("How long?", [*HISTORY, Turn("user", again)], LEXICON) == f"Should sales to minors be prohibited? {again}"


def test_nothing_before_another_subject_is_reached():
    assert rests_on("How long?", [*HISTORY, Turn("user", "So, on to storage.")], LEXICON) == "So, on to storage."


@pytest.mark.parametrize(
    ("turns", "place"),
    [
        (["How many sellers were fined in Latvia in 2012?", "And how many were inspected there?"], "Latvia "),
        (["How many sellers were fined in New Zealand?", "And how many were inspected there?"], "New Zealand "),
        (["How many sellers were fined in Latvia?", "On to storage: is it licensed?"], ""),
        (["How many sellers were fined in Latvia?", "Should importers of fireworks be fined?"], ""),
    ],
)
def test_a_place_that_has_not_been_left_is_still_meant(turns, place):
    assert rests_on("And the year before?", [Turn("user", turn) for turn in turns], LEXICON) == f"{place}{turns[-1]}"


def test_who_names_a_place_has_left_the_one_before():
    turns = [Turn("user", turn) for turn in ("How many did Latvia fine?", "And how many were inspected there?")]
    assert rests_on("And in Estonia?", turns, LEXICON) == "And how many were inspected there?"


def test_a_year_does_not_make_a_fragment_a_question():
    turns = [Turn("user", turn) for turn in ("How many sellers of rockets were fined?", "And how many in 2012?")]
    assert rests_on("And in 2013?", turns, LEXICON) == "How many sellers of rockets were fined? And how many in 2012?"


@pytest.mark.parametrize(
    "piece",
    [
        "all right, ",
        "good to hear that fine, ",
        "glad to know that clear ",
        "a more basic ",
        "ok then and but ",
        "now ",
        "thanks thank you ",
        "let us ",
    ],
)
def test_a_long_text_that_repeats_itself_is_read_to_its_end(piece):
    """A pattern that is exponential in what repeats would not come to one."""
    text = piece * (2000 // len(piece))
    assert rests_on("Why?", [Turn("user", f"{text}so?")], LEXICON).endswith("so?")
    assert rests_on(f"{text}why", [], LEXICON) == ""
