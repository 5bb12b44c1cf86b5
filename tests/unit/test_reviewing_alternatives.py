"""Wordings in brackets between which a draft leaves the choice open."""

import pytest

from bot.reviewing.alternatives import choices
from bot.reviewing.findings import Verdict
from bot.reviewing.verdicts import LEFT_OPEN
from tests.support.laws import finding_other

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
    found = [span for choice in choices(text, {"no", "not", "nobody"}) for span in choice.spans]
    assert len(found) == expected
    assert all(text[start] == "[" and text[end - 1] == "]" for start, end in found)


@pytest.mark.parametrize(
    ("text", "quoted", "is_open"),
    [
        ("She [may] [may not] be arrested.", "She [may] [may not] be arrested", True),
        ("She [may] [may not] be arrested.", "be arrested", False),
        ("He [pays a fine of ten pounds] [pays nothing and does not answer] for it.", "He [pays a fine of ten pounds", True),
        ("He [pays a fine of ten pounds] [pays a fine of twenty pounds] for it.", "He [pays a fine of ten pounds]", False),
        ("He [pays a fine of ten pounds] [pays a fine of twenty pounds] for it.", "pays a fine of ten", True),
        ("He pays [five] [ten] pounds and [does not] answer.", "He pays [five] [ten] pounds", False),
    ],
)
def test_words_are_left_open_that_stand_in_one_wording_or_hold_what_another_denies(text, quoted, is_open):
    start = text.index(quoted)
    assert any(c.leaves_open(start, start + len(quoted)) for c in choices(text, {"not", "nothing"})) is is_open


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
