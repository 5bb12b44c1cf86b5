"""The user's own cases: what is due in each, where it comes from, and how to delete it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from bot.exports.wording import FACES
from corpus.errors import ClausewiseError
from evals.added import delete_case, own_cases, runs_with
from evals.cases import AskCase, Label, ReviewCase
from ui.web import texts
from ui.web.components.errors import show_error
from ui.web.components.eval_files import forget_runs
from ui.web.components.markup import plain_label
from ui.web.components.page import put

_FAILED = "evals.failed"
_ABOUT_CHARACTERS = 100


def draw_own(data_dir: Path) -> None:
    """The list.

    Raises:
        DataError: a file of cases cannot be used.
    """
    _draw_failed()
    found = own_cases(data_dir)
    if not found.ask and not found.review:
        st.caption(texts.EVALS.own_none)
        return
    st.caption(texts.EVALS.own_lead)
    for asked in found.ask:
        _draw_case(data_dir, asked, asked.question, ask_html(asked))
    for reviewed in found.review:
        _draw_case(data_dir, reviewed, reviewed.title or reviewed.draft, review_html(reviewed))
    st.caption(texts.EVALS.own_run)
    st.code(texts.EVALS.own_command, language="sh")


def _draw_case(data_dir: Path, case: AskCase | ReviewCase, name: str, body: Markup) -> None:
    short = name if len(name) <= _ABOUT_CHARACTERS else name[:_ABOUT_CHARACTERS].rsplit(" ", 1)[0] + " …"
    with st.expander(f"**{plain_label(short)}** {plain_label(case.id)}"):
        put(body)
        away = st.popover(texts.EVALS.delete, icon=":material/delete:", key=f"delete-{case.id}", on_change="rerun")
        if away.open:
            with away:
                _draw_delete(data_dir, case.id)


def _draw_delete(data_dir: Path, case_id: str) -> None:
    st.caption(texts.EVALS.delete_lead)
    if runs := runs_with(data_dir, case_id):
        st.caption(texts.EVALS.delete_runs.format(count=len(runs)))
    st.button(
        texts.EVALS.delete_now, key=f"delete-now-{case_id}", icon=":material/delete:", on_click=_delete, args=(data_dir, case_id)
    )


def _delete(data_dir: Path, case_id: str) -> None:
    """What the click does; an error of it is shown when the page is drawn again, for a click draws nothing."""
    try:
        delete_case(data_dir, case_id)
    except ClausewiseError as error:
        st.session_state[_FAILED] = error
    forget_runs()


def _draw_failed() -> None:
    error = st.session_state.pop(_FAILED, None)
    if error is not None:
        show_error(error)


def ask_html(case: AskCase) -> Markup:
    """What a right answer shows."""
    expect = case.expect
    word = texts.EVALS.answered if expect.status == "answered" else texts.EVALS.refused
    quotes = Markup("").join(Markup('<div class="cw-quote">{}</div>').format(quote) for quote in expect.quotes)
    lines = (
        (texts.EVALS.recommendations, ", ".join(expect.recommendations)),
        (texts.EVALS.gaps, " / ".join(expect.gaps)),
        (texts.EVALS.note, case.note),
    )
    return Markup("<p>{}</p><p><strong>{}</strong></p>{}{}{}").format(case.question, word, quotes, _lines(lines), _from(case))


def review_html(case: ReviewCase) -> Markup:
    """The verdicts that are due on a draft."""
    return Markup("").join(map(_label_html, case.expect)) + _from(case)


def _label_html(label: Label) -> Markup:
    face = FACES[label.verdict]
    quote = Markup('<div class="cw-quote">{}</div>').format(label.quote) if label.quote else Markup("")
    head = Markup('<p><strong>{}</strong> <span class="cw-{}">{} {}</span></p>').format(
        label.element, face.key, face.sign, face.word
    )
    return head + quote + _lines(((texts.EVALS.note, label.why),))


def _lines(lines: tuple[tuple[str, str], ...]) -> Markup:
    return Markup("").join(Markup("<p><strong>{}:</strong> {}</p>").format(name, told) for name, told in lines if told)


def _from(case: AskCase | ReviewCase) -> Markup:
    tags = texts.EVALS.tags.format(tags=", ".join(case.tags))
    return Markup('<p class="cw-meta">{}</p><p class="cw-meta">{}</p>').format(tags, case.provenance)
