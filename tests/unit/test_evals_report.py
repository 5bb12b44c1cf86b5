"""Reports: terminal, JSON, and one HTML page that stands alone and escapes all that it shows."""

import datetime as dt
import io
import json
import re

import pytest
from bs4 import BeautifulSoup
from rich.console import Console

from bot.answering.answer import Refused
from bot.draft_files import DraftFile
from bot.reviewing.findings import Scope, Verdict
from evals.added import add_ask, add_review
from evals.cases import AskCase, AskExpect, Label, ReviewCase
from evals.comparing import compare_runs
from evals.gates import Gate, check_gates
from evals.report import failing, print_report, report_html, report_json
from evals.running import Choice, run_suite, run_suites
from evals.suites.ask import ask_suite
from evals.suites.review import review_suite
from tests.support.fake_bot import FakeBot, answered

ATTEMPTS = "Drafters should criminalize attempts."
EVIL = "<script>alert('x')</script> & <img src=//evil>"


@pytest.fixture
def runs(tmp_path):
    """An ask run with a failing case whose question is hostile, and a review run with a wrong verdict."""
    questions = [("good", "Attempts?"), ("bad", EVIL)]
    cases = [
        AskCase(id=name, provenance="p", split="dev", tags=("fact",), question=text, expect={"status": "answered"})
        for name, text in questions
    ]
    (tmp_path / "cases.jsonl").write_text("\n".join(case.model_dump_json() for case in cases), encoding="utf-8")
    ask = run_suite(ask_suite(tmp_path), FakeBot({"Attempts?": answered(ATTEMPTS), EVIL: Refused(EVIL)}))
    return [ask, review_run(tmp_path / "review")]


def review_run(folder):
    folder.mkdir()
    label = {"element": "ST-01", "verdict": "conflict", "quote": "jailed", "why": "the <b>opposite</b>"}
    case = ReviewCase(id="r1", provenance="p", split="dev", draft="d.txt", scope="whole", expect=[label], otherwise="missing")
    (folder / "cases.jsonl").write_text(case.model_dump_json(), encoding="utf-8")
    (folder / "d.txt").write_text(f"Victims are jailed. {EVIL}", encoding="utf-8")
    return run_suite(review_suite(folder), FakeBot(verdicts={"ST-01": (Verdict.MET, EVIL)}))


def gates_of(runs):
    return check_gates(
        runs, [Gate(suite="ask", measure="correct", at_least=0.9), Gate(suite="review", measure="verbatim", at_least=1)]
    )


def test_the_json_report_holds_figures_gates_and_what_failed(runs):
    report = json.loads(json.dumps(report_json(runs, comparisons=[compare_runs(runs[0], runs[0])], gates=gates_of(runs))))
    assert (report["schema"], report["passed"]) == ("clausewise/1", False)
    ask, review = report["suites"]
    assert [case["id"] for case in ask["failing"]] == ["bad"]
    correct = next(one for one in ask["figures"] if one["measure"] == "correct" and one["group"] == "all")
    assert (correct["value"], correct["n"]) == (0.5, 2)
    assert 0 <= correct["low"] < 0.5 < correct["high"] <= 1
    assert review["confusion"]["all"]["conflict"]["met"] == 1
    assert ask["confusion"] == {}
    assert [gate["passed"] for gate in report["gates"]] == [False, True]
    assert (report["comparisons"][0]["same"], report["comparisons"][0]["better"]) == (
        len(compare_runs(runs[0], runs[0]).moves),
        0,
    )


def test_the_page_shows_failing_cases_before_the_figures_and_escapes_everything(runs):
    html = report_html(runs, gates=gates_of(runs))
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>opposite" not in html
    page = BeautifulSoup(html, "lxml")
    assert EVIL in page.get_text()
    section = page.find("section")
    text = section.get_text()
    assert text.index("bad") < text.index("Figures") < text.index("Made with")
    assert "ask correct (all) at least 0.900: 0.500 of n=2" in page.get_text()


def test_the_page_stands_alone_and_can_be_read_without_seeing(runs):
    html = report_html(runs)
    page = BeautifulSoup(html, "lxml")
    assert page.html["lang"] == "en"
    assert not re.findall(r"(?:src|href)=\"(?!#)", html)
    assert all(table.find("thead") and all(th.get("scope") for th in table.find_all("th")) for table in page.find_all("table"))
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(set(ids)) == len(ids)
    assert all(link["href"].removeprefix("#") in ids for link in page.find_all("a"))
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html


def test_the_page_shows_what_moved_since_the_earlier_run(runs, tmp_path):
    better = run_suite(ask_suite(tmp_path), FakeBot({"Attempts?": Refused("no"), EVIL: answered(ATTEMPTS)}))
    text = BeautifulSoup(report_html([better], comparisons=[compare_runs(runs[0], better)]), "lxml").get_text(" ", strip=True)
    assert f"Since {runs[0].id}" in text
    assert re.search(r"Worse case what then now good correct 1\.00 0\.00 good status answered refused", text)


def test_the_terminal_shows_tables_and_marks_a_gate_that_failed(runs):
    console = Console(file=io.StringIO(), width=200, no_color=True)
    print_report(console, runs, gates=gates_of(runs), comparisons=[compare_runs(runs[0], runs[0])])
    shown = console.file.getvalue()
    assert "ask: 2 cases" in shown
    assert "ST-01: met for conflict" in shown
    assert "FAILED  ask correct (all) at least 0.900: 0.500 of n=2" in shown
    assert "0 better, 0 worse" in shown
    assert re.search(r"Gap named \(two-part questions\)\s+│\s+\u2013\s+│ n=0", shown)


def test_failing_cases_come_most_wrong_first(runs):
    assert [case.id for case in failing(runs[0])] == ["bad"]
    assert [case.id for case in failing(runs[1])] == ["r1"]


def test_what_fails_in_the_held_out_split_is_counted_and_folded_away(tmp_path):
    cases = [
        AskCase(id=name, provenance="p", split=split, question=name, expect={"status": "answered"})
        for name, split in (("dee", "dev"), ("tee", "test"))
    ]
    (tmp_path / "cases.jsonl").write_text("\n".join(case.model_dump_json() for case in cases), encoding="utf-8")
    run = run_suite(ask_suite(tmp_path), FakeBot())
    console = Console(file=io.StringIO(), width=200, no_color=True)
    print_report(console, [run])
    shown = console.file.getvalue()
    assert "ask: cases with something wrong: 1; 1 in the split test, not shown here" in shown
    assert "dee" in shown
    assert "tee" not in shown
    page = BeautifulSoup(report_html([run]), "lxml")
    assert page.find("strong", string="tee").find_parent("details", class_="fold")
    assert not page.find("strong", string="dee").find_parent("details", class_="fold")


def test_own_cases_say_what_they_are_called_why_and_who_said_so(tmp_path):
    at = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    add_ask(tmp_path, "Parking?", AskExpect(status="answered"), by="Ada", at=at, note=EVIL)
    label = Label(element="ST-01", verdict="conflict", quote="jailed")
    add_review(tmp_path, DraftFile("Bill & Act.txt", b"Victims are jailed."), Scope.WHOLE, [label], by="Ada", at=at)
    runs = run_suites(["ask-own", "review-own"], FakeBot(), tmp_path / "runs", choice=Choice(data_dir=tmp_path))
    html = report_html(runs)
    page = BeautifulSoup(html, "lxml")
    assert "<script" not in html
    assert [section.h2.get_text() for section in page.find_all("section")] == ["Suite ask-own", "Suite review-own"]
    asked, reviewed = (section.details.get_text(" ", strip=True) for section in page.find_all("section"))
    assert f"Why: {EVIL}" in asked
    assert "from practice; reviewed by Ada, 2026-11-25 00:00 UTC" in asked
    assert "Bill & Act.txt" in reviewed
