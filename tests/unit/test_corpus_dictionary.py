"""The list of English words."""

from __future__ import annotations

import pytest

from corpus.dictionary import frequency, is_english, words_in_print


def test_words_are_those_of_print_and_short_ones_frequent():
    assert {"offence", "labour", "law"} <= words_in_print().keys()
    assert not {"zzz", "ab"} & words_in_print().keys()


@pytest.mark.parametrize("american", ["labor", "offense", "center", "criminalize", "analyze", "traveled", "behavior", "licenses"])
def test_american_spellings_are_english(american):
    assert is_english(american)


@pytest.mark.parametrize("slip", ["ofense", "cort", "sorce", "jornalist", "violense", "evidense", "selers", "felow"])
def test_a_slip_is_not_english(slip):
    assert not is_english(slip)


def test_a_word_is_as_frequent_as_in_its_more_frequent_spelling():
    assert frequency("criminalise") <= frequency("criminalize")
    assert frequency("labor") == frequency("labour") > 0
    assert frequency("cort") == 0
