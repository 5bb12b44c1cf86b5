"""The bench's parts; no test asserts a speed."""

import io
import json
from types import SimpleNamespace

import pytest
from rich.console import Console

from bot.reviewing.findings import Verdict
from evals import bench
from evals.cases import ReviewCase, datasets, load_review
from evals.timing import ratio, times_json
from evals.watching import RateColumn, watching
from index.errors import DataError
from tests.support.fake_bot import FakeBot


def test_timings_carry_their_n():
    assert times_json([0.001, 0.003, 0.002]) == {"p50_ms": 2.0, "p95_ms": 2.9, "max_ms": 3.0, "n": 3}


def test_the_synthetic_draft_has_twenty_pages_of_the_data_sets_own_texts():
    cases, _ = load_review()
    text = bench.synthetic_draft(cases, datasets() / "review")
    assert len(text) == bench.PAGES * bench.PAGE_CHARACTERS
    assert text.startswith("Part 1\n\n")
    assert "\n\nPart 2\n\n" in text


def test_a_short_data_set_is_taken_over_again_and_extracts_are_left_out(tmp_path):
    (tmp_path / "w.txt").write_text("1 Whole.", encoding="utf-8")
    (tmp_path / "e.txt").write_text("1 Extract.", encoding="utf-8")
    cases = [
        ReviewCase(id=name, provenance="p", split="dev", draft=f"{name}.txt", scope=scope, expect=[])
        for name, scope in (("w", "whole"), ("e", "extract"))
    ]
    text = bench.synthetic_draft(cases, tmp_path, pages=1)
    assert text.count("Whole") > 100
    assert "Extract" not in text
    with pytest.raises(DataError, match="no whole draft"):
        bench.synthetic_draft(cases[1:], tmp_path)


def test_a_ratio_to_nothing_is_none():
    assert ratio(1.0, 0.0) is None
    assert ratio(3.0, 2.0) == 1.5


def test_what_cannot_be_measured_is_skipped_with_the_reason(tmp_path):
    assert bench.or_reason(lambda: {"seconds": 1}) == {"seconds": 1}
    assert "give --bench FOLDER" in bench.or_reason(lambda: {"at": bench.within(None, "obliqa")})["skipped"]
    assert "no such folder" in bench.or_reason(lambda: {"at": bench.within(tmp_path, "obliqa")})["skipped"]
    (tmp_path / "obliqa").mkdir()
    assert bench.within(tmp_path, "obliqa") == tmp_path / "obliqa"


def test_figures_on_statutes_come_with_n(tmp_path):
    labels = [
        {
            "id": "land",
            "file": "land.txt",
            "source": "s",
            "verdicts": [{"element": "ST-01", "verdict": "met", "quote": "an offence"}],
        }
    ]
    (tmp_path / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    (tmp_path / "land.txt").write_text("It is an offence.", encoding="utf-8")
    told = []
    result = bench.statutes_figures(
        FakeBot(verdicts={"ST-01": (Verdict.MET, "an offence")}), tmp_path, lambda *one: told.append(one)
    )
    assert (result["figures"]["addressed"]["value"], result["figures"]["addressed"]["n"]) == (1.0, 1)
    assert list(result["seconds"]) == ["land"]
    assert told == [("statutes", 1, 1)]


def test_progress_is_drawn_on_a_terminal_alone():
    for terminal in (True, False):
        console = Console(file=io.StringIO(), force_terminal=terminal, width=80)
        with watching(console) as watch:
            watch("searching", 1, 2)
            watch("searching", 2, 2)
        assert ("searching" in console.file.getvalue()) is terminal


def test_progress_shows_a_rate_once_there_is_one():
    shown = [RateColumn().render(SimpleNamespace(speed=speed)).plain for speed in (None, 0.0, 94.6)]
    assert shown == ["", "", "95/s"]


def test_the_machine_is_named():
    assert {"system", "python", "cores", "load_average", "version", "git_revision"} == set(bench.machine())


def test_the_summary_names_ratios_and_what_was_left_out():
    result = {
        "schema": "clausewise/1",
        "build": {"ratios": {"onnx_times_faster": 1.6}},
        "ask": {"p50_ms": 1.0, "ratio_to_bm25_search": 9.0},
        "retrieval": {"skipped": "no folder of data was given"},
    }
    assert bench.summary(result) == [
        "build: onnx times faster 1.6",
        "ask: ratio to bm25 search 9.0",
        "retrieval: not measured (no folder of data was given)",
    ]
