"""Criteria: a register on another subject than the shipped one decides verdicts; no Python names the subject."""

from __future__ import annotations

import pytest

from bot.reviewing.findings import Role, Scope, Verdict
from bot.reviewing.review import Reviewer
from corpus.criteria import Effect, NormPattern
from tests.support.laws import finding_other, law, lexicon, norms, other_register, review_other

SALE = "1. A person who sells personal data commits an offence."

CASES = [
    # met, narrowed, weaker in kind
    ("offence", SALE, "DP-01", "met", ()),
    ("penalty", "1. Whoever sells personal data shall be punished with a fine.", "DP-01", "met", ()),
    ("passive noun", "1. The sale of personal data is an offence.", "DP-01", "met", ()),
    ("narrower in acts", "1. A person who sells health data commits an offence.", "DP-01", "partial", ("only_health",)),
    ("narrower in persons", "1. A public officer who sells personal data commits an offence.", "DP-01", "partial", ("only_officials",)),
    ("narrow rule beside a wide one", "1. A person who sells health data commits an offence.\n\n2" + SALE[1:], "DP-01", "met", ()),
    ("weaker in kind", "1. A person must not sell personal data.", "DP-01", "partial", ("weak",)),
    (
        "prohibition that another section punishes",
        "1. A person must not sell personal data.\n\n2. A person who contravenes section 1 commits an offence.",
        "DP-01",
        "met",
        (),
    ),
    (
        "prohibition beside an offence of something else",
        "1. A person must not sell personal data.\n\n2. A person must not fish.\n\n3. A person who contravenes section 2 commits an offence.",
        "DP-01",
        "partial",
        ("weak",),
    ),
    # exceptions
    ("exception in the sentence", SALE[:-1] + ", except a newspaper.", "DP-01", "partial", ("excepted",)),
    ("marginal exception", SALE[:-1] + ", unless a court so orders.", "DP-01", "met", ()),
    ("exception elsewhere", SALE + "\n\n2. Section 1 does not apply to newspapers.", "DP-01", "partial", ("excepted",)),
    ("exception from another rule", SALE + "\n\n2. Section 9 does not apply to newspapers.", "DP-01", "met", ()),
    ("exception by nothing in", SALE + "\n\n2. Nothing in section 1 applies to the press.", "DP-01", "partial", ("excepted",)),
    # what a term means
    ("term that means another thing", SALE + '\n\n2. In this Act, "personal data" means the yield of a field.', "DP-01", "missing", ()),
    ("attempts at another thing", SALE + '\n\n2. "personal data" means the yield of a field.\n\n3. Attempts at an offence under section 1 are punished.', "DP-02", "missing", ()),
    ("term left open", SALE + '\n\n2. In this Act, "personal data" includes the yield of a field.', "DP-01", "met", ()),
    ("term that means it", SALE + '\n\n2. In this Act, "personal data" means data of an individual.', "DP-01", "met", ()),
    ("term that another section explains", SALE + '\n\n2. In this Act, "personal data" means what section 9 says.', "DP-01", "met", ()),
    # opposite rules
    ("opposite", "1. A person who sells personal data does not commit an offence.", "DP-01", "conflict", ("freed",)),
    ("opposite of a noun", "1. The sale of personal data is not an offence.", "DP-01", "conflict", ("freed",)),
    ("repeal", "1. Section 7 of the Data Act (sale of personal data) is repealed.", "DP-01", "conflict", ("undone",)),
    (
        "opposite that outranks",
        SALE + "\n\n2. Notwithstanding section 1, the sale of personal data is not an offence.",
        "DP-01",
        "conflict",
        ("freed",),
    ),
    (
        "opposite of equal rank",
        SALE + "\n\n2. A newspaper that sells personal data does not commit an offence.",
        "DP-01",
        "needs_review",
        ("freed",),
    ),
    # missing
    ("another subject", "1. A person who sells fish commits an offence.", "DP-01", "missing", ()),
    ("heading alone", "1. Sale of personal data to be an offence", "DP-01", "missing", ()),
    ("definition alone", '1. In this Act "data trade" means the sale of personal data.', "DP-01", "missing", ()),
    (
        "definition in use",
        '1. In this Act "data trade" means the sale of personal data.\n\n2. Data trade is an offence.',
        "DP-01",
        "met",
        (),
    ),
    (
        "excluded words",
        SALE + "\n\n2. A person who attempts to hack an offence under section 1 commits an offence.",
        "DP-02",
        "missing",
        (),
    ),
    # anchors
    ("attempts it", SALE + "\n\n2. Whoever attempts it is punished with a fine.", "DP-02", "met", ()),
    ("attempts it, behind its penalty", SALE + "\n\n2. The penalty is a fine.\n\n3. Whoever attempts to do it pays half.\n\n4. Whoever attempts it is punished.", "DP-02", "met", ()),
    ("attempts another thing, named before it", SALE + "\n\n2. Whoever steals a cow commits an offence.\n\n3. Whoever attempts it is punished with a fine.", "DP-02", "missing", ()),
    ("attempts it, behind those who help in it", SALE + "\n\n2. Whoever helps in it is punished.\n\n3. Whoever attempts it is punished.", "DP-02", "met", ()),
    ("attempts it, behind a bare penalty", SALE + "\n\n2. It is punishable by a fine.\n\n3. Whoever attempts it is punished with a fine.", "DP-02", "met", ()),
    ("attempts it, behind who is fined", SALE + "\n\n2. A company is liable to a fine of 10 crowns.\n\n3. Whoever attempts it is punished.", "DP-02", "met", ()),
    (
        "attempts what another section makes an offence",
        "1. A person must not sell personal data.\n\n2. A person who contravenes section 1 commits an offence.\n\n3. Whoever attempts it is punished.",
        "DP-02",
        "met",
        (),
    ),
    (
        "attempts another thing, in the same section",
        "1. (1) A person who sells personal data commits an offence.\n(2) A person who steals a cow commits an offence.\n(3) Whoever attempts it is punished.",
        "DP-02",
        "missing",
        (),
    ),
    (
        "any offence, tried by a court",
        SALE + "\n\n2. Whoever steals a cow commits an offence.\n\n3. An attempt at any offence is punished by the court which tries it.",
        "DP-02",
        "met",
        (),
    ),
    (
        "any offence, and help in it",
        SALE + "\n\n2. Whoever steals a cow commits an offence.\n\n3. A person who attempts any offence, or helps in it, is punished.",
        "DP-02",
        "met",
        (),
    ),
    ("attempts it, before there is anything", "1. Whoever attempts it is punished.\n\n2" + SALE[1:], "DP-02", "missing", ()),
    ("attempt by name", SALE + "\n\n2. A person who attempts to sell personal data commits an offence.", "DP-02", "met", ()),
    ("attempt by number", SALE + "\n\n2. A person who attempts an offence under section 1 is guilty of an offence.", "DP-02", "met", ()),
    (
        "attempt by another number",
        SALE + "\n\n2. Whoever fishes commits an offence.\n\n3. A person who attempts an offence under section 2 is guilty of an offence.",
        "DP-02",
        "missing",
        (),
    ),
    (
        "attempt by a range",
        SALE + "\n\n2. Whoever fishes commits an offence.\n\n3. Whoever attempts an offence under sections 1 to 2 is guilty of an offence.",
        "DP-02",
        "met",
        (),
    ),
    ("attempt by this Act", SALE + "\n\n2. Whoever attempts an offence under this Act is guilty of an offence.", "DP-02", "met", ()),
    ("attempt by any offence", SALE + "\n\n2. Whoever attempts any offence is guilty of an offence.", "DP-02", "met", ()),
    (
        "attempt of an offence not supplied",
        "7. A person who attempts to commit an offence under section 3 is guilty of an offence.",
        "DP-02",
        "needs_review",
        ("law_not_supplied",),
    ),
    (
        "narrowed attempt of an offence not supplied",
        "7. A person who attempts to commit an offence under section 3 with health data is guilty of an offence.",
        "DP-02",
        "partial",
        ("only_health",),
    ),
    (
        "narrowed anchor",
        "1. A person who sells health data commits an offence.\n\n2. Whoever attempts an offence under section 1 is guilty of an offence.",
        "DP-02",
        "partial",
        ("sale_narrowed",),
    ),
    # slots
    ("duty on its bearer", "1. The controller shall notify the supervisory authority of a breach.", "DP-03.authority", "met", ()),
    ("duty on another", "1. The Minister shall notify the authority of a breach.", "DP-03.authority", "missing", ()),
    ("duty to another", "1. The controller shall notify the persons concerned.", "DP-03.authority", "missing", ()),
    ("power instead of duty", "1. The controller may notify the persons concerned.", "DP-03.persons", "partial", ("may",)),
    # kinds
    ("too few kinds", "1. The controller must encrypt data.", "DP-04", "partial", ("few",)),
    ("kinds over several rules", "1. The controller must encrypt data.\n\n2. The controller must train its staff.", "DP-04", "met", ()),
    (
        "kinds over items",
        "1. The controller must take these measures:\n\n(a) encryption of data;\n\n(b) access control; and\n\n(c) training.",
        "DP-04",
        "met",
        (),
    ),
    # shields
    ("shield", "1. A whistle-blower shall not be prosecuted.", "DP-05", "met", ()),
    ("shield by no", "1. No whistle-blower is liable for a disclosure.", "DP-05", "met", ()),
    ("blame", "1. A whistle-blower shall be punished with imprisonment.", "DP-05", "conflict", ("blame",)),
    (
        "shield and blame of equal rank",
        "1. A whistle-blower shall not be prosecuted.\n\n2. A whistle-blower shall be punished with imprisonment.",
        "DP-05",
        "needs_review",
        ("blame",),
    ),
    ("defence", "1. It is a defence for a whistle-blower to prove that the disclosure was true.", "DP-05", "partial", ("weak",)),
    ("a fact", "1. A whistle-blower who has been convicted of an offence shall inform the court.", "DP-05", "missing", ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "element", "verdict", "reasons"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_verdicts_follow_from_the_register(text: str, element: str, verdict: str, reasons: tuple[str, ...]) -> None:
    finding = finding_other(text, element)
    assert (finding.verdict.value, finding.reasons) == (verdict, reasons)


def test_an_element_without_criteria_is_left_to_a_person_with_the_nearest_clauses() -> None:
    finding = finding_other("1. The Minister may publish a code of conduct.\n\n2. The Minister may levy fees.", "DP-06")
    assert finding.verdict is Verdict.NEEDS_REVIEW
    assert finding.reasons == ("no_criteria",)
    assert finding.nearest[0].clause.number == "1"


def test_every_element_has_a_finding_in_register_order() -> None:
    ids = [element.id for _, element in other_register().register.elements()]
    assert ids == ["DP-01", "DP-02", "DP-03.authority", "DP-03.persons", "DP-04", "DP-05", "DP-06"]
    assert [finding.element.id for finding in review_other(SALE).findings] == ids


def test_reasons_speak_in_the_words_of_the_register() -> None:
    finding = finding_other("1. A person who sells health data commits an offence.", "DP-01")
    assert "it covers only health data" in finding.rationale
    assert "Clause 1" in finding.rationale
    assert finding.advice == "Extend it to all personal data."


def test_a_missing_element_says_how_many_clauses_were_searched_and_what_would_help() -> None:
    finding = finding_other("1. Whoever fishes commits an offence.\n\n2. The Minister may levy fees.", "DP-01")
    assert finding.searched == 2
    assert "2 clauses" in finding.rationale
    assert "draft" in finding.rationale
    assert finding.advice == "Add an offence of selling personal data."
    assert "extract" in finding_other("1. Whoever fishes commits an offence.", "DP-01", Scope.EXTRACT).rationale


def test_a_met_element_needs_no_advice() -> None:
    assert finding_other(SALE, "DP-01").advice == ""


def test_quotes_have_roles() -> None:
    opposite = finding_other("1. A person who sells personal data does not commit an offence.", "DP-01")
    assert {quote.role for quote in opposite.clauses} == {Role.OPPOSITE}
    excepted = finding_other(SALE + "\n\n2. Section 1 does not apply to newspapers.", "DP-01")
    assert [(quote.clause.number, quote.role) for quote in excepted.clauses] == [("1", Role.EVIDENCE), ("2", Role.EXCEPTION)]
    defined = finding_other(
        '1. In this Act "data trade" means the sale of personal data.\n\n2. Data trade is an offence.', "DP-01"
    )
    assert {(quote.clause.number, quote.role) for quote in defined.clauses} == {("2", Role.EVIDENCE), ("1", Role.DEFINITION)}


def test_matches_name_the_words_and_the_concept() -> None:
    outcome = review_other(SALE)
    matched = outcome.findings[0].matched
    assert ("acts", "SALE", "sells personal data") in {
        (m.condition, m.concept, outcome.document.text[m.start : m.end]) for m in matched
    }


def test_one_reviewer_holds_nothing_of_the_draft_before() -> None:
    first = finding_other(SALE, "DP-01").verdict
    assert finding_other("1. Whoever fishes commits an offence.", "DP-01").verdict is Verdict.MISSING
    assert finding_other(SALE, "DP-01").verdict is first is Verdict.MET


PUBLISHED = NormPattern(effect=Effect.STATEMENT, anywhere=("PERSONAL",), also=("AUTHORITY",))
SOLD_NEARBY = NormPattern(effect=Effect.DUTY, anywhere=("NOTIFY",), section=("SALE",))


def counted(text: str, pattern: NormPattern) -> list[str]:
    """The numbers of the clauses whose norms fulfil a pattern of the other register."""
    judge = Reviewer(other_register(), lexicon()).judge(law(text))
    return [one.norm.clause.number for one in judge.anchors.count(pattern)]


def test_a_statement_is_every_sentence_that_defines_nothing() -> None:
    told = "1. The personal data lie open at the office of the authority."
    assert counted(told, PUBLISHED) == ["1"]
    assert counted("1. The authority shall not be given personal data.", PUBLISHED) == ["1"]
    assert counted('1. "Record" means personal data held by the authority.', PUBLISHED) == []
    assert counted("1. The personal data lie open at the town hall.", PUBLISHED) == []


def test_a_statement_holds_what_it_excepts_and_says_whether_it_overrides() -> None:
    text = "1. Notwithstanding section 3, personal data lie open, except at the office of the authority."
    assert counted(text, PUBLISHED) == ["1"]
    (statement,) = norms(text, Effect.STATEMENT)
    assert statement.overriding
    (plain,) = norms("1. The personal data lie open at the office of the authority.", Effect.STATEMENT)
    assert not plain.overriding


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. (1) The controller shall notify the authority.\n\n(2) It concerns the sale of data.", ["1(1)"]),
        ("1 Sale of data\n\n(1) The controller shall notify the authority.\n\n(2) It concerns fees.", ["1(1)"]),
        ("1. The controller shall notify the authority.\n\n2. It concerns the sale of data.", []),
        ("1. The controller shall notify the authority.", []),
    ],
    ids=["another sentence of the section", "the heading", "another section", "nowhere"],
)
def test_section_looks_into_the_whole_section_and_no_further(text: str, numbers: list[str]) -> None:
    assert counted(text, SOLD_NEARBY) == numbers


def test_a_penalty_behind_a_colon_is_for_the_act_before_it_and_names_nobody() -> None:
    text = "1. Selling personal data of a whistle-blower: administrative penalty, 50 units."
    (penalty,) = norms(text, Effect.PENALTY)
    assert penalty.bearer == ()
    assert finding_other(text, "DP-01").verdict is Verdict.MET
    assert finding_other(text, "DP-05").verdict is Verdict.MISSING
