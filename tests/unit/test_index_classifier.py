import random

import numpy as np
import pytest

from index.classifier import CARD, ClassifierPair, classifier_folder, load_classifier, read_as
from index.encoders import encoder_of
from index.errors import ModelError, WrongModel
from index.onnx_model import Tokens
from index.training import OPEN, rendered, targets_of
from tests.support.scripted_classifier import ScriptedClassifier

CLASSES = ("none", "met", "partial", "conflict")


def test_none_is_none(tmp_path):
    assert load_classifier("none", tmp_path / "waste.yaml", "waste") is None


def test_a_register_without_a_classifier(tmp_path):
    assert load_classifier("auto", tmp_path / "waste.yaml", "waste") is None
    with pytest.raises(WrongModel, match="no such folder"):
        load_classifier(str(tmp_path / "absent"), tmp_path / "waste.yaml", "waste")


@pytest.mark.parametrize("text", [None, "not json", '{"register_id": "waste"}'])
def test_a_folder_without_a_card(tmp_path, text):
    folder = classifier_folder(tmp_path / "waste.yaml")
    folder.mkdir()
    if text is not None:
        (folder / CARD).write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="no classifier's card"):
        load_classifier("auto", tmp_path / "waste.yaml", "waste")


def test_targets():
    assert targets_of({"A": "met", "C": "arguable"}, ("A", "B", "C"), CLASSES) == (1, 0, OPEN)


def test_placeholders_become_references_with_what_they_point_to():
    chance = random.Random(0)
    for _ in range(20):
        text = rendered("Whoever attempts {CORE} as {OTHER} says", {"core": "dumping"}, ["Fees"], chance)
        assert "{" not in text
        assert "(dumping)" in text
    assert rendered("Whoever dumps", {"core": "dumping"}, [], chance) == "Whoever dumps"


def test_a_heading_stands_before_the_text():
    assert read_as("Helpers", "Whoever helps.") == "Helpers. Whoever helps."
    assert read_as("", "Whoever helps.") == "Whoever helps."


ELEMENTS = ("W-01", "W-02")


def pair_of(first, second):
    scripts = ({piece: {"W-01": said} for piece, said in script.items()} for script in (first, second))
    one, other = (ScriptedClassifier("waste", ELEMENTS, script) for script in scripts)
    return ClassifierPair(one, other), one, other


def test_of_two_classifiers_the_mean_counts():
    pair, _, _ = pair_of({"dumps": ("met", 0.9)}, {"dumps": ("conflict", 0.5)})
    (found,) = pair.classify(["whoever dumps waste"])
    assert found[0] == pytest.approx([0.3, 0.45, 0, 0.25, 0])
    assert found.sum(axis=-1) == pytest.approx(1)


def test_the_second_reads_only_what_the_first_is_not_sure_does_nothing():
    pair, one, other = pair_of({"dumps": ("met", 0.9), "keeps": ("met", 0.01)}, {"keeps": ("met", 0.9)})
    found = pair.classify(["whoever dumps", "whoever keeps", "this act"])
    assert one.read == ["whoever dumps", "whoever keeps", "this act"]
    assert other.read == ["whoever dumps"]
    assert found[1, 0, 1] == pytest.approx(0.01)
    assert pair.classify([]).shape == (0, 2, 5)


def test_which_words_decide_the_first_says_and_both_make_the_sha256():
    pair, one, other = pair_of({}, {})
    one.quoted = {"W-01": {"dumps": 0.8}}
    assert pair.decisive(["who dumps"])[0].values.tolist() == one.decisive(["who dumps"])[0].values.tolist()
    assert pair.card is one.card
    before = pair.sha256
    other.sha256 = "1" * 64
    assert pair.sha256 not in {before, one.sha256, other.sha256}


def test_where_both_have_learnt_which_words_decide_the_mean_counts():
    quoting = [{"W-01": {"who dumps": 0.8}}, {"W-01": {"dumps waste": 0.4}}]
    one, other = (ScriptedClassifier("waste", ELEMENTS, {}, quoted) for quoted in quoting)
    (tokens,) = ClassifierPair(one, other).decisive(["who dumps waste"])
    assert tokens.values[:, 0] == pytest.approx([0.4, 0.6, 0.2])
    assert tokens.values[:, 1] == pytest.approx([0, 0, 0])


def test_words_that_decide_are_found_where_the_second_cuts_the_text_otherwise():
    one, other = (ScriptedClassifier("waste", ELEMENTS, {}, {"W-01": {"dumps": 0.8}}) for _ in range(2))
    cut = Tokens(
        np.array([(0, 0), (0, 3), (4, 6), (6, 9), (0, 0)]),
        np.array([(9, 0), (0.2, 0), (0.6, 0), (0.4, 0), (9, 0)], dtype=np.float32),
    )
    other.decisive = lambda texts: [cut for _ in texts]
    (tokens,) = ClassifierPair(one, other).decisive(["who dumps"])
    assert tokens.values[:, 0] == pytest.approx([0.1, 0.7])
    other.decisive = lambda texts: [Tokens(cut.places[:1], cut.values[:1]) for _ in texts]
    assert ClassifierPair(one, other).decisive(["who dumps"])[0].values[:, 0] == pytest.approx([0, 0.4])


@pytest.mark.parametrize("change", [{"register_id": "fishing"}, {"elements": ("W-02", "W-01")}, {"classes": ("none", "met")}])
def test_two_classifiers_are_of_one_make(change):
    _, one, other = pair_of({}, {})
    other.card = other.card.model_copy(update=change)
    with pytest.raises(WrongModel, match="second classifier"):
        ClassifierPair(one, other)


@pytest.mark.parametrize("name", ["no-such-encoder", "."])
def test_what_is_no_encoder_is_refused(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WrongModel, match="no encoder"):
        encoder_of(name)
