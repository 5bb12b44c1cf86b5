"""Markdown: headings, lists and tables become blocks, the marks go, the words stay verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.documents import BlockKind, Origin
from corpus.labels import opens_unit
from corpus.readers.building import Piece, TextBuilder
from corpus.readers.tables import join_cells

_SOURCE_LINE_END = re.compile("\r\n|\r|\n")


@dataclass
class _State:
    """Where the walk stands: the source, the depth of lists, and the label a list item still has to print."""

    lines: list[str]
    builder: TextBuilder
    depth: int = -1
    label: list[Piece] = field(default_factory=list)
    heading: int = 0
    row: list[list[Piece]] = field(default_factory=list)
    in_row: bool = False


def read_markdown(text: str, builder: TextBuilder, *, first_line: int = 0) -> None:
    """Add the blocks of a Markdown text.

    Ordered lists print their numbers as written; bullets, emphasis, link targets and pictures are markup and go. Indented text
    is a paragraph, not code: drafts indent their paragraphs.

    Args:
        text: the Markdown, after its front matter.
        builder: takes the blocks.
        first_line: the number of the text's first line in its file, from 0.
    """
    parser = MarkdownIt("commonmark").enable("table").disable("code").disable("text_join")
    lines = [""] * first_line + _SOURCE_LINE_END.split(text)
    state = _State(lines, builder)
    for token in parser.parse(text.replace("\x00", "")):
        _walk(token, state, first_line)


_DEEPER = {"bullet_list_open": 1, "ordered_list_open": 1, "bullet_list_close": -1, "ordered_list_close": -1}


def _walk(token: Token, state: _State, first_line: int) -> None:
    first = token.map[0] + first_line if token.map else 0
    state.depth += _DEEPER.get(token.type, 0)
    match token.type:
        case "list_item_open":
            state.label = _label(token, state.lines, first)
        case "heading_open":
            state.heading = int(token.tag[1:])
        case "heading_close":
            state.heading = 0
        case "tr_open":
            state.row, state.in_row = [], True
        case "tr_close":
            state.in_row = False
            state.builder.add(BlockKind.TABLE_ROW, join_cells(state.row))
        case "inline":
            _inline(token, state, first)
        case "fence":
            _plain(token.content, state, first + 1)
        case "html_block":
            _plain(BeautifulSoup(token.content, "lxml").get_text(), state, first)
        case _:
            pass


def _label(token: Token, lines: list[str], line: int) -> list[Piece]:
    """The number of an ordered item, as it stands in the file; nothing for a bullet."""
    if not token.info:
        return []
    words = f"{token.info}{token.markup} "
    at = lines[line].find(words.strip())
    return [Piece(words, Origin("line", (line,), at if at >= 0 else None))]


def _inline(token: Token, state: _State, first: int) -> None:
    pieces = list(_inline_pieces(token, state.lines, first))
    if state.in_row:
        state.row.append(pieces)
        return
    if state.heading:
        state.builder.add(BlockKind.HEADING, pieces, level=state.heading)
        return
    for part in _units(pieces):
        label, state.label = state.label, []
        whole = [*label, *part]
        is_item = bool(label) or state.depth >= 0 or opens_unit("".join(piece.raw for piece in part).strip())
        state.builder.add(BlockKind.LIST_ITEM if is_item else BlockKind.PARAGRAPH, whole, level=max(state.depth, 0))


def _plain(text: str, state: _State, first: int) -> None:
    for index, line in enumerate(text.split("\n")):
        state.builder.add(BlockKind.PARAGRAPH, [Piece(line, Origin("line", (first + index,), 0))])


def _units(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Cut a paragraph where one of its lines begins with a label of its own."""
    units: list[list[Piece]] = [[]]
    line = ""
    for index, piece in enumerate(pieces):
        rest = "".join(each.raw for each in pieces[index + 1 :]).split("\n", 1)[0] if piece.raw == "\n" else ""
        if piece.raw == "\n" and opens_unit(rest.strip(), line):
            units.append([])
            line = ""
            continue
        line = "" if piece.raw == "\n" else line + piece.raw
        units[-1].append(piece)
    return units


def _inline_pieces(token: Token, lines: list[str], first: int) -> Iterator[Piece]:
    """The words of an inline token, each stretch with the line and column it stands at."""
    line, column = first, 0
    for child in token.children or ():
        if child.type in {"softbreak", "hardbreak"}:
            yield Piece("\n", Origin("line", (line,), None))
            line, column = min(line + 1, len(lines) - 1), 0
        elif child.type in {"text", "text_special", "code_inline"}:
            written = child.markup if child.type == "text_special" else child.content
            at = lines[line].find(written, column)
            offset = at if at >= 0 else column
            yield Piece(child.content, Origin("line", (line,), at if at >= 0 else None))
            column = offset + len(written) if at >= 0 else column
