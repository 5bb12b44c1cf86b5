"""Two versions of a draft, written by hand: renumbered, reordered, split, merged, with a new Part, half rewritten."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.reviewing.clauses import split_clauses
from bot.reviewing.compare import align_clauses
from bot.reviewing.findings import Clause
from corpus.documents import Document
from tests.support.laws import document

TITLE = "This Act may be cited as the Widgets Act."
OFFENCE = "A person who sells a dangerous widget to a child commits an offence and is liable to imprisonment for five years."
FINE = "A person who buys a widget without the written permission of the Commissioner is liable to a fine."
RULES = "The Minister may make regulations about the marking, storage and transport of widgets."
REPORT = "The Commissioner must lay a report on widgets before Parliament in June of each year."


@dataclass(frozen=True)
class Version:
    document: Document
    clauses: tuple[Clause, ...]


def version(text: str) -> Version:
    made = document(text)
    return Version(made, tuple(node.clause for top in split_clauses(made) for node in top.walk()))


def numbered(*sections: str, first: int = 1) -> str:
    return "\n\n".join(f"{number}. {words}" for number, words in enumerate(sections, start=first))


def changes(old: str, new: str) -> list[tuple[str | None, str | None, str]]:
    one, other = version(old), version(new)
    names = [{c.id: c.number or c.path[-1] for c in v.clauses} for v in (one, other)]
    return [(names[0].get(c.old or ""), names[1].get(c.new or ""), c.change) for c in align_clauses(one, other)]


ACT = numbered(TITLE, OFFENCE, FINE, RULES, REPORT)


def test_renumbered_sections_are_the_same() -> None:
    assert changes(ACT, numbered(TITLE, OFFENCE, FINE, RULES, REPORT, first=21)) == [
        (str(n), str(n + 20), "same") for n in range(1, 6)
    ]


def test_a_section_elsewhere_has_moved() -> None:
    found = changes(ACT, numbered(TITLE, REPORT, OFFENCE, FINE, RULES))
    assert found == [("1", "1", "same"), ("5", "2", "moved"), ("2", "3", "same"), ("3", "4", "same"), ("4", "5", "same")]


def test_every_part_of_a_split_section_names_it() -> None:
    both = f"{OFFENCE} {REPORT}"
    found = changes(numbered(TITLE, both, FINE, RULES), numbered(TITLE, OFFENCE, REPORT, FINE, RULES))
    assert found == [("1", "1", "same"), ("2", "2", "changed"), ("2", "3", "changed"), ("3", "4", "same"), ("4", "5", "same")]


def test_merged_sections_name_the_same_new_one() -> None:
    found = changes(numbered(TITLE, OFFENCE, REPORT, FINE, RULES), numbered(TITLE, f"{OFFENCE} {REPORT}", FINE, RULES))
    assert ("2", "2", "changed") in found
    assert ("3", "2", "changed") in found
    assert [pair for pair in found if pair[2] in {"added", "removed"}] == []
    assert ("4", "3", "same") in found


def test_a_sentence_made_into_items_stays_with_its_section() -> None:
    old = numbered("A person who sells, lends or gives a dangerous widget to a child commits an offence.")
    new = "1. A person commits an offence who\n(a) sells a dangerous widget to a child;\n(b) lends a dangerous widget to a child."
    found = changes(old, new)
    assert ("1", "1", "changed") in found
    assert "removed" not in {change for _, _, change in found}


def test_a_new_part_is_added_and_the_rest_stays() -> None:
    new = f"{numbered(TITLE, OFFENCE)}\n\nPART II\nLICENCES\n\n3. A licence lasts for a year and may be renewed once.\n\n4. {FINE}\n\n5. {RULES}\n\n6. {REPORT}"
    found = changes(ACT, new)
    assert [pair for pair in found if pair[2] == "added"] == [(None, "Part II", "added"), (None, "3", "added")] or [
        other for one, other, change in found if change == "added"
    ] == ["PART II", "3"]
    assert {(one, other) for one, other, _ in found if one} == {("1", "1"), ("2", "2"), ("3", "4"), ("4", "5"), ("5", "6")}


def test_a_half_rewritten_section_under_another_number_has_changed() -> None:
    rewritten = (
        "A person who sells a dangerous widget to a child, or who leaves one where children play, must pay treble damages."
    )
    found = changes(ACT, numbered(TITLE, "Widgets must bear a mark in red.", rewritten, FINE, RULES, REPORT))
    assert ("2", "3", "changed") in found
    assert (None, "2", "added") in found


def test_two_sections_that_share_their_boilerplate_are_told_apart() -> None:
    old = numbered(
        "A person who forges a passport commits an offence and is liable on conviction to a fine.",
        "A person who discloses the name of a witness commits an offence and is liable on conviction to a fine.",
    )
    new = numbered(
        "A person who publishes or discloses the name of a witness commits an offence and is liable on conviction to imprisonment.",
        "A person who forges or steals a passport commits an offence and is liable on conviction to imprisonment.",
    )
    assert {(one, other) for one, other, _ in changes(old, new)} == {("1", "2"), ("2", "1")}


def test_sections_without_words_of_their_own_follow_their_items() -> None:
    old = f"1. {TITLE}\n\n2. (1) {OFFENCE}\n(2) {FINE}"
    new = f"1. {TITLE}\n\n2. {RULES}\n\n3. (1) {OFFENCE}\n(2) {FINE}"
    assert changes(old, new) == [
        ("1", "1", "same"),
        (None, "2", "added"),
        ("2", "3", "same"),
        ("2(1)", "3(1)", "same"),
        ("2(2)", "3(2)", "same"),
    ]


@pytest.mark.parametrize("text", [ACT, f"1. {TITLE}\n\n2. (1) {OFFENCE}\n(2) (a) {FINE}\n(b) {RULES}"])
def test_a_version_is_the_same_as_itself(text: str) -> None:
    assert {change for _, _, change in changes(text, text)} == {"same"}


def test_drafts_that_have_nothing_in_common() -> None:
    found = changes(ACT, numbered("Zebras graze.", "Bees hum at noon."))
    assert {change for _, _, change in found} == {"added", "removed"}
