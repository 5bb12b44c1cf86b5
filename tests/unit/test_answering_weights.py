"""The weights of the features: read, applied, checked."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.answering.lexicon import Weights, load_lexicon
from bot.answering.pool import Near, SentencePool
from bot.answering.question import QuestionReader
from bot.answering.refuse import Reason, gate_features
from bot.answering.select import weigh
from corpus.documents import Document
from corpus.passages import Passage
from tests.support.asking import fireworks, register


def test_the_probability_is_logistic():
    weights = Weights(weights={"coverage": 2.0, "unmet": -1.0}, intercept=-1.0, threshold=0.5)
    assert weights.probability({"coverage": 1.0, "unmet": 1.0}) == pytest.approx(0.5)
    assert weights.probability({"coverage": 1.0, "unmet": 0.0}) > weights.probability({"coverage": 0.5, "unmet": 0.0})


def test_the_shipped_weights_go_the_way_that_they_are_explained():
    words, read = load_lexicon().weights.by_words, load_lexicon().weights.with_model
    assert words.weights["unmet"] < 0 < min(value for name, value in words.weights.items() if name != "unmet")
    assert read.weights["read"] > 0
    assert 0 < words.threshold < 1
    assert 0 < read.threshold < 1


def test_the_weights_name_the_features_that_are_made():
    lexicon = load_lexicon()
    documents, passages = fireworks()
    pool = SentencePool(documents, passages, register(documents), lexicon, None)
    part = QuestionReader(lexicon, frozenset()).part("Should importers be fined?")
    (evidence, *_) = weigh(part, pool.candidates(passages), pool)
    made = set(evidence.features) | set(gate_features(Reason.CONTENT))
    assert set(lexicon.weights.with_model.weights) == made | {"read"}
    assert set(lexicon.weights.by_words.weights) <= made


@pytest.mark.parametrize(("far", "kept"), [(0.5, {"fireworks", "kites"}), (0.3, {"fireworks"})])
def test_a_document_on_another_subject_is_left_out(monkeypatch, far, kept):
    pool, sentences = _kites_beside_fireworks(monkeypatch, far)
    part = QuestionReader(load_lexicon(), frozenset()).part("Should importers be fined?")
    assert {evidence.sentence.document.id for evidence in weigh(part, sentences, pool)} == kept


def _kites_beside_fireworks(monkeypatch, far):
    documents, passages = fireworks()
    kites = Document("kites", "Kites", "Owners of kites should pay fines.")
    every = (*passages, Passage("kites#p0", kites.id, 0, len(kites.text), ()))
    pool = SentencePool({**documents, kites.id: kites}, every, register(documents), load_lexicon(), None)
    near = {"fireworks": 0.6, "kites": far}
    monkeypatch.setattr(
        pool, "cosines", lambda _, sentences, __: [Near(near[s.document.id], near[s.document.id], 0.0) for s in sentences]
    )
    return pool, pool.candidates(every)


def test_a_sentence_that_is_nearer_with_what_it_hangs_on_is_read_before_one_that_is_as_near_alone(monkeypatch):
    documents, passages = fireworks()
    pool = SentencePool(documents, passages, register(documents), load_lexicon(), None)
    sentences = pool.candidates(passages)
    told = {sentence.start: at / 100 for at, sentence in enumerate(sentences)}
    monkeypatch.setattr(pool, "cosines", lambda _, them, __: [Near(0.5, 0.5, told[s.start]) for s in them])
    found = weigh(QuestionReader(load_lexicon(), frozenset()).part("What about zebras?"), sentences, pool)
    assert sorted(found, key=lambda e: e.nearness) == sorted(found, key=lambda e: e.sentence.start)


@pytest.mark.parametrize(("leans", "kept"), [(True, {"kites", "fireworks"}), (False, {"fireworks"})])
def test_a_follow_up_keeps_to_the_document_that_was_quoted_just_before(monkeypatch, leans, kept):
    pool, sentences = _kites_beside_fireworks(monkeypatch, 0.3)
    said = [sentence for sentence in sentences if sentence.document.id == "kites"]
    part = QuestionReader(load_lexicon(), frozenset()).part("And importers?", "Should kites be fined?" if leans else "")
    found = weigh(part, sentences, pool, said=said)
    assert {evidence.sentence.document.id for evidence in found} == kept
    assert [evidence.sentence for evidence in found if evidence.again] == (said if leans else [])
    assert all(evidence.beside == evidence.again for evidence in found)


def test_a_follow_up_that_is_nearest_to_another_document_keeps_that_too(monkeypatch):
    pool, sentences = _kites_beside_fireworks(monkeypatch, 0.3)
    said = [sentence for sentence in sentences if sentence.document.id == "kites"]
    monkeypatch.setattr("bot.answering.select.STAYS", 1.0)
    part = QuestionReader(load_lexicon(), frozenset()).part("And importers?", "Should kites be fined?")
    assert {e.sentence.document.id for e in weigh(part, sentences, pool, said=said)} == {"kites", "fireworks"}


def test_an_unknown_key_is_refused():
    with pytest.raises(ValidationError):
        Weights.model_validate({"weights": {}, "intercept": 0, "threshold": 0.5, "bias": 1})
