import pytest

from index.memory import MemoryIndex
from tests.support.hashing_embedder import HashingEmbedder

TEXTS = [
    "A person who attempts to commit the offence is punished as if it had been completed.",
    "The buyer of sexual services is liable to a fine.",
    "A fine.",
    "This Act comes into force on 1 January.",
]


def test_words_alone():
    found = MemoryIndex(TEXTS).search("punishing attempts", 3)
    assert found == [(0, 1.0)]


def test_words_alone_rank_all_that_share_one():
    found = MemoryIndex(TEXTS).search("is the buyer to pay a fine", 8)
    assert [at for at, _ in found] == [1, 2]
    assert found[0][1] == 1.0
    assert 0 < found[1][1] < 1


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


def test_many_queries_answer_as_one_by_one():
    index = MemoryIndex(TEXTS, HashingEmbedder())
    queries = ["attempt", "", "fine for the buyer"]
    assert index.search_many(queries, 2) == [index.search(query, 2) for query in queries]


@pytest.mark.parametrize("embedder", [None, HashingEmbedder()])
def test_nothing_in_nothing_out(embedder):
    assert MemoryIndex([], embedder).search("anything") == []
    assert MemoryIndex(TEXTS, embedder).search_many([]) == []
    assert len(MemoryIndex(TEXTS)) == 4


def test_empty_texts():
    assert MemoryIndex(["", ""]).search("fine") == []
    assert len(MemoryIndex(["", ""], HashingEmbedder()).search("fine")) == 2
