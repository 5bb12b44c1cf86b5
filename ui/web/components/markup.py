"""Untrusted text into safe markup: everything is escaped, quotes are marked, links and images never come out of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from corpus.documents import Document

Span = tuple[int, int]
"""Half-open, in code points of the canonical text."""

_MARKER = re.compile(r"\[(D?\d{1,3})\]")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-!<>|~$:.])")
_LINKING = re.compile(r"(?i)https?:|ftp:|www|@")
"""What Streamlit makes links of by itself, escaped or not: a word joiner behind it, which nobody sees, keeps it from that."""
_BARRED = ("image", "link", "autolink", "reference", "html_inline", "html_block", "entity")
_MARGIN = 320


def plain_label(text: str) -> str:
    """Text for a widget's label, which Streamlit reads as Markdown: every special character is escaped, and no address becomes a link."""
    return _SPECIAL.sub(r"\\\1", _LINKING.sub("\\g<0>\u2060", " ".join(text.split())))


def safe_url(url: str | None) -> str | None:
    """The address if it is plain http or https with a host; None otherwise."""
    parts = urlsplit(url or "")
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def link_html(url: str | None, text: str) -> Markup:
    """A link that opens in a new tab and tells nothing about where it was followed from; empty without a safe address."""
    address = safe_url(url)
    if address is None:
        return Markup("")
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>').format(address, text)


def answer_html(text: str) -> Markup:
    """An answer's Markdown as markup: no raw HTML, links or images; markers such as [1] are raised.

    Characters are shown as they stand ("&amp;" stays "&amp;"), since the text is quoted and not written as HTML.
    """
    markdown = MarkdownIt("commonmark", {"html": False}).disable([*_BARRED])
    markdown.add_render_rule("text", _text_rule)
    return Markup(markdown.render(text))  # noqa: S704  (markdown-it escapes all text; raw HTML, links and images are off)


def _text_rule(_: RendererHTML, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType) -> str:
    """Escape a stretch of text and raise the markers in it."""
    return _MARKER.sub(r'<sup class="cw-marker">[\1]</sup>', str(escape(tokens[index].content)))


def marked_html(text: str, start: int, end: int, spans: Iterable[Span]) -> Markup:
    """``text[start:end]``, escaped, with the parts of it that lie in a span in ``<mark>``; overlapping spans become one."""
    pieces: list[Markup] = []
    at = start
    for low, high in merged(spans, start, end):
        pieces.append(escape(text[at:low]))
        pieces.append(Markup("<mark>{}</mark>").format(text[low:high]))
        at = high
    pieces.append(escape(text[at:end]))
    return Markup("").join(pieces)


def merged(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """Spans cut to ``[start, end)``, in order, those that touch or overlap made one."""
    found: list[Span] = []
    for low, high in sorted((max(low, start), min(high, end)) for low, high in spans):
        if low >= high:
            continue
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def excerpt_html(text: str, span: Span, within: Span, margin: int = _MARGIN) -> Markup:
    """A marked quote with what stands around it.

    Args:
        text: the canonical text.
        span: the quote.
        within: what may be shown around it (the clause, the paragraph); widened to the quote where it is smaller.
        margin: at most this many characters are shown on either side; "…" stands for what is left out.
    """
    low, high = min(within[0], span[0]), max(within[1], span[1])
    start, end = _word_start(text, max(low, span[0] - margin), low), _word_end(text, min(high, span[1] + margin), high)
    body = marked_html(text, start, end, [span])
    return Markup("{}{}{}").format("… " if start > low else "", body, " …" if end < high else "")


def _word_start(text: str, at: int, low: int) -> int:
    """The beginning of the word after ``at``, unless ``at`` is where the text may begin."""
    if at <= low:
        return low
    gap = text.find(" ", at, at + 40)
    return gap + 1 if gap >= 0 else at


def _word_end(text: str, at: int, high: int) -> int:
    """The end of the word before ``at``, unless ``at`` is where the text may end."""
    if at >= high:
        return high
    gap = text.rfind(" ", max(at - 40, 0), at)
    return gap if gap >= 0 else at


def paragraph_around(document: Document, span: Span) -> Span:
    """The span of the blocks that a quote lies in; the quote itself where the document has no blocks."""
    touching = [block for block in document.blocks if block.start < span[1] and block.end > span[0]]
    return (touching[0].start, touching[-1].end) if touching else span
