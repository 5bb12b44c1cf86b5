"""What a classifier learns from, and how far it is believed, both out of labelled drafts."""

from pathlib import Path

import pytest

from bot.reviewing.findings import Verdict
from bot.reviewing.review import Reviewer
from evals.cases import Label, ReviewCase
from evals.examples import examples_of
from evals.weighing import Row, cross_validated, fit, rates, rows_of
from tests.support.laws import lexicon, other_register
from tests.support.scripted_classifier import ScriptedClassifier

BILL = (
    "1. A person who sells personal data commits an offence.\n\n"
    "2. In this Act, personal data means data in a register of health.\n\n"
    "3. The Minister may make rules.\n"
)


def case(*expect, otherwise=Verdict.MISSING):
    return ReviewCase(
        id="c-1", provenance="test", split="dev", tags=(), draft="bill.txt", scope="whole", expect=expect, otherwise=otherwise
    )


def label(element, verdict, quote):
    return Label(element=element, verdict=verdict, quote=quote, why="")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bill.txt").write_text(BILL, encoding="utf-8")
    return tmp_path


def test_a_provision_is_labelled_where_a_case_quotes_it_and_left_open_elsewhere(folder):
    wanted = case(label("DP-01", "met", "sells personal data"))
    sale, definition, rules = examples_of(wanted, Reviewer(other_register(), lexicon()), folder)
    assert sale.text.startswith("1. A person who sells") or sale.text.startswith("A person who sells")
    assert sale.labels == {"DP-01": "met"}
    assert definition.labels == rules.labels == {"DP-01": "arguable"}
    assert sale.source == "c-1"


def test_a_definition_that_makes_a_rule_partial_narrows_it(folder):
    wanted = case(label("DP-01", "partial", "in a register of health"))
    found = [example.labels["DP-01"] for example in examples_of(wanted, Reviewer(other_register(), lexicon()), folder)]
    assert found == ["arguable", "narrows", "arguable"]


def rows():
    for number in range(14):
        yield Row(f"d{number}", {"criteria missing": 1.0, "met": 1.5}, Verdict.MISSING, Verdict.MET)
        yield Row(f"d{number}", {"criteria missing": 1.0, "met": -1.5}, Verdict.MISSING, Verdict.MISSING)
        yield Row(f"d{number}", {"criteria missing": 1.0, "conflict": 1.5}, Verdict.MISSING, Verdict.CONFLICT)


def test_weights_follow_what_was_due():
    weights = fit(list(rows()), {})
    assert weights.weights[Verdict.MET]["met"] > 0 > weights.weights[Verdict.MISSING]["met"]
    assert cross_validated(list(rows()), {})["right"] == 1.0
    assert cross_validated(list(rows()), {"met": 0.9999})["right"] == 0.667


def test_clauses_alone_are_fitted_on_and_not_counted():
    alone = [Row("d0", {"criteria missing": 1.0, "met": 1.5}, Verdict.MISSING, Verdict.MISSING, 0.25)] * 5
    assert cross_validated([*rows(), *alone], {})["right"] == 1.0
    assert fit([*rows(), *alone * 40], {}).weights[Verdict.MET].get("met", 0) < fit(list(rows()), {}).weights[Verdict.MET]["met"]


def test_rules_are_looked_at_alone_too(folder):
    """What is missing from the whole is missing from its pieces."""
    wanted = case(label("DP-01", "met", "sells personal data"), label("DP-04", "partial", "may make rules"))
    elements = [element.id for _, element in other_register().register.elements()]
    classifier = ScriptedClassifier("data-protection", elements, {"sells": {"DP-01": ("met", 0.9)}})
    found = list(rows_of(wanted, Reviewer(other_register(), lexicon(), classifier=classifier), folder))
    alone = [row for row in found if row.weight < 1]
    assert [row.due for row in alone] == [Verdict.MET, Verdict.MISSING, Verdict.PARTIAL, Verdict.MISSING]
    assert {row.due for row in found if row.weight == 1} == {Verdict.MET, Verdict.PARTIAL, Verdict.MISSING}


def test_rates():
    met, missing, conflict = Verdict.MET, Verdict.MISSING, Verdict.CONFLICT
    found = rates([(met, met), (missing, met), (missing, missing), (conflict, conflict)])
    assert found == {"right": 0.75, "wrongly met": 0.333, "conflicts found": 1.0, "wrongly conflict": 0.0}
