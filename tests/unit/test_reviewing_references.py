"""References: what numbers, ranges, "this Act" and "such an offence" point to."""

from __future__ import annotations

import pytest

from bot.reviewing.references import Reach, covers, references_in, section_of
from corpus.criteria import Effect
from tests.support.laws import law, lexicon

SECTIONS = ("1", "2", "3", "4", "5", "12", "12A", "13", "279.01", "279.02")

NUMBERS = [
    ("section 3", ("3",)),
    ("Section 12A", ("12A",)),
    ("Article 5", ("5",)),
    ("s. 3", ("3",)),
    ("section 3(1)", ("3(1)",)),
    ("section 3 (1) (a)", ("3(1)(a)",)),
    ("section 279.01", ("279.01",)),
    ("sections 3 and 5", ("3", "5")),
    ("sections 2, 3 or 5", ("2", "3", "5")),
    ("section 3 or section 5", ("3", "5")),
    ("sections 3 to 5", ("3", "5", "4")),
    ("sections 12 to 13", ("12", "13", "12A")),
    ("sections 1-3", ("1", "3", "2")),
    ("articles 2 through 4", ("2", "4", "3")),
]


SPELT = [
    ("Article Three", ("3",)),
    ("sections Two and Twelve", ("2", "12")),
    ("Articles One to Three", ("1", "2", "3")),
    ("Section Ninety-nine", ()),
    ("section I think", ()),
    ("this section two or more times", ()),
    ("the regulations two days before harvest", ()),
    ("Article Two Hundred and Six", ()),
    ("Section Twenty-first", ()),
    ("Article Three-A", ()),
    ("paragraph (1) of Article Three", ("3",)),
    ("Article Three, point (2)", ("3", "3(2)")),
]


@pytest.mark.parametrize(("words", "numbers"), SPELT)
def test_numbers_in_words(words: str, numbers: tuple[str, ...]) -> None:
    listed = {number for one in found(f"A person who contravenes {words} commits an offence.", Reach.NUMBERS) for number in one}
    assert listed == set(numbers)


def test_roman_numbers_point_to_the_sections_that_the_draft_has() -> None:
    text = "Articles I to III do not apply to farmers, nor does Article IX."
    provision = law("9. " + text).provisions[-1]
    (one,) = references_in(provision, lexicon(), ("I", "II", "III", "IV"))
    assert (one.numbers, provision.text[one.start : one.end]) == (("I", "II", "III"), "Articles I to III")


def found(sentence: str, reach: Reach, number: str = "9. ") -> list[tuple[str, ...]]:
    provision = law(number + sentence).provisions[-1]
    return [r.numbers for r in references_in(provision, lexicon(), SECTIONS) if r.reach is reach]


@pytest.mark.parametrize(("words", "numbers"), NUMBERS)
def test_numbers_and_ranges(words: str, numbers: tuple[str, ...]) -> None:
    listed = {number for one in found(f"A person who contravenes {words} commits an offence.", Reach.NUMBERS) for number in one}
    assert listed == set(numbers)


@pytest.mark.parametrize(
    ("number", "words", "expected"),
    [
        ("4. ", "subsection (2)", "4(2)"),
        ("4. (1) ", "subsection (2)", "4(2)"),
        ("4. (2) ", "paragraph (a)", "4(2)(a)"),
        ("4. (2) ", "paragraphs (a) and (b)", "4(2)(b)"),
    ],
)
def test_what_is_near_is_read_from_where_it_is_said(number: str, words: str, expected: str) -> None:
    listed = found(f"A person who contravenes {words} commits an offence.", Reach.NUMBERS, number)
    assert any(expected in one for one in listed)


@pytest.mark.parametrize(
    "words", ["section 3 of the Penal Code", "section 3 of the Fisheries Act", "Article 7 of the Criminal Procedure Law"]
)
def test_another_law_is_outside(words: str) -> None:
    sentence = f"A person who contravenes {words} commits an offence."
    assert found(sentence, Reach.NUMBERS) == []
    assert len(found(sentence, Reach.OUTSIDE)) == 1


@pytest.mark.parametrize(
    ("words", "unit"),
    [("this Act", "act"), ("this Law", "act"), ("this Part", "part"), ("this section", "section"), ("this Chapter", "chapter")],
)
def test_a_whole(words: str, unit: str) -> None:
    provision = law(f"9. A person who contravenes {words} commits an offence.").provisions[0]
    assert [r.unit for r in references_in(provision, lexicon(), SECTIONS) if r.reach is Reach.WHOLE] == [unit]


def test_any_offence_and_such_an_offence() -> None:
    assert found("Whoever attempts any offence is punished.", Reach.GENERAL)
    assert found("Whoever attempts such offence is punished.", Reach.SAME)
    assert not found("Whoever fishes is punished.", Reach.SAME)
    assert found("The attempt is punished.", Reach.SAME)
    assert found("The attempt at such an act is punished.", Reach.SAME)
    assert not found("An attempt at smuggling is punished.", Reach.SAME)


@pytest.mark.parametrize("words", ["12 months", "30 days after 3 May 2020", "the persons named in Schedule A"])
def test_numbers_of_other_things_point_nowhere(words: str) -> None:
    assert found(f"A person who waits for {words} may apply.", Reach.NUMBERS) == []


def test_pointing_to_the_whole_takes_in_its_parts() -> None:
    assert covers("3", "3(1)(a)")
    assert covers("3(1)", "3(1)(a)")
    assert covers("3(1)", "3")
    assert not covers("3", "31")
    assert not covers("3(1)", "3(2)")
    assert not covers("12", "12A")


def test_the_section_of_a_number() -> None:
    assert [section_of(number) for number in ("3", "3(1)(a)", "279.01(1)", "12A(2)", "")] == ["3", "3", "279.01", "12A", ""]


@pytest.mark.parametrize(
    "sentence",
    ["Whoever dumps waste commits an offence.", "Whoever dumps waste is guilty of an offence.", "Dumping waste is an offence."],
)
def test_what_a_rule_makes_points_to_no_offence(sentence: str) -> None:
    made = [n for n in law(f"9. {sentence}").norms if n.effect is Effect.OFFENCE]
    assert made
    assert not any(r.reach is Reach.GENERAL for n in made for r in n.references)


@pytest.mark.parametrize(
    "sentence", ["Whoever attempts an offence commits an offence.", "Whoever is a party to an offence is guilty of an offence."]
)
def test_what_a_rule_makes_beside_what_it_is_about(sentence: str) -> None:
    assert any(r.reach is Reach.GENERAL for n in law(f"9. {sentence}").norms for r in n.references if n.effect is Effect.OFFENCE)


@pytest.mark.parametrize(("words", "numbers"), [("under 279.01", ("279.01",)), ("under 279.01(2)", ("279.01(2)",))])
def test_a_bare_number_is_a_section_that_the_draft_has(words: str, numbers: tuple[str, ...]) -> None:
    assert found(f"An attempt at an offense {words} is punished.", Reach.NUMBERS) == [numbers]


@pytest.mark.parametrize("words", ["under 311.07", "of 3.5 litres", "by 12 months"])
def test_a_bare_number_that_is_no_section_of_the_draft(words: str) -> None:
    assert found(f"An attempt at an offense {words} is punished.", Reach.NUMBERS) == []


def test_a_division_in_brackets_is_near() -> None:
    assert found("Division (A) of this section does not apply to farmers.", Reach.NUMBERS, "279.01 ")[0][0] == "279.01(A)"


@pytest.mark.parametrize("words", ["in manner aforesaid", "a like misdemeanour"])
def test_old_words_for_the_offence_before(words: str) -> None:
    assert found(f"Whoever attempts it {words} is punished.", Reach.SAME)
