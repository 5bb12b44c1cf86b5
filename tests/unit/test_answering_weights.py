"""The weights of the features: read, applied, checked."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.answering.lexicon import Weights, load_lexicon


def test_the_probability_is_logistic():
    weights = Weights(weights={"coverage": 2.0, "unmet": -1.0}, intercept=-1.0, threshold=0.5)
    assert weights.probability({"coverage": 1.0, "unmet": 1.0}) == pytest.approx(0.5)
    assert weights.probability({"coverage": 1.0, "unmet": 0.0}) > weights.probability({"coverage": 0.5, "unmet": 0.0})


def test_the_shipped_weights_go_the_way_that_they_are_explained():
    shipped = load_lexicon().weights
    assert shipped.weights["unmet"] < 0 < min(value for name, value in shipped.weights.items() if name != "unmet")
    assert 0 < shipped.threshold < 1


def test_an_unknown_key_is_refused():
    with pytest.raises(ValidationError):
        Weights.model_validate({"weights": {}, "intercept": 0, "threshold": 0.5, "bias": 1})
