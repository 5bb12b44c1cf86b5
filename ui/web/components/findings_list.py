"""The findings on a draft: filtered, group by group, each with what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from bot.exports.paper_sections import Sections
from bot.exports.wording import FACES
from bot.reviewing.findings import Finding, Review, Scope, Verdict
from ui.web import texts
from ui.web.components.dates import today
from ui.web.components.finding_actions import draw_actions
from ui.web.components.findings import finding_html, finding_label, folded_html, group_html, grouped
from ui.web.components.markup import plain_label
from ui.web.components.page import put
from ui.web.desk import Entry


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings are shown; what is empty lets all through. ``section`` is a title as ``sections_of`` gives it."""

    verdicts: tuple[Verdict, ...] = ()
    recommendation: str = ""
    section: str = ""

    def lets(self, finding: Finding, sections: Sequence[str]) -> bool:
        """Whether a finding, which quotes these sections, is shown."""
        return (
            (not self.verdicts or finding.verdict in self.verdicts)
            and self.recommendation in {"", finding.recommendation.id}
            and (not self.section or self.section in sections)
        )


def sections_of(review: Review) -> Mapping[str, tuple[str, ...]]:
    """The titles of the sections that each finding quotes, by the element's id, in the order of the draft."""
    sections = Sections(review)
    return {
        finding.element.id: tuple(dict.fromkeys(sections.title(q) for q in sorted(finding.clauses, key=lambda q: q.start)))
        for finding in review.findings
    }


def draw_findings(entry: Entry) -> None:
    """The findings that the filters let through, group by group."""
    review, sections = entry.review, sections_of(entry.review)
    if review.scope is Scope.EXTRACT:
        st.caption(texts.REVIEW.extract_note)
    chosen = _draw_filters(review, sections)
    shown = [finding for finding in review.findings if chosen.lets(finding, sections[finding.element.id])]
    if len(shown) < len(review.findings):
        st.caption(texts.REVIEW.filtered.format(shown=len(shown), total=len(review.findings)))
    groups = grouped(shown, review.scope)
    if not chosen.verdicts and groups and all(group.folded for group in groups):
        st.info(texts.REVIEW.none_touched, icon=":material/info:")
    for group in groups:
        if group.folded:
            with st.expander(plain_label(f"{group.heading} ({len(group.findings)})")):
                put(folded_html(group.findings))
            continue
        put(group_html(group))
        for finding in group.findings:
            _draw_finding(entry, finding)


def _draw_finding(entry: Entry, finding: Finding) -> None:
    with st.expander(finding_label(finding)):
        put(finding_html(finding, entry.review, today()))
        draw_actions(entry, finding)


def _draw_filters(review: Review, sections: Mapping[str, Sequence[str]]) -> Filter:
    """Verdicts, recommendation and clause to look at."""
    counts = review.coverage
    verdicts = st.pills(
        texts.REVIEW.filter_verdict,
        [verdict for verdict in FACES if counts[verdict.value]],
        selection_mode="multi",
        format_func=lambda verdict: f"{FACES[verdict].sign} {FACES[verdict].word} ({counts[verdict.value]})",
        key="filter-verdict",
    )
    left, right = st.columns(2)
    ids = list(dict.fromkeys(finding.recommendation.id for finding in review.findings))
    titles = list(dict.fromkeys(_in_order(review, sections)))
    recommendation = left.selectbox(
        texts.REVIEW.filter_recommendation, ["", *ids], format_func=lambda one: _named(one, review), key="filter-recommendation"
    )
    section = right.selectbox(
        texts.REVIEW.filter_clause, ["", *titles], format_func=lambda title: title or texts.REVIEW.all, key="filter-clause"
    )
    return Filter(tuple(verdicts), recommendation, section)


def _in_order(review: Review, sections: Mapping[str, Sequence[str]]) -> list[str]:
    """The titles of all sections that are quoted, in the order of the draft."""
    starts: dict[str, int] = {}
    for finding in review.findings:
        first = min((quote.start for quote in finding.clauses), default=0)
        for title in sections[finding.element.id]:
            starts[title] = min(starts.get(title, first), first)
    return sorted(starts, key=lambda title: starts[title])


def _named(recommendation_id: str, review: Review) -> str:
    """A recommendation in one line of a list."""
    if not recommendation_id:
        return texts.REVIEW.all
    text = next(f.recommendation.text for f in review.findings if f.recommendation.id == recommendation_id)
    return f"{recommendation_id} {text}"
