"""Plain text, Markdown and HTML: blocks, words, places."""

from __future__ import annotations

import hashlib
import warnings

import pytest

from corpus.canonical import CLEANER_VERSION, canonical
from corpus.documents import BlockKind, Document, Reading
from corpus.readers import Wishes, read_bytes

WRAPPED = """CHAPTER I

1. This Act may be cited as the Trafficking in Persons (Prohibition) Act, and
shall come into force on the day that the Minister appoints by notice in the
Gazette.
2. In this Act, the following terms of section
3(1) of the Code apply:
   (a) "child" means a person under eighteen years of age, whether or not he
       or she is married;
   (b) "victim" means a person against whom an offence is committed,
and includes a witness.

Attempts
Any person who attempts to commit an offence is guilty. He shall be liable
to imprisonment for a term not exceeding
20 years or a fine."""


def blocks(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, document.text[block.start : block.end]) for block in document.blocks]


def words(document: Document) -> list[str]:
    return [text for _, _, text in blocks(document)]


def assert_places_hold(reading: Reading, source: str) -> None:
    """Every place that a segment names holds the segment's words, spaces and NFC apart."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    placed = 0
    for segment in reading.source_map.segments:
        if segment.origin.offset is None:
            continue
        line = lines[segment.origin.path[0]] + "\n"
        here = reading.document.text[segment.start : segment.end]
        there = canonical(line[segment.origin.offset : segment.origin.offset + len(here)])
        assert there[: len(here)] == here or len(here) == 1
        placed += 1
    assert placed


def test_wrapped_text_becomes_paragraphs_and_keeps_its_lines() -> None:
    reading = read_bytes(WRAPPED.encode(), "bill.txt")
    assert reading.document.text == WRAPPED
    assert [text.split()[0] for text in words(reading.document)] == [
        "CHAPTER",
        "1.",
        "2.",
        "(a)",
        "(b)",
        "and",
        "Attempts",
        "Any",
    ]
    assert reading.document.blocks[3].level == 3
    assert_places_hold(reading, WRAPPED)


def test_one_paragraph_a_line() -> None:
    text = "Promising Practice:\n" + "Lithuania has made improvements in recent years. " * 4 + "\nDrafters should act."
    assert len(read_bytes(text.encode(), "a.txt").document.blocks) == 3


def test_marks_of_headings_go_and_their_level_stays() -> None:
    document = read_bytes(b"# Act\n\n## Part I ##\nAny person.\n#5 is no heading", "a.txt").document
    assert blocks(document)[:2] == [("heading", 1, "Act"), ("heading", 2, "Part I")]
    assert document.title == "Act"
    assert document.text == "Act\n\nPart I\nAny person.\n#5 is no heading"


def test_what_a_document_says_of_itself() -> None:
    document = read_bytes(b"Any person.", "a.txt", document_id="draft").document
    assert (document.id, document.format, document.title, document.cleaner) == ("draft", "txt", "a", CLEANER_VERSION)
    assert document.file_sha256 == hashlib.sha256(b"Any person.").hexdigest()
    assert read_bytes(b"Any person.", "a.txt").document.id == "a.txt"


RUSSIAN = (
    "Лицо, совершившее торговлю людьми, наказывается лишением свободы на срок до десяти лет. Покушение наказывается так же. " * 3
)
FRENCH = "Quiconque recrute une personne aux fins d\u2019exploitation sexuelle est puni. La tentative est réprimée de même. " * 3
POLISH = "Kto dopuszcza się handlu ludźmi, podlega karze pozbawienia wolności. Usiłowanie podlega tej samej karze. " * 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "utf-8-sig"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "cp1251"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "cp1252"),
        (FRENCH.replace("\u2019", "'"), "latin-1"),
        (POLISH, "cp1250"),
        ("The fine is £500 under § 3. " * 5, "cp1252"),
        ("Any person\u2019s passport \u2013 whoever keeps it \u2013 is an \u201cidentity document\u201d. " * 3, "cp1252"),
    ],
)
def test_any_encoding(text: str, encoding: str) -> None:
    assert read_bytes(text.encode(encoding), "a.txt").document.text == text.strip()


def test_a_guessed_encoding_is_noted() -> None:
    assert "read as cp1251" in read_bytes(RUSSIAN.encode("cp1251"), "a.txt").document.notes[0]


def test_markdown_keeps_words_and_numbers_and_drops_marks() -> None:
    source = (
        "---\ntitle: A Bill\n---\n# Part I\n\nAny *person* who [recruits](http://x) \\* another &amp; more\nis **guilty**.\n\n"
        "3. First\n4. Second\n   - bullet\n\n(a) one;\n(b) two.\n\n    An indented paragraph.\n\n| a | b |\n|---|---|\n| 1. | c d |\n"
    )
    reading = read_bytes(source.encode(), "bill.md")
    assert blocks(reading.document) == [
        ("heading", 1, "Part I"),
        ("paragraph", 0, "Any person who recruits * another & more\nis guilty."),
        ("list_item", 0, "3. First"),
        ("list_item", 0, "4. Second"),
        ("list_item", 1, "bullet"),
        ("list_item", 0, "(a) one;"),
        ("list_item", 0, "(b) two."),
        ("paragraph", 0, "An indented paragraph."),
        ("table_row", 0, "a | b"),
        ("table_row", 0, "1. c d"),
    ]
    assert reading.document.title == "A Bill"
    assert_places_hold(reading, source)


PAGE = """<!DOCTYPE html><html><head><title>The page</title><style>p {color: red}</style></head><body>
<nav><a href="/">Home</a></nav><script>track()</script>
<h1>Bill &amp; Act</h1>
<p>Any person <b>who</b>
   recruits&nbsp;another is guilty.<br>Next line</p>
<ol type="a" start="3"><li>one</li><li><p>two</p><ol type=i><li>inner</li></ol></li></ol>
<ol><li>(a) has its own</li></ol><ul><li>bullet</li></ul>
<table><tr><td>1.</td><td>Short title</td></tr><tr><td>Age</td><td>Term</td></tr><tr><td><p>x</p><p>y</p></td><td>z</td></tr></table>
<p>old <del>gone</del><ins>new</ins> text<sup><a href="#f1">1</a></sup></p><p hidden>secret</p><form><button>Send</button></form>
</body></html>"""


def test_html_reads_as_a_browser_prints() -> None:
    reading = read_bytes(PAGE.encode(), "page.html")
    assert [text for _, _, text in blocks(reading.document)] == [
        "Bill & Act", "Any person who recruits another is guilty.\nNext line", "c. one", "d. two", "i. inner", "(a) has its own", "bullet",
        "1. Short title", "Age | Term", "x", "y", "z", "old new text",
    ]  # fmt: skip
    assert reading.document.title == "The page"
    assert reading.document.notes == ("text that is struck out is left out",)
    assert reading.document.blocks[0].kind is BlockKind.HEADING
    assert_places_hold(reading, PAGE)


def test_html_in_a_stated_encoding() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Лицо</p></body></html>'
    assert read_bytes(page.encode("cp1251"), "p.html").document.text == "Лицо"


def test_furniture_stays_in_drafts() -> None:
    source = b"Options\n\nHome\n\nAny person is guilty of an offence."
    assert "Options" in read_bytes(source, "a.txt").document.text
    assert read_bytes(source, "a.txt", wishes=Wishes(drop=lambda line: line in {"Options", "Home"})).document.text.startswith(
        "Any person"
    )


COUNTED = """A BILL
1 Be it enacted by the General Assembly:
2 SECTION 1. Short title. This act may be cited as the
3 Fish Act.
4 SECTION 2. Taking. A person who takes fish by force
5 for sale commits a class 2 felony.
1 SECTION 3. Anglers. No angler may be arrested or
2 charged with an offense.
"""


def test_line_numbers_are_left_out_and_said_to_be() -> None:
    reading = read_bytes(COUNTED.encode(), "bill.txt")
    assert words(reading.document) == [
        "A BILL",
        "Be it enacted by the General Assembly:",
        "SECTION 1. Short title. This act may be cited as the\nFish Act.",
        "SECTION 2. Taking. A person who takes fish by force\nfor sale commits a class 2 felony.",
        "SECTION 3. Anglers. No angler may be arrested or\ncharged with an offense.",
    ]
    assert reading.document.notes == ("line numbers are left out",)
    assert_places_hold(reading, COUNTED)


@pytest.mark.parametrize(
    "text",
    [
        "1 Fish are spared.\n2 Eels are fish.\n3 Rivers are free.\n4 Lakes are not.\n5 Fines are paid.\n6 The end.\n",
        "1 takes fish,\n3 takes eels,\n7 sells fish,\n12 sells eels,\n13 buys fish,\n20 buys eels.\n",
    ],
    ids=["sections", "no row"],
)
def test_other_numbers_in_front_of_lines_stay(text: str) -> None:
    assert read_bytes(text.encode(), "bill.txt").document.text == text.strip()


@pytest.mark.parametrize("name", ["a.html", "a.md"])
def test_a_text_that_looks_like_a_files_name_is_read_without_a_warning(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_bytes(b"about.htm", name).document.text.strip() == "about.htm"
