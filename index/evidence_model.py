"""The evidence model reads a question and a sentence together and says whether the sentence answers it, contradicts what it takes for granted, or neither.

It is a small cross-encoder (Nogueira and Cho, 2019), tuned on questions to guidance pages of many subjects (``index.evidence_training``), and knows no subject of its own. It lies in a folder: ``model.onnx``,
``tokenizer.json`` and ``evidence.json``, which says what its outputs mean, what it was trained from, and the sha256 of both other files; and, where it has one, a map of questions' vectors (``index.question_map``). Run by onnxruntime, without torch.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

from pydantic import BaseModel, ConfigDict

from index.errors import WrongModel
from index.onnx_model import TOKENIZER, WEIGHTS, OnnxModel, Probabilities, probabilities, read_card
from index.question_map import QuestionMap, read_question_map

AUTO: Final = "auto"
NONE: Final = "none"
CARD: Final = "evidence.json"
CLASSES: Final = ("none", "answers", "corrects")
"""What a sentence does to a question; the columns of the model's output."""
_BATCH: Final = 4
"""Pairs of like length are read together; more at once take longer, for want of room in the caches."""
_HINT: Final = "train it again: clausewise evals train"


class EvidenceCard(BaseModel):
    """What an evidence model was trained from: pages, questions and pairs, and the data's sha256."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    classes: tuple[str, ...]
    tokens: int
    base: str
    pages: int
    questions: int
    pairs: int
    data_sha256: str
    model_sha256: str
    tokenizer_sha256: str


class EvidenceModel(Protocol):
    """Reads questions with sentences. Two models with one ``sha256`` read the same sentences first and give the same probabilities."""

    @property
    def sha256(self) -> str:
        """Of all that decides what it reads and says, 64 hex digits."""

    @property
    def question_map(self) -> QuestionMap | None:
        """What says, beside words and cosines, which sentences to read first; None where the model has none."""

    def read(self, question: str, sentences: Sequence[str]) -> Probabilities:
        """Read a question with each of n sentences: shape (n, 3), float32; the columns are ``CLASSES``, each row adds up to 1."""


class OnnxEvidenceModel:
    """An evidence model in a folder. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def sha256(self) -> str:
        """Of all its weights, 64 hex digits: the model's, or, where a map lies beside it, of both files' sha256."""
        question_map = self.question_map
        if question_map is None:
            return self.card.model_sha256
        return hashlib.sha256(f"{self.card.model_sha256} {question_map.sha256}".encode()).hexdigest()

    @cached_property
    def card(self) -> EvidenceCard:
        """What it was trained from.

        Raises:
            ModelError: the card is not there, or is none.
        """
        return read_card(self.folder / CARD, EvidenceCard, "evidence model", _HINT)

    @cached_property
    def question_map(self) -> QuestionMap | None:
        """The map that lies in the folder; None where there is none.

        Raises:
            ModelError: it cannot be read.
        """
        return read_question_map(self.folder)

    def read(self, question: str, sentences: Sequence[str]) -> Probabilities:
        """Read a question with each of n sentences: shape (n, 3), float32; the columns are ``CLASSES``, each row adds up to 1.

        Raises:
            ModelError: the model cannot be loaded, or is not the one its card names.
        """
        return probabilities(self._model.run([(question, sentence) for sentence in sentences]), (len(CLASSES),))

    @cached_property
    def _model(self) -> OnnxModel:
        expected = {WEIGHTS: self.card.model_sha256, TOKENIZER: self.card.tokenizer_sha256}
        return OnnxModel(self.folder, "the evidence model", self.card.tokens, _BATCH, _HINT, expected)


def packaged_evidence_model() -> Path:
    """The folder of the model that comes with clausewise."""
    return Path(__file__).parent / "evidence"


def load_evidence_model(setting: str) -> OnnxEvidenceModel | None:
    """Find the evidence model that is set. Its weights are read when it first reads.

    Args:
        setting: "auto" (the one that comes with clausewise), "none" or a folder.

    Raises:
        WrongModel: there is no model in the folder, or its outputs mean something else.
        ModelError: its card cannot be read.
    """
    if setting == NONE:
        return None
    folder = packaged_evidence_model() if setting == AUTO else Path(setting).expanduser()
    if not folder.is_dir():
        raise WrongModel("there is no such folder", where=str(folder), hint="name an evidence model's folder, auto or none")
    model = OnnxEvidenceModel(folder)
    if model.card.classes != CLASSES:
        raise WrongModel(f"this model's classes are {model.card.classes}, not {CLASSES}", where=str(folder), hint=_HINT)
    return model
