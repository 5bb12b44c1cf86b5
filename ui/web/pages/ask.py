"""Ask: a conversation with the guidance, every answer with its citations."""

from __future__ import annotations

import streamlit as st

from bot.answering.answer import Turn
from bot.service import Clausewise
from corpus.errors import ClausewiseError
from ui.web import texts, wiring
from ui.web.components.answers import draw_result
from ui.web.components.errors import show_error, shown_errors
from ui.web.components.markup import plain_label
from ui.web.components.page import head, put_text

_SUGGESTIONS = 6
_QUESTION_CHARACTERS = 2000
_PERSON = ":material/person:"
_GUIDANCE = ":material/menu_book:"


def draw() -> None:
    """The page."""
    head(texts.ASK.title, texts.ASK.lead)
    with shown_errors():
        client = wiring.client()
        st.caption(plain_label(f"{_mode(client)} {texts.DISCLAIMER}"))
        asked = st.chat_input(texts.ASK.prompt, max_chars=_QUESTION_CHARACTERS)
        exchanges = wiring.conversation()
        if exchanges:
            st.button(texts.ASK.new, icon=":material/add_comment:", on_click=wiring.forget_conversation)
        for exchange in exchanges:
            _draw_exchange(exchange)
        place = st.empty()
        if not exchanges and not asked:
            with place.container():
                asked = _suggested(client)
        if asked:
            place.empty()
            _answer(client, asked)


def _mode(client: Clausewise) -> str:
    model = client.settings.chat_model
    return texts.ASK.mode_model.format(model=model) if model else texts.ASK.mode_quotes


def _suggested(client: Clausewise) -> str | None:
    """Questions of the register as buttons; the one that was pressed."""
    questions = [r.question for r in client.register.register.recommendations if r.question][:_SUGGESTIONS]
    if not questions:
        return None
    st.subheader(texts.ASK.suggestions, anchor=False)
    columns = st.columns(2)
    pressed = None
    for index, question in enumerate(questions):
        if columns[index % 2].button(plain_label(question), key=f"suggested-{index}", width="stretch"):
            pressed = question
    return pressed


def _answer(client: Clausewise, question: str) -> None:
    """Answer a question, keep it, and draw the page anew with it."""
    with st.chat_message("user", avatar=_PERSON):
        put_text(question)
    exchange = wiring.Exchange(question)
    with st.chat_message("assistant", avatar=_GUIDANCE), st.spinner(texts.ASK.working):
        try:
            exchange.result = client.ask(question, _history())
        except ClausewiseError as error:
            exchange.error = error
    wiring.conversation().append(exchange)
    st.rerun()


def _history() -> list[Turn]:
    """What was said so far, oldest first; questions that failed are left out."""
    turns = []
    for exchange in wiring.conversation():
        if exchange.result is not None:
            turns += [Turn("user", exchange.question), Turn("assistant", exchange.result.answer.text)]
    return turns


def _draw_exchange(exchange: wiring.Exchange) -> None:
    with st.chat_message("user", avatar=_PERSON):
        put_text(exchange.question)
    with st.chat_message("assistant", avatar=_GUIDANCE):
        if exchange.result is not None:
            draw_result(exchange.result)
        elif exchange.error is not None:
            show_error(exchange.error)


if __name__ == "__main__":
    draw()
