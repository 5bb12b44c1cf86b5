"""The list of English words, and what somebody meant to type."""

from __future__ import annotations

import pytest

from corpus.dictionary import everyday_word, is_english, words_in_print


def test_words_are_those_of_print_and_short_ones_frequent():
    assert {"offence", "labour", "law"} <= words_in_print().keys()
    assert not {"zzz", "ab"} & words_in_print().keys()


@pytest.mark.parametrize("american", ["labor", "offense", "center", "criminalize", "analyze", "traveled", "behavior", "licenses"])
def test_american_spellings_are_english(american):
    assert is_english(american)


@pytest.mark.parametrize("slip", ["ofense", "cort", "sorce", "jornalist", "violense", "evidense", "selers", "felow"])
def test_a_slip_is_not_english(slip):
    assert not is_english(slip)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("nigths", "nights"), ("ordr", "order"), ("wriitng", "writing"), ("wriiting", "writing"), ("alowed", "allowed")],
)
def test_letters_that_changed_places_or_were_left_out_or_doubled(slip, meant):
    assert everyday_word(slip) == meant


@pytest.mark.parametrize("other", ["doxing", "uber", "vaping", "wali", "sexting", "deepfake", "conplaint"])
def test_what_may_be_a_word_is_left_alone(other):
    assert everyday_word(other) is None
