"""What changed between two wordings, word by word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reviewing import differing
from bot.reviewing.differing import DifferenceKind, differences

KEPT, REMOVED, ADDED = DifferenceKind
OFFENCE = "A person who sells a widget to a child commits an offence."


def marked(old: str, new: str) -> str:
    """The differences as one line: [-removed-] and {+added+}."""
    signs = {KEPT: "{}", REMOVED: "[-{}-]", ADDED: "{{+{}+}}"}
    return "".join(signs[piece.kind].format(piece.text) for piece in differences(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (OFFENCE, OFFENCE, OFFENCE),
        (
            OFFENCE,
            "A person who sells or lends a widget commits an offence.",
            "A person who sells {+or lends +}a widget [-to a child -]commits an offence.",
        ),
        ("liable to a fine", "liable to imprisonment", "liable to [-a fine-]{+imprisonment+}"),
        ("may refuse", "must not refuse", "[-may -]{+must not +}refuse"),
        ("", "new words", "{+new words+}"),
        ("old words", "", "[-old words-]"),
        ("", "", ""),
        ("the victim's consent", "the victim’s consent", "the [-victim's -]{+victim’s +}consent"),
    ],
)
def test_words_that_changed_are_marked(old: str, new: str, shown: str) -> None:
    assert marked(old, new) == shown


def test_words_broken_into_other_lines_are_kept() -> None:
    found = differences("sells a\nwidget to a child", "sells a widget to a\n  child")
    assert [piece.text for piece in found if piece.kind is not KEPT and not piece.text.isspace()] == []


def test_a_word_too_short_to_be_read_for_itself_goes_with_the_changes_around_it() -> None:
    assert marked("the sale of widgets", "a loan of toys") == "[-the sale of widgets-]{+a loan of toys+}"
    assert marked("the sale of widgets", "the loan of widgets") == "the [-sale -]{+loan +}of widgets"


TEXTS = st.lists(st.sampled_from(["a", "the", "widget", "offence", " ", "  ", "\n", ",", ".", "’", "é", "ﬁ"]), max_size=40).map(
    "".join
)


@given(TEXTS, TEXTS)
@pytest.mark.parametrize("costly", [0, differing._COSTLY])
def test_either_text_comes_back_whole(costly: int, old: str, new: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(differing, "_COSTLY", costly)
        found = differences(old, new)
    assert "".join(piece.text for piece in found if piece.kind is not ADDED) == old
    assert "".join(piece.text for piece in found if piece.kind is not REMOVED) == new
    assert all(piece.text for piece in found)
    assert all(
        (one.kind, other.kind) in {(KEPT, REMOVED), (KEPT, ADDED), (REMOVED, ADDED), (REMOVED, KEPT), (ADDED, KEPT)}
        for one, other in pairwise(found)
    )


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_characters_come_back(old: str, new: str) -> None:
    found = differences(old, new)
    assert "".join(piece.text for piece in found if piece.kind is not ADDED) == old
    assert "".join(piece.text for piece in found if piece.kind is not REMOVED) == new


def long_clause(changed: int | None = None) -> str:
    """A schedule of 40,000 words whose sentences are alike but for a number; with one of them changed."""
    return "".join(
        f"Item {number} of the schedule must{' not' if number == changed else ''} be sold to a child, and the seller keeps a record of it. "
        for number in range(2000)
    )


def test_a_long_clause_is_aligned_by_what_is_rare_in_it() -> None:
    old, new = f"First. {long_clause()}Last.", f"Then. {long_clause(changed=700)}End."
    assert differing._cost(differing._words(differing._UNIT.findall(old)), differing._words(differing._UNIT.findall(new))) > (
        differing._COSTLY
    )
    changes = [(piece.kind, piece.text) for piece in differences(old, new) if piece.kind is not KEPT]
    assert changes == [(REMOVED, "First"), (ADDED, "Then"), (ADDED, "not "), (REMOVED, "Last"), (ADDED, "End")]
