import random

import pytest

from index.classifier import CARD, Cascade, classifier_folder, load_classifier, read_as
from index.errors import ModelError, WrongModel
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


def test_a_second_reads_again_what_the_first_takes_for_something():
    first = ScriptedClassifier("waste", ["A"], {"dumps": {"A": ("met", 0.8)}, "burns": {"A": ("met", 0.04)}})
    second = ScriptedClassifier("waste", ["A"], {"dumps": {"A": ("partial", 0.6)}, "burns": {"A": ("met", 1.0)}})
    both = Cascade(first, second)
    dumps, burns, town = both.classify(["Whoever dumps waste", "Whoever burns waste", "The town act"])[:, 0]
    assert second.read == ["Whoever dumps waste"]
    assert dumps == pytest.approx([0.3, 0.4, 0.3, 0, 0])
    assert burns == pytest.approx([0.96, 0.04, 0, 0, 0])
    assert town == pytest.approx([1, 0, 0, 0, 0])
    assert both.classify([]).shape == (0, 1, 5)
    assert both.sha256 not in {first.sha256, second.sha256}


def test_a_second_for_other_elements_is_refused():
    with pytest.raises(WrongModel, match="other registers, elements or classes"):
        Cascade(ScriptedClassifier("waste", ["A"], {}), ScriptedClassifier("waste", ["A", "B"], {}))
