"""Citations of guidance: the quote marked in its passage, where it stands, how old it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup, escape

from bot.answering.answer import DraftQuote
from corpus.documents import Citation, Document
from ui.web import texts
from ui.web.components.dates import dated, is_stale, today
from ui.web.components.markup import excerpt_html, link_html, paragraph_around, plain_label
from ui.web.components.page import put
from ui.web.components.reader import read_button

__all__ = ["citation_html", "citation_label", "draw_cards", "draw_draft_cards", "is_stale", "source_html", "today"]

_LABEL_CHARACTERS = 90


def source_html(document: Document, heading_path: Sequence[str], day: dt.date, force: str | None = None) -> Markup:
    """Where a quote stands: what force it has, title, headings, date, link."""
    place = " / ".join(dict.fromkeys([document.title or texts.UNTITLED, *heading_path]))
    link = link_html(document.source_url, texts.SOURCE)
    pieces = [
        *([escape(texts.FORCE[force])] if force else []),
        escape(place),
        escape(dated(document, day)),
        *([link] if link else []),
    ]
    return Markup('<p class="cw-meta">{}</p>').format(Markup(" · ").join(pieces))


def citation_html(citation: Citation, day: dt.date) -> Markup:
    """A citation with its surroundings and its source."""
    span = (citation.start, citation.end)
    body = excerpt_html(citation.document.text, span, paragraph_around(citation.document, span))
    return Markup('<div class="cw-quote">{}</div>{}').format(
        body, source_html(citation.document, citation.heading_path, day, citation.statement)
    )


def citation_label(citation: Citation) -> str:
    """One line for a closed card, escaped: the marker and the beginning of the quote."""
    return _card_label(citation.label, citation.quote)


def _card_label(label: str | None, quote: str) -> str:
    words = " ".join(quote.split())
    short = words if len(words) <= _LABEL_CHARACTERS else words[:_LABEL_CHARACTERS].rsplit(" ", 1)[0] + " …"
    return plain_label(f"[{label}] {short}" if label else short)


def draw_draft_cards(quotes: Sequence[DraftQuote], heading: str, key: str) -> None:
    """A card for each quote of a draft, closed until it is opened; the cards' keys begin with ``key``."""
    if not quotes:
        return
    put(Markup("<h2>{}</h2>").format(heading))
    for number, quote in enumerate(quotes):
        with st.expander(_card_label(quote.label, quote.quote), key=f"{key}-draft-{number}"):
            span = (quote.start, quote.end)
            body = excerpt_html(quote.document.text, span, paragraph_around(quote.document, span))
            place = Markup('<p class="cw-meta">{}</p>').format(
                texts.DRAFT_PLACE.format(name=quote.document.id, number=quote.number)
            )
            put(Markup('<div class="cw-quote">{}</div>{}').format(body, place))


def draw_cards(citations: Sequence[Citation], heading: str, key: str = "") -> None:
    """A card for each citation, closed until it is opened.

    Args:
        citations: what is shown.
        heading: what stands over the cards.
        key: with it each card has a button that opens the quote in its page. The buttons' keys begin with it, so it is used once on a page.
    """
    if not citations:
        return
    put(Markup("<h2>{}</h2>").format(heading))
    day = today()
    for number, citation in enumerate(citations):
        with st.expander(citation_label(citation), key=f"{key}-card-{number}" if key else None):
            put(citation_html(citation, day))
            if key:
                read_button(citation, f"{key}-read-{number}")
