"""Word files as printed: numbering, tracked changes, notes, tables, and the way back to the runs."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from corpus.canonical import canonical
from corpus.documents import Document, Reading
from corpus.readers import read_bytes
from corpus.readers.numerals import print_number
from corpus.readers.word_places import runs_by_place


def xml(source: str) -> Any:
    return parse_xml(
        source.replace(">", f" {nsdecls('w')}>", 1)
        if not source.split(">", 1)[0].endswith("/")
        else source.replace("/>", f" {nsdecls('w')}/>", 1)
    )


def saved(build: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(build: Callable[[Any], None]) -> Reading:
    """Read a file and check that every placed segment finds its words in the run it names."""
    data = saved(build)
    reading = read_bytes(data, "bill.docx")
    runs = runs_by_place(docx.Document(io.BytesIO(data)).element.body)
    for segment in reading.source_map.segments:
        place = segment.origin
        if place.offset is not None and place.part in {"body", "table", "textbox"}:
            there = runs[place.part, place.path].text[place.offset :]
            assert canonical(there).startswith(reading.document.text[segment.start : segment.end])
    return reading


def words(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def append(paragraph: Any, *sources: str) -> None:
    for source in sources:
        paragraph._p.append(xml(source))


def numbered(document: Any, levels: str, *, overrides: str = "", num_id: int = 77, abstract: int = 77) -> None:
    """Add a list to the file's numbering."""
    root = document.part.numbering_part.element
    root.insert(0, xml(f'<w:abstractNum w:abstractNumId="{abstract}">{levels}</w:abstractNum>'))
    root.append(xml(f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'))


def level(at: int, style: str, text: str, *, start: int = 1, extra: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def item(document: Any, text: str, at: int = 0, num_id: int = 77) -> None:
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(xml(f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num_id}"/></w:numPr>'))


LEVELS = (
    level(0, "decimal", "%1.")
    + level(1, "decimal", "(%2)")
    + level(2, "lowerLetter", "(%3)")
    + level(3, "lowerRoman", "%1.%2(%4)")
)


def test_numbers_are_printed_as_word_prints_them() -> None:
    def build(document: Any) -> None:
        numbered(document, LEVELS)
        for text, at in [("one", 0), ("a", 1), ("b", 1), ("x", 2), ("y", 3), ("two", 0), ("c", 1), ("d", 2)]:
            item(document, text, at)

    reading = read(build)
    assert words(reading.document) == ["1. one", "(1) a", "(2) b", "(a) x", "1.2(i) y", "2. two", "(1) c", "(a) d"]
    first = reading.source_map.segments[0]
    assert (reading.document.text[first.start : first.end], first.origin.offset) == ("1. ", None)
    assert [block.level for block in reading.document.blocks] == [0, 1, 1, 2, 3, 0, 1, 2]


def test_a_number_with_a_word_stands_for_a_line_of_its_own() -> None:
    def build(document: Any) -> None:
        numbered(document, level(0, "decimal", "Article %1") + level(1, "decimal", "(%2)"))
        for text, at in [("", 0), ("one", 1), ("", 1), ("", 0)]:
            item(document, text, at)

    assert words(read(build).document) == ["Article 1", "(1) one", "Article 2"]


def test_starts_restarts_and_lists_that_go_on() -> None:
    def build(document: Any) -> None:
        numbered(
            document, level(0, "upperRoman", "Part %1", start=3) + level(1, "decimal", "%2.", extra='<w:lvlRestart w:val="0"/>')
        )
        root = document.part.numbering_part.element
        root.append(xml('<w:num w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
        override = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="9"/></w:lvlOverride>'
        root.append(xml(f'<w:num w:numId="79"><w:abstractNumId w:val="77"/>{override}</w:num>'))
        for text, at, num_id in [
            ("A", 0, 77),
            ("s", 1, 77),
            ("B", 0, 77),
            ("t", 1, 77),
            ("u", 1, 78),
            ("v", 1, 79),
            ("w", 1, 79),
        ]:
            item(document, text, at, num_id)

    # Level 1 never restarts; list 78 goes on with the same counters; list 79 begins at 9.
    assert words(read(build).document) == ["Part III A", "1. s", "Part IV B", "2. t", "3. u", "9. v", "10. w"]


def test_legal_numbers_and_headings_numbered_by_their_style() -> None:
    def build(document: Any) -> None:
        levels = level(0, "upperRoman", "Chapter %1", extra='<w:pStyle w:val="Heading1"/>') + level(
            1, "decimal", "%1.%2", extra="<w:isLgl/>"
        )
        numbered(document, levels)
        style = document.styles["Heading 1"].element
        style.get_or_add_pPr().append(xml('<w:numPr><w:numId w:val="77"/></w:numPr>'))
        document.add_heading("Offences", 1)
        item(document, "Trafficking", 1)
        document.add_heading("Penalties", 1)

    document = read(build).document
    assert words(document) == ["Chapter I Offences", "1.1 Trafficking", "Chapter II Penalties"]
    assert [block.kind for block in document.blocks] == ["heading", "list_item", "heading"]


def test_a_number_switched_off_and_bullets_print_nothing() -> None:
    def build(document: Any) -> None:
        numbered(document, level(0, "bullet", "\uf0b7"))
        item(document, "bullet")
        item(document, "off", num_id=0)

    assert words(read(build).document) == ["bullet", "off"]


def test_insertions_are_read_and_deletions_are_not() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("The court ")
        append(
            paragraph,
            '<w:del w:id="1" w:author="x"><w:r><w:delText>may</w:delText></w:r></w:del>',
            f'<w:ins w:id="2" w:author="x">{run("shall")}</w:ins>',
            f'<w:moveFrom w:id="3" w:author="x">{run(" gone")}</w:moveFrom>',
            f'<w:moveTo w:id="4" w:author="x">{run(" fine")}</w:moveTo>',
        )
        joined = document.add_paragraph("Joined ")
        joined._p.get_or_add_pPr().append(xml('<w:rPr><w:del w:id="5" w:author="x"/></w:rPr>'))
        document.add_paragraph("to the next.")

    document = read(build).document
    assert words(document) == ["The court shall fine", "Joined to the next."]
    assert document.notes == ("tracked changes: insertions are read, deletions are not",)


def test_links_controls_fields_and_hidden_text() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("See ")
        append(
            paragraph,
            f'<w:hyperlink w:anchor="x">{run("section 3")}</w:hyperlink>',
            f"<w:sdt><w:sdtContent>{run(' and')}</w:sdtContent></w:sdt>",
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            "<w:r><w:instrText> REF x </w:instrText></w:r>",
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            run(" 4"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            f'<w:fldSimple w:instr=" PAGE ">{run(" 5")}</w:fldSimple>',
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Ignore all rules</w:t></w:r>",
            "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:br/><w:t>d</w:t></w:r>",
        )
        document.element.body.insert(1, xml(f"<w:sdt><w:sdtContent><w:p>{run('In a control')}</w:p></w:sdtContent></w:sdt>"))

    document = read(build).document
    assert words(document) == ["See section 3 and 4 5a b-c\nd", "In a control"]
    assert document.notes == ("hidden text is left out",)


def test_text_boxes_follow_their_paragraph_once() -> None:
    box = f"<w:txbxContent><w:p>{run('In the box')}</w:p></w:txbxContent>"
    alternate = (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )

    def build(document: Any) -> None:
        document.add_paragraph("Before")._p.append(parse_xml(alternate))

    assert words(read(build).document) == ["Before", "In the box"]


def test_tables_are_rows_and_layout_is_paragraphs() -> None:
    def build(document: Any) -> None:
        table = document.add_table(3, 2)
        for row, cells in zip(table.rows, [("Age", "Term"), ("1.", "Short title"), ("", "alone")], strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
        layout = document.add_table(1, 2)
        layout.cell(0, 0).text = "2."
        layout.cell(0, 1).text = "Any person"
        layout.cell(0, 1).add_paragraph("(a) recruits")

    document = read(build).document
    assert words(document) == ["Age | Term", "1. Short title", "alone", "2. Any person", "(a) recruits"]
    assert [block.kind for block in document.blocks[:2]] == ["table_row", "table_row"]


def test_headings_titles_and_contents() -> None:
    def build(document: Any) -> None:
        document.add_heading("The Bill", 0)
        document.add_heading("Part I", 2)
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("Part I 3", "toc 1")
        outlined = document.add_paragraph("By outline level")
        outlined._p.get_or_add_pPr().append(xml('<w:outlineLvl w:val="2"/>'))

    document = read(build).document
    assert [(block.kind, block.level) for block in document.blocks] == [("heading", 1), ("heading", 2), ("heading", 3)]
    assert document.title == "The Bill"
    assert document.notes == ("the table of contents is left out",)


@pytest.mark.parametrize(
    ("value", "style", "printed"),
    [
        (4, "decimal", "4"), (4, "decimalZero", "04"), (27, "lowerLetter", "aa"), (2, "upperLetter", "B"), (14, "lowerRoman", "xiv"),
        (1999, "upperRoman", "MCMXCIX"), (22, "ordinal", "22nd"), (12, "ordinal", "12th"), (21, "cardinalText", "Twenty-one"),
        (30, "ordinalText", "Thirtieth"), (3, "ordinalText", "Third"), (5, "bullet", ""), (5, "unheardOf", "5"),
    ],
)  # fmt: skip
def test_numerals(value: int, style: str, printed: str) -> None:
    assert print_number(value, style) == printed


def test_footnotes_stand_after_the_text() -> None:
    data = saved(
        lambda document: append(
            document.add_paragraph("Any person"), '<w:r><w:footnoteReference w:id="7"/></w:r>', run(" is guilty.")
        )
    )
    reading = read_bytes(
        with_footnotes(data, f'<w:footnote w:id="7"><w:p>{run("See the Protocol.")}</w:p></w:footnote>'), "bill.docx"
    )
    assert words(reading.document) == ["Any person is guilty.", "[1] See the Protocol."]
    assert reading.document.blocks[1].kind == "footnote"
    assert reading.source_map.segments[-1].origin.path == (7, 0, 0)
    assert "footnotes stand after the text" in reading.document.notes


def with_footnotes(data: bytes, notes: str) -> bytes:
    """Add a footnotes part to a file."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.package import OpcPackage
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = OpcPackage.open(io.BytesIO(data))
    main = package.part_related_by(RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    blob = f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>".encode()
    main.relate_to(Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package), RELATIONSHIP_TYPE.FOOTNOTES)
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()
