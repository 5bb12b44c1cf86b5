"""A page of the guidance to be read: contents, the text with the words that recommendations rest on, and the pages it refers to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st
from markupsafe import Markup

from bot.service import Clausewise
from corpus.documents import Citation, Document, Passage
from corpus.pointers import Resolved, is_called, resolve
from corpus.register import BoundRegister, Recommendation
from ui.web import guidance_desk, texts
from ui.web.components.dates import today
from ui.web.components.marking import Note, noted_html
from ui.web.components.markup import plain_label
from ui.web.components.page import put
from ui.web.components.reader import about_html, headings, passages_html

PART_CHARACTERS: Final = 200_000
"""A page of more is shown in parts."""
_FEWEST_HEADINGS: Final = 2
_OPEN: Final = "guidance.open"
_HEADING, _WORDS, _LISTED = "heading", "words", "listed"
"""What the ids begin with, by which links find their places."""


def draw_document(client: Clausewise, listed: Sequence[str]) -> None:
    """Choose a document and read it.

    Args:
        client: what holds the guidance.
        listed: titles of the pages that can be fetched.
    """
    document = _chosen(client.documents)
    st.header(plain_label(document.title or texts.UNTITLED), anchor=False)
    put(about_html(document, today()))
    opened = _opened(client, document)
    put(page_html(document, _part(document, opened.passages), client.register))
    hint = texts.GUIDANCE.pointers_hint if guidance_desk.may_change() else texts.GUIDANCE.pointers_hint_shared
    put(pointers_html(opened.pointers, client.documents, listed, hint))


@dataclass(frozen=True, slots=True)
class _Opened:
    """The page that is open, taken apart: of a long one that takes a second, which a click elsewhere should not cost again."""

    document: Document
    documents: Mapping[str, Document]
    passages: Sequence[Passage]
    pointers: Sequence[Resolved]


def _opened(client: Clausewise, document: Document) -> _Opened:
    kept: _Opened | None = st.session_state.get(_OPEN)
    if kept is None or kept.document is not document or kept.documents is not client.documents:
        kept = _Opened(document, client.documents, client.passages(document.id), resolve(document, client.documents))
        st.session_state[_OPEN] = kept
    return kept


def _chosen(documents: Mapping[str, Document]) -> Document:
    ids = list(documents)
    if len(ids) == 1:
        return documents[ids[0]]
    return documents[
        st.selectbox(
            texts.GUIDANCE.document, ids, format_func=lambda one: plain_label(documents[one].title or one), key="document"
        )
    ]


def _part(document: Document, passages: Sequence[Passage]) -> Sequence[Passage]:
    """The passages that are shown at once; of a very long page the part that is chosen."""
    parts = in_parts(passages)
    if len(parts) < 2:  # noqa: PLR2004 - nothing to choose
        return passages
    label = texts.GUIDANCE.part.format(total=len(parts))
    return parts[st.number_input(label, min_value=1, max_value=len(parts), key=f"part-{document.id}") - 1]


def in_parts(passages: Sequence[Passage], characters: int = PART_CHARACTERS) -> list[list[Passage]]:
    """Passages in groups of about so many characters."""
    parts: list[list[Passage]] = []
    for passage in passages:
        if not parts or passage.end - parts[-1][0].start > characters:
            parts.append([])
        parts[-1].append(passage)
    return parts


def page_html(document: Document, passages: Sequence[Passage], register: BoundRegister) -> Markup:
    """The text, beside it its contents and what it recommends; links lead from a recommendation to its words and back."""
    found = _recommended(document, passages, register)
    notes = _notes(found)
    text = passages_html(passages, lambda part: noted_html(document.text, notes, part), _HEADING)
    hint = Markup('<p class="cw-meta">{}</p>').format(texts.GUIDANCE.recommendations_hint) if found else Markup("")
    return Markup('<div class="cw-read">{}<article class="cw-page">{}{}</article>{}</div>').format(
        contents_html(passages), hint, text, _recommendations_html([one for one, _ in found])
    )


def contents_html(passages: Sequence[Passage]) -> Markup:
    """Links to the headings of a text that has several."""
    found = headings(passages)
    if len(found) < _FEWEST_HEADINGS:
        return Markup("")
    items = Markup("").join(
        Markup('<li class="cw-depth-{}"><a href="#{}-{}">{}</a></li>').format(min(depth, 3), _HEADING, number, heading)
        for number, (depth, heading) in enumerate(found)
    )
    return _aside(texts.GUIDANCE.contents, items, "cw-contents")


Recommended = tuple[Recommendation, tuple[Citation, ...]]
"""A recommendation and its words in the text that is shown."""


def _recommended(document: Document, passages: Sequence[Passage], register: BoundRegister) -> list[Recommended]:
    """What of the register rests on words of these passages."""
    low, high = (passages[0].start, passages[-1].end) if passages else (0, 0)
    found = []
    for one in register.register.recommendations:
        cited = register.guidance.get(one.id, ())
        here = tuple(c for c in cited if c.document_id == document.id and low < c.end and c.start < high)
        if here:
            found.append((one, here))
    return found


def _notes(found: Sequence[Recommended]) -> list[Note]:
    """The words of each recommendation, with its id, which leads to the list; the list leads to the first of them."""
    return [
        Note(
            citation.start,
            citation.end,
            one.id,
            here=f"{_WORDS}-{one.id}" if number == 0 else "",
            there=f"{_LISTED}-{one.id}",
            hint=texts.GUIDANCE.to_list.format(id=one.id),
        )
        for one, citations in found
        for number, citation in enumerate(citations)
    ]


def _recommendations_html(found: Sequence[Recommendation]) -> Markup:
    if not found:
        return Markup("")
    items = Markup("").join(
        Markup('<li id="{0}-{1}"><a href="#{2}-{1}" aria-label="{3}">{1}</a> {4}</li>').format(
            _LISTED, one.id, _WORDS, texts.GUIDANCE.to_words.format(id=one.id), one.text
        )
        for one in found
    )
    return _aside(texts.GUIDANCE.recommendations, items, "cw-recommended")


def _aside(heading: str, items: Markup, name: str) -> Markup:
    return Markup('<nav class="cw-aside {0}" aria-labelledby="{0}"><h3 id="{0}">{1}</h3><ul>{2}</ul></nav>').format(
        name, heading, items
    )


def pointers_html(resolved: Sequence[Resolved], documents: Mapping[str, Document], listed: Sequence[str], hint: str) -> Markup:
    """The pages that a text refers to, and whether they are loaded.

    Args:
        resolved: the references, with the documents that they mean.
        documents: the guidance that is loaded.
        listed: titles of the pages that can be fetched.
        hint: how to load what is missing.
    """
    if not resolved:
        return Markup("")
    items = Markup("").join(
        Markup('<li>{} <span class="cw-meta">· {}</span></li>').format(one.pointer.title, _state(one, documents, listed))
        for one in resolved
    )
    missing = any(not one.document_ids for one in resolved)
    note = Markup('<p class="cw-meta">{}</p>').format(hint) if missing else Markup("")
    return Markup("<h3>{}</h3><ul>{}</ul>{}").format(texts.GUIDANCE.pointers, items, note)


def _state(one: Resolved, documents: Mapping[str, Document], listed: Sequence[str]) -> str:
    if one.document_ids:
        return texts.GUIDANCE.pointer_loaded.format(titles=", ".join(documents[name].title for name in one.document_ids))
    is_listed = any(is_called(one.pointer.title, title) for title in listed)
    return texts.GUIDANCE.pointer_listed if is_listed else texts.GUIDANCE.pointer_missing
