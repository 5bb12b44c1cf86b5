"""Amending: instructions in many house styles, and the text of the law as it would read."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reviewing.amending import Amended, amended
from bot.reviewing.bills import Bill
from bot.reviewing.joining import join_readings
from bot.reviewing.law import Law
from bot.reviewing.mentions import mentions, told
from bot.reviewing.woven import EMPTY, Edit, Woven, whole
from corpus.documents import Document
from corpus.readers import read_bytes
from tests.support.laws import document, lexicon

ACT = """FISHERIES ACT 1990

PART I - GENERAL

1. Interpretation
In this Act—
"boat" means a ship;
"fish" means any aquatic animal.

2. Licences
(1) A person who fishes without a licence commits an offence.
(2) A person who lends a licence commits an offence.
(3) A licence expires in May.

PART II - OFFICERS

3. Officers
An officer may enter a boat.

4. Duties
An officer shall—
(a) keep a register;
(b) report to the Minister; and
(c) wear a badge.

5. Fees
Fees are due in May.

SCHEDULE

Forms
"""


def bill(text: str) -> Bill:
    read = document(text)
    return Bill(read, 0, 0, len(read.text))


def read_together(bill_text: str, act: str = ACT, *, bill_first: bool = False) -> tuple[Document, Amended | None]:
    readings = [read_bytes(act.encode(), "act.txt"), read_bytes(bill_text.encode(), "bill.txt")]
    joined = join_readings(readings[::-1] if bill_first else readings).document
    return joined, amended(joined)


def as_amended(bill_text: str, act: str = ACT) -> str:
    """The act as it would read, on one line."""
    joined, done = read_together(bill_text, act)
    assert done is not None
    end = done.document.parts[0]
    assert joined.files == ("act.txt", "bill.txt")
    return " ".join(done.woven.text[:end].split())


REPEALS = [
    ("Section 3 of the Fisheries Act is repealed.", "3. Officers"),
    ("Section 3 of the principal Act shall be omitted.", "3. Officers"),
    ("Section 3 shall cease to have effect.", "3. Officers"),
    ("Omit section 3.", "3. Officers"),
    ("The principal Act is amended by deleting section 3.", "3. Officers"),
    ("Section 2(2) is hereby repealed.", "lends a licence"),
    ("Subsection (2) of section 2 is deleted.", "lends a licence"),
    ("In section 2 of that Act, leave out subsection (2).", "lends a licence"),
    ("Section 2 is amended by striking subsection (2).", "lends a licence"),
    ("Paragraph (b) of section 4 is deleted.", "report to the Minister"),
    ("In section 4 (duties of officers), omit paragraph (b).", "report to the Minister"),
    ("Sections 3 to 5 are repealed.", "report to the Minister"),
    ("Sections 2, 3 and 4 are repealed.", "wear a badge"),
    ("Articles 3 and 4 are abrogated.", "wear a badge"),
    ("Part II of the Fisheries Act 1990 is repealed.", "Fees are due"),
    ("The Schedule to the Fisheries Act is repealed.", "Forms"),
    ("The Fisheries Act 1990 is repealed.", "boat"),
    ('The definition of "boat" in section 1 is repealed.', "means a ship"),
    ('In section 1, omit the definition of "boat".', "means a ship"),
]


@pytest.mark.parametrize(("says", "gone"), REPEALS, ids=[says for says, _ in REPEALS])
def test_what_is_repealed_is_out(says: str, gone: str) -> None:
    assert gone in " ".join(ACT.split())
    text = as_amended(f"1. {says}\n\n2. This Act comes into force in June.")
    assert gone not in text
    assert ("expires in May" in text) == (not re.search(r"Sections 2,|The Fisheries Act 1990 is repealed", says))


WORDS = [
    'In section 5, for "May" substitute "June".',
    "In section 5, for the word “May” there shall be substituted the word “June”.",
    "In section 5, for the word 'May', the word 'June' shall be substituted.",
    'Section 5 is amended by deleting the word "May" and substituting therefor the word "June".',
    "Section 5 of the Fisheries Act is amended by striking “May” and inserting “June”.",
    'Section 5 is amended by replacing "May" with "June".',
    'In section 5, the word "May" is replaced by the word "June".',
    'Section 5 is amended by substituting "June" for "May".',
    'In section 5 of the principal Act, by substituting for the word "May" the word "June".',
    'In section 5, delete "May" and insert "June".',
    'In section 5, for the words from "in" to "May" substitute "in June".',
    'In section 5, for the words from "in" to the end substitute "in June".',
    "Section 5 is amended by striking “in May” and all that follows and inserting “in June”.",
    'Section 5 is amended by omitting "Fees" and inserting "Fees", so that it reads "Fees are due in June.".\n\n2. In section 5, for "May" substitute "June".',
]


@pytest.mark.parametrize("says", WORDS)
def test_words_are_put_in_the_place_of_others(says: str) -> None:
    text = as_amended(f"1. {says}\n\n3. This Act comes into force on assent.")
    assert "Fees are due in June." in text
    assert "expires in May" in text


@pytest.mark.parametrize(
    ("says", "reads"),
    [
        ('In section 3, after "officer" insert "or a constable".', "An officer or a constable may enter a boat."),
        ('In section 3, before "boat" insert "fishing".', "An officer may enter a fishing boat."),
        ('In section 3, insert "or a constable" after "officer".', "An officer or a constable may enter a boat."),
        (
            'In section 2, for "licence" substitute "permit" wherever it occurs.',
            "lends a permit commits an offence. (3) A permit expires",
        ),
        ('In sections 2 and 5, for "May" substitute "June" in each place.', "expires in June"),
        ('In section 4, delete "and" and in paragraph (c) for "badge" substitute "hat".', "wear a hat"),
        ("Section 3 is renumbered as section 3(1).", "3. Officers (1) An officer may enter"),
        ("Section 2 is amended by redesignating subsection (3) as subsection (4).", "(4) A licence expires in May."),
    ],
)
def test_words_are_added_and_numbers_changed(says: str, reads: str) -> None:
    text = as_amended(f"1. {says}\n\n2. This Act comes into force on assent.")
    assert reads.replace("3. Officers (1) ", "") in text


INSERTED = "An inspector may board."
STYLES = {
    "after, typographic": f"1. After section 3 insert—\n“3A. Inspectors\n{INSERTED}”\n\n2. Expenses\nMoney is to be paid.",
    "after, straight": f'1. After section 3 of the principal Act insert—\n"3A. Inspectors\n{INSERTED}".\n\n2. Expenses\nMoney is to be paid.',
    "the following section": f'1. The Fisheries Act is amended by inserting the following section after section 3:\n"3A. {INSERTED}"\n\n2. Money is to be paid.',
    "insertion of": f'1. The Principal Act is amended by the insertion of the following section after section 3:\n"3A.—(1) {INSERTED}".\n\n2. Money is to be paid.',
    "shall be inserted": f'1. Insertion of new section 3A.- After section 3 of the principal Act, the following section shall be inserted, namely:-\n"3A. Inspectors.- {INSERTED}".\n\n2. Money is to be paid.',
    "indented": f"1. The Act is amended by adding the following section after section 3:\n\n    3A. Inspectors\n    {INSERTED}\n\n2. Money is to be paid.",
    "no marks": f"Article 1\nAfter Article 3 the following Article is inserted:\nArticle 3A. Inspectors\n{INSERTED}\nArticle 2\nMoney is to be paid.",
    "in one line": f"1. After section 3 there is inserted: “3A. {INSERTED}”.\n\n2. Money is to be paid.",
    "marks at each paragraph": f"SEC. 2. The Fisheries Act is amended by inserting after section 3 the following:\n“3A. INSPECTORS.\n“(a) IN GENERAL.—{INSERTED}\n“(b) BADGES.—An inspector shall wear a badge.”.\n\nSEC. 3. Money is to be paid.",
    "by its number": f'1. The principal Act is amended by adding the following new section—\n"3A. {INSERTED}".\n\n2. Money is to be paid.',
}


@pytest.mark.parametrize("style", STYLES)
def test_a_new_section_stands_at_its_place(style: str) -> None:
    text = as_amended(STYLES[style])
    assert text.index("may enter a boat") < text.index(INSERTED) < text.index("keep a register")
    assert "Money" not in text


def test_a_new_subsection_item_and_definition_stand_at_their_places() -> None:
    text = as_amended(
        '1. Section 2 is amended by adding at the end—\n"(4) A licence is blue.".\n\n'
        '2. In section 4, after paragraph (a) insert—\n"(aa) count the boats;".\n\n'
        '3. For section 2(1) substitute—\n"(1) A person who fishes by night commits an offence.".\n'
    )
    assert "(3) A licence expires in May. (4) A licence is blue." in text
    assert "(a) keep a register; (aa) count the boats; (b) report" in text
    assert "fishes without" not in text
    assert "fishes by night" in text


def test_what_is_inserted_first_can_be_named_later() -> None:
    text = as_amended(
        '1. After section 3 insert—\n"3A Inspectors\nAn inspector may board."\n\n2. In section 3A, for "board" substitute "dive".\n\n3. After section 3A insert—\n"3B Divers\nA diver may dive."\n'
    )
    assert "An inspector may dive. 3B. Divers A diver may dive. PART" not in text
    assert text.index("An inspector may dive.") < text.index("A diver may dive.") < text.index("4. Duties")


def test_nested_items_carry_their_section() -> None:
    text = as_amended(
        '2. Section 2 is amended—\n(a) in subsection (1), by inserting "at night" after "fishes";\n(b) by deleting subsection (2); and\n(c) in subsection (3), by deleting "May" and substituting "June".\n'
    )
    assert "fishes at night without" in text
    assert "lends" not in text
    assert "expires in June" in text


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ("Section 12 is repealed.", "has no section 12"),
        ("Section 2(9) is repealed.", "has no section 2(9)"),
        ('In section 5, for "July" substitute "June".', "does not say “July” there"),
        ("Section 5 of the Wireless Telegraphy Act is repealed.", "Wireless Telegraphy Act was not supplied"),
    ],
)
def test_what_cannot_be_carried_out_is_noted_and_left(says: str, reason: str) -> None:
    joined, done = read_together(f"FISHERIES (AMENDMENT) BILL\n\n1. {says}")
    assert done is not None
    assert len(done.notes) == 1
    assert reason in done.notes[0]
    assert done.woven.text == joined.text
    assert done.consumed == ()


def test_files_that_amend_nothing_are_left() -> None:
    assert read_together("1. Boats keep left.\n\n2. Fees are due.")[1] is None
    assert amended(document("1. Boats keep left.")) is None


def test_a_bill_alone_reads_what_it_inserts_under_its_number() -> None:
    text = '2. Section 2 of the principal Act is amended—\n(a) by deleting subsection (1);\n(b) by adding at the end—\n"(4) A person who sinks a boat commits an offence.".\n\n3. Fees are due.'
    source = document(text)
    read = Law(source, lexicon(), amended(source))
    assert [clause.number for clause in read.clauses] == ["2", "2(a)", "2(b)", "3", "2", "2(4)"]
    norm = next(norm for norm in read.norms if "sinks" in norm.provision.text)
    assert norm.clause.number == "2(4)"
    assert read.document.text[slice(*norm.provision.own)].startswith("A person who sinks a boat")


def test_the_order_of_the_files_is_nothing() -> None:
    joined, done = read_together(STYLES["after, straight"], bill_first=True)
    assert done is not None
    assert done.bills == (0,)
    act = done.woven.text[done.document.parts[0] :]
    assert act.index("may enter a boat") < act.index(INSERTED) < act.index("keep a register")
    at = done.woven.text.index(INSERTED)
    ((low, high),) = done.woven.spans(at, at + len(INSERTED))
    assert joined.text[low:high] == INSERTED
    assert joined.file_at(low) == "bill.txt"


def test_every_strand_is_verbatim() -> None:
    for style in STYLES.values():
        joined, done = read_together(style)
        assert done is not None
        for strand in done.woven.strands:
            if strand.verbatim:
                assert done.woven.text[strand.at : strand.at + strand.length] == joined.text[strand.start : strand.end]


def test_quotations_keep_their_inner_marks() -> None:
    read = bill(
        "1. After section 2 insert—\n“2A (1) In this section “net” means a “mesh” of any kind.\n(2) A net is “banned”.”\n\n2. Section 3 is repealed."
    )
    (quotation,) = read.quotations
    assert read.words(quotation.mark).endswith("(2) A net is “banned”.")
    assert [instruction.does.value for instruction in read.instructions] == ["insert_after", "repeal"]


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("section 7(2)(a)", ["section 7(2)(a)"]),
        ("sections 8 to 10", ["section 8, 10"]),
        ("section 12(a) and (b)", ["section 12(a), 12(b)"]),
        ("Article 279.01", ["section 279.01"]),
        ("section 21-6420a", ["section 21-6420a"]),
        ("Part III", ["part III"]),
        ("the Schedule", ["schedule"]),
        ("paragraphs (a), (c) and (d)", ["(a), (c), (d)"]),
        ("in the year 1990 of boats", []),
    ],
)
def test_places_are_read(text: str, ways: list[str]) -> None:
    assert [told((mention.step,)) for mention in mentions(text)] == ways


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30), st.booleans()), max_size=8))
def test_edits_keep_the_way_back(places: list[tuple[int, int, bool]]) -> None:
    read = document(ACT)
    text = whole(read, 0, len(read.text))
    edits: list[Edit] = []
    at = 0
    for gap, length, apart in places:
        start = at + gap + 1
        if start + length >= len(read.text):
            break
        edits.append(Edit(start, start + length, EMPTY if apart else Woven("", (), ()), apart))
        at = start + length
    done = text.edited(edits)
    assert all(done.text[s.at : s.at + s.length] == read.text[s.start : s.end] for s in done.strands)
    assert len(done.text) == len(read.text) - sum(e.end - e.start for e in edits)
    ends = [(block.start, block.end) for block in done.blocks]
    assert all(0 <= low < high <= len(done.text) for low, high in ends)
    assert all(first[1] <= second[0] for first, second in pairwise(ends))
