"""The Word file: the drafter's own .docx with comments, or a new one with the draft's text where she works in another format."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from itertools import accumulate

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml.text.run import CT_R
from docx.shared import Cm

from bot.errors import ReviewError
from bot.exports.anchors import Place, add_remark_at_end, add_remarks, first_run
from bot.exports.comments import remove_remarks
from bot.exports.remarks import remarks_on, summary_of
from bot.exports.report import at_least_one
from bot.exports.wordfile import MEDIA_TYPE, new_file, one_line, saved
from bot.reviewing.findings import Review
from corpus.documents import Block, BlockKind, Document, Origin, Segment, SourceMap
from corpus.readers.word_places import runs_by_place

FORMAT = "docx"
INDENT = Cm(0.75)


class DocxExporter:
    """A Word file with a comment at the words of each finding, and one at the end that sums up and lists what no words stand for."""

    key = "docx"
    suffix = ".docx"
    media_type = MEDIA_TYPE
    label = "Word file with comments"

    def __init__(self, *, summary: bool = True) -> None:
        """Without a ``summary``, what stands in no words of the draft is left to the sheet of gaps."""
        self.summary = summary

    def export(self, reviews: Sequence[Review], originals: Mapping[str, bytes] | None = None) -> bytes:
        """The drafter's own file where one .docx was reviewed and its bytes are given; else a new one with all drafts' texts.

        A new one also for a file with macros (.docm), which would not open under another name.
        """
        first, *more = at_least_one(reviews)
        original = (originals or {}).get(first.document.id)
        if not more and original is not None and first.document.format == FORMAT and not _has_macros(original):
            return annotate_docx(first, original, summary=self.summary)
        return _new_docx(reviews, summary=self.summary)


def annotate_docx(review: Review, original: bytes, *, summary: bool = True) -> bytes:
    """Put the findings into the drafter's own file as comments; her text, format and colleagues' comments stay.

    Comments of an earlier run are replaced.

    Args:
        review: of exactly this file.
        original: the .docx as it was reviewed.
        summary: add a comment on the draft as a whole, on its last words.

    Raises:
        ReviewError: the file is not the one that was reviewed.
    """
    if review.document.file_sha256 not in {"", hashlib.sha256(original).hexdigest()}:
        raise ReviewError("this is not the file that was reviewed", where=review.document.id, hint="review it again")
    word = docx.Document(io.BytesIO(original))
    runs = runs_by_place(word.element.body)  # before anything is removed: the reader counted the marks of earlier comments too
    remove_remarks(word)
    add_remarks(word, runs, review.source_map, remarks_on(review), otherwise=first_run(word))
    if summary:
        add_remark_at_end(word, summary_of(review))
    return saved(word)


def _has_macros(original: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        return b"macroEnabled" in archive.read("[Content_Types].xml")


def _new_docx(reviews: Sequence[Review], *, summary: bool) -> bytes:
    """The texts of the drafts, one below the other, with the comments."""
    word = new_file()
    for index, review in enumerate(reviews):
        if index:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        name = word.add_paragraph(one_line(review.document.id), style="Title").runs[0]._r  # noqa: SLF001 - python-docx shows a run's element no other way
        runs, source_map = _add_text(word, review.document)
        add_remarks(word, runs, source_map, remarks_on(review), otherwise=next(iter(runs.values()), name))
        if summary:
            add_remark_at_end(word, summary_of(review))
    return saved(word)


def _add_text(word: WordDocument, document: Document) -> tuple[dict[Place, CT_R], SourceMap]:
    """Add a draft's text, a paragraph of one run for each block; where several files were judged together, each under its name.

    Returns:
        The runs by their places, and the way from the draft's text to them.
    """
    runs: dict[Place, CT_R] = {}
    segments, file = [], None
    for number, block in enumerate(document.blocks or _lines(document.text)):
        if file != (file := document.file_at(block.start)):
            word.add_paragraph(one_line(str(file)), style="Subtitle")
        paragraph = word.add_paragraph(style=_style(block))
        if block.kind is BlockKind.LIST_ITEM:
            paragraph.paragraph_format.left_indent = INDENT * (block.level + 1)
        path = (number, 0)
        runs["body", path] = paragraph.add_run(document.text[block.start : block.end])._r  # noqa: SLF001 - as above
        segments.append(Segment(block.start, block.end, Origin("body", path)))
    return runs, SourceMap(document.id, tuple(segments))


def _lines(text: str) -> list[Block]:
    """The lines of a text that came without blocks."""
    ends = list(accumulate(len(line) for line in text.splitlines(keepends=True)))
    spans = zip([0, *ends], ends, strict=False)
    return [
        Block(BlockKind.PARAGRAPH, start, start + len(text[start:end].rstrip()))
        for start, end in spans
        if text[start:end].strip()
    ]


def _style(block: Block) -> str | None:
    return f"Heading {min(max(block.level, 1), 9)}" if block.kind is BlockKind.HEADING else None
