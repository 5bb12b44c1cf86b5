"""Wordings in brackets between which a draft leaves the choice open."""

import pytest

from bot.reviewing.alternatives import choices
from bot.reviewing.findings import Verdict
from bot.reviewing.verdicts import LEFT_OPEN
from tests.support.laws import finding_other, law

FORBIDDEN = "A person who sells personal data commits an offence."
ALLOWED = "A person who sells personal data commits no offence at all."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Selling data [is punished with a fine] [does not constitute an offence].", 2),
        ("[Option 1: the seller pays a fine.]\n[Option 2: the seller pays nothing at all.]", 2),
        (
            "[Alternative A]\n[The seller pays a fine.]\n[Alternative B]\n[The seller pays nothing at all.]\n[End of alternatives]",
            2,
        ),
        ("[the seller [or buyer] pays a fine] or [nobody pays a fine]", 2),
        ("A fine of [five] or [ten] pounds.", 0),
        ("This [act] is the [Uniform Sale of Data Act], and [nobody pays a fine] under it.", 0),
        ("[the seller pays a fine]. The buyer goes free. [nobody pays any fine]", 0),
        ("A bracket [that does not close and another [that does not either", 0),
    ],
)
def test_two_wordings_next_to_each_other_are_alternatives(text, expected):
    found = [span for choice in choices(text, law("1. Selling data is an offence.").denying) for span in choice.spans]
    assert len(found) == expected
    assert all(text[start] == "[" and text[end - 1] == "]" for start, end in found)


@pytest.mark.parametrize(
    ("text", "quoted", "is_open"),
    [
        ("She [may] [may not] be arrested.", "She [may] [may not] be arrested", True),
        ("She [may] [may not] be arrested.", "be arrested", False),
        ("[A] [No] person sold is charged.", "[A] [No] person sold is charged", True),
        ("He [is fined ten pounds] [commits no offence].", "He [is fined ten pounds] [commits no offence]", True),
        ("He [pays a fine of ten pounds] [pays nothing and does not answer] for it.", "He [pays a fine of ten pounds", True),
        ("He [pays a fine of ten pounds] [pays a fine of twenty pounds] for it.", "He [pays a fine of ten pounds]", False),
        ("He [pays a fine of ten pounds] [pays a fine of twenty pounds] for it.", "pays a fine of ten", True),
        ("He pays [five] [ten] pounds and [does not] answer.", "He pays [five] [ten] pounds", False),
    ],
)
def test_words_are_left_open_that_stand_in_one_wording_or_hold_what_another_denies(text, quoted, is_open):
    start = text.index(quoted)
    assert (
        any(c.leaves_open(start, start + len(quoted)) for c in choices(text, law("1. Selling data is an offence.").denying))
        is is_open
    )


@pytest.mark.parametrize(
    "text",
    [
        "is liable to [imprisonment for a term of fifteen years] [imprisonment for a term not exceeding twenty years]",
        "is liable to imprisonment for [fifteen years] [not more than twenty years]",
        "is liable to imprisonment for [a term of] [not less than] fifteen years",
        "attempts it, [whether he succeeds] [or not],",
        "by any person [Inserted by Act No. 12 of 2015] [Substituted by S.I. 7 of 2018]",
        "aids [No. 5] [2019] in it",
        "attempts it [s 2] [Note: not yet in force]",
        "by order of [the court] [the Minister (not applicable)]",
        "a person who [knowingly] [and without lawful authority] sells",
    ],
)
def test_figures_notes_and_numbers_deny_nothing(text):
    assert not any(choice.opposed for choice in choices(text, law("1. Selling data is an offence.").denying))


def test_what_rests_on_one_of_them_is_left_to_a_person():
    finding = finding_other(f"1. [{FORBIDDEN}] [{ALLOWED}]", "DP-01")
    assert (finding.verdict, finding.reasons) == (Verdict.NEEDS_REVIEW, (LEFT_OPEN,))
    assert "between which the draft leaves the choice open" in finding.rationale
    assert finding.advice == "Choose one of the wordings and review the draft again."
    assert finding.clauses


def test_a_rule_whose_verb_is_left_open_is_left_to_a_person():
    finding = finding_other("1. A person who sells personal data [commits] [does not commit] an offence.", "DP-01")
    assert (finding.verdict, finding.reasons) == (Verdict.NEEDS_REVIEW, (LEFT_OPEN,))


def test_a_wording_in_brackets_that_stands_alone_is_read_as_law():
    assert finding_other(f"1. [{FORBIDDEN}]", "DP-01").verdict is Verdict.MET
