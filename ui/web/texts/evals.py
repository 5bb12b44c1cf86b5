"""Texts of the Evals page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvalsTexts:
    """The Evals page."""

    nav: str = "Evals"
    title: str = "Evaluation runs"
    lead: str = "How well the answers and verdicts hold up on questions and drafts whose right outcome is known."
    empty: str = "No runs yet. This command makes one and keeps it where this page finds it:"
    command: str = "clausewise evals run"
    run: str = "Run"
    compare: str = "Compare with"
    nothing: str = "No other run"
    metrics: str = "Metrics"
    failing: str = "Failing cases"
    passing: str = "Passing cases"
    no_failing: str = "No case fails."
    all_shown: str = "{shown} of {total} shown."
    more: str = "All figures, by split and tag"
    changes: str = "What changed"
    no_model: str = "no chat model"
    answer: str = "Answer"
    moved: str = "{worse} worse, {better} better, {same} the same."
    other_dataset: str = "The two runs are not of the same cases."
    columns: tuple[str, ...] = ("Measure", "Value", "95% interval", "n", "Cases")
    earlier: str = "Earlier run"
    group_columns: tuple[str, ...] = ("Group", "Measure", "Value", "95% interval", "n")
    mark_columns: tuple[str, ...] = ("Right", "What", "Expected", "Came out", "Note")
    move_columns: tuple[str, ...] = ("", "Case", "What", "Before", "Now")


EVALS = EvalsTexts()
