"""Opening a Word file: its parts, within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.package import OpcPackage
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

from corpus.errors import DamagedFile, EncryptedFile, FileTooLarge
from corpus.readers.limits import Limits

_ENCRYPTED_FLAG = 0x1
_SMALL_MEMBER = 1 << 20
_AGAIN = "open it in Word, save it again, or send it again"


@dataclass(frozen=True, slots=True)
class WordFile:
    """The parts that hold text and its numbering, as XML elements; None where the file has no such part."""

    body: Any
    styles: Any
    numbering: Any
    footnotes: Any
    endnotes: Any
    title: str | None


def open_word(data: bytes, name: str, limits: Limits) -> WordFile:
    """Open a docx file.

    Raises:
        EncryptedFile: its parts are under a password.
        FileTooLarge: unpacked it would be out of all proportion.
        DamagedFile: it is cut short or is no Word file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive.infolist(), name, limits)
        package = OpcPackage.open(io.BytesIO(data))
        main = package.part_related_by(RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
        body = _element(main).find(qn("w:body"))
        if body is None:
            raise DamagedFile("the file has no body of text that can be read", where=name, hint=_AGAIN)
        return WordFile(
            body=body,
            styles=_related(main, RELATIONSHIP_TYPE.STYLES),
            numbering=_related(main, RELATIONSHIP_TYPE.NUMBERING),
            footnotes=_related(main, RELATIONSHIP_TYPE.FOOTNOTES),
            endnotes=_related(main, RELATIONSHIP_TYPE.ENDNOTES),
            title=_core_title(package),
        )
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        ValueError,
        NotImplementedError,
        OpcError,
        XMLSyntaxError,
    ) as error:
        raise DamagedFile("the Word file is cut short or damaged", where=name, hint=_AGAIN) from error


def _check_members(members: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise EncryptedFile("the file is protected by a password", where=name, hint="remove the password and save it again")
    total = sum(member.file_size for member in members)
    bloated = any(
        member.file_size > _SMALL_MEMBER and member.file_size > limits.unpacked_ratio * max(member.compress_size, 1)
        for member in members
    )
    if total > limits.unpacked_bytes or len(members) > limits.unpacked_members or bloated:
        raise FileTooLarge(
            f"unpacked, the file would have {total / 1024**2:.0f} MB in {len(members)} parts",
            where=name,
            hint="save it without pictures",
        )


def _element(part: Part) -> Any:
    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def _related(main: Part, relation: str) -> Any:
    try:
        return _element(main.part_related_by(relation))
    except KeyError:
        return None


def _core_title(package: OpcPackage) -> str | None:
    """The title in the file's properties, unless it is the one every new file has."""
    try:
        part = package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    except KeyError:
        return None
    found = _element(part).find("{http://purl.org/dc/elements/1.1/}title")
    words = (found.text or "").strip() if found is not None else ""
    return words if words and words.lower() not in {"word document", "untitled"} else None
