"""Commencement, sunset, transitional rules and regulations are named, where they touch the evidence, and change no verdict."""

from __future__ import annotations

import pytest

from bot.reviewing.effectivity import Effectivity
from tests.support.laws import law

BILL = """RECORDS BILL

PART I OFFENCES
1. A person who falsifies a record commits an offence and is liable to a fine.
2. A person who steals a record commits an offence and is liable to a fine.

PART II GENERAL
3. A registrar may inspect a record.
"""

WHOLE = [
    ("This Act comes into force on a day to be appointed by the Minister.", "leaves its commencement to a day to be appointed"),
    (
        "This Act shall come into operation on such date as the Government may, by notification, appoint.",
        "leaves its commencement",
    ),
    ("This Law enters into force on the date specified by decree of the Government.", "leaves its commencement"),
    ("The Minister may by order appoint a day for the coming into operation of this Act.", "leaves its commencement"),
    ("This Act expires five years after it is passed.", "sets an end to it"),
    ("Unless sooner repealed, this Act ceases to have effect after three years.", "sets an end to it"),
    ("This Act applies only to offences committed after its commencement.", "is a transitional rule on it"),
    ("Proceedings begun before the commencement of this Act continue under the old law.", "is a transitional rule on it"),
]

NOTHING = [
    "This Act comes into force on the day after it is passed.",
    "This Law enters into force on the tenth day after its publication.",
    "A permit under this Act expires after one year.",
    "The Records Act ceases to have effect.",
    "The Minister may by order appoint a registrar.",
    "The Minister may by regulations prescribe forms and fees.",
    "A registrar may use force to enter.",
    "An order under section 1 takes effect when it is served.",
]


def said(rule: str, number: str = "1") -> str:
    """What is said on the norms of one section when a rule is added as section 4."""
    read = law(f"{BILL}4. {rule}\n")
    return Effectivity(read).sentence([norm for norm in read.norms if norm.clause.number == number])


@pytest.mark.parametrize(("rule", "words"), WHOLE)
def test_rules_on_the_whole_law(rule: str, words: str) -> None:
    assert said(rule).startswith(f"Clause 4 {words}")
    assert said(rule, "2") == said(rule)


@pytest.mark.parametrize("rule", NOTHING)
def test_other_rules_are_not_named(rule: str) -> None:
    assert said(rule) == ""


def test_only_the_sections_they_are_about() -> None:
    rule = "Section 2 comes into force on a day to be appointed by order."
    assert (said(rule, "1"), bool(said(rule, "2"))) == ("", True)
    rule = "This Act, except section 2, comes into force on a day to be appointed."
    assert (bool(said(rule, "1")), said(rule, "2")) == (True, "")
    rule = "An offence under this Act includes one committed before the day on which this subsection comes into force."
    assert said(rule, "1") == ""
    rule = "Part II comes into force on a day to be appointed."
    assert (said(rule, "1"), bool(said(rule, "3"))) == ("", True)


@pytest.mark.parametrize(
    "offence",
    [
        "A person who burns a record commits an offence and is liable to the penalty prescribed by regulations.",
        "The regulations may create offences for persons who burn records.",
        "A person who burns a record commits an offence. The Minister may by regulations prescribe the penalty.",
    ],
)
def test_what_is_left_to_regulations_is_named_there_only(offence: str) -> None:
    assert said(offence, "4") == "Clause 4 leaves offences or penalties to regulations."
    assert said(offence, "1") == ""


def test_one_short_sentence_for_all() -> None:
    read = law(f"{BILL}4. This Act comes into force on a day to be appointed.\n5. This Act shall expire after five years.\n")
    assert Effectivity(read).sentence(read.norms[:1]) == (
        "Clause 4 leaves its commencement to a day to be appointed; clause 5 sets an end to it."
    )


def test_a_transitional_exception_takes_nothing_out() -> None:
    read = law(f"{BILL}4. This Act does not apply to an offence committed before its commencement.\n")
    assert all(not norm.excepted_by for norm in read.norms)
    read = law(f"{BILL}4. This Act does not apply to a registrar.\n")
    assert any(norm.excepted_by for norm in read.norms)
