"""Reviews and their files: kept, listed, shared, deleted; retention."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from bot.draft_files import DraftFile
from bot.errors import WorkspaceError
from bot.reviewing.findings import OverrideKind
from bot.workspace.values import RegisterStamp
from tests.support.workspaces import ACT, ANN, BEN, BILL, START, answer, review


def sha(file: DraftFile) -> str:
    return hashlib.sha256(file.data).hexdigest()


def test_a_saved_review_is_listed_and_read(workspace):
    head = workspace.reviews.save(ANN, "Bill, second reading", review("ä"), [BILL, ACT])
    assert (head.name, head.scope, head.register) == (
        "Bill, second reading",
        "whole",
        RegisterStamp("widgets", "1.0", "ab" * 32),
    )
    assert head.upload_sha256s == (sha(BILL), sha(ACT))
    assert head.created_at == START + dt.timedelta(seconds=1)
    assert workspace.reviews.of(ANN) == (head,)
    read = workspace.reviews.read(ANN, head.id)
    assert read.review == review("ä")
    assert (read.id, read.name, read.upload_sha256s, read.created_at) == (
        head.id,
        head.name,
        head.upload_sha256s,
        head.created_at,
    )


def test_the_newest_review_comes_first(workspace):
    for name in "abc":
        workspace.reviews.save(ANN, name, review(), [BILL])
    assert [head.name for head in workspace.reviews.of(ANN)] == ["c", "b", "a"]


def test_files_come_back_as_they_were(workspace):
    saved = workspace.reviews.save(ANN, "both", review(), [BILL, ACT])
    bill, act = workspace.uploads.of(ANN, saved.id)
    assert (bill.name, bill.size, bill.sha256) == ("bill.docx", len(BILL.data), sha(BILL))
    assert bill.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert (act.name, act.media_type) == ("act.txt", "text/plain")
    assert [workspace.uploads.read(ANN, one.sha256) for one in (bill, act)] == [BILL.data, ACT.data]


def test_the_same_bytes_are_kept_once_and_go_with_the_last_review(workspace):
    again = DraftFile("bill (2).docx", BILL.data)
    first = workspace.reviews.save(ANN, "first", review(), [BILL, again])
    second = workspace.reviews.save(ANN, "second", review(), [again])
    assert [one.name for one in workspace.uploads.of(ANN, first.id)] == ["bill.docx", "bill (2).docx"]
    workspace.reviews.delete(ANN, first.id)
    assert workspace.uploads.read(ANN, sha(BILL)) == BILL.data
    workspace.reviews.delete(ANN, second.id)
    with pytest.raises(WorkspaceError, match="no such upload"):
        workspace.uploads.read(ANN, sha(BILL))
    assert workspace.reviews.of(ANN) == ()


def test_one_users_bytes_outlive_another_users_deletion(workspace):
    ann, ben = (workspace.reviews.save(user, "bill", review(), [BILL]) for user in (ANN, BEN))
    workspace.reviews.delete(ANN, ann.id)
    assert workspace.uploads.read(BEN, sha(BILL)) == BILL.data
    assert [head.id for head in workspace.reviews.of(BEN)] == [ben.id]


def test_an_empty_file_is_a_file(workspace):
    empty = DraftFile("empty", b"")
    workspace.reviews.save(ANN, "empty", review(), [empty])
    assert workspace.uploads.read(ANN, sha(empty)) == b""


@pytest.mark.parametrize(
    ("name", "json", "files", "complaint"),
    [
        ("", review(), [BILL], "the name is empty"),
        ("x" * 256, review(), [BILL], "the name has 256 characters"),
        ("bill", review(), [], "kept with its files"),
        ("bill", {"error": "damaged"}, [BILL], "no review as"),
        ("bill", review() | {"register": None}, [BILL], "no review as"),
        ("bill", review() | {"findings": [{"id": "ST-01", "verdict": "fine"}]}, [BILL], "no review as"),
        ("bill", review() | {"scope": "\ud800"}, [BILL], "cannot be stored"),
        ("bill", review() | {"findings": []}, [BILL], "no findings"),
        ("bill", review(), [DraftFile("", b"x")], "the name is empty"),
    ],
)
def test_what_is_no_review_is_refused_whole(workspace, name, json, files, complaint):
    with pytest.raises(WorkspaceError, match=complaint):
        workspace.reviews.save(ANN, name, json, files)
    assert workspace.reviews.of(ANN) == ()
    for file in files:
        with pytest.raises(WorkspaceError, match="no such upload"):
            workspace.uploads.read(ANN, sha(file))


def test_purging_takes_what_was_last_used_before(workspace, clock):
    old_thread = workspace.threads.new(ANN, "old")
    used_thread = workspace.threads.new(ANN, "used")
    old = workspace.reviews.save(ANN, "old", review(), [BILL, ACT])
    used = workspace.reviews.save(BEN, "used", review(), [BILL])
    workspace.reviews.save(BEN, "old", review(), [ACT])
    clock.now += dt.timedelta(days=10)
    limit = clock.now
    workspace.threads.append(ANN, used_thread.id, "And?", answer())
    workspace.overrides.set(BEN, used.id, "ST-03", OverrideKind.POLICY, by="Ben")
    new = workspace.reviews.save(ANN, "new", review(), [ACT])

    assert workspace.purge(limit) == 3
    assert [one.id for one in workspace.threads.of(ANN)] == [used_thread.id]
    assert [one.id for one in workspace.reviews.of(ANN)] == [new.id]
    assert [one.id for one in workspace.reviews.of(BEN)] == [used.id]
    assert workspace.uploads.read(ANN, sha(ACT)) == ACT.data
    for user, file in ((ANN, BILL), (BEN, ACT)):
        with pytest.raises(WorkspaceError, match="no such upload"):
            workspace.uploads.read(user, sha(file))
    with pytest.raises(WorkspaceError, match="no such thread"):
        workspace.threads.read(ANN, old_thread.id)
    with pytest.raises(WorkspaceError, match="no such review"):
        workspace.reviews.read(ANN, old.id)
    assert workspace.purge(limit) == 0


def test_purging_before_a_time_of_no_zone_is_refused(workspace):
    workspace.threads.new(ANN, "stays")
    with pytest.raises(WorkspaceError, match="without a time zone"):
        workspace.purge(dt.datetime(2030, 1, 1))  # noqa: DTZ001
    assert len(workspace.threads.of(ANN)) == 1


def test_everything_of_one_user_goes_and_nothing_of_another(workspace):
    for user in (ANN, BEN):
        thread = workspace.threads.new(user, "thread")
        workspace.threads.append(user, thread.id, "Why?", answer())
        saved = workspace.reviews.save(user, "bill", review(), [BILL])
        workspace.overrides.set(user, saved.id, "ST-03", OverrideKind.POLICY, by=user)
    workspace.delete_everything(ANN)
    assert (workspace.threads.of(ANN), workspace.reviews.of(ANN)) == ((), ())
    with pytest.raises(WorkspaceError):
        workspace.uploads.read(ANN, sha(BILL))
    (thread,), (saved,) = workspace.threads.of(BEN), workspace.reviews.of(BEN)
    assert len(workspace.threads.exchanges(BEN, thread.id)) == 1
    assert len(workspace.overrides.of(BEN, saved.id)) == 1
    assert workspace.uploads.read(BEN, sha(BILL)) == BILL.data
    workspace.delete_everything(ANN)
