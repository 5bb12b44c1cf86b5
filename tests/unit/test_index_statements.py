import numpy as np
import pytest

from index.fusion import standard
from index.statements import StatementIndex
from tests.support.hashing_embedder import HashingEmbedder
from tests.support.scripted_reranker import ScriptedReranker

TEXTS = [
    "The Receiving Party shall protect the Confidential Information of the Disclosing Party.",
    "Copies may be made by the Receiving Party with leave in writing, in the number that is stated there.",
    "Return.",
    "On termination the Receiving Party shall return all documents.",
    "This Agreement is governed by the law of Norway.",
]
RETURN = "Receiving Party shall return Confidential Information of Disclosing Party."
COPY = "Receiving Party may copy Confidential Information of Disclosing Party."
LAW = "Confidential Information of Receiving Party is governed by law."


def order(index, statement, **options):
    return [at for at, _ in index.nearest(statement, len(TEXTS), **options)]


def test_what_all_statements_share_decides_nothing():
    alone = StatementIndex(TEXTS, [COPY])
    among = StatementIndex(TEXTS, [COPY, RETURN, LAW])
    assert order(alone, COPY)[0] == 0, "the first text shares the most words"
    assert order(among, COPY)[0] == 1, "but these words are in every statement"
    assert order(among, LAW)[0] == 4


def test_every_text_is_ranked_and_scores_span_0_to_1():
    found = StatementIndex(TEXTS, [RETURN, COPY]).nearest(RETURN, 8)
    assert sorted(at for at, _ in found) == [0, 1, 2, 3, 4]
    scores = [score for _, score in found]
    assert (scores[0], scores[-1]) == (1.0, 0.0)
    assert scores == sorted(scores, reverse=True)


def test_an_item_is_lifted_by_its_lead_in():
    texts = ["Alpha beta gamma.", "One two three.", "Four five six.", "Nothing may hinder publication.", "to a named person."]
    found = StatementIndex(texts, ["publication"]).nearest("publication", 5)
    assert [at for at, _ in found][:2] in ([3, 4], [3, 2])
    assert {at for at, _ in found[:3]} == {2, 3, 4}


def test_a_heading_comes_after_the_sentence_it_heads():
    texts = ["Fines", "A fine is due at once and bears interest from the day of the judgment.", "The court sits in public."]
    assert [at for at, _ in StatementIndex(texts, ["fine due"]).nearest("fine due", 1)] == [1]


def test_texts_are_embedded_once_and_not_before_they_are_needed():
    embedder = HashingEmbedder()
    index = StatementIndex(TEXTS, [RETURN, COPY], embedder=embedder)
    assert embedder.embedded == []
    index.nearest(RETURN, 3)
    index.nearest(COPY, 3)
    assert sorted(embedder.embedded) == sorted([*TEXTS, RETURN, COPY])


def test_the_reranker_reads_only_where_it_is_wanted():
    reranker = ScriptedReranker({TEXTS[3]: 9.0})
    index = StatementIndex(TEXTS, [RETURN, COPY], reranker=reranker)
    before = order(index, COPY, rerank=False)
    assert reranker.asked == []
    assert before[0] != 3
    assert order(index, COPY)[0] == 3
    assert [query for query, _ in reranker.asked] == [COPY]


def test_nothing_in_nothing_out():
    assert StatementIndex([], [RETURN]).nearest(RETURN, 5) == []
    assert StatementIndex(TEXTS, [RETURN]).nearest(RETURN, 0) == []
    with pytest.raises(ValueError):
        StatementIndex(TEXTS, [RETURN]).nearest("another", 5)


@pytest.mark.parametrize("texts", [["one"], ["", ""], ["...", "2.1"]])
def test_texts_that_cannot_be_told_apart_stay_in_their_order(texts):
    found = StatementIndex(texts, ["fine", "attempt"], reranker=ScriptedReranker({})).nearest("fine", 5)
    assert [at for at, _ in found] == list(range(len(texts)))
    assert all(np.isfinite(score) for _, score in found)


def test_standard_scores():
    assert standard(np.array([1, 3], dtype=np.float32)).tolist() == [-1, 1]
    assert standard(np.array([2, 2], dtype=np.float32)).tolist() == [0, 0]
    assert standard(np.array([], dtype=np.float32)).tolist() == []
