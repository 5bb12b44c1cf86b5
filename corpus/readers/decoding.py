"""Bytes to text, whatever the encoding."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from corpus.errors import DamagedFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 1 << 16
_ASCII_END = 0x7F
_COMMONEST = "cp1252"
_LATIN = [_COMMONEST, "cp1250", "cp1254", "cp1257"]
_OTHER = ["cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "gb18030", "big5", "cp932", "cp949", *_LATIN]
_HIGH_SHARE = 0.3
"""Text in Latin letters has fewer bytes beyond ASCII than this; text in any other script has more."""

_NUL_SHARE = 0.2
"""UTF-16 of any Latin text has a zero in nearly every other byte; a binary file has them here and there."""

_CONTROLS = bytes({*range(0x09)} | {*range(0x0E, 0x20)} - {0x1B, 0x1A, 0x1C, 0x1D, 0x1E, 0x1F})
_BINARY_SHARE = 0.02
_FEW_CONTROLS = 8


def decode(data: bytes, name: str, *, stated: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Decode a text file.

    Args:
        data: its bytes.
        name: its name, for errors.
        stated: the encoding the file itself names; used where the bytes are not plainly UTF-8 or UTF-16.

    Returns:
        The text without its byte order mark, and notes on what was assumed.

    Raises:
        DamagedFile: the bytes are no text in any encoding.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _with_encoding(data[len(bom) :], encoding)
    wide = _wide_encoding(data)
    if wide:
        return _with_encoding(data, wide)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if (not text or data.count(0)) and _is_binary(data):
        raise DamagedFile("the bytes are no text", where=name, hint="save the text as UTF-8, docx or pdf")
    if text:
        return text, ()
    if stated and _is_known(stated):
        return _with_encoding(data, stated)
    return _guess(data, name)


def _is_known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding)._is_text_encoding  # noqa: SLF001 - there is no public way to ask
    except LookupError:
        return False


def _with_encoding(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    return text, _lost_note(text, encoding)


def _lost_note(text: str, encoding: str) -> tuple[str, ...]:
    lost = text.count("\ufffd")
    return (f"{lost} characters could not be decoded as {encoding}",) if lost else ()


def _wide_encoding(data: bytes) -> str | None:
    sample = data[:_SAMPLE_BYTES]
    if len(sample) < 4:  # noqa: PLR2004 - two characters are needed to tell
        return None
    even, odd = sample[::2].count(0) / len(sample[::2]), sample[1::2].count(0) / len(sample[1::2])
    if odd > _NUL_SHARE and even < odd / 4:
        return "utf-16-le"
    return "utf-16-be" if even > _NUL_SHARE and odd < even / 4 else None


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(_FEW_CONTROLS, _BINARY_SHARE * len(sample))


def _guess(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Guess a legacy encoding from the words it would give."""
    encoding = _likeliest(_telling_part(data))
    text = data.decode(encoding, errors="replace")
    if not text.strip():
        raise DamagedFile("the bytes are no text", where=name, hint="save the text as UTF-8, docx or pdf")
    return text, (f"the encoding is not stated; read as {encoding.replace('_', '-')}", *_lost_note(text, encoding))


def _likeliest(sample: bytes) -> str:
    """The encoding that gives the least mess; where several are as good, the commonest, which is Western."""
    high = sum(byte > _ASCII_END for byte in sample) / max(len(sample), 1)
    found = list(from_bytes(sample, cp_isolation=_LATIN if high < _HIGH_SHARE else _OTHER))
    if not found:
        return _COMMONEST
    best = [match for match in found if match.chaos <= found[0].chaos]
    names = [encoding for match in best for encoding in (match.encoding, *match.could_be_from_charset)]
    return _COMMONEST if _COMMONEST in names or names[0] in {"ascii", "utf_8"} else names[0]


def _telling_part(data: bytes) -> bytes:
    """A sample around the first byte that is not ASCII."""
    first = next((at for at, byte in enumerate(data) if byte > _ASCII_END), 0)
    start = max(0, first - _SAMPLE_BYTES // 4)
    return data[start : start + _SAMPLE_BYTES]


def declared_encoding(data: bytes) -> str | None:
    """The encoding a page names in its first lines."""
    found = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.IGNORECASE)
    return found[1].decode("ascii") if found else None
