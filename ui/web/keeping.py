"""What is kept in the workspace, and of whom: where it lies, whose it is, and the conversations that pages list, open, rename and delete."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import streamlit as st

from bot.contract import ask_json
from bot.errors import WorkspaceError
from bot.recall import recalled
from bot.settings import load_settings
from bot.workspace.opening import open_workspace
from bot.workspace.retention import Retention
from bot.workspace.values import LOCAL_USER, Thread
from bot.workspace.workspace import Workspace
from corpus.errors import ClausewiseError
from ui.web import signing_in, wiring
from ui.web.sign_in_settings import THIS_MACHINE

WORKSPACE = "workspace"
"""A session that holds a workspace under this key uses it instead of the shared one; tests do."""
_TITLE_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class _Opened:
    """The workspace that all sessions share, or why there is none."""

    workspace: Workspace | None = None
    retention: Retention | None = None
    error: ClausewiseError | None = None


def workspace() -> Workspace | None:
    """Where things are kept; None where that cannot be, for the reason that ``not_kept`` or ``is_shared`` gives.

    Raises:
        SettingsError: signing in cannot work as it is set.
    """
    if _is_given():
        given: Workspace | None = st.session_state.get(WORKSPACE)
        return given
    if is_shared():
        return None
    opened = _shared_workspace()
    if opened.retention is not None:
        with suppress(WorkspaceError):  # the next use tries again, and this one says itself what is amiss
            opened.retention.apply()
    return opened.workspace


def _is_given() -> bool:
    return WORKSPACE in st.session_state or wiring.CLIENT in st.session_state


def is_shared() -> bool:
    """Whether people of other machines may come and nobody signs in, so that they could not be told apart: then nothing is kept.

    A proxy on this machine, which is how others come to what is served on 127.0.0.1, gives the name they asked for: Streamlit refuses a
    page whose name is neither that one nor this machine's.

    Raises:
        SettingsError: signing in cannot work as it is set.
    """
    asked_for = urlsplit("//" + st.context.headers.get("Host", "localhost")).hostname
    return not signing_in.providers() and not {st.get_option("server.address"), asked_for} <= THIS_MACHINE


def not_kept() -> ClausewiseError | None:
    """Why nothing is kept, where something is amiss."""
    return None if _is_given() or is_shared() else _shared_workspace().error


@st.cache_resource(show_spinner=False)
def _shared_workspace() -> _Opened:
    """Shared by all sessions, and safe to: it holds nothing of any user, who is named whenever it is used."""
    settings = load_settings()
    try:
        opened = open_workspace(settings)
    except ClausewiseError as error:
        return _Opened(error=error)
    return _Opened(opened, Retention(opened, settings.retention_days))


def user() -> str:
    """Whose things these are: of who has signed in, or of whoever sits at this machine where nobody has to.

    Raises:
        NotSignedIn: somebody has to sign in and nobody has, or they are not let in.
        SettingsError: signing in cannot work as it is set.
    """
    person = signing_in.person()
    return LOCAL_USER if person is None else person.id


def display_name() -> str:
    """What to call who has signed in; empty where nobody has to.

    Raises:
        NotSignedIn, SettingsError: as ``user``.
    """
    person = signing_in.person()
    return "" if person is None else person.name


def threads() -> tuple[Thread, ...]:
    """The conversations that are kept, the one used last first.

    Raises:
        WorkspaceError: the database cannot be used.
    """
    kept = workspace()
    return kept.threads.of(user()) if kept else ()


def keep(exchange: wiring.Exchange) -> None:
    """Keep an answer in the conversation on show, which is begun by the first.

    Raises:
        WorkspaceError: the database cannot be used.
    """
    kept = workspace()
    if kept is None or exchange.result is None:
        return
    thread = wiring.current_thread()
    if thread is None:
        thread = kept.threads.new(user(), _title(exchange.question)).id
        wiring.show_conversation(wiring.conversation(), thread)
    kept.threads.append(user(), thread, exchange.question, ask_json(exchange.result))


def open_thread(thread_id: str) -> None:
    """Show a conversation that was kept.

    Raises:
        WorkspaceError: it is gone, or the database cannot be used.
    """
    kept = workspace()
    if kept is None:
        return
    documents = wiring.client().documents
    found = [wiring.Exchange(one.question, recalled(one.answer, documents)) for one in kept.threads.exchanges(user(), thread_id)]
    wiring.show_conversation(found, thread_id)


def rename_thread(thread_id: str, title: str) -> None:
    """Give a conversation another title.

    Raises:
        WorkspaceError: the title is empty or too long, the conversation is gone, or the database cannot be used.
    """
    kept = workspace()
    if kept is not None:
        kept.threads.rename(user(), thread_id, title)


def delete_thread(thread_id: str) -> None:
    """Delete a conversation for good.

    Raises:
        WorkspaceError: it is gone already, or the database cannot be used.
    """
    kept = workspace()
    if kept is not None:
        kept.threads.delete(user(), thread_id)
    if wiring.current_thread() == thread_id:
        wiring.forget_conversation()


def _title(question: str) -> str:
    words = " ".join(question.split())
    return words if len(words) <= _TITLE_CHARACTERS else words[:_TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"
