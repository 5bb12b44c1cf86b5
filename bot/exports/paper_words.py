"""Words, fields and heads of a committee paper's pages. Whatever comes from a file goes through here: it stays text."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bot.exports.wordfile import one_line, printable

_OWN_LANGUAGE = "en"
"""Of the paper; only words in another language are marked as such."""
_HEAD_LIMIT = 80
"""Characters of a draft's name in the head of a page."""


def add_words(paragraph: Paragraph, words: str, language: str | None = None, *, bold: bool = False) -> Run:
    """Add words to a paragraph; ``language`` is theirs, for spelling checks and for screen readers."""
    run = paragraph.add_run(printable(words))
    run.bold = bold or None
    if language not in {None, _OWN_LANGUAGE}:
        run._r.get_or_add_rPr().append(OxmlElement("w:lang", attrs={qn("w:val"): str(language)}))  # noqa: SLF001 - python-docx has no other way to a run's language
    return run


def add_paragraph(word: WordDocument, words: str, style: str | None = None, language: str | None = None) -> Paragraph:
    """Add a paragraph at the end of the file."""
    paragraph = word.add_paragraph(style=style)
    add_words(paragraph, words, language)
    return paragraph


def add_heading(word: WordDocument, words: str, level: int) -> None:
    """Add a heading; level 0 is the title."""
    word.add_heading(one_line(words), level)


def add_page_ends(word: WordDocument, kind: str, *, name: str, register: str, dated: str) -> None:
    """Head and foot of the pages of the last section: the draft, the register, the kind of paper, the date, the page's number."""
    section = word.sections[-1]
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    name = one_line(name)
    short = name if len(name) <= _HEAD_LIMIT else f"{name[:_HEAD_LIMIT]} ..."
    head = section.header.paragraphs[0]
    add_words(head, short)
    head.add_run().add_tab()
    add_words(head, one_line(register))
    foot = section.footer.paragraphs[0]
    add_words(foot, f"{kind}, {dated}" if dated else kind)
    foot.add_run().add_tab()
    add_words(foot, "Page ")
    _add_field(foot, "PAGE")
    add_words(foot, " of ")
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph: Paragraph, code: str) -> None:
    """A number that the word processor works out."""
    field = OxmlElement("w:fldSimple", attrs={qn("w:instr"): code})
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields
