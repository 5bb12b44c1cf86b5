"""Guidance: the documents as they were read, the register drawn from them, and a search over both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import streamlit as st
from markupsafe import Markup, escape

from bot.contract import passage_citation
from bot.exports.wording import FORCES
from bot.service import Clausewise
from corpus.documents import Document, Passage
from corpus.register import Recommendation, Register
from ui.web import texts, wiring
from ui.web.components.citations import STALE_YEARS, dated, draw_cards, is_stale, today
from ui.web.components.criteria import criteria_html
from ui.web.components.errors import shown_errors
from ui.web.components.markup import link_html, plain_label
from ui.web.components.page import head, put

_SEARCH_K = 6


def draw() -> None:
    """The page."""
    head(texts.GUIDANCE.title, texts.GUIDANCE.lead)
    with shown_errors():
        client = wiring.client()
        if not client.documents:
            st.info(texts.GUIDANCE.none)
            return
        read, register, search = st.tabs([texts.GUIDANCE.tab_read, texts.GUIDANCE.tab_register, texts.GUIDANCE.tab_search])
        with read:
            _draw_document(client)
        with register:
            _draw_register(client)
        with search, shown_errors():
            _draw_search(client)


def _draw_document(client: Clausewise) -> None:
    ids = list(client.documents)
    chosen = ids[0]
    if len(ids) > 1:
        chosen = st.selectbox(texts.GUIDANCE.document, ids, format_func=lambda i: client.documents[i].title, key="document")
    document = client.documents[chosen]
    st.header(plain_label(document.title or texts.UNTITLED), anchor=False)
    put(about_html(document, today()))
    put(passages_html(document, client.passages(chosen)))


def about_html(document: Document, day: dt.date) -> Markup:
    """Who publishes a document, where it is from and how old it is."""
    lines = [
        " / ".join(filter(None, (document.publisher, document.module))),
        dated(document, day),
        texts.STALE_NOTE.format(years=STALE_YEARS) if is_stale(document.last_edited, day) else "",
    ]
    shown = [*(escape(line[:1].upper() + line[1:]) for line in lines if line), link_html(document.source_url, texts.SOURCE)]
    return Markup('<p class="cw-meta">{}</p>').format(Markup("<br>").join(line for line in shown if line))


def passages_html(document: Document, passages: Sequence[Passage]) -> Markup:
    """A document passage by passage, with its headings where they change; a twin says so."""
    return Markup("").join(_passage_pieces(document, passages))


def _passage_pieces(document: Document, passages: Sequence[Passage]) -> Iterator[Markup]:
    path: tuple[str, ...] = ()
    for passage in passages:
        if passage.heading_path != path:
            path = passage.heading_path
            yield Markup("<h3>{}</h3>").format(" / ".join(path))
        twin = Markup('<br><span class="cw-meta">{}</span>').format(texts.GUIDANCE.twin) if passage.duplicates else ""
        yield Markup('<div class="cw-passage cw-quote">{}{}</div>').format(passage.text_in(document), twin)


def _draw_register(client: Clausewise) -> None:
    register = client.register.register
    st.header(plain_label(register.title), anchor=False)
    counts = texts.GUIDANCE.register_of.format(
        id=register.id,
        version=register.version,
        recommendations=texts.plural(len(register.recommendations), "recommendation"),
        elements=texts.plural(sum(1 for _ in register.elements()), "element"),
    )
    st.caption(plain_label(counts))
    for recommendation in register.recommendations:
        with st.expander(f"**{plain_label(recommendation.id)}** {plain_label(recommendation.text)}"):
            put(elements_html(recommendation, register))
            draw_cards(client.register.guidance.get(recommendation.id, ()), texts.GUIDANCE.quotes)


def elements_html(recommendation: Recommendation, register: Register) -> Markup:
    """How strongly a recommendation is made, and how each of its elements is judged."""
    pieces = [Markup('<p class="cw-meta">{}</p>').format(FORCES[recommendation.force])]
    for element in recommendation.elements:
        pieces.append(Markup("<p><strong>{}</strong> {}</p>").format(element.id, element.statement))
        if element.criteria is None:
            pieces.append(Markup('<p class="cw-meta">{}</p>').format(texts.GUIDANCE.no_criteria))
        else:
            criteria = criteria_html(element.criteria, register.narrowers, register.concepts)
            pieces.append(Markup("<details><summary>{}</summary>{}</details>").format(texts.GUIDANCE.criteria, criteria))
    return Markup("").join(pieces)


def _draw_search(client: Clausewise) -> None:
    query = st.text_input(texts.GUIDANCE.search, placeholder=texts.GUIDANCE.search_hint, key="query")
    if not query.strip():
        return
    hits = client.search(query, _SEARCH_K)
    found = [passage_citation(client.documents[hit.passage.document_id], hit.passage) for hit in hits]
    if not found:
        st.info(texts.GUIDANCE.nothing_found)
    draw_cards(found, texts.plural(len(found), "passage"))


if __name__ == "__main__":
    draw()
