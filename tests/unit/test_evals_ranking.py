"""Measures of rankings by hand, and the two evaluations on small files."""

import json
import math
from collections.abc import Sequence

import numpy as np
import pytest

from evals.evidence import evaluate_evidence, evidence_json
from evals.kept import Kept
from evals.ranking import average_precision, ndcg_at, recall_at
from evals.retrieval import evaluate_retrieval, retrieval_json
from index.errors import DataError
from tests.support.scripted_reranker import ScriptedReranker


def test_recall_counts_what_stands_among_the_first_k():
    assert recall_at(["a", "b", "c"], {"a", "c", "z"}, 2) == pytest.approx(1 / 3)
    assert recall_at(["a", "b", "c"], {"a", "c", "z"}, 3) == pytest.approx(2 / 3)


def test_average_precision_is_over_all_that_is_relevant():
    assert average_precision(["a", "x", "b"], {"a", "b"}) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(["x", "a"], {"a", "lost"}) == pytest.approx(0.25)
    assert average_precision(["x", "a"], {"a"}, k=1) == 0.0


def test_ndcg_discounts_by_rank_and_is_one_for_the_best_order():
    grades = {"a": 2.0, "b": 1.0}
    assert ndcg_at(["a", "b"], grades, 10) == pytest.approx(1)
    best = 2 + 1 / math.log2(3)
    assert ndcg_at(["b", "x", "a"], grades, 10) == pytest.approx((1 + 2 / 2) / best)
    assert ndcg_at(["a"], {"a": 1.0, "b": 1.0, "c": 1.0}, 1) == 1.0


@pytest.mark.parametrize(
    "measure", [lambda: recall_at(["a"], [], 3), lambda: average_precision(["a"], []), lambda: ndcg_at(["a"], {"a": 0}, 3)]
)
def test_where_nothing_is_relevant_there_is_no_measure(measure):
    with pytest.raises(ValueError, match="nothing is relevant"):
        measure()


class Axes:
    """Embeds a text on the axis of the first known word in it."""

    name, sha256, dimensions = "axes", "0" * 64, 3
    words = ("cat", "dog", "feline")
    axis = (0, 1, 0)

    def __init__(self):
        self.embedded = 0

    def embed(self, texts: Sequence[str]):
        self.embedded += len(texts)
        vectors = np.zeros((len(texts), 3), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row, next((axis for word, axis in zip(self.words, self.axis, strict=True) if word in text), 2)] = 1
        return vectors


CORPUS = [
    {"_id": "1", "text": "the cat sleeps"},
    {"_id": "2", "text": "the dog barks"},
    {"_id": "3", "title": "Law", "text": "of the land"},
]
QUERIES = [
    {"_id": "q1", "text": "feline"},
    {"_id": "q2", "text": "barks"},
    {"_id": "q3", "text": "law"},
    {"_id": "q4", "text": "nothing"},
]
QRELS = "query-id\tcorpus-id\tscore\nq1\t1\t1\nq2\t2\t1\nq3\t3\t2\nq4\t1\t0\n"


def files(folder, qrels=QRELS, corpus=CORPUS):
    paths = [folder / name for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv")]
    for path, text in zip(paths, ("\n".join(map(json.dumps, corpus)), "\n".join(map(json.dumps, QUERIES)), qrels), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_retrieval_measures_words_vectors_and_both(tmp_path):
    result = evaluate_retrieval(*files(tmp_path), embedder=Axes())
    shown = {way.way: (way.recall.value, way.average_precision.value, way.recall.n) for way in result.ways}
    assert shown["lexical"] == (pytest.approx(2 / 3), pytest.approx(2 / 3), 3), (
        "words alone cannot know the feline; a title counts"
    )
    assert shown["dense"][0] == 1.0, "with three passages all stand among the first ten"
    assert shown["dense"][1] < 1.0
    assert shown["fused"] == (1.0, 1.0, 3)
    assert (result.passages, result.queries, result.unjudged) == (3, 3, 1)
    assert result.skipped == ("reranked: no reranker was given",)
    assert {len(way.seconds) for way in result.ways} == {3}


def test_a_reranker_is_measured_over_what_was_fused(tmp_path):
    reranker = ScriptedReranker({"the cat sleeps": 1.0})
    result = evaluate_retrieval(*files(tmp_path), embedder=Axes(), reranker=reranker)
    assert [way.way for way in result.ways] == ["lexical", "dense", "fused", "reranked"]
    assert {query for query, _ in reranker.asked} == {"feline", "barks", "law"}
    assert retrieval_json(result)["reranker"] == "scripted"
    assert result.skipped == ()


def test_retrieval_without_an_embedder_says_what_it_left_out(tmp_path):
    told = []
    result = retrieval_json(evaluate_retrieval(*files(tmp_path), progress=lambda *one: told.append(one)))
    assert list(result["settings"]) == ["lexical", "fused"]
    assert set(result["settings"]["lexical"]) == {"recall", "map", "ndcg", "latency"}
    assert result["settings"]["lexical"]["map"]["n"] == 3
    assert result["skipped"] == [
        "dense: no embedding model was given; fused: words and pairs of words alone",
        "reranked: no reranker was given",
    ]
    assert told[-1] == ("searching (fused)", 3, 3)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"qrels": "q1 1 1\n"}, "not query id"),
        ({"qrels": "q1\t9\t1\n"}, "passage 9, relevant to q1, is not in the corpus"),
        ({"qrels": "z\t1\t1\n"}, "no query has anything relevant"),
        ({"corpus": [{"id": "1"}]}, "no object with _id and text"),
        ({"corpus": ["text"]}, "no object with _id and text"),
        ({"corpus": []}, "holds nothing"),
    ],
)
def test_files_of_another_shape_are_refused(tmp_path, changes, says):
    with pytest.raises(DataError, match=says):
        evaluate_retrieval(*files(tmp_path, **changes))


def test_a_text_is_embedded_once():
    axes = Axes()
    kept = Kept(axes)
    first = kept.embed(["cat", "dog", "cat"])
    assert (kept.embed(["dog", "cat"]) == first[[1, 0]]).all()
    assert axes.embedded == 2
    assert kept.embed([]).shape == (0, 3)


def nli(folder, spans, **annotations):
    text = "The cat sleeps. The dog barks. The law holds."
    labels = {
        "l1": {"short_description": "Cats", "hypothesis": "a cat"},
        "l2": {"short_description": "Laws", "hypothesis": "the law"},
    }
    notes = {label: {"choice": "Entailment", "spans": given} for label, given in annotations.items()}
    document = {"id": 7, "text": text, "spans": spans, "annotation_sets": [{"annotations": notes}], "file_name": "x"}
    path = folder / "nli.json"
    path.write_text(json.dumps({"documents": [document], "labels": labels}), encoding="utf-8")
    return path


SPANS = [[0, 15], [16, 30], [31, 45]]


def test_evidence_is_the_mean_over_pairs_that_have_some(tmp_path):
    result = evaluate_evidence(nli(tmp_path, SPANS, l1=[0, 1], l2=[]))
    assert (result.average_precision.value, result.average_precision.n) == (1.0, 1), "the dog stands beside the cat"
    shown = evidence_json(result)
    assert (shown["setting"], shown["map"]["value"], shown["documents"]) == ("lexical", 1.0, 1)
    assert [(one["title"], one["map"]["n"]) for one in shown["statements"]] == [("Cats", 1), ("Laws", 0)]
    assert shown["statements"][1]["map"]["value"] is None


def test_evidence_with_an_embedder_ranks_every_span(tmp_path):
    result = evaluate_evidence(nli(tmp_path, SPANS, l1=[0], l2=[2]), embedder=Axes())
    assert (result.setting, result.average_precision.value, result.over_statements) == ("fused", 1.0, 1.0)


def test_a_reranker_reads_the_ranking_again_and_is_named(tmp_path):
    path = nli(tmp_path, SPANS, l1=[1])
    assert evaluate_evidence(path).average_precision.value == 0.5
    result = evaluate_evidence(path, reranker=ScriptedReranker({"The dog barks.": 9.0}))
    shown = evidence_json(result)
    assert (shown["setting"], shown["reranker"], shown["embedding_model"]) == ("lexical + reranker", "scripted", None)
    assert shown["map"]["value"] == 1.0


def test_data_without_evidence_or_of_another_shape_are_refused(tmp_path):
    with pytest.raises(DataError, match="no document has evidence"):
        evaluate_evidence(nli(tmp_path, SPANS, l1=[]))
    (tmp_path / "other.json").write_text('{"documents": 1}', encoding="utf-8")
    with pytest.raises(DataError, match="not statements with evidence"):
        evaluate_evidence(tmp_path / "other.json")
