"""The one place where pages get at the service and at what a session remembers.

The service is shared by all sessions; it is read only. What people upload lives in their own session's state and nowhere else; what they ask lives there and, by user, in the
workspace, so that two users never see each other's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread

import streamlit as st

from bot.answering.answer import AskResult
from bot.answering.drafts import DraftAnswerer
from bot.draft_files import DraftFile
from bot.exports import exporters
from bot.reviewing.findings import Review, Scope
from bot.service import Clausewise, open_service
from bot.settings import load_settings
from corpus.errors import ClausewiseError
from ui.web import texts
from ui.web.components.citations import today

CLIENT = "client"
"""A session that holds a client under this key uses it instead of the shared service; tests do."""
_CONVERSATION = "ask.conversation"
_THREAD = "ask.thread"
_DESK = "review.desk"
_KEPT_REVIEWS = 8
_KEPT_EXPORTS = 24


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
        ClausewiseError: the guidance, the register or a setting cannot be used.
    """
    given = st.session_state.get(CLIENT)
    return given if given is not None else _shared_service()


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


@dataclass(slots=True)
class Desk:
    """This session's reviews and what was made of them, by what they were made from; ``current`` is the one on show."""

    reviews: dict[str, Review] = field(default_factory=dict)
    drafts: dict[str, DraftFile] = field(default_factory=dict)
    exports: dict[tuple[str, str], bytes] = field(default_factory=dict)
    answerers: dict[str, DraftAnswerer] = field(default_factory=dict)
    current: str | None = None


def draft_answerer() -> DraftAnswerer | None:
    """What answers questions about the review on show; made once a review."""
    kept = desk()
    key = kept.current
    if key is None or key not in kept.reviews:
        return None
    if key not in kept.answerers:
        kept.answerers = {key: client().about(kept.reviews[key])}
    return kept.answerers[key]


def desk() -> Desk:
    """What this session has reviewed."""
    kept: Desk = st.session_state.setdefault(_DESK, Desk())
    return kept


def draft_key(draft: DraftFile, scope: Scope) -> str:
    """The sha256 of the draft's name, bytes and scope: the same draft is reviewed once."""
    digest = hashlib.sha256(f"{draft.name}\0{scope.value}\0".encode())
    digest.update(draft.data)
    return digest.hexdigest()


def reviewed(draft: DraftFile, scope: Scope, progress: Callable[[str], None]) -> Review:
    """The review of a draft, done now or kept from before; it becomes the current one.

    Raises:
        ReadError: the file cannot be read.
    """
    kept, key = desk(), draft_key(draft, scope)
    kept.current = None
    if key not in kept.reviews:
        _make_room(kept)
        kept.reviews[key] = client().review(draft, scope=scope, progress=progress)
        kept.drafts[key] = draft
    kept.current = key
    return kept.reviews[key]


def _make_room(kept: Desk) -> None:
    """Let go of the oldest review, and of what was made of it, when there are many."""
    while len(kept.reviews) >= _KEPT_REVIEWS:
        oldest = next(iter(kept.reviews))
        kept.reviews.pop(oldest)
        kept.drafts.pop(oldest, None)
    kept.exports = {at: made for at, made in list(kept.exports.items())[-_KEPT_EXPORTS:] if at[0] in kept.reviews}


def current_review() -> tuple[str, Review] | None:
    """The key and the review on show; None before the first."""
    kept = desk()
    return None if kept.current is None else (kept.current, kept.reviews[kept.current])


def exported(kept: Desk, key: str, name: str) -> bytes:
    """A kept review as a file of one kind, made once. The drafter's own bytes go along for the Word file with comments.

    The desk is handed in, since downloads are made outside of the session's script. Papers carry the day on which they are made.

    Raises:
        ReviewError: the review cannot be written as this kind of file.
    """
    if (key, name) not in kept.exports:
        review = kept.reviews[key]
        originals = {review.document.id: kept.drafts[key].data}
        kept.exports[key, name] = exporters(dated=today())[name].export([review], originals)
    return kept.exports[key, name]
