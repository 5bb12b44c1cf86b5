"""Two versions of a draft as reports: what moved comes first, with the words of both versions."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.exports.comparison import comparison_view
from bot.exports.comparison_exporters import comparison_exporters
from bot.exports.comparison_markdown import marked
from bot.reviewing.compare import compare_reviews
from bot.reviewing.differing import Difference, DifferenceKind, differences
from bot.reviewing.findings import Clause, Comparison, Override, OverrideKind, Review, Verdict
from tests.support.exported import words_in
from tests.support.reviews import draft, review

OLD = (
    "Widgets Act",
    "1. In this Act widget means any small device.",
    "2. A person who sells a widget to a child commits an offence.",
    "3. A person who buys a widget is liable to a fine.",
    "4. The Minister may make regulations about widgets.",
)
NEW = (
    "Widgets Act",
    "1. The Minister may make regulations about widgets.",
    "2. In this Act widget means any small device.",
    "3. A person who sells or lends a widget commits an offence.",
    "4. Zebras must graze behind a fence of wire.",
)
BEFORE = (Verdict.MET, Verdict.MISSING, Verdict.PARTIAL, Verdict.CONFLICT, Verdict.MET)
AFTER = (Verdict.MISSING, Verdict.MET, Verdict.CONFLICT, Verdict.MISSING, Verdict.MET)
KINDS = sorted(comparison_exporters())


def compared(old: tuple[str, ...] = OLD, new: tuple[str, ...] = NEW) -> Comparison:
    return compare_reviews(
        review(draft(old, name="old.txt"), verdicts=BEFORE), review(draft(new, name="new.txt"), verdicts=AFTER)
    )


def exported(kind: str, comparison: Comparison) -> str:
    return words_in(kind, comparison_exporters()[kind].export(comparison))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_comparison_gives_the_same_bytes(kind: str) -> None:
    exporter = comparison_exporters()[kind]
    assert (exporter.key, exporter.suffix) == (kind, f".{kind}")
    assert exporter.export(compared()) == exporter.export(compared())


def test_verdicts_that_moved_are_grouped_new_gaps_first() -> None:
    shown = comparison_view(compared())
    assert [(group.move.word, [element.new.id for element in group.elements]) for group in shown.moved] == [
        ("New gaps", ["ST-01"]),
        ("Worse", ["ST-03"]),
        ("Gaps closed", ["ST-02"]),
        ("Better", ["ST-04"]),
    ]
    assert [finding.id for finding in shown.unmoved] == ["ST-05"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_element_that_moved_has_both_reasons_both_quotes_the_advice_and_the_guidance(kind: str) -> None:
    made = compared()
    old, new = (
        replace(
            side,
            findings=tuple(
                replace(f, rationale=f"{name} reason on {f.element.id}.", advice=f"{name} advice on {f.element.id}.")
                for f in side.findings
            ),
        )
        for name, side in (("Old", made.old), ("New", made.new))
    )
    shown = exported(kind, compare_reviews(old, new))
    for words in (
        "Old reason on ST-03.",
        "New reason on ST-03.",
        "New advice on ST-03.",
        "In this Act widget means any small device.",
        "Drafters should criminalize the offence.",
        "last edited 2011-01-25",
        "old.txt",
        "new.txt",
        "Widgets (widgets, version 1.0)",
    ):
        assert words in shown
    assert "Old advice" not in shown
    assert "New advice on ST-02." not in shown  # it is met
    assert "reason on ST-05" not in shown  # its verdict is the same
    assert "%" not in shown


def test_both_versions_stand_side_by_side_in_facts_and_counts() -> None:
    shown = comparison_view(compared())
    assert shown.facts[0] == ("File", "old.txt", "new.txt")
    assert [(face.key, old, new) for face, old, new in shown.counts] == [
        ("conflict", 1, 1), ("needs_review", 0, 0), ("missing", 1, 2), ("partial", 1, 0), ("met", 2, 2),
    ]  # fmt: skip


def test_clauses_are_told_by_what_became_of_them() -> None:
    shown = comparison_view(compared())
    (changed,) = shown.changed
    assert (changed.old, changed.new) == ("clause 2", "clause 3")
    assert [(piece.kind.value, piece.text) for piece in changed.pieces] == [
        ("kept", "A person who sells "),
        ("added", "or lends "),
        ("kept", "a widget "),
        ("removed", "to a child "),
        ("kept", "commits an offence."),
    ]
    assert [(clause.where, clause.words) for clause in shown.added] == [
        ("clause 4", "4. Zebras must graze behind a fence of wire.")
    ]
    assert [(clause.where, clause.words) for clause in shown.removed] == [("clause 3", OLD[3])]
    assert [(clause.old, clause.new) for clause in shown.moved_clauses] == [("clause 4", "clause 1")]
    assert shown.same == 1


def test_a_clause_that_was_split_is_told_once_with_all_its_parts() -> None:
    both = "2. A person who sells a dangerous widget to a child commits an offence. The Commissioner must lay a report before Parliament in June."
    first, second = (
        "2. A person who sells a dangerous widget to a child commits an offence.",
        "3. The Commissioner must lay a report before Parliament in June.",
    )
    for comparison, places in (
        (compared((*OLD[:2], both), (*OLD[:2], first, second)), ("clause 2", "clause 2, clause 3")),
        (compared((*OLD[:2], first, second), (*OLD[:2], both)), ("clause 2, clause 3", "clause 2")),
    ):
        (changed,) = comparison_view(comparison).changed
        assert (changed.old, changed.new) == places
        assert {piece.kind.value for piece in changed.pieces} == {"kept"}


def nested(*lines: str) -> Review:
    """A draft of one section with items."""
    made = review(draft(("Act", *lines)))
    section = replace(made.clauses[0], end=made.clauses[-1].end)
    items = tuple(replace(clause, parent=section.id) for clause in made.clauses[1:])
    return replace(made, clauses=(section, *items))


def test_a_changed_item_is_not_told_again_in_its_section() -> None:
    old = nested("1. A person commits an offence who", "(a) sells a widget;", "(b) lends a widget.")
    new = nested("1. A person commits an offence who", "(a) sells a widget to a child;", "(b) lends a widget.")
    (changed,) = comparison_view(compare_reviews(old, new)).changed
    assert (
        "".join(piece.text for piece in changed.pieces if piece.kind is not DifferenceKind.REMOVED)
        == "sells a widget to a child;"
    )


def test_a_new_section_is_told_whole_with_its_items() -> None:
    old = review(draft(OLD))
    made = review(draft((*OLD, "5. Nobody may graze", "(a) a zebra;", "(b) a gnu.")))
    section = replace(made.clauses[4], end=made.clauses[6].end)
    new = replace(made, clauses=(*made.clauses[:4], section, *(replace(c, parent=section.id) for c in made.clauses[5:])))
    (added,) = comparison_view(compare_reviews(old, new)).added
    assert added.words == "5. Nobody may graze\n(a) a zebra;\n(b) a gnu."


def with_heading(words: str) -> Review:
    made = review(draft(("Act", f"1. Sale of widgets\n{words}")))
    (clause,) = made.clauses
    return replace(made, clauses=(Clause(clause.id, "1", clause.path, "Sale of widgets", clause.start, clause.end),))


def test_a_heading_that_stayed_stands_above_the_words_and_not_in_them() -> None:
    made = compare_reviews(with_heading("Nobody may sell a widget."), with_heading("Nobody may sell or lend a widget."))
    (changed,) = comparison_view(made).changed
    assert changed.heading == "Sale of widgets"
    assert changed.pieces[0].text == "Nobody may sell "


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_reviewer_said_of_either_version_is_shown(kind: str) -> None:
    made = compared()
    own = Override(OverrideKind.OTHER_ACT, Verdict.MET, "the Toys Act", "A. Drafter", "2026-01-31T10:00:00Z")
    old = replace(made.old, findings=(replace(made.old.findings[0], override=own), *made.old.findings[1:]))
    shown = exported(kind, compare_reviews(old, made.new))
    assert "Covered by another act, says A. Drafter (2026-01-31): the Toys Act" in shown
    assert "reviewer: other act" in shown
    assert "A reviewer has set aside 1 finding: 1 covered by another act." in shown


@pytest.mark.parametrize("kind", KINDS)
def test_versions_that_are_the_same_say_so(kind: str) -> None:
    made = review(draft(OLD))
    shown = exported(kind, compare_reviews(made, made))
    assert ("No verdict moved." if kind == "html" else "None.") in shown
    assert "Unchanged: 4." in shown


# what comes from a draft stays text -------------------------------------------------------------------------------------------

HOSTILE = (
    "Bill <script>alert(1)</script>",
    "1. See [this](https://evil.example) or ![that](https://evil.example/x.png) or <https://evil.example> {{ 7*7 }} **bold** ~~gone~~.",
    "2. # no heading <b>x</b> | cell | `code` www.evil.example",
)
CHANGED = tuple(line.replace("See", "Never see").replace("no heading", "one heading") for line in HOSTILE)


def test_nothing_in_a_draft_becomes_a_link_or_markup_in_html() -> None:
    page = BeautifulSoup(comparison_exporters()["html"].export(compared(HOSTILE, CHANGED)), "lxml")
    assert not page.find_all(["script", "img", "iframe", "link", "object", "form", "b"])
    assert {a["href"] for a in page.find_all("a") if not a["href"].startswith("#")} == {"https://www.example.org/articles/553"}
    assert "{{ 7*7 }} **bold** ~~gone~~." in page.get_text()


def test_nothing_in_a_draft_becomes_a_link_or_markup_in_markdown() -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(
        comparison_exporters()["md"].export(compared(HOSTILE, CHANGED)).decode()
    )
    leaves = [leaf for token in tokens for leaf in (token, *(token.children or ()))]
    assert {leaf.attrs["href"] for leaf in leaves if leaf.type == "link_open"} == {"https://www.example.org/articles/553"}
    assert not [leaf for leaf in leaves if leaf.type in {"image", "html_inline", "html_block", "code_inline", "fence"}]


WORDS = st.lists(
    st.sampled_from(["a", "widget", "*", "~", "**", ",", ".", "(", "1.", "#", " ", "  ", "\\", "’"]), max_size=14
).map("".join)


@given(WORDS, WORDS)
def test_marked_words_in_markdown_are_those_that_changed(old: str, new: str) -> None:
    pieces = differences(old, new)
    (paragraph,) = [
        token
        for token in MarkdownIt("gfm-like", {"linkify": False}).parse(f"> x\n>\n> x {marked(pieces)}")
        if token.type == "inline"
    ][1:]
    shown: dict[str, str] = {"": "", "s": "", "strong": ""}
    inside = ""
    for leaf in paragraph.children or ():
        if leaf.type.endswith("_open"):
            inside = leaf.tag
        elif leaf.type.endswith("_close"):
            inside = ""
        else:
            shown[inside] += leaf.content
    for tag, kind in (("s", DifferenceKind.REMOVED), ("strong", DifferenceKind.ADDED)):
        wanted = "".join(piece.text for piece in pieces if piece.kind is kind)
        assert "".join(shown[tag].split()) == "".join(wanted.split())


def test_a_line_that_begins_like_a_list_stays_a_line() -> None:
    assert marked((Difference(DifferenceKind.KEPT, "- one "), Difference(DifferenceKind.ADDED, "two"))) == "\\- one **two**"


# HTML -----------------------------------------------------------------------------------------------------------------------------


def test_changes_are_told_by_element_sign_and_hidden_words() -> None:
    page = BeautifulSoup(comparison_exporters()["html"].export(compared()), "lxml")
    quote = page.find(id="changed").find_next("blockquote")
    assert quote.get_text() == "A person who sells [added: or lends ] a widget [removed: to a child ] commits an offence."
    assert [tag.name for tag in quote.find_all(["ins", "del"])] == ["ins", "del"]
    style = page.style.get_text()
    assert re.search(r"ins \{[^}]*text-decoration: underline", style)
    assert re.search(r"del \{[^}]*text-decoration: line-through", style)


def test_headings_are_in_order_and_every_link_leads_somewhere() -> None:
    page = BeautifulSoup(comparison_exporters()["html"].export(compared()), "lxml")
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {a["href"].removeprefix("#") for a in page.find_all("a") if a["href"].startswith("#")} <= set(ids)
    assert page.html["lang"] == "en"
