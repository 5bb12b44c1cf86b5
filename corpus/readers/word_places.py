"""The paragraphs and runs of a Word file, each with its place; the way there and the way back use the same count.

Paths of ``Origin``:
    body       (paragraph, run)                    paragraph: among the body's paragraphs outside tables and text boxes
    table      (table, row, column, paragraph, run)  paragraph: among the cell's, those of nested tables included
    textbox    (box, paragraph, run)
    footnotes, endnotes   (note id, paragraph, run)
A run is counted among all ``w:r`` of its paragraph in document order, deleted ones included, those of text boxes not. In a file
without content controls and tracked changes these are python-docx's ``document.paragraphs[i].runs[j]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from corpus.documents import Origin

_P, _R, _TBL, _TR, _TC = (qn(f"w:{name}") for name in ("p", "r", "tbl", "tr", "tc"))
_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TRANSPARENT = frozenset(qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_GALLERY = qn("w:docPartGallery")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A ``w:p`` and its place: ``part`` and ``path`` as in ``Origin``, without the run."""

    element: Any
    part: str
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A ``w:tr``: its cells, each a list of paragraphs."""

    element: Any
    cells: tuple[tuple[Paragraph, ...], ...]


@dataclass
class _Counts:
    paragraphs: int = 0
    tables: int = 0
    boxes: int = 0


@dataclass
class Places:
    """Walks a body once; ``contents_left_out`` tells whether a table of contents was met."""

    body: Any
    contents_left_out: bool = False
    _counts: _Counts = field(default_factory=_Counts)

    def walk(self) -> Iterator[Paragraph | Row]:
        """Paragraphs and table rows in document order; a paragraph's text boxes follow it."""
        yield from self._walk(self.body)

    def _walk(self, parent: Any) -> Iterator[Paragraph | Row]:
        for child in parent:
            if child.tag == _P:
                yield Paragraph(child, "body", (self._counts.paragraphs,))
                self._counts.paragraphs += 1
                yield from self._boxes(child)
            elif child.tag == _TBL:
                yield from self._table(child)
                self._counts.tables += 1
            elif child.tag in _TRANSPARENT:
                if _is_contents(child):
                    self.contents_left_out = True
                    self._counts.paragraphs += sum(1 for _ in _paragraphs(child))
                else:
                    yield from self._walk(child)

    def _table(self, table: Any) -> Iterator[Paragraph | Row]:
        for row_at, row in enumerate(_inside(table, _TR)):
            cells = tuple(
                tuple(
                    Paragraph(paragraph, "table", (self._counts.tables, row_at, column, at))
                    for at, paragraph in enumerate(_paragraphs(cell))
                )
                for column, cell in enumerate(_inside(row, _TC))
            )
            yield Row(row, cells)
            for paragraph in (each for cell in cells for each in cell):
                yield from self._boxes(paragraph.element)

    def _boxes(self, paragraph: Any) -> Iterator[Paragraph]:
        for box in paragraph.iter(_BOX):
            if next(box.iterancestors(_FALLBACK), None) is not None:
                continue
            for at, inner in enumerate(_paragraphs(box)):
                yield Paragraph(inner, "textbox", (self._counts.boxes, at))
            self._counts.boxes += 1


def note_paragraphs(note: Any, part: str) -> list[Paragraph]:
    """The paragraphs of a footnote or an endnote."""
    note_id = int(note.get(qn("w:id")))
    return [Paragraph(element, part, (note_id, at)) for at, element in enumerate(_paragraphs(note))]


def runs_of(paragraph: Any) -> list[Any]:
    """The runs of a paragraph in document order, without those of text boxes in it."""
    return [run for run in paragraph.iter(_R) if next(run.iterancestors(_P)) is paragraph]


def runs_by_place(body: Any, notes: Mapping[str, Any] | None = None) -> dict[tuple[str, tuple[int, ...]], Any]:
    """Every run of a file by the part and path of its ``Origin``: how an exporter finds words again.

    Args:
        body: ``w:body``, such as ``docx.Document(...).element.body``.
        notes: the root elements of "footnotes" and "endnotes", where they are wanted too.
    """
    found: dict[tuple[str, tuple[int, ...]], Any] = {}
    for paragraph in _all_paragraphs(body, notes or {}):
        for at, run in enumerate(runs_of(paragraph.element)):
            found[paragraph.part, (*paragraph.path, at)] = run
    return found


def _all_paragraphs(body: Any, notes: Mapping[str, Any]) -> Iterator[Paragraph]:
    for item in Places(body).walk():
        if isinstance(item, Row):
            for cell in item.cells:
                yield from cell
        else:
            yield item
    for part, root in notes.items():
        for note in root:
            yield from note_paragraphs(note, part)


def origin_of(paragraph: Paragraph, run: int, offset: int | None) -> Origin:
    """The place of a run of a paragraph."""
    return Origin(paragraph.part, (*paragraph.path, run), offset)


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """Children of a kind, also where they are wrapped in content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _inside(child, tag)


def _paragraphs(parent: Any) -> Iterable[Any]:
    """The paragraphs in an element, those of nested tables included, those of text boxes not."""
    for child in parent:
        if child.tag == _P:
            yield child
        elif child.tag in {_TBL, _TR, _TC} or child.tag in _TRANSPARENT:
            yield from _paragraphs(child)


def _is_contents(element: Any) -> bool:
    gallery = element.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{_GALLERY}")
    return gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"
