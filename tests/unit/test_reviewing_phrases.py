"""The pattern language of registers and the lexicon."""

from __future__ import annotations

import pytest

from bot.reviewing.phrases import compile_phrases, stem, words_of
from corpus.errors import LexiconError


def found(phrase: str, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in compile_phrases([phrase]).find(words_of(text))]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("sell data", "He sold data.", []),  # stems know endings, not irregular forms
        ("sell data", "Whoever sells data", ["sells data"]),
        ("sell data", "SELLING DATA", ["SELLING DATA"]),
        ("sell|buy data", "buys data and sells data", ["buys data", "sells data"]),
        ("criminalise", "criminalizing, criminalised", ["criminalizing", "criminalised"]),
        ("(criminally) liable", "criminally liable, or liable", ["criminally liable", "liable"]),
        ("traffick*", "a trafficker of trafficked goods", ["trafficker", "trafficked"]),
        ("=may", "may, might", ["may"]),
        ("=sold", "sells", []),
        ("sell .. data", "sells all of the personal data", ["sells all of the personal data"]),
        ("sell .. data", "sells one two three four five data", []),
        ("sell ... data", "sells one two three four five data", ["sells one two three four five data"]),
        ("sell .. data", "sells, for money, data", ["sells, for money, data"]),
        ("sell .. data", "sells goods; data", []),
        ("sell .. data", "sells goods. Data", []),
        ("sell .. data", "sells goods: data", []),
        ("sell .. data", "sells data on data", ["sells data"]),
        ("data", "metadata, data-base, database", []),
        ("whistle-blower", "the Whistle\u2011blowers", []),  # a no-break hyphen is made plain by the readers, not here
        ("whistle-blower", "the Whistle-Blowers", ["Whistle-Blowers"]),
        ("victim", "the victim’s name", ["victim’s"]),
        ("café", "two cafés", ["cafés"]),
    ],
)
def test_a_phrase_matches_what_it_says(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


@pytest.mark.parametrize("phrase", ["", ".. data", "sell ..", "sell + data", "sell (data", "sell a||b", "*", "=", "!data"])
def test_a_phrase_out_of_the_language_is_refused_and_named(phrase: str) -> None:
    with pytest.raises(LexiconError) as caught:
        compile_phrases([phrase])
    assert repr(phrase) in str(caught.value)
    assert caught.value.hint


def test_the_longer_phrase_wins_and_matches_do_not_overlap() -> None:
    text = "personal data of somebody"
    hits = compile_phrases(["data", "personal data", "personal"]).find(words_of(text))
    assert [text[hit.start : hit.end] for hit in hits] == ["personal data"]


def test_a_hit_carries_the_kind_it_was_looked_for_as() -> None:
    (hit,) = compile_phrases(["data"]).find(words_of("data"), kind="things")
    assert hit.kind == "things"


def test_no_phrases_and_no_words_match_nothing() -> None:
    assert compile_phrases([]).find(words_of("data")) == []
    assert compile_phrases(["data"]).find(words_of("")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("trafficking", "trafficked"), ("criminalise", "Criminalized"), ("organisation", "organization"), ("victim’s", "victims")],
)
def test_inflections_and_spellings_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_words_know_where_they_stand() -> None:
    text = "S. 3(1)(a): “No person” — whoever — shall\nsell."
    split = words_of(text)
    assert [text[start:end] for start, end in zip(split.starts, split.ends, strict=True)] == [
        "S", "3", "1", "a", ":", "No", "person", "whoever", "shall", "sell", ".",
    ]  # fmt: skip
