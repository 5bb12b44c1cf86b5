"""How firm answers are."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from evals.asking import asking_json, chosen_ways, evaluate_asking
from evals.cases import AskCase, AskExpect
from evals.measures import Mark
from evals.retype import WAYS
from evals.suites.base import Suite
from index.errors import DataError
from ui.cli.tables import asking_table


def case(number: int, question: str) -> AskCase:
    return AskCase(
        id=f"ask-{number}", provenance="here", split="dev", tags=("fact",), question=question, expect=AskExpect(status="refused")
    )


def suite(*cases: AskCase) -> Suite[AskCase]:
    """A bot that is right about questions with a mark."""

    def score(_: AskCase, output: Any, texts: Any) -> tuple[Mark, ...]:
        return (Mark(metric="correct", value=float(output["asked"].endswith("?")), counts=False),)

    return Suite("ask", cases, "0" * 64, (), lambda one, _: {"asked": one.question}, score)


SERVICE: Any = SimpleNamespace(documents={}, open_index=lambda: None)


def test_each_way_is_counted_with_what_it_lost_and_won():
    told: list[tuple[str, int, int]] = []
    result = evaluate_asking(
        suite(case(1, "May they sell?"), case(2, "They may.")),
        SERVICE,
        ways=chosen_ways(["unmarked", "capitals"]),
        progress=lambda *each: told.append(each),
    )
    assert result.plain.value == 0.5
    unmarked, capitals = result.ways
    assert (unmarked.way, unmarked.right.value, unmarked.lost) == ("unmarked", 0.0, (("ask-1", "may they sell"),))
    assert (capitals.right.value, capitals.lost, capitals.won) == (0.5, (), ())
    assert told == [("typing questions", 1, 2), ("typing questions", 2, 2)]
    found = asking_json(result, show=True)
    assert found["ways"][0]["lost_questions"] == [{"id": "ask-1", "question": "may they sell"}]
    assert "lost_questions" not in asking_json(result, show=False)["ways"][0]
    assert asking_table(found)


def test_no_question_and_no_such_way_are_said():
    with pytest.raises(DataError, match="no question"):
        evaluate_asking(suite(), SERVICE)
    with pytest.raises(DataError, match="no such way of typing"):
        chosen_ways(["shouting"])
    assert chosen_ways([]) == WAYS
