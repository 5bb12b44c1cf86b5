"""Evals: runs of the evaluation over time, their figures and cases, two runs side by side, and the user's own cases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from evals.added import OWN_SUITES
from evals.comparing import compare_runs
from evals.run_heads import RunHead
from evals.runs import RUNS, Run, list_runs
from ui.web import texts, wiring
from ui.web.components.errors import show_error, shown_errors
from ui.web.components.eval_files import has_own, heads_of, kept_run, suites_of
from ui.web.components.markup import plain_label
from ui.web.components.own_cases import draw_own
from ui.web.components.page import head, put
from ui.web.components.run_cases import draw_cases
from ui.web.components.run_chart import alt_text, chart, comparable, measures_of, points_of, points_table
from ui.web.components.runs import comparison_html, facts_html, figures_html, groups_html, run_line, titled
from ui.web.texts.evals import SUITES


def draw() -> None:
    """The page."""
    head(texts.EVALS.title, texts.EVALS.lead)
    with shown_errors():
        data_dir = wiring.client().settings.data_dir
        own = has_own()
        suites = suites_of(data_dir / RUNS, own=own)
        if suites:
            with shown_errors():
                _draw_suite(data_dir / RUNS, _choose_suite(suites))
        _draw_measuring(is_first=not suites)
        st.header(texts.EVALS.own, anchor=False)
        if own:
            draw_own(data_dir)
        else:
            st.caption(texts.EVALS.not_here)


def _choose_suite(suites: Sequence[str]) -> str:
    chosen: str = st.pills(
        texts.EVALS.suite,
        suites,
        default=suites[0],
        required=True,
        format_func=lambda suite: SUITES.get(suite, plain_label(suite)),
        key="suite",
    )
    return chosen


def _draw_suite(folder: Path, suite: str) -> None:
    if suite in OWN_SUITES:
        st.caption(texts.EVALS.own_suite)
    with st.spinner(texts.EVALS.reading):
        found = heads_of(list_runs(folder, suite))
    for error in found.errors:
        show_error(error)
    if not found.heads:
        return
    _draw_over_time(found.heads)
    run, earlier = _choose_runs(folder, found.heads)
    _draw_figures(run, earlier)
    if earlier is not None:
        st.header(texts.EVALS.changes, anchor=False)
        put(comparison_html(compare_runs(earlier, run)))
    st.header(texts.EVALS.cases, anchor=False)
    draw_cases(run)


def _draw_over_time(heads: Sequence[RunHead]) -> None:
    """One headline figure over the runs, with its intervals."""
    st.header(texts.EVALS.over_time, anchor=False)
    shown = comparable(heads)
    left_out = [texts.EVALS.chart_left_out.format(count=len(heads) - len(shown))] if len(shown) < len(heads) else []
    measures = measures_of(shown)
    if len(shown) > 1 and measures:
        chosen = st.selectbox(
            texts.EVALS.figure, list(measures), format_func=lambda name: titled(measures[name]), key=f"figure-{heads[-1].suite}"
        )
        points = points_of(shown, chosen)
        if points:
            st.altair_chart(
                chart(points, st.context.theme.type or "light"), width="stretch", alt=alt_text(titled(measures[chosen]), points)
            )
        st.caption(" ".join([texts.EVALS.chart_note, *left_out]))
        with st.expander(texts.EVALS.as_table):
            put(points_table(shown, points))
    else:
        st.caption(" ".join([texts.EVALS.one_run, *left_out]))


def _choose_runs(folder: Path, heads: Sequence[RunHead]) -> tuple[Run, Run | None]:
    """The run on show, and another of its suite to compare with; none to begin with."""
    newest = list(reversed(heads))
    suite = heads[-1].suite
    left, right = st.columns(2)
    with left:
        run = st.selectbox(texts.EVALS.run, newest, format_func=run_line, key=f"run-{suite}")
    with right:
        earlier = st.selectbox(
            texts.EVALS.compare,
            [None, *(one for one in newest if one.id != run.id)],
            format_func=lambda one: run_line(one) if one else texts.EVALS.nothing,
            key=f"earlier-{suite}",
        )
    return _run_of(folder, run), _run_of(folder, earlier) if earlier else None


def _run_of(folder: Path, run: RunHead) -> Run:
    return kept_run(folder / f"{run.id}.json")


def _draw_figures(run: Run, earlier: Run | None) -> None:
    st.header(texts.EVALS.metrics, anchor=False)
    put(facts_html(run))
    put(figures_html(run, earlier, headline=True))
    with st.expander(texts.EVALS.more):
        put(figures_html(run, earlier, headline=False))
        put(groups_html(run))


def _draw_measuring(*, is_first: bool) -> None:
    """The command, rather than a button: a run takes minutes, and others share this process."""
    st.header(texts.EVALS.measuring, anchor=False)
    st.caption(texts.EVALS.empty if is_first else texts.EVALS.measuring_lead)
    st.code(texts.EVALS.command, language="sh")


if __name__ == "__main__":
    draw()
