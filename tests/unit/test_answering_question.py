"""Questions taken apart: what is told first is read with what is asked, and asks for nothing itself."""

from __future__ import annotations

import pytest

from bot.answering.answer import Turn
from bot.answering.lexicon import load_lexicon
from bot.answering.question import QuestionReader

READER = QuestionReader(load_lexicon(), frozenset({"rockets", "shop"}))
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


def test_names_and_years_of_a_case_need_not_stand_in_what_the_law_ought_to_say():
    found = part("In 2019 the police of Ruritania arrested her. Should the law allow it?")
    assert not found.years
    assert not any(term.entity for term in (*found.terms, *found.context))
    assert part("Should it be so in Ruritania since 2019?").years == {2019}


def test_names_and_years_of_what_is_told_are_asked_for_where_facts_are():
    found = part("Latvia opened three shelters in 2019. How many officers did it train?")
    assert found.years == {2019}
    assert any(term.entity for term in (*found.terms, *found.context))
    assert part("Ruritania reported 17 fires in 2012. How many were there the year after?").years == {2013}


@pytest.mark.parametrize(
    "courtesy",
    ["I see.", "Thanks, that helps.", "Good morning!", "OK. Fine.", "Hello, I have a question.", "Hi there!", "Good to know."],
)
def test_courtesies_tell_nothing(courtesy):
    assert part(f"{courtesy} Who pays the fine for rockets?") == part("Who pays the fine for rockets?")
    assert part(f"Who pays the fine for rockets. {courtesy}") == part("Who pays the fine for rockets.")


@pytest.mark.parametrize("alone", ["Thanks!", "Good morning.", "rockets, fines", "A firm sold rockets."])
def test_what_stands_alone_asks(alone):
    assert part(alone).text == alone


def test_without_a_question_mark_those_ask_that_begin_like_a_question():
    found = part("What did Ruritania report on rockets in 2012. I need the answer today.")
    assert found.text == "What did Ruritania report on rockets in 2012."
    assert found.years == {2012}


def test_of_a_long_case_the_end_is_read_and_the_whole_question():
    found = part(f"{'They stored rockets in a barn. ' * 60}Should importers be fined?")
    assert found.asked.endswith("in a barn. Should importers be fined?")
    assert len(found.asked.split()) < 60


def test_a_case_is_not_taken_apart():
    told = "He took the rockets and did not return them."
    assert part(f"{told} Is that an offence?").asked == f"{told} Is that an offence?"


def test_the_wording_is_asked_for_behind_a_remark_too():
    found = part("I need it for a memo. Give me the sentence.", "How long is the sale of rockets forbidden?")
    assert found.repeats
    assert found.asked == "How long is the sale of rockets forbidden?"


def test_each_part_is_asked_of_the_case():
    one, two = READER.parts(f"{TOLD} Should the owner pay a fine? Which office should seize dangerous rockets?")
    assert one.asked == f"{TOLD} Should the owner pay a fine?"
    assert two.asked == f"{TOLD} Which office should seize dangerous rockets?"


def test_a_pronoun_in_a_case_takes_in_nothing_that_was_asked_before():
    _, two = READER.parts(
        "They took her rockets. Is that an offence in Ruritania? Which police office should punish importers in Utopia?"
    )
    assert not any(term.entity for term in two.context)
    assert two.asked == "They took her rockets. Which police office should punish importers in Utopia?"


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        ("Must a failed sale be caught; what is said of clerks?", ["Must a failed sale be caught", "what is said of clerks?"]),
        ("List the three acts; say too whether buyers pay.", ["List the three acts", "say too whether buyers pay."]),
        (
            "Explain what follows without trials as well as why sellers hide.",
            ["Explain what follows without trials", "why sellers hide."],
        ),
        (
            "I need (1) the acts of the sale and (2) the place to read on.",
            ["I need (1) the acts of the sale", "the place to read on."],
        ),
        (
            "Where are these dealt with: (a) the rockets (b) the fines?",
            ["Where are these dealt with: (a) the rockets", "the fines?"],
        ),
        ("First: who pays? Second: who may appeal?", ["who pays?", "who may appeal?"]),
        ("1. Who pays? 2. Who may appeal?", ["Who pays?", "Who may appeal?"]),
        ("(1) who pays, (2) who may appeal?", ["who pays", "who may appeal?"]),
        ("1) who pays; 2) who may appeal; 3) who judges?", ["who pays", "who may appeal", "who judges?"]),
        ("In what cases is a sale irrelevant; who decides that?", ["In what cases is a sale irrelevant", "who decides that?"]),
        (
            "I would like to know what counts as a rocket; what counts as a sale?",
            ["I would like to know what counts as a rocket", "what counts as a sale?"],
        ),
        ("If a seller agreed, is it a crime; must the buyer pay?", ["If a seller agreed, is it a crime", "must the buyer pay?"]),
        ("Explain the sale; Please list the acts.", ["Explain the sale", "Please list the acts."]),
        (
            "How long is the sale forbidden & who appoints the clerk?",
            ["How long is the sale forbidden", "who appoints the clerk?"],
        ),
        (
            "How long is the sale forbidden + who appoints the clerk?",
            ["How long is the sale forbidden", "who appoints the clerk?"],
        ),
        (
            "What is struck out, and into which languages is it translated?",
            ["What is struck out", "into which languages is it translated?"],
        ),
        ("What is the fine and through which bank is it paid?", ["What is the fine", "through which bank is it paid?"]),
        *(
            (whole, [whole])
            for whole in (
                "Should an importer of 50 or over have to register?",
                "Can an importer aged 18 or over who buys rockets be fined?",
                "Should barns in or through which rockets are moved be closed?",
                "By or through whom may rockets be sold?",
                "On or about what date did the law on rockets enter into force?",
            )
        ),
    ],
)
def test_questions_that_are_joined_or_listed_are_asked_one_by_one(question, pieces):
    assert [text for text, asks in READER.pieces(question) if asks] == pieces
    assert [part.text for part in READER.parts(question)] == pieces


@pytest.mark.parametrize(
    "question",
    [
        "Do paragraphs (a) and (b) of section 3 cover rockets?",
        "Is it enough to punish whoever sells by (a) force or (b) fraud?",
        "Does the page ask for fines as well as seizure?",
        "Which of these must the law contain: (a) act, (b) means, (c) purpose?",
        'Does our clause suffice: "The office shall find sellers; shall refer them to services"?',
        "One, two or three years: which maximum is right?",
    ],
)
def test_what_lists_no_questions_is_one(question):
    assert [part.text for part in READER.parts(question)] == [question]


def test_what_stands_before_a_semicolon_may_be_the_case():
    assert [*READER.pieces("They took her rockets; is that an offence?")] == [
        ("They took her rockets", False),
        ("is that an offence?", True),
    ]


@pytest.mark.parametrize("again", ["Could I have that verbatim?", "In what connection?", "Word for word, please."])
def test_what_asks_for_the_same_again_says_nothing_of_its_own(again):
    assert part(again, "Who pays the fine for rockets?").repeats


def test_us_is_no_country():
    assert part("Can you tell us who pays for rockets?").terms == part("Can you tell me who pays for rockets?").terms


def test_what_is_told_before_a_semicolon_is_not_asked():
    told = "She sold rockets as a child; was never at school; has no papers; may she be fined?"
    assert [text for text, asks in READER.pieces(told) if asks] == ["may she be fined?"]


@pytest.mark.parametrize("fact", ["Where are sellers treated as victims?", "Where are most sellers from?"])
def test_where_a_thing_is_so_is_no_question_for_further_reading_or_a_source(fact):
    assert part(fact).kind not in {"where", "source"}


@pytest.mark.parametrize("word", ["furious", "nights", "binned", "spent"])
def test_everyday_words_are_no_slips_though_the_guidance_does_not_use_them(word):
    reader = QuestionReader(load_lexicon(), frozenset({"curious", "rights", "banned", "sent"}))
    (found,) = reader.parts(f"Should the law say that the husband is {word}?")
    assert word in found.asked


@pytest.mark.parametrize(
    ("slip", "meant"), [("lisence", "licence"), ("beahviours", "behaviours"), ("wriitng", "writing"), ("bakclog", "backlog")]
)
def test_slips_are_mended_to_words_of_the_guidance_and_else_of_the_language(slip, meant):
    reader = QuestionReader(load_lexicon(), frozenset({"licence"}))
    (found,) = reader.parts(f"Should the law deal with {slip} at all?")
    assert meant in found.asked
    assert slip not in found.asked


def test_of_equally_near_words_the_one_that_begins_alike_is_meant_and_no_country():
    (found,) = QuestionReader(load_lexicon(), frozenset({"fines"})).parts("How mutch should the fines be in Slovnia?")
    assert found.asked == "How much should the fines be in Slovenia?"
    assert [term.text for term in found.terms if term.entity] == ["Slovenia"]


@pytest.mark.parametrize("unknown", ["sexting", "upskirting", "deepfakes", "Bakclog"])
def test_what_may_be_a_word_or_a_name_stays(unknown):
    assert unknown in part(f"Should the law deal with {unknown} at all?").asked


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("The letter sat there far past the time limit. What should the law say?", "yes_no"),
        ("He spent everything on rockets. Should a good law forbid that?", "yes_no"),
        ("Everything that a permit must name?", "list"),
        ("List everything that a permit must name.", "list"),
    ],
)
def test_what_is_told_asks_for_no_kind_of_answer(question, kind):
    assert part(question).kind == kind


def test_a_part_with_a_question_of_its_own_has_its_own_kind():
    first, second = READER.parts("How soon must the shop act? And what should it face if it does not?")
    assert (first.kind, second.kind) == ("quantity", "yes_no")
    assert READER.parts("How many were fined in 2014? And in 2015?")[1].kind == "number"


@pytest.mark.parametrize(
    ("question", "dated"),
    [
        ("How many fires were there after the 2014 Act?", {2014}),
        ("What did the law of 2014 change?", {2014}),
        ("How many fires have there been since 2014?", {2014}),
        ("How many fires were there in 2014?", set()),
    ],
)
def test_a_year_may_only_date_something_else(question, dated):
    assert part(question).dated == dated


@pytest.mark.parametrize(
    ("shift", "year"), [("three years later", 2017), ("and 2 years before?", 2012), ("the year after?", 2015)]
)
def test_a_year_is_named_by_the_one_before(shift, year):
    assert part(shift, "How many were fined in Estonia in 2014?").years == {year}


def test_what_wants_its_noun_is_not_taken_apart():
    question = "What is the lightest and what is the heaviest penalty for a shop?"
    assert [text for text, _ in READER.pieces(question)] == [question]
    assert len(list(READER.pieces("What is the penalty for a shop and what is the heaviest for a firm?"))) == 2


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        (
            "What are its three parts, what happens if nobody pays, and may a shop be closed?",
            ["What are its three parts", "what happens if nobody pays", "may a shop be closed?"],
        ),
        (
            "Does it hold if the owner, who was young, paid, and who checks it?",
            ["Does it hold if the owner, who was young, paid", "who checks it?"],
        ),
        (
            "by when must it be done? and is a union allowed to complain",
            ["by when must it be done?", "and is a union allowed to complain"],
        ),
        ("What was it if the D.A. was against letting him go?", ["What was it if the D.A. was against letting him go?"]),
        ("What about art. 5? and art. 3?", ["What about art. 5?", "and art. 3?"]),
    ],
)
def test_rows_of_questions_are_taken_apart_and_abbreviations_end_nothing(question, pieces):
    assert [text for text, asks in READER.pieces(question) if asks] == pieces


def test_names_in_a_case_are_not_asked_for_where_it_is_judged():
    found = part("Mr Diallo speaks only Danish, and section 12 was read to him in English. Good enough?")
    assert not any(term.entity for term in (*found.terms, *found.context))
    assert not found.numbers


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Must she give evidence to stay in the country?", "yes_no"),
        ("model country?", "place"),
        ("Must the shop say why it was closed?", "yes_no"),
        ("Can you tell me why it was closed?", "why"),
        ("Which part of the module has the definitions?", "where"),
        ("Where is this treated at greater length?", "where"),
        ("more on this where?", "where"),
        ("Where in the house may she be treated?", "yes_no"),
        ("Who says so?", "source"),
        ("Who says that buyers must pay?", "yes_no"),
        ("What happens if a buyer reports a seller?", "yes_no"),
        ("What's the harm in such sales?", "why"),
        ("What’s the point?", "why"),
        ("What happens if they aren’t?", "why"),
        ("What goes wrong without it?", "why"),
        ("what would go wrong if drafters left it out", "why"),
        ("What if she is not?", "yes_no"),
        ("what if the buyer pays nevertheless?", "yes_no"),
        ("What is the point at which a sale is complete?", "yes_no"),
        ("What is the use of force?", "yes_no"),
        ("What are they supposed to do?", "yes_no"),
        ("In cases where shops are treated as stores, at what length must it run?", "quantity"),
        ("Says who?", "source"),
        ("What is the purpose of the register?", "yes_no"),
    ],
)
def test_what_is_asked_for(question, kind):
    assert part(question).kind == kind


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        ("In Sweden, is it a crime, and what is the fine?", ["In Sweden, is it a crime", "what is the fine?"]),
        ("If she is young, is it a crime, and who pays?", ["If she is young, is it a crime", "who pays?"]),
        ("What, if any, is the fine, and who sets it?", ["What, if any, is the fine", "who sets it?"]),
        ("Who runs it, in which shops is it, and how often?", ["Who runs it, in which shops is it", "how often?"]),
        ("What is the maximum and who sets it?", ["What is the maximum", "who sets it?"]),
        ("They took her phone, passport, etc. Is that a crime?", ["Is that a crime?"]),
        ("My daughter is 15. can she be charged?", ["can she be charged?"]),
        ("When she was 15 he sold her to a bar\nIs he liable?", ["Is he liable?"]),
        ("Should buyers be fined? When they pay, they know it", ["Should buyers be fined?"]),
    ],
)
def test_openings_conditions_and_cases_stay_with_their_question(question, pieces):
    assert [text for text, asks in READER.pieces(question) if asks] == pieces


def test_the_country_that_is_told_counts_where_its_law_is_asked_for():
    found = part("They run bars in Sweden. What does the law there punish?")
    assert any(term.entity for term in (*found.terms, *found.context))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Does it say why?", "why"),
        ("What part of the fine goes to the victim?", "yes_no"),
        ("And what should it be?", "quantity"),
    ],
)
def test_what_a_follow_up_asks_for(question, kind):
    assert part(question, "How long is the term for buyers?").kind == kind


def test_how_many_years_later_is_no_number_that_is_asked_for():
    found = part("And three years later?", "How many were fined in 2014?")
    assert (found.years, found.numbers) == ({2017}, set())
    assert part("And how many got two years on probation?", "How many were fined in 2014?").years == {2014}


def test_a_law_of_no_year_dates_nothing():
    assert not part("How many were fined under the new law in 2014?").dated


def test_a_row_of_questions_may_be_announced():
    question = "Three things please: should the law deal with clerks who help, should rockets be an offence, and in which court is it heard?"
    assert [text for text, _ in READER.pieces(question)] == [
        "Three things please: should the law deal with clerks who help",
        "should rockets be an offence",
        "in which court is it heard?",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "In Lyon in 2019 her employer kept her passport. Is there a penalty for that?",
        "In Lyon in 2019 her employer kept her passport. What applies if she was a child?",
    ],
)
def test_a_case_is_judged_wherever_it_was(question):
    found = part(question)
    assert not found.years
    assert not any(term.entity for term in (*found.terms, *found.context))


@pytest.mark.parametrize("question", ["Is that punishable there?", "How many of them could be convicted?"])
def test_the_place_of_a_case_counts_where_it_is_meant(question):
    found = part(f"In Kenya brokers kept passports. {question}")
    assert any(term.entity for term in (*found.terms, *found.context))


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        (
            "What happens if a worker falls sick, has debts, and who pays?",
            ["What happens if a worker falls sick, has debts", "who pays?"],
        ),
        (
            "Should it cover a woman who is held at home, has her wages withheld, and what is the fine?",
            ["Should it cover a woman who is held at home, has her wages withheld", "what is the fine?"],
        ),
    ],
)
def test_verbs_that_share_a_subject_stay_together(question, pieces):
    assert [text for text, _ in READER.pieces(question)] == pieces


def test_the_year_after_a_year_is_the_next():
    found = part("How many were fined the year after 2012?")
    assert (found.years, found.dated) == ({2013}, set())


def test_short_slips_in_words_of_asking_are_mended():
    found = part("how lng may a shop be closed")
    assert (found.kind, found.asked) == ("quantity", "how long may a shop be closed")


def test_what_is_told_is_read_as_claims_that_ask_for_no_kind_of_answer():
    claims = READER.claims("Hello. The law fines importers 500 euros in total. Shops pay half. Why so little?")
    assert [claim.text for claim in claims] == ["The law fines importers 500 euros in total.", "Shops pay half."]
    assert {claim.kind for claim in claims} == {"yes_no"}


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Why were there fewer fines in 2012 than the year before?", {2011, 2012}),
        ("In 2012 nine were fined. How many were it the year before?", {2011}),
        ("Did fines fall from eight in 2012 to fewer the following year?", {2012, 2013}),
        ("Does a licence issued in 2012 expire the following year?", {2012, 2013}),
        ("Did the number of fines rise from 2011 to 2012?", {2011, 2012}),
        ("Were more than 50 sellers fined in the year after 2012?", {2013}),
        ("Does the 2014 Act require a review the following year?", {2014}),
        ("Must a licence issued in 2012 be renewed within 12 months after expiry?", {2012}),
        ("Can a judge under the 2014 Act impose 12 months on a minor?", {2014}),
    ],
)
def test_who_compares_a_year_with_the_one_before_asks_for_both(question, years):
    assert READER.parts(question)[-1].years == years


def test_who_compares_with_the_year_before_asks_for_the_one_spoken_of_too():
    assert part("Was that more than the year before?", "How many sellers were fined in 2012?").years == {2011, 2012}


@pytest.mark.parametrize("wording", ["And twelve months earlier?", "n the yr before?", "and year before"])
def test_a_year_before_may_be_called_otherwise(wording):
    found = part(wording, "How many sellers were fined in 2012?")
    assert (found.years, found.numbers) == ({2011}, frozenset())


def test_who_names_a_country_has_left_the_one_before():
    found = part("And how many did they fine in Estonia?", "How many sellers did Latvia fine?")
    assert {term.text for term in (*found.terms, *found.context) if term.entity} == {"Estonia"}
    assert "sellers" in {term.text for term in found.context}
    compared = part("Did they fine more in Estonia than there?", "How many sellers did Latvia fine?")
    assert {term.text for term in (*compared.terms, *compared.context) if term.entity} == {"Estonia", "Latvia"}


def test_whether_a_part_leans():
    assert part("And at night?", "Should sales be prohibited?").leans
    assert not part("Should importers of fireworks be fined?", "Should sales be prohibited?").leans
    assert not part("And at night?").leans


def test_courtesies_and_tags_are_no_questions_of_their_own():
    assert len(READER.parts("I am preparing a speech and would be grateful for the number of sellers.")) == 1
    assert len(READER.parts("Importers are fined too, or did I dream that?")) == 1
    assert len(READER.parts("How much is the fine, and did I break the law?")) == 2


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        (
            "What about rockets, importers and fines?",
            ["What about rockets?", "What about importers?", "What about fines?"],
        ),
        (
            "What does the guidance say about rockets and about aiding and abetting?",
            ["What does the guidance say about rockets?", "What does the guidance say about aiding and abetting?"],
        ),
        ("What about aiding and abetting?", ["What about aiding and abetting?"]),
        ("What about sellers who lie, hide or run away?", ["What about sellers who lie, hide or run away?"]),
        ("Tell me about rockets, please.", ["Tell me about rockets, please."]),
        ("What about rockets, though?", ["What about rockets, though?"]),
        ("What about rockets, are they sold?", ["What about rockets, are they sold?"]),
        ("What about Riga, Latvia?", ["What about Riga, Latvia?"]),
        ("What about children aged 12, 13 and 14?", ["What about children aged 12, 13 and 14?"]),
        ("What about illegal, unlicensed sellers?", ["What about illegal, unlicensed sellers?"]),
    ],
)
def test_things_in_a_row_are_asked_about_one_by_one(question, pieces):
    assert [found.text for found in READER.parts(question)] == pieces


@pytest.mark.parametrize(
    "question", ["Who published the figures on fires?", "Who wrote that report?", "who issues these reports"]
)
def test_who_published_something_is_a_question_for_the_source(question):
    assert part(question).kind == "source"


@pytest.mark.parametrize(
    "question", ["Who collects the fines?", "Who issues the licences?", "Who reported the fire to the police?"]
)
def test_who_does_something_is_no_question_for_the_source(question):
    assert part(question).kind != "source"


def test_what_is_told_is_read_with_the_question_where_either_has_to_do_with_the_other():
    reader = QuestionReader(load_lexicon(), frozenset({"seller"}))
    assert reader.parts("The seller fell ill. Which licences for rockets should a shop hold?")[0].asked.startswith("The seller")
    assert reader.parts("The clerk fell ill. Is that allowed?")[0].asked.startswith("The clerk")
    assert (
        reader.parts("The clerk fell ill. Which licences for rockets should a shop hold?")[0].asked
        == "Which licences for rockets should a shop hold?"
    )


def test_turns_are_read_without_introductions_but_with_their_places():
    turns = [
        Turn("user", "I work for a ministry. Shoud rockets be fined?"),
        Turn("assistant", "Yes."),
        Turn("user", "I work in Kenya. And shops?"),
    ]
    assert [turn.content for turn in READER.turns_read(turns)] == ["Should rockets be fined?", "I work in Kenya. And shops?"]


def test_what_is_told_in_words_of_the_thesaurus_is_read_with_the_question():
    assert part("Her passport was taken. Which penalty should judges impose?").asked.startswith("Her passport")


def test_a_contracted_pronoun_is_no_name():
    assert not any(term.entity for term in part("Is it lawful, though I'm told it costs?").terms)
