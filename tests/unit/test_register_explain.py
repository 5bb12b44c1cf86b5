"""``register explain``: norm by norm and condition by condition, what matched in which words, what failed and why, and what came near."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import pytest

from bot.reviewing.explaining import explain
from bot.reviewing.explanation import Condition, Explanation, Narrowing, PatternTrace, Via
from bot.reviewing.findings import Scope
from corpus.documents import Document
from tests.support.laws import review_other
from ui.cli.app import run

SALE = "1. A person who sells personal data commits an offence."


@lru_cache(maxsize=64)
def explained(text: str, element: str, scope: Scope = Scope.WHOLE) -> tuple[Explanation, Document]:
    outcome = review_other(text, scope)
    finding = next(each for each in outcome.findings if each.element.id == element)
    return explain(finding, outcome.judge, outcome.copy), outcome.document


def trace(text: str, element: str, pattern: str) -> PatternTrace:
    return next(each for each in explained(text, element)[0].patterns if each.name == pattern)


def failed(text: str, element: str, pattern: str) -> Condition:
    """The condition that the first near miss of a pattern fails."""
    near = trace(text, element, pattern).near[0]
    (condition,) = [each for each in near.conditions if not each.holds]
    return condition


def narrowing(text: str, element: str, pattern: str, name: str) -> Narrowing:
    return next(each for each in trace(text, element, pattern).counted[0].narrowers if each.name == name)


def test_what_matched_is_shown_with_its_words_and_place() -> None:
    counted = trace(SALE, "DP-01", "punish").counted[0]
    acts = next(each for each in counted.conditions if each.key == "acts")
    text = explained(SALE, "DP-01")[1].text
    assert counted.counts
    assert [(said.concept, said.words, said.clause, said.via) for said in acts.said] == [
        ("SALE", "sells personal data", "1", Via.SENTENCE)
    ]
    assert text[acts.said[0].start : acts.said[0].end] == "sells personal data"
    assert counted.rule.slots["bearer"] == ("A person",)
    assert text[counted.rule.start : counted.rule.end].endswith("sells personal data commits an offence.")


def test_the_line_that_decides_is_named_and_why_those_before_it_do_not() -> None:
    lines = explained(SALE, "DP-01")[0].lines
    assert [line.decides for line in lines].index(True) == 3
    assert lines[3].words == "met: punish, without any narrower"
    assert lines[0].why == "no rule counts for freed or undone"
    assert sum(line.decides for line in lines) == 1


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (SALE + "\n\n2. A newspaper that sells personal data does not commit an offence.", 0, "a rule counts for punish"),
        (
            SALE + "\n\n2. A newspaper that sells personal data does not commit an offence.",
            1,
            "the rule does not outrank that for punish",
        ),
        ("1. A person who sells health data commits an offence.", 3, "every rule that counts is narrowed"),
        ("1. A person who sells fish commits an offence.", 4, "no rule counts for punish"),
    ],
)
def test_a_line_that_does_not_hold_says_why(text: str, line: int, why: str) -> None:
    shown = explained(text, "DP-01")[0].lines[line]
    assert (shown.holds, shown.why) == (False, why)


@pytest.mark.parametrize(
    ("text", "element", "pattern", "key", "why"),
    [
        ("1. A person who sells personal data shall be registered.", "DP-01", "punish", "effect", "it is of the kind duty"),
        ("1. The Minister shall notify the authority of a breach.", "DP-03.authority", "told", "bearer", "“The Minister” does not say it"),
        (
            "1. The Minister shall notify the authority of a breach by a controller.",
            "DP-03.authority", "told", "bearer", "“The Minister” does not say it, but the sentence does elsewhere",
        ),
        ("1. The controller shall notify the bank.", "DP-03.authority", "told", "anywhere", "nothing in it says AUTHORITY"),
        (SALE + " \n\n2. A person who attempts to flee commits a crime.", "DP-02", "punish", "of", "it neither names sale nor points anywhere"),
        (
            SALE + "\n\n2. Whoever fishes commits an offence.\n\n3. A person who attempts an offence under section 2 is guilty.",
            "DP-02", "punish", "of", "it points to “an offence” and “section 2”, which is not sale (in 1)",
        ),
        ("1. A person who attempts to sell personal data commits an offence.", "DP-01", "punish", "without", "it must not say ATTEMPT"),
        (
            "1. The controller shall notify the bank, except where the commissioner knows it.",
            "DP-03.authority", "told", "anywhere", "AUTHORITY is said only in what an exception takes out",
        ),
    ],
)  # fmt: skip
def test_a_near_miss_says_which_condition_failed_and_why(text: str, element: str, pattern: str, key: str, why: str) -> None:
    condition = failed(text, element, pattern)
    assert (condition.key, condition.why) == (key, why)


def test_what_is_said_elsewhere_or_must_not_be_said_is_shown() -> None:
    text = "1. The Minister shall notify the authority of a breach by a controller."
    assert [said.words for said in failed(text, "DP-03.authority", "told").said] == ["controller"]
    text = "1. A person who attempts to sell personal data commits an offence."
    assert [said.words for said in failed(text, "DP-01", "punish").said] == ["attempts"]


def test_words_that_a_concept_excludes_are_named() -> None:
    text = SALE + "\n\n2. A person who attempts to hack an offence under section 1 commits an offence."
    condition = failed(text, "DP-02", "punish")
    assert (condition.key, condition.why) == ("anywhere", "ATTEMPT is said only in what the concept excludes")
    assert [said.words for said in condition.said] == ["attempts to hack"]


def test_near_misses_are_few_and_the_most_telling_come_first() -> None:
    fish = [f"{number}. A person who attempts to sell fish number {number} commits an offence." for number in range(2, 60)]
    text = "\n\n".join([*fish, "60. A person who attempts to sell personal data is registered."])
    near = trace(text, "DP-02", "punish").near
    assert len(near) <= 2
    shield = "1. A person who fishes shall not be prosecuted.\n\n2. A whistle-blower shall be heard.\n\n3. A whistle-blower is not liable to dismissal."
    assert [each.rule.clause for each in trace(shield, "DP-05", "shield").near][:1] != ["2"]


def test_a_rule_that_says_nothing_of_it_is_no_near_miss() -> None:
    assert trace("1. A person who fishes commits an offence.", "DP-01", "punish").near == ()


@pytest.mark.parametrize(
    ("text", "name", "holds", "words", "why"),
    [
        ("1. A person who sells health data commits an offence.", "only_health", True, ["health data"], ""),
        ("1. A person who sells health data or personal data commits an offence.", "only_health", False, ["personal data"], "HEALTH is said, but beside it something wider"),
        (SALE, "only_health", False, [], "acts: nothing says HEALTH"),
        (SALE, "excepted", False, [], "nothing is taken out of it"),
        ("1. A person who sells personal data, except by order of the court, commits an offence.", "excepted", True, ["except by order of the court"], ""),
        ("1. A public officer who sells personal data commits an offence.", "only_officials", True, ["public officer"], ""),
    ],
)  # fmt: skip
def test_narrowers_that_hold_and_those_that_do_not(text: str, name: str, holds: bool, words: list[str], why: str) -> None:
    shown = narrowing(text, "DP-01", "punish", name)
    assert (shown.holds, [said.words for said in shown.said], shown.why) == (holds, words, why)


def test_kinds_are_counted_over_all_rules() -> None:
    text = "1. The controller must encrypt data.\n\n2. The controller must train its staff."
    assert narrowing(text, "DP-04", "named", "few").why == "all rules together name 2: encryption, training"


def test_definitions_antecedents_and_far_exceptions_are_shown() -> None:
    defined = '1. In this Act "data trade" means the sale of personal data.\n\n2. Data trade is an offence.\n\n3. Section 2 does not apply to hospitals.'
    counted = trace(defined, "DP-01", "punish").counted[0]
    assert [said.concept for said in counted.rule.definitions] == ["data trade"]
    assert Via.DEFINITION in {said.via for condition in counted.conditions for said in condition.said}
    assert [said.clause for said in counted.rule.excepted_by] == ["3"]
    pronoun = "1. Where a whistle-blower is mistaken, he shall not be prosecuted."
    counted = trace(pronoun, "DP-05", "shield").counted[0]
    bearer = next(each for each in counted.conditions if each.key == "bearer")
    assert [(said.words, said.clause) for said in bearer.said] == [("whistle-blower", "1")]
    assert [said.words for said in counted.rule.stands_for] == ["a whistle-blower"]


def test_what_hangs_on_law_not_supplied_is_said() -> None:
    text = "7. A person who attempts to commit an offence under section 3 is guilty of an offence."
    counted = trace(text, "DP-02", "punish").counted[0]
    assert counted.unresolved
    line = next(line for line in explained(text, "DP-02")[0].lines if line.decides)
    assert line.why == "needs_review, because of law_not_supplied"


def test_an_element_without_criteria_is_left_to_a_person() -> None:
    shown, _ = explained(SALE, "DP-06")
    assert (shown.lines, shown.patterns, shown.note) == ((), (), "no criteria: a person decides")


def test_every_span_lies_in_the_draft_even_where_it_was_read_as_printed() -> None:
    text = "1. A per-\nson who se1ls personal data commits an offence.\n\n2. A person who attempts an offence under section 1 commits an offence."
    for element in ("DP-01", "DP-02"):
        shown, document = explained(text, element)
        spans = [
            (said.start, said.end)
            for pattern in shown.patterns
            for tried in (*pattern.counted, *pattern.near)
            for condition in tried.conditions
            for said in condition.said
        ]
        assert all(0 <= start <= end <= len(document.text) for start, end in spans)


BILL = """\
1. A person who trafficks another for sexual exploitation by force commits an offence.

2. A person who attempts an offence under section 1 commits an offence.
"""


@pytest.fixture
def bill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / "bill.md"
    path.write_text(BILL, encoding="utf-8")
    return path


def test_the_command_prints_it_in_words_and_in_json(bill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["register", "explain", "ST-03", str(bill)]) == 0
    out = capsys.readouterr().out
    assert "\n  > met: " in out
    assert "\n    + effect offence or penalty\n" in out
    assert "“attempts”" in out
    assert len(out.splitlines()) < 80
    assert run(["register", "explain", "ST-03", str(bill), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["explanation"]["verdict"] == shown["finding"]["verdict"] == "met"
    assert [line["decides"] for line in shown["explanation"]["lines"]].count(True) == 1
    assert shown["explanation"]["patterns"][0]["counted"][0]["conditions"][0]["key"] == "effect"


def test_several_files_are_explained_as_one_law(bill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = bill.parent / "one.md", bill.parent / "two.md"
    for path, section in zip((first, second), BILL.split("\n\n"), strict=True):
        path.write_text(section, encoding="utf-8")
    assert run(["register", "explain", "ST-03", str(second), "--together", str(first), "--scope", "whole", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["finding"]["verdict"] == "met"
    assert run(["register", "explain", "ST-03", str(second), "--scope", "whole", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["finding"]["verdict"] != "met"
