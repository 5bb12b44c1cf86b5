"""Clauses: how statutes of many countries are laid out, with their numbers and headings."""

from __future__ import annotations

import pytest

from bot.reviewing.amending import amended
from bot.reviewing.clauses import split_clauses
from bot.reviewing.law import Law
from tests.support.laws import clauses, document, law, lexicon

LAYOUTS = [
    (
        "heading below the number",
        "LAW ON FISH\n\nArticle 1\nScope\nThis Law governs rivers.\n\nArticle 2\nTaking of fish\nWhoever takes fish is fined.",
        [("", "LAW ON FISH"), ("1", "Scope"), ("2", "Taking of fish")],
    ),
    (
        "heading below the number, and paragraphs",
        "Article 1\nScope\n1. This Law governs rivers.\n2. Lakes are left out.\nArticle 2\nTaking of fish\n1. Whoever takes fish is fined.",
        [("1", "Scope"), ("1(1)", ""), ("1(2)", ""), ("2", "Taking of fish"), ("2(1)", "")],
    ),
    (
        "the one line of a section",
        "Article 1\nSubject matter\nThis Law protects fish.\nArticle 2\nRepealed\nArticle 3\nFish are spared.",
        [("1", "Subject matter"), ("2", ""), ("3", "")],
    ),
    (
        "capitals divide",
        "ARTICLE 230\nFISHING OFFENSES\n\n§ 230.00 Terms. A fish has fins.\n\n§ 230.05 Fishing. Whoever fishes is fined.",
        [("230", ""), ("", "FISHING OFFENSES"), ("230.00", "Terms"), ("230.05", "Fishing")],
    ),
    (
        "a number alone",
        "2.\nOffence\n\nWhoever takes fish is fined.\n\n3.\nAnglers\n\nNo angler shall be charged.",
        [("2", "Offence"), ("3", "Anglers")],
    ),
    (
        "a rule below the number",
        "§ 4.\nThe fine shall be doubled where the fish\n(a) is young; or\n(b) is rare.",
        [("4", ""), ("4(a)", ""), ("4(b)", "")],
    ),
    (
        "heading in brackets above",
        "(Taking of Fish)\nArticle 224 A person who takes fish is fined.\n\n(Selling of Fish)\nArticle 224-2 A person who sells fish is fined.",
        [("224", "Taking of Fish"), ("224-2", "Selling of Fish")],
    ),
    (
        "heading in brackets behind the number",
        "Article 1 (Purpose)\nThis Act protects fish.\n\nArticle 2 (Taking of Fish) (1) Whoever takes fish is fined.\n(2) Eels are fish.\n\nArticle 3 (Attempts) An attempt is fined.",
        [("1", "Purpose"), ("2", "Taking of Fish"), ("2(1)", ""), ("2(2)", ""), ("3", "Attempts")],
    ),
    (
        "what brackets say of a section is no heading",
        "Article 5\n(repealed)\n\nArticle 6\nFish are spared.",
        [("5", ""), ("6", "")],
    ),
    (
        "heading with a verb",
        "4 Defence for anglers who commit an offence\nA person is not guilty if hungry.\n\n5 Fish not liable\nNo fish shall be charged.",
        [("4", "Defence for anglers who commit an offence"), ("5", "Fish not liable")],
    ),
    (
        "heading and first subsection in one line",
        "3. Taking of fish.—(1) Whoever takes fish is fined.\n(2) Eels are fish.\n\n4. Attempt.—Whoever attempts it is fined.",
        [("3", "Taking of fish"), ("3(1)", ""), ("3(2)", ""), ("4", "Attempt")],
    ),
]


@pytest.mark.parametrize(("name", "text", "expected"), LAYOUTS, ids=[layout[0] for layout in LAYOUTS])
def test_layouts(name: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(clause.number, clause.heading) for clause in clauses(text)] == expected


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Article 36/A – Fish are spared.", "36/A"),
        ("Art. 600-bis. Fish are spared.", "600bis"),
        ("16-ter. Fish are spared.", "16ter"),
        ("Art. L. 225-4-2. - Fish are spared.", "L.225-4-2"),
        ("Art. 3º-A. Fish are spared.", "3-A"),
        ("Section 12 a An angler is fined.", "12a"),
        ("§ 6 A person who fishes is fined.", "6"),
        ("Section 7–B. Fish are spared.", "7-B"),
        ("Section 9\u20111\u20112. Fish are spared.", "9-1-2"),
        ("Article No. (7) Fish are spared.", "7"),
        ("Article -2- Fish are spared.", "2"),
        ("Repeated Article 37 – Fish are spared.", "repeated 37"),
        ("First additional provision. Fish are spared.", "first additional"),
    ],
)
def test_numbers_of_many_countries(printed: str, number: str) -> None:
    before = {"1": "15.", "§": "§ 5."}.get(printed[0], "Article 1.")
    found = clauses(f"{before} Rivers are free.\n\n{printed}")
    assert number in [clause.number for clause in found]
    assert all("Fish" not in clause.heading for clause in found)


TABLES = [
    (
        "note on the left",
        "| Short title. | 1. This is the Fish Act. |\n| --- | --- |\n| Taking of fish. | 2. Whoever takes fish is fined. |",
        [("1", "Short title"), ("2", "Taking of fish")],
    ),
    (
        "note on the right",
        "| 1. This is the Fish Act. | Short title. |\n| --- | --- |\n| 2. Whoever takes fish is fined. | Taking of fish. |",
        [("1", "Short title"), ("2", "Taking of fish")],
    ),
    (
        "number, heading and text",
        "| 1 | Short title. | This is the Fish Act. |\n| --- | --- | --- |\n| 2 | Fish not liable. | (1) No fish shall be charged. (2) Eels are fish. |",
        [("1", "Short title"), ("2", "Fish not liable"), ("2(1)", ""), ("2(2)", "")],
    ),
]


@pytest.mark.parametrize(("name", "text", "expected"), TABLES, ids=[table[0] for table in TABLES])
def test_laws_in_tables(name: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(clause.number, clause.heading) for clause in clauses(text, "bill.md")] == expected


def test_source_notes_are_no_sections() -> None:
    assert [clause.number for clause in clauses("S.L. 217.09\n\n1. Fish are spared.\n\n2. Eels are fish.")] == ["", "1", "2"]


def test_a_list_of_contents_with_chapters_is_no_law() -> None:
    text = "ARRANGEMENT OF SECTIONS\n\nCHAPTER 1\n\nTERMS\n\n1. Terms\n\nCHAPTER 2\n\nOFFENCES\n\n2. Taking of fish\n\nCHAPTER 1\n\nTERMS\n\n1. In this Act a fish has fins.\n\nCHAPTER 2\n\nOFFENCES\n\n2. Any person who takes fish is fined."
    assert [clause.number for clause in clauses(text) if clause.number] == ["1", "2"]


def test_a_list_of_contents_within_section_1_is_no_law() -> None:
    text = "SECTION 1. SHORT TITLE.\n(a) This act is the Fish Act.\n(b) The table of contents is as follows:\nSec. 1. Short title.\nSec. 2. Taking.\nSEC. 2. TAKING.\nA person who takes fish is fined."
    assert [clause.number for clause in clauses(text)] == ["1", "1(a)", "1(b)", "2"]


def test_numbers_of_a_memorandum_are_none_of_the_law() -> None:
    text = "EXPLANATORY MEMORANDUM\n\n1. The Bill protects fish.\n\n2. There are no costs.\n\nFISH BILL\n\nENACTED by the Parliament of Lorania\n\n1. Short title\nThis is the Fish Act.\n\n2. Taking\nA person who takes fish is fined."
    nodes = [node for top in split_clauses(document(text)) for node in top.walk()]
    assert [(node.clause.number, node.clause.heading) for node in nodes if node.operative] == [
        ("", ""),
        ("1", "Short title"),
        ("2", "Taking"),
    ]


def test_a_formula_without_a_memorandum_changes_nothing() -> None:
    text = "1. Fish are spared.\n\nThis Part was enacted by the Fish Act 1990.\n\n2. Eels are fish."
    assert [node.operative for top in split_clauses(document(text)) for node in top.walk()] == [True, True, True]


def test_a_text_without_quotation_marks_ends_where_the_bill_goes_on() -> None:
    text = "SECTION 1. Section 236.1 of the Fish Code is amended to read:\n\n236.1. (a) A person who takes fish is guilty.\n(b) Eels are fish.\n\nSEC. 2. Section 236.14 is added to the Fish Code, to read:\n\n236.14. Anglers shall be named.\n\nSEC. 3. This act takes effect at once."
    read = document(text)
    numbers = [clause.number for clause in Law(read, lexicon(), amended(read)).clauses]
    assert sorted(numbers) == ["1", "2", "236.1", "236.1(a)", "236.1(b)", "236.14", "3"]


LISTS = [
    (
        "chapters that the law does not repeat",
        "CONTENTS\nChapter 1 General\nChapter 2 Offences\n\n1. Purpose\nThis Law punishes the taking of fish.\n\n2. Taking\nWhoever takes fish is fined.",
        ["1", "2"],
    ),
    (
        "numbers of another kind",
        "CONTENTS\n1. Purpose\n2. Taking\n\nArticle I\nPurpose\nThis Law punishes the taking of fish.\n\nArticle II\nTaking\nNo fish shall be taken.",
        ["I", "II"],
    ),
    (
        "no numbers",
        "CONTENTS\nShort title\nTaking\n\n1. Short title\nThis is the Fish Act.\n\n2. Taking\nNo fish shall be taken.",
        ["1", "2"],
    ),
    (
        "a schedule with paragraphs",
        "CONTENTS\n1 Short title\n2 Taking\nSCHEDULE 1 Fund\n1 Board\n2 Meetings\nSCHEDULE 2 Repeals\n\n1 Short title\nThis Act may be cited as the Fish Act.\n\n2 Taking\nA person must not take fish.",
        ["1", "2"],
    ),
    (
        "within section 1, and nothing comes again",
        "SECTION 1. SHORT TITLE.\n(a) This act is the Fish Act.\n(b) The table of contents is as follows:\nSec. 1. Short title.\nSec. 2. Taking.\nSECTION 3. A person who takes fish in the waters of the State is fined.",
        ["1", "1(a)", "1(b)", "3"],
    ),
]


@pytest.mark.parametrize(("name", "text", "numbers"), LISTS, ids=[one[0] for one in LISTS])
def test_a_list_of_contents_never_takes_the_law_with_it(name: str, text: str, numbers: list[str]) -> None:
    nodes = [node for top in split_clauses(document(text)) for node in top.walk()]
    assert [node.clause.number for node in nodes if node.operative and node.clause.number] == numbers


ENACTED = [
    "BE IT ENACTED by Parliament as follows:\n\n1. Fish are spared.\n\n2. Eels are fish.\n\nSTATEMENT OF OBJECTS AND REASONS\n\nThe Fish Act was enacted by Parliament in 1956.",
    "PREAMBLE\n\nWhereas fish are rare,\n\n1. Fish are spared.\n\n2. Eels are fish.\n\nEnacted by the Parliament on 3 May 2020.",
    "EXPLANATORY MEMORANDUM\n\nThis Bill protects fish.\n\nFISH BILL\n\n1. Fish are spared.\n\n2. Former law\n\nThe Fish Act enacted by the Colony in 1930 is repealed.",
]


@pytest.mark.parametrize("text", ENACTED, ids=["a statement behind", "a preamble and a signature", "a former law"])
def test_words_of_enacting_elsewhere_switch_nothing_off(text: str) -> None:
    nodes = [node for top in split_clauses(document(text)) for node in top.walk()]
    assert [node.clause.number for node in nodes if node.operative and node.clause.number][:2] == ["1", "2"]


@pytest.mark.parametrize(
    "text",
    [
        "Article 4\nThe angler has a right to\n(a) bait;\n(b) tackle.",
        "2. Persons convicted of taking fish are reported to the\nMinistry of Fish, which keeps a register of them.",
        "4. The following persons are exempt\n\nAnglers on duty.",
        "(Amended by the Fish Amendment Act)\n4. A person who sells fish is fined.",
        "(New)\n4. No fish shall be taken.",
    ],
    ids=["cut off before items", "a wrapped line", "the following", "an amendment", "a remark"],
)
def test_what_is_no_heading(text: str) -> None:
    assert next(clause for clause in clauses(text) if clause.number).heading == ""


@pytest.mark.parametrize(
    "text",
    [
        "| Licence for anglers | 500 Euros |\n| --- | --- |\n| Taking of fish | 10 Years |",
        "| Taking of fish | Section 12 |\n| --- | --- |\n| Eels | Section 13 |",
        "| A fisherman shall pay | 3. Fish |\n| --- | --- |\n| Another | 4. Eels |",
    ],
    ids=["amounts", "references", "rules"],
)
def test_ordinary_tables_hold_no_sections(text: str) -> None:
    assert [clause.number for clause in clauses(text, "bill.md") if clause.number] == []


def test_what_stands_beside_the_law_in_a_table_of_remarks_is_no_heading() -> None:
    text = "| Provision | Remarks |\n| --- | --- |\n| 1. No fish shall be taken from the river. | Agreed. |\n| 2. Eels are fish for this Act. | Taken from the Protocol. |"
    assert [(clause.number, clause.heading) for clause in clauses(text, "bill.md") if clause.number] == [("1", ""), ("2", "")]


def test_paragraphs_of_articles_stay_paragraphs() -> None:
    text = "Art. 1. § 1. Fish are spared.\n§ 2. Eels are fish.\n\nArt. 2. § 1. Rivers are free.\n§ 2. Lakes are not."
    assert [clause.number for clause in clauses(text)] == ["1", "1(1)", "1(2)", "2", "2(1)", "2(2)"]


def test_a_letter_that_begins_a_sentence_is_no_part_of_the_number() -> None:
    assert [
        clause.number for clause in clauses("Section 5-A person who fishes is fined.\n\nSection 6–A ship may be seized.")
    ] == ["5", "6"]


def test_amounts_open_no_section() -> None:
    assert [
        clause.number for clause in clauses("1. He shall pay a fine of Rs. 500. The court may remit it.\n\n2. Fish are spared.")
    ] == ["1", "2"]


def test_very_deep_nesting_and_very_long_numbers_are_read() -> None:
    assert len(clauses("1. Fish.\n\n" + "\n\n".join("(1) Fish are spared." for _ in range(1500)))) == 1501
    assert clauses("1" * 5000 + ". Fish are spared.")


BEHIND = [
    (
        "a memorandum behind the law",
        "1. Whoever fishes is fined.\n\n2. No angler shall be charged.\n\nEXPLANATORY MEMORANDUM\n\n1. Clause 1 makes an offence.\n\n2. Clause 2 protects anglers.\n\n3. There are no costs.",
        ["1", "2"],
    ),
    (
        "notes on each clause",
        "Clause 1. Taking\nWhoever fishes is fined.\n\nExplanatory note\n\n1. This clause makes an offence.\n\n2. It applies to all.\n\nClause 2. Anglers\nNo angler shall be charged.",
        ["1", "2"],
    ),
    (
        "a Part behind a note",
        "PART 1\n\n1. Whoever fishes is fined.\n\nExplanatory note\n\n1. Fish are rare.\n\nPART 2\n\n2. No angler shall be charged.",
        ["", "1", "", "2"],
    ),
    (
        "notes within a memorandum in front",
        "EXPLANATORY MEMORANDUM\n\n1. Fish are rare.\n\nBackground\n\n2. Rivers are dry.\n\nENACTED by the Parliament of Lorania\n\n1. This is the Fish Act.\n\n2. Whoever fishes is fined.",
        ["1", "2"],
    ),
    (
        "a background within the law",
        "1. Whoever fishes is fined.\n\nBackground\n\n2. No angler shall be charged.",
        ["1", "2"],
    ),
    (
        "a long title behind contents",
        "ARRANGEMENT OF CLAUSES\n\n1. Short title. 2. Fish are spared. 3. Pending cases.\n\nA BILL for an Act to remove provisions that are seldom used.\n\n1. This Act may be cited as the Fish Act.\n\n2. Fish are spared.",
        ["1", "2"],
    ),
]


@pytest.mark.parametrize(("name", "text", "operative"), BEHIND, ids=[one[0] for one in BEHIND])
def test_numbers_of_what_explains_a_law_are_no_law(name: str, text: str, operative: list[str]) -> None:
    nodes = [node for top in split_clauses(document(text)) for node in top.walk()]
    assert [node.clause.number for node in nodes if node.operative and (node.clause.number or node.division)] == operative


def test_a_law_behind_a_memorandum_without_a_formula_is_law() -> None:
    text = "STATEMENT OF OBJECTS AND REASONS\n\n1. Fish are rare.\n\nBackground\n\n2. Rivers are dry.\n\nFISH BILL\n\n1. This Act may be cited as the Fish Act.\n\n2. Whoever fishes is fined.\n\n3. No angler is charged."
    nodes = [node for top in split_clauses(document(text)) for node in top.walk() if node.operative]
    said = [text[node.clause.start : node.clause.end] for node in nodes]
    assert {"2. Whoever fishes is fined.", "3. No angler is charged."} <= set(said)


def test_a_sentence_that_begins_with_a_division_of_another_law_is_none() -> None:
    text = "3. Anglers\n\nNo angler is fined.\n\n4. General\n\nPart 2 of the Fisheries Act applies to an angler.\n\nPart 5 Offences\n\n5. Fishing\n\nWhoever fishes is fined."
    read = [(clause.number, clause.heading) for clause in clauses(text)]
    assert read == [("3", "Anglers"), ("4", "General"), ("", "Offences"), ("5", "Fishing")]
    assert [p.text for p in law(text).provisions if p.clause.number == "4"] == [
        "Part 2 of the Fisheries Act applies to an angler."
    ]


WRAPPED = """THE FISH ORDER OF THE DOMINION OF HARROW SOUND AND ITS DEPENDENCIES, MADE IN COUNCIL IN 1936
5. Nothing in this Order, nor in any other law in force in the
Protectorate, shall make an angler liable, and no one is punished by
Article 7 who only watched.
6. Whoever takes fish at night shall be fined, and his net seized:
Provided that this Article applies only where he has been warned
before.
"""


def test_a_line_that_stops_open_is_no_heading_and_a_proviso_goes_on() -> None:
    read = {provision.clause.number: " ".join(provision.text.split()) for provision in law(WRAPPED).provisions}
    assert read["5"].startswith("Nothing in this Order")
    assert read["5"].endswith("punished by Article 7 who only watched.")
    assert read["6"].endswith("his net seized: Provided that this Article applies only where he has been warned before.")
    assert "7" not in read
