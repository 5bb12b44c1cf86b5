"""Intervals against published values and against what they must not do."""

import pytest
from numpy import array

from evals.statistics import effective_n, mean_estimate, percentile, share_estimate, wilson


def independent(successes, n):
    return [(str(i), float(i < successes)) for i in range(n)]


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # Newcombe 1998, table I, method 3 (score without continuity correction)
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_newcombes_published_intervals(successes, n, low, high):
    assert wilson(successes / n, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_wilson_holds_the_share_and_stays_within_0_and_1(share):
    low, high = wilson(share, 7)
    assert 0 <= low <= share <= high <= 1
    assert high > low


@pytest.mark.parametrize(("share", "n"), [(0.5, 0), (-0.1, 5), (1.1, 5)])
def test_wilson_refuses_what_is_no_share(share, n):
    with pytest.raises(ValueError, match="no interval"):
        wilson(share, n)


def test_nothing_scored_is_none_and_not_zero():
    for estimate in (share_estimate([]), mean_estimate([])):
        assert (estimate.value, estimate.low, estimate.high, estimate.n) == (None, None, None, 0)


def test_independent_observations_keep_their_n():
    estimate = share_estimate(independent(30, 100))
    assert (estimate.value, estimate.n, estimate.cases) == (pytest.approx(0.3), 100, 100)
    assert (estimate.low, estimate.high) == pytest.approx(wilson(0.3, 100), abs=2e-3)


def test_observations_that_fall_together_count_less():
    together = [(case, float(case < "3")) for case in "0123456789" for _ in range(17)]
    assert share_estimate(together).n == 170
    sums, counts = array([17.0] * 3 + [0.0] * 7), array([17.0] * 10)
    assert effective_n(sums, counts) == pytest.approx(9, abs=0.2)
    clustered, apart = share_estimate(together), share_estimate(independent(51, 170))
    assert clustered.value == pytest.approx(apart.value)
    assert clustered.high - clustered.low > 3 * (apart.high - apart.low)


def test_one_case_or_all_right_leaves_n_as_it_is():
    assert effective_n(array([3.0]), array([5.0])) == 5
    assert effective_n(array([5.0, 5.0]), array([5.0, 5.0])) == 10


def test_the_bootstrap_is_the_same_twice_and_holds_the_mean():
    values = [(str(i), i / 50) for i in range(50)]
    one, two = mean_estimate(values), mean_estimate(values)
    assert one == two
    assert one.low < one.value < one.high
    # the normal interval of this mean is 0.49 +- 1.96 * 0.2886 / sqrt(50)
    assert one.low == pytest.approx(0.41, abs=0.015)
    assert one.high == pytest.approx(0.57, abs=0.015)
    assert mean_estimate(values, seed=1).low != one.low


def test_percentiles_are_interpolated():
    assert percentile([1.0, 2.0, 3.0, 4.0], 50) == 2.5
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)
