"""The draft and the guidance side by side: each finding's words in both, and from either side a link to the other."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st
from markupsafe import Markup

from bot.exports.wording import FACES
from bot.reviewing.findings import Finding, Review
from corpus.documents import Document
from ui.web import texts
from ui.web.components.marking import Note, noted_html
from ui.web.components.markup import Span, paragraph_around
from ui.web.components.page import put

PART_CHARACTERS = 200_000
"""A draft of more is shown in parts. 40 pages have about 100,000."""
_WHOLE_CHARACTERS = 40_000
"""Guidance of more is shown only around the words that are quoted."""


def draw_side_by_side(review: Review) -> None:
    """Both texts; of a very long draft the part that is chosen."""
    st.caption(texts.REVIEW.text_hint)
    pieces = parts(review.document.text)
    part = pieces[0]
    if len(pieces) > 1:
        label = texts.REVIEW.text_part.format(total=len(pieces))
        part = pieces[st.number_input(label, min_value=1, max_value=len(pieces), key="text-part") - 1]
    put(side_by_side_html(review, part))


def parts(text: str, size: int = PART_CHARACTERS) -> tuple[Span, ...]:
    """Spans that cover the text in pieces of about ``size`` characters, cut where a line ends if there is one near."""
    spans, at = [], 0
    while at < len(text):
        end = min(at + size, len(text))
        if end < len(text):
            line = text.rfind("\n", at + size // 2, end)
            end = line + 1 if line > 0 else end
        spans.append((at, end))
        at = end
    return tuple(spans) or ((0, 0),)


def side_by_side_html(review: Review, part: Span) -> Markup:
    """The draft's part at the left, the guidance at the right; one above the other where there is no room."""
    draft = noted_html(review.document.text, _draft_notes(review), part)
    guidance = Markup("").join(_guidance_html(document, notes) for document, notes in _guidance_notes(review, part))
    pane = Markup(
        '<section><h3 id="{0}">{1}</h3><div class="cw-draft" tabindex="0" role="region" aria-labelledby="{0}">{2}</div></section>'
    )
    return Markup('<div class="cw-columns cw-both">{}{}</div>').format(
        pane.format("cw-pane-draft", texts.REVIEW.draft_side, draft),
        pane.format("cw-pane-guidance", texts.REVIEW.guidance_side, guidance),
    )


def _sign(finding: Finding) -> str:
    return f"{finding.element.id} {FACES[finding.verdict].sign}"


def _hint(finding: Finding, to: str) -> str:
    return texts.REVIEW.jump.format(id=finding.element.id, verdict=FACES[finding.verdict].word.lower(), to=to)


def _draft_notes(review: Review) -> list[Note]:
    """Every quote of every finding; each leads to the guidance on it."""
    return [
        Note(
            quote.start,
            quote.end,
            _sign(finding),
            here=f"draft-{finding.element.id}-{number}",
            there=f"guidance-{finding.element.id}",
            hint=_hint(finding, texts.REVIEW.to_guidance),
        )
        for finding in review.findings
        for number, quote in enumerate(finding.clauses)
    ]


def _guidance_notes(review: Review, part: Span) -> Iterator[tuple[Document, list[Note]]]:
    """The documents that findings quote, each with its quotes; those lead to the draft's words, where they are shown."""
    found: dict[str, tuple[Document, list[Note]]] = {}
    for finding in review.findings:
        shown = [n for n, quote in enumerate(finding.clauses) if quote.start < part[1] and quote.end > part[0]]
        there = f"draft-{finding.element.id}-{shown[0]}" if shown else ""
        for number, cited in enumerate(finding.guidance):
            here = f"guidance-{finding.element.id}" if number == 0 else ""
            _, notes = found.setdefault(cited.document_id, (cited.document, []))
            notes.append(Note(cited.start, cited.end, _sign(finding), here, there, _hint(finding, texts.REVIEW.to_draft)))
    yield from found.values()


def _guidance_html(document: Document, notes: list[Note]) -> Markup:
    """A document with its notes: the whole of a short one, the paragraphs that are quoted of a long one."""
    if len(document.text) <= _WHOLE_CHARACTERS:
        spans = [(0, len(document.text))]
    else:
        spans = sorted({paragraph_around(document, (note.start, note.end)) for note in notes})
    body = Markup("\n\n…\n\n").join(noted_html(document.text, notes, span) for span in spans)
    return Markup('<p class="cw-meta">{}</p>{}').format(document.title or texts.UNTITLED, body)
