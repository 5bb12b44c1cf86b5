"""Writes a torch network as ONNX, with weights of 32 or of 8 bits (Dettmers et al., 2022), and reads the latter back into floating point."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from index.errors import ModelError
from index.onnx_model import TOKENIZER, WEIGHTS

_OPSET: Final = 17
_QUANTIZED: Final = "_quantized"


def export(network: Any, path: Path, inputs: Sequence[str], output: str = "logits", per_token: Sequence[str] = ()) -> None:
    """Write a network that takes these inputs, shape (n, tokens) each, and gives one output, shape (n, ...), as ONNX of 32 bits.

    ``per_token`` are further outputs, shape (n, tokens, ...).

    The network's attention is put into plain steps for it, and stays so.
    """
    import torch  # noqa: PLC0415 (seconds)

    for part in network.modules():
        if hasattr(part, "set_attn_implementation"):
            # what torch computes as one step of attention is exported with masking of its own, which costs 13% of the time when it is run
            part.set_attn_implementation("eager")
    example = torch.ones((2, 8), dtype=torch.long)
    with warnings.catch_warnings():
        # the exporter that needs no further package is called old, and warns of branches that the encoder never takes here
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (example,) * len(inputs),
            str(path),
            input_names=list(inputs),
            output_names=[output, *per_token],
            dynamic_axes={**{name: {0: "texts", 1: "tokens"} for name in (*inputs, *per_token)}, output: {0: "texts"}},
            opset_version=_OPSET,
            dynamo=False,
        )


def export_int8(network: Any, folder: Path, inputs: Sequence[str], output: str = "logits", per_token: Sequence[str] = ()) -> None:
    """Write a network like ``export``, with weights of 8 bits, into ``folder / WEIGHTS``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415

    whole = folder / "whole.onnx"
    export(network, whole, inputs, output, per_token)
    with _no_advice():
        quantize_dynamic(whole, folder / WEIGHTS, weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()


@contextmanager
def _no_advice() -> Iterator[None]:
    """The quantizer advises a step that changes nothing here, through the root logger, which gets a handler by that: not now."""
    level, handlers = logging.root.level, logging.root.handlers[:]
    logging.root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logging.root.setLevel(level)
        logging.root.handlers[:] = handlers


def put_model(made: Path, folder: Path, card_name: str, card: BaseModel, files: Sequence[str] = (WEIGHTS, TOKENIZER)) -> None:
    """Put the files of a model that were made in one folder into another, with its card; files of these names are replaced."""
    (made / card_name).write_text(json.dumps(card.model_dump(), indent=2) + "\n", encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*files, card_name):
        shutil.copyfile(made / name, folder / name)


def file_sha256(path: Path) -> str:
    """Of a file's bytes, 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def recovered_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """The weights of a BERT classifier that was exported with dynamic 8-bit weights, by the names that transformers, or the network that was exported, gives them.

    The scale and the zero point of each matrix turn its integers back into numbers: what rounding took is lost, the rest is the model that was exported.

    Raises:
        ModelError: the file holds no such model.
    """
    import onnx  # noqa: PLC0415 (a second)
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # noqa: PLC0415
    from onnx import numpy_helper  # noqa: PLC0415

    try:
        graph = onnx.load(str(path)).graph
    except (OSError, DecodeError) as error:
        raise ModelError(f"this model cannot be read ({error})", where=str(path)) from error
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    own = re.compile(r"^(bert|encoder|embeddings|classifier|head)\.(?!.*_(quantized|scale|zero_point)$)")
    found = {name: values for name, values in held.items() if own.match(name)}
    for name in held:
        if ".embeddings." in f".{name}" and name.endswith(_QUANTIZED):
            found[name.removesuffix(_QUANTIZED)] = _floats(held, name.removesuffix(_QUANTIZED), rows=True)
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            place = re.sub(r"/(MatMul|Gemm_MatMul)_quant$", "", node.name.strip("/")).replace("/", ".")
            # a multiplication holds its matrix the other way round than torch's linear layers
            found[f"{place}.weight"] = _floats(held, node.input[1].removesuffix(_QUANTIZED)).T
    plain = {_plain_name(name): np.ascontiguousarray(values, dtype=np.float32) for name, values in found.items()}
    if not any(f".{name}".endswith(".embeddings.word_embeddings.weight") for name in plain):
        raise ModelError("this is no BERT model with weights of 8 bits", where=str(path))
    return plain


def _plain_name(name: str) -> str:
    """Our own exports wrap the classifier once more."""
    return re.sub(r"^bert\.(?=bert\.|classifier\.)", "", name)


def _floats(held: dict[str, Any], name: str, *, rows: bool = False) -> NDArray[np.float32]:
    """``rows``: where each row has a scale of its own; else each column, or all have one."""
    integers, scale, zero = (held[f"{name}_{part}"] for part in ("quantized", "scale", "zero_point"))
    if rows and scale.ndim:
        scale, zero = scale[:, None], zero[:, None]
    return np.asarray((integers.astype(np.float32) - zero.astype(np.float32)) * scale, dtype=np.float32)
