"""The index bench's parts: what is measured is real, small here; no test asserts a speed."""

import importlib.util
import sys

import pytest

from evals import bench, index_bench, probe, retrieval_report
from evals.baseline import PlainBm25
from evals.index_bench import Programs
from index.errors import DataError
from index.manifest import read_manifest
from index.opening import load_searcher, manifest_path
from tests.support.hashing_embedder import HashingEmbedder

ESTIMATE = {"value": 0.81, "low": 0.797, "high": 0.823, "n": 2788}
TIMES = {"p50_ms": 6.5, "p95_ms": 8.25, "max_ms": 9.0, "n": 200}
MACHINE = {"system": "s", "python": "3.11", "cores": 2, "load_average": None, "version": "0.1.0", "git_revision": "abcdef0123456"}


def way(recall, ap):
    given = {name: {**ESTIMATE, "value": value} for name, value in (("recall", recall), ("map", ap), ("ndcg", 0.7))}
    return {**given, "latency": TIMES}


def built(seconds):
    return {
        "seconds": seconds,
        "pieces": 903,
        "passages_per_second": 90.0,
        "share_of_bare_model": 0.9,
        "peak_memory_mb": 500.0,
        "disk_mb": 10.9,
        "refresh_s": 0.09,
    }


STOCK = {"seconds": 16.0, "pieces": 501, "peak_memory_mb": 900.0, "disk_mb": 5.2}
RESULT = {
    "machine": MACHINE,
    "retrieval": {
        "queries": 2788,
        "passages": 13012,
        "skipped": [],
        "settings": {
            "plain bm25s": way(0.776, 0.629),
            "lexical": way(0.778, 0.635),
            "dense": way(0.696, 0.5),
            "fused": way(0.81, 0.689),
        },
    },
    "build": {
        "onnx": built(10.0),
        "onnx-int8": built(5.0),
        "torch": built(14.0),
        "ratios": {"onnx_times_faster": 1.6, "onnx-int8_times_faster": 3.2, "torch_times_faster": 1.14},
        "stock_pipeline": STOCK,
    },
    "cold_start": {"first_ever_s": 11.2, "ask": TIMES, "search": TIMES, "stock_pipeline": {"skipped": "not installed: x"}},
    "warm_search": {"fused": TIMES, "stock_pipeline": TIMES, "ratios": {"fused_times_faster": 1.9}},
    "scale": {
        size: {
            "build": {"seconds": 1.0, "peak_memory_mb": 200.0, "disk_mb": 2.3},
            "search": {**TIMES, "opening_ms": 66.0},
            "per_second": {"1 thread": 70.0, "8 threads": 75.0},
        }
        for size in ("1", "1000")
    },
}


def test_the_report_holds_what_was_measured():
    page = retrieval_report.report(RESULT, "RETRIEVAL.svg")
    assert "2,788 questions to 13,012 passages" in page
    assert "| vectors | 0.696 (0.797 to 0.823) | 0.500 (0.797 to 0.823) | 0.700 (0.797 to 0.823) | 6.5 | 8.2 |" in page
    assert "Recall@10 +0.034, MAP@10 +0.060" in page
    assert "| clausewise, `onnx` (the default) | 10.0 | 903 | 90.0 | 90% | 500.0 | 10.9 | 1.6 |" in page
    assert "The stock pipeline was not measured: not installed: x." in page
    assert (
        "| passages | build s | memory MB | disk MB | opening ms | p50 ms | p95 ms | queries/s, 1 thread | queries/s, 8 threads |"
        in page
    )
    assert "| 1,000 | 1.0 | 200.0 | 2.3 | 66.0 | 6.5 | 8.2 | 70.0 | 75.0 |" in page
    assert "revision abcdef0123" in page


def test_what_was_not_measured_is_left_out_or_says_why():
    page = retrieval_report.report({"machine": MACHINE, "retrieval": {"skipped": "no folder of data was given"}}, "x.svg")
    assert "## Quality\n\nNot measured: no folder of data was given." in page
    assert "## Building" not in page


def test_the_plot_is_drawn_or_what_it_needs_is_named(tmp_path):
    path = tmp_path / "RETRIEVAL.md"
    if importlib.util.find_spec("matplotlib") is None:
        with pytest.raises(DataError, match="matplotlib is not installed"):
            retrieval_report.write_report(RESULT, path)
        return
    retrieval_report.write_report(RESULT, path)
    first = path.with_suffix(".svg").read_bytes()
    retrieval_report.write_report(RESULT, path)
    assert path.with_suffix(".svg").read_bytes() == first
    assert b"<svg" in first
    assert "(RETRIEVAL.svg)" in path.read_text(encoding="utf-8")


def test_made_up_documents_hold_as_many_passages_as_were_asked_for(tmp_path):
    assert sum(len(one.blocks) for one in probe.made_up_documents(401)) == 401
    assert list(probe.made_up_documents(3)) == list(probe.made_up_documents(3))
    result = probe.build_made_up(tmp_path, 25, HashingEmbedder(dimensions=16))
    assert result["passages"] == 25
    assert result["disk_mb"] > result["of_which_chroma_mb"] > 0


def test_searching_is_counted_over_threads(tmp_path):
    probe.build_made_up(tmp_path, 25, HashingEmbedder(dimensions=16))
    root = tmp_path / "index"
    opened = load_searcher(root, read_manifest(manifest_path(root)), HashingEmbedder(dimensions=16))
    questions = ["passage 3", "passage 17"]
    assert probe.search_each(opened, questions)["n"] == 2
    found = probe.search_for(opened, questions, 0.2, 3)
    assert found["threads"] == 3
    assert found["questions"] > 3


def test_plain_bm25_ranks_by_words():
    index = PlainBm25(["Attempts shall be punished.", "Buyers pay a fine.", "The fine is paid."])
    assert index.search("punishing an attempt")[0] == 0
    assert set(index.search("fines")[:2]) == {1, 2}
    assert index.search("zebra") == []


class StockOf:
    """Programs whose stock pipeline gives these rankings."""

    def __init__(self, folder, rankings):
        self.folder, self.rankings, self.asked = folder, rankings, []

    def stock(self, *arguments):
        self.asked.append(arguments)
        return {"rankings": self.rankings, "seconds": [0.01] * len(self.rankings)}


def test_the_stock_pipelines_rankings_are_marked_as_ours_are(tmp_path):
    programs = StockOf(tmp_path, {"q1": ["b", "a"], "q2": ["c"], "unjudged": ["a"]})
    found = bench.stock_ways(
        programs, tmp_path / "corpus.jsonl", tmp_path / "queries.jsonl", {"q1": {"a": 1.0}, "q2": {"c": 1.0}}
    )
    figures = found["stock"]
    assert (figures["recall"]["value"], figures["recall"]["n"], figures["map"]["value"]) == (1.0, 2, 0.75)
    assert figures["latency"]["p50_ms"] == 10.0
    assert programs.asked[0][0] == "retrieve"


def test_peers_that_are_not_installed_are_named(tmp_path, monkeypatch):
    programs = Programs(tmp_path / "bench")
    assert 100 < len(programs.questions.read_text(encoding="utf-8").splitlines()) <= index_bench.QUESTIONS
    monkeypatch.setattr(index_bench, "PEERS", ("no_such_peer",))
    with pytest.raises(DataError, match="not installed: no_such_peer"):
        programs.stock("build", "a", "b")


def test_a_program_that_fails_says_why():
    with pytest.raises(DataError, match="division by zero"):
        index_bench._called([sys.executable, "-c", "1/0"])
    with pytest.raises(DataError, match="exit code 3"):
        index_bench._called([sys.executable, "-c", "raise SystemExit(3)"])
    assert index_bench._called([sys.executable, "-c", "print('{\"a\": 1}')"]) == {"a": 1}
