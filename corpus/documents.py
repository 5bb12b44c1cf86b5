"""Documents, passages and citations: frozen values, one convention of offsets.

Offsets are half-open, in Unicode code points of the canonical text (CONTRACT of the command line): the words of a span are
always ``document.text[start:end]``. Nothing here stores a quote beside its offsets, so a quote cannot drift from its source.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from corpus.errors import QuoteNotFound


class BlockKind(StrEnum):
    """What a block of text is in its source file."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the text that stood as one unit in the file: a paragraph, a heading, a table row, a footnote.

    ``level`` is the heading level (1 is the highest) or the depth of a list item (0 is the outermost); indentation for
    plain text. Blocks are in order and do not overlap; between two blocks there is only white space.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page: ``text[start:end]`` stood on it. ``number`` counts from 1."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """A text that has been read: guidance or a draft.

    ``text`` is canonical (see corpus/canonical.py). ``file_sha256`` is of the bytes that were read, ``sha256`` of the text.
    ``notes`` say in plain words what the reader did or could not do ("line numbers removed").
    """

    id: str
    title: str
    text: str
    blocks: tuple[Block, ...] = ()
    pages: tuple[Page, ...] = ()
    format: str = "txt"
    source_url: str | None = None
    last_edited: dt.date | None = None
    publisher: str | None = None
    module: str | None = None
    file_sha256: str = ""
    cleaner: str = ""
    notes: tuple[str, ...] = ()
    parts: tuple[int, ...] = ()
    """Where the second and later files begin, in a text that was joined of several."""
    files: tuple[str, ...] = ()
    """The names of the files of a joined text, in order; empty for one file."""

    def __post_init__(self) -> None:
        """Refuse blocks and pages that do not lie inside the text, in order."""
        for name, parts in (("block", self.blocks), ("page", self.pages)):
            last = 0
            for part in parts:
                if not last <= part.start <= part.end <= len(self.text):
                    raise ValueError(f"{name} {part} is out of order or outside the {len(self.text)} characters of {self.id}")
                last = part.end

    @cached_property
    def sha256(self) -> str:
        """Of the canonical text in UTF-8, as 64 hex digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def headings(self) -> tuple[Block, ...]:
        """The blocks that are headings, in order."""
        return tuple(block for block in self.blocks if block.kind is BlockKind.HEADING)

    def file_at(self, offset: int) -> str | None:
        """The name of the file in which a character stands; None where the text is of one file."""
        return self.files[bisect_right(self.parts, offset)] if self.files else None

    def page_at(self, offset: int) -> int | None:
        """The number of the page on which a character stands; None where the file has no pages."""
        if not self.pages:
            return None
        at = bisect_right([page.start for page in self.pages], offset) - 1
        return self.pages[max(at, 0)].number


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is found and cited as one: a paragraph with the headings it stands under.

    ``duplicates`` names the ids of passages that say the same with small changes and stand elsewhere (twins).
    """

    id: str
    document_id: str
    start: int
    end: int
    heading_path: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()

    def text_in(self, document: Document) -> str:
        """The passage's words."""
        return document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that cannot be wrong: a span of a document. Guidance is cited this way everywhere.

    ``label`` is the marker in an answer ("1"); None where the citation is not marked. ``statement`` says what force the quote has
    ("recommendation", "example", ...); None where nobody asked.
    """

    document: Document = field(repr=False)
    start: int
    end: int
    passage_id: str | None = None
    heading_path: tuple[str, ...] = ()
    label: str | None = None
    statement: str | None = None

    def __post_init__(self) -> None:
        """Refuse an empty span and one outside the text."""
        if not 0 <= self.start < self.end <= len(self.document.text):
            raise QuoteNotFound(f"[{self.start}:{self.end}] is not a span of the text", where=self.document.id)

    @property
    def document_id(self) -> str:
        """The id of the document that is quoted."""
        return self.document.id

    @property
    def quote(self) -> str:
        """The words, verbatim."""
        return self.document.text[self.start : self.end]


def find_quote(document: Document, quote: str, *, within: tuple[int, int] | None = None) -> tuple[int, int]:
    """Find words that somebody else says stand in a document.

    White space may differ (a quote wrapped over two lines is the same quote); every other character must be equal.

    Args:
        document: the text that is said to hold the quote.
        quote: the words.
        within: search only this span.

    Returns:
        The span of the first occurrence, ``document.text[start:end]``.

    Raises:
        QuoteNotFound: the words are empty or not there.
    """
    low, high = within or (0, len(document.text))
    words = quote.split()
    if words:
        at = document.text.find(quote, low, high) if quote == quote.strip() else -1
        if at >= 0:
            return at, at + len(quote)
        span = _find_words(document.text, words, low, high)
        if span is not None:
            return span
    raise QuoteNotFound(f"the words {quote[:80]!r} are not in the text", where=document.id, hint="quote the text verbatim")


def _find_words(text: str, words: list[str], low: int, high: int) -> tuple[int, int] | None:
    """Find words in a row whatever white space stands between them."""
    at = text.find(words[0], low, high)
    while at >= 0:
        end = _match_words(text, words, at, high)
        if end is not None:
            return at, end
        at = text.find(words[0], at + 1, high)
    return None


def _match_words(text: str, words: list[str], at: int, high: int) -> int | None:
    for index, word in enumerate(words):
        if index:
            gap = at
            while at < high and text[at].isspace():
                at += 1
            if at == gap:
                return None
        if not text.startswith(word, at) or at + len(word) > high:
            return None
        at += len(word)
    return at


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stretch of canonical text came from in its file.

    ``part`` is "body", "footnotes", "table" (docx) or "page" (pdf) or "line" (txt, md, html); ``path`` holds the indices
    that find the place again: docx body (paragraph, run), table (table, row, column, paragraph, run), footnotes (note id,
    paragraph, run); pdf (page,); text (line,). ``offset`` is the position in the run, page text or line at which the stretch
    begins; None for text that the reader composed (automatic numbering) and that stands nowhere in the file.
    """

    part: str
    path: tuple[int, ...]
    offset: int | None = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """``text[start:end]`` came from ``origin``."""

    start: int
    end: int
    origin: Origin


@dataclass(frozen=True)
class SourceMap:
    """Takes a span of canonical text back to its places in the file. Segments are in order and do not overlap."""

    document_id: str
    segments: tuple[Segment, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [segment.start for segment in self.segments]

    def origins(self, start: int, end: int) -> tuple[Segment, ...]:
        """The segments that share at least one character with ``text[start:end]``, in order."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        found = []
        for segment in self.segments[first:]:
            if segment.start >= end:
                break
            if segment.end > start:
                found.append(segment)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader returns: the document and the way back into its file."""

    document: Document
    source_map: SourceMap
