"""Sentences of law."""

from __future__ import annotations

import pytest

from corpus.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "An offence under s. 3(1) or ss. 4 and 5 is punishable.",
        "The Act, No. 30 of 2005, applies.",
        "See Arts. 3 and 5 of the Protocol.",
        "A report of the U.S. State Department says so.",
        "Means, e.g. threats, i.e. force, are listed in para. 2 and cl. 4.",
        "In R. v. Smith the court held so.",
        "J. R. Smith drafted the Bill.",
        "Any person who (a) recruits; (b) harbours; or (c) receives another is guilty.",
        "The fine is Rs. 5.000 or 3.5 units.",
        "1. Any person who recruits is guilty.",
        "12-101. Sex trafficking of a child is a felony.",
        "Section 3. Attempts are punished.",
        "Acme Ltd. and its officers are liable.",
        "Reg. 4 and Sch. II and p. 226 apply.",
        "The Bill (read twice. Passed on 3 May.) is law.",
        "A term wrapped over\ntwo lines of the\nMinister stays whole.",
        "penalties (cf. Art. V of the Convention) apply.",
        "is liable to a fine:\nProvided that the Court may forgive it.",
    ],
)
def test_stays_whole(whole: str) -> None:
    assert sentences(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One is guilty. The court may fine.", ["One is guilty.", "The court may fine."]),
        ("Is it law? Yes! It is.", ["Is it law?", "Yes!", "It is."]),
        (
            "Liable for crimes. (See: UN Protocol, Arts. 3 and 5) Next one.",
            ["Liable for crimes.", "(See: UN Protocol, Arts. 3 and 5)", "Next one."],
        ),
        ("Liable for crimes. (See: the Report.) Next one.", ["Liable for crimes.", "(See: the Report.)", "Next one."]),
        ("He said \u201cno.\u201d Then he left.", ["He said \u201cno.\u201d", "Then he left."]),
        ("made in the U.S. The court agreed.", ["made in the U.S.", "The court agreed."]),
        (
            "Any person who\u2014\n(a) recruits;\n(b) harbours,\nis guilty.",
            ["Any person who\u2014", "(a) recruits;", "(b) harbours,\nis guilty."],
        ),
        ("Attempts\n\nAny person", ["Attempts", "Any person"]),
        ("Attempts\nAny person who attempts to do so is guilty.", ["Attempts", "Any person who attempts to do so is guilty."]),
        ("Promising Practice:\nLithuania has improved.", ["Promising Practice:", "Lithuania has improved."]),
        ("The answer is No. The law is silent.", ["The answer is No.", "The law is silent."]),
        (
            "It ended. (Source: Office, 2003.) The next (of two) is.",
            ["It ended.", "(Source: Office, 2003.)", "The next (of two) is."],
        ),
        ("It ended. (See: A) (See: B) \u201cNext\u201d it is.", ["It ended.", "(See: A)", "(See: B)", "\u201cNext\u201d it is."]),
        ("It ended. (Except for traders) Any person is guilty.", ["It ended.", "(Except for traders) Any person is guilty."]),
        ("It ended. (In 2003) Latvia adopted a law.", ["It ended.", "(In 2003) Latvia adopted a law."]),
        ("It ended. (2bis) The Minister may act.", ["It ended.", "(2bis) The Minister may act."]),
        ("An unclosed (bracket. Goes on.", ["An unclosed (bracket.", "Goes on."]),
        ("under section 3. Any person may appeal.", ["under section 3.", "Any person may appeal."]),
        ("\u7b2c\u4e00\u6761\u3002\u7b2c\u4e8c\u6761\u3002", ["\u7b2c\u4e00\u6761\u3002", "\u7b2c\u4e8c\u6761\u3002"]),
        ("Loi 12. \u00c9tat de droit.", ["Loi 12.", "\u00c9tat de droit."]),
        ("  \n ", []),
    ],
)
def test_is_split(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_only_the_stretch_that_is_asked_for() -> None:
    text = "First one. Second one. Third one."
    assert [text[start:end] for start, end in split_sentences(text, 11, 22)] == ["Second one."]
