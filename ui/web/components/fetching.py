"""Fetching the pages of a list from the web, and editing the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import streamlit as st
from markupsafe import Markup

from bot.guidance import ADDED
from bot.guidance_lists import lists_of, save_list
from bot.service import Clausewise
from corpus.fetch import there
from corpus.page_lists import ListedPage, read_list
from ui.web import guidance_desk, texts
from ui.web.components.errors import shown_errors
from ui.web.components.markup import link_html, plain_label
from ui.web.components.page import put

_EDITOR_PX: Final = 420


def listed_pages(client: Clausewise) -> Iterator[ListedPage]:
    """The pages of all lists.

    Raises:
        ReadError: a list is wrong.
    """
    for path in lists_of(client.settings.data_dir).values():
        yield from read_list(path)


def draw_fetching(client: Clausewise, *, busy: bool) -> None:
    """Each list with what is there already, the buttons that fetch, and the list itself to be edited."""
    st.caption(texts.GUIDANCE.fetch_lead)
    for name, path in lists_of(client.settings.data_dir).items():
        with shown_errors():
            _draw_list(client, path, read_list(path), busy=busy)
        _draw_editor(client, name, path, busy=busy)


def _draw_list(client: Clausewise, path: Path, pages: Sequence[ListedPage], *, busy: bool) -> None:
    folder = client.settings.data_dir / ADDED
    put(pages_html(client, pages, folder))
    missing = [page for page in pages if page.stem not in client.documents and there(page, folder) is None]
    fetched = [page for page in pages if there(page, folder) is not None]
    with st.container(horizontal=True):
        label = texts.GUIDANCE.fetch_now.format(count=len(missing))
        now = st.button(label, key=f"fetch-{path.stem}", icon=":material/download:", disabled=busy or not missing)
        again = bool(fetched) and st.button(texts.GUIDANCE.fetch_again, key=f"again-{path.stem}", disabled=busy)
    if now or again:
        with shown_errors(texts.GUIDANCE.not_done):
            guidance_desk.fetch(path, again=again)
            st.rerun()


def pages_html(client: Clausewise, pages: Sequence[ListedPage], folder: Path) -> Markup:
    """The pages of a list with their addresses, and which of them are there."""
    items = Markup("").join(
        Markup('<li>{} <span class="cw-meta">· {} · {}</span></li>').format(
            page.title or page.stem, _state(client, page, folder), link_html(page.url, page.url)
        )
        for page in pages
    )
    return Markup("<ul>{}</ul>").format(items)


def _state(client: Clausewise, page: ListedPage, folder: Path) -> str:
    if page.stem in client.documents:
        return texts.GUIDANCE.page_loaded
    return texts.GUIDANCE.page_there if there(page, folder) else texts.GUIDANCE.page_missing


def _draw_editor(client: Clausewise, name: str, path: Path, *, busy: bool) -> None:
    with st.expander(texts.GUIDANCE.edit), st.form(f"edit-{name}", border=False):
        st.caption(plain_label(str(path)))
        source = st.text_area(
            texts.GUIDANCE.edit_label, path.read_text(encoding="utf-8"), height=_EDITOR_PX, key=f"edit-{name}-source"
        )
        if not st.form_submit_button(texts.GUIDANCE.save, disabled=busy):
            return
    with shown_errors(texts.GUIDANCE.not_saved):
        save_list(client.settings.data_dir, name, source)
        st.rerun()
