from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import COSINE, PAIRS, WORDS, best, fuse, min_max, ranking

FLOATS = st.lists(st.floats(-100, 100, width=32), min_size=1, max_size=20)


def array(*values):
    return np.array(values, dtype=np.float32)


def test_min_max():
    assert min_max(array(2, 4, 3)).tolist() == [0, 1, 0.5]
    assert min_max(array(5, 5)).tolist() == [0, 0]
    assert min_max(array()).tolist() == []


def test_each_part_has_its_share():
    nothing, one = array(0, 0), array(0, 8)
    assert fuse(one, nothing, nothing).tolist() == pytest.approx([0, WORDS])
    assert fuse(nothing, one, nothing).tolist() == pytest.approx([0, PAIRS])
    assert fuse(nothing, nothing, array(0.9, 0.1)).tolist() == pytest.approx([COSINE, 0])
    assert pytest.approx(1.0) == WORDS + PAIRS + COSINE


def test_without_vectors_words_and_pairs_share_what_they_have():
    assert fuse(array(0, 8), array(0, 2)).tolist() == pytest.approx([0, 1])
    assert fuse(array(0, 8), array(2, 0))[1] == pytest.approx(WORDS / (WORDS + PAIRS))


def test_words_alone_decide_where_the_others_are_equal():
    assert ranking(fuse(array(1, 3, 2), array(0, 0, 0), array(0.5, 0.5, 0.5))).tolist() == [1, 2, 0]


def test_shapes_must_agree():
    with pytest.raises(ValueError, match="cannot be fused"):
        fuse(array(1, 2), array(1, 2), array(1))


def test_ties_and_noise_keep_the_order_of_positions():
    assert ranking(array(0.5, 0.7, 0.5, 0.7 + 1e-7)).tolist() == [1, 3, 0, 2]


@given(FLOATS)
def test_fused_scores_are_shares_and_ranking_is_a_permutation(values):
    scores = array(*values)
    fused = fuse(scores, np.roll(scores, 1), scores[::-1].copy())
    assert ((fused >= 0) & (fused <= 1 + 1e-6)).all()
    order = ranking(fused)
    assert sorted(order) == list(range(len(values)))
    assert all(fused[a] >= fused[b] - 2e-6 for a, b in pairwise(order))


def test_the_best_are_the_head_of_the_ranking_with_its_ties():
    rng = np.random.default_rng(3)
    for size in (1, 2, 7, 300):
        scores = rng.integers(0, 9, size).astype(np.float32) / 8
        for count in (1, 2, 5, size, size + 3):
            assert best(scores, count).tolist() == ranking(scores)[:count].tolist()
