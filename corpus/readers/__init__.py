"""Readers: files of any supported kind become documents with a way back into the file. Guidance and drafts share them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath

from corpus.canonical import CLEANER_VERSION
from corpus.documents import Document, Reading, SourceMap
from corpus.errors import EmptyFile, ReadError
from corpus.readers.building import TextBuilder
from corpus.readers.decoding import declared_encoding, decode
from corpus.readers.extracted import Extracted, Wishes
from corpus.readers.formats import format_of
from corpus.readers.frontmatter import FrontMatter, split_front_matter
from corpus.readers.html import read_html
from corpus.readers.limits import check_characters, check_size
from corpus.readers.markdown import read_markdown
from corpus.readers.pdf import read_pdf
from corpus.readers.text import read_text
from corpus.readers.word import read_word

__all__ = ["Wishes", "file_bytes", "read_bytes", "read_file"]

_TITLE_LENGTH = 200


def read_file(path: Path, *, document_id: str | None = None, wishes: Wishes | None = None) -> Reading:
    """Read a file from disk; see ``read_bytes``.

    Raises:
        ReadError: it cannot be opened, or cannot be read.
    """
    return read_bytes(file_bytes(path), path.name, document_id=document_id, wishes=wishes)


def file_bytes(path: Path) -> bytes:
    """The bytes of a file on disk.

    Raises:
        ReadError: it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(
            error.strerror or "it cannot be opened", where=str(path), hint="check the path and your rights"
        ) from error


def read_bytes(data: bytes, name: str, *, document_id: str | None = None, wishes: Wishes | None = None) -> Reading:
    """Turn a file's bytes into a document.

    Args:
        data: the whole file.
        name: its name; it decides the format only where the content does not, and names the file in errors.
        document_id: the document's id; the name where none is given.
        wishes: furniture to leave out and how strict to be, for guidance.

    Returns:
        The document in canonical text, and the map from its offsets back into the file.

    Raises:
        ReadError: one of its kinds (empty, scanned, encrypted, damaged, too large, unknown format).
    """
    wishes = wishes or Wishes()
    check_size(data, name, wishes.limits)
    kind, notes = format_of(data, name)
    extracted = _READERS[kind](data, name, wishes)
    text = extracted.built.text
    if not text:
        raise EmptyFile("the file holds no text", where=name, hint="check that it was saved")
    check_characters(len(text), name, wishes.limits)
    document = Document(
        id=document_id or name,
        title=_title(extracted, name),
        text=text,
        blocks=extracted.built.blocks,
        pages=extracted.pages,
        format=kind,
        source_url=extracted.front.source_url,
        last_edited=extracted.front.last_edited,
        publisher=extracted.front.publisher,
        module=extracted.front.module,
        file_sha256=hashlib.sha256(data).hexdigest(),
        cleaner=CLEANER_VERSION,
        notes=(*notes, *extracted.notes),
    )
    return Reading(document, SourceMap(document.id, extracted.built.segments))


def _title(extracted: Extracted, name: str) -> str:
    """What the file says its title is, else its first heading, else its name."""
    stated = extracted.front.title or extracted.title
    if stated and stated.strip():
        return " ".join(stated.split())[:_TITLE_LENGTH]
    for block in extracted.built.blocks:
        if block.kind == "heading":
            return " ".join(extracted.built.text[block.start : block.end].split())[:_TITLE_LENGTH]
    return PurePath(name).stem or name


def _read_txt(data: bytes, name: str, wishes: Wishes) -> Extracted:
    text, notes = decode(data, name)
    check_characters(len(text), name, wishes.limits)
    front, body, taken = split_front_matter(text, name, strict=True) if wishes.strict else (FrontMatter(), text, 0)
    builder = TextBuilder(wishes.drop)
    left_out = read_text(body, builder, first_line=taken)
    return Extracted(builder.build(), notes=(*notes, *left_out), front=front)


def _read_md(data: bytes, name: str, wishes: Wishes) -> Extracted:
    text, notes = decode(data, name)
    check_characters(len(text), name, wishes.limits)
    front, body, taken = split_front_matter(text, name, strict=wishes.strict)
    builder = TextBuilder(wishes.drop)
    read_markdown(body, builder, first_line=taken)
    return Extracted(builder.build(), notes=notes, front=front)


def _read_html(data: bytes, name: str, wishes: Wishes) -> Extracted:
    text, notes = decode(data, name, stated=declared_encoding(data))
    check_characters(len(text), name, wishes.limits)
    front, body, _ = split_front_matter(text, name, strict=True) if wishes.strict else (FrontMatter(), text, 0)
    builder = TextBuilder(wishes.drop)
    title, more = read_html(body, builder, main_only=wishes.strict)
    return Extracted(builder.build(), title=title, notes=(*notes, *more), front=front)


_READERS: Mapping[str, Callable[[bytes, str, Wishes], Extracted]] = {
    "docx": read_word,
    "html": _read_html,
    "md": _read_md,
    "pdf": read_pdf,
    "txt": _read_txt,
}
