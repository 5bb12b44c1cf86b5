"""Your workspace: what is kept of somebody's work, where and for how long, and a way to be rid of it."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from bot.workspace.values import Usage
from ui.web import keeping, kept_all, signing_in, texts, wiring
from ui.web.components.errors import show_error, shown_errors
from ui.web.components.markup import plain_label
from ui.web.components.page import head, put

_DELETED = "workspace.deleted"
_KILO, _MEGA = 1_000, 1_000_000


def draw() -> None:
    """The page."""
    head(texts.WORKSPACE.title, texts.WORKSPACE.lead)
    if st.session_state.pop(_DELETED, False):
        st.success(texts.WORKSPACE.deleted, icon=":material/check:")
    with shown_errors():
        usage = kept_all.usage()
        if usage is None:
            _draw_unkept()
            return
        put(facts_html(_facts(usage)))
        _draw_replies()
        _draw_delete()


def _draw_unkept() -> None:
    if (error := keeping.not_kept()) is not None:
        show_error(error, texts.WORKSPACE.not_kept)
    if keeping.is_shared():
        st.info(texts.WORKSPACE.unkept_shared)
    st.write(texts.WORKSPACE.unkept)


def _facts(usage: Usage) -> list[tuple[str, str]]:
    """What is kept, where and for how long, each with its heading; who somebody is known as where people sign in."""
    person, days, kept = signing_in.person(), kept_all.retention_days(), keeping.workspace()
    files = texts.WORKSPACE.size.format(count=texts.plural(usage.uploads, "file"), size=size_in_words(usage.upload_bytes))
    place = kept.address if kept and person is None else texts.WORKSPACE.on_server
    rule = texts.WORKSPACE.for_days.format(days=texts.plural(days, "day")) if days else texts.WORKSPACE.for_ever
    known = [(texts.WORKSPACE.known_as, texts.WORKSPACE.known_as_id.format(id=person.id))] if person else []
    return [
        (texts.WORKSPACE.conversations, f"{usage.threads:,}"),
        (texts.WORKSPACE.reviews, f"{usage.reviews:,}"),
        (texts.WORKSPACE.files, files),
        (texts.WORKSPACE.where, place),
        (texts.WORKSPACE.how_long, rule),
        *known,
    ]


def facts_html(facts: list[tuple[str, str]]) -> Markup:
    """Headings with what is said under each."""
    said = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(heading, text) for heading, text in facts)
    return Markup('<dl class="cw-facts">{}</dl>').format(said)


def size_in_words(size: int) -> str:
    """Bytes as people read them: "0 bytes", "12 kB", "3.4 MB"."""
    if size < _KILO:
        return texts.plural(size, "byte")
    return f"{size / _KILO:,.0f} kB" if size < _MEGA else f"{size / _MEGA:,.1f} MB"


def _draw_replies() -> None:
    """Say what deleting does not reach."""
    settings = wiring.client().settings
    if settings.chat_model and settings.chat_cache:
        st.caption(plain_label(texts.WORKSPACE.replies))


def _draw_delete() -> None:
    st.header(texts.WORKSPACE.delete, anchor=False)
    st.write(texts.WORKSPACE.delete_lead)
    with st.form("delete-everything", border=False, enter_to_submit=False):
        typed = st.text_input(texts.WORKSPACE.confirm.format(word=f"**{texts.WORKSPACE.word}**"), key="delete-word", width=320)
        pressed = st.form_submit_button(texts.WORKSPACE.button, icon=":material/delete:")
    if not pressed:
        return
    if typed.strip().lower() != texts.WORKSPACE.word:
        st.error(texts.WORKSPACE.mistyped.format(word=texts.WORKSPACE.word), icon=":material/error:")
        return
    kept_all.delete_everything()
    st.session_state[_DELETED] = True
    st.rerun()


if __name__ == "__main__":
    draw()
