"""Web pages: words as a browser prints them, without what is not text of the page.

Scripts, styles, forms, navigation and hidden elements are left out; struck-out text is deleted text. Ordered lists print their
numbers (``start``, ``type``, ``value``), unless their items bring their own. Places are lines and columns of the source; a word
written with character references has no column (``offset`` None).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from corpus.documents import BlockKind, Origin
from corpus.labels import opens_unit
from corpus.readers.building import Piece, TextBuilder
from corpus.readers.numerals import print_number
from corpus.readers.tables import composed, join_cells, words_of

_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "form",
        "button",
        "select",
        "input",
        "textarea",
        "iframe",
        "object",
        "svg",
        "math",
        "video",
        "audio",
        "canvas",
        "footer",
        "menu",
        "dialog",
        "del",
        "s",
        "strike",
    ]
)
_STRUCK = frozenset({"del", "s", "strike"})
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "caption",
    ]
)
_HEADING = re.compile(r"h([1-6])")
_WORD = re.compile(r"[^ \t\n\r\f\xa0]+|[ \t\n\r\f]+|\xa0+")
_LINE_END = re.compile("\r\n|\r|\n")
_LIST_STYLES = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none",
}  # fmt: skip
_STYLE_TYPE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_LOOK_AHEAD = 20_000


@dataclass
class _Source:
    """Finds words again in the page's source, in order."""

    text: str
    cursor: int = 0
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def place(self, word: str) -> Origin:
        found = self.text.find(word, self.cursor, self.cursor + _LOOK_AHEAD)
        at = found if found >= 0 else self.cursor
        line = bisect_right(self.starts, at) - 1
        if found >= 0:
            self.cursor = found + len(word)
        return Origin("line", (line,), at - self.starts[line] if found >= 0 else None)


@dataclass(frozen=True, slots=True)
class _Block:
    kind: BlockKind
    pieces: list[Piece]
    level: int = 0


@dataclass
class _Walker:
    source: _Source
    blocks: list[_Block] = field(default_factory=list)
    inline: list[Piece] = field(default_factory=list)
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    depth: int = -1
    label: str = ""
    struck: bool = False

    def flush(self) -> None:
        """End the block that is being collected."""
        pieces, self.inline = self.inline, []
        words = words_of(pieces)
        if not words:
            return
        if self.label and not opens_unit(words):
            pieces = [composed(self.label, pieces[0]), *pieces]
        self.label = ""
        self.blocks.append(_Block(self.kind, pieces, self.level))

    def children(self, parent: Tag) -> None:
        for child in parent.children:
            if isinstance(child, Tag):
                self.tag(child)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self.words(str(child), keep=parent.name == "pre")

    def words(self, text: str, *, keep: bool) -> None:
        """Add text; white space collapses as in a browser, except where it is kept."""
        for match in _WORD.finditer(text):
            word = match.group()
            if not word.strip(" \t\n\r\f"):
                if keep:
                    self.inline.append(Piece(word, self.source.place(word)))
                elif self.inline and not self.inline[-1].raw[-1].isspace():
                    self.inline.append(composed(" ", self.inline[-1]))
            else:
                self.inline.append(Piece(word, self.source.place(word)))

    def tag(self, tag: Tag) -> None:
        name = tag.name
        if name in _DROPPED or _is_hidden(tag) or _is_note_mark(tag):
            self.struck = self.struck or name in _STRUCK
            self.skip(tag)
        elif name == "br":
            self.inline.append(Piece("\n", self.source.place("<")))
        elif name == "tr":
            self.flush()
            self.row(tag)
        elif name in {"ol", "ul"}:
            self.flush()
            self.list(tag)
        elif name in _BLOCKS:
            self.block(tag)
        else:
            self.children(tag)

    def skip(self, tag: Tag) -> None:
        """Go past an element's words in the source, so that they are not taken for later ones."""
        for string in tag.strings:
            for word in string.split():
                self.source.place(word)

    def block(self, tag: Tag) -> None:
        self.flush()
        before = self.kind, self.level
        heading = _HEADING.fullmatch(tag.name)
        if heading:
            self.kind, self.level = BlockKind.HEADING, int(heading[1])
        elif tag.name == "dd":
            self.kind = BlockKind.LIST_ITEM
        self.children(tag)
        self.flush()
        self.kind, self.level = before

    def list(self, tag: Tag) -> None:
        before = self.kind, self.level
        self.depth += 1
        for label, item in _items(tag):
            self.kind, self.level, self.label = BlockKind.LIST_ITEM, self.depth, label
            self.children(item)
            self.flush()
            self.label = ""
        self.depth -= 1
        self.kind, self.level = before

    def row(self, tag: Tag) -> None:
        """A row of single lines is one block; a row whose cells hold several is layout."""
        cells = []
        for cell in tag.find_all(["td", "th"], recursive=False):
            inner = _Walker(self.source, depth=self.depth)
            inner.children(cell)
            inner.flush()
            self.struck = self.struck or inner.struck
            if inner.blocks:
                cells.append(inner.blocks)
        if len(cells) > 1 and all(len(cell) == 1 for cell in cells):
            self.blocks.append(_Block(BlockKind.TABLE_ROW, join_cells([cell[0].pieces for cell in cells])))
        else:
            self.blocks.extend(block for cell in cells for block in cell)


def read_html(text: str, builder: TextBuilder, *, main_only: bool = False) -> tuple[str | None, tuple[str, ...]]:
    """Add the blocks of a web page.

    Args:
        text: the page's source.
        builder: takes the blocks.
        main_only: read only the page's main part, where it says which that is; for guidance.

    Returns:
        The page's title, and notes.
    """
    # as a file, since of a text that looks like a file's name ("about.htm") a warning would be printed
    soup = BeautifulSoup(StringIO(re.sub(r"^\s*<\?xml[^>]*>", "", text)), "lxml")
    title = soup.title.get_text() if soup.title else None
    root = (soup.find("main") or soup.find("article") if main_only else None) or soup.body or soup
    walker = _Walker(_Source(text))
    walker.children(root)
    walker.flush()
    for block in walker.blocks:
        builder.add(block.kind, block.pieces, level=block.level)
    return title, ("text that is struck out is left out",) if walker.struck else ()


def _items(tag: Tag) -> Iterator[tuple[str, Tag]]:
    """The items of a list with their numbers as printed."""
    items = tag.find_all("li", recursive=False)
    style = _list_style(tag)
    step = -1 if tag.has_attr("reversed") else 1
    count = _integer(tag.get("start"), len(items) if step < 0 else 1)
    for item in items:
        count = _integer(item.get("value"), count)
        printed = print_number(count, style)
        yield (f"{printed}. " if printed else ""), item
        count += step


def _list_style(tag: Tag) -> str:
    if tag.name == "ul":
        return "bullet"
    stated = _STYLE_TYPE.search(str(tag.get("style", "")))
    return _LIST_STYLES.get(stated[1] if stated else str(tag.get("type", "1")), "decimal")


def _integer(value: object, otherwise: int) -> int:
    text = str(value)
    return int(text) if value is not None and text.lstrip("-").isdecimal() else otherwise


def _is_hidden(tag: Tag) -> bool:
    if tag.has_attr("hidden") or str(tag.get("role", "")) == "navigation":
        return True
    return _HIDDEN_STYLE.search(str(tag.get("style", ""))) is not None


def _is_note_mark(tag: Tag) -> bool:
    """A raised number that links to a footnote."""
    return tag.name == "sup" and tag.find("a") is not None and tag.get_text().strip(" []()*").isdigit()
