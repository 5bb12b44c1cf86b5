"""Wordings in brackets between which a draft leaves the choice open."""

import pytest

from bot.reviewing.alternatives import alternatives
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
    found = alternatives(text)
    assert len(found) == expected
    assert all(text[start] == "[" and text[end - 1] == "]" for start, end in found)


def test_what_rests_on_one_of_them_is_left_to_a_person():
    finding = finding_other(f"1. [{FORBIDDEN}] [{ALLOWED}]", "DP-01")
    assert (finding.verdict, finding.reasons) == (Verdict.NEEDS_REVIEW, (LEFT_OPEN,))
    assert "between which the draft leaves the choice open" in finding.rationale
    assert finding.advice == "Choose one of the wordings and review the draft again."
    assert finding.clauses


def test_a_wording_in_brackets_that_stands_alone_is_read_as_law():
    assert finding_other(f"1. [{FORBIDDEN}]", "DP-01").verdict is Verdict.MET
