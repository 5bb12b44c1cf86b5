"""Conversations that are kept in the workspace: what pages call to list, open, rename and delete them."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from bot.contract import ask_json
from bot.recall import recalled
from bot.settings import load_settings
from bot.workspace.opening import open_workspace
from bot.workspace.values import LOCAL_USER, Thread
from bot.workspace.workspace import Workspace
from corpus.errors import ClausewiseError
from ui.web import wiring

WORKSPACE = "workspace"
"""A session that holds a workspace under this key uses it instead of the shared one; tests do."""
_TITLE_CHARACTERS = 80
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def workspace() -> Workspace | None:
    """Where conversations are kept; None where that cannot be, for the reason that ``not_kept`` gives."""
    if WORKSPACE in st.session_state or wiring.CLIENT in st.session_state:
        given: Workspace | None = st.session_state.get(WORKSPACE)
        return given
    return None if is_shared() else _shared_workspace()[0]


def is_shared() -> bool:
    """Whether the app is served to other machines. Nobody signs in, so that users could not be told apart: then nothing is kept."""
    return st.get_option("server.address") not in _THIS_MACHINE


def not_kept() -> ClausewiseError | None:
    """Why nothing is kept, where something is amiss."""
    return None if wiring.CLIENT in st.session_state or is_shared() else _shared_workspace()[1]


@st.cache_resource(show_spinner=False)
def _shared_workspace() -> tuple[Workspace | None, ClausewiseError | None]:
    settings = load_settings()
    try:
        opened = open_workspace(settings)
        if settings.retention_days is not None:
            opened.purge(dt.datetime.now(dt.UTC) - dt.timedelta(days=settings.retention_days))
    except ClausewiseError as error:
        return None, error
    return opened, None


def user() -> str:
    """Whose things these are: of whoever sits at this machine, as long as nobody signs in."""
    return LOCAL_USER


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
