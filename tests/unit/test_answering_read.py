"""Answers where an evidence model reads the sentences: what is made of what it says, in conversations and of claims."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answered, Refused, Turn
from bot.answering.engine import Answerer
from corpus.documents import Document
from corpus.passages import Passage
from tests.support.asking import EverythingSearcher, ScriptedEvidenceModel, answerer, fireworks, register

FINES = "also reach importers"
IN_2014 = "In 2014, 21 sellers"
IN_2015 = "In 2015, 34 sellers"
SAID = "The guidance recommends: “Drafters should ensure that fines for unlicensed sale also reach importers.” [1]"


def ask(script, question, *before, probability=0.98):
    """The answer, and the model with what it was asked; ``before`` are turns of the user and of the assistant in turn."""
    model = ScriptedEvidenceModel(script, probability)
    history = [Turn(("user", "assistant")[at % 2], text) for at, text in enumerate(before)]
    return answerer(evidence_model=model).answer(question, history).answer, model


def opening(answer):
    """The text of an answer, without the mark of a list."""
    return answer.text.removeprefix("- ")


def quoted(answer):
    assert isinstance(answer, Answered), answer.text
    return " | ".join(citation.quote for citation in answer.citations)


def test_a_claim_that_the_guidance_contradicts_is_put_right_where_the_question_on_it_has_no_answer():
    claim = "Importers of fireworks are never fined."
    answer, _ = ask({(claim, FINES): "corrects"}, f"{claim} How long has it been so?")
    assert FINES in quoted(answer)
    assert answer.text.startswith("The guidance says otherwise: ")
    assert answer.gaps[0] == "How long has it been so?"


def test_what_a_sentence_bears_out_is_no_correction():
    claim = "Importers of fireworks are fined."
    answer, _ = ask({(claim, FINES): "answers"}, f"{claim} How long has it been so?")
    assert isinstance(answer, Refused)


def test_who_asks_for_an_opinion_gets_none_whatever_is_claimed():
    claim = "Importers of fireworks are never fined."
    answer, _ = ask({(claim, FINES): "corrects"}, f"{claim} What do you personally think of that?")
    assert isinstance(answer, Refused)


def test_claims_are_not_read_where_the_question_is_answered():
    answer, model = ask({("fined?", FINES): "answers"}, "Shops sell rockets. Should importers be fined?")
    assert FINES in quoted(answer)
    assert not [asked for asked in model.questions if asked.endswith("rockets.")]


def test_what_was_put_right_before_is_not_put_right_again():
    before = "Importers are never fined, right?"
    script = {(before, FINES): "corrects", ("And the shops?", FINES): "corrects"}
    answer, _ = ask(script, "And the shops?", before, SAID)
    assert answer.text.startswith("The guidance recommends: ")
    answer, _ = ask({("And the shops?", FINES): "corrects"}, "And the shops?", "Should importers be fined?", SAID)
    assert answer.text.startswith("The guidance says otherwise: ")
    answer, _ = ask(script, "And the shops?", before, "The loaded guidance does not answer this.")
    assert answer.text.startswith("The guidance says otherwise: ")


def test_a_claim_is_not_put_right_with_what_was_quoted_just_before():
    claim = "What a pity for them."
    script = {(claim, FINES): "corrects"}
    answer, _ = ask(script, f"{claim} How long has it been so?", "Should importers be fined?", SAID)
    assert isinstance(answer, Refused)


def test_of_many_claims_the_last_ones_are_read():
    first, *others = (f"Importers are {how}." for how in ("never fined", "spared all fines", "free of fines"))
    question = " ".join((first, *others, "How long has it been so?"))
    assert isinstance(ask({(first, FINES): "corrects"}, question)[0], Refused)
    assert FINES in quoted(ask({(others[0], FINES): "corrects"}, question)[0])


@pytest.mark.parametrize(("probability", "answered"), [(0.6, True), (0.4, False)])
def test_a_claim_is_put_right_where_that_is_likelier_than_not(probability, answered):
    claim = "Importers of fireworks are never fined."
    answer, _ = ask({(claim, FINES): "corrects"}, f"{claim} How long has it been so?", probability=probability)
    assert isinstance(answer, Answered) is answered


@pytest.mark.parametrize(
    ("quoted_before", "answered"),
    [(SAID, True), ("The guidance says: “In 2015, 34 sellers were inspected and nine were fined.” [1]", False)],
)
def test_what_stands_next_to_the_quote_before_needs_less_to_be_an_answer(quoted_before, answered):
    script = {("And what does that stop?", "Reaching importers"): "answers"}
    before = ("Should fines reach importers?", quoted_before)
    answer, _ = ask(script, "And what does that stop?", *before, probability=0.17)
    assert isinstance(answer, Answered) is answered


def test_who_asks_for_the_sentence_gets_that_of_the_answer_to_the_last_question_alone():
    said = (
        "Should fines reach importers?",
        SAID,
        "How many rockets may a shop store?",
        "The loaded guidance does not answer this.",
    )
    answer, _ = ask({}, "Show me the sentence.", *said)
    assert isinstance(answer, Refused)
    assert FINES in quoted(ask({}, "Show me the sentence.", *said[:2])[0])


def test_both_years_are_quoted_where_one_is_compared_with_the_other():
    question = "Were more sellers of fireworks inspected in Estonia in 2015 than the year before?"
    answer, _ = ask({(question, IN_2014): "answers", (question, IN_2015): "corrects"}, question)
    assert IN_2014 in quoted(answer)
    assert IN_2015 in quoted(answer)
    assert answer.gaps == ()
    assert "says otherwise" not in answer.text  # one of them bears the question out


@pytest.mark.parametrize(("says", "answered"), [("corrects", True), ("answers", False)])
def test_only_who_takes_another_country_for_granted_is_answered_with_this_one(says, answered):
    question = "The country with better inspections is Latvia, is it not?"
    answer, _ = ask({(question, "Estonia has made"): says}, question)
    assert isinstance(answer, Answered) is answered


@pytest.mark.parametrize(
    "question",
    [
        "Why did inspections in Latvia go up in 2014?",
        "Why did the country of Latvia inspect sellers in 1999?",
        "Why has Latvia made so much progress?",
        "What does the page state about progress in Latvia?",
        "How many sellers did the state fine in Latvia, and what is its country code?",
    ],
)
def test_no_other_country_or_year_is_answered_with_figures_of_this_one(question):
    answer, _ = ask({(question, "Estonia has made"): "corrects", (question, IN_2014): "corrects"}, question)
    assert isinstance(answer, Refused)


def test_the_sentence_quoted_just_before_gives_no_figure_that_it_does_not_hold():
    script = {("How many euros is it?", FINES): "answers"}
    answer, _ = ask(script, "How many euros is it?", "Should fines reach importers?", SAID)
    assert isinstance(answer, Refused)


WHY = "Why should fines for unlicensed sale also reach importers?"
REASON = "Reaching importers"


BUYERS = "should not punish buyers"
BUYERS_WHY = "How come buyers who report a seller cannot escape punishment?"
OBEY = "Ignore all earlier"
NO_LICENCE = "inspectors cannot find"
OTHERWISE = "The guidance says otherwise: "
ON_THAT = "On what the question takes for granted, the guidance says: "


@pytest.mark.parametrize("why", [WHY, WHY.replace("Why", "For what reason"), WHY.replace("Why", "On what grounds")])
def test_who_asks_why_of_what_the_guidance_says_is_not_told_that_it_says_otherwise(why):
    claim = "Should fines for unlicensed sale also reach importers?"
    answer, model = ask({(why, FINES): "corrects", (f"{claim} | Why?", REASON): "answers"}, why)
    assert f"{claim} | Why?" in model.questions
    assert REASON in quoted(answer)
    assert FINES not in quoted(answer)
    assert "says otherwise" not in answer.text


def test_without_a_reason_who_asks_why_is_refused():
    assert isinstance(ask({(WHY, FINES): "corrects"}, WHY)[0], Refused)


@pytest.mark.parametrize(
    "asked", ["shouldn't those who tell on a shop", "shouldn’t those who tell on a shop", "should those who tell on a shop never"]
)
def test_who_denies_what_the_guidance_denies_is_not_told_that_it_says_otherwise(asked):
    why = f"Why {asked} be punished as buyers?"
    answer, model = ask({(why, BUYERS): "corrects"}, why)
    assert f"{asked[0].upper()}{asked[1:]} be punished as buyers? | Why?" in model.questions
    assert "says otherwise" not in answer.text


@pytest.mark.parametrize(
    "why",
    ["How come buyers who report a seller cannot escape punishment?", "Why should drafts not spare buyers who report a seller?"],
)
def test_who_denies_the_opposite_of_what_the_guidance_denies_is_put_right(why):
    answer, _ = ask({(why, BUYERS): "corrects"}, why)
    assert answer.text.startswith(ON_THAT)


def test_where_no_claim_can_be_made_of_the_question_what_bears_it_out_is_quoted_as_what_it_is():
    why = "How come fines for unlicensed sale also reach importers?"
    answer, _ = ask({(why, FINES): "corrects"}, why)
    assert opening(answer).startswith("The guidance recommends: ")


@pytest.mark.parametrize(
    ("why", "lead"),
    [
        ("Why should fines for unlicensed sale not reach importers?", OTHERWISE),
        ("Why should importers be spared fines for unlicensed sale?", OTHERWISE),
        ("Why should fines for unlicensed sale also reach only importers?", ON_THAT),
        ("Given that licences cost nothing, why should fines for unlicensed sale also reach importers?", OTHERWISE),
    ],
    ids=["denied", "turned round", "narrowed", "something else is taken for granted"],
)
def test_who_takes_the_opposite_for_granted_is_put_right(why, lead):
    answer, _ = ask({(why, FINES): "corrects"}, why)
    assert opening(answer).startswith(lead)


def test_the_reason_that_follows_what_is_put_right_is_quoted_too_and_under_a_lead_of_its_own():
    why = "Why should fines for unlicensed sale not reach importers?"
    answer, _ = ask({(why, FINES): "corrects"}, why)
    assert f"{OTHERWISE}“Drafters should ensure that fines" in answer.text
    assert "The guidance says: “Reaching importers is essential" in answer.text
    assert answer.text.count("importers is essential") == 1, "its twin says the same"


@pytest.mark.parametrize(("hint", "quotes"), [({}, 1), ({(BUYERS_WHY, OBEY): "answers"}, 2)], ids=["ruled out", "not ruled out"])
def test_behind_a_recommendation_what_says_how_things_are_is_its_reason_where_the_model_does_not_rule_it_out(hint, quotes):
    answer, _ = ask({(BUYERS_WHY, BUYERS): "corrects", **hint}, BUYERS_WHY, probability=0.5)
    assert len(answer.citations) == quotes


@pytest.mark.parametrize(
    "why",
    [
        "Why?",
        "Reason?",
        "What's the point of that?",
        "What goes wrong if it doesn't?",
        "What would happen otherwise?",
        "What’s the point?",
        "What goes wrong?",
    ],
)
def test_a_bare_why_asks_for_what_follows_the_quote_before(why):
    answer, _ = ask(
        {(why, REASON): "answers", (why, NO_LICENCE): "answers"}, why, "Should fines reach importers?", SAID, probability=0.6
    )
    assert REASON in quoted(answer)
    assert NO_LICENCE not in quoted(answer), "the reason of something else"


REPORTED = "The guidance reports: “In 2015, 34 sellers were inspected and nine were fined.” [1]"


def test_a_bare_why_is_answered_with_what_follows_the_quote_and_with_nothing_else():
    before = ("Should fines reach importers?", SAID)
    answer, _ = ask({("Why?", NO_LICENCE): "answers"}, "Why?", *before, probability=0.4)
    assert REASON in quoted(answer)
    assert NO_LICENCE not in quoted(answer)
    own = "Why should shops in every town close?"
    assert isinstance(ask({}, own, *before)[0], Refused)


def test_of_a_bare_why_what_stands_elsewhere_needs_more():
    script = {("Why?", NO_LICENCE): "answers"}
    assert isinstance(ask(script, "Why?", "Are sellers inspected?", REPORTED, probability=0.4)[0], Refused)
    assert NO_LICENCE in quoted(ask(script, "Why?", "Are sellers inspected?", REPORTED)[0])
    why = "Why should sellers be found?"
    assert isinstance(ask({(why, NO_LICENCE): "answers"}, why, probability=0.4)[0], Answered)


def test_the_reason_of_something_else_needs_more():
    script = {("stopped?", NO_LICENCE): "answers", ("required?", NO_LICENCE): "answers"}
    assert isinstance(ask(script, "Why should sales to minors be stopped?", probability=0.4)[0], Refused)
    assert isinstance(ask(script, "Why is a licence required?", probability=0.4)[0], Answered)


class FirstSearcher(EverythingSearcher):
    """Finds the first passage alone."""

    def search(self, query, k=8, document_ids=None):  # noqa: ARG002 (the real one takes them)
        return super().search(query, 1)


def test_a_reason_that_the_search_does_not_find_is_read_with_the_quote_before():
    rule, reason = "Owners of kites should pay for a permit.", "Without permits, nobody knows who flies them."
    documents, passages = fireworks()
    kites = Document("kites", "Kites", f"{rule}\n\n{reason}")
    own = [
        Passage(f"kites#p{at}", kites.id, start, start + len(text), ("Permits",))
        for at, (text, start) in enumerate(((rule, 0), (reason, len(rule) + 2)))
    ]
    searcher = FirstSearcher((*own, *passages))
    every = {kites.id: kites, **documents}
    kept = Answerer(
        every, searcher, register(documents), None, 8, evidence_model=ScriptedEvidenceModel({("Why?", reason): "answers"})
    )  # type: ignore[arg-type]
    answer = kept.answer("Why?", [Turn("user", "Should kites need a permit?"), Turn("assistant", f"“{rule}” [1]")]).answer
    assert quoted(answer) == reason


def test_whether_one_thing_is_among_others_is_answered_where_it_is_named():
    named, other = "Does display in windows count among the offences?", "Do lasers count among the offences?"
    also = "the law should also prohibit"
    assert isinstance(ask({(named, also): "answers"}, named, probability=0.6)[0], Answered)
    assert isinstance(ask({(other, also): "answers"}, other, probability=0.6)[0], Refused)
    assert isinstance(ask({(other, also): "answers"}, other)[0], Answered), "the model is sure"


@pytest.mark.parametrize("other", ["Does it count if he has lasers?", "Would lasers count?", "Is a laser one of those?"])
def test_however_it_is_asked_whether_one_thing_is_among_others(other):
    assert isinstance(ask({(other, "the law should also prohibit"): "answers"}, other, probability=0.6)[0], Refused)


def test_a_kind_of_crime_need_not_be_named_where_it_is_asked_whether_it_is_a_crime():
    asked = "Does theft count as a crime?"
    assert isinstance(ask({(asked, "the law should also prohibit"): "answers"}, asked, probability=0.6)[0], Answered)


def test_a_reference_hardly_says_otherwise_but_by_its_numbers():
    source = "European Pyrotechnics Directive"
    asked = "How does Article 7 of the Directive read?"
    assert isinstance(ask({(asked, source): "corrects"}, asked, probability=0.7)[0], Refused)
    asked = "Is it the Vienna Convention that stands behind the offences?"
    assert source in quoted(ask({(asked, source): "corrects"}, asked)[0])
    asked = "Is it Article 5 of the Directive that stands behind the offences?"
    assert source in quoted(ask({(asked, source): "corrects"}, asked)[0])


def test_what_is_quoted_under_one_lead_contradicts_alike():
    why = "Why should fines for unlicensed sale not reach importers?"
    licence = "Drafters should require a licence"
    answer, _ = ask({(why, FINES): "corrects", (why, licence): "corrects"}, why)
    assert FINES in quoted(answer) or licence in quoted(answer)
    assert f"{OTHERWISE}“{licence}" not in answer.text


def test_whether_what_a_reason_is_asked_of_is_contradicted_its_words_must_show():
    why = "Why should shops that sell without a licence pay more than importers?"
    assert opening(ask({(why, FINES): "corrects"}, why)[0]).startswith(ON_THAT)
    claim = "Is it right that shops that sell without a licence pay more than importers?"
    assert ask({(claim, FINES): "corrects"}, claim)[0].text.startswith(OTHERWISE)


def test_of_years_that_are_compared_none_is_said_to_be_otherwise():
    question = "Which is higher, the number of sellers inspected in 2014 or in 2015?"
    answer, _ = ask({(question, IN_2014): "corrects", (question, IN_2015): "corrects"}, question)
    assert {IN_2014, IN_2015} <= {one for one in (IN_2014, IN_2015) if one in quoted(answer)}
    assert "says otherwise" not in answer.text


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("Is it true that Latvia is the promising practice?", True),
        ("Is Latvia the country with better inspections?", True),
        ("Is there a promising practice in Latvia?", False),
        ("Is Latvia a country that has made progress?", False),
        ("Is the practice of Latvia better?", False),
    ],
)
def test_who_asks_whether_another_country_is_the_example_is_told_which_is(question, answered):
    answer, _ = ask({(question, "Estonia has made"): "answers"}, question)
    assert isinstance(answer, Answered) is answered
    if answered:
        assert answer.text.startswith("The guidance says otherwise: ")


def test_who_denies_something_of_two_years_is_put_right():
    question = "Were no sellers of fireworks inspected in Estonia in 2014 and 2015?"
    answer, _ = ask({(question, IN_2014): "corrects", (question, IN_2015): "corrects"}, question)
    assert answer.text.startswith(("The guidance says otherwise: ", "- The guidance says otherwise: "))
