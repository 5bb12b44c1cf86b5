"""Two users in one workspace: neither can see, change or tell apart from nothing what is the other's."""

from __future__ import annotations

import contextlib
import random
from dataclasses import asdict

import pytest

from bot.draft_files import DraftFile
from bot.errors import WorkspaceError
from bot.reviewing.findings import OverrideKind, Verdict
from bot.settings import Settings
from bot.workspace.opening import open_workspace
from bot.workspace.tables import FileRow
from tests.support.workspaces import ACT, ANN, BEN, BILL, Ticking, answer, review

BY_THREAD = {
    "read": lambda w, user, at: w.threads.read(user, at),
    "exchanges": lambda w, user, at: w.threads.exchanges(user, at),
    "rename": lambda w, user, at: w.threads.rename(user, at, "taken over"),
    "append": lambda w, user, at: w.threads.append(user, at, "Whose?", answer()),
    "delete": lambda w, user, at: w.threads.delete(user, at),
}
BY_REVIEW = {
    "read": lambda w, user, at: w.reviews.read(user, at),
    "delete": lambda w, user, at: w.reviews.delete(user, at),
    "files": lambda w, user, at: w.uploads.of(user, at),
    "overrides": lambda w, user, at: w.overrides.of(user, at),
    "override": lambda w, user, at: w.overrides.set(user, at, "ST-03", OverrideKind.POLICY, by="Ben"),
    "remove": lambda w, user, at: w.overrides.remove(user, at, "ST-03"),
}
BY_UPLOAD = {"bytes": lambda w, user, at: w.uploads.read(user, at)}
FINDINGS = ("ST-01", "ST-02.acts", "ST-03")


def kept(workspace, user):
    """All that a user can get at, without ids, which differ from run to run."""
    threads = workspace.threads.of(user)
    reviews = workspace.reviews.of(user)
    return {
        "threads": [asdict(one) | {"id": "", "said": list(workspace.threads.exchanges(user, one.id))} for one in threads],
        "reviews": [asdict(workspace.reviews.read(user, one.id)) | {"id": ""} for one in reviews],
        "files": [
            [(up, workspace.uploads.read(user, up.sha256)) for up in workspace.uploads.of(user, one.id)] for one in reviews
        ],
        "overrides": [[asdict(o) | {"review_id": ""} for o in workspace.overrides.of(user, one.id)] for one in reviews],
        "erred": [asdict(one) | {"review_id": ""} for one in workspace.overrides.erred(user)],
    }


def fill(workspace, user):
    thread = workspace.threads.new(user, "Attempts")
    workspace.threads.append(user, thread.id, "Why?", answer())
    saved = workspace.reviews.save(user, "Bill", review(), [BILL])
    workspace.overrides.set(user, saved.id, "ST-03", OverrideKind.TOOL_ERRED, by=user, verdict=Verdict.MET)
    return thread.id, saved.id, saved.upload_sha256s[0]


def complaint(method, workspace, user, at):
    with pytest.raises(WorkspaceError) as caught:
        method(workspace, user, at)
    error = caught.value
    return type(error), error.what, error.hint, error.where == at, error.__cause__


@pytest.mark.parametrize(
    ("method", "which"),
    [
        *(pytest.param(method, 0, id=f"thread-{name}") for name, method in BY_THREAD.items()),
        *(pytest.param(method, 1, id=f"review-{name}") for name, method in BY_REVIEW.items()),
        *(pytest.param(method, 2, id=f"upload-{name}") for name, method in BY_UPLOAD.items()),
    ],
)
def test_what_is_anothers_is_as_if_it_did_not_exist(workspace, method, which):
    theirs = fill(workspace, ANN)[which]
    before = kept(workspace, ANN)
    nowhere = "0" * len(theirs)
    assert complaint(method, workspace, BEN, theirs) == complaint(method, workspace, BEN, nowhere)
    assert kept(workspace, ANN) == before
    assert not any(kept(workspace, BEN).values())


def test_the_database_itself_refuses_what_would_mix_two_users(workspace):
    _, ann_review, sha256 = fill(workspace, ANN)
    _, ben_review, _ = fill(workspace, BEN)
    only_anns = workspace.reviews.save(ANN, "Act", review(), [ACT]).upload_sha256s[0]
    for review_id, upload in ((ann_review, sha256), (ben_review, only_anns)):
        with pytest.raises(WorkspaceError, match="constraint"), workspace._database.writing(BEN) as session:
            session.add(FileRow(owner=BEN, review_id=review_id, number=9, sha256=upload, name="x"))


def test_a_user_is_told_apart_to_the_letter(workspace):
    alike = (ANN, ANN.upper(), f"{ANN} ", f" {ANN}", "anné", "anne\N{COMBINING ACUTE ACCENT}", "ann%", "ann_")
    for user in alike:
        workspace.threads.new(user, f"of {user!r}")
    for user in alike:
        assert [thread.title for thread in workspace.threads.of(user)] == [f"of {user!r}"]


def step(workspace, user, chance: random.Random) -> None:
    """One thing a user may do, drawn by chance; what there is nothing to do it with is left out."""
    threads, reviews = workspace.threads.of(user), workspace.reviews.of(user)
    thread = chance.choice(threads).id if threads else None
    saved = chance.choice(reviews).id if reviews else None
    number, finding = chance.randrange(1000), chance.choice(FINDINGS)
    files = [DraftFile(f"{n}.txt", bytes([n])) for n in chance.choices(range(4), k=chance.randint(1, 3))]
    verdict = chance.choice([Verdict.CONFLICT, Verdict.NEEDS_REVIEW])
    does = {
        "new": lambda: workspace.threads.new(user, f"thread {number}"),
        "rename": lambda: thread and workspace.threads.rename(user, thread, f"renamed {number}"),
        "append": lambda: thread and workspace.threads.append(user, thread, f"question {number}", answer(str(number))),
        "end": lambda: thread and workspace.threads.delete(user, thread),
        "save": lambda: workspace.reviews.save(user, f"review {number}", review(str(number)), files),
        "drop": lambda: saved and workspace.reviews.delete(user, saved),
        "policy": lambda: saved and workspace.overrides.set(user, saved, finding, OverrideKind.POLICY, by=user),
        "erred": lambda: (
            saved and workspace.overrides.set(user, saved, finding, OverrideKind.TOOL_ERRED, by=user, verdict=verdict)
        ),
        "remove": lambda: saved and workspace.overrides.remove(user, saved, finding),
        "all": lambda: workspace.delete_everything(user),
    }
    weights = [12, 6, 20, 4, 16, 6, 12, 12, 6, 1]
    with contextlib.suppress(WorkspaceError):  # an override that is not there
        does[chance.choices(list(does), weights)[0]]()


def play(workspace, clock, steps):
    """Each step at its own time, with chances of its own: so it does the same whatever others do between."""
    for number, user in steps:
        clock.now = Ticking().now.replace(hour=10, minute=number % 60, second=0)
        step(workspace, user, random.Random(number))


@pytest.mark.parametrize("seed", range(3))
def test_users_side_by_side_keep_what_each_would_keep_alone(workspace, clock, tmp_path, seed):
    chance = random.Random(seed)
    steps = [(60 * seed + number, chance.choice([ANN, BEN])) for number in range(60)]
    play(workspace, clock, steps)
    for user in (ANN, BEN):
        alone_clock = Ticking()
        with contextlib.closing(open_workspace(Settings(data_dir=tmp_path / user), now=alone_clock)) as alone:
            play(alone, alone_clock, [one for one in steps if one[1] == user])
            assert kept(workspace, user) == kept(alone, user)
            assert any(kept(alone, user).values())
