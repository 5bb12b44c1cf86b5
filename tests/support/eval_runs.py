"""Runs of two small suites, made by the real machinery from a bot that answers from a script."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from bot.reviewing.findings import Verdict
from evals.cases import AskCase, Case, ReviewCase
from evals.running import run_suite
from evals.runs import Run, named
from evals.suites.ask import ask_suite
from evals.suites.review import review_suite
from tests.support.fake_bot import FakeBot, answered

ATTEMPTS = "Drafters should criminalize attempts."
BUYERS = "Buyers should be punished as well."
BILL = "1. Victims are jailed.\n2. Buyers go free."
FIRST = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


def _questions(more: str) -> list[AskCase]:
    kinds = (
        ("ask-1", "dev", "fact", "Must attempts be punished?", {"status": "answered", "quotes": [ATTEMPTS]}),
        (
            "ask-2",
            "dev",
            "typo",
            f"What of buyers? {more}".strip(),
            {"status": "answered", "quotes": [BUYERS], "recommendations": ["ST-02"]},
        ),
        ("ask-3", "test", "fact", "A question that is held out?", {"status": "refused"}),
    )
    return [
        AskCase(id=one, provenance="by hand", split=split, tags=(tag,), question=question, expect=expect)
        for one, split, tag, question, expect in kinds
    ]


def _written(folder: Path, cases: list[Case]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cases.jsonl").write_text("\n".join(case.model_dump_json() for case in cases), encoding="utf-8")
    return folder


def ask_run(folder: Path, *, day: int = 0, right: bool = True, suite: str = "ask", questions: int = 3, more: str = "") -> Run:
    """A run of up to three questions ``day`` days after the first.

    The second, which ends in ``more``, is cited rightly or not; the third (held out) never.
    """
    cited = answered(BUYERS, recommendations=("ST-02",)) if right else answered(ATTEMPTS, recommendations=("ST-03",))
    cases = _questions(more)[:questions]
    bot = FakeBot(
        {cases[0].question: answered(ATTEMPTS), cases[1].question: cited, "A question that is held out?": answered(ATTEMPTS)}
    )
    made = run_suite(replace(ask_suite(_written(folder, cases)), name=suite), bot)
    return _dated(made, day)


def review_run(folder: Path, *, day: int = 0, right: bool = True, suite: str = "review", more: str = "") -> Run:
    """A run of one draft, whose name and text end in ``more``: conflict is due on its first element."""
    label = {
        "element": "ST-01",
        "verdict": "conflict",
        "quote": "Victims are jailed",
        "why": "punishes whom the <b>guidance</b> spares",
    }
    case = ReviewCase(
        id="r-1",
        provenance="p",
        split="dev",
        tags=("short",),
        title=f"Bill {more}".strip(),
        draft="bill.txt",
        scope="whole",
        expect=[label],
    )
    _written(folder, [case])
    (folder / "bill.txt").write_text(f"{BILL} {more}", encoding="utf-8")
    given = Verdict.CONFLICT if right else Verdict.PARTIAL
    words = "Victims are jailed" if right else "Buyers go free"
    made = run_suite(replace(review_suite(folder), name=suite), FakeBot(verdicts={"ST-01": (given, words)}))
    return _dated(made, day)


def _dated(run: Run, day: int) -> Run:
    return named(run.model_copy(update={"started": FIRST + dt.timedelta(days=day)}))
