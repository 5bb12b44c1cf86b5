"""The conversations that are kept, beside the page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from bot.workspace.values import Thread
from corpus.errors import ClausewiseError
from ui.web import keeping, texts, wiring
from ui.web.components.errors import show_error, shown_errors
from ui.web.components.markup import plain_label

_SHOWN = 30
_FAILED = "threads.failed"


def draw_threads() -> None:
    """The list in the sidebar; nothing where conversations are not kept, but for the reason."""
    with st.sidebar:
        if (error := keeping.not_kept()) is not None:
            show_error(error, texts.THREADS.not_kept)
        if keeping.workspace() is None:
            return
        st.header(texts.THREADS.title, anchor=False)
        st.button(
            texts.ASK.new, key="thread-new", icon=":material/add_comment:", width="stretch", on_click=wiring.forget_conversation
        )
        with shown_errors():
            _draw_failed()
            kept = keeping.threads()
            if not kept:
                st.caption(texts.THREADS.none)
            for thread in kept[:_SHOWN]:
                _draw_thread(thread)
            if len(kept) > _SHOWN:
                st.caption(texts.THREADS.more.format(count=len(kept) - _SHOWN))


def _draw_thread(thread: Thread) -> None:
    """One conversation: a button that opens it; what can be done with it where it is on show."""
    is_shown = thread.id == wiring.current_thread()
    st.button(
        plain_label(thread.title),
        key=f"thread-{thread.id}",
        type="secondary" if is_shown else "tertiary",
        width="stretch",
        help=texts.THREADS.last_used.format(day=f"{thread.updated_at.astimezone():%d %B %Y, %H:%M}"),
        on_click=_guarded(keeping.open_thread),
        args=(thread.id,),
    )
    if is_shown:
        _draw_changes(thread)


def _draw_changes(thread: Thread) -> None:
    with st.popover(texts.THREADS.change, icon=":material/edit:", width="stretch"):
        title = st.text_input(texts.THREADS.name, thread.title, key=f"thread-title-{thread.id}", max_chars=200)
        st.button(
            texts.THREADS.rename,
            key=f"thread-rename-{thread.id}",
            on_click=_guarded(keeping.rename_thread),
            args=(thread.id, title),
        )
        st.caption(texts.THREADS.for_good)
        st.button(
            texts.THREADS.delete,
            key=f"thread-delete-{thread.id}",
            icon=":material/delete:",
            on_click=_guarded(keeping.delete_thread),
            args=(thread.id,),
        )


def _guarded(work: Callable[..., None]) -> Callable[..., None]:
    """What a click does; an error of it is shown when the page is drawn again, for a click draws nothing."""

    def clicked(*given: str) -> None:
        try:
            work(*given)
        except ClausewiseError as error:
            st.session_state[_FAILED] = error

    return clicked


def _draw_failed() -> None:
    error = st.session_state.pop(_FAILED, None)
    if error is not None:
        show_error(error)
