import hashlib
import json
import subprocess
import sys

import pytest

from index.embedders import load_embedder
from index.embedding import PACKAGED_SHA256, weights_sha256
from index.errors import ModelError


def model_folder(folder, *, weights=b"weights", last="sentence_transformers.models.Pooling", **pooling):
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(weights)
    modules = [{"type": "sentence_transformers.models.Transformer", "path": ""}, {"type": last, "path": "1_Pooling"}]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    config = {"word_embedding_dimension": 12, "pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False} | pooling
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def test_the_packaged_model_is_the_pinned_one_and_nothing_heavy_is_imported():
    code = (
        "import sys; from index.embedders import load_embedder; e = load_embedder();"
        "print(e.sha256, e.dimensions, e.name, 'torch' in sys.modules, 'transformers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [PACKAGED_SHA256, "384", "sentence-transformers/all-MiniLM-L6-v2", "False", "False"]
    assert done.stderr == ""


def test_a_folder_is_named_and_hashed(tmp_path):
    folder = model_folder(tmp_path / "mine")
    embedder = load_embedder(str(folder))
    assert embedder.name == "mine"
    assert embedder.dimensions == 12
    assert embedder.sha256 == hashlib.sha256(b"weights").hexdigest()


def test_the_expected_sha256_is_checked_whatever_its_case(tmp_path):
    folder = model_folder(tmp_path / "mine")
    sha256 = hashlib.sha256(b"weights").hexdigest()
    assert load_embedder(str(folder), sha256.upper()).sha256 == sha256
    with pytest.raises(ModelError, match=f"{sha256}, expected {'0' * 64}"):
        load_embedder(str(folder), "0" * 64)


def test_several_files_of_weights_have_one_sha256(tmp_path):
    folder = model_folder(tmp_path / "mine")
    one = weights_sha256(folder)
    (folder / "1_Pooling" / "model.safetensors").write_bytes(b"more")
    two = weights_sha256(folder)
    (folder / "1_Pooling" / "model.safetensors").write_bytes(b"else")
    assert len({one, two, weights_sha256(folder)}) == 3


def test_a_folder_without_weights(tmp_path):
    with pytest.raises(ModelError, match="no weights in the safetensors format"):
        load_embedder(str(tmp_path), "0" * 64)


@pytest.mark.parametrize("name", ["no/such/folder/here", "../none", "~/none-at-all", "two words"])
def test_what_is_neither_folder_nor_hub_name(name):
    with pytest.raises(ModelError, match=r"no such folder.*packaged"):
        load_embedder(name)
