"""What a person reads in an exported file of any kind."""

from __future__ import annotations

import io
import re
import zipfile

from bs4 import BeautifulSoup
from lxml import etree
from markdown_it import MarkdownIt

WORD = ("docx", "paper", "gaps")


def words_in(kind: str, data: bytes) -> str:
    """All words of a file, comments and notes among them, white space as single spaces."""
    shown = _packed(data) if kind in {*WORD, "xlsx"} else data.decode("utf-8-sig")
    if kind == "md":
        shown = MarkdownIt("gfm-like", {"linkify": False}).render(shown)
    if kind in {"md", "html"}:
        page = BeautifulSoup(shown, "lxml")
        for style in page.find_all("style"):
            style.decompose()
        shown = page.get_text(" ")
    return " ".join(shown.split())


def _packed(data: bytes) -> str:
    """The texts of an Office file, a line for each paragraph, cell or note."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if re.search(r"(document|comments\d*|header\d*|footer\d*|sharedStrings)\.xml$", name):
                root = etree.fromstring(archive.read(name))
                found += ["".join(part.itertext()) for part in root.iter("{*}p", "{*}si", "{*}comment")]
    return "\n".join(found)
