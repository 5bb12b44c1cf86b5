"""A classifier that takes texts for what a script says, and remembers what it read."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.classifier import Card
from index.onnx_model import Tokens

CLASSES = ("none", "met", "partial", "conflict", "narrows")


class ScriptedClassifier:
    """The script gives, for a piece of a text, the class and its probability by element; the rest is shared by nothing."""

    sha256 = "0" * 64

    def __init__(
        self,
        register_id: str,
        elements: Sequence[str],
        script: Mapping[str, Mapping[str, tuple[str, float]]],
        quoted: Mapping[str, Mapping[str, float]] | None = None,
    ) -> None:
        """``quoted`` gives, by element, words and how probable it is that they are quoted."""
        self.quoted = dict(quoted or {})
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
            quotes=len(self.quoted),
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

    def decisive(self, texts: Sequence[str]) -> list[Tokens]:
        return [self._decisive(text) for text in texts]

    def _decisive(self, text: str) -> Tokens:
        places = np.array([match.span() for match in re.finditer(r"\w+", text)], dtype=np.int64)
        values = np.zeros((len(places), len(self.card.elements)), dtype=np.float32)
        for element, odds in self.quoted.items():
            for words, probability in odds.items():
                low = text.find(words)
                inside = (places[:, 0] >= low) & (places[:, 1] <= low + len(words)) & (low >= 0)
                values[inside, self.card.elements.index(element)] = probability
        return Tokens(places, values)
