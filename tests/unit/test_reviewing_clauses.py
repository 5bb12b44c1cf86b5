"""Clauses: the draft's own numbers, composed as lawyers cite them."""

from __future__ import annotations

import dataclasses

import pytest

from bot.reviewing.clauses import split_clauses
from bot.reviewing.numbering import ordinal, read_label
from tests.support.laws import clauses, document, numbers

NUMBERED = [
    ("compact number", "Trapping\n4(1) A person must not fish.\n(2) A person must not hunt.", ["4", "4(1)", "4(2)"]),
    ("inserted article", "Article 5 bis. Fish are spared.\n\nARTICLE 6º — Birds are spared.", ["5bis", "6"]),
    ("heading in brackets", "[Short title.] 1. This Act may be cited.\n[Fish.] 2. A person must not fish.", ["1", "2"]),
    (
        "contents on the line of their heading",
        "CONTENTS: 1. Title. 2. Fish.\n\nTitle\n1. This Act may be cited.\n\nFish\n2. A person must not fish.",
        ["", "1", "2"],
    ),
    (
        "abbreviated sections with a heading of two words",
        "Sec. 101. Short title. This Act may be cited.\n\nSec. 102. Fish and fowl. A person must not fish.\n(a) Fowl are spared.\n\nSec. 103. Open season. None.",
        ["101", "102", "102(a)", "103"],
    ),
    ("numbers in words", "ARTICLE SIX. A person must not fish.\n\nARTICLE TWENTY ONE. Fish are spared.", ["6", "21"]),
    ("numbers in words that go on", "ARTICLE NINETY-NINE. A person must not fish.\n\nARTICLE ONE HUNDRED. Fish are spared.", ["99", "99"]),
    ("roman numbers past forty", "ARTICLE XXXIX. A person must not fish.\n\nARTICLE XL. Fish are spared.", ["XXXIX", "XL"]),
    ("a reference by abbreviation", "1. A person who breaks s. 3. Whoever fishes is bad, see Art. 4. The rest is free.", ["1"]),
    ("plain", "1. A person must not fish.\n\n2. A person must not hunt.", ["1", "2"]),
    ("no numbers", "A person must not fish.\n\nA person must not hunt.", ["", ""]),
    ("subsections", "3. (1) A person must not fish.\n\n(2) A person must not hunt.", ["3", "3(1)", "3(2)"]),
    ("subsection behind the section's dot", "3.(1) A person must not fish.\n\n(2) A person must not hunt.", ["3", "3(1)", "3(2)"]),
    (
        "items",
        "1. A person must not use—\n\n(a) a net; or\n\n(b) a bow.\n\n2. Fines go to the State.",
        ["1", "1(a)", "1(b)", "2"],
    ),
    (
        "chain in one line",
        "3. (1) (a) A person must not fish.\n(b) A person must not hunt.\n(2) A person must not trap.",
        ["3", "3(1)", "3(1)(a)", "3(1)(b)", "3(2)"],
    ),
    (
        "four levels",
        "2. (1) A person must not fish—\n\n(a) in a lake, if—\n\n(i) it is closed; or\n\n(ii) it is small;\n\n(b) at night.\n\n(2) Fines go to the State.",
        ["2", "2(1)", "2(1)(a)", "2(1)(a)(i)", "2(1)(a)(ii)", "2(1)(b)", "2(2)"],
    ),
    ("inserted numbers", "12. Rule one applies.\n\n12A. Rule two applies.\n\n12B. Rule three applies.\n\n13. Rule four applies.", ["12", "12A", "12B", "13"]),
    (
        "decimal numbers",
        "279.01 (1) Every person who fishes is guilty.\n\n(2) No consent is valid.\n\n279.02 Every person who hunts is guilty.",
        ["279.01", "279.01(1)", "279.01(2)", "279.02"],
    ),
    ("Section", "Section 3. A person must not fish.\n\nSection 4. Attempts are punished.", ["3", "4"]),
    ("Sec.", "SEC. 3. A person must not fish.\n\nSEC. 4. Attempts are punished.", ["3", "4"]),
    (
        "Article with paragraphs",
        "Article 5. Fishing\n\n1. Whoever fishes shall be punished.\n\n2. Attempt is punishable.\n\nArticle 6. Hunting\n\nWhoever hunts shall be punished.",
        ["5", "5(1)", "5(2)", "6"],
    ),
    ("paragraph sign", "§ 2. Whoever fishes is punished.\n\n§ 2a. Whoever hunts is punished.", ["2", "2a"]),
    ("inline items", "4. A person who (a) fishes; (b) hunts; or (c) traps commits an offence.", ["4", "4(a)", "4(b)", "4(c)"]),
    ("inline subsections", "4. (1) A person must not fish. (2) A person must not hunt.", ["4", "4(1)", "4(2)"]),
    (
        "letters i as a letter",
        "1. A person must not use—\n\n(g) a net;\n\n(h) a bow;\n\n(i) a trap;\n\n(j) a gun.",
        ["1", "1(g)", "1(h)", "1(i)", "1(j)"],
    ),
    ("parts are not cited", "PART I\n\n1. Rule one applies.\n\nPART II\n\n2. Rule two applies.", ["", "1", "", "2"]),
    ("schedule begins anew", "1. Rule one applies.\n\nSCHEDULE 1\n\n1. Form one is used.", ["1", "", "1"]),
    ("a year is no number", "1. The Act of\n1999 Parliament applies.\n\n2. Rule two applies.", ["1", "2"]),
    ("a reference is no number", "1. Fines apply.\n\nSection 1 does not apply to farmers.", ["1", "1"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in NUMBERED], ids=[case[0] for case in NUMBERED])
def test_numbers_are_as_lawyers_cite_them(text: str, expected: list[str]) -> None:
    assert numbers(text) == expected


def test_markdown_headings_with_numbers_are_sections() -> None:
    text = "# Act\n\n## Part I. General\n\n### 1. Title\n\nThis is the Act.\n\n### 2. Fishing\n\n(1) A person must not use—\n\n(a) nets;\n\n(b) bows.\n"
    found = clauses(text, "bill.md")
    sections = [(c.number, c.heading, c.path) for c in found if c.number and "(" not in c.number]
    assert [section for section in sections if section[1]] == [
        ("1", "Title", ("Part I", "1")),
        ("2", "Fishing", ("Part I", "2")),
    ]
    assert [c.number for c in found][-3:] == ["2(1)", "2(1)(a)", "2(1)(b)"]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("1. Short title.—This Act is the Fishing Act.", "Short title"),
        ("Article 1. Fishing. Whoever fishes shall be punished.", "Fishing"),
        ("Fishing at night\n\n1. A person must not fish at night.", "Fishing at night"),
        ("1. A person must not fish at night.", ""),
        ("1. Whoever fishes. Whoever hunts.", ""),
    ],
)
def test_headings_are_told_from_rules(text: str, heading: str) -> None:
    assert next(c for c in clauses(text) if c.number == "1").heading == heading


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("FISHING BILL\n1. Nets are banned.\n2. Bows are banned.", ["FISHING BILL", "", ""]),
        ("FISHING BILL\n1. Nets. Nets are banned.\n2. Bows. Bows are banned.", ["FISHING BILL", "Nets", "Bows"]),
        ("Nets\n1. Nets are banned.\n\nBows\n2. Bows are banned.", ["Nets", "Bows"]),
        ("FISHING BILL\n\nNets\n1. Nets are banned.\n\nBows\n2. Bows are banned.", ["FISHING BILL", "Nets", "Bows"]),
        ("Nets at night\n1. Nets are banned.", ["Nets at night"]),
    ],
    ids=["title", "title and run-in headings", "headings above", "title and headings above", "one clause"],
)
def test_the_title_of_a_draft_is_not_the_heading_of_its_first_clause(text: str, headings: list[str]) -> None:
    assert [clause.heading for clause in clauses(text)] == headings


def test_each_file_has_its_title() -> None:
    bill, act = (
        "FISHING BILL\n\n1. Nets are banned.\n\n2. Bows are banned.\n\n",
        "RIVERS ACT\n\n1. Dams are banned.\n\n2. Locks too.",
    )
    found = split_clauses(dataclasses.replace(document(bill + act), parts=(0, len(bill))))
    assert [node.clause.heading for node in found] == ["FISHING BILL", "", "", "RIVERS ACT", "", ""]


def test_paths_name_the_way_from_the_part_down() -> None:
    text = "PART II\n\n3. (1) A person must not use—\n\n(a) a net; or\n\n(b) a bow."
    assert [c.path for c in clauses(text)][-1] == ("PART II", "3", "(1)", "(b)")


def test_ids_are_unique_where_numbers_are_not() -> None:
    found = clauses("1. Rule one applies.\n\nSCHEDULE 1\n\n1. Form one is used.\n\nSCHEDULE 2\n\n1. Form two is used.")
    assert [c.number for c in found].count("1") == 3
    assert len({c.id for c in found}) == len(found)


def test_parents_hold_their_items() -> None:
    found = {c.id: c for c in clauses("2. (1) A person must not use—\n\n(a) a net; or\n\n(b) a bow.\n\n(2) Fines apply.")}
    for clause in found.values():
        if clause.parent is not None:
            parent = found[clause.parent]
            assert parent.start <= clause.start
            assert clause.end <= parent.end
    assert found["2(1)(a)"].parent == "2(1)"


@pytest.mark.parametrize(
    "above",
    [
        "WHEREAS divers persons fish by night: Be it enacted by the Assembly as follows:",
        "Whereas the creek is lawless since the flood:",
        "AN ACT FOR PUTTING DOWN THE NIGHT FISHERY",
        "RIVERS ACT\n\nWhereas divers persons fish by night, be it enacted as follows:",
    ],
)
@pytest.mark.parametrize("numbers", [("I.", "II."), ("(1)", "(2)")])
def test_the_law_below_a_recital_or_a_long_title_commands(above: str, numbers: tuple[str, str]) -> None:
    text = f"{above}\n\n{numbers[0]} Whoever fishes shall be fined.\n\n{numbers[1]} Whoever hunts shall be fined."
    rules = [node for top in split_clauses(document(text)) for node in top.walk() if node.clause.number]
    assert [node.operative for node in rules] == [True, True]
    assert [text[slice(*node.lead[0])] for node in rules] == ["Whoever fishes shall be fined.", "Whoever hunts shall be fined."]


def test_recitals_that_are_numbered_command_nothing() -> None:
    text = "Whereas:\n\n(1) Whoever fishes by night shall be fined elsewhere.\n\n(2) Fish are few.\n\nArticle 1. Nets are banned.\n\nArticle 2. Bows too."
    rules = {n.clause.number: n.operative for top in split_clauses(document(text)) for n in top.walk() if n.clause.number}
    assert rules == {"(1)": False, "(2)": False, "1": True, "2": True}


def test_chapters_that_are_rules_are_sections() -> None:
    rule = "The master who brings living fish into the port by night, and the partner who takes a share of it, is fined."
    text = f"Chapter 1. {rule}\n\nChapter 2. {rule}"
    assert [(c.number, c.heading) for c in clauses(text)] == [("1", ""), ("2", "")]
    assert [(c.number, c.path) for c in clauses(f"Chapter 17, § 178. {rule}")] == [
        ("", ("Chapter 17",)),
        ("178", ("Chapter 17", "178")),
    ]


def test_a_tail_behind_the_items_belongs_to_the_lead_in() -> None:
    text = "2. Any person who—\n\n(a) fishes; or\n\n(b) hunts,\n\ncommits an offence."
    (top,) = split_clauses(document(text))
    assert [text[low:high] for low, high in top.tails] == ["commits an offence."]
    assert [child.clause.number for child in top.children] == ["2(a)", "2(b)"]


@pytest.mark.parametrize(
    "text",
    [
        "EXPLANATORY MEMORANDUM\n\nWhoever fishes will be punished.\n\n",
        "STATEMENT OF OBJECTS AND REASONS\n\nWhoever fishes will be punished.\n\n",
        "Whereas whoever fishes shall be punished;\n\nBE IT ENACTED by Parliament as follows:\n\n",
    ],
)
def test_what_stands_outside_the_law_commands_nothing(text: str) -> None:
    text += "1. The Minister may make rules.\n\n2. Fines go to the State."
    silent = [node.clause for top in split_clauses(document(text)) for node in top.walk() if not node.operative]
    assert any("oever fishes" in text[clause.start : clause.end] for clause in silent)
    assert not {"1", "2"} & {clause.number for clause in silent}


@pytest.mark.parametrize(
    ("printed", "form", "value"),
    [
        ("Section 12A. Fishing", "section", "12A"),
        ("Article 5", "section", "5"),
        ("§ 4 Whoever", "section", "4"),
        ("12A. The", "1.", "12A"),
        ("279.01 (1) Every", "1", "279.01"),
        ("(1) A", "(1)", "1"),
        ("(a) a", "(a)", "a"),
        ("(A) a", "(A)", "A"),
        ("b) a", "a.", "b"),
        ("PART IV", "division", "IV"),
        ("- a", "-", ""),
    ],
)
def test_labels_are_read(printed: str, form: str, value: str) -> None:
    label = read_label(printed, 0, len(printed))
    assert label is not None
    assert (label.form, label.value) == (form, value)


@pytest.mark.parametrize(
    "printed",
    [
        "A person",
        "Section 5 does not apply",
        "Sections 3 to 5 apply",
        "section 5.",
        "12 January 2020",
        "2 persons",
        "a person",
        "",
    ],
)
def test_words_are_no_labels(printed: str) -> None:
    assert read_label(printed, 0, len(printed)) is None


@pytest.mark.parametrize(
    ("value", "roman", "place"),
    [
        ("a", False, 1),
        ("i", False, 9),
        ("i", True, 1),
        ("iv", True, 4),
        ("aa", False, 27),
        ("12A", False, 12),
        ("ab", False, None),
        ("b", True, None),
    ],
)
def test_places_in_a_row(value: str, roman: bool, place: int | None) -> None:
    assert ordinal(value, roman=roman) == place
