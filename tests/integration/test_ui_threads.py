"""Conversations beside the Ask page: kept, opened again, renamed, deleted; each user's own."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

import ui.web
from bot.settings import Settings
from bot.workspace.opening import open_workspace
from bot.workspace.values import LOCAL_USER
from tests.support.fake_client import FakeClient
from ui.web import keeping, texts, wiring

APP = Path(ui.web.__file__).parent / "app.py"
QUESTION = "Must attempts be punished?"


@pytest.fixture
def workspace(tmp_path):
    with closing(open_workspace(Settings(data_dir=tmp_path))) as opened:
        yield opened


def session(tmp_path, workspace):
    app = AppTest.from_file(APP, default_timeout=30)
    app.session_state[wiring.CLIENT] = FakeClient(tmp_path)
    app.session_state[keeping.WORKSPACE] = workspace
    app.run()
    assert not app.exception
    return app


def ask(app, question):
    app.chat_input[0].set_value(question).run()
    assert not app.exception


def listed(app):
    return [
        button.label.replace("\\", "")
        for button in app.sidebar.button
        if button.key.startswith("thread-") and len(button.key) == 39
    ]


def press(app, key):
    app.sidebar.button(key=key).click().run()
    assert not app.exception


def test_an_answer_is_kept_and_opened_again_by_another_session(tmp_path, workspace):
    first = session(tmp_path, workspace)
    assert texts.THREADS.none in [caption.value for caption in first.sidebar.caption]
    ask(first, QUESTION)
    ask(first, "May I park here?")
    assert listed(first) == [QUESTION], "one conversation, called by its first question"
    later = session(tmp_path, workspace)
    assert not later.chat_message
    (thread,) = workspace.threads.of(LOCAL_USER)
    press(later, f"thread-{thread.id}")
    assert len(later.chat_message) == 4
    shown = "\n".join(element.proto.body for element in later.get("html"))
    assert "<mark>Legislation should also criminalize attempts.</mark>" in shown
    assert texts.ASK.refused in shown
    ask(later, QUESTION)
    assert len(workspace.threads.exchanges(LOCAL_USER, thread.id)) == 3, "the conversation goes on where it was"


def test_a_new_conversation_leaves_the_one_before(tmp_path, workspace):
    app = session(tmp_path, workspace)
    ask(app, QUESTION)
    press(app, "thread-new")
    assert not app.chat_message
    ask(app, "May I park here?")
    assert listed(app) == ["May I park here?", QUESTION]


def test_rename_and_delete(tmp_path, workspace):
    app = session(tmp_path, workspace)
    ask(app, QUESTION)
    (thread,) = workspace.threads.of(LOCAL_USER)
    app.sidebar.text_input(key=f"thread-title-{thread.id}").set_value("*Attempts*").run()
    press(app, f"thread-rename-{thread.id}")
    assert listed(app) == ["*Attempts*"]
    press(app, f"thread-delete-{thread.id}")
    assert workspace.threads.of(LOCAL_USER) == ()
    assert not app.chat_message
    assert listed(app) == []


def test_a_title_that_is_empty_is_said_and_changes_nothing(tmp_path, workspace):
    app = session(tmp_path, workspace)
    ask(app, QUESTION)
    (thread,) = workspace.threads.of(LOCAL_USER)
    app.sidebar.text_input(key=f"thread-title-{thread.id}").set_value("  ").run()
    press(app, f"thread-rename-{thread.id}")
    assert len(app.sidebar.error) == 1
    assert [one.title for one in workspace.threads.of(LOCAL_USER)] == [QUESTION]


def test_another_users_conversations_are_not_there(tmp_path, workspace):
    workspace.threads.new("somebody else", "Secret")
    assert listed(session(tmp_path, workspace)) == []


def test_where_nothing_is_kept_the_page_works_all_the_same(tmp_path):
    app = session(tmp_path, None)
    ask(app, QUESTION)
    assert len(app.chat_message) == 2
    assert not app.sidebar.button


@pytest.mark.parametrize(
    ("address", "host", "kept"),
    [
        ("127.0.0.1", None, True),
        ("127.0.0.1", "127.0.0.1:8501", True),
        ("localhost", "localhost", True),
        ("::1", "[::1]:8501", True),
        ("0.0.0.0", "localhost:8501", False),
        (None, "localhost:8501", False),
        ("10.1.2.3", "10.1.2.3:8501", False),
        ("127.0.0.1", "drafts.example", False),
        ("127.0.0.1", "localhost.drafts.example:443", False),
    ],
)
def test_what_is_served_to_others_is_not_kept(monkeypatch, address, host, kept):
    """Neither where the app listens to other machines, nor where a proxy on this one lets them in under another name."""
    headers = {"Host": host} if host else {}
    here = SimpleNamespace(get_option=lambda _name: address, context=SimpleNamespace(headers=headers), session_state={})
    monkeypatch.setattr(keeping, "st", here)
    monkeypatch.setattr(keeping.signing_in, "providers", tuple)
    monkeypatch.setattr(keeping, "_shared_workspace", lambda: keeping._Opened("a workspace"))
    assert (keeping.workspace() == "a workspace") is kept
    assert keeping.is_shared() is not kept
    assert keeping.not_kept() is None


def test_what_is_too_old_goes_when_the_workspace_is_used(monkeypatch, tmp_path):
    """The real workspace of the settings, with a thread that was last used two days ago."""
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CLAUSEWISE_RETENTION_DAYS", "1")
    monkeypatch.setattr(wiring, "_shared_service", lambda: FakeClient(tmp_path))
    streamlit.cache_resource.clear()
    two_days_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=2)
    with closing(open_workspace(Settings(data_dir=tmp_path), now=lambda: two_days_ago)) as before:
        before.threads.new(LOCAL_USER, "old")
    monkeypatch.setattr(keeping, "is_shared", lambda: False)
    app = AppTest.from_file(APP, default_timeout=30).run()
    ask(app, QUESTION)
    streamlit.cache_resource.clear()
    with closing(open_workspace(Settings(data_dir=tmp_path))) as after:
        assert [thread.title for thread in after.threads.of(LOCAL_USER)] == [QUESTION]


def test_a_workspace_that_fails_is_said_and_the_answer_stands(tmp_path, workspace):
    app = session(tmp_path, workspace)
    workspace.close()
    (tmp_path / "workspace.db").write_bytes(b"no database" * 500)
    ask(app, QUESTION)
    assert len(app.chat_message) == 2
    assert any(texts.THREADS.not_kept in error.value for error in app.error)


def test_long_questions_make_short_titles(tmp_path, workspace):
    app = session(tmp_path, workspace)
    ask(app, "attempts " * 60)
    (thread,) = workspace.threads.of(LOCAL_USER)
    assert len(thread.title) <= 90
    assert thread.title.endswith("…")
