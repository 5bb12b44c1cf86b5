"""Adding documents to the guidance and removing those that were added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.uploaded_file_manager import UploadedFile

from bot.given_guidance import GivenPage
from bot.guidance import added_pages
from bot.service import Clausewise
from corpus.documents import Document
from ui.web import guidance_desk, texts
from ui.web.components.dates import today
from ui.web.components.errors import show_error, shown_errors
from ui.web.components.markup import plain_label, safe_url
from ui.web.components.page import put
from ui.web.components.reader import about_html, open_reader
from ui.web.jobs import Job, Kind

_TYPES: Final = ["md", "html", "htm", "pdf", "docx", "txt"]
_EARLIEST: Final = dt.date(1900, 1, 1)
_CLEARED, _FORM = "guidance.cleared", "guidance.form"
_TICK_S: Final = 0.5


def draw_job() -> bool:
    """How far a change is that is under way, and what the last one came to; whether one is under way."""
    job = guidance_desk.running()
    if job is not None:
        _draw_running(job)
        return True
    last = guidance_desk.last()
    if last is not None:
        _draw_outcome(last)
    return False


@st.fragment(run_every=_TICK_S)
def _draw_running(job: Job) -> None:
    """Drawn anew until the work is over; then the page is."""
    if not job.is_running:
        st.rerun()
    stage = f"{job.stage[:1].upper()}{job.stage[1:]}"
    st.progress(job.share, plain_label(f"{stage}: {job.done:,} of {job.total:,}" if job.total else stage))


def _draw_outcome(job: Job) -> None:
    if job.error is not None:
        show_error(job.error, texts.GUIDANCE.not_added if job.kind is Kind.ADD else texts.GUIDANCE.not_done)
    elif not job.is_done:
        st.error(texts.GUIDANCE.not_finished, icon=":material/error:")
    else:
        put(outcome_html(job))


def outcome_html(job: Job) -> Markup:
    """What came of a change, and what did not. Lines hold titles and addresses, which Streamlit's own boxes would make links of."""
    lines = Markup("").join(Markup("<p>{}</p>").format(line) for line in job.lines)
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in job.problems)
    missed = Markup("<p>{}</p><ul>{}</ul>").format(texts.GUIDANCE.not_fetched, items) if items else Markup("")
    return Markup('<div class="cw-told" role="status">{}{}</div>').format(lines, missed)


def draw_adding(*, busy: bool) -> None:
    """The form; it is empty again once what it held was added."""
    job = guidance_desk.last()
    if job is not None and job.kind is Kind.ADD and job.is_done and st.session_state.get(_CLEARED) is not job:
        st.session_state[_CLEARED] = job
        st.session_state[_FORM] = st.session_state.get(_FORM, 0) + 1
    key = f"add-{st.session_state.get(_FORM, 0)}"
    st.caption(texts.GUIDANCE.add_lead)
    with st.form(key):
        files = st.file_uploader(texts.GUIDANCE.uploader, type=_TYPES, accept_multiple_files=True, key=f"{key}-files")
        with st.expander(texts.GUIDANCE.about):
            said = _draw_about(key)
        if not st.form_submit_button(texts.GUIDANCE.submit, type="primary", disabled=busy):
            return
    wrong = _wrong(files, said)
    if wrong:
        st.warning(wrong)
        return
    with shown_errors(texts.GUIDANCE.not_added):
        guidance_desk.add([GivenPage(file.name, file.getvalue(), said) for file in files])
        st.rerun()


def _draw_about(key: str) -> dict[str, object]:
    """What a person says of the files, as front matter; what is left empty is left out."""
    said = {
        "title": st.text_input(texts.GUIDANCE.about_title, help=texts.GUIDANCE.about_title_help, key=f"{key}-title").strip(),
        "source_url": st.text_input(texts.GUIDANCE.about_source, placeholder="https://", key=f"{key}-source").strip(),
        "last_edited": st.date_input(
            texts.GUIDANCE.about_date, None, min_value=_EARLIEST, max_value=today(), format="DD/MM/YYYY", key=f"{key}-date"
        ),
        "publisher": st.text_input(texts.GUIDANCE.about_publisher, key=f"{key}-publisher").strip(),
        "module": st.text_input(texts.GUIDANCE.about_module, help=texts.GUIDANCE.about_module_help, key=f"{key}-module").strip(),
    }
    return {name: value for name, value in said.items() if value}


def _wrong(files: Sequence[UploadedFile], said: Mapping[str, object]) -> str:
    """What has to be put right before anything is added; empty where nothing has."""
    source = said.get("source_url")
    if not files:
        return texts.GUIDANCE.nothing_chosen
    if len(files) > 1 and "title" in said:
        return texts.GUIDANCE.one_title
    return texts.GUIDANCE.bad_source if source and not safe_url(str(source)) else ""


def draw_own(client: Clausewise, *, busy: bool) -> None:
    """What was added: to be read, and to be removed again."""
    own = [client.documents[name] for name in added_pages(client.settings.data_dir) if name in client.documents]
    _draw_waiting(busy=busy)
    if not own:
        st.caption(texts.GUIDANCE.own_none)
    for document in own:
        _draw_added(client, document, busy=busy)


def _draw_added(client: Clausewise, document: Document, *, busy: bool) -> None:
    with st.container(border=True):
        put(Markup('<h3 class="cw-name">{}</h3>{}').format(document.title or document.id, about_html(document, today())))
        with st.container(horizontal=True):
            if st.button(texts.GUIDANCE.read, key=f"own-read-{document.id}", icon=":material/menu_book:"):
                open_reader(document, client.passages(document.id), None)
            with st.popover(texts.GUIDANCE.remove, icon=":material/delete:", disabled=busy):
                st.caption(texts.GUIDANCE.remove_sure)
                if st.button(texts.GUIDANCE.remove_now, key=f"own-remove-{document.id}", disabled=busy):
                    with shown_errors(texts.GUIDANCE.not_done):
                        guidance_desk.remove(document)
                        st.rerun()


def _draw_waiting(*, busy: bool) -> None:
    """Pages on the disk that are not loaded, with the button that loads them."""
    names = [] if busy else guidance_desk.waiting()
    if not names:
        return
    documents = texts.plural(len(names), "document is", "documents are")
    st.info(plain_label(texts.GUIDANCE.waiting.format(documents=documents, names=", ".join(names))), icon=":material/info:")
    if st.button(texts.GUIDANCE.refresh, key="own-refresh"):
        with shown_errors(texts.GUIDANCE.not_done):
            guidance_desk.bring_up()
            st.rerun()
