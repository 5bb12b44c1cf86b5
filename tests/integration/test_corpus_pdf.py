"""PDF files: lines become paragraphs; what the printer added goes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.documents import Document
from corpus.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge, ReadError, ScannedFile
from corpus.readers import Wishes, read_bytes
from corpus.readers.limits import Limits

TOP, LEFT, PITCH = 740, 90, 14
LINES = (
    (
        "1. Any person who recruits or harbours a per-",
        "son for the purpose of traf-",
        "ficking commits an offence under this Act and is liable.",
    ),
    (
        "(a) A sub-section of this Act on anti-",
        "trafficking, and the sub-",
        "section on anti-trafficking, apply to the person so recruited.",
    ),
    ("2. The court may order a fine.", "", "An attempt is punished in the same way as the offence itself is punished."),
)


def pdf(draw: Callable[[Canvas], None], **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, **options)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def bill(canvas: Canvas, pages: Sequence[Sequence[str]] = LINES, *, numbers: bool = True, step: int = 1) -> None:
    for number, lines in enumerate(pages, start=1):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(LEFT, 810, f"Trafficking Bill 20{20 + number}")
        canvas.drawCentredString(300, 30, f"- {number} -")
        canvas.setFont("Times-Roman", 12)
        padded = [*lines, *[f"Line {word} stands here and it goes on to the end of the line." for word in ("one", "two")]]
        for at, line in enumerate(padded):
            if numbers and (at + 1) % step == 0:
                canvas.drawString(50, TOP - at * PITCH, str(at + 1))
            canvas.drawString(LEFT, TOP - at * PITCH, line)
        canvas.showPage()


def words(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def test_paragraphs_words_pages_and_what_the_printer_added() -> None:
    document = read_bytes(pdf(bill), "bill.pdf").document
    assert words(document)[0].startswith(
        "1. Any person who recruits or harbours a person for the purpose of trafficking commits an offence under"
    )
    assert words(document)[1].startswith(
        "(a) A sub-section of this Act on anti-trafficking, and the sub-section on anti-trafficking, apply"
    )
    assert set(document.notes) == {"running heads are left out", "page numbers are left out", "line numbers are left out"}
    assert "Bill" not in document.text
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.page_at(document.text.index("(a)")) == 2
    assert document.page_at(document.text.index("2. The court")) == 3


def test_places_are_in_the_text_of_the_page() -> None:
    reading = read_bytes(pdf(bill), "bill.pdf")
    at = reading.document.text.index("trafficking commits")
    origins = [segment.origin for segment in reading.source_map.origins(at, at + 11)]
    assert [(origin.part, origin.path) for origin in origins] == [("page", (1,)), ("page", (1,))]
    assert all(origin.offset is not None for origin in origins)


def drawn(lines: Sequence[str], pitch: float) -> list[str]:
    """The blocks of a page of lines."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        for at, line in enumerate(lines):
            canvas.drawString(LEFT, TOP - at * pitch, line)

    return words(read_bytes(pdf(draw), "law.pdf").document)


def test_short_lines_far_apart_are_paragraphs() -> None:
    lines = ("LAW ON TRAFFIC", "Article 1", "Definitions", "In this Law a child is a person under 18.", "Article 2", "Attempt")
    assert drawn(lines, 24) == list(lines)


def test_lines_far_apart_that_go_on_are_one_paragraph() -> None:
    lines = (
        "Any person who recruits or harbours another person for the purpose",
        "of trafficking in persons, whether for prostitution or for forced labour,",
        "commits an offence under this Act and is liable on conviction to a fine",
        "or to imprisonment for a term of not more than ten years, or to both.",
    )
    assert drawn(lines, 28) == [" ".join(lines)]


def test_a_number_below_a_short_line_begins_a_section() -> None:
    lines = (
        "Short title",
        "1 This Act may be cited as the Trafficking Act and it has effect in all",
        "parts of the realm, in its waters and on its ships, and",
        "for persons of all nations.",
        "Attempts",
        "2 An attempt is an offence.",
    )
    assert drawn(lines, PITCH) == ["Short title", " ".join(lines[1:4]), "Attempts", "2 An attempt is an offence."]


def test_line_numbers_by_fives() -> None:
    lines = [f"line {word} of the long text that the page holds from its top to its end" for word in "abcdefghijklmnopqrstuv"]
    document = read_bytes(pdf(lambda canvas: bill(canvas, [lines, lines[::-1]], step=5)), "bill.pdf").document
    assert "line numbers are left out" in document.notes
    assert not any(char.isdigit() for char in document.text)


def test_numbers_of_sections_are_no_line_numbers() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        at = TOP
        for number in range(1, 7):
            canvas.drawString(50, at, str(number))
            canvas.drawString(LEFT, at, f"Title of section number {number}")
            for _ in range(number % 3 + 1):
                at -= PITCH
                canvas.drawString(LEFT, at, "Any person who does what this section says commits an offence.")
            at -= 2 * PITCH
        canvas.showPage()

    document = read_bytes(pdf(draw), "bill.pdf").document
    assert "4 Title of section number 4" in document.text
    assert document.notes == ()


def test_headings_by_size_and_paragraphs_by_gap() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 20)
        canvas.drawString(LEFT, 780, "Trafficking Bill")
        canvas.setFont("Times-Roman", 12)
        for at, line in (
            (740, "The first paragraph is a line long and it is full of words of the law"),
            (726, "and goes on here."),
            (698, "the second one."),
        ):
            canvas.drawString(LEFT, at, line)

    document = read_bytes(pdf(draw), "bill.pdf").document
    assert [block.kind for block in document.blocks] == ["heading", "paragraph", "paragraph"]
    assert words(document)[1].endswith("of the law and goes on here.")


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (60, 60), "grey")), 50, 50, 400, 600)
    canvas.showPage()


GOOD = pdf(bill)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (pdf(picture), ScannedFile),
        (pdf(lambda canvas: canvas.showPage()), EmptyFile),
        (pdf(bill, encrypt=StandardEncryption("secret", canPrint=1)), EncryptedFile),
        (GOOD[: len(GOOD) // 4], DamagedFile),
        (b"%PDF-1.7\nnothing", DamagedFile),
    ],
)
def test_pdfs_that_cannot_be_read(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        read_bytes(data, "bill.pdf")
    assert type(caught.value) is error
    assert caught.value.where == "bill.pdf"
    assert caught.value.hint


@pytest.mark.parametrize("limits", [Limits(pages=2), Limits(characters=100), Limits(pdf_seconds=0.01)])
def test_pdfs_that_are_too_large(limits: Limits) -> None:
    with pytest.raises(FileTooLarge):
        read_bytes(GOOD, "bill.pdf", wishes=Wishes(limits=limits))


def test_a_scanned_page_among_others_is_noted() -> None:
    def draw(canvas: Canvas) -> None:
        bill(canvas)
        picture(canvas)

    document = read_bytes(pdf(draw), "bill.pdf").document
    assert "pages without text, pictures only: 4" in document.notes
    assert document.pages[3].start == document.pages[3].end
