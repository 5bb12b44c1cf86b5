"""Files that cannot be read say why in one line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document as NewWord

from corpus.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge, ReadError, UnknownFormat
from corpus.readers import Wishes, read_bytes, read_file
from corpus.readers.limits import Limits


def word(text: str = "Any person is guilty.") -> bytes:
    document = NewWord()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "a.txt", EmptyFile),
        (b" \n\t\n", "a.docx", EmptyFile),
        ("\ufeff\u200b \n".encode(), "a.txt", EmptyFile),
        (b"<html><body><script>x</script></body></html>", "a.html", EmptyFile),
        (word(" "), "a.docx", EmptyFile),
        (OLE, "a.doc", UnknownFormat),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", EncryptedFile),
        (b"{\\rtf1 hello}", "a.rtf", UnknownFormat),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a.png", UnknownFormat),
        (b"\x00\x01\x02\x03\x04\x05\x10\x11abc" * 30, "a.bin", UnknownFormat),
        (b"\x00\x01\x02\x03\x04\x05\x10\x11abc" * 30, "a.pdf", DamagedFile),
        (b"\x00\x01\x02\x03\x04\x05\x10\x11abc" * 30, "a.txt", DamagedFile),
        (word()[:-200], "a.docx", DamagedFile),
        (word()[:2000], "a.docx", DamagedFile),
        (zipped(**{"word__document.xml": b"<w:broken"}), "a.docx", DamagedFile),
        (zipped(**{"content.xml": b"<x/>", "mimetype": b"application/vnd.oasis.opendocument.text"}), "a.odt", UnknownFormat),
        (zipped(**{"word__document.xml": b"0" * 30_000_000}), "bomb.docx", FileTooLarge),
    ],
)
def test_the_error_says_what_where_and_what_to_do(data: bytes, name: str, error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        read_bytes(data, name)
    assert type(caught.value) is error
    assert caught.value.where == name
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_limits_of_size_and_length() -> None:
    with pytest.raises(FileTooLarge, match="0 MB"):
        read_bytes(b"Any person", "a.txt", wishes=Wishes(limits=Limits(file_bytes=5)))
    with pytest.raises(FileTooLarge, match="characters"):
        read_bytes(b"Any person", "a.txt", wishes=Wishes(limits=Limits(characters=5)))


def test_the_content_decides_and_the_name_is_noted() -> None:
    document = read_bytes(word(), "bill.txt").document
    assert (document.format, document.text) == ("docx", "Any person is guilty.")
    assert document.notes == ("the name ends in .txt, the content is docx; read as docx",)
    assert read_bytes(b"Any person is guilty.", "bill.pdf").document.format == "txt"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"gone\.txt"):
        read_file(tmp_path / "gone.txt")
