"""The cases of a run: filters, and each case closed until it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from evals.report import HELD_OUT
from evals.runs import CaseRun, Run
from ui.web import texts
from ui.web.components.case_evidence import about, case_html
from ui.web.components.markup import plain_label
from ui.web.components.page import put
from ui.web.components.runs import what

_SHOWN = 30
_ABOUT_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cases are wanted. ``metric`` is one that is wrong in them; None and "" ask for nothing."""

    failing: bool = True
    tag: str | None = None
    metric: str | None = None
    words: str = ""
    held_out: bool = False


def chosen(cases: Sequence[CaseRun], filters: Filters) -> list[CaseRun]:
    """The cases that are wanted, most wrong first."""
    return sorted((case for case in cases if _wanted(case, filters)), key=lambda case: (-len(case.wrong), case.id))


def _wanted(case: CaseRun, filters: Filters) -> bool:
    words = f"{case.id} {about(case)}".casefold()
    return (
        (not filters.failing or case.failed or case.error is not None)
        and (filters.tag is None or filters.tag in case.tags)
        and (filters.metric is None or filters.metric in wrong_metrics([case]))
        and (filters.held_out or case.split != HELD_OUT)
        and all(word in words for word in filters.words.casefold().split())
    )


def wrong_metrics(cases: Sequence[CaseRun]) -> list[str]:
    """What is wrong somewhere in these cases, in alphabetical order."""
    return sorted({mark.metric for case in cases for mark in case.wrong})


def draw_cases(run: Run) -> None:
    """Filters and the cases that pass them."""
    filters = _draw_filters(run)
    found = chosen(run.cases, filters)
    put_count(run, filters, found)
    for case in found[:_SHOWN]:
        with st.expander(case_label(case)):
            put(case_html(case))
    if len(found) > _SHOWN:
        st.caption(texts.EVALS.all_shown.format(shown=_SHOWN))


def put_count(run: Run, filters: Filters, found: Sequence[CaseRun]) -> None:
    """How many there are, and how many are held out."""
    away = 0 if filters.held_out else sum(case.split == HELD_OUT for case in run.cases)
    counts = [
        texts.EVALS.found.format(shown=f"{len(found):,}", total=texts.plural(len(run.cases), "case").split()[0]),
        *([texts.EVALS.held_out_count.format(count=f"{away:,}")] if away else []),
        *([] if found else [texts.EVALS.no_case]),
    ]
    st.caption(" · ".join(counts))


def _draw_filters(run: Run) -> Filters:
    left, middle, right = st.columns(3)
    with left:
        words = st.text_input(texts.EVALS.search, key=f"search-{run.suite}", help=texts.EVALS.search_help)
    with middle:
        tag = _choice(texts.EVALS.tag, sorted({tag for case in run.cases for tag in case.tags}), f"tag-{run.suite}")
    with right:
        metric = _choice(texts.EVALS.metric, wrong_metrics(run.cases), f"metric-{run.suite}")
    with st.container(horizontal=True):
        failing = st.toggle(texts.EVALS.only_failing, value=True, key=f"failing-{run.suite}")
        has_held_out = any(case.split == HELD_OUT for case in run.cases)
        held_out = has_held_out and st.toggle(texts.EVALS.held_out, key=f"held-out-{run.suite}", help=texts.EVALS.held_out_help)
    return Filters(failing, tag, metric, words, held_out)


def _choice(label: str, names: Sequence[str], key: str) -> str | None:
    """One of the names, or none: then any will do."""
    found: str | None = st.selectbox(
        label, [None, *names], format_func=lambda name: texts.EVALS.any if name is None else what(name, ""), key=key
    )
    return found


def case_label(case: CaseRun) -> str:
    """A closed case in one line, escaped: whether it fails, its id, what it is about."""
    subject = about(case)
    short = subject if len(subject) <= _ABOUT_CHARACTERS else subject[:_ABOUT_CHARACTERS].rsplit(" ", 1)[0] + " …"
    sign = "✕" if case.failed or case.error else "✓"
    return f"{sign} **{plain_label(case.id)}** {plain_label(short)}".strip()
