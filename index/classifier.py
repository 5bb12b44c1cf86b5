"""Classifiers read one provision of a draft and say, element by element, what it does: nothing, or what the element asks, a part of it, the opposite.

One is trained from a register's example provisions (``index.training``) and lies beside the register in a folder: ``model.onnx``, ``tokenizer.json`` and
``classifier.json``, which says what the columns of its output mean, what it was trained from, and the sha256 of both other files. A folder ``second`` in it may hold a
larger one, which reads the few provisions again that the first takes for something.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from index.errors import WrongModel
from index.onnx_model import TOKENIZER, WEIGHTS, OnnxModel, Probabilities, probabilities, read_card

AUTO: Final = "auto"
NONE: Final = "none"
CARD: Final = "classifier.json"
NOTHING: Final = "none"
"""The class of provisions that do nothing for an element."""
_BATCH: Final = 8
"""Weights of 8 bits scale what flows through the model by the batch, so a text's probabilities move a little with its neighbours; one at a time takes half as long again."""
_HINT: Final = "train it again: clausewise register train"
_SECOND_HINT: Final = "delete the folder, or train the second again: clausewise register train --second"
SECOND: Final = "second"
"""The folder in a classifier's that holds the one that reads again."""
WORTH_A_SECOND: Final = 0.05
"""Provisions that the first takes for something, on some element, with this probability are read again."""


class Card(BaseModel):
    """What a classifier was trained for and from.

    ``classes`` are the values of one element, ``NOTHING`` among them. ``examples`` counts what it learnt from.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    register_id: str
    elements: tuple[str, ...]
    classes: tuple[str, ...]
    tokens: int
    base: str
    examples: int
    examples_sha256: str
    model_sha256: str
    tokenizer_sha256: str


class Classifier(Protocol):
    """Classifies provisions. Two classifiers with one ``sha256`` give the same probabilities."""

    @property
    def sha256(self) -> str:
        """Of the model's weights, 64 hex digits."""

    @property
    def card(self) -> Card:
        """What it was trained for."""

    def classify(self, texts: Sequence[str]) -> Probabilities:
        """Classify n provisions: shape (n, elements, classes), float32; for each element the classes add up to 1."""

    def load(self) -> None:
        """Load now what would be loaded at the first use.

        Raises:
            ModelError: it cannot be loaded, or is not what its card names.
        """


class OnnxClassifier:
    """A classifier in a folder. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def sha256(self) -> str:
        """Of the model's weights, 64 hex digits."""
        return self.card.model_sha256

    @cached_property
    def card(self) -> Card:
        """What it was trained for.

        Raises:
            ModelError: the card is not there, or is none.
        """
        return read_card(self.folder / CARD, Card, "classifier", _HINT)

    def classify(self, texts: Sequence[str]) -> Probabilities:
        """Classify n provisions: shape (n, elements, classes), float32; for each element the classes add up to 1.

        Raises:
            ModelError: the model cannot be loaded, or is not the one its card names.
        """
        shape = (len(self.card.elements), len(self.card.classes))
        if not texts:
            return np.zeros((0, *shape), dtype=np.float32)
        return probabilities(self._model.run(texts), shape)

    def load(self) -> None:
        """Load the model now instead of when it first classifies.

        Raises:
            ModelError: it cannot be loaded, or is not the one its card names.
        """
        self._model.load()

    @cached_property
    def _model(self) -> OnnxModel:
        expected = {WEIGHTS: self.card.model_sha256, TOKENIZER: self.card.tokenizer_sha256}
        return OnnxModel(self.folder, "the classifier", self.card.tokens, _BATCH, _HINT, expected)


class Cascade:
    """A small classifier reads everything, a larger one reads again what the first takes for something; there the mean of both counts.

    After the cascades of Viola and Jones (2001): most provisions of a law do nothing for any element, and the small one is sure of that. Safe to share between threads.
    """

    def __init__(self, first: Classifier, second: Classifier, where: str = SECOND) -> None:
        """``where`` names the second in errors. Raises WrongModel where the two were not trained for the same."""
        of_first, of_second = ((c.card.register_id, c.card.elements, c.card.classes) for c in (first, second))
        if of_first != of_second:
            raise WrongModel(
                "a classifier and its second were trained for other registers, elements or classes",
                where=where,
                hint=_SECOND_HINT,
            )
        self.first = first
        self.second = second

    @cached_property
    def sha256(self) -> str:
        """Of both models' sha256, 64 hex digits."""
        return hashlib.sha256(f"{self.first.sha256} {self.second.sha256}".encode()).hexdigest()

    @property
    def card(self) -> Card:
        """What the first was trained for; the second was for the same."""
        return self.first.card

    def classify(self, texts: Sequence[str]) -> Probabilities:
        """Classify n provisions: shape (n, elements, classes), float32; for each element the classes add up to 1.

        Raises:
            ModelError: a model cannot be loaded, or is not the one its card names.
        """
        found = self.first.classify(texts)
        again = np.flatnonzero(worth_a_second(found, self.card)).tolist()
        if again:
            found[again] = (found[again] + self.second.classify([texts[row] for row in again])) / 2
        return found

    def load(self) -> None:
        """Load both now instead of when they first classify.

        Raises:
            ModelError: one cannot be loaded, or is not the one its card names.
        """
        self.first.load()
        self.second.load()


def worth_a_second(found: Probabilities, card: Card) -> NDArray[np.bool_]:
    """Which of n provisions are taken for something on some element: shape (n,), from shape (n, elements, classes)."""
    nothing = found[:, :, card.classes.index(NOTHING)]
    return np.asarray((nothing < 1 - WORTH_A_SECOND).any(axis=1))


def load_classifier(setting: str, register: Path, register_id: str) -> OnnxClassifier | Cascade | None:
    """Find the classifier that is set, with its second where it has one. Weights are read when it first classifies.

    Args:
        setting: "auto", "none" or a folder.
        register: the register's file; its own classifier lies in ``classifier_folder`` of it.
        register_id: what the classifier must have been trained for.

    Returns:
        None for "none", and for "auto" where the register has none.

    Raises:
        WrongModel: there is no classifier in the folder, or it was trained for another register.
        ModelError: its card cannot be read.
    """
    if setting == NONE:
        return None
    folder = classifier_folder(register) if setting == AUTO else Path(setting).expanduser()
    if not folder.is_dir():
        if setting == AUTO:
            return None
        raise WrongModel("there is no such folder", where=setting, hint="name a classifier's folder, auto or none")
    first = first_classifier(folder, register_id)
    second = folder / SECOND
    return Cascade(first, OnnxClassifier(second), str(second)) if second.is_dir() else first


def first_classifier(folder: Path, register_id: str) -> OnnxClassifier:
    """The classifier in a folder that reads everything, without its second.

    Raises:
        WrongModel: it was trained for another register.
        ModelError: its card cannot be read.
    """
    classifier = OnnxClassifier(folder)
    if classifier.card.register_id != register_id:
        raise WrongModel(
            f"this classifier was trained for the register {classifier.card.register_id}", where=str(folder), hint=_HINT
        )
    return classifier


def classifier_folder(register: Path) -> Path:
    """Where the classifier of a register lies, given the register's file."""
    return register.with_suffix(".classifier")


def read_as(heading: str, text: str) -> str:
    """A provision under its section's heading, as one text; training and reading put it the same way."""
    return f"{heading}. {text}" if heading else text
