"""``clausewise workspace``: who keeps how much, and deleting what is old or one user's."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from bot.settings import Settings
from bot.workspace.opening import open_workspace
from tests.support.workspaces import ANN, BEN, BILL, Ticking, answer, review
from ui.cli.app import run

PHRASE = "UNUSUAL-WORDS-OF-A-DRAFT"


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A data directory in which two users keep things that were last used in March 2026."""
    monkeypatch.delenv("CLAUSEWISE_RETENTION_DAYS", raising=False)
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path))
    with closing(open_workspace(Settings(data_dir=tmp_path), now=Ticking())) as workspace:
        thread = workspace.threads.new(ANN, PHRASE)
        workspace.threads.append(ANN, thread.id, PHRASE, answer(PHRASE))
        workspace.reviews.save(ANN, "Bill", review(), [BILL])
        workspace.threads.new(BEN, "his")
    return tmp_path


def users(capsys):
    assert run(["workspace", "list", "--json"]) == 0
    return {one["user"]: one for one in json.loads(capsys.readouterr().out)["users"]}


def test_users_are_listed_with_counts_and_none_of_their_words(kept, capsys):
    assert users(capsys)[ANN] == {"user": ANN, "threads": 1, "reviews": 1, "uploads": 1, "upload_bytes": len(BILL.data)}
    run(["workspace", "list"])
    out = capsys.readouterr().out
    assert f"{BEN}: 1 conversation, 0 reviews, 0 files of 0 bytes" in out
    assert PHRASE not in out


def test_an_empty_workspace_says_so(tmp_path, capsys):
    assert run(["workspace", "list", "--data-dir", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "nobody keeps anything\n"


def test_deleting_needs_a_yes_and_takes_one_user_alone(kept, capsys):
    assert run(["workspace", "delete", "--user", ANN]) == 2
    assert "this would delete 1 conversation, 1 review, 1 file" in capsys.readouterr().err
    assert set(users(capsys)) == {ANN, BEN}
    assert run(["workspace", "delete", "--user", ANN, "--yes"]) == 0
    assert capsys.readouterr().out.startswith(f"deleted of {ANN}: 1 conversation")
    assert set(users(capsys)) == {BEN}
    assert sum(path.read_bytes().count(PHRASE.encode()) for path in kept.iterdir()) == 0


def test_a_user_of_whom_nothing_is_kept_is_an_error(kept, capsys):
    assert run(["workspace", "delete", "--user", "nobody", "--yes"]) == 2
    assert "nobody: nobody of this name keeps anything" in capsys.readouterr().err


def test_what_is_old_goes_by_option_or_by_setting(kept, capsys, monkeypatch):
    assert run(["workspace", "purge"]) == 2
    assert "CLAUSEWISE_RETENTION_DAYS" in capsys.readouterr().err
    assert run(["workspace", "purge", "--older-than", "36500"]) == 0
    assert capsys.readouterr().out.startswith("0 conversations and reviews deleted")
    monkeypatch.setenv("CLAUSEWISE_RETENTION_DAYS", "1")
    assert run(["workspace", "purge"]) == 0
    assert capsys.readouterr().out.startswith("3 conversations and reviews deleted")
    assert users(capsys) == {}
