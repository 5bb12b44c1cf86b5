"""Drafting hygiene: slips are named with the clause and the words, and nothing is said where a careful reader would not be sure."""

from __future__ import annotations

import pytest

from bot.reviewing.findings import Scope
from bot.reviewing.hygiene import hygiene_notes
from tests.support.laws import law, review_other

SOUND = """RECORDS BILL

1 Interpretation
In this Act—
"registrar" means a person appointed under section 2;
"public officer" means a person who holds an office of the State.

2 Registrars
(1) The Minister may appoint registrars.
(2) A person appointed under subsection (1) holds office for five years.

3 Falsification
(1) A person who falsifies a record commits an offence and is liable to a fine.
(2) A public officer who falsifies a record is liable to imprisonment for two years.

4 Orders
The court may make an order for the correction of a record on application by a registrar.

5 Attempts
A person who attempts to commit an offence under section 3 is liable to the same penalty.
"""


def notes(text: str) -> tuple[str, ...]:
    return hygiene_notes(law(text), Scope.WHOLE)


def only(old: str, new: str) -> str:
    """The one note on the sound draft with some words changed."""
    assert old in SOUND
    found = notes(SOUND.replace(old, new))
    assert len(found) == 1, found
    return found[0]


def test_a_sound_draft_has_no_notes() -> None:
    assert notes(SOUND) == ()


# references ---------------------------------------------------------------------------------------------------------------


def test_a_section_that_does_not_exist() -> None:
    assert only("offence under section 3", "offence under section 13") == (
        "clause 5 refers to “section 13”, and the draft has no section 13"
    )


def test_a_subsection_that_does_not_exist() -> None:
    assert only("under subsection (1)", "under subsection (4)") == (
        "clause 2(2) refers to “subsection (4)”, and section 2 has no (4)"
    )
    assert only("offence under section 3", "offence under section 3(5)") == (
        "clause 5 refers to “section 3(5)”, and section 3 has no (5)"
    )


def test_a_schedule_that_does_not_exist() -> None:
    assert only("correction of a record", "correction of a record listed in the Schedule") == (
        "clause 4 refers to “the Schedule”, and the draft has no schedule"
    )
    assert (
        notes(SOUND.replace("of a record on", "of a record listed in the Schedule on") + "\nSCHEDULE\n\nBirths\nDeaths\n") == ()
    )


def test_a_section_that_holds_something_else() -> None:
    assert only("offence under section 3", "offence under section 4") == (
        "clause 5 refers to “section 4”, and section 4 makes no offence; section 3 does"
    )
    assert only("offence under section 3", "offence under section 4 (falsification)") == (
        "clause 5 refers to “section 4” as “falsification”, but it is headed “Orders”; section 3 is headed “Falsification”"
    )
    assert only("appointed under section 2", "named in an order under section 5") == (
        "clause 1 refers to “section 5”, which says nothing of “order”; section 4 is headed “Orders”"
    )


@pytest.mark.parametrize(
    "addition",
    [
        "Section 15 of the Evidence Act applies to an order.",
        "An order has effect as if made under section 15 of the principal Act.",
        "The Evidence Act applies to orders; section 15 is to be read accordingly.",
        "In section 15 of the Courts Act, after “record” insert “or register kept by a registrar under section 77”.",
        "Section 15 of that Code (costs) applies.",
        "The fee is set by section 215.",  # so far off that it is another law's, though none is named
        "The period is 15 years.",
        "An order under this section 4 days old lapses.",
        "Sections 2 to 5 apply in the islands.",
        "An order is served as paragraph 15 of Schedule 2 to the Courts Act provides.",
    ],
)
def test_references_that_are_no_slips(addition: str) -> None:
    assert notes(SOUND.replace("by a registrar.", f"by a registrar.\n{addition}")) == ()


def test_pieces_of_a_code_and_laws_that_change_others_are_left_alone() -> None:
    piece = SOUND.replace("\n1 ", "\n301 ").replace("\n2 ", "\n302 ").replace("\n3 ", "\n303 ").replace("\n4 ", "\n304 ")
    assert not [note for note in notes(piece) if "refers to" in note]
    assert notes(SOUND.replace("RECORDS BILL", "RECORDS (AMENDMENT) BILL").replace("section 3", "section 13")) == ()
    assert hygiene_notes(law(SOUND.replace("section 3", "section 13")), Scope.EXTRACT) == ()


def test_articles_are_cited_as_articles() -> None:
    text = "\n\n".join(f"Article {n}. Whoever damages record {n} shall be punished by a fine." for n in range(1, 6))
    assert notes(text) == ()
    assert notes(f"{text}\n\nArticle 6. An attempt at the crime of Article 9 shall be punished by a fine.") == (
        "clause 6 refers to “Article 9”, and the draft has no article 9",
    )
    assert notes(f"{text}\n\nArticle 6. An attempt at the crime of section 9 shall be punished by a fine.") == ()


# terms --------------------------------------------------------------------------------------------------------------------


def test_a_term_that_nothing_uses() -> None:
    assert only("State.\n", 'State;\n"relative" means a parent or a child.\n') == (
        "clause 1 defines “relative”, which the draft does not use"
    )


@pytest.mark.parametrize("used", ["relatives", "Relative", "a relative's record"])
def test_inflected_terms_are_used(used: str) -> None:
    text = SOUND.replace("State.\n", 'State;\n"relative" means a parent or a child.\n')
    assert notes(text.replace("on application by a registrar", f"on application by a registrar or {used}")) == ()


def test_a_term_used_only_by_another_definition_is_used() -> None:
    text = 'State;\n"office" means a post under the Crown.\n'
    assert notes(SOUND.replace("State.\n", text)) == ()


def test_a_misread_term_is_not_taken_for_an_unused_one() -> None:
    text = SOUND.replace("State.\n", 'State;\n"relative" means a parent or a child.\n')
    assert notes(text.replace("on application by a registrar", "on application by a registrar or a re1ative")) == ()


def test_a_term_in_another_form() -> None:
    text = SOUND.replace("A public officer who falsifies a record is", "A public official who falsifies a record is")
    assert notes(text) == ("clause 3(2) says “public official”; the defined term is “public officer” (clause 1)",)
    both = SOUND.replace("application by a registrar", "application by a registrar or a public official")
    assert notes(both) == ("clause 4 says “public official”; the defined term is “public officer” (clause 1)",)


def test_a_term_defined_twice() -> None:
    assert only("State.\n", 'State;\n"registrar" means the head of the registry.\n') == (
        "clause 1 defines “registrar” again, in other words than clause 1"
    )
    for_a_piece = SOUND.replace("by a registrar.", 'by a registrar.\nIn this section "registrar" means the clerk of the court.')
    assert notes(for_a_piece) == ()


# penalties ----------------------------------------------------------------------------------------------------------------


def test_an_offence_without_a_penalty() -> None:
    found = only("by a registrar.", "by a registrar.\n\n6 Obstruction\nA person who obstructs a registrar commits an offence.\n")
    assert found == "clause 6 makes an offence (“commits an offence”), and the draft sets no penalty for it"


@pytest.mark.parametrize(
    "penalty",
    [
        "A person who commits an offence under this Act is liable to a fine.",
        "A person guilty of an offence under section 6 is liable to a fine.",
        "An offence under this Act is punishable by a fine.",
        "A person convicted of an offence for which no penalty is provided is liable to a fine.",
        "The penalty for an offence under section 6 is a fine.",
    ],
)
def test_penalties_set_elsewhere(penalty: str) -> None:
    added = f"\n6 Obstruction\nA person who obstructs a registrar commits an offence.\n\n7 Penalties\n{penalty}\n"
    assert notes(SOUND + added) == ()


def test_a_prohibition_that_nothing_punishes() -> None:
    text = f"{SOUND}\n6 Removal\nNo person shall remove a record from the registry of a court.\n"
    assert notes(text) == (
        "clause 6 forbids something (“No person shall remove a record from the registry of a”), and the draft punishes nobody for it",
    )
    assert notes(f"{text}\n7 Breach\nA person who contravenes section 6 is liable to a fine.\n") == ()


@pytest.mark.parametrize(
    "rule",
    [
        "No person shall be detained for want of a record.",
        "The court shall not publish a record.",
        "No person shall institute proceedings without leave.",
        "A registrar shall not be prosecuted for an error.",
    ],
)
def test_rules_of_procedure_and_of_protection_need_no_sanction(rule: str) -> None:
    assert notes(f"{SOUND}\n6 Rule\n{rule}\n") == ()


def test_a_handful_of_each_kind_in_the_order_of_the_text() -> None:
    added = "".join(f"\n{n} Duty\nA person who breaks record {n} commits an offence.\n" for n in range(6, 16))
    found = notes(SOUND + added)
    assert [note.split()[1] for note in found] == ["6", "7", "8", "9", "10"]


def test_notes_are_part_of_the_review() -> None:
    outcome = review_other(SOUND.replace("offence under section 3", "offence under section 13"))
    assert outcome.notes == ("clause 5 refers to “section 13”, and the draft has no section 13",)
