"""The one place where pages get at the service and at what a session remembers.

The service is shared by all sessions; it is read only. What people ask and upload lives in their own session's state (``desk`` has the drafts) and, by user, in the
workspace, so that two users never see each other's.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from threading import Thread

import streamlit as st

from bot.answering.answer import AskResult
from bot.service import Clausewise, open_service
from bot.settings import load_settings
from corpus.errors import ClausewiseError
from ui.web import signing_in, texts

CLIENT = "client"
"""A session that holds a client under this key uses it instead of the shared service; tests do."""
_CONVERSATION = "ask.conversation"
_THREAD = "ask.thread"


@st.cache_resource(show_spinner=texts.OPENING)
def _shared_service() -> Clausewise:
    service = open_service(load_settings())
    Thread(target=_warm, args=(service,), daemon=True).start()
    return service


def _warm(service: Clausewise) -> None:
    """Load index and model while the first page is being read; what goes wrong is said when somebody asks."""
    with suppress(ClausewiseError):
        service.search(texts.APP, 1)


def client() -> Clausewise:
    """The service that pages draw from.

    Raises:
        NotSignedIn: somebody has to sign in and nobody has: whichever script runs, no page is drawn for them.
        ClausewiseError: the guidance, the register or a setting cannot be used.
    """
    signing_in.person()
    given = st.session_state.get(CLIENT)
    return given if given is not None else _shared_service()


def reopen() -> None:
    """Have the service opened anew when it is next needed: the guidance has changed."""
    _shared_service.clear()


@dataclass(slots=True)
class Exchange:
    """A question with its answer, or with the error that came instead; before either, it is pending."""

    question: str
    result: AskResult | None = None
    error: ClausewiseError | None = None

    @property
    def pending(self) -> bool:
        """Whether it still has to be answered."""
        return self.result is None and self.error is None


def conversation() -> list[Exchange]:
    """This session's questions and answers, oldest first; the list is kept between reruns."""
    kept: list[Exchange] = st.session_state.setdefault(_CONVERSATION, [])
    return kept


def current_thread() -> str | None:
    """The id under which the conversation is kept; None before its first answer is."""
    found: str | None = st.session_state.get(_THREAD)
    return found


def show_conversation(exchanges: list[Exchange], thread: str | None) -> None:
    """Put another conversation in the place of the one on show."""
    st.session_state[_CONVERSATION], st.session_state[_THREAD] = exchanges, thread


def put_question(question: str) -> None:
    """Add a question to the conversation; it is kept even if another one is put before it is answered."""
    conversation().append(Exchange(question))


def forget_conversation() -> None:
    """Begin a new conversation; the one before stays where it is kept."""
    show_conversation([], None)
