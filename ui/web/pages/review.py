"""Review: a draft in, findings out."""

from __future__ import annotations

from functools import partial
from importlib.resources import files

import streamlit as st
from markupsafe import Markup

from bot.draft_files import DraftFile
from bot.exports import Exporter, exporters
from bot.exports.wording import SCOPES, spent_line
from bot.reviewing.findings import Review, Scope
from corpus.errors import ClausewiseError
from ui.web import texts, wiring
from ui.web.components.coverage import coverage_html
from ui.web.components.drafts import draft_html, parts, quoted_spans
from ui.web.components.errors import show_error, shown_errors
from ui.web.components.findings import draw_findings
from ui.web.components.markup import plain_label
from ui.web.components.page import head, put

_TYPES = ["docx", "pdf", "html", "htm", "md", "txt"]
_SAMPLE = "sample_bill.md"


def draw() -> None:
    """The page."""
    head(texts.REVIEW.title, texts.REVIEW.lead)
    with shown_errors():
        wiring.client()
        current = wiring.current_review()
        label = texts.REVIEW.new if current is None else texts.REVIEW.another
        with st.expander(label, expanded=current is None):
            draft, scope = _draft_form()
        if draft is not None:
            _run(draft, scope)
            current = wiring.current_review()
        if current is not None:
            _draw_review(*current)


def _draft_form() -> tuple[DraftFile | None, Scope]:
    """The ways to give a draft; the one that was given just now, and how to read it."""
    scope = st.radio(
        texts.REVIEW.scope,
        list(texts.SCOPES.values()),
        horizontal=True,
        help=texts.REVIEW.scope_help,
        key="scope",
    )
    upload, paste = st.tabs([texts.REVIEW.upload, texts.REVIEW.paste])
    with upload:
        uploaded = _uploaded()
    with paste:
        pasted = _pasted()
    tried = st.button(
        texts.REVIEW.sample, icon=":material/description:", help=texts.REVIEW.sample_help, type="tertiary", key="sample"
    )
    return uploaded or pasted or (_sample_bill() if tried else None), _scope(scope)


def _scope(chosen: str) -> Scope:
    return next(scope for scope, label in texts.SCOPES.items() if label == chosen)


def _uploaded() -> DraftFile | None:
    file = st.file_uploader(texts.REVIEW.uploader, type=_TYPES, help=_privacy(), key="upload")
    if not st.button(texts.REVIEW.run, type="primary", key="run-upload"):
        return None
    if file is None:
        st.warning(texts.REVIEW.nothing_uploaded)
        return None
    return DraftFile(file.name, file.getvalue())


def _pasted() -> DraftFile | None:
    with st.form("paste", border=False):
        text = st.text_area(texts.REVIEW.paste_label, placeholder=texts.REVIEW.paste_hint, height=220, key="pasted")
        if not st.form_submit_button(texts.REVIEW.run, type="primary"):
            return None
    if not text.strip():
        st.warning(texts.REVIEW.nothing_pasted)
        return None
    return DraftFile(texts.REVIEW.pasted_name, text.encode())


def _sample_bill() -> DraftFile:
    return DraftFile(_SAMPLE, files("bot").joinpath("samples", _SAMPLE).read_bytes())


def _run(draft: DraftFile, scope: Scope) -> None:
    """Review a draft and say what is being done; then the page is drawn anew with the review, or the error takes its place."""
    place = st.empty()
    try:
        with place.status(texts.REVIEW.working.format(name=plain_label(draft.name)), expanded=True) as status:
            wiring.reviewed(draft, scope, lambda stage: status.write(plain_label(_stage(stage))))
    except ClausewiseError as error:
        place.empty()
        show_error(error, texts.REVIEW.failed)
        return
    st.rerun()


def _stage(stage: str) -> str:
    return f"{stage[:1].upper()}{stage[1:]}"


def _draw_review(key: str, review: Review) -> None:
    st.header(plain_label(review.document.id), anchor=False)
    put(_facts_html(review))
    put(coverage_html(review))
    findings, text, downloads = st.tabs([texts.REVIEW.tab_findings, texts.REVIEW.tab_text, texts.REVIEW.tab_downloads])
    with findings:
        draw_findings(review)
    with text:
        _draw_text(review)
    with downloads:
        _draw_downloads(key, review)


def _privacy() -> str:
    """Where a draft goes: nowhere, or to the chat model that the settings name."""
    settings = wiring.client().settings
    if not settings.chat_model:
        return texts.REVIEW.private
    sent = texts.REVIEW.sent.format(model=settings.chat_model)
    return plain_label(f"{sent} {texts.REVIEW.kept}" if settings.chat_cache else sent)


def _facts_html(review: Review) -> Markup:
    """What was read and how, with the notes of reader and reviewer."""
    document = review.document
    facts = [
        document.format,
        *([texts.plural(len(document.pages), "page")] if document.pages else []),
        texts.plural(len(review.clauses), "clause"),
        SCOPES[review.scope],
        *([texts.REVIEW.language.format(code=review.language)] if review.language else []),
        texts.review_engine_line(review.engine),
        *([spent_line(review.spent)] if review.spent else []),
    ]
    notes = Markup("").join(Markup("<li>{}</li>").format(note) for note in review.notes)
    listed = Markup('<ul class="cw-meta">{}</ul>').format(notes) if notes else Markup("")
    return Markup('<p class="cw-meta">{}</p>{}').format(" · ".join(facts), listed)


def _draw_text(review: Review) -> None:
    document = review.document
    st.caption(texts.REVIEW.text_hint)
    pieces = parts(document.text)
    part = pieces[0]
    if len(pieces) > 1:
        number = st.number_input(
            texts.REVIEW.text_part.format(total=len(pieces)), min_value=1, max_value=len(pieces), key="text-part"
        )
        part = pieces[number - 1]
    put(draft_html(document.text, quoted_spans(review), part))


def _draw_downloads(key: str, review: Review) -> None:
    st.caption(f"{texts.REVIEW.downloads_lead} {_privacy()}")
    columns = st.columns(3)
    for index, (name, exporter) in enumerate(exporters().items()):
        with columns[index % 3]:
            _download(key, review, name, exporter)


def _download(key: str, review: Review, name: str, exporter: Exporter) -> None:
    """A button whose file is made when it is first pressed."""
    stem = review.document.id.rsplit(".", 1)[0] or review.document.id
    st.download_button(
        plain_label(exporter.label),
        data=partial(wiring.exported, wiring.desk(), key, name),
        file_name=f"{stem}-review{exporter.suffix}",
        mime=exporter.media_type,
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
        key=f"download-{name}",
    )


if __name__ == "__main__":
    draw()
