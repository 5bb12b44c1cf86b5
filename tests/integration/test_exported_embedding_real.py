"""The export of the packaged embedding model, for real: near to the original, without torch, made again where it is damaged."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import index.exported_embedding
from index.embedders import Runtime, load_embedder
from index.embedding import SentenceEmbedder
from index.errors import ModelError
from index.exported_embedding import CARD, ExportedEmbedder
from index.onnx_model import TOKENIZER, WEIGHTS

ROOT = Path(__file__).parents[2]
TEXTS = [
    "Whoever attempts to commit the offence is punished as if it had been completed.",
    "",
    "  Spaces around, “quotes”, § 3 – and naïve accents.  ",
    "A victim of trafficking shall not be detained, charged or prosecuted for having entered the territory illegally. " * 30,
    "x",
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    load_embedder(runtime=Runtime.ONNX, kept=folder).embed(["made once for all tests"])
    return folder


def exported(kept):
    return load_embedder(runtime=Runtime.ONNX, kept=kept)


def test_the_vectors_are_those_of_sentence_transformers(kept):
    original, found = load_embedder().embed(TEXTS), exported(kept).embed(TEXTS)
    assert (found.dtype, found.shape) == (np.float32, original.shape)
    assert (found * original).sum(axis=1).min() > 0.999
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert np.allclose(found, np.concatenate([exported(kept).embed([text]) for text in TEXTS]), atol=1e-5)
    assert exported(kept).embed([]).shape == (0, original.shape[1])


def test_the_export_says_the_dimensions_where_only_torch_could(kept, monkeypatch):
    monkeypatch.setattr(SentenceEmbedder, "dimensions", property(lambda _: pytest.fail("the original was asked")))
    assert exported(kept).dimensions == 384


def test_two_that_make_the_same_vectors_have_one_sha256_and_eight_bits_another(tmp_path):
    original = load_embedder()
    assert exported(tmp_path).sha256 == original.sha256
    eight = load_embedder(runtime=Runtime.ONNX_INT8, kept=tmp_path)
    assert eight.sha256 not in {original.sha256, ""}
    assert eight.name == f"{original.name} (8 bits)"


def test_eight_bits_come_near(tmp_path):
    eight = load_embedder(runtime=Runtime.ONNX_INT8, kept=tmp_path)
    assert (eight.embed(TEXTS) * load_embedder().embed(TEXTS)).sum(axis=1).min() > 0.9
    card = json.loads((eight.folder / CARD).read_text())
    assert card["eight_bits"]
    assert 0.9 < card["likeness"] < 1
    assert (eight.folder / WEIGHTS).stat().st_size < 30_000_000


def test_once_it_is_there_no_torch_is_imported(kept):
    code = (
        "import sys; from pathlib import Path; from index.embedders import *;"
        f"e = load_embedder(runtime=Runtime.ONNX, kept=Path({str(kept)!r}));"
        "print(e.embed(['a text']).shape, 'torch' in sys.modules, 'transformers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "(1, 384) False False\n", "")


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER, CARD])
def test_a_damaged_export_is_made_again(kept, name, caplog):
    path = exported(kept).folder / name
    path.write_bytes(path.read_bytes()[:-7])
    with caplog.at_level(logging.WARNING):
        vectors = exported(kept).embed(TEXTS)
    assert "is made again" in caplog.text
    assert (vectors * load_embedder().embed(TEXTS)).sum(axis=1).min() > 0.999
    caplog.clear()
    exported(kept).embed(TEXTS[:1])
    assert caplog.text == ""


def test_a_model_that_cannot_be_exported_is_run_as_it_is(tmp_path, monkeypatch, caplog):
    def unable(*_given, **_named):
        raise RuntimeError("Unsupported: aten::strange")

    monkeypatch.setattr(index.exported_embedding, "export", unable)
    embedder = exported(tmp_path)
    assert np.allclose(embedder.embed(TEXTS), load_embedder().embed(TEXTS), atol=1e-5)
    assert "is run by sentence-transformers" in caplog.text
    assert "aten::strange" in caplog.text
    assert not list(tmp_path.glob(f"*/{CARD}"))


def test_eight_bits_that_cannot_be_had_are_an_error(tmp_path, monkeypatch):
    def unable(*_given, **_named):
        raise RuntimeError("Unsupported: aten::strange")

    monkeypatch.setattr(index.exported_embedding, "export_int8", unable)
    with pytest.raises(ModelError, match=r"weights of 8 bits.*CLAUSEWISE_EMBEDDING_RUNTIME"):
        load_embedder(runtime=Runtime.ONNX_INT8, kept=tmp_path).embed(TEXTS[:1])


def test_an_export_that_gives_other_vectors_is_not_used(tmp_path, monkeypatch, caplog):
    def crooked(network, path, inputs, output):
        import torch

        class Crooked(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.network = network

            def forward(self, *tensors):
                found = self.network(*tensors)
                return torch.nn.functional.normalize(found.roll(1, dims=1), dim=1)

        return export(Crooked(), path, inputs, output)

    export = index.exported_embedding.export
    monkeypatch.setattr(index.exported_embedding, "export", crooked)
    embedder = exported(tmp_path)
    assert np.allclose(embedder.embed(TEXTS[:1]), load_embedder().embed(TEXTS[:1]), atol=1e-5)
    assert "vectors are not the model's" in caplog.text


def test_a_folder_that_holds_no_model_is_an_error_all_the_same(tmp_path):
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "model.safetensors").write_bytes(b"nonsense")
    (tmp_path / "none" / "config.json").write_text("{}")
    embedder = load_embedder(str(tmp_path / "none"), runtime=Runtime.ONNX, kept=tmp_path / "kept")
    assert isinstance(embedder, ExportedEmbedder)
    with pytest.raises(ModelError, match="cannot be loaded"):
        embedder.embed(["a text"])


def test_processes_that_export_at_once_wait_for_each_other(tmp_path):
    code = (
        "import sys; from pathlib import Path; from index.embedders import *;"
        f"e = load_embedder(runtime=Runtime.ONNX, kept=Path({str(tmp_path)!r})); print(e.embed(['a text']).shape, (e.folder / {CARD!r}).is_file())"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [run.communicate(timeout=300) for run in runs] == [("(1, 384) True\n", "")] * 2
