"""Overrides: three kinds, their history, and which are cases for the evaluation."""

from __future__ import annotations

import hashlib

import pytest

from bot.errors import WorkspaceError
from bot.reviewing.findings import OverrideKind, Verdict
from tests.support.workspaces import ACT, ANN, BEN, BILL, review

ERRED, POLICY, OTHER = OverrideKind


@pytest.fixture
def saved(workspace):
    return workspace.reviews.save(ANN, "Bill", review(), [BILL, ACT])


def test_an_override_is_listed_with_name_date_and_note(workspace, saved):
    put = workspace.overrides.set(ANN, saved.id, "ST-03", ERRED, by=" Ann B. ", verdict=Verdict.MET, note="section 9 has it")
    assert workspace.overrides.of(ANN, saved.id) == (put,)
    assert (put.by, put.note, put.verdict, put.tool_verdict) == ("Ann B.", "section 9 has it", Verdict.MET, Verdict.MISSING)
    assert put.counts
    assert workspace.reviews.read(ANN, saved.id).updated_at == put.at > saved.updated_at


def test_the_latest_counts_and_earlier_ones_stay_listed(workspace, saved):
    first = workspace.overrides.set(ANN, saved.id, "ST-03", ERRED, by="Ann", verdict=Verdict.MET)
    other = workspace.overrides.set(ANN, saved.id, "ST-01", POLICY, by="Ann")
    second = workspace.overrides.set(ANN, saved.id, "ST-03", OTHER, by="Cy", note="Penal Code s. 5")
    third = workspace.overrides.set(ANN, saved.id, "ST-03", ERRED, by="Ann", verdict=Verdict.PARTIAL)
    listed = workspace.overrides.of(ANN, saved.id)
    assert [(one.finding_id, one.kind, one.by, one.superseded_at) for one in listed] == [
        ("ST-01", POLICY, "Ann", None),
        ("ST-03", ERRED, "Ann", second.at),
        ("ST-03", OTHER, "Cy", third.at),
        ("ST-03", ERRED, "Ann", None),
    ]
    assert [one.at for one in listed] == [other.at, first.at, second.at, third.at]
    assert [one.counts for one in listed] == [True, False, False, True]


def test_removing_takes_the_history_too(workspace, saved):
    for verdict in (Verdict.MET, Verdict.PARTIAL):
        workspace.overrides.set(ANN, saved.id, "ST-03", ERRED, by="Ann", verdict=verdict)
    kept = workspace.overrides.set(ANN, saved.id, "ST-01", POLICY, by="Ann")
    workspace.overrides.remove(ANN, saved.id, "ST-03")
    assert workspace.overrides.of(ANN, saved.id) == (kept,)
    with pytest.raises(WorkspaceError, match="no such override"):
        workspace.overrides.remove(ANN, saved.id, "ST-03")


def test_deleting_the_review_takes_its_overrides(workspace, saved):
    workspace.overrides.set(ANN, saved.id, "ST-03", ERRED, by="Ann", verdict=Verdict.MET)
    workspace.reviews.delete(ANN, saved.id)
    assert workspace.overrides.erred(ANN) == ()
    with pytest.raises(WorkspaceError, match="no such review"):
        workspace.overrides.of(ANN, saved.id)


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (("ST-99", POLICY, {"by": "Ann"}), "no such finding"),
        (("ST-03", ERRED, {"by": "Ann"}), "another one than missing; give the right verdict"),
        (("ST-03", ERRED, {"by": "Ann", "verdict": Verdict.MISSING}), "another one than missing"),
        (("ST-03", POLICY, {"by": "Ann", "verdict": Verdict.MET}), "only where the tool erred"),
        (("ST-03", OTHER, {"by": "Ann", "note": " "}), "which other act"),
        (("ST-03", POLICY, {"by": ""}), "the reviewer's name is empty"),
        (("ST-03", POLICY, {"by": "Ann", "note": "x" * 4001}), "the note has 4,001 characters, and 4,000 are kept"),
    ],
)
def test_what_does_not_fit_is_refused(workspace, saved, said, complaint):
    finding, kind, given = said
    with pytest.raises(WorkspaceError, match=complaint):
        workspace.overrides.set(ANN, saved.id, finding, kind, **given)
    assert workspace.overrides.of(ANN, saved.id) == ()


def test_only_standing_errors_of_the_tool_are_cases(workspace, saved):
    workspace.overrides.set(ANN, saved.id, "ST-01", ERRED, by="Ann", verdict=Verdict.PARTIAL, note="no penalty")
    workspace.overrides.set(ANN, saved.id, "ST-02.acts", ERRED, by="Ann", verdict=Verdict.MET)
    workspace.overrides.set(ANN, saved.id, "ST-02.acts", POLICY, by="Ann")
    workspace.overrides.set(ANN, saved.id, "ST-03", OTHER, by="Ann", note="Penal Code")
    theirs = workspace.reviews.save(BEN, "Bill", review(), [BILL])
    workspace.overrides.set(BEN, theirs.id, "ST-01", ERRED, by="Ben", verdict=Verdict.CONFLICT)
    (case,) = workspace.overrides.erred(ANN)
    assert (case.finding_id, case.tool_verdict, case.verdict, case.note, case.by) == (
        "ST-01",
        Verdict.MET,
        Verdict.PARTIAL,
        "no penalty",
        "Ann",
    )
    assert case.draft_sha256s == tuple(hashlib.sha256(file.data).hexdigest() for file in (BILL, ACT))
    assert (case.review_id, case.review_name, case.register, case.scope) == (saved.id, "Bill", saved.register, "whole")


def test_the_newest_case_comes_first(workspace, saved):
    for finding in ("ST-03", "ST-02.acts"):
        workspace.overrides.set(ANN, saved.id, finding, ERRED, by="Ann", verdict=Verdict.MET)
    assert [case.finding_id for case in workspace.overrides.erred(ANN)] == ["ST-02.acts", "ST-03"]
