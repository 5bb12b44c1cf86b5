"""Two versions of one draft: the other one is chosen, and what moved is drawn."""

from __future__ import annotations

from functools import partial

import streamlit as st

from bot.draft_files import DraftFile
from bot.exports.comparison import comparison_view
from bot.exports.comparison_exporters import comparison_exporters
from bot.reviewing.findings import Comparison
from corpus.errors import ClausewiseError
from ui.web import desk, texts
from ui.web.components.comparison import comparison_html
from ui.web.components.draft_form import upload_draft
from ui.web.components.errors import show_error, shown_errors
from ui.web.components.markup import plain_label
from ui.web.components.page import put
from ui.web.desk import Entry

_COMPARED = "review.compared"
"""The keys of the two reviews that were compared last: the older one, the newer one."""


def draw_versions(entry: Entry) -> None:
    """Choose the other version; what moved between the two."""
    st.caption(texts.REVIEW.versions_lead)
    others = {key: one for key, one in desk.desk().entries.items() if key != entry.key}
    left, right = st.columns(2)
    chosen = left.selectbox(
        texts.REVIEW.other_version,
        [None, *reversed(others)],
        format_func=lambda key: others[key].name if key else texts.REVIEW.none_chosen,
        key="other-version",
    )
    with right:
        uploaded = upload_draft(texts.REVIEW.other_upload, "other-upload")
    older = st.radio(texts.REVIEW.other_is, [True, False], format_func=_age, horizontal=True, key="other-is")
    if st.button(texts.REVIEW.compare, type="primary", key="compare"):
        other = _other(entry, others.get(chosen or ""), uploaded)
        if other is not None:
            st.session_state[_COMPARED] = (other.key, entry.key) if older else (entry.key, other.key)
    _draw_compared(entry)


def _age(older: bool) -> str:
    return texts.REVIEW.other_older if older else texts.REVIEW.other_newer


def _other(entry: Entry, chosen: Entry | None, uploaded: DraftFile | None) -> Entry | None:
    """The other version, reviewed now where it was uploaded; the draft on show stays on show."""
    if uploaded is None:
        if chosen is None:
            st.warning(texts.REVIEW.no_other)
        return chosen
    try:
        with st.spinner(texts.REVIEW.working.format(name=plain_label(uploaded.name))):
            return desk.reviewed((uploaded,), entry.review.scope, lambda _stage: None)
    except ClausewiseError as error:
        show_error(error, texts.REVIEW.failed)
        return None
    finally:
        desk.show(entry.key)


def _draw_compared(entry: Entry) -> None:
    entries = desk.desk().entries
    keys = st.session_state.get(_COMPARED, ())
    if entry.key not in keys or any(key not in entries for key in keys):
        return
    with shown_errors():
        old, new = (entries[key] for key in keys)
        comparison = desk.compared(old, new)
        st.header(plain_label(texts.REVIEW.versions_of.format(old=old.name, new=new.name)), anchor=False)
        put(comparison_html(comparison_view(comparison)))
        _draw_downloads(comparison, new.name)


def _draw_downloads(comparison: Comparison, name: str) -> None:
    """The comparison as files; each is made when it is first pressed."""
    stem = name.rsplit(".", 1)[0] or name
    with st.container(horizontal=True):
        for key, exporter in comparison_exporters().items():
            st.download_button(
                plain_label(exporter.label),
                data=partial(exporter.export, comparison),
                file_name=f"{stem}-versions{exporter.suffix}",
                mime=exporter.media_type,
                on_click="ignore",
                icon=":material/download:",
                key=f"compared-{key}",
            )
