"""How a committee paper looks: Word's own styles made sober, and four of its own that tell apart whose words are whose."""

from __future__ import annotations

import datetime as dt
from typing import cast

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from bot.exports.wordfile import one_line

DRAFT_WORDS = "Draft Words"
GUIDANCE_WORDS = "Guidance Words"
SOURCE = "Source"
LABEL = "Label"
CELL = "Cell"
TABLE = "Table Grid"
LANGUAGE = "en-GB"

_UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""In the properties of a paper without a date, so that the same review gives the same bytes."""
_PROPERTY_LIMIT = 255

MARGIN = Cm(2.3)
TEXT_WIDTH = Cm(21 - 2 * 2.3)

_INK = RGBColor.from_string("1B1F27")
_SOFT = RGBColor.from_string("4D5563")
_LINE = "A9B0BC"
_CELL_MARGIN = "108"
"""Twentieths of a point, as the table style has it: so far tables are moved in, that their borders stand at the margin of the text."""
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_HEADINGS = (("Title", 22, 0, 4), ("Heading 1", 15, 20, 6), ("Heading 2", 12.5, 16, 4), ("Heading 3", 11, 12, 4))
"""Style, size, space before and after, in points."""
_BEHIND_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
"""What may stand behind the borders, of what is set here: Word wants the schema's order."""
_QUOTES = ((DRAFT_WORDS, "single", 18, "0B4F9C"), (GUIDANCE_WORDS, "dashed", 12, "6A3D00"))
"""Style, and the rule at its left: kind, eighths of a point, colour."""


def dress(word: WordDocument) -> None:
    """Set margins, language and styles of a new file."""
    for section in word.sections:
        section.left_margin = section.right_margin = MARGIN
        section.top_margin = section.bottom_margin = Cm(2.4)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    _dress_text(word)
    for name, kind, width, colour in _QUOTES:
        _add_rule(_added(word, name, "Quote", size=10, after=4), kind, width, colour)
    _added(word, SOURCE, "Normal", size=9, after=4).font.color.rgb = _SOFT
    _added(word, LABEL, "Normal", size=9, after=2).font.bold = True
    _added(word, CELL, "Normal", size=10, after=2)
    for name in (DRAFT_WORDS, GUIDANCE_WORDS, SOURCE, LABEL, CELL):
        _style(word, name).paragraph_format.space_before = Pt(2)
    _style(word, LABEL).font.color.rgb = _SOFT
    for indent in word.styles[TABLE].element.iter(qn("w:tblInd")):
        indent.set(qn("w:w"), _CELL_MARGIN)
    for border in word.styles[TABLE].element.iter(*(qn(f"w:{side}") for side in _SIDES)):
        border.set(qn("w:color"), _LINE)


def set_properties(word: WordDocument, title: str, dated: dt.date | None) -> None:
    """Set what a word processor shows of a file: title, author, language, day."""
    known = word.core_properties
    known.title = one_line(title)[:_PROPERTY_LIMIT]
    known.author = known.last_modified_by = "clausewise"
    known.comments, known.language = "", LANGUAGE
    day = dt.datetime.combine(dated, dt.time(), dt.UTC) if dated else _UNDATED
    known.created = known.modified = day


def _dress_text(word: WordDocument) -> None:
    normal = _style(word, "Normal")
    normal.font.size = Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.1
    _style(word, "Quote").font.italic = False
    for name, size, before, after in _HEADINGS:
        style = _style(word, name)
        style.font.size, style.font.color.rgb = Pt(size), _INK
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    subtitle = _style(word, "Subtitle")
    subtitle.font.size, subtitle.font.italic, subtitle.font.color.rgb = Pt(12), False, _SOFT
    for rule in _style(word, "Title").element.iter(qn("w:bottom")):
        rule.set(qn("w:color"), _LINE)
        rule.attrib.pop(qn("w:themeColor"), None)
    for name in ("Header", "Footer"):
        style = _style(word, name)
        style.font.size, style.font.color.rgb = Pt(9), _SOFT
        style.paragraph_format.tab_stops.clear_all()
        style.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    return cast("ParagraphStyle", word.styles[name])


def _added(word: WordDocument, name: str, base: str, *, size: float | None = None, after: float) -> ParagraphStyle:
    """A new paragraph style based on one of Word's own."""
    style = cast("ParagraphStyle", word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = _style(word, base)
    style.quick_style = True
    if size is not None:
        style.font.size = Pt(size)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = 1.0
    return style


def _add_rule(style: ParagraphStyle, kind: str, width: int, colour: str) -> None:
    """Draw a rule at the left of a style's paragraphs; it is seen in black and white, too."""
    style.paragraph_format.left_indent = Cm(0.3)
    properties = style.element.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement(
        "w:left",
        attrs={qn("w:val"): kind, qn("w:sz"): str(width), qn("w:space"): "6", qn("w:color"): colour},
    )
    borders.append(rule)
    properties.insert_element_before(borders, *_BEHIND_BORDERS)
