import hashlib
import importlib.util

import numpy as np
import pytest

from index.errors import ModelError, WrongModel
from index.reranking import TOP, CrossEncoderReranker, OnnxReranker, load_reranker, reranked
from tests.support.scripted_reranker import ScriptedReranker


def ranked(scores):
    return np.argsort(-scores, kind="stable").tolist()


def test_a_reranker_moves_texts_among_the_first_and_none_beyond():
    texts = [f"text {n}" for n in range(TOP + 5)]
    scores = np.linspace(1, 0, len(texts)).astype(np.float32)
    reranker = ScriptedReranker({"text 9": 100.0, f"text {TOP}": 1000.0})
    found = ranked(reranked(scores, "query", texts, reranker))
    assert found[0] == 9
    assert found[TOP:] == list(range(TOP, TOP + 5))
    assert reranker.asked == [("query", tuple(texts[:TOP]))]


def test_a_reranker_without_an_opinion_moves_nothing():
    scores = np.array([0.1, 0.7, 0.4], dtype=np.float32)
    found = reranked(scores, "query", ["a", "b", "c"], ScriptedReranker({}))
    assert ranked(found) == [1, 2, 0]
    assert found.dtype == np.float32
    assert scores.tolist() == pytest.approx([0.1, 0.7, 0.4]), "what was given stays as it was"


def test_none_is_none():
    assert load_reranker("none") is None


def test_where_the_package_is_not_installed(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert load_reranker("auto") is None
    with pytest.raises(WrongModel, match="not installed"):
        load_reranker("packaged")


def onnx_folder(folder):
    folder.mkdir()
    (folder / "model.onnx").write_bytes(b"no model")
    (folder / "tokenizer.json").write_bytes(b"no tokenizer")
    return folder


def test_a_folder_is_named_and_hashed(tmp_path):
    found = load_reranker(str(onnx_folder(tmp_path / "mine")))
    assert isinstance(found, OnnxReranker)
    assert (found.name, found.sha256) == ("mine", hashlib.sha256(b"no model").hexdigest())
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "model.safetensors").write_bytes(b"weights")
    other = load_reranker(str(tmp_path / "other"), hashlib.sha256(b"weights").hexdigest().upper())
    assert isinstance(other, CrossEncoderReranker)


def test_the_expected_sha256_is_checked(tmp_path):
    with pytest.raises(WrongModel, match=f"expected {'0' * 64}"):
        load_reranker(str(onnx_folder(tmp_path / "mine")), "0" * 64)


def test_pinned_files_are_checked_before_they_are_loaded(tmp_path):
    folder = onnx_folder(tmp_path / "mine")
    with pytest.raises(ModelError, match="sha256 of tokenizer"):
        OnnxReranker("mine", folder, {"tokenizer.json": "0" * 64}).score("query", ["text"])
    with pytest.raises(ModelError, match="cannot be read"):
        OnnxReranker("mine", folder, {"absent.json": "0" * 64}).score("query", ["text"])


def test_files_that_are_no_model(tmp_path):
    with pytest.raises(ModelError, match="cannot be loaded"):
        OnnxReranker("mine", onnx_folder(tmp_path / "mine")).score("query", ["text"])
