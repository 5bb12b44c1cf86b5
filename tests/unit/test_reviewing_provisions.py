"""Provisions: sentences as they are meant to be read, and the way back to the draft's words."""

from __future__ import annotations

import pytest

from tests.support.laws import document, law

SPREAD = "2. Any person who—\n\n(a) fishes; or\n\n(b) hunts,\n\nin a park commits an offence.\n\n3. Fines are paid to the State."


def flat(text: str) -> str:
    return " ".join(text.split())


def read(text: str) -> list[tuple[str, str]]:
    return [(p.clause.number, flat(p.text)) for p in law(text).provisions]


def test_each_item_is_read_with_lead_in_and_tail() -> None:
    assert read(SPREAD)[:2] == [
        ("2(a)", "Any person who fishes, or in a park commits an offence."),
        ("2(b)", "Any person who hunts, in a park commits an offence."),
    ]


def test_items_that_add_up_are_read_together() -> None:
    text = "1. The authority must—\n\n(a) keep a register; and\n\n(b) publish it."
    assert "The authority must keep a register, and publish it." in [words for _, words in read(text)]


def test_alternatives_are_not_read_together() -> None:
    assert not any("fishes" in words and "hunts" in words for _, words in read(SPREAD))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Whoever fishes is punished. Whoever hunts is fined.", ["Whoever fishes is punished.", "Whoever hunts is fined."]),
        ("1. Fishing is punished under s. 3 of the Act.", ["Fishing is punished under s. 3 of the Act."]),
        ("1. A person who fishes;\n\nor hunts, is punished.", ["A person who fishes, or hunts, is punished."]),
        ("Fishing\n\n1. Whoever fishes is punished.", ["Whoever fishes is punished."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [words for _, words in read(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "1. This Act seeks to punish whoever fishes.",
        "1. The purpose of this Act is to punish whoever fishes.",
        "1. The objects of this Act are to make fishing an offence.",
        "EXPLANATORY MEMORANDUM\n\nWhoever fishes will be punished.",
        "Whereas fishing shall be an offence;",
    ],
)
def test_promises_are_no_provisions(text: str) -> None:
    assert read(text) == []


def test_words_that_an_amendment_takes_away_are_not_law() -> None:
    text = "2. In section 3 of the Act, for “whoever fishes” substitute “whoever hunts”."
    ((_, words),) = read(text)
    assert "hunts" in words
    assert "fishes" not in words


@pytest.mark.parametrize("text", [SPREAD, "1. The authority must—\n\n(a) keep a register; and\n\n(b) publish it."])
def test_offsets_lead_back_to_the_same_words(text: str) -> None:
    whole = document(text).text
    for provision in law(text).provisions:
        for start, end in zip(provision.words.starts, provision.words.ends, strict=True):
            low, high = provision.span(start, end)
            assert whole[low:high] == provision.text[start:end]


def test_provisions_are_in_the_order_of_the_draft() -> None:
    provisions = law(SPREAD).provisions
    assert [p.order for p in provisions] == list(range(len(provisions)))
    assert provisions[-1].clause.number == "3"


def test_a_short_sentence_with_nothing_below_it_is_no_heading() -> None:
    read = [
        provision.text
        for provision in law(
            "1. Whoever dumps waste pays.\n\n2. The mayor lists dumps.\n\n3. Fees.\n\nNobody shall pay twice.\n"
        ).provisions
    ]
    assert read == ["Whoever dumps waste pays.", "The mayor lists dumps.", "Nobody shall pay twice."]
