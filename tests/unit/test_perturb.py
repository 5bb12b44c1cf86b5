"""Drafts are changed in form alone: the same seed gives the same text, and the words stay where they should."""

from __future__ import annotations

import random
import re

import pytest

from evals.perturb import OCR_RATE, PERTURBATIONS, break_lines, restyle_dashes, restyle_quotes, scan, space_out, wrap_lines
from evals.restructure import renumber, reorder, sections_of
from tests.support.laws import document, numbers

ACT = """\
WIDGETS ACT

1. Definitions
In this Act, “widget” means a device — large or small — that a person’s hand can hold.

2. Offence
(1) A person who sells a widget commits an offence, unless section 5 applies to the sale.
(2) Subsection (1) does not apply to a child.

3. Attempts
A person who attempts an offence under section 2 is liable to the same penalty, save as provided in section 2(2).

4. Buyers
A person who buys a widget is liable to a fine under section 7 of the Fines Act.

5. Exemption
The Minister may exempt sales under section 2(1)(a) or sections 3 and 4.
"""


@pytest.mark.parametrize("kind", PERTURBATIONS)
def test_the_same_seed_gives_the_same_text(kind: str) -> None:
    perturb = PERTURBATIONS[kind]
    made = perturb(document(ACT), random.Random(3))
    assert made is not None
    assert made != document(ACT).text
    assert made == perturb(document(ACT), random.Random(3))


@pytest.mark.parametrize("seed", range(5))
def test_other_lines_and_spaces_leave_the_words(seed: int) -> None:
    for change in (wrap_lines, break_lines, space_out):
        assert change(document(ACT), random.Random(seed)).split() == ACT.split()


def test_wrapped_lines_are_short_and_give_the_same_clauses() -> None:
    made = wrap_lines(document(ACT), random.Random(1))
    assert max(len(line) for line in made.splitlines()) <= 84
    assert numbers(made) == numbers(ACT)


@pytest.mark.parametrize("seed", range(5))
def test_other_quotes_and_dashes_leave_the_words(seed: int) -> None:
    for change in (restyle_quotes, restyle_dashes):
        made = change(document(ACT), random.Random(seed))
        assert made is not None
        assert re.findall(r"\w{2,}", made) == re.findall(r"\w{2,}", ACT)


def test_a_quotation_opens_and_closes_in_one_style() -> None:
    made = restyle_quotes(document(ACT), random.Random(0)) or ""
    assert any(f"{opening}widget{closing}" in made for opening, closing in (('"', '"'), ("«", "»")))
    assert "person's" in made


def test_where_there_is_nothing_to_change_nothing_is_made() -> None:
    plain = document("1. A person commits an offence.\n\n2. The Minister may make rules.")
    assert restyle_quotes(plain, random.Random(1)) is None
    assert restyle_dashes(plain, random.Random(1)) is None


def test_sections_are_renumbered_with_the_references_to_them() -> None:
    made = renumber(document(ACT), random.Random(1)) or ""
    first = int(numbers(made)[1].partition("(")[0]) if numbers(made)[0] == "" else int(numbers(made)[0])
    shift = first - 1
    assert shift > 7
    assert f"offence under section {2 + shift} is" in made
    assert f"section {2 + shift}(2)." in made
    assert f"sections {3 + shift} and {4 + shift}." in made
    assert "section 7 of the Fines Act" in made
    assert "(2) Subsection (1)" in made


def test_a_draft_without_a_figure_is_renumbered_or_left() -> None:
    text = "Article I. A person who sells a widget commits an offence.\n\nArticle II. A person who attempts it is liable, too.\n"
    made = renumber(document(text), random.Random(1))
    assert made is None or made != text


def test_a_draft_that_amends_another_is_not_renumbered() -> None:
    assert renumber(document(ACT + "\n6. Section 2 of the Code is amended by inserting a comma.\n"), random.Random(1)) is None


@pytest.mark.parametrize("seed", range(8))
def test_sections_change_places_and_references_follow(seed: int) -> None:
    made = reorder(document(ACT), random.Random(seed))
    if made is None:
        return
    new = document(made)
    assert [section.number for section in sections_of(new)] == list("12345")
    place = {heading: re.search(rf"(\d)\. {heading}", made)[1] for heading in ("Offence", "Exemption", "Attempts", "Buyers")}  # type: ignore[index]
    assert f"attempts an offence under section {place['Offence']} is" in made
    assert f"unless section {place['Exemption']} applies" in made
    assert f"sections {place['Attempts']} and {place['Buyers']}." in made
    assert sorted(re.findall(r"[A-Za-z]{3,}", made)) == sorted(re.findall(r"[A-Za-z]{3,}", ACT))


@pytest.mark.parametrize("tie", ["The preceding section applies.", "Sections 2 to 4 apply.", "The provisions above apply."])
def test_sections_that_hang_on_their_order_stay(tie: str) -> None:
    assert reorder(document(f"{ACT}\n6. Ties\n{tie}\n"), random.Random(1)) is None


def test_a_scan_spoils_about_as_much_as_it_is_told() -> None:
    text = ACT * 10
    made = scan(text, random.Random(5))
    assert scan(text, random.Random(5), rate=0.0) == text
    differing = sum(one != other for one, other in zip(text.split(), made.split(), strict=False))
    assert made != text
    assert differing > 0
    assert abs(len(made) - len(text)) < 2 * OCR_RATE * len(text)
