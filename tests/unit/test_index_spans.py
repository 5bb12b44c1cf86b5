import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.classifier import CARD, SPANS, Card, OnnxClassifier
from index.errors import ModelError
from index.onnx_model import Tokens
from index.span_head import SpanHead, likeliest_run

EMPTY = (0, 0)
"""The place of a token that stands for no character, such as the first one."""


def tokens(odds, places=None):
    places = places or [EMPTY, *((3 * at, 3 * at + 2) for at in range(len(odds))), EMPTY]
    values = np.array([[0.99], *([one] for one in odds), [0.99]], dtype=np.float32)
    return Tokens(np.array(places, dtype=np.int64), values)


def test_the_run_takes_in_a_weak_word_between_strong_ones():
    assert likeliest_run(tokens([0.1, 0.9, 0.3, 0.8, 0.1]), 0, 0.4) == (3, 11)


def test_two_strong_words_far_apart_are_not_joined():
    assert likeliest_run(tokens([0.9, 0.1, 0.1, 0.1, 0.1, 0.95]), 0, 0.4) == (15, 17)


def test_a_lower_bar_gives_a_longer_run():
    odds = [0.2, 0.3, 0.9, 0.3, 0.05]
    assert likeliest_run(tokens(odds), 0, 0.5) == (6, 8)
    assert likeliest_run(tokens(odds), 0, 0.1) == (0, 11)


def test_where_no_word_exceeds_the_bar_the_best_one_is_taken():
    assert likeliest_run(tokens([0.1, 0.3, 0.2]), 0, 0.9) == (3, 5)


def test_a_text_without_a_word_has_no_run():
    assert likeliest_run(Tokens(np.array([EMPTY, EMPTY]), np.ones((2, 1), dtype=np.float32)), 0, 0.2) is None


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=12), st.floats(0.05, 0.95))
def test_no_other_run_gains_more(odds, bar):
    start, end = likeliest_run(tokens(odds), 0, bar)
    gains = [float(np.float32(one)) - bar for one in odds]
    chosen = sum(gains[start // 3 : end // 3 + 1])
    every = (sum(gains[a:b]) for a in range(len(odds)) for b in range(a + 1, len(odds) + 1))
    assert chosen == pytest.approx(max(every), abs=1e-4)


def test_a_file_that_is_not_the_expected_one_is_named(tmp_path):
    (tmp_path / SPANS).write_bytes(b"nothing")
    with pytest.raises(ModelError, match=r"sha256 is .* expected 00"):
        SpanHead(tmp_path / SPANS, "0" * 64).odds(np.zeros((3, 4), dtype=np.float32))
    with pytest.raises(ModelError, match="cannot be found"):
        SpanHead(tmp_path / "none.onnx", "0" * 64).odds(np.zeros((3, 4), dtype=np.float32))


def test_a_card_of_a_classifier_that_has_not_learnt_which_words_decide_says_so(tmp_path):
    card = Card(
        register_id="waste",
        elements=("W-01",),
        classes=("none", "met"),
        tokens=128,
        base="small",
        examples=1,
        examples_sha256="0" * 64,
        model_sha256="0" * 64,
        tokenizer_sha256="0" * 64,
    )
    older = card.model_dump(exclude={"quotes", "spans_sha256"})
    (tmp_path / CARD).write_text(json.dumps(older), encoding="utf-8")
    assert OnnxClassifier(tmp_path).card.quotes == 0
    assert OnnxClassifier(tmp_path).sha256 == card.model_sha256
    seen = {card.model_sha256}
    for spans_sha256 in ("1" * 64, "2" * 64):
        taught = card.model_copy(update={"quotes": 3, "spans_sha256": spans_sha256})
        (tmp_path / CARD).write_text(taught.model_dump_json(), encoding="utf-8")
        seen.add(OnnxClassifier(tmp_path).sha256)
    assert len(seen) == 3
