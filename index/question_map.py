"""A linear map that takes the vector of a question to where the sentences lie that answer questions like it.

An embedding model puts a question near to sentences that are worded like it. Which of them answer is learnt from questions with their answers, the model itself staying as it is (a linear adapter on
the side of the query): the map adds to a question's vector what the matrix makes of it. It belongs to one embedding model, and says where to look first, nothing else. It lies beside an evidence
model: ``question_map.npz`` and ``question_map.json``, which names the embedding model and what the map was trained from.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from index.errors import WrongModel
from index.onnx_export import file_sha256
from index.onnx_model import read_card

WEIGHTS: Final = "question_map.npz"
CARD: Final = "question_map.json"
_HINT: Final = "train it again: python -m evals.question_map"


class MapCard(BaseModel):
    """What a map was trained from: the embedding model's sha256, pages, parts of questions that are answered, and the data's sha256."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    embedding_sha256: str
    pages: int
    parts: int
    data_sha256: str
    weights_sha256: str


@dataclass(frozen=True, eq=False)
class QuestionMap:
    """The map: ``matrix`` of shape (d, d) and ``shift`` of shape (d,), float32, for vectors of the embedding model named."""

    embedding_sha256: str
    matrix: NDArray[np.float32]
    shift: NDArray[np.float32]
    sha256: str = ""
    """Of the file of weights; empty for one that is not kept."""

    def __call__(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """A question's vector, shape (d,), mapped: the same shape, of length 1."""
        mapped = vector + self.matrix @ vector + self.shift
        return np.asarray(mapped / np.linalg.norm(mapped), dtype=np.float32)


def read_question_map(folder: Path) -> QuestionMap | None:
    """The map in a folder; None where there is none.

    Raises:
        ModelError: its card cannot be read.
        WrongModel: the weights are not those that the card names.
    """
    if not (folder / CARD).is_file():
        return None
    card = read_card(folder / CARD, MapCard, "question map", _HINT)
    weights = folder / WEIGHTS
    if not weights.is_file() or file_sha256(weights) != card.weights_sha256:
        raise WrongModel("these weights are not those that the card names", where=str(weights), hint=_HINT)
    with np.load(weights, allow_pickle=False) as arrays:
        matrix, shift = (arrays[name].astype(np.float32) for name in ("matrix", "shift"))
    return QuestionMap(card.embedding_sha256, matrix, shift, card.weights_sha256)


def write_question_map(folder: Path, matrix: NDArray[np.float32], shift: NDArray[np.float32], card: MapCard) -> MapCard:
    """Put a map into a folder, in half precision; the card is given without the sha256 of the weights."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / WEIGHTS).open("wb") as file:
        np.savez(file, matrix=matrix.astype(np.float16), shift=shift.astype(np.float16))
    card = card.model_copy(update={"weights_sha256": file_sha256(folder / WEIGHTS)})
    (folder / CARD).write_text(card.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return card
