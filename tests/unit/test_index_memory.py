import pytest

from index.errors import ModelError
from index.fusion import PAIRS, WORDS
from index.memory import MemoryIndex, Way
from tests.support.hashing_embedder import HashingEmbedder
from tests.support.scripted_reranker import ScriptedReranker

TEXTS = [
    "A person who attempts to commit the offence is punished as if it had been completed.",
    "The buyer of sexual services is liable to a fine.",
    "A fine.",
    "This Act comes into force on 1 January.",
]


def test_words_alone():
    found = MemoryIndex(TEXTS).search("punishing attempts", 3)
    assert found == [(0, pytest.approx(WORDS / (WORDS + PAIRS)))], "no pair of words is shared"


def test_words_alone_rank_all_that_share_one():
    found = MemoryIndex(TEXTS).search("is the buyer to pay a fine", 8)
    assert [at for at, _ in found] == [1, 2]
    assert 1 >= found[0][1] > found[1][1] > 0


def test_fused_scores_come_for_every_text_up_to_k():
    index = MemoryIndex(TEXTS, HashingEmbedder())
    found = index.search("the buyer of sexual services", 3)
    assert len(found) == 3
    assert found[0] == (1, pytest.approx(1.0))


def test_texts_are_embedded_once_and_not_before_the_first_search():
    embedder = HashingEmbedder()
    index = MemoryIndex(TEXTS, embedder)
    assert embedder.embedded == []
    index.search("fine")
    index.search("force")
    assert embedder.embedded == [*TEXTS, "fine", "force"]


def test_each_way_ranks_by_what_it_is_named_for():
    index = MemoryIndex(TEXTS, HashingEmbedder(), ScriptedReranker({TEXTS[3]: 100.0}))
    assert index.ways == (Way.LEXICAL, Way.DENSE, Way.FUSED, Way.RERANKED)
    query = "is the buyer to pay a fine"
    assert [at for at, _ in index.search(query, 8, Way.LEXICAL)] == [1, 2], "only what shares a word"
    assert len(index.search(query, 8, Way.DENSE)) == 4
    assert index.search(query, 1, Way.FUSED)[0][0] == 1
    assert [at for at, _ in index.search(query, 4, Way.RERANKED)].index(3) < [at for at, _ in index.search(query, 4)].index(3)


def test_a_way_without_its_model_is_an_error():
    index = MemoryIndex(TEXTS)
    assert index.ways == (Way.LEXICAL, Way.FUSED)
    for way in (Way.DENSE, Way.RERANKED):
        with pytest.raises(ModelError, match="was given"):
            index.search("fine", 3, way)


@pytest.mark.parametrize("embedder", [None, HashingEmbedder()])
def test_nothing_in_nothing_out(embedder):
    assert MemoryIndex([], embedder).search("anything") == []
    assert len(MemoryIndex(TEXTS)) == 4


def test_empty_texts():
    assert MemoryIndex(["", ""]).search("fine") == []
    assert len(MemoryIndex(["", ""], HashingEmbedder()).search("fine")) == 2
