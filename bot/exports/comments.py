"""The list of comments in a Word file: finding it, and taking one author's out of it."""

from __future__ import annotations

from collections.abc import Container

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.comments import CT_Comments
from docx.oxml.ns import qn

AUTHOR = "clausewise"
INITIALS = "cw"

_THREADS = ("relationships/commentsExtended", "relationships/commentsIds")
"""Ends of the types of parts in which Word keeps which comment answers which; python-docx leaves them as they are."""
_MARKS = tuple(qn(name) for name in ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"))


def comments_root(word: WordDocument) -> CT_Comments | None:
    """The element that holds all comments; None where the file has none."""
    related = [rel for rel in word.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.COMMENTS]
    return related[0].target_part.element if related else None


def remove_remarks(word: WordDocument, author: str = AUTHOR) -> None:
    """Take all comments of one author out of a Word file; everybody else's stay."""
    comments = comments_root(word)
    if comments is None:
        return
    mine = {
        comment.get(qn("w:id")): comment for comment in comments.findall(qn("w:comment")) if comment.get(qn("w:author")) == author
    }
    paragraphs = {
        value for comment in mine.values() for p in comment.iter(qn("w:p")) for key, value in p.items() if key.endswith("}paraId")
    }
    for comment in mine.values():
        comments.remove(comment)
    for mark in [mark for mark in word.element.iter(*_MARKS) if mark.get(qn("w:id")) in mine]:
        parent = mark.getparent()
        parent.remove(mark)
        if parent.tag == qn("w:r") and all(child.tag == qn("w:rPr") for child in parent):
            parent.getparent().remove(parent)
    if paragraphs:
        _forget_threads(word, paragraphs)


def _forget_threads(word: WordDocument, paragraphs: Container[str]) -> None:
    """Take removed comments out of the lists of threads; a colleague's answer to one becomes a comment of its own."""
    for rel in word.part.rels.values():
        if rel.is_external or not rel.reltype.endswith(_THREADS):
            continue
        root = parse_xml(rel.target_part.blob)
        for entry in list(root):
            for key, value in entry.items():
                if key.endswith("}paraIdParent") and value in paragraphs:
                    del entry.attrib[key]
                elif key.endswith("}paraId") and value in paragraphs:
                    root.remove(entry)
        rel.target_part._blob = serialize_part_xml(root)  # noqa: SLF001 - no other way
