"""Word files (docx).

Read as printed once all tracked changes are accepted: insertions are read, deletions are not; automatic numbers stand before
their paragraphs; field results are read, field codes are not; hidden text is not printed and not read. The cells of a table row
are joined by `` | `` (by a space after a cell that is only a number); a row whose cells hold several paragraphs is layout, and its
paragraphs are read one by one. Footnotes and endnotes follow the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from corpus.documents import BlockKind, Origin
from corpus.labels import is_label_only
from corpus.readers.building import Piece, TextBuilder
from corpus.readers.extracted import Extracted, Wishes
from corpus.readers.tables import composed, join_cells, words_of
from corpus.readers.word_numbering import Numbering, read_numbering
from corpus.readers.word_package import open_word
from corpus.readers.word_places import Paragraph, Places, Row, note_paragraphs, origin_of, runs_of
from corpus.readers.word_styles import Styles, read_styles

_DELETED = (qn("w:del"), qn("w:moveFrom"))
_CHANGES = (qn("w:ins"), qn("w:moveTo"), *_DELETED)
_OFF = frozenset({"0", "false", "off"})
_WORDED = re.compile(r"§|(?![ivxlcdmIVXLCDM]+\b)\b[^\W\d]{3}")
"""An automatic number with a word ("Article 2"), which stands for a line of its own; an empty item of a list is none."""
_NOTE_TAGS = {"footnotes": (qn("w:footnoteReference"), qn("w:footnote")), "endnotes": (qn("w:endnoteReference"), qn("w:endnote"))}


@dataclass
class _Reader:
    styles: Styles
    numbering: Numbering
    builder: TextBuilder
    notes: dict[str, None] = field(default_factory=dict)
    cited: dict[tuple[str, int], None] = field(default_factory=dict)
    carried: list[Piece] = field(default_factory=list)

    def paragraph(self, paragraph: Paragraph, kind: BlockKind | None = None, lead: Sequence[Piece] = ()) -> None:
        """Add one paragraph; where its mark is deleted, its words go to the next one."""
        if self.styles.is_contents(paragraph.element):
            self.notes["the table of contents is left out"] = None
            return
        pieces = [*self.carried, *self.pieces(paragraph)]
        self.carried = []
        if _mark_is_deleted(paragraph.element):
            self.carried = pieces
            return
        level = self.styles.heading_level(paragraph.element)
        place = self.numbering.place(paragraph.element)
        label = self.label(paragraph, place)
        if not any(piece.raw.strip() for piece in [*pieces, *(one for one in label if _WORDED.search(one.raw))]):
            return
        if kind is None:
            kind = BlockKind.HEADING if level else BlockKind.LIST_ITEM if place else BlockKind.PARAGRAPH
        depth = level if kind is BlockKind.HEADING else place[1] if place else 0
        self.builder.add(kind, [*lead, *label, *pieces], level=depth)

    def label(self, paragraph: Paragraph, place: tuple[int, int] | None) -> list[Piece]:
        """The paragraph's automatic number."""
        label = self.numbering.label(*place) if place else ""
        return [Piece(label, origin_of(paragraph, 0, None))] if label else []

    def pieces(self, paragraph: Paragraph) -> Iterator[Piece]:
        """The words of a paragraph, run by run."""
        fields: list[bool] = []
        for at, run in enumerate(runs_of(paragraph.element)):
            for mark in run.iterchildren(qn("w:fldChar")):
                _follow_field(fields, mark.get(qn("w:fldCharType")))
            if self.is_left_out(run, paragraph.element) or any(fields):
                continue
            self.cite(run)
            if run.text:
                yield Piece(run.text, origin_of(paragraph, at, 0))

    def is_left_out(self, run: Any, paragraph: Any) -> bool:
        """Whether a run is deleted or hidden."""
        changed = [above.tag for above in run.iterancestors(*_CHANGES) if paragraph in above.iterancestors()]
        if changed:
            self.notes["tracked changes: insertions are read, deletions are not"] = None
        if any(tag in _DELETED for tag in changed):
            return True
        hidden = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
        if hidden is None or hidden.get(qn("w:val")) in _OFF:
            return False
        self.notes["hidden text is left out"] = None
        return True

    def cite(self, run: Any) -> None:
        """Remember the notes that a run refers to, in order."""
        for part, (reference, _) in _NOTE_TAGS.items():
            for mark in run.iterchildren(reference):
                self.cited[part, int(mark.get(qn("w:id")))] = None

    def row(self, row: Row) -> None:
        """Add a table row, or its paragraphs where the table is layout."""
        if row.element.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            self.notes["tracked changes: insertions are read, deletions are not"] = None
            return
        filled = [[each for each in cell if any(piece.raw.strip() for piece in self.pieces(each))] for cell in row.cells]
        filled = [cell for cell in filled if cell]
        if len(filled) <= 1 or any(len(cell) > 1 for cell in filled):
            self.layout(filled)
            return
        self.builder.add(BlockKind.TABLE_ROW, join_cells([self.cell(cell[0]) for cell in filled]))

    def layout(self, cells: Sequence[Sequence[Paragraph]]) -> None:
        """Paragraph by paragraph; a cell that is only a number goes before the first paragraph beside it."""
        lead: list[Piece] = []
        for cell in cells:
            only = list(self.pieces(cell[0])) if len(cell) == 1 else []
            if only and is_label_only(words_of(only)):
                lead = [*lead, *only, composed(" ", only[-1])]
                continue
            for paragraph in cell:
                self.paragraph(paragraph, lead=lead)
                lead = []
        if lead:
            self.builder.add(BlockKind.PARAGRAPH, lead)

    def cell(self, paragraph: Paragraph) -> list[Piece]:
        """The words of a cell with its automatic number."""
        return [*self.label(paragraph, self.numbering.place(paragraph.element)), *self.pieces(paragraph)]

    def footnotes(self, roots: dict[str, Any]) -> None:
        """Add the notes that the text refers to, in the order of their references, each with its number."""
        counts = dict.fromkeys(roots, 0)
        for part, note_id in list(self.cited):
            counts[part] += 1
            note = _note(roots[part], part, note_id)
            lead = [Piece(f"[{counts[part]}] ", Origin(part, (note_id, 0, 0), None))]
            for paragraph in note_paragraphs(note, part) if note is not None else ():
                self.paragraph(paragraph, BlockKind.FOOTNOTE, lead)
                lead = []


def read_word(data: bytes, name: str, wishes: Wishes) -> Extracted:
    """Read a docx file.

    Raises:
        ReadError: it is encrypted, damaged, or too large.
    """
    file = open_word(data, name, wishes.limits)
    styles = read_styles(file.styles)
    reader = _Reader(styles, read_numbering(file.numbering, styles), TextBuilder(wishes.drop))
    places = Places(file.body)
    for item in places.walk():
        if isinstance(item, Row):
            reader.row(item)
        else:
            reader.paragraph(item)
    if reader.carried:
        reader.builder.add(BlockKind.PARAGRAPH, reader.carried)
    reader.footnotes({"footnotes": file.footnotes, "endnotes": file.endnotes})
    if places.contents_left_out:
        reader.notes["the table of contents is left out"] = None
    if reader.cited:
        reader.notes["footnotes stand after the text"] = None
    return Extracted(reader.builder.build(), title=file.title, notes=tuple(reader.notes))


def _follow_field(fields: list[bool], mark: str | None) -> None:
    """Keep track of complex fields: True while a field's code, not its result, is being given."""
    if mark == "begin":
        fields.append(True)
    elif mark == "separate" and fields:
        fields[-1] = False
    elif mark == "end" and fields:
        fields.pop()


def _mark_is_deleted(paragraph: Any) -> bool:
    marks = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return marks is not None and any(marks.find(tag) is not None for tag in _DELETED)


def _note(root: Any, part: str, note_id: int) -> Any:
    if root is None:
        return None
    _, tag = _NOTE_TAGS[part]
    return next((note for note in root.iterchildren(tag) if note.get(qn("w:id")) == str(note_id)), None)
