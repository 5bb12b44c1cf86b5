"""What somebody meant to type."""

from __future__ import annotations

import pytest

from corpus.dictionary import frequency
from corpus.slips import Words, meant


def words(own: str = "", known: str = "") -> Words:
    return Words(frozenset(own.split()).__contains__, frozenset(known.split()).__contains__)


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("nigths", "nights"),
        ("ordr", "order"),
        ("wriitng", "writing"),
        ("wriiting", "writing"),
        ("alowed", "allowed"),
        ("surveywd", "surveyed"),
        ("langiages", "languages"),
        ("lawyor", "lawyer"),
        ("prohibision", "prohibition"),
        ("elemnts", "elements"),
        ("atempted", "attempted"),
        ("hwlps", "helps"),
        ("wihch", "which"),
    ],
)
def test_letters_that_changed_places_were_left_out_doubled_missed_by_a_key_or_written_by_ear(slip, word):
    assert frequency(slip) == 0
    assert meant(slip, words()) == word


@pytest.mark.parametrize("other", ["doxing", "uber", "vaping", "wali", "sexting", "deepfake", "femicide", "talaq", "zzzzz", ""])
def test_what_may_be_a_word_is_left_alone(other):
    assert meant(other, words()) is None


def test_a_word_of_the_text_is_meant_rather_than_a_more_frequent_one():
    assert meant("buyre", words()) == "buyer"
    assert meant("kafila", words("kafala")) == "kafala"
    assert meant("kafila", words()) is None


def test_a_name_is_mended_to_one_of_the_text_only():
    assert meant("slovnia", words("slovenia"), name=True) == "slovenia"
    assert meant("slovnia", words(known="slovenia"), name=True) == "slovenia"
    assert meant("mlovenia", words("slovenia"), name=True) is None
    assert meant("surveywd", words(), name=True) is None
