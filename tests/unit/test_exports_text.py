"""Markdown, HTML, CSV and JSON: what they show, and that nothing in a file's words can become more than words."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.contract import review_json
from bot.errors import ReviewError
from bot.exports import exporters
from bot.exports.markdown import escape, escape_lines
from bot.exports.report import web_address
from bot.exports.table import inert
from bot.exports.wording import FACES
from bot.reviewing.findings import Review
from tests.support.reviews import draft, review

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> Bill",
    "1. See [this](https://evil.example) and ![that](https://evil.example/x.png) or <https://evil.example> {{ 7*7 }}",
    "2. https://evil.example www.evil.example a@evil.example | cell | `code` <b>bold</b> &lt; **strong** _low_",
    "3. # no heading\u2003=SUM(A1) </blockquote></article>",
)


def text_of(kind: str, *reviews: Review) -> str:
    return exporters()[kind].export(reviews).decode("utf-8-sig")


def tokens(markdown: str) -> Iterator[Token]:
    for token in MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(markdown):
        yield token
        yield from token.children or ()


def rendered(markdown: str) -> str:
    return " ".join(BeautifulSoup(MarkdownIt("gfm-like", {"linkify": False}).render(markdown), "lxml").get_text().split())


@pytest.mark.parametrize("kind", sorted(exporters()))
def test_the_same_review_gives_the_same_bytes(kind: str) -> None:
    exporter = exporters()[kind]
    assert exporter.key == kind
    assert [other.suffix for other in exporters().values()].count(exporter.suffix) == 1
    assert exporter.media_type.count("/") == 1
    assert exporter.export([review()]) == exporter.export([review()])
    assert exporter.export([review(), review()]) != exporter.export([review()])


@pytest.mark.parametrize("kind", sorted(exporters()))
def test_nothing_to_export_is_an_error(kind: str) -> None:
    with pytest.raises(ReviewError, match="no review"):
        exporters()[kind].export([])


def test_json_is_the_contract() -> None:
    one = review()
    assert json.loads(text_of("json", one)) == review_json(one)
    assert json.loads(text_of("json", one, one)) == [review_json(one)] * 2


@pytest.mark.parametrize("kind", ["md", "html"])
def test_reports_show_conflicts_first_and_no_percentage(kind: str) -> None:
    shown = text_of(kind, review()).split("<main")[-1]
    ids = ["ST-03", "ST-05", "ST-04", "ST-01", "ST-02"]
    firsts = [re.search(rf"{i}\b", shown).start() for i in ids]  # type: ignore[union-attr]
    assert firsts == sorted(firsts)
    assert "%" not in re.sub(r"width: 100%", "", shown)


@pytest.mark.parametrize("kind", ["md", "html"])
def test_reports_hold_everything_that_a_verdict_rests_on(kind: str) -> None:
    paged = review(draft(pages=True))
    shown = (
        rendered(text_of("md", paged))
        if kind == "md"
        else BeautifulSoup(text_of("html", paged), "lxml").get_text(" ", strip=True)
    )
    shown = " ".join(shown.split())
    for words in (
        "A person who attempts an offence under section 1 is not liable.",
        "clause 2, page 1",
        "says the opposite",
        "Drafters should criminalize the offence.",
        "Overview of the guidance",
        "last edited 2011-01-25",
        "Nearest of 3 clauses searched, none of which counts" if kind == "html" else "nearest of 3 clauses searched",
        "3 clauses searched, none of them near",
        "This Act comes into force on a day to be appointed.",
        "It covers only children.",
        "only children",
        "Say it plainly.",
        "The guidance calls it typical",
        "Widgets (widgets, version 1.0)",
        "line numbers removed",
        "the chat model says met",
        *(f"{face.sign} {face.word}" for face in FACES.values()),
    ):
        assert words in shown, words


# Markdown -------------------------------------------------------------------------------------------------------------------------


def test_no_link_picture_or_html_comes_out_of_a_draft() -> None:
    found = list(tokens(text_of("md", review(draft(HOSTILE, name="<b>[x](https://evil.example).txt")))))
    links = {token.attrs["href"] for token in found if token.type == "link_open"}
    assert links == {"https://www.example.org/articles/553"}
    assert not [
        token for token in found if token.type in {"image", "html_inline", "html_block", "code_inline", "fence", "code_block"}
    ]


def test_bare_addresses_are_broken_for_renderers_that_link_them() -> None:
    shown = text_of("md", review(draft(HOSTILE)))
    assert "https://evil" not in shown
    assert "www.evil" not in shown
    assert "a@evil" not in shown


def test_the_words_of_a_draft_survive_markdown() -> None:
    shown = rendered(text_of("md", review(draft(HOSTILE))))
    for line in HOSTILE[1:]:
        assert " ".join(line.split()) in shown


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), max_codepoint=0x2100), max_size=60))
def test_escaped_words_render_as_themselves(words: str) -> None:
    shown = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(f"> {escape(words)}")
    leaves = [leaf for token in shown for leaf in token.children or () if leaf.type != "text"]
    assert not leaves
    assert "".join(leaf.content for token in shown for leaf in token.children or ()) == " ".join(words.split())


def test_lines_of_a_clause_stay_lines() -> None:
    assert escape_lines("(a) one;\n\n   - two\n2. three") == ["(a) one;", r"\- two", r"2\. three"]


# HTML -----------------------------------------------------------------------------------------------------------------------------


def test_html_stands_alone_and_escapes_everything() -> None:
    page = BeautifulSoup(text_of("html", review(draft(HOSTILE, name="<i>x</i>.txt"))), "lxml")
    assert not page.find_all(["script", "img", "iframe", "link", "object", "form", "i", "b"])
    assert {a["href"] for a in page.find_all("a") if not a["href"].startswith("#")} == {"https://www.example.org/articles/553"}
    assert HOSTILE[2] in page.get_text()
    assert "49" not in page.get_text().split("{{ 7*7 }}")[1][:3]


def test_html_headings_are_in_order_and_ids_unique() -> None:
    page = BeautifulSoup(text_of("html", review(), review()), "lxml")
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {tag["aria-labelledby"] for tag in page.find_all(attrs={"aria-labelledby": True})} <= set(ids)
    assert page.html["lang"] == "en"
    assert {a["href"].removeprefix("#") for a in page.find_all("a") if a["href"].startswith("#")} <= set(ids)
    assert all(table.caption and table.find_all("th", scope="col") for table in page.find_all("table"))


def test_html_begins_with_a_table_of_contents() -> None:
    page = BeautifulSoup(text_of("html", review(), review(draft(name="other.txt"))), "lxml")
    drafts, first, second = page.find_all("nav")
    assert [a.get_text() for a in drafts.find_all("a")] == ["bill.txt", "other.txt"]
    assert [line.get_text() for line in first.find_all("li")] == [
        "Conflict: ST-03",
        "Needs review: ST-05",
        "Missing: ST-04",
        "Partial: ST-01",
        "Met: ST-02",
    ]
    assert first["aria-label"] != second["aria-label"]
    assert page.find(id="f-2-ST-03").get_text(" ", strip=True) == "✕ Conflict criminalize attempts ST-03"


@pytest.mark.parametrize("face", FACES.values(), ids=lambda face: face.key)
def test_verdict_colours_can_be_read(face) -> None:
    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(face.ink), luminance(face.paper)))
    assert (light + 0.05) / (dark + 0.05) >= 7


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.org/x", "https://a.org/x"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        (None, ""),
    ],
)
def test_only_web_addresses_become_links(url: str | None, shown: str) -> None:
    assert web_address(url) == shown


# CSV ------------------------------------------------------------------------------------------------------------------------------


def test_csv_has_one_row_a_finding() -> None:
    rows = list(csv.DictReader(io.StringIO(text_of("csv", review(), review()), newline="")))
    assert [row["element"] for row in rows] == ["ST-03", "ST-05", "ST-04", "ST-01", "ST-02"] * 2
    assert rows[0]["draft_quotes"].startswith("[clause 2 (says the opposite)] 2. A person who attempts")
    assert rows[2]["searched"] == "3"
    assert rows[3]["reasons"] == "only_children"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_cells_cannot_be_formulas(cell: str) -> None:
    assert inert(cell) == f"'{cell}"
    assert inert(f"a{cell}") == f"a{cell}"
