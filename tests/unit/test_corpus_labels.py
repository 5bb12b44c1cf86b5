"""Labels at the beginning of a line."""

from __future__ import annotations

import pytest

from corpus.labels import ends_unit, is_label_only, opens_unit, stops_open


@pytest.mark.parametrize(
    "line",
    [
        "1. Any person", "(1) Any person", "(a) recruits", "(iv) harbours", "12A. Attempts", "279.01 Trafficking in persons", "22.\u2014(1) The Registrar",
        "Article 5", "PART II", "Section 3. Attempts", "\u00a7 12 Penalties", "- a bullet", "\u2022 a bullet", "a) recruits", "(aa) further", "12-101. Sex trafficking",
        "[(2) inserted]", "\u201c3. Penalty", "(a.1) a new paragraph",
    ],
)  # fmt: skip
def test_lines_that_open_a_unit(line: str) -> None:
    assert opens_unit(line)


@pytest.mark.parametrize(
    "line",
    [
        "Any person",
        "2013 was a year",
        "In 2011, 37 traffickers",
        "and (a) recruits",
        "Partial relief",
        "(See: a report)",
        "(or) maybe",
    ],
)
def test_lines_that_do_not(line: str) -> None:
    assert not opens_unit(line)


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("an offence under section", "3. Any person"),
        ("as provided in subsection 4", "(2) of this section"),
        ("a term not exceeding", "20 Years"),
        ("a victim under", "Article 7 of the Protocol"),
        ("within the meaning of", "s. 3(1) of the Code"),
        ("who escorts those who are the object of the acts in", "Article 171 does not bear liability"),
        ("one of the facts aimed at by", "Article 1 is punished"),
    ],
)
def test_a_reference_that_wraps_is_no_label(before: str, line: str) -> None:
    assert not opens_unit(line, before)


def test_a_label_after_a_lead_in_is_one() -> None:
    assert opens_unit("(a) recruits", "Any person who")
    assert opens_unit("61. (1) A person who fishes", "Ports and Passengers Act 1999, Part 6")
    assert not opens_unit("61. of this Act", "a person who is liable under Part 6")
    assert not opens_unit("61. (1) A person who fishes", "a person who is liable under sections 6 and")
    assert opens_unit("Article 7 Penalties", "is guilty of an offence.")


def test_what_is_a_label_and_nothing_else() -> None:
    assert all(map(is_label_only, ["1.", "12A", "(a)", "Section 3.", "iv)", "PART II"]))
    assert not any(map(is_label_only, ["a", "I", "Any person", "1. x", "It.", ""]))


def test_where_units_end() -> None:
    assert all(map(ends_unit, ["liable.", "(a) x;", "(a) x; or", "who\u2014", "said \u201cyes.\u201d"]))
    assert not any(map(ends_unit, ["any person who", "the term of", ""]))


@pytest.mark.parametrize(
    ("line", "open_"),
    [
        ("the object of the acts in", True),
        ("punished by", True),
        ("who finds a", True),
        ("Schedule A", False),
        ("Taking of fish", False),
        ("", False),
    ],
)
def test_lines_that_stop_where_a_sentence_cannot(line: str, open_: bool) -> None:
    assert stops_open(line) is open_
