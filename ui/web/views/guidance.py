"""Guidance: its pages to be read, the register drawn from them, a search over both, and adding to them."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from bot.contract import passage_citation
from bot.exports.wording import FORCES
from bot.service import Clausewise
from corpus.documents import Citation
from corpus.register import Recommendation, Register
from ui.web import guidance_desk, texts, wiring
from ui.web.components.adding import draw_adding, draw_job, draw_own
from ui.web.components.citations import citation_html, draw_cards
from ui.web.components.criteria import criteria_html
from ui.web.components.criteria_summary import summary_html
from ui.web.components.dates import today
from ui.web.components.errors import shown_errors
from ui.web.components.fetching import draw_fetching, listed_pages
from ui.web.components.markup import plain_label
from ui.web.components.page import head, put
from ui.web.components.reader import read_button
from ui.web.components.reading import draw_document

_SEARCH_K = 6


def draw() -> None:
    """The page."""
    head(texts.GUIDANCE.title, texts.GUIDANCE.lead)
    with shown_errors():
        client = wiring.client()
        if not client.documents:
            st.info(texts.GUIDANCE.none)
            return
        read, register, search, add = st.tabs(
            [texts.GUIDANCE.tab_read, texts.GUIDANCE.tab_register, texts.GUIDANCE.tab_search, texts.GUIDANCE.tab_add]
        )
        with read, shown_errors():
            draw_document(client, [page.title for page in listed_pages(client) if page.title])
        with register:
            _draw_register(client)
        with search, shown_errors():
            _draw_search(client)
        with add, shown_errors():
            _draw_add(client)


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
            _draw_recommendation(recommendation, register, client.register.guidance.get(recommendation.id, ()))


def _draw_recommendation(recommendation: Recommendation, register: Register, cited: tuple[Citation, ...]) -> None:
    """How strongly it is made, in which words, and how a draft is judged on it."""
    put(Markup("<p><strong>{}</strong></p><h3>{}</h3>").format(FORCES[recommendation.force], texts.GUIDANCE.quotes))
    for number, citation in enumerate(cited):
        with st.container(gap=None):
            put(citation_html(citation, today()))
            read_button(citation, f"register-{recommendation.id}-{number}", texts.GUIDANCE.show_words)
    put(elements_html(recommendation, register))


def elements_html(recommendation: Recommendation, register: Register) -> Markup:
    """Each element of a recommendation, and how it is judged."""
    pieces = []
    for element in recommendation.elements:
        pieces.append(Markup("<p><strong>{}</strong> {}</p>").format(element.id, element.statement))
        if element.criteria is None:
            pieces.append(Markup('<p class="cw-meta">{}</p>').format(texts.GUIDANCE.no_criteria))
        else:
            summary = summary_html(element.criteria, register.narrowers)
            detail = criteria_html(element.criteria, register.narrowers, register.concepts)
            pieces.append(
                Markup("<details><summary>{}</summary>{}<details><summary>{}</summary>{}</details></details>").format(
                    texts.GUIDANCE.criteria, summary, texts.GUIDANCE.criteria_detail, detail
                )
            )
    return Markup("").join(pieces)


def _draw_search(client: Clausewise) -> None:
    query = st.text_input(texts.GUIDANCE.search, placeholder=texts.GUIDANCE.search_hint, key="query")
    if not query.strip():
        return
    hits = client.search(query, _SEARCH_K)
    found = [passage_citation(client.documents[hit.passage.document_id], hit.passage) for hit in hits]
    if not found:
        st.info(texts.GUIDANCE.nothing_found)
    draw_cards(found, texts.plural(len(found), "passage"), "found")


def _draw_add(client: Clausewise) -> None:
    """Adding, removing and fetching; on an app that is served to others, who can do that and how."""
    if not guidance_desk.may_change():
        st.info(texts.GUIDANCE.shared, icon=":material/info:")
        st.code(texts.GUIDANCE.shared_commands, language="sh")
        return
    busy = draw_job()
    st.header(texts.GUIDANCE.add, anchor=False)
    draw_adding(busy=busy)
    st.header(texts.GUIDANCE.own, anchor=False)
    draw_own(client, busy=busy)
    st.header(texts.GUIDANCE.fetch, anchor=False)
    draw_fetching(client, busy=busy)


if __name__ == "__main__":
    draw()
