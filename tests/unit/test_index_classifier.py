import random

import pytest

from index.classifier import CARD, classifier_folder, load_classifier, read_as
from index.errors import ModelError, WrongModel
from index.training import OPEN, rendered, targets_of

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
