"""Which format a file has: by its content first, by its name where the content does not tell."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from corpus.errors import DamagedFile, EmptyFile, EncryptedFile, UnknownFormat

_SUFFIXES = {
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "md",
    ".markdown": "md",
    ".txt": "txt",
    ".text": "txt",
    "": "txt",
}
_HINT = "save it as docx, pdf, html, md or txt"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_HEAD_BYTES = 4096
_BINARY_SHARE = 0.05
_FEW_CONTROLS = 8


def format_of(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Tell the format of a file.

    Returns:
        "docx", "pdf", "html", "md" or "txt", and a note where the name says something else.

    Raises:
        EmptyFile: no bytes, or white space only.
        EncryptedFile: a Word file under a password.
        DamagedFile: the name promises a format that the content is not.
        UnknownFormat: another kind of file.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile("the file is empty", where=name, hint="check that it was saved")
    suffix = PurePath(name).suffix.lower()
    named = _SUFFIXES.get(suffix)
    found = _by_content(data, name) or _as_text(data, name, suffix, named)
    same = found == named or (found == "txt" and named is None)
    return found, () if same else (f"the name ends in {suffix or 'nothing'}, the content is {found}; read as {found}",)


def _by_content(data: bytes, name: str) -> str | None:
    head = data[:_HEAD_BYTES]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _zipped(data, name)
    if head.startswith(_OLE):
        raise _ole_error(data, name)
    if head.startswith(b"{\\rtf"):
        raise UnknownFormat("this is a Rich Text (.rtf) file", where=name, hint="open it and save it as docx")
    if head.startswith(_PICTURES):
        raise UnknownFormat(
            "this is a picture", where=name, hint="recognise its text first (OCR), then save it as pdf, docx or txt"
        )
    return "html" if _HTML.match(head) else None


def _zipped(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DamagedFile(
            "the file is cut short or damaged", where=name, hint="open it in Word, save it again, or send it again"
        ) from error
    if "word/document.xml" in members or any(member.startswith("word/document") for member in members):
        return "docx"
    raise UnknownFormat("this is an archive or an office file that is not docx", where=name, hint=_HINT)


def _ole_error(data: bytes, name: str) -> EncryptedFile | UnknownFormat:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return EncryptedFile(
            "the file is protected by a password", where=name, hint="open it in Word, remove the password, save it again"
        )
    return UnknownFormat("this is an old Office file (.doc)", where=name, hint="open it in Word and save it as docx")


def _as_text(data: bytes, name: str, suffix: str, named: str | None) -> str:
    """Text of some kind, unless the bytes are no text at all."""
    if _is_binary(data[:_HEAD_BYTES]):
        if named in {"docx", "pdf"}:
            raise DamagedFile(
                f"the content is not {named}", where=name, hint="the file may be damaged; save it again, or send it again"
            )
        if named is None:
            raise UnknownFormat(f"there is no reader for files ending in {suffix}", where=name, hint=_HINT)
    return named if named in {"html", "md", "txt"} else "txt"


def _is_binary(head: bytes) -> bool:
    """Controls that no text has; UTF-16 is told apart by its regular zeros."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_wide(head):
        return False
    controls = sum(byte < 9 or 13 < byte < 32 or byte == 127 for byte in head)  # noqa: PLR2004 - the ASCII controls
    return controls > max(_FEW_CONTROLS, _BINARY_SHARE * len(head))


def _looks_wide(head: bytes) -> bool:
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) > len(head) / 5 and min(even, odd) < max(even, odd) / 4
