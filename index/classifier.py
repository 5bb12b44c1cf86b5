"""Classifiers read one provision of a draft and say, element by element, what it does: nothing, or what the element asks, a part of it, the opposite.

One is trained from a register's example provisions (``index.training``) and lies beside the register in a folder: ``model.onnx``, ``tokenizer.json`` and
``classifier.json``, which says what the columns of its output mean, what it was trained from, and the sha256 of the other files. One that has learnt by which words a provision
does what it does (``index.span_training``) has ``spans.onnx`` besides, and one that another reads beside it has that one's files in the folder ``second``.
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
from index.onnx_model import TOKENIZER, WEIGHTS, OnnxModel, Probabilities, Tokens, probabilities, read_card
from index.span_head import SpanHead

AUTO: Final = "auto"
NONE: Final = "none"
CARD: Final = "classifier.json"
NOTHING: Final = "none"
"""The class of provisions that do nothing for an element."""
_BATCH: Final = 8
"""Weights of 8 bits scale what flows through the model by the batch, so a text's probabilities move a little with its neighbours; one at a time takes half as long again."""
_HINT: Final = "train it again: clausewise register train"
STATES: Final = "states"
"""The output of the model with the state of each token, from which ``SPANS`` reads."""
SPANS: Final = "spans.onnx"
SECOND: Final = "second"
"""The folder, in a classifier's, of one that reads beside it."""
_SURELY: Final = 0.98
"""What the first is so sure does nothing for any element the second does not read: about a third of a draft that is all on the subject, most of another."""


class Card(BaseModel):
    """What a classifier was trained for and from.

    ``classes`` are the values of one element, ``NOTHING`` among them. ``examples`` counts what it learnt from, ``quotes`` from how many it has learnt which words decide: 0 where it has not.
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
    quotes: int = 0
    spans_sha256: str = ""


class Classifier(Protocol):
    """Classifies provisions. Two classifiers with one ``sha256`` give the same probabilities and decisive words."""

    @property
    def sha256(self) -> str:
        """Of all its weights, 64 hex digits."""

    @property
    def card(self) -> Card:
        """What it was trained for."""

    def classify(self, texts: Sequence[str]) -> Probabilities:
        """Classify n provisions: shape (n, elements, classes), float32; for each element the classes add up to 1."""

    def decisive(self, texts: Sequence[str]) -> list[Tokens]:
        """Of each text for each token how probable it is, element by element, that a person who shows what the text does quotes it: values of shape (tokens, elements); only where the card counts ``quotes``."""


class OnnxClassifier:
    """A classifier in a folder. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def sha256(self) -> str:
        """Of all its weights, 64 hex digits: the model's, or, where words are learnt that decide, of both files' sha256."""
        card = self.card
        if not card.quotes:
            return card.model_sha256
        return hashlib.sha256(f"{card.model_sha256}{card.spans_sha256}".encode()).hexdigest()

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

    def decisive(self, texts: Sequence[str]) -> list[Tokens]:
        """Of each text for each token how probable it is, element by element, that a person who shows what the text does quotes it: values of shape (tokens, elements).

        Raises:
            ModelError: the model cannot be loaded, is not the one its card names, or has not learnt this.
        """
        return [Tokens(places, self._spans.odds(states)) for places, states in self.states(texts)]

    def states(self, texts: Sequence[str]) -> list[Tokens]:
        """Of each text the state of each token: values of shape (tokens, width).

        Raises:
            ModelError: the model cannot be loaded, or is not the one its card names.
        """
        return self._model.run_tokens(texts, STATES)

    @cached_property
    def _spans(self) -> SpanHead:
        return SpanHead(self.folder / SPANS, self.card.spans_sha256)

    @cached_property
    def _model(self) -> OnnxModel:
        expected = {WEIGHTS: self.card.model_sha256, TOKENIZER: self.card.tokenizer_sha256}
        return OnnxModel(self.folder, "the classifier", self.card.tokens, _BATCH, _HINT, expected)


class ClassifierPair:
    """Two classifiers of one register, of different encoders, whose probabilities are averaged: each errs where the other does not (Hansen and Salamon, 1990). Which words decide the first says, or both where both have learnt it. Safe to share between threads."""

    def __init__(self, first: Classifier, second: Classifier) -> None:
        """Put two together.

        Raises:
            WrongModel: the second is of another register, or has other elements or classes.
        """
        kinds = [(one.card.register_id, one.card.elements, one.card.classes) for one in (first, second)]
        if kinds[0] != kinds[1]:
            raise WrongModel(
                "the second classifier has another register, other elements or classes",
                where=SECOND,
                hint=f"train both for the register as it is, or remove the folder {SECOND}",
            )
        self.first, self.second = first, second

    @property
    def sha256(self) -> str:
        """Of the weights of both, 64 hex digits: of both sha256."""
        return hashlib.sha256(f"{self.first.sha256} {self.second.sha256}".encode()).hexdigest()

    @property
    def card(self) -> Card:
        """The first one's."""
        return self.first.card

    def classify(self, texts: Sequence[str]) -> Probabilities:
        """Classify n provisions: shape (n, elements, classes), float32; for each element the classes add up to 1.

        Raises:
            ModelError: a model cannot be loaded, or is not the one its card names.
        """
        found = self.first.classify(texts)
        doubtful = np.flatnonzero((found[:, :, self.card.classes.index(NOTHING)] < _SURELY).any(axis=1))
        if len(doubtful):
            found[doubtful] = (found[doubtful] + self.second.classify([texts[int(at)] for at in doubtful])) / 2
        return found

    def decisive(self, texts: Sequence[str]) -> list[Tokens]:
        """Of each text for each token of the first's how probable it is that it is quoted, shape (tokens, elements): the mean of both, where the second has learnt this, too.

        Raises:
            ModelError: a model cannot be loaded, is not the one its card names, or the first has not learnt this.
        """
        found = self.first.decisive(texts)
        if not self.second.card.quotes:
            return found
        pairs = zip(found, self.second.decisive(texts), strict=True)
        return [Tokens(one.places, np.float32(0.5) * (one.values + _at(one.places, other))) for one, other in pairs]


def _at(places: NDArray[np.int64], tokens: Tokens) -> Probabilities:
    """What the tokens of one reading say at the places of another's, half-open spans of shape (n, 2): for each the value of the last token that begins no later, shape (n, elements)."""
    words = np.flatnonzero(tokens.places[:, 0] < tokens.places[:, 1])  # marks of beginning and end stand nowhere
    if not len(words):
        return np.zeros((len(places), tokens.values.shape[1]), dtype=np.float32)
    last = np.searchsorted(tokens.places[words, 0], places[:, 0], side="right") - 1
    return np.asarray(tokens.values[words[np.maximum(last, 0)]], dtype=np.float32)


def load_classifier(setting: str, register: Path, register_id: str) -> Classifier | None:
    """Find the classifier that is set, with a second that reads beside it where its folder has one. Weights are read when it first classifies.

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
    first = open_classifier(folder, register_id)
    return ClassifierPair(first, open_classifier(folder / SECOND, register_id)) if (folder / SECOND).is_dir() else first


def open_classifier(folder: Path, register_id: str) -> OnnxClassifier:
    """The classifier in a folder, alone.

    Raises:
        WrongModel: it was trained for another register.
        ModelError: there is none, or its card cannot be read.
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
