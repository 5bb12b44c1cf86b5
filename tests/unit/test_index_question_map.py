"""The map of questions' vectors: learnt, kept, and used for the embedding model it was learnt for."""

from __future__ import annotations

import numpy as np
import pytest

from bot.answering.lexicon import load_lexicon
from bot.answering.pool import SentencePool
from evals.question_map import found_among
from index.errors import WrongModel
from index.evidence_model import packaged_evidence_model
from index.question_map import CARD, WEIGHTS, MapCard, QuestionMap, read_question_map, write_question_map
from index.question_map_training import MapLesson, train_question_map
from tests.support.asking import fireworks, register

D = 8


def card(**changes):
    return MapCard(**{"embedding_sha256": "a", "pages": 1, "parts": 1, "data_sha256": "b", "weights_sha256": "", **changes})


def lessons():
    """Questions whose answers lie in one direction from them, each beside a sentence that is worded like it."""
    chance = np.random.default_rng(0)
    questions = chance.normal(size=(40, D)).astype(np.float32)
    answers = questions + 0.8 * np.ones(D, dtype=np.float32)
    near = questions + 0.6 * chance.normal(size=questions.shape).astype(np.float32)
    vectors = np.concatenate([questions, answers, near])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    beside = np.zeros(2, dtype=np.float32)
    return vectors, [MapLesson(at, (80 + at, 40 + at), (False, True), beside) for at in range(40)]


def test_it_learns_where_answers_lie():
    vectors, told = lessons()
    before = found_among(told, vectors, None, 1)
    said = []
    matrix, shift = train_question_map(vectors, told * 40, said.append)
    assert found_among(told, vectors, QuestionMap("a", matrix, shift), 1) > before + 0.15
    assert said


def test_two_trainings_with_one_seed_are_the_same():
    vectors, told = lessons()
    first, second = (train_question_map(vectors, told, lambda _: None, seed=3) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_a_map_that_is_kept_is_the_same_but_for_half_precision(tmp_path):
    matrix = np.random.default_rng(1).normal(size=(D, D)).astype(np.float32)
    shift = np.ones(D, dtype=np.float32)
    written = write_question_map(tmp_path, matrix, shift, card())
    found = read_question_map(tmp_path)
    assert found is not None
    assert found.embedding_sha256 == "a"
    assert np.allclose(found.matrix, matrix, atol=2e-3)
    assert written.weights_sha256
    vector = np.eye(D, dtype=np.float32)[0]
    assert np.linalg.norm(found(vector)) == pytest.approx(1)


def test_where_there_is_none_there_is_none(tmp_path):
    assert read_question_map(tmp_path) is None


def test_other_weights_than_the_cards_are_refused(tmp_path):
    write_question_map(tmp_path, np.zeros((D, D), dtype=np.float32), np.zeros(D, dtype=np.float32), card())
    (tmp_path / WEIGHTS).write_bytes(b"others")
    with pytest.raises(WrongModel, match="weights"):
        read_question_map(tmp_path)
    assert (tmp_path / CARD).is_file()


class Flat:
    """An embedder that knows one direction for each text."""

    name, sha256, dimensions = "flat", "f" * 64, D

    def embed(self, texts):
        return np.stack([np.roll(np.eye(D, dtype=np.float32)[0], len(text) % D) for text in texts])


@pytest.mark.parametrize(("of", "same"), [("f" * 64, False), ("0" * 64, True)])
def test_a_map_counts_for_its_own_embedding_model_alone(of, same):
    documents, passages = fireworks()
    pool = SentencePool(documents, passages, register(documents), load_lexicon(), Flat())
    sentences = pool.candidates(passages)
    turn = QuestionMap(of, np.roll(np.eye(D, dtype=np.float32), 1, axis=0) * 50, np.zeros(D, dtype=np.float32))
    found = pool.cosines("Is a licence needed?", sentences, turn)
    assert all(near.mapped == near.cosine for near in found) is same


def test_the_shipped_map_is_of_the_packaged_embedding_model():
    from index.embedding import PACKAGED_SHA256

    found = read_question_map(packaged_evidence_model())
    assert found is not None
    assert found.embedding_sha256 == PACKAGED_SHA256
    assert found.matrix.shape == (384, 384)
