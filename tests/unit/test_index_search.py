import numpy as np
import pytest

from corpus.documents import Passage
from index.lexical import Bm25, LexicalIndex
from index.search import Searcher
from tests.support.hashing_embedder import HashingEmbedder

TEXTS = [
    "Legislation should criminalize attempts.",
    "Legislation should criminalize attempts to commit it.",  # a twin of the first
    "Penalties for buyers should accompany criminalization.",
    "Victims should not be penalized.",
    "Victims should not be penalized.",  # the same in another document, no twin by name
]
PASSAGES = [
    Passage("a#p1", "a", 0, 10, duplicates=("a#p2",)),
    Passage("a#p2", "a", 10, 20, duplicates=("a#p1",)),
    Passage("a#p3", "a", 20, 30),
    Passage("a#p4", "a", 30, 40),
    Passage("b#p1", "b", 0, 10),
]


@pytest.fixture
def searcher():
    embedder = HashingEmbedder()
    return Searcher(PASSAGES, LexicalIndex.build(TEXTS), embedder.embed(TEXTS), embedder, index_id="test")


def ids(hits):
    return [hit.passage.id for hit in hits]


def test_the_best_comes_first_with_raw_scores(searcher):
    best = searcher.search("penalties for buyers")[0]
    assert best.passage.id == "a#p3"
    assert best.score == pytest.approx(1.0)
    assert best.lexical == pytest.approx(float(Bm25.build(TEXTS).scores("penalties for buyers")[2]))
    assert 0 < best.cosine <= 1


def test_raw_scores_do_not_depend_on_the_other_hits(searcher):
    everywhere = {hit.passage.id: hit for hit in searcher.search("victims penalized", 5)}
    only_b = searcher.search("victims penalized", 5, document_ids={"b"})
    assert ids(only_b) == ["b#p1"]
    assert (only_b[0].lexical, only_b[0].cosine) == (everywhere["b#p1"].lexical, everywhere["b#p1"].cosine)


def test_of_twins_only_the_better_one(searcher):
    found = ids(searcher.search("criminalize attempts", 5))
    assert found[0] == "a#p1"
    assert "a#p2" not in found
    assert ids(searcher.search("attempts to commit it", 5))[0] == "a#p2"
    assert "a#p1" not in ids(searcher.search("attempts to commit it", 5))


def test_k_is_filled_although_twins_are_left_out(searcher):
    assert len(searcher.search("criminalize attempts", 4)) == 4


def test_ties_keep_the_order_of_the_passages(searcher):
    assert ids(searcher.search("victims penalized", 2)) == ["a#p4", "b#p1"]


def test_two_searches_give_the_same(searcher):
    assert searcher.search("who is liable?", 5) == searcher.search("who is liable?", 5)


@pytest.mark.parametrize("query", ["", "  \n"])
def test_an_empty_query_finds_nothing(searcher, query):
    assert searcher.search(query) == []


def test_no_document_or_an_unknown_one(searcher):
    assert searcher.search("victims", document_ids=[]) == []
    assert searcher.search("victims", document_ids=["zebra"]) == []


def test_k_must_be_positive(searcher):
    with pytest.raises(ValueError, match="at least 1"):
        searcher.search("victims", 0)


def test_parts_must_belong_together():
    embedder = HashingEmbedder()
    with pytest.raises(ValueError, match="do not belong together"):
        Searcher(PASSAGES[:2], LexicalIndex.build(TEXTS), embedder.embed(TEXTS), embedder, index_id="test")


def test_passages_in_order(searcher):
    assert searcher.passages == tuple(PASSAGES)
    assert np.allclose(np.linalg.norm(HashingEmbedder().embed(TEXTS), axis=1), 1)


def test_a_documents_passages_stand_together():
    embedder = HashingEmbedder()
    mixed = [PASSAGES[0], PASSAGES[4], PASSAGES[1], PASSAGES[2], PASSAGES[3]]
    with pytest.raises(ValueError, match="passages of a do not stand together"):
        Searcher(mixed, LexicalIndex.build(TEXTS), embedder.embed(TEXTS), embedder, index_id="test")


def test_many_twins_are_passed_over_however_deep_the_others_lie():
    embedder, count = HashingEmbedder(), 60
    texts = ["Attempts shall be punished."] * count + ["Attempts are rare.", "Buyers pay."]
    names = [f"a#p{n}" for n in range(len(texts))]
    twins = [tuple(names[:count]) if n < count else () for n in range(len(texts))]
    passages = [Passage(name, "a", n, n + 1, duplicates=own) for n, (name, own) in enumerate(zip(names, twins, strict=True))]
    found = Searcher(passages, LexicalIndex.build(texts), embedder.embed(texts), embedder, index_id="t").search(
        "attempts punished", 3
    )
    assert [hit.passage.start for hit in found] == [0, count, count + 1]
