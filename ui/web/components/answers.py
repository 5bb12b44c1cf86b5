"""Answers and refusals of the Ask page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from bot.answering.answer import Answered, AskResult, Refused
from bot.exports.answers import Style, answer_markdown
from bot.exports.wording import spent_line
from ui.web import texts
from ui.web.components.citations import draw_cards, draw_draft_cards
from ui.web.components.markup import answer_html, plain_label
from ui.web.components.page import put


def draw_result(result: AskResult, key: str) -> None:
    """An answer with its citations, or a refusal with what comes nearest.

    Args:
        result: the answer.
        key: what the keys of its widgets begin with, its own on the page.
    """
    answer = result.answer
    if isinstance(answer, Refused):
        put(refusal_html(answer))
        draw_cards(answer.nearest, texts.ASK.nearest, key)
    else:
        put(answered_html(answer))
        draw_cards(answer.citations, texts.ASK.cited, key)
        draw_draft_cards(answer.draft, texts.ASK.draft_cited, key)
    st.caption(plain_label(" · ".join(_footer(result))))


def draw_copies(result: AskResult) -> None:
    """The answer with its citations as Markdown, to be copied; opened when it is wanted."""
    with st.popover(texts.ASK.copy, icon=":material/content_copy:"):
        for tab, style in zip(st.tabs([texts.ASK.copy_listed, texts.ASK.copy_footnotes]), Style, strict=True):
            tab.code(answer_markdown(result, style), language=None, wrap_lines=True)


def answered_html(answer: Answered) -> Markup:
    """The answer's text, and what of the question it leaves open."""
    return Markup('<div class="cw-answer">{}</div>{}').format(answer_html(answer.text), gaps_html(answer.gaps))


def refusal_html(answer: Refused) -> Markup:
    """A refusal: calm, and told apart by its heading and its frame."""
    return Markup('<div class="cw-refused" role="note"><strong>{}</strong>{}{}</div>').format(
        texts.ASK.refused, answer_html(answer.text), gaps_html(answer.gaps)
    )


def gaps_html(gaps: Sequence[str]) -> Markup:
    """Parts of the question that the guidance does not cover."""
    if not gaps:
        return Markup("")
    items = Markup("").join(Markup("<li>{}</li>").format(gap) for gap in gaps)
    return Markup("<h2>{}</h2><ul>{}</ul>").format(texts.ASK.gaps, items)


def _footer(result: AskResult) -> list[str]:
    """What produced the answer, and what it belongs to in the register."""
    recommendations = result.answer.recommendations if isinstance(result.answer, Answered) else ()
    belongs = [f"{texts.ASK.recommendations}: {', '.join(recommendations)}"] if recommendations else []
    spent = [spent_line(result.spent)] if result.spent else []
    return [texts.engine_line(result.engine), *spent, *belongs, *result.notes]
