"""Review: drafts in, findings out."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from bot.draft_files import DraftFile
from bot.exports.wording import SCOPES, spent_line
from bot.reviewing.findings import Review, Scope
from corpus.errors import ClausewiseError
from ui.web import desk, kept_reviews, texts, wiring
from ui.web.components import review_list
from ui.web.components.clause_view import draw_clauses
from ui.web.components.coverage import coverage_html
from ui.web.components.draft_form import Given, draw_form
from ui.web.components.errors import show_error, shown_errors
from ui.web.components.findings_list import draw_findings
from ui.web.components.markup import plain_label
from ui.web.components.matrix import matrix_html
from ui.web.components.page import head, put
from ui.web.components.review_downloads import draw_all_downloads, draw_downloads
from ui.web.components.side_by_side import draw_side_by_side
from ui.web.components.versions import draw_versions
from ui.web.desk import Entry

_FAILED = "review.failed"  # what went wrong in the run before this one
_Failure = tuple[str, ClausewiseError]  # what could not be done, and why


def draw() -> None:
    """The page."""
    head(texts.REVIEW.title, texts.REVIEW.lead)
    with shown_errors():
        wiring.client()
        review_list.draw_failed()
        _draw_failed()
        on_show = desk.current()
        with st.expander(texts.REVIEW.new if on_show is None else texts.REVIEW.another, expanded=on_show is None):
            given = draw_form()
        given = _given_again() or given
        if given is not None:
            _run(given)
        if on_show is not None:
            _draw_choice(on_show)
            _draw_review(on_show)
        review_list.draw_reviews()


def _given_again() -> Given | None:
    """The files of a kept review that is to be judged anew."""
    review_id = review_list.again()
    if review_id is None:
        return None
    files = kept_reviews.kept_files(review_id)
    return Given(files, Scope.AUTO, together=len(files) > 1)


def _run(given: Given) -> None:
    """Review what was given, one after the other or as one law, and say what is being done; then the page is drawn anew."""
    works = [given.files] if given.together else [(file,) for file in given.files]
    failed: list[_Failure] = []
    with st.status(texts.REVIEW.working.format(name=plain_label(_names(works[0]))), expanded=True) as status:
        for number, files in enumerate(works, start=1):
            line = texts.REVIEW.working_of if len(works) > 1 else texts.REVIEW.working
            status.update(label=line.format(name=plain_label(_names(files)), number=number, total=len(works)))
            failed += _review(files, given.scope, lambda stage: status.write(plain_label(_capital(stage))))
    st.session_state[_FAILED] = failed
    st.rerun()


def _review(files: tuple[DraftFile, ...], scope: Scope, progress: Callable[[str], None]) -> list[_Failure]:
    """Review one draft and keep it; what went wrong. A review that cannot be kept stands all the same."""
    try:
        entry = desk.reviewed(files, scope, progress)
    except ClausewiseError as error:
        return [(texts.REVIEW.failed, error)]
    try:
        if kept_reviews.keeps():
            kept_reviews.keep(entry)
    except ClausewiseError as error:
        return [(texts.REVIEW.not_kept, error)]
    return []


def _names(files: tuple[DraftFile, ...]) -> str:
    return " + ".join(file.name for file in files)


def _capital(stage: str) -> str:
    return f"{stage[:1].upper()}{stage[1:]}"


def _draw_failed() -> None:
    for heading, error in st.session_state.pop(_FAILED, []):
        show_error(error, heading)


def _draw_choice(entry: Entry) -> None:
    """Where there are several drafts: which one is on show."""
    entries = desk.desk().entries
    if len(entries) < 2:  # noqa: PLR2004 (one draft leaves no choice)
        return
    keys = list(entries)
    chosen = st.selectbox(
        texts.REVIEW.on_show,
        keys,
        index=keys.index(entry.key),
        format_func=lambda key: entries[key].name,
        key=f"on-show-{entry.key}",
    )
    if chosen != entry.key:
        desk.show(chosen)
        st.rerun()


def _draw_review(entry: Entry) -> None:
    review = entry.review
    st.header(plain_label(entry.name), anchor=False)
    put(_facts_html(review))
    put(coverage_html(review))
    views = _views(entry)
    for tab, (_, view) in zip(
        st.tabs([name for name, _ in views], on_change="rerun", key=f"views-{entry.key}"), views, strict=True
    ):
        if tab.open:
            with tab:
                view()


def _views(entry: Entry) -> list[tuple[str, Callable[[], None]]]:
    """The ways to look at a review; an extract is gone through clause by clause first."""
    findings = (texts.REVIEW.tab_findings, lambda: draw_findings(entry))
    clauses = (texts.REVIEW.tab_clauses, lambda: draw_clauses(entry.review))
    first = [clauses, findings] if entry.review.scope is Scope.EXTRACT else [findings, clauses]
    several = [(texts.REVIEW.tab_matrix, _draw_matrix)] if len(desk.desk().entries) > 1 else []
    return [
        *first,
        (texts.REVIEW.tab_text, lambda: draw_side_by_side(entry.review)),
        (texts.REVIEW.tab_versions, lambda: draw_versions(entry)),
        *several,
        (texts.REVIEW.tab_downloads, lambda: draw_downloads(entry)),
    ]


def _draw_matrix() -> None:
    entries = list(desk.desk().entries.values())
    st.caption(texts.REVIEW.matrix_lead)
    put(matrix_html([entry.review for entry in entries]))
    st.subheader(texts.REVIEW.downloads_all, anchor=False)
    draw_all_downloads(entries)


def _facts_html(review: Review) -> Markup:
    """What was read and how, with the notes of reader and reviewer."""
    document = review.document
    facts = [
        document.format,
        *([texts.plural(len(document.pages), "page")] if document.pages else []),
        texts.plural(review.clause_count, "clause"),
        SCOPES[review.scope],
        *([texts.REVIEW.language.format(code=review.language)] if review.language else []),
        texts.review_engine_line(review.engine),
        *([spent_line(review.spent)] if review.spent else []),
    ]
    notes = Markup("").join(Markup("<li>{}</li>").format(note) for note in review.notes)
    listed = Markup('<ul class="cw-meta">{}</ul>').format(notes) if notes else Markup("")
    return Markup('<p class="cw-meta">{}</p>{}').format(" · ".join(facts), listed)


if __name__ == "__main__":
    draw()
