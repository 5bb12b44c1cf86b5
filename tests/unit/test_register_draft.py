"""Sentences that recommend: which do, how strongly, in which parts, and what the law then does."""

from __future__ import annotations

import pytest

from bot.recommending import Recommendations, third_person

READER = Recommendations()


@pytest.mark.parametrize(
    ("sentence", "force"),
    [
        ("Drafters should define stalking.", "should"),
        ("Legislation must define stalking.", "must"),
        ("States are required to report.", "must"),
        ("It is recommended that the law define stalking.", "should"),
        ("Drafters are encouraged to define stalking.", "should"),
        ("The law may provide for a fund.", "may"),
        ("Lawmakers can consider a fund.", "may"),
        ("The definition typically has three parts.", "typical"),
        ("Victims should be heard.", "should"),
        ("A judge who may be biased must withdraw.", "must"),
        ("Laws on theft usually may not be enough, so drafters should look further.", "typical"),
        # recommends nothing
        ("Victims may fear revenge.", None),
        ("Victims usually fear revenge.", None),
        ("In 2011, 37 persons were prosecuted.", None),
        ("It should be noted that fines fell.", None),
        ("For more information, drafters should see the annex.", None),
        ("Should the law define stalking?", None),
        ("Should a witness die, the case goes on.", None),
        ("The shoulder of the road belongs to the council.", None),
    ],
)
def test_what_recommends_is_told_from_what_does_not(sentence: str, force: str | None) -> None:
    found = READER.read(sentence)
    assert (found and found.force) == force


@pytest.mark.parametrize(
    ("sentence", "statement"),
    [
        ("Drafters should criminalize stalking.", "The law criminalizes stalking."),
        ("Legislation should also specify the penalty. ", "The law specifies the penalty."),
        ("The law must be clear.", "The law is clear."),
        ("A law on theft should have a schedule.", "The law has a schedule."),
        ("In addition to theft, legislation should punish robbery.", "The law punishes robbery."),
        ("Legislation should not punish victims.", "The law does not punish victims."),
        ("Legislation should not inadvertently punish victims.", "The law does not inadvertently punish victims."),
        ("Drafters should expressly forbid it (see Annex A).", "The law expressly forbids it."),
        ("Laws should define theft and provide for a fine.", "The law defines theft and provides for a fine."),
        ("It is recommended that legislation define theft.", "The law defines theft."),
        ("It is recommended that the law should define theft.", "The law defines theft."),
        ("It is recommended that the law defines theft.", "The law defines theft."),
        ("Victims should be heard.", "Victims are heard."),
        ("Every victim should be heard.", "Every victim is heard."),
        ("Victims should not be charged.", "Victims are not charged."),
        # not safe
        ("Victims of theft should be heard.", ""),
        ("The court should order a fine.", ""),
        ("They should be heard.", ""),
        ("The law typically defines theft.", ""),
    ],
)
def test_a_statement_is_made_where_that_is_safe(sentence: str, statement: str) -> None:
    found = READER.read(sentence)
    assert found is not None
    assert READER.statement(found) == statement


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("Laws should punish theft, robbery and fraud.", ["theft", "robbery", "fraud"]),
        ("Laws should punish the theft of cars, the sale of stolen cars, and fraud; and create a register of cars.",
         ["the theft of cars", "the sale of stolen cars", "fraud", "create a register of cars"]),
        ("Drafters should protect victims from being arrested, charged or detained.", ["arrested", "charged", "detained"]),
        ("The offence typically includes three parts: the act by which it is done, the means, and the purpose.",
         ["the act by which it is done", "the means", "the purpose"]),
        ("Penalties should take account of the harm, of its cause, and of the age of the victim.", ["the harm", "its cause", "the age of the victim"]),
        # no enumeration of things that are asked for one by one
        ("Laws should punish theft and fraud.", []),
        ("Laws should provide effective, proportionate and dissuasive penalties.", []),
        ("Laws should name measures such as training, audits and reports.", []),
        ("Drafters should look at theft, which is common, and at fraud.", []),
        ("Where a child is harmed, laws should punish theft.", []),
    ],
)  # fmt: skip
def test_a_real_enumeration_becomes_parts(sentence: str, parts: list[str]) -> None:
    found = READER.read(sentence)
    assert found is not None
    assert [part.words for part in READER.parts(found)] == parts


def test_parts_have_statements_of_their_own() -> None:
    found = READER.read("Legislation should also punish theft, robbery and fraud; and create a register.")
    assert found is not None
    assert [part.statement for part in READER.parts(found)] == [
        "The law punishes theft.",
        "The law punishes robbery.",
        "The law punishes fraud.",
        "The law creates a register.",
    ]


@pytest.mark.parametrize(
    ("lead", "item", "statement"),
    [
        ("The law should provide for:", "a hotline;", "The law provides for a hotline."),
        ("The law should provide for the following measures:", "A hotline, and", "The law provides for a hotline."),
        ("Legislation should:", "define theft;", "The law defines theft."),
        ("The following measures should be taken:", "a hotline.", ""),
    ],
)
def test_items_of_a_list_go_on_from_their_lead_in(lead: str, item: str, statement: str) -> None:
    found = READER.read(lead)
    assert found is not None
    (part,) = READER.listed(found, [item])
    assert part.statement == statement


@pytest.mark.parametrize(
    ("verb", "third"),
    [
        ("define", "defines"),
        ("specify", "specifies"),
        ("employ", "employs"),
        ("punish", "punishes"),
        ("be", "is"),
        ("have", "has"),
        ("go", "goes"),
    ],
)
def test_third_persons(verb: str, third: str) -> None:
    assert third_person(verb) == third
