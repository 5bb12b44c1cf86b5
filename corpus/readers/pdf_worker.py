"""The child process that opens a PDF: ``python -m corpus.readers.pdf_worker MAX_PAGES MAX_CHARACTERS MEMORY_BYTES``.

A PDF is a program that strangers wrote; whatever it does to the library that reads it happens here, within bounds, and not in the
process that serves people. The file comes on standard input; one JSON object goes to standard output, see ``extract``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdfium2 import raw as pdfium

try:
    import resource
except ImportError:  # Windows has no such limits; the time limit of the parent holds there too
    resource = None  # type: ignore[assignment]

_LINE = re.compile("(?P<words>[^\r\n\ufffe\x02]+)(?P<end>[\ufffe\x02]?)")
_LEAD = re.compile(r"\s*(?P<mark>\d{1,4})(?:\s+(?P<beside>\S)|\s*$)")
_TAIL = re.compile(r"(?P<beside>\S)\s+(?P<mark>\d{1,4})\s*$")
_BOLD = 600


def main() -> None:
    """Read a PDF from standard input and print what ``extract`` finds."""
    pages, characters, memory = (int(argument) for argument in sys.argv[1:4])
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    found = extract(sys.stdin.buffer.read(), pages, characters)
    sys.stdout.write(json.dumps(found))


def extract(data: bytes, max_pages: int, max_characters: int) -> dict[str, Any]:
    """The lines of a PDF with their positions.

    Returns:
        ``{"error": "encrypted" | "damaged"}``, ``{"error": "pages", "count": n}``, ``{"error": "characters"}``, or
        ``{"title": str, "pages": [{"width", "height", "pictures", "lines": [...]}]}``. Lengths are in points; a line is
        ``{"text", "offset", "hyphen", "box": [left, bottom, right, top], "bold", "lead", "tail"}``, where ``offset`` is where it
        begins in the page's text and ``lead`` and ``tail`` are a number at its beginning or end, as ``[start, end, left, right,
        edge of the word beside it | null]``, ``start`` and ``end`` counted in the line.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": "encrypted" if "assword" in str(error) or "ecurity" in str(error) else "damaged"}
    if len(document) > max_pages:
        return {"error": "pages", "count": len(document)}
    pages, characters = [], 0
    for index in range(len(document)):
        page = _page(document, index)
        characters += sum(len(line["text"]) for line in page["lines"])
        if characters > max_characters:
            return {"error": "characters"}
        pages.append(page)
    return {"title": document.get_metadata_value("Title"), "pages": pages}


def _page(document: pypdfium2.PdfDocument, index: int) -> dict[str, Any]:
    try:
        page = document[index]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return {"width": 0.0, "height": 0.0, "pictures": False, "lines": []}
    text = text_page.get_text_range()
    lines = list(_lines(text_page, text))
    pictures = not lines and any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    width, height = page.get_size()
    text_page.close()
    page.close()
    return {"width": width, "height": height, "pictures": pictures, "lines": lines}


def _lines(text_page: Any, text: str) -> Iterator[dict[str, Any]]:
    wide = not text.isascii() and any(ord(char) > 0xFFFF for char in text)  # noqa: PLR2004 - two units in UTF-16

    def box(at: int) -> tuple[float, float, float, float]:
        units = at + sum(ord(char) > 0xFFFF for char in text[:at]) if wide else at  # noqa: PLR2004 - as above
        index = pdfium.FPDFText_GetCharIndexFromTextIndex(text_page.raw, units)
        found: tuple[float, float, float, float] = text_page.get_charbox(max(index, 0), loose=True)
        return found

    for match in _LINE.finditer(text):
        words = match["words"]
        solid = words.strip()
        if not solid:
            continue
        start = match.start() + len(words) - len(words.lstrip())
        first, last = box(start), box(start + len(solid) - 1)
        index = max(pdfium.FPDFText_GetCharIndexFromTextIndex(text_page.raw, start), 0)
        yield {
            "text": solid,
            "offset": start,
            "hyphen": bool(match["end"]),
            "box": [first[0], min(first[1], last[1]), last[2], max(first[3], last[3])],
            "bold": pdfium.FPDFText_GetFontWeight(text_page.raw, index) >= _BOLD,
            "lead": _mark(_LEAD.match(solid), start, box, beside_edge=0),
            "tail": _mark(_TAIL.search(solid), start, box, beside_edge=2),
        }


def _mark(match: re.Match[str] | None, start: int, box: Any, *, beside_edge: int) -> list[float | None] | None:
    """A number at an end of a line, where it stands, and how near the next word is."""
    if match is None:
        return None
    low, high = match.span("mark")
    beside = None if match["beside"] is None else box(start + match.start("beside"))[beside_edge]
    return [low, high, box(start + low)[0], box(start + high - 1)[2], beside]


if __name__ == "__main__":
    main()
