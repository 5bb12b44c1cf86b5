"""Signing in and what is kept of whom, page by page: who is not let in sees no page, and what each keeps is theirs to delete."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

import ui.web
from bot.draft_files import DraftFile
from bot.errors import WorkspaceError
from bot.settings import Settings
from bot.workspace.opening import open_workspace
from bot.workspace.values import LOCAL_USER, Usage
from tests.support.fake_client import HOSTILE, FakeClient
from tests.support.workspaces import answer, review
from ui.web import keeping, texts, wiring

APP = Path(ui.web.__file__).parent / "app.py"
QUESTION = "Must attempts be punished?"
PHRASE = "An unusual phrase: the quorum of pelicans."
ISSUER = "https://id.ministry.example"
PROVIDER = {
    "client_id": "id",
    "client_secret": "secret",
    "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
}
AUTH = {"redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": "0123456789abcdef0123456789abcdef"}
PAGES = ("ask", "review", "guidance", "evals", "workspace")


@pytest.fixture(autouse=True)
def _as_if_just_started():
    """What a process reads once of signing in is read anew."""
    streamlit.cache_resource.clear()
    yield
    streamlit.cache_resource.clear()


@pytest.fixture
def workspace(tmp_path):
    with closing(open_workspace(Settings(data_dir=tmp_path))) as opened:
        yield opened


def claims(subject="1001", name="Ada", **others):
    return {"is_logged_in": True, "iss": ISSUER, "sub": subject, "name": name, "iat": time.time() - 60} | others


def session(tmp_path, workspace, *, user=None, auth=None):
    """A session where signing in is set; ``user`` are the claims of its cookie, None where nobody has signed in."""
    app = AppTest.from_file(APP, default_timeout=30)
    app.secrets["auth"] = auth or AUTH | PROVIDER
    app.user = user or {"is_logged_in": False}
    app.session_state[wiring.CLIENT] = FakeClient(tmp_path)
    app.session_state[keeping.WORKSPACE] = workspace
    return app.run()


def local_session(tmp_path, workspace):
    app = AppTest.from_file(APP, default_timeout=30)
    app.session_state[wiring.CLIENT] = FakeClient(tmp_path)
    app.session_state[keeping.WORKSPACE] = workspace
    return app.run()


def shown(app):
    """All that can be read on the page."""
    kinds = ("title", "header", "markdown", "caption", "warning", "error", "info", "success")
    drawn = [element.proto.body for element in app.get("html")]
    return "\n".join([*(one.value for kind in kinds for one in app.get(kind)), *drawn]).replace("\\", "")


def keys(app):
    return {button.key for button in app.button}


def ask(app, question):
    app.chat_input[0].set_value(question).run()
    assert not app.exception


def kept_of(workspace, subject):
    return [thread.title for thread in workspace.threads.of(f"{ISSUER} {subject}")]


def test_who_has_not_signed_in_sees_what_this_is_and_a_way_in(tmp_path, workspace):
    app = session(tmp_path, workspace)
    assert [title.value for title in app.title] == [texts.SIGN_IN.title]
    assert keys(app) == {"sign-in-0"}
    assert not app.warning
    assert not app.exception


@pytest.mark.parametrize("page", PAGES)
def test_without_signing_in_every_page_is_the_one_to_sign_in_on(tmp_path, workspace, page):
    app = session(tmp_path, workspace, user=claims())
    app.switch_page(f"views/{page}.py").run()
    assert texts.SIGN_IN.title not in {title.value for title in app.title}
    app.user = {"is_logged_in": False}
    app.run()
    assert [title.value for title in app.title] == [texts.SIGN_IN.title]
    assert keys(app) == {"sign-in-0"}
    assert not app.chat_input
    assert not app.exception


def test_there_is_a_button_for_each_provider(tmp_path, workspace):
    assert [button.label for button in session(tmp_path, workspace).button] == [texts.SIGN_IN.button]
    streamlit.cache_resource.clear()
    two = session(tmp_path, workspace, auth=AUTH | {"ministry": PROVIDER, "google": PROVIDER})
    assert [button.label for button in two.button] == ["Sign in with Ministry", "Sign in with Google"]


def test_who_has_signed_in_is_named_beside_every_page_and_keeps_what_they_ask(tmp_path, workspace):
    app = session(tmp_path, workspace, user=claims(name=HOSTILE))
    ask(app, QUESTION)
    assert kept_of(workspace, "1001") == [QUESTION]
    assert workspace.threads.of(LOCAL_USER) == ()
    for page in PAGES:
        app.switch_page(f"views/{page}.py").run()
        assert not app.exception
        assert "sign-out" in keys(app)
        account = app.sidebar.get("html")[0].proto.body
        assert "Signed in as &lt;script&gt;" in account
        assert "<script" not in account


def test_nobody_sees_what_is_anothers(tmp_path, workspace):
    ask(session(tmp_path, workspace, user=claims()), QUESTION)
    (thread,) = workspace.threads.of(f"{ISSUER} 1001")
    ben = session(tmp_path, workspace, user=claims("1002", "Ben"))
    assert f"thread-{thread.id}" not in keys(ben)
    same_subject_elsewhere = session(tmp_path, workspace, user=claims(iss="https://elsewhere.example"))
    assert f"thread-{thread.id}" not in keys(same_subject_elsewhere)
    again = session(tmp_path, workspace, user=claims(email="new@address.example"))
    assert f"thread-{thread.id}" in keys(again)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sub": None}, "did not say who you are"),
        ({"iss": ""}, "did not say who you are"),
        ({"iat": 0}, "does not count any more"),
        ({"iat": None}, "did not say when you signed in"),
    ],
)
def test_an_identity_that_is_incomplete_or_too_old_is_refused_and_not_the_local_user(tmp_path, workspace, changed, said):
    app = session(tmp_path, workspace, user=claims() | changed)
    assert said in shown(app)
    assert keys(app) == {"sign-in-0"}, "signing in anew is what helps"
    assert not app.chat_input


def test_a_sign_in_that_ends_while_somebody_works_stops_there(tmp_path, workspace):
    app = session(tmp_path, workspace, user=claims())
    app.user = claims(iat=0)
    app.run()
    assert not app.chat_input
    assert "does not count any more" in shown(app)


def test_only_those_on_the_list_are_let_in(tmp_path, workspace, monkeypatch):
    monkeypatch.setenv("CLAUSEWISE_SIGNIN_ALLOW", "ministry.example")
    ada = claims(email="ada@ministry.example", email_verified=True)
    assert session(tmp_path, workspace, user=ada).chat_input
    for other in (ada | {"email_verified": False}, ada | {"email": "ben@elsewhere.example"}):
        app = session(tmp_path, workspace, user=other)
        assert not app.chat_input
        assert app.warning


def test_signing_in_that_cannot_work_lets_nobody_in(tmp_path, workspace):
    app = session(tmp_path, workspace, user=claims(), auth=AUTH | {"ministry": PROVIDER | {"client_id": ""}})
    assert "client_id is missing" in app.error[0].value.replace("\\", "")
    assert not app.chat_input
    assert not app.button


def test_secrets_that_vanish_while_the_app_runs_make_nobody_the_local_user(tmp_path, workspace):
    app = session(tmp_path, workspace, user=claims())
    del app.secrets["auth"]
    app.user = {}
    app.run()
    assert [title.value for title in app.title] == [texts.SIGN_IN.title]


def test_without_sign_in_there_is_no_account_and_one_local_user(tmp_path, workspace):
    app = local_session(tmp_path, workspace)
    ask(app, QUESTION)
    assert "sign-out" not in keys(app)
    assert [thread.title for thread in workspace.threads.of(LOCAL_USER)] == [QUESTION]


def test_with_sign_in_things_are_kept_wherever_the_app_is_served(tmp_path, monkeypatch):
    """The real workspace of the settings, and an address that other machines reach."""
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(wiring, "_shared_service", lambda: FakeClient(tmp_path))
    option = streamlit.get_option
    monkeypatch.setattr(streamlit, "get_option", lambda name: "0.0.0.0" if name == "server.address" else option(name))
    for auth, count in (({}, 0), ({"auth": AUTH | PROVIDER}, 1)):
        streamlit.cache_resource.clear()
        app = AppTest.from_file(APP, default_timeout=30)
        app.secrets = auth
        app.user = claims() if auth else {}
        app.run()
        ask(app, QUESTION)
        with closing(open_workspace(Settings(data_dir=tmp_path))) as opened:
            assert len(opened.users()) == count
        app.switch_page("views/workspace.py").run()
        assert (texts.WORKSPACE.unkept_shared in shown(app)) is not bool(auth)


def fill(workspace, user):
    thread = workspace.threads.new(user, PHRASE)
    workspace.threads.append(user, thread.id, PHRASE, answer(PHRASE))
    workspace.reviews.save(user, "Bill", review(PHRASE), [DraftFile("bill.txt", PHRASE.encode() * 200)])


def workspace_page(app):
    app.switch_page("views/workspace.py").run()
    assert not app.exception
    return app


def delete(app, word):
    app.text_input(key="delete-word").set_value(word)
    next(button for button in app.button if button.label == texts.WORKSPACE.button).click().run()
    assert not app.exception


def traces(folder):
    """How often the phrase stands in the workspace's files."""
    return sum(path.read_bytes().count(PHRASE.encode()) for path in folder.glob("workspace.db*"))


def test_the_local_user_reads_what_is_kept_where_and_for_how_long(tmp_path, workspace, monkeypatch):
    fill(workspace, LOCAL_USER)
    page = shown(workspace_page(local_session(tmp_path, workspace)))
    for said in ("<dd>1</dd>", "1 file, 8 kB in all", str(tmp_path / "workspace.db"), texts.WORKSPACE.for_ever):
        assert said in page
    monkeypatch.setenv("CLAUSEWISE_RETENTION_DAYS", "30")
    assert "30 days" in shown(workspace_page(local_session(tmp_path, workspace)))


def test_who_has_signed_in_is_not_told_the_servers_files_but_their_own_name_there(tmp_path, workspace):
    page = shown(workspace_page(session(tmp_path, workspace, user=claims())))
    assert str(tmp_path) not in page
    assert texts.WORKSPACE.on_server in page
    assert f"{ISSUER} 1001" in page


def test_deleting_takes_the_word_typed(tmp_path, workspace):
    fill(workspace, LOCAL_USER)
    app = workspace_page(local_session(tmp_path, workspace))
    for word in ("", "delet", "delete me"):
        delete(app, word)
        assert texts.WORKSPACE.mistyped.format(word="delete") in shown(app)
    assert workspace.usage(LOCAL_USER).threads == 1


def test_deleting_leaves_nothing_in_any_file_nor_in_the_session(tmp_path, workspace):
    app = session(tmp_path, workspace, user=claims())
    ask(app, PHRASE)
    fill(workspace, f"{ISSUER} 1001")
    fill(workspace, "somebody else")
    of_others = Usage(1, 1, 1, 200 * len(PHRASE))
    app.session_state["another page's draft"] = PHRASE
    assert traces(tmp_path) > 0
    delete(workspace_page(app), " Delete ")
    assert texts.WORKSPACE.deleted in shown(app)
    assert workspace.users() == ("somebody else",)
    assert workspace.usage("somebody else") == of_others
    assert "another page's draft" not in app.session_state
    workspace.delete_everything("somebody else")
    assert traces(tmp_path) == 0
    app.switch_page("views/ask.py").run()
    assert not app.chat_message
    assert "sign-out" in keys(app), "they are still signed in"


def test_what_could_not_be_deleted_is_said_and_the_session_stays(tmp_path, workspace, monkeypatch):
    app = local_session(tmp_path, workspace)
    ask(app, QUESTION)
    workspace_page(app)

    def fails(_user):
        raise WorkspaceError("the workspace is in use by others for too long")

    monkeypatch.setattr(workspace, "delete_everything", fails)
    delete(app, "delete")
    assert "in use by others" in shown(app)
    assert texts.WORKSPACE.deleted not in shown(app)
    assert len(app.session_state["ask.conversation"]) == 1


def test_where_nothing_is_kept_the_page_says_so(tmp_path):
    app = workspace_page(local_session(tmp_path, None))
    assert texts.WORKSPACE.unkept in shown(app)
    assert not app.text_input


def test_replies_of_a_chat_model_are_mentioned_where_they_are_kept(tmp_path, workspace):
    for model, cache, said in (("openai:x", True, True), ("openai:x", False, False), (None, True, False)):
        app = local_session(tmp_path, workspace)
        app.session_state[wiring.CLIENT].settings.chat_model = model
        app.session_state[wiring.CLIENT].settings.chat_cache = cache
        assert (texts.WORKSPACE.replies in shown(workspace_page(app))) is said
