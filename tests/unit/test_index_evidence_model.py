"""The evidence model: found, checked, and what it says as probabilities."""

from __future__ import annotations

import json

import numpy as np
import pytest

from index.errors import ModelError, WrongModel
from index.evidence_model import CARD, CLASSES, OnnxEvidenceModel, load_evidence_model, packaged_evidence_model
from index.onnx_model import probabilities
from index.question_map import MapCard, write_question_map

BUYERS = "Drafters should also ensure that penalties for the buyers go with it. | Overview"
OTHER = "In 2012, 25 traffickers were prosecuted and eight were convicted. | Overview"


def card(**changes):
    return {
        "classes": CLASSES, "tokens": 128, "base": "b", "pages": 1, "questions": 1, "pairs": 1,
        "data_sha256": "0", "model_sha256": "0", "tokenizer_sha256": "0", **changes,
    }  # fmt: skip


def test_none_is_no_model():
    assert load_evidence_model("none") is None


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(WrongModel, match="no such folder"):
        load_evidence_model(str(tmp_path / "x"))


def test_a_folder_without_a_card_is_refused(tmp_path):
    with pytest.raises(ModelError, match="no evidence model's card"):
        load_evidence_model(str(tmp_path))


def test_a_model_with_other_classes_is_refused(tmp_path):
    (tmp_path / CARD).write_text(json.dumps(card(classes=["yes", "no"])))
    with pytest.raises(WrongModel, match="classes"):
        load_evidence_model(str(tmp_path))


def test_weights_that_are_not_the_cards_are_refused(tmp_path):
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes((packaged_evidence_model() / name).read_bytes())
    (tmp_path / CARD).write_text(json.dumps(card()))
    with pytest.raises(ModelError, match="sha256"):
        OnnxEvidenceModel(tmp_path).read("Should buyers be punished?", [BUYERS])


def test_the_shipped_model_tells_an_answer_from_the_rest():
    model = load_evidence_model("auto")
    assert model is not None
    found = model.read("Should buyers be punished?", [BUYERS, OTHER])
    assert found.shape == (2, 3)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    assert found[0, 0] < 0.5 < found[1, 0]


def test_probabilities_are_a_softmax_of_the_right_shape():
    assert probabilities(np.array([[0.0, 0.0, 0.0]], dtype=np.float32), (3,)).tolist() == pytest.approx(np.array([[1 / 3] * 3]))
    with pytest.raises(ModelError, match="not"):
        probabilities(np.zeros((1, 2), dtype=np.float32), (3,))


def test_a_map_beside_the_model_is_part_of_what_it_is(tmp_path):
    (tmp_path / CARD).write_text(json.dumps(card(model_sha256="1" * 64)))
    without = OnnxEvidenceModel(tmp_path)
    assert (without.question_map, without.sha256) == (None, "1" * 64)
    told = MapCard(embedding_sha256="a", pages=1, parts=1, data_sha256="b", weights_sha256="")
    found = []
    for shift in (0.0, 1.0):
        write_question_map(tmp_path, np.zeros((4, 4), dtype=np.float32), np.full(4, shift, dtype=np.float32), told)
        found.append(OnnxEvidenceModel(tmp_path).sha256)
    assert len({*found, without.card.model_sha256}) == 3
