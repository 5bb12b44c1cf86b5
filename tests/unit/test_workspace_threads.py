"""Threads: begun, renamed, listed, read, gone on with, deleted."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.errors import WorkspaceError
from tests.support.workspaces import ANN, START, answer


def test_a_new_thread_is_listed_and_read(workspace):
    thread = workspace.threads.new(ANN, "  Attempts  ")
    assert (thread.title, thread.created_at, thread.updated_at) == (
        "Attempts",
        START + dt.timedelta(seconds=1),
        thread.created_at,
    )
    assert len(thread.id) == 32
    assert workspace.threads.of(ANN) == (thread,)
    assert workspace.threads.read(ANN, thread.id) == thread
    assert workspace.threads.exchanges(ANN, thread.id) == ()


def test_exchanges_come_back_in_order_and_unchanged(workspace):
    thread = workspace.threads.new(ANN, "Attempts")
    put = [workspace.threads.append(ANN, thread.id, f"Question {n}?", answer(f"“Yes” {n} ✓")) for n in range(12)]
    kept = workspace.threads.exchanges(ANN, thread.id)
    assert kept == tuple(put)
    assert [exchange.question for exchange in kept] == [f"Question {n}?" for n in range(12)]
    assert kept[3].answer == answer("“Yes” 3 ✓")
    assert list(kept[3].answer) == list(answer())


def test_times_are_aware_and_in_utc(workspace, clock):
    thread = workspace.threads.new(ANN, "Attempts")
    clock.now = clock.now.astimezone(dt.timezone(dt.timedelta(hours=5)))
    at = workspace.threads.append(ANN, thread.id, "Why?", answer()).at
    kept = workspace.threads.exchanges(ANN, thread.id)[0].at
    assert kept == at
    assert kept.tzinfo is dt.UTC


def test_the_thread_used_last_comes_first_and_renaming_is_no_use(workspace):
    old, new = workspace.threads.new(ANN, "old"), workspace.threads.new(ANN, "new")
    assert [one.title for one in workspace.threads.of(ANN)] == ["new", "old"]
    workspace.threads.append(ANN, old.id, "And?", answer())
    assert [one.title for one in workspace.threads.of(ANN)] == ["old", "new"]
    assert workspace.threads.rename(ANN, new.id, "newer").title == "newer"
    assert [one.title for one in workspace.threads.of(ANN)] == ["old", "newer"]


def test_a_deleted_thread_is_gone(workspace):
    thread, other = workspace.threads.new(ANN, "gone"), workspace.threads.new(ANN, "stays")
    for one in (thread, other):
        workspace.threads.append(ANN, one.id, "Why?", answer())
    workspace.threads.delete(ANN, thread.id)
    assert [one.title for one in workspace.threads.of(ANN)] == ["stays"]
    assert len(workspace.threads.exchanges(ANN, other.id)) == 1
    for method in (workspace.threads.read, workspace.threads.exchanges, workspace.threads.delete):
        with pytest.raises(WorkspaceError, match="no such thread"):
            method(ANN, thread.id)


@pytest.mark.parametrize("thread_id", ["", "0" * 32, "' OR 1=1 --", "\0", "\ud800", "é" * 500])
def test_what_is_no_id_is_as_unknown_as_any(workspace, thread_id):
    with pytest.raises(WorkspaceError, match="no such thread") as caught:
        workspace.threads.read(ANN, thread_id)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("title", "complaint"),
    [
        (" \n", "the title is empty; give one"),
        ("x" * 201, "the title has 201 characters, and 200 are kept at most; shorten it"),
        ("a\0b", "the title holds a character that cannot be stored; type it anew"),
        ("a\ud800", "the title holds a character that cannot be stored; type it anew"),
    ],
)
def test_titles_that_cannot_be_kept_are_refused(workspace, title, complaint):
    thread = workspace.threads.new(ANN, "x" * 200)
    for refused in (lambda: workspace.threads.new(ANN, title), lambda: workspace.threads.rename(ANN, thread.id, title)):
        with pytest.raises(WorkspaceError) as caught:
            refused()
        assert str(caught.value) == complaint
    assert workspace.threads.of(ANN) == (thread,)


def test_an_answer_that_is_no_json_leaves_nothing(workspace):
    thread = workspace.threads.new(ANN, "Attempts")
    for broken in ({"score": float("nan")}, {"at": START}):
        with pytest.raises(WorkspaceError, match="the answer is no JSON"):
            workspace.threads.append(ANN, thread.id, "Why?", broken)
    assert workspace.threads.read(ANN, thread.id) == thread
    assert workspace.threads.exchanges(ANN, thread.id) == ()


@pytest.mark.parametrize("user", ["", "  ", "x" * 256, "a\0"])
def test_nobody_has_no_workspace(workspace, user):
    for refused in (lambda: workspace.threads.new(user, "mine"), lambda: workspace.threads.of(user)):
        with pytest.raises(WorkspaceError, match="a user has 1 to 255 characters"):
            refused()
