"""Data sets are checked on loading, and known by their content."""

import json

import pytest

from evals.cases import AskCase, ReviewCase, load_ask, load_cases, load_review, select, sha256_of_files
from index.errors import DataError

ASK = {"id": "a1", "provenance": "by hand", "split": "dev", "tags": [], "question": "What?", "expect": {"status": "refused"}}


def write(path, *rows):
    path.write_text("\n".join(json.dumps(row) if isinstance(row, dict) else row for row in rows), encoding="utf-8")
    return path


def test_a_line_becomes_a_case_with_defaults(tmp_path):
    (case,) = load_cases(write(tmp_path / "cases.jsonl", ASK, ""), AskCase)
    assert (case.id, case.expect.status, case.expect.quotes, case.expect.corrects, case.history) == (
        "a1",
        "refused",
        (),
        False,
        (),
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({**ASK, "colour": "red"}, r"cases\.jsonl:1: colour: Extra inputs"),
        ({**ASK, "split": "train"}, "split"),
        ({**ASK, "expect": {"status": "maybe"}}, r"expect\.status"),
        ("{not json", "not JSON"),
    ],
)
def test_a_wrong_line_is_named_with_its_key(tmp_path, row, says):
    with pytest.raises(DataError, match=says):
        load_cases(write(tmp_path / "cases.jsonl", row), AskCase)


def test_an_id_that_stands_twice_and_an_empty_data_set_are_refused(tmp_path):
    with pytest.raises(DataError, match="a1 stands more than once"):
        load_cases(write(tmp_path / "twice.jsonl", ASK, ASK), AskCase)
    with pytest.raises(DataError, match="holds no case"):
        load_cases(write(tmp_path / "none.jsonl", ""), AskCase)
    with pytest.raises(DataError, match="No such file"):
        load_cases(tmp_path / "lost.jsonl", AskCase)


def test_the_sha256_changes_with_a_draft_and_not_with_the_order(tmp_path):
    one, two = tmp_path / "1.txt", tmp_path / "2.txt"
    one.write_text("a")
    two.write_text("b")
    before = sha256_of_files([one, two])
    assert sha256_of_files([two, one]) == before
    two.write_text("c")
    assert sha256_of_files([one, two]) != before


def test_a_review_data_set_without_its_draft_is_refused(tmp_path):
    row = {"id": "r1", "provenance": "p", "split": "dev", "draft": "drafts/x.txt", "scope": "whole", "expect": []}
    write(tmp_path / "cases.jsonl", row)
    with pytest.raises(DataError, match=r"x\.txt"):
        load_review(tmp_path)


def test_the_shipped_data_sets_load_and_are_big_enough():
    questions, ask_sha256 = load_ask()
    drafts, review_sha256 = load_review()
    assert len(questions) >= 60
    assert len(drafts) >= 40
    assert ask_sha256 != review_sha256
    assert {case.split for case in questions} == {case.split for case in drafts} == {"dev", "test"}
    assert all(isinstance(case, ReviewCase) for case in drafts)


def test_cases_are_chosen_by_split_and_id():
    cases = [
        AskCase.model_validate({**ASK, "id": name, "split": split})
        for name, split in (("a", "dev"), ("b", "test"), ("c", "test"))
    ]
    assert [case.id for case in select(cases, split="test")] == ["b", "c"]
    assert [case.id for case in select(cases, split="test", ids=["a", "b"])] == ["b"]
    assert len(select(cases)) == 3
