"""The text of a draft with the words that findings quote, each with the ids of its findings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from bot.exports.wording import FACES
from bot.reviewing.findings import Review
from ui.web.components.markup import Span

Quoted = tuple[int, int, str]
"""A span of the text and what is said of it: "ST-03 ✓"."""

PART_CHARACTERS = 60_000


def quoted_spans(review: Review) -> tuple[Quoted, ...]:
    """Every quote of every finding, by where it begins."""
    spans = {
        (quote.start, quote.end, f"{finding.element.id} {FACES[finding.verdict].sign}")
        for finding in review.findings
        for quote in finding.clauses
    }
    return tuple(sorted(spans))


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


def draft_html(text: str, quoted: Sequence[Quoted], part: Span) -> Markup:
    """A part of the text with its quotes marked; where one ends, the ids of its findings are raised."""
    start, end = part
    here = [(max(low, start), min(high, end), name, high <= end) for low, high, name in quoted if low < end and high > start]
    cuts = sorted({start, end, *(low for low, *_ in here), *(high for _, high, *_ in here)})
    pieces = []
    for low, high in pairwise(cuts):
        inside = any(a <= low and high <= b for a, b, *_ in here)
        pieces.append((Markup("<mark>{}</mark>") if inside else Markup("{}")).format(text[low:high]))
        ending = [name for _, b, name, whole in here if b == high and whole]
        if ending:
            pieces.append(Markup('<sup class="cw-ref">{}</sup>').format(", ".join(dict.fromkeys(ending))))
    body = Markup("").join(pieces) if pieces else escape("")
    return Markup('<div class="cw-draft" tabindex="0">{}</div>').format(body)
