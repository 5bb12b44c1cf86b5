import time

import numpy as np
import pytest

from index.errors import StoreError
from index.lexical import Bm25, LexicalIndex, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s. 279.01(1)", ["279.01", "279.01(1)"]),
        ("section 3(1)(a)", ["section", "3", "3(1)", "3(1)(a)"]),
        ("12A of the Act of 2013", ["12a", "act", "2013"]),
        ("Article 1,000", ["articl", "1,000"]),
        ("the victim's, the victims’ and a VICTIM", ["victim", "victim", "victim"]),
        ("Überführung naïve", ["überführung", "naïv"]),
        ("who should not? Don’t", []),
        ("cross-border", ["cross", "border"]),
        ("", []),
        ("and of the", []),
        ("—(…)—", []),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize(
    "text", ["1." * 50_000 + "1abc", "1" + "(a)" * 50_000, "1(a" * 50_000, "a'" * 50_000, "1" * 100_000 + "x"]
)
def test_hostile_texts_cost_no_more_than_others(text):
    started = time.process_time()
    tokens(text)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("criminalise", "criminalize"),
        ("criminalisation", "criminalization"),
        ("offence", "offense"),
        ("offences", "offenses"),
        ("defence", "defense"),
        ("harbouring", "harboring"),
        ("labour", "labor"),
        ("penalised", "penalized"),
    ],
)
def test_two_spellings_are_one_token(british, american):
    assert tokens(british) == tokens(american)


@pytest.mark.parametrize(
    ("one", "other"), [("four", "for"), ("our", "or"), ("license", "listen"), ("hour", "hor"), ("this", "thiz")]
)
def test_spelling_rules_leave_other_words_apart(one, other):
    assert tokens(one) != tokens(other) or not tokens(one)


TEXTS = ["Attempts shall be punished.", "Buyers of sex are liable.", "", "See section 279.01(1)."]


def test_only_texts_that_share_a_token_score():
    scores = Bm25.build(TEXTS).scores("punishing an attempt")
    assert scores.shape == (4,)
    assert scores.dtype == np.float32
    assert scores[0] > 0
    assert not scores[1:].any()


def test_a_provision_is_found_by_its_number_and_by_the_one_around_it():
    bm25 = Bm25.build(TEXTS)
    assert bm25.scores("279.01(1)").argmax() == 3
    assert bm25.scores("279.01").argmax() == 3
    assert not bm25.scores("279.02").any()


@pytest.mark.parametrize("query", ["", "the", "zebra", "!?"])
def test_queries_without_a_known_token_score_nothing(query):
    assert Bm25.build(TEXTS).scores(query).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("texts", [[], ["", " "], ["of the"]])
def test_texts_without_tokens(texts):
    assert Bm25.build(texts).scores("attempt").tolist() == [0] * len(texts)


def test_saved_and_loaded_it_scores_the_same(tmp_path, capfd):
    built = Bm25.build(TEXTS)
    built.save(tmp_path / "bm25")
    loaded = Bm25.load(tmp_path / "bm25")
    assert len(loaded) == 4
    assert np.array_equal(loaded.scores("buyer attempts"), built.scores("buyer attempts"))
    assert not loaded.scores("zebra").any()
    assert capfd.readouterr() == ("", "")


def test_nothing_to_save(tmp_path):
    with pytest.raises(StoreError, match="no text holds a word"):
        Bm25.build([""]).save(tmp_path)


def test_loading_what_is_not_there(tmp_path):
    with pytest.raises(StoreError, match="cannot be read"):
        Bm25.load(tmp_path / "none")


def test_loading_what_is_damaged(tmp_path):
    Bm25.build(TEXTS).save(tmp_path)
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:7])
    with pytest.raises(StoreError, match="cannot be read"):
        Bm25.load(tmp_path)


def test_pairs_tell_what_stands_together():
    texts = ["The public official acts.", "The official acts in public.", "No word of it."]
    found = LexicalIndex.build(texts).matches("a public official")
    assert found.words[0] == found.words[1] > found.words[2] == 0
    assert found.pairs[0] > 0
    assert not found.pairs[1:].any()


def test_a_lexical_index_is_saved_and_loaded_whole(tmp_path):
    built = LexicalIndex.build(TEXTS)
    built.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path)
    for query in ("buyers of sex", "zebra", ""):
        assert np.array_equal(loaded.matches(query).words, built.matches(query).words)
        assert np.array_equal(loaded.matches(query).pairs, built.matches(query).pairs)
    assert len(loaded) == 4
    assert (tmp_path / "pairs" / "vocab.index.json").stat().st_size < 10, "pairs have no vocabulary"


def test_texts_of_one_word_have_no_pairs(tmp_path):
    LexicalIndex.build(["Attempts.", "Buyers."]).save(tmp_path)
    found = LexicalIndex.load(tmp_path).matches("attempts buyers")
    assert found.words.all()
    assert not found.pairs.any()
