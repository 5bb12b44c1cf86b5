"""The ways to give drafts: files, pasted text, the sample; and how they are to be read."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import streamlit as st

from bot.draft_files import DraftFile
from bot.reviewing.findings import Scope
from ui.web import kept_reviews, texts, wiring
from ui.web.components.markup import plain_label

_TYPES = ["docx", "pdf", "html", "htm", "md", "txt"]
_SAMPLE = "sample_bill.md"


@dataclass(frozen=True, slots=True)
class Given:
    """Drafts that were given just now: each to be reviewed alone, or all of them together as one law."""

    files: tuple[DraftFile, ...]
    scope: Scope
    together: bool = False


def draw_form() -> Given | None:
    """The form; what was given just now."""
    scope = st.radio(
        texts.REVIEW.scope,
        list(Scope),
        format_func=lambda one: texts.SCOPES[one],
        horizontal=True,
        help=texts.REVIEW.scope_help,
        key="scope",
    )
    _draw_keeping()
    upload, paste = st.tabs([texts.REVIEW.upload, texts.REVIEW.paste])
    with upload:
        uploaded, together = _uploaded()
    with paste:
        pasted = _pasted()
    st.caption(privacy())
    tried = st.button(
        texts.REVIEW.sample, icon=":material/description:", help=texts.REVIEW.sample_help, type="tertiary", key="sample"
    )
    drafts = uploaded or pasted or ((_sample_bill(),) if tried else ())
    return Given(drafts, scope or Scope.AUTO, together) if drafts else None


def _draw_keeping() -> None:
    """Whether what is given is kept; asked only where it can be."""
    if kept_reviews.can_keep():
        wanted = st.toggle(texts.REVIEW.keep, kept_reviews.keeps(), help=texts.REVIEW.keep_help, key="keep")
        kept_reviews.choose(keep=wanted)


def upload_draft(label: str, key: str) -> DraftFile | None:
    """A field for one draft."""
    file = st.file_uploader(label, type=_TYPES, key=key)
    return DraftFile(file.name, file.getvalue()) if file is not None else None


def _uploaded() -> tuple[tuple[DraftFile, ...], bool]:
    """The files, once they are to be reviewed, and whether as one law."""
    given = st.file_uploader(texts.REVIEW.uploader, type=_TYPES, accept_multiple_files=True, key="upload")
    several = len(given) > 1
    together = several and st.checkbox(texts.REVIEW.together, help=texts.REVIEW.together_help, key="together")
    if not st.button(texts.REVIEW.run, type="primary", key="run-upload"):
        return (), False
    if not given:
        st.warning(texts.REVIEW.nothing_uploaded)
    return tuple(DraftFile(file.name, file.getvalue()) for file in given), together


def _pasted() -> tuple[DraftFile, ...]:
    with st.form("paste", border=False):
        text = st.text_area(texts.REVIEW.paste_label, placeholder=texts.REVIEW.paste_hint, height=220, key="pasted")
        if not st.form_submit_button(texts.REVIEW.run, type="primary"):
            return ()
    if not text.strip():
        st.warning(texts.REVIEW.nothing_pasted)
        return ()
    return (DraftFile(texts.REVIEW.pasted_name, text.encode()),)


def _sample_bill() -> DraftFile:
    return DraftFile(_SAMPLE, files("bot").joinpath("samples", _SAMPLE).read_bytes())


def privacy() -> str:
    """Where a draft goes: nowhere, or to the chat model that the settings name."""
    settings = wiring.client().settings
    if not settings.chat_model:
        return plain_label(texts.REVIEW.private)
    sent = texts.REVIEW.sent.format(model=settings.chat_model)
    return plain_label(f"{sent} {texts.REVIEW.replies_kept}" if settings.chat_cache else sent)
