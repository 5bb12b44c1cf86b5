"""A classifier that takes texts for what a script says, and remembers what it read."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.classifier import Card

CLASSES = ("none", "met", "partial", "conflict", "narrows")


class ScriptedClassifier:
    """The script gives, for a piece of a text, the class and its probability by element; the rest is shared by nothing."""

    sha256 = "0" * 64

    def __init__(self, register_id: str, elements: Sequence[str], script: Mapping[str, Mapping[str, tuple[str, float]]]) -> None:
        self.card = Card(
            register_id=register_id,
            elements=tuple(elements),
            classes=CLASSES,
            tokens=192,
            base="scripted",
            examples=len(script),
            examples_sha256="0" * 64,
            model_sha256=self.sha256,
            tokenizer_sha256="0" * 64,
        )
        self.script = dict(script)
        self.read: list[str] = []

    def classify(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read += texts
        found = np.zeros((len(texts), len(self.card.elements), len(CLASSES)), dtype=np.float32)
        found[:, :, 0] = 1
        for row, text in enumerate(texts):
            for piece, labels in self.script.items():
                for element, (name, probability) in labels.items() if piece in text else ():
                    column = self.card.elements.index(element)
                    found[row, column, 0] = 1 - probability
                    found[row, column, CLASSES.index(name)] = probability
        return found
