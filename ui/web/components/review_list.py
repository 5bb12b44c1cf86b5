"""The reviews that are kept, beside the page."""

from __future__ import annotations

import streamlit as st

from bot.workspace.values import ReviewHead
from corpus.errors import ClausewiseError
from ui.web import desk, kept_reviews, texts
from ui.web.components.errors import show_error, shown_errors
from ui.web.components.markup import plain_label

_SHOWN = 30
_FAILED = "reviews.failed"
"""The id of a review that could not be opened, and why."""
_AGAIN = "reviews.again"
"""The id of a kept review whose files are to be judged anew."""


def draw_reviews() -> None:
    """The list in the sidebar; nothing where reviews cannot be kept."""
    if not kept_reviews.can_keep():
        return
    with st.sidebar:
        st.header(texts.REVIEW.reviews, anchor=False)
        with shown_errors():
            kept = kept_reviews.kept()
            if not kept:
                st.caption(texts.REVIEW.none_kept)
            for head in kept[:_SHOWN]:
                _draw_head(head)
            if len(kept) > _SHOWN:
                st.caption(texts.REVIEW.more.format(count=len(kept) - _SHOWN))


def draw_failed() -> None:
    """What went wrong with the review that was opened last, and the way on: its files can be judged anew."""
    failed = st.session_state.get(_FAILED)
    if failed is None:
        return
    review_id, error = failed
    show_error(error, texts.REVIEW.cannot_open)
    st.button(
        texts.REVIEW.review_again,
        key="review-again",
        icon=":material/refresh:",
        on_click=lambda: st.session_state.update({_AGAIN: review_id}),
    )


def again() -> str | None:
    """The id of the kept review whose files are to be judged anew; asked once, it is forgotten."""
    found: str | None = st.session_state.pop(_AGAIN, None)
    if found is not None:
        st.session_state.pop(_FAILED, None)
    return found


def _draw_head(head: ReviewHead) -> None:
    """One review: a button that opens it; where it is on show, one that deletes it."""
    entry = desk.current()
    is_shown = entry is not None and entry.kept_as == head.id
    st.button(
        plain_label(head.name),
        key=f"review-{head.id}",
        type="secondary" if is_shown else "tertiary",
        width="stretch",
        help=plain_label(_about(head)),
        on_click=_open,
        args=(head.id,),
    )
    if is_shown:
        with st.popover(texts.REVIEW.delete, icon=":material/delete:", width="stretch"):
            st.caption(texts.REVIEW.delete_help)
            st.button(texts.REVIEW.delete, key=f"review-delete-{head.id}", on_click=_delete, args=(head.id,))


def _about(head: ReviewHead) -> str:
    day = f"{head.created_at.astimezone():%d %B %Y, %H:%M}"
    return texts.REVIEW.kept_on.format(day=day, register=head.register.id, version=head.register.version)


def _open(review_id: str) -> None:
    """A click draws nothing: an error is drawn when the page is."""
    st.session_state.pop(_FAILED, None)
    try:
        kept_reviews.open_kept(review_id)
    except ClausewiseError as error:
        st.session_state[_FAILED] = (review_id, error)


def _delete(review_id: str) -> None:
    try:
        kept_reviews.delete(review_id)
    except ClausewiseError as error:
        st.session_state[_FAILED] = (review_id, error)
