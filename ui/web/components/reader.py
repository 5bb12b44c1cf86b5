"""The reader: the page that a quote of the guidance is from, opened at the quote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import streamlit as st
from markupsafe import Markup, escape

from corpus.documents import Citation, Document, Passage
from ui.web import texts, wiring
from ui.web.components.dates import STALE_YEARS, dated, is_stale, today
from ui.web.components.markup import Span, link_html, marked_html
from ui.web.components.page import put

AROUND_CHARACTERS: Final = 20_000
"""Of a long page so much is shown before and after the quote."""
_LOWEST_HEADING: Final = 5

# Nothing of a document stands in this script. The text is drawn beside it, and may come a moment later.
_SHOW_QUOTE: Final = """
<script>
(() => {
  let tries = 100;
  const seek = () => {
    const quote = document.querySelector('[role="dialog"] .cw-reader mark');
    if (!quote) { if (tries-- > 0) setTimeout(seek, 50); return; }
    const text = quote.closest(".cw-reader");
    const here = quote.getBoundingClientRect(), shown = text.getBoundingClientRect();
    text.scrollTop += here.top - shown.top - Math.max(0, (shown.height - here.height) / 2);
    quote.tabIndex = -1;
    quote.focus({ preventScroll: true });
    quote.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  seek();
})();
</script>
"""


def read_button(citation: Citation, key: str, label: str = texts.GUIDANCE.read_quote) -> None:
    """A button that opens the page of a citation in the reader; nothing where that page is not loaded, or says something else by now.

    Args:
        citation: the quote.
        key: the button's key, its own on the page.
        label: what the button says.
    """
    document = _loaded(citation)
    if document is not None and st.button(label, key=key, icon=":material/menu_book:", type="tertiary"):
        open_reader(document, wiring.client().passages(document.id), (citation.start, citation.end))


def _loaded(citation: Citation) -> Document | None:
    """The page as it is loaded now. What was kept with an old answer may be the quote alone."""
    found = wiring.client().documents.get(citation.document_id)
    return found if found is not None and found.sha256 == citation.document.sha256 else None


@st.dialog(texts.GUIDANCE.reader, width="medium")
def open_reader(document: Document, passages: Sequence[Passage], span: Span | None) -> None:
    """Open a page of the guidance in a dialog; a run of the script can open one.

    Args:
        document: the page.
        passages: its passages in order; without any its text is shown as it stands.
        span: the quote, which is marked and brought into view.
    """
    put(reader_html(document, passages, span, today()))
    if span is not None:
        st.html(_SHOW_QUOTE, unsafe_allow_javascript=True)


def reader_html(document: Document, passages: Sequence[Passage], span: Span | None, day: dt.date) -> Markup:
    """What the reader shows: which page this is, and its text with the quote marked."""
    return Markup(
        '<h3 class="cw-name">{}</h3>{}<div class="cw-reader cw-page" tabindex="0" role="region" aria-label="{}">{}</div>'
    ).format(
        document.title or texts.UNTITLED, about_html(document, day), texts.GUIDANCE.reader_text, _body(document, passages, span)
    )


def _body(document: Document, passages: Sequence[Passage], span: Span | None) -> Markup:
    def words(part: Span) -> Markup:
        return marked_html(document.text, *part, [span] if span else [])

    if not any(span is None or _touches(passage, span) for passage in passages):  # a heading is no passage
        return Markup('<div class="cw-passage">{}</div>').format(words((0, len(document.text))))
    near = around(passages, span)
    before = near[0] is not passages[0]
    after = near[-1] is not passages[-1]
    left_out = Markup('<p class="cw-meta">{}</p>').format(texts.GUIDANCE.left_out)
    return Markup("").join([left_out] * before + [passages_html(near, words)] + [left_out] * after)


def _touches(passage: Passage, span: Span) -> bool:
    return passage.start < span[1] and span[0] < passage.end


def around(passages: Sequence[Passage], span: Span | None, characters: int = AROUND_CHARACTERS) -> Sequence[Passage]:
    """The passages within so many characters of the quote; all of them without one."""
    if span is None:
        return passages
    return [passage for passage in passages if _touches(passage, (span[0] - characters, span[1] + characters))]


def about_html(document: Document, day: dt.date) -> Markup:
    """Who publishes a document, where it is from and how old it is."""
    lines = [
        " / ".join(filter(None, (document.publisher, document.module))),
        dated(document, day),
        texts.STALE_NOTE.format(years=STALE_YEARS) if is_stale(document.last_edited, day) else "",
    ]
    shown = [*(escape(line[:1].upper() + line[1:]) for line in lines if line), link_html(document.source_url, texts.SOURCE)]
    return Markup('<p class="cw-meta">{}</p>').format(Markup("<br>").join(line for line in shown if line))


def passages_html(passages: Sequence[Passage], words: Callable[[Span], Markup], anchors: str = "") -> Markup:
    """Passages one below the other, with their headings where they change; a twin says so.

    Args:
        passages: in the order of the text.
        words: draws a span of the text.
        anchors: what ids of headings begin with ("text-0", "text-1", ... in the order of ``headings``); none are given without it.
    """
    return Markup("").join(_passage_pieces(passages, words, anchors))


def _passage_pieces(passages: Sequence[Passage], words: Callable[[Span], Markup], anchors: str) -> Iterator[Markup]:
    number = 0
    path: tuple[str, ...] = ()
    for passage in passages:
        for depth, heading in new_headings(path, passage.heading_path):
            level = min(3 + depth, _LOWEST_HEADING)
            name = Markup(' id="{}-{}"').format(anchors, number) if anchors else ""
            yield Markup("<h{0}{1}>{2}</h{0}>").format(level, name, heading)
            number += 1
        path = passage.heading_path
        twin = Markup('<br><span class="cw-meta">{}</span>').format(texts.GUIDANCE.twin) if passage.duplicates else ""
        yield Markup('<div class="cw-passage">{}{}</div>').format(words((passage.start, passage.end)), twin)


def headings(passages: Sequence[Passage]) -> list[tuple[int, str]]:
    """The headings that ``passages_html`` shows, in order, each with its depth; 0 is the outermost."""
    paths: list[tuple[str, ...]] = [(), *(passage.heading_path for passage in passages)]
    return [heading for before, path in pairwise(paths) for heading in new_headings(before, path)]


def new_headings(before: Sequence[str], path: Sequence[str]) -> list[tuple[int, str]]:
    """The headings of a path from the first on that differs from the path before."""
    same = next(
        (at for at, (one, other) in enumerate(zip(before, path, strict=False)) if one != other), min(len(before), len(path))
    )
    return list(enumerate(path))[same:]
