"""Evals: runs of the evaluation, their figures, failing cases first, and two runs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from evals.runs import RUNS, CaseRun, Run, compare_runs, list_runs, load_run
from ui.web import texts, wiring
from ui.web.components.errors import shown_errors
from ui.web.components.markup import plain_label
from ui.web.components.page import head, put
from ui.web.components.runs import case_html, case_label, comparison_html, facts_html, figures_html, groups_html

_CASES_SHOWN = 40


def draw() -> None:
    """The page."""
    head(texts.EVALS.title, texts.EVALS.lead)
    with shown_errors():
        folder = wiring.client().settings.data_dir / RUNS
        paths = list_runs(folder)[::-1]
        if not paths:
            st.info(texts.EVALS.empty)
            st.code(texts.EVALS.command, language="sh")
            return
        run = load_run(_choose(paths))
        _draw_run(run, _choose_earlier(folder, run))


def _choose(paths: Sequence[Path]) -> Path:
    return st.selectbox(texts.EVALS.run, paths, format_func=lambda path: path.stem, key="run")


def _choose_earlier(folder: Path, run: Run) -> Run | None:
    """Another run of the same suite to compare with; none to begin with."""
    others = [path for path in list_runs(folder, run.suite)[::-1] if path.stem != run.id]
    if not others:
        return None
    chosen = st.selectbox(
        texts.EVALS.compare,
        [None, *others],
        format_func=lambda path: path.stem if path else texts.EVALS.nothing,
        key=f"earlier-{run.suite}",
    )
    return load_run(chosen) if chosen else None


def _draw_run(run: Run, earlier: Run | None) -> None:
    put(facts_html(run))
    st.header(texts.EVALS.metrics, anchor=False)
    put(figures_html(run, earlier, headline=True))
    with st.expander(texts.EVALS.more):
        put(figures_html(run, earlier, headline=False))
        put(groups_html(run))
    if earlier is not None:
        st.header(texts.EVALS.changes, anchor=False)
        put(comparison_html(compare_runs(earlier, run)))
    failing = [case for case in run.cases if case.failed or case.error]
    _draw_cases(texts.EVALS.failing, failing, texts.EVALS.no_failing)
    _draw_cases(texts.EVALS.passing, [case for case in run.cases if case not in failing], "")


def _draw_cases(heading: str, cases: Sequence[CaseRun], none: str) -> None:
    if cases or none:
        st.header(f"{heading} ({len(cases)})", anchor=False)
    if not cases and none:
        st.caption(none)
    for case in cases[:_CASES_SHOWN]:
        with st.expander(plain_label(case_label(case))):
            put(case_html(case))
    if len(cases) > _CASES_SHOWN:
        st.caption(texts.EVALS.all_shown.format(shown=_CASES_SHOWN, total=len(cases)))


if __name__ == "__main__":
    draw()
