"""New Word files: paper size, words that XML can hold, bytes that do not change from run to run."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document as WordDocument
from docx.shared import Cm

from corpus.canonical import canonical

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STEADY_DATE = (1980, 1, 1, 0, 0, 0)
"""Of the entries in the file, so that the same review gives the same bytes."""


def new_file() -> WordDocument:
    """An empty file on A4 paper."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    return word


def printable(text: str) -> str:
    """Text without the characters that cannot be seen, some of which XML refuses. Words of a draft stay as they are: they are canonical."""
    return canonical(text)


def one_line(text: str) -> str:
    """Text for a heading or a page's head."""
    return " ".join(printable(text).split())


def saved(word: WordDocument) -> bytes:
    """The bytes of a file, with the same dates always."""
    raw, steady = io.BytesIO(), io.BytesIO()
    word.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(zipfile.ZipInfo(entry.filename, STEADY_DATE), source.read(entry), zipfile.ZIP_DEFLATED)
    return steady.getvalue()
