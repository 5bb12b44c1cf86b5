"""The draft clause by clause: what each touches, and what would make it met."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup, escape

from bot.exports.paper_content import PaperFinding, Pointer, SectionPart, paper_view
from bot.exports.paper_sections import Words
from bot.exports.report import FindingView
from bot.reviewing.findings import Finding, Review, Scope, Verdict
from ui.web import texts
from ui.web.components.coverage import badge_html
from ui.web.components.findings import folded_html
from ui.web.components.markup import plain_label
from ui.web.components.page import put


def draw_clauses(review: Review) -> None:
    """The sections that findings quote in the order of the draft, then what no clause answers."""
    shown = paper_view(review, None)
    if not shown.sections:
        st.info(texts.REVIEW.none_touched if shown.extract else texts.REVIEW.nothing_quoted, icon=":material/info:")
    for section in shown.sections:
        put(section_html(section))
    if shown.undecided:
        put(Markup("<h3>{}</h3>").format(texts.REVIEW.undecided))
        put(Markup("").join(_finding_html(finding) for finding in shown.undecided))
    _draw_missing(review)


def _draw_missing(review: Review) -> None:
    """What the draft does not hold; of an extract nothing is held against it."""
    missing = [finding for finding in review.findings if finding.verdict is Verdict.MISSING]
    if not missing:
        return
    heading = texts.REVIEW.not_in_extract if review.scope is Scope.EXTRACT else texts.REVIEW.not_in_draft
    with st.expander(plain_label(f"{heading} ({len(missing)})")):
        put(folded_html(missing) if review.scope is Scope.EXTRACT else _missing_html(missing))


def _missing_html(missing: list[Finding]) -> Markup:
    items = (
        Markup('<li><strong>{}</strong> {}<br><span class="cw-meta">{}: {}</span></li>').format(
            f.element.id, f.element.statement, texts.REVIEW.advice, f.advice
        )
        for f in missing
    )
    return Markup("<ul>{}</ul>").format(Markup("").join(items))


def section_html(section: SectionPart) -> Markup:
    """A section with its words and the findings on it."""
    words = Markup("").join(_words_html(one, section.title) for one in section.words)
    findings = Markup("").join(_finding_html(finding) for finding in section.findings)
    pointers = Markup("").join(_pointer_html(pointer) for pointer in section.pointers)
    return Markup('<section class="cw-clause"><h2>{}</h2>{}{}{}</section>').format(
        section.title, words, findings, Markup('<ul class="cw-meta">{}</ul>').format(pointers) if pointers else ""
    )


def _words_html(one: Words, title: str) -> Markup:
    """Words of the section, with the place in it where they stand; none where that is the section itself."""
    inside = not title.lower().startswith(one.where.lower())
    where = Markup('<p class="cw-meta">{}</p>').format(one.where) if inside else Markup("")
    return Markup('<div class="cw-quote">{}</div>{}').format(one.words, where)


def _finding_html(finding: PaperFinding) -> Markup:
    """The verdict with its reason and what would make it met."""
    shown = finding.shown
    return Markup('<div class="cw-touch"><p>{} <strong>{}</strong> {}</p><p>{}</p>{}{}</div>').format(
        badge_html(shown.face), shown.id, shown.statement, shown.rationale, _advice(shown), _said(shown)
    )


def _advice(shown: FindingView) -> Markup:
    if not shown.advice or shown.face.key == Verdict.MET.value:
        return Markup("")
    return Markup("<p><strong>{}:</strong> {}</p>").format(texts.REVIEW.advice, shown.advice)


def _said(shown: FindingView) -> Markup:
    said = shown.override
    return Markup('<p class="cw-said"><strong>{}:</strong> {}</p>').format(texts.REVIEW.reviewer, said) if said else escape("")


def _pointer_html(pointer: Pointer) -> Markup:
    """A finding that quotes the section, too, and is set out under another."""
    shown = pointer.shown
    return Markup("<li>{} {}: {}; {}</li>").format(
        shown.face.sign, shown.id, pointer.role, texts.REVIEW.set_out_under.format(place=pointer.under)
    )
