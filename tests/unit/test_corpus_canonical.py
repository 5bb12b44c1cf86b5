"""Canonical text: what goes, what stays, and the way back."""

from __future__ import annotations

import pytest

from corpus.canonical import canonical, clean


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c\x0cd\x0be", "a\nb\nc\nd\ne"),
        ("s.\u00a03(1)\u202fand\u3000x", "s. 3(1) and x"),
        ("traf\u00adfick\u200bing\ufeff", "trafficking"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("e\u0301", "\u00e9"),
        ("\u1112\u1161\u11ab", "\ud55c"),
        ("nul\x00 bell\x07", "nul bell"),
        ("\ud800lone", "lone"),
        ("\ta\tb\n  \tc", "    a b\n      c"),
        ("\r\u200b\nx", "\nx"),
        ("public officials\u2019 \u201cinvolvement\u201d", "public officials\u2019 \u201cinvolvement\u201d"),
        ("two  spaces   stay", "two  spaces   stay"),
    ],
)
def test_what_canonical_text_is(raw: str, expected: str) -> None:
    assert canonical(raw) == expected


def test_plain_text_is_not_copied() -> None:
    assert clean("plain").offsets is None


def test_each_character_knows_where_it_came_from() -> None:
    raw = "a\u00ad\u00a0e\u0301z"
    cleaned = clean(raw)
    assert cleaned.text == "a \u00e9z"
    assert [cleaned.offset(at) for at in range(4)] == [0, 2, 3, 5]


def test_a_mark_that_comes_out_of_order_still_composes() -> None:
    assert canonical("e\u0315\u0301") == "\u00e9\u0315"
