"""What can be done about a finding: ask about it, set it aside, take that back, make a case of it for the suite."""

from __future__ import annotations

import streamlit as st

from bot.exports.wording import FACES, OVERRIDES
from bot.reviewing.findings import Finding, OverrideKind, Verdict
from corpus.errors import ClausewiseError
from ui.web import keeping, kept_reviews, texts, wiring
from ui.web.components.add_case import draw_add_finding
from ui.web.components.errors import show_error
from ui.web.components.markup import plain_label
from ui.web.components.reader import read_button
from ui.web.desk import Entry, Saying

_REVIEWER = "review.reviewer"
"""The reviewer's name as it was given last in this session."""
_NOTE_CHARACTERS = 4_000
_NAME_CHARACTERS = 200


def reviewer() -> str:
    """The name that was given last; before any was, that of whoever has signed in."""
    given: str = st.session_state.get(_REVIEWER, "")
    return given or keeping.display_name()


def draw_actions(entry: Entry, finding: Finding) -> None:
    """The buttons below a finding."""
    key = finding.element.id
    with st.container(horizontal=True):
        if st.button(texts.REVIEW.ask_about, icon=":material/forum:", key=f"ask-{key}"):
            wiring.put_question(texts.REVIEW.ask_about_question.format(id=key))
            st.switch_page("views/ask.py")
        read_button(finding.guidance[0], f"read-{key}")
        with st.popover(texts.REVIEW.set_aside, icon=":material/rate_review:", key=f"override-{key}"):
            _draw_form(entry, finding)
        draw_add_finding(
            entry.review, finding, entry.files[0], wiring.client().settings.data_dir, by=reviewer(), key=f"finding-{key}"
        )
        if finding.override is not None and st.button(texts.REVIEW.take_back, icon=":material/undo:", key=f"take-back-{key}"):
            _guarded_take_back(entry, finding)


def _guarded_take_back(entry: Entry, finding: Finding) -> None:
    try:
        kept_reviews.take_back(entry, finding)
    except ClausewiseError as error:
        show_error(error)
        return
    st.rerun()


def _draw_form(entry: Entry, finding: Finding) -> None:
    """Kind, right verdict, note and name; what does not fit is said and nothing is lost."""
    key, own = finding.element.id, finding.override
    st.caption(plain_label(texts.REVIEW.set_aside_lead.format(verdict=FACES[finding.verdict].word.lower())))
    kinds = list(OverrideKind)
    kind = st.radio(
        texts.REVIEW.kind,
        kinds,
        index=kinds.index(own.kind) if own else 0,
        format_func=lambda one: OVERRIDES[one],
        captions=[texts.REVIEW.kind_captions[one] for one in kinds],
        key=f"override-kind-{key}",
    )
    verdict = _draw_verdict(finding) if kind is OverrideKind.TOOL_ERRED else None
    note = st.text_area(
        texts.REVIEW.notes_of[kind], own.reason if own else "", max_chars=_NOTE_CHARACTERS, key=f"override-note-{key}"
    )
    by = st.text_input(texts.REVIEW.name, reviewer(), max_chars=_NAME_CHARACTERS, key=f"override-by-{key}")
    if st.button(texts.REVIEW.save_override, type="primary", key=f"override-save-{key}"):
        _save(entry, finding, Saying(kind, verdict, note.strip(), by.strip()))


def _draw_verdict(finding: Finding) -> Verdict:
    others = [verdict for verdict in FACES if verdict is not finding.verdict]
    own = finding.override.verdict if finding.override else None
    chosen: Verdict = st.selectbox(
        texts.REVIEW.right_verdict,
        others,
        index=others.index(own) if own in others else 0,
        format_func=lambda one: f"{FACES[one].sign} {FACES[one].word}",
        key=f"override-verdict-{finding.element.id}",
    )
    return chosen


def _save(entry: Entry, finding: Finding, said: Saying) -> None:
    try:
        kept_reviews.override(entry, finding, said)
    except ClausewiseError as error:
        show_error(error)
        return
    st.session_state[_REVIEWER] = said.by
    st.rerun()
