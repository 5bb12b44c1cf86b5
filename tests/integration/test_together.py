"""A bill read with the act it amends: judged on the law as it would read, in many house styles, with the shipped register."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.contract import review_json
from bot.draft_files import DraftFile
from bot.exports import exporters
from bot.reviewing.findings import Review, Scope
from bot.service import Clausewise, open_service
from bot.settings import load_settings

ACT = """TRAFFICKING IN PERSONS ACT 2010

PART I - PRELIMINARY

1. Short title
This Act may be cited as the Trafficking in Persons Act.

2. Interpretation
In this Act—
"court" means the High Court;
"victim" means a person who has been trafficked.

PART II - OFFENCES

3. Trafficking
(1) A person who recruits, transports, transfers, harbours or receives another person by threat, force, deception or abuse of a position of vulnerability, for the purpose of prostitution or other sexual exploitation, commits an offence.
(2) A person who commits an offence under subsection (1) is liable to imprisonment for ten years.

4. Attempts
A person who attempts to commit an offence under section 3 commits an offence.

5. Aiding
A person who aids, abets or counsels an offence under section 3 is guilty of an offence.

6. Documents
A person who forges, takes or destroys a passport or other travel or identity document in furtherance of an offence under section 3 commits an offence.

7. Disclosure of identity
(1) A person who discloses the identity of a victim or a witness in proceedings under this Act commits an offence.
(2) Subsection (1) does not apply to a newspaper.

PART III - VICTIMS

8. Victims not to be prosecuted
A victim shall not be arrested, detained, charged or convicted for an offence committed as a result of being trafficked.

9. Fees
The Minister may prescribe fees.
"""

ALONE = {
    **dict.fromkeys(("ST-01", "ST-02.acts", "ST-02.means", "ST-02.purpose", "ST-03", "ST-04", "ST-05", "ST-11"), "met"),
    **dict.fromkeys(("ST-12.arrest", "ST-12.charge", "ST-12.detention", "ST-12.conviction"), "met"),
    **dict.fromkeys(("ST-07", "ST-08", "ST-09", "ST-10"), "missing"),
    "ST-06": "partial",
}  # fmt: skip
"""The verdicts on the act without a bill."""


@dataclass(frozen=True)
class Pair:
    """A bill to the act above, what it changes, and where the new words are cited."""

    bill: str
    moved: dict[str, str]
    cited: dict[str, str] = field(default_factory=dict)
    not_done: tuple[str, ...] = ()


UNITED_KINGDOM = Pair(
    """1 Amendments
(1) The Trafficking in Persons Act 2010 is amended as follows.
(2) In section 3(1) (trafficking), for the words from “threat” to “vulnerability” substitute “force or deception”.
(3) In section 7, omit subsection (2).
(4) After section 4 insert—
“4A Conspiracy
A person who conspires with another to commit an offence under section 3 commits an offence.”
(5) After section 4A insert—
“4B Paying for sexual services
A person who pays for the sexual services of a victim commits an offence.”
(6) Section 8 ceases to have effect.
""",
    {"ST-06": "met", "ST-07": "met", "ST-10": "met"}
    | dict.fromkeys(("ST-11", "ST-12.arrest", "ST-12.charge", "ST-12.detention", "ST-12.conviction"), "conflict"),
    {"ST-07": "4A", "ST-10": "4B"},
)
UNITED_STATES = Pair(
    """SEC. 2. AMENDMENTS.
(a) IN GENERAL.—Section 3 of the Trafficking in Persons Act is amended—
(1) in subsection (1), by striking “threat, force, deception” and inserting “force, fraud”;
(2) by redesignating subsection (2) as subsection (3); and
(3) by inserting after subsection (1) the following:
“(2) If the victim has not attained the age of 18 years or dies, the offender is liable to imprisonment for life.
“(2A) The court shall order restitution.”.
(b) REPEAL.—Section 6 of such Act is repealed.
SEC. 3. ABETTING.
Section 5 of the Trafficking in Persons Act is amended by striking “aids, abets” and all that follows and inserting “keeps a bar shall pay a fee”.
""",
    {"ST-04": "conflict", "ST-05": "conflict", "ST-08": "met"},
    {"ST-08": "3(2)"},
)
CIVIL_LAW = Pair(
    """LAW AMENDING THE LAW ON TRAFFICKING IN PERSONS

Article 1
Article 4 is replaced by the following:
Article 4. Preparation of budgets
The Ministry prepares a budget each year.
Article 2
Articles 5 to 7 are repealed.
Article 3
This Law enters into force on the day of its publication.
""",
    dict.fromkeys(("ST-03", "ST-04", "ST-05", "ST-06"), "conflict"),
)
INDIA = Pair(
    """1. Short title.- This Act may be called the Trafficking in Persons (Amendment) Act.
2. Amendment of section 2.- In section 2 of the principal Act, for the definition of "victim", the following definition shall be substituted, namely:-
'"victim" means a child who has been trafficked;'.
3. Insertion of new section 8A.- After section 8 of the principal Act, the following section shall be inserted, namely:-
"8A. Buyers.- Whoever hires any person for sexual services, knowing that the person was trafficked, shall be punished with imprisonment which may extend to seven years.".
4. Omission of section 4.- Section 4 of the principal Act shall be omitted.
5. In section 6 of the principal Act, the words "or destroys" shall be omitted.
""",
    {"ST-03": "conflict", "ST-10": "met"}
    | dict.fromkeys(("ST-11", "ST-12.arrest", "ST-12.charge", "ST-12.detention", "ST-12.conviction"), "partial"),
    {"ST-10": "8A"},
)
INDENTED = Pair(
    """1. Section 4 of the Act is deleted and the following section is substituted therefor:

    4. Attempts and conspiracy
    (1) A person who attempts to commit an offence under section 3 commits an offence.
    (2) A person who conspires to commit that offence is liable in like manner.

2. The Act is amended by adding the following section after section 9:

    10. Buyers
    A person who buys sexual services from a victim commits an offence.

3. Section 9 is repealed.
""",
    {"ST-07": "met", "ST-10": "met"},
    {"ST-03": "4(1)", "ST-07": "4(2)", "ST-10": "10"},
)
KENYA = Pair(
    """2. Section 3 of the principal Act is amended—
(a) in subsection (1) by deleting the words "threat, force," and substituting therefor the word "force,";
(b) by adding the following new subsection immediately after subsection (2)—
"(3) Where the offender is a public officer, or the victim is a child, the offender shall be liable to imprisonment for life.".
3. The principal Act is amended by inserting the following new section immediately after section 7—
"7A. A person who takes part in an offence under section 3 with others as a party to a common purpose is liable as a principal offender.".
4. The principal Act is amended by deleting section 5.
""",
    {"ST-04": "conflict", "ST-07": "met", "ST-08": "met", "ST-09": "met"},
    {"ST-08": "3(3)", "ST-09": "3(3)", "ST-07": "7A"},
)
LIST = Pair(
    """1. The following provisions of the Trafficking in Persons Act are repealed:
(a) section 4;
(b) section 7(2);
(c) sections 5 and 6.
2. Section 12 is repealed.
""",
    {"ST-03": "conflict", "ST-04": "conflict", "ST-05": "conflict", "ST-06": "met"},
    not_done=("no section 12",),
)
SCHEDULE_OF_REPEALS = Pair(
    """1. Repeals
The provisions of the principal Act listed in the Schedule are repealed.

SCHEDULE
Provisions repealed
Section 4 — attempts.
Section 6 — travel documents.
""",
    {"ST-03": "conflict", "ST-05": "conflict"},
)
WORDS = Pair(
    """1. In section 6 of the Trafficking in Persons Act, for "a passport or other travel or identity document" substitute "a passport issued by the Republic".
2. In section 8 of that Act, for "A victim" substitute "A trafficked child".
3. In section 4 of that Act, the words "attempts to commit" are replaced by the words "is convicted of".
""",
    {"ST-03": "conflict", "ST-05": "partial"}
    | dict.fromkeys(("ST-11", "ST-12.arrest", "ST-12.charge", "ST-12.detention", "ST-12.conviction"), "partial"),
)
REVERSED = Pair(
    """1. Section 8 of the principal Act is amended by deleting the words "shall not be" and substituting the words "shall be".
2. Section 7(2) of the principal Act is repealed.
""",
    {"ST-06": "met"}
    | dict.fromkeys(("ST-11", "ST-12.arrest", "ST-12.charge", "ST-12.detention", "ST-12.conviction"), "conflict"),
)
PART_GONE = Pair(
    """Article 1
Part III of the Act is repealed.
Article 2
The definition of "victim" in section 2 is replaced by the following: "victim" means a woman who has been trafficked.
""",
    dict.fromkeys(("ST-11", "ST-12.arrest", "ST-12.charge", "ST-12.detention", "ST-12.conviction"), "conflict"),
)
REPLACED_WHOLE = Pair(
    """1. The following section is substituted for section 8 of the Principal Act:
"8.—(1) No victim shall be prosecuted for unlawful entry which results from being trafficked.
(2) Subsection (1) does not apply to a person who refuses to testify.".
2. The Principal Act is amended by the insertion of the following section after section 8:
"8A. A person who pays for sexual activity with a trafficked person, knowing of the trafficking, shall be guilty of an offence.".
""",
    {
        "ST-10": "met",
        "ST-11": "partial",
        "ST-12.charge": "partial",
        "ST-12.arrest": "conflict",
        "ST-12.detention": "conflict",
        "ST-12.conviction": "partial",
    },
    {"ST-10": "8A", "ST-11": "8(1)"},
)
OTHER_ACT = Pair(
    """1. Section 4 of the Immigration Act is repealed.
2. After section 9 of the Trafficking in Persons Act insert—
"9A. A person who conspires to commit an offence under section 3 commits an offence.".
""",
    {"ST-07": "met"},
    {"ST-07": "9A"},
    not_done=("Immigration Act was not supplied",),
)

PAIRS = {name.lower(): pair for name, pair in globals().items() if isinstance(pair, Pair)}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Clausewise:
    return open_service(load_settings(data_dir=tmp_path_factory.mktemp("data"), classifier="none"))


def together(service: Clausewise, *files: tuple[str, str]) -> Review:
    return service.review_together([DraftFile(name, text.encode()) for name, text in files], scope=Scope.WHOLE)


def verdicts(review: Review) -> dict[str, str]:
    return {finding.element.id: finding.verdict.value for finding in review.findings}


def check_files(review: Review) -> None:
    """Every quote is verbatim and names its file; every id is there once."""
    shown = review_json(review)
    text = review.document.text
    ids = [clause["clause_id"] for clause in shown["clauses"]]
    assert len(ids) == len(set(ids))
    assert all(clause["parent"] is None or clause["parent"] in ids for clause in shown["clauses"])
    quotes = [quote for finding in shown["findings"] for quote in (*finding["clauses"], *finding["nearest"])]
    for quote in quotes:
        assert quote["quote"] == text[quote["start"] : quote["end"]]
        assert quote["quote"].strip()
        assert quote["file"] == review.document.file_at(quote["start"]) == review.document.file_at(quote["end"] - 1)
        assert quote["clause_id"] in ids


def test_the_act_alone(service: Clausewise) -> None:
    assert verdicts(service.review(DraftFile("act.txt", ACT.encode()), scope=Scope.WHOLE)) == ALONE


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())
def test_a_bill_is_judged_on_the_law_as_it_would_read(service: Clausewise, pair: Pair) -> None:
    review = together(service, ("act.txt", ACT), ("bill.txt", pair.bill))
    found = verdicts(review)
    assert {element: found[element] for element in found if found[element] != ALONE[element]} == pair.moved
    check_files(review)
    by_id = {finding.element.id: finding for finding in review.findings}
    for element, number in pair.cited.items():
        assert (number, "bill.txt") in {(q.clause.number, review.document.file_at(q.start)) for q in by_id[element].clauses}
    failed = [note for note in review.notes if "was not carried out" in note]
    assert len(failed) == len(pair.not_done)
    assert all(any(reason in note for note in failed) for reason in pair.not_done)
    assert verdicts(together(service, ("bill.txt", pair.bill), ("act.txt", ACT))) == found


def test_a_conflict_by_repeal_quotes_both_files(service: Clausewise) -> None:
    review = together(service, ("act.txt", ACT), ("bill.txt", LIST.bill))
    finding = next(f for f in review.findings if f.element.id == "ST-03")
    assert finding.reasons == ("repealed",)
    assert [review.document.file_at(quote.start) for quote in finding.clauses[:2]] == ["bill.txt", "act.txt"]
    assert [quote.clause.number for quote in finding.clauses[:2]] == ["1(a)", "4"]
    assert "of bill.txt" in finding.rationale
    assert "of act.txt" in finding.rationale


def test_exports_name_the_files(service: Clausewise) -> None:
    review = together(service, ("act.txt", ACT), ("bill.txt", UNITED_KINGDOM.bill))
    for kind in ("md", "html", "csv", "json"):
        shown = exporters()[kind].export([review]).decode("utf-8-sig")
        assert "act.txt" in shown
        assert "bill.txt" in shown
    markdown = exporters()["md"].export([review]).decode()
    assert "Draft: clause 4A, bill.txt" in markdown


def test_one_file_names_none(service: Clausewise) -> None:
    shown = review_json(service.review(DraftFile("act.txt", ACT.encode())))
    assert all("file" not in quote for finding in shown["findings"] for quote in (*finding["clauses"], *finding["nearest"]))


def test_a_code_that_is_relied_on_stays_as_it_is(service: Clausewise) -> None:
    code = "PENAL CODE\n\n20. Conspirators\nA person who conspires with another to commit any offence is liable as a principal offender."
    review = together(service, ("bill.txt", KENYA.bill), ("act.txt", ACT), ("code.txt", code))
    found = verdicts(review)
    assert found["ST-04"] == "conflict"
    assert found["ST-07"] == "met"
    check_files(review)


def test_a_bill_that_amends_nothing_supplied_says_so(service: Clausewise) -> None:
    bill = "1. Section 44 of the Aliens Act is repealed.\n\n2. A person who attempts to commit trafficking in persons commits an offence."
    review = together(service, ("bill.txt", bill), ("act.txt", ACT))
    assert any("Aliens Act was not supplied" in note for note in review.notes)
    assert verdicts(review) == ALONE


def test_reviews_together_are_repeatable(service: Clausewise) -> None:
    files = (("act.txt", ACT), ("bill.txt", UNITED_STATES.bill))
    first, second = (review_json(together(service, *files)) | {"timings_ms": {}} for _ in range(2))
    assert first == second


@pytest.mark.parametrize("path", [Path("bill.docx"), Path("bill.pdf")])
def test_names_are_those_of_the_files(service: Clausewise, path: Path) -> None:
    review = together(service, ("act.txt", ACT), (path.with_suffix(".txt").name, LIST.bill))
    assert review.document.files == ("act.txt", "bill.txt")
