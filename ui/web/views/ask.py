"""Ask: a conversation with the guidance, every answer with its citations."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from bot.answering.answer import AskResult, Turn
from bot.answering.drafts import DraftAnswerer
from bot.exports.answers import conversation_markdown
from bot.service import Clausewise
from corpus.errors import ClausewiseError
from ui.web import desk, keeping, texts, wiring
from ui.web.components.add_case import draw_add_answer
from ui.web.components.answers import draw_copies, draw_result
from ui.web.components.errors import show_error, shown_errors
from ui.web.components.follow_ups import follow_ups
from ui.web.components.markup import plain_label
from ui.web.components.page import head, put_text
from ui.web.components.threads import draw_threads

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
        draft = _draft_toggle()
        asked = st.chat_input(texts.ASK.prompt, max_chars=_QUESTION_CHARACTERS)
        if asked:
            wiring.put_question(asked)
        exchanges = wiring.conversation()
        if not exchanges:
            _draw_suggestions(client)
        for position, exchange in enumerate(exchanges):
            _draw_exchange(client, exchange, exchanges[:position], draft)
        if exchanges:
            _draw_follow_ups(client, exchanges)
            _draw_conversation_buttons(exchanges)
        draw_threads()  # last, so that the answer of this run is among them


def _draw_conversation_buttons(exchanges: Sequence[wiring.Exchange]) -> None:
    """To begin anew, and to keep what has been said."""
    results = [exchange.result for exchange in exchanges if exchange.result is not None]
    with st.container(horizontal=True):
        st.button(texts.ASK.new, icon=":material/add_comment:", on_click=wiring.forget_conversation)
        if results:
            st.download_button(
                texts.ASK.download,
                conversation_markdown(texts.ASK.title, results).encode(),
                texts.ASK.file_name,
                "text/markdown",
                icon=":material/download:",
                on_click="ignore",
            )


def _draft_toggle() -> DraftAnswerer | None:
    """Where a draft has been reviewed: whether questions about its clauses are answered from the review."""
    entry = desk.current()
    if entry is None:
        return None
    return desk.answerer() if st.toggle(texts.ASK.draft.format(name=plain_label(entry.name)), value=True) else None


def _mode(client: Clausewise) -> str:
    model = client.settings.chat_model
    return texts.ASK.mode_model.format(model=model) if model else texts.ASK.mode_quotes


def _draw_suggestions(client: Clausewise) -> None:
    """Questions of the register as buttons."""
    questions = [r.question for r in client.register.register.recommendations if r.question][:_SUGGESTIONS]
    if not questions:
        return
    st.header(texts.ASK.suggestions, anchor=False)
    columns = st.columns(2)
    for index, question in enumerate(questions):
        columns[index % 2].button(
            plain_label(question), key=f"suggested-{index}", width="stretch", on_click=wiring.put_question, args=(question,)
        )


def _draw_follow_ups(client: Clausewise, exchanges: Sequence[wiring.Exchange]) -> None:
    """Questions that may come next, once the last one is answered."""
    last = exchanges[-1].result
    if last is None:
        return
    questions = follow_ups(client.register, last, [exchange.question for exchange in exchanges])
    if questions:
        st.caption(texts.ASK.follow_ups)
        with st.container(horizontal=True):
            for index, question in enumerate(questions):
                st.button(
                    plain_label(question),
                    key=f"follow-up-{len(exchanges)}-{index}",
                    on_click=wiring.put_question,
                    args=(question,),
                )


def _draw_exchange(
    client: Clausewise, exchange: wiring.Exchange, before: Sequence[wiring.Exchange], draft: DraftAnswerer | None
) -> None:
    """A question and its answer; one that was put and not yet answered is answered now."""
    with st.chat_message("user", avatar=_PERSON):
        put_text(exchange.question)
    with st.chat_message("assistant", avatar=_GUIDANCE):
        arriving = st.empty()  # always there, so that what stands below it is the same in the next run, and keeps its focus
        if exchange.pending:
            with arriving, st.spinner(texts.ASK.working):
                _answer(client, exchange, before, draft, arriving)
            arriving.empty()
            with shown_errors(texts.THREADS.not_kept):
                keeping.keep(exchange)
        if exchange.result is not None:
            _draw_answer(client, exchange.result, before)
        elif exchange.error is not None:
            show_error(exchange.error)


def _draw_answer(client: Clausewise, result: AskResult, before: Sequence[wiring.Exchange]) -> None:
    """An answer and what can be done with it."""
    key = f"ask-{len(before)}"
    draw_result(result, key)
    with st.container(horizontal=True):
        draw_copies(result)
        draw_add_answer(
            result,
            client.settings.data_dir,
            by=keeping.display_name(),
            key=key,
            history=_history(before),
            documents=client.documents,
        )


def _answer(
    client: Clausewise,
    exchange: wiring.Exchange,
    before: Sequence[wiring.Exchange],
    draft: DraftAnswerer | None,
    arriving: DeltaGenerator,
) -> None:
    """Ask; a chat model's sentences are shown as they come."""
    try:
        exchange.result = client.ask(exchange.question, _history(before), draft, lambda text: _show(arriving, text))
    except ClausewiseError as error:
        exchange.error = error


def _show(place: DeltaGenerator, text: str) -> None:
    place.markdown(text)


def _history(before: Sequence[wiring.Exchange]) -> list[Turn]:
    """What was said before, oldest first; questions that failed are left out."""
    turns = []
    for exchange in before:
        if exchange.result is not None:
            turns += [Turn("user", exchange.question), Turn("assistant", exchange.result.answer.text)]
    return turns


if __name__ == "__main__":
    draw()
