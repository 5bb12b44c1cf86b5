"""Word files made in memory, with what real ones hold: split runs, tables, links, tracked changes, notes, comments, numbering."""

from __future__ import annotations

import io

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

OWNER = "A. Colleague"


def saved(word: WordDocument) -> bytes:
    """The bytes of a file."""
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def opened(data: bytes) -> WordDocument:
    """A file from its bytes."""
    return docx.Document(io.BytesIO(data))


def rich_bill() -> WordDocument:
    """A bill of eight paragraphs and a table; its words are in ``RICH_WORDS``."""
    word = docx.Document()
    word.add_heading("Widgets Bill", level=1)
    styled = word.add_paragraph("1. A person who ")
    styled.add_run("knowingly").bold = True
    styled.add_run(" sells a widget\tto a child\ncommits an offence.").italic = True
    linked = word.add_paragraph("2. See ")
    linked._p.append(
        element(
            "w:hyperlink", "<w:r><w:rPr><w:u w:val='single'/></w:rPr><w:t>the schedule of widgets</w:t></w:r>", 'w:anchor="s"'
        )
    )
    linked.add_run(" for the fee.")
    tracked = word.add_paragraph("3. The fine is ")
    tracked._p.append(element("w:del", "<w:r><w:delText>ten</w:delText></w:r>", change(1)))
    tracked._p.append(element("w:ins", "<w:r><w:t>twenty</w:t></w:r>", change(2)))
    tracked.add_run(" dollars a widget.")
    noted = word.add_paragraph("4. A buyer of a widget is liable.")
    noted._p.append(element("w:r", "<w:footnoteReference w:id='2'/>"))
    word.add_paragraph("A person lends a widget to a child.", style="List Number")
    table = word.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "6. Widget"
    table.cell(0, 1).text = "A small device that nobody needs."
    commented = word.add_paragraph("7. This Act comes into force tomorrow.")
    word.add_comment(commented.runs, "Really tomorrow?", author=OWNER, initials="AC")
    add_footnotes(word, "A buyer is whoever pays for a widget.")
    return word


RICH_WORDS = (
    "Widgets Bill",
    "A person who knowingly sells",
    "knowingly",
    "widget to a child\ncommits",
    "schedule of widgets for",
    "fine is twenty dollars",
    "A buyer of a widget",
    "A person lends",
    "small device that nobody",
    "into force tomorrow",
)


def change(number: int) -> str:
    """The attributes of a tracked change."""
    return f'w:id="{number}" w:author="{OWNER}" w:date="2026-01-01T00:00:00Z"'


def element(tag: str, inner: str, attributes: str = ""):
    """A piece of WordprocessingML."""
    return parse_xml(f"<{tag} {nsdecls('w')} {attributes}>{inner}</{tag}>")


def add_footnotes(word: WordDocument, words: str) -> None:
    """A part with one footnote, number 2 in the file."""
    xml = (
        f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?><w:footnotes {nsdecls('w')}>"
        "<w:footnote w:type='separator' w:id='0'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
        "<w:footnote w:type='continuationSeparator' w:id='1'><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
        f"<w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
