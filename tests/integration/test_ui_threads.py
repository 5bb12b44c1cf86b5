"""Conversations beside the Ask page: kept, opened again, renamed, deleted; each user's own."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
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
    ("address", "kept"), [("127.0.0.1", True), ("localhost", True), ("0.0.0.0", False), (None, False), ("10.1.2.3", False)]
)
def test_what_is_served_to_others_is_not_kept(monkeypatch, tmp_path, address, kept):
    monkeypatch.setattr(keeping.st, "get_option", lambda name: address if name == "server.address" else None)
    monkeypatch.setattr(keeping, "_shared_workspace", lambda: ("a workspace", None))
    monkeypatch.setattr(keeping.st, "session_state", {})
    assert (keeping.workspace() == "a workspace") is kept
    assert keeping.not_kept() is None


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
