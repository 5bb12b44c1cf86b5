"""The shipped register on small bills, through the service as every face calls it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.contract import review_json
from bot.draft_files import DraftFile
from bot.reviewing.findings import Review, Scope, Verdict
from bot.service import Clausewise, open_service
from bot.settings import load_settings
from corpus.errors import EmptyFile

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "bot" / "samples" / "sample_bill.md"

IDS = [
    "ST-01", "ST-02.acts", "ST-02.means", "ST-02.purpose", "ST-03", "ST-04", "ST-05", "ST-06", "ST-07", "ST-08", "ST-09", "ST-10",
    "ST-11", "ST-12.arrest", "ST-12.charge", "ST-12.detention", "ST-12.conviction",
]  # fmt: skip

PARKING = """PARKING (REGULATION) BILL

1. Interpretation

In this Act, “vehicle” means any motor car, motor cycle or bus.

2. Offence of unlawful parking

(1) A person who parks a vehicle on a pavement commits an offence and is liable to a fine.

(2) A person who attempts to park a vehicle on a pavement commits an offence.

(3) A person who aids or abets another to commit an offence under this section is liable as a principal offender.

3. Officers

A parking officer who accepts a bribe commits an offence and is liable to imprisonment for two years.

4. Residents

A resident shall not be prosecuted for parking without a permit in front of his or her own house.

5. Powers

The council may arrange for any vehicle parked unlawfully to be removed.
"""

FULL = """TRAFFICKING BILL

1. A person who recruits, transports, transfers, harbours or receives another person, by means of threat, force, coercion, abduction, fraud, deception or the abuse of power, for the purpose of prostitution or other sexual exploitation, commits an offence and is liable to imprisonment for twenty years.

2. A person who attempts to commit an offence under section 1 commits an offence.

3. A person who aids, abets, counsels or assists in the commission of an offence under section 1 commits an offence.

4. A person who forges, conceals, confiscates or destroys travel or identity documents in order to commit an offence under section 1 commits an offence.

5. A person who discloses or publishes in any way the identity of a victim or witness commits an offence.

6. A person who conspires with another to commit, or takes part as an accomplice in, an offence under section 1 is liable as a principal.

7. Where an offence under section 1 is committed against a child, or causes death or serious injury, or is committed by an organised criminal group, the offender is liable to imprisonment for life.

8. A public official who takes part in an offence under section 1 is liable to imprisonment for life.

9. A person who pays for the sexual services of a trafficked person commits an offence.

10. A victim of trafficking shall not be arrested, detained, charged, prosecuted, convicted or punished for any offence committed as a result of being trafficked.
"""

OPPOSITE = """TRAFFICKING BILL

1. A person who recruits, transports or harbours another person by force for the purpose of prostitution commits an offence.

2. An attempt to commit an offence under section 1 is not punishable.

3. The police shall publish the name and photograph of every victim of trafficking in a newspaper.

4. A person who buys sexual services from a trafficked person incurs no penalty.

5. A victim of trafficking shall be prosecuted and punished for any offence committed as a result of being trafficked.
"""

FRENCH = """PROJET DE LOI

Article 1er. Quiconque recrute, transporte ou héberge une personne aux fins d'exploitation sexuelle commet une infraction et est puni de vingt ans d'emprisonnement.

Article 2. La tentative de commettre l'infraction prévue à l'article premier est punie des mêmes peines.

Article 3. Les victimes de la traite ne sont pas poursuivies pour les infractions commises du fait de la traite.
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Clausewise:
    return open_service(load_settings(data_dir=tmp_path_factory.mktemp("data")))


def draft(text: str, name: str = "bill.txt") -> DraftFile:
    return DraftFile(name, text.encode())


def verdicts(review: Review) -> dict[str, str]:
    return {finding.element.id: finding.verdict.value for finding in review.findings}


def check_quotes(review: Review) -> None:
    text = review.document.text
    shown = review_json(review, with_text=True)
    assert shown["text"] == text
    ids = {clause["clause_id"] for clause in shown["clauses"]}
    for clause in shown["clauses"]:
        assert clause["text"] == text[clause["start"] : clause["end"]]
    for finding in shown["findings"]:
        for quote in (*finding["clauses"], *finding["nearest"]):
            assert quote["quote"] == text[quote["start"] : quote["end"]] != ""
            assert quote["clause_id"] in ids
        for match in finding["matched"]:
            assert match["text"] == text[match["start"] : match["end"]]


def check_guidance(review: Review, service: Clausewise) -> None:
    for finding in review_json(review)["findings"]:
        assert finding["guidance"]
        for citation in finding["guidance"]:
            document = service.documents[citation["document_id"]]
            assert citation["quote"] == document.text[citation["start"] : citation["end"]]
            assert citation["text_sha256"] == document.sha256


def check_contract(review: Review) -> None:
    shown = review_json(review)
    assert [finding["id"] for finding in shown["findings"]] == IDS
    assert sum(shown["coverage"].values()) == len(IDS)
    for finding in shown["findings"]:
        assert finding["rationale"]
        if finding["verdict"] in {"met", "partial", "conflict"}:
            assert finding["clauses"]
        if finding["verdict"] == "missing":
            assert finding["searched"] > 0
            assert len(finding["nearest"]) <= 5
            assert finding["advice"]
        if finding["verdict"] in {"partial", "conflict"}:
            assert finding["reasons"]
            assert finding["advice"]
    quoted = {q["clause_id"]: f["id"] for f in shown["findings"] for q in f["clauses"]}
    listed = {clause["clause_id"]: clause["findings"] for clause in shown["clauses"]}
    assert all(element in listed[clause_id] for clause_id, element in quoted.items())
    json.dumps(shown)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        (PARKING, Scope.WHOLE),
        (FULL, Scope.WHOLE),
        (OPPOSITE, Scope.WHOLE),
        (OPPOSITE, Scope.EXTRACT),
        (FRENCH, Scope.WHOLE),
        ("x", Scope.AUTO),
    ],
    ids=["parking", "full", "opposite", "extract", "french", "one letter"],
)
def test_every_review_keeps_the_contract(service: Clausewise, text: str, scope: Scope) -> None:
    review = service.review(draft(text), scope=scope)
    check_contract(review)
    check_quotes(review)
    check_guidance(review, service)


def test_the_sample_bill_keeps_the_contract_and_has_something_of_everything(service: Clausewise) -> None:
    review = service.review(DraftFile(SAMPLE.name, SAMPLE.read_bytes()))
    check_contract(review)
    check_quotes(review)
    assert review.scope is Scope.WHOLE
    found = verdicts(review)
    assert found["ST-01"] == found["ST-03"] == found["ST-04"] == "met"
    assert {found[element] for element in ("ST-05", "ST-09", "ST-11")} == {"partial"}
    assert found["ST-10"] == "missing"
    assert found["ST-12.detention"] == "conflict"
    places = {f.element.id: f.clauses[0].clause.number for f in review.findings if f.clauses}
    assert places["ST-03"] == "9"
    assert places["ST-05"] == "11"
    assert places["ST-12.detention"] == "17"


def test_an_unrelated_bill_meets_nothing(service: Clausewise) -> None:
    assert set(verdicts(service.review(draft(PARKING))).values()) == {"missing"}


def test_a_full_bill_meets_everything(service: Clausewise) -> None:
    found = verdicts(service.review(draft(FULL)))
    assert {element: verdict for element, verdict in found.items() if verdict != "met"} == {}


def test_the_opposite_bill_is_in_conflict(service: Clausewise) -> None:
    found = verdicts(service.review(draft(OPPOSITE)))
    opposed = {element for element, verdict in found.items() if verdict == "conflict"}
    assert {"ST-03", "ST-06", "ST-10", "ST-11", "ST-12.charge"} <= opposed
    assert found["ST-01"] == "met"


def test_the_words_that_decide_are_quoted(service: Clausewise) -> None:
    review = service.review(draft(FULL))
    places = {f.element.id: f.clauses[0].clause.number for f in review.findings}
    assert [places[element] for element in ("ST-01", "ST-03", "ST-04", "ST-06", "ST-09", "ST-10", "ST-11")] == [
        "1", "2", "3", "5", "8", "9", "10",
    ]  # fmt: skip


def without_timings(review: Review) -> str:
    shown: Mapping[str, Any] = review_json(review, with_text=True)
    return json.dumps({key: value for key, value in shown.items() if key != "timings_ms"})


def test_two_runs_give_the_same_bytes_but_for_timings(service: Clausewise, tmp_path: Path) -> None:
    first = service.review(draft(FULL))
    service.review(draft(PARKING))
    again = service.review(draft(FULL))
    elsewhere = open_service(load_settings(data_dir=tmp_path)).review(draft(FULL))
    assert without_timings(first) == without_timings(again) == without_timings(elsewhere)
    assert first.timings_ms.keys() == {"read", "review", "total"}


def test_a_foreign_draft_is_left_to_a_person_and_says_why(service: Clausewise) -> None:
    review = service.review(draft(FRENCH))
    assert {finding.verdict for finding in review.findings} == {Verdict.NEEDS_REVIEW}
    assert {finding.reasons for finding in review.findings} == {("foreign_language",)}
    assert review.language == "fr"
    assert any("French" in note or "fr" in note for note in review.notes)
    assert all("person" in finding.rationale for finding in review.findings)


def test_letters_that_make_no_words_are_left_to_a_person(service: Clausewise) -> None:
    garbled = " ".join(["xq3#kz", "%%wv|", "zzkqj", "@@~~", "bcdfg/"] * 80)
    review = service.review(draft(garbled))
    assert {finding.verdict for finding in review.findings} == {Verdict.NEEDS_REVIEW}
    assert review.notes


@pytest.mark.parametrize("data", [b"", b"   \n\n \t", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_one_clear_error(service: Clausewise, data: bytes) -> None:
    with pytest.raises(EmptyFile) as caught:
        service.review(DraftFile("bill.txt", data))
    assert "bill.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


CLAUSE = "A person who attempts to commit the offence of human trafficking commits an offence."


def test_a_pasted_clause_is_an_extract_and_a_bill_is_not(service: Clausewise) -> None:
    assert service.review(draft(CLAUSE, "pasted.txt")).scope is Scope.EXTRACT
    assert service.review(draft(FULL)).scope is Scope.WHOLE
    assert service.review(draft(CLAUSE), scope=Scope.WHOLE).scope is Scope.WHOLE


def test_an_extract_is_judged_as_such(service: Clausewise) -> None:
    extract = service.review(draft(CLAUSE, "pasted.txt"))
    assert verdicts(extract)["ST-03"] == "met"
    missing = next(f for f in extract.findings if f.element.id == "ST-10")
    assert missing.verdict is Verdict.MISSING
    assert "extract" in missing.rationale


def test_two_files_are_judged_as_one_law(service: Clausewise) -> None:
    act = "1. A person who recruits, transports or harbours another person by force or fraud for the purpose of sexual exploitation commits an offence."
    bill = "7. A person who attempts to commit an offence under section 1 commits an offence."
    alone = service.review(draft(bill, "amending.txt"), scope=Scope.WHOLE)
    together = service.review_together([draft(act, "act.txt"), draft(bill, "amending.txt")], scope=Scope.WHOLE)
    assert verdicts(alone)["ST-03"] == "needs_review"
    assert verdicts(together)["ST-03"] == "met"
    assert together.document.id == "act.txt + amending.txt"
    assert [clause.number for clause in together.clauses] == ["1", "7"]
    check_contract(together)
    check_quotes(together)


def test_one_file_together_is_the_file(service: Clausewise) -> None:
    assert without_timings(service.review_together([draft(FULL)])) == without_timings(service.review(draft(FULL)))


NUMBERED = [
    ("Section", "Section 4. {}", "4"),
    ("Article", "Article 4. {}", "4"),
    ("§", "§ 4. {}", "4"),
    ("in a Part", "PART II\n\nOFFENCES\n\n4. {}", "4"),
    ("inserted", "12A. {}", "12A"),
    ("decimal", "279.01 (1) {}\n\n(2) No consent is valid.", "279.01(1)"),
    ("subsection", "4. (1) {}\n\n(2) The Minister may make rules.", "4(1)"),
    ("unnumbered", "{}", ""),
]


@pytest.mark.parametrize(("printed", "number"), [case[1:] for case in NUMBERED], ids=[case[0] for case in NUMBERED])
def test_findings_cite_clauses_as_lawyers_do(service: Clausewise, printed: str, number: str) -> None:
    rule = (
        "A person who recruits, transports or harbours another person for the purpose of sexual exploitation commits an offence."
    )
    review = service.review(draft(printed.format(rule)))
    finding = review_json(review)["findings"][0]
    assert finding["verdict"] == "met"
    assert finding["clauses"][0]["number"] == number


@pytest.mark.parametrize("joint", ["; (b) transports a person; or (c) harbours a person", "; or (b) transports a person"])
def test_inline_items_have_numbers_of_their_own(service: Clausewise, joint: str) -> None:
    review = service.review(
        draft(f"4. A person who, for the purpose of prostitution, (a) recruits a person{joint} commits an offence.")
    )
    numbers = [clause.number for clause in review.clauses]
    assert numbers[:3] == ["4", "4(a)", "4(b)"]
    assert verdicts(review)["ST-01"] in {"met", "partial"}


def test_progress_is_told_in_order(service: Clausewise) -> None:
    told: list[str] = []
    service.review(draft(FULL), progress=told.append)
    assert told == ["reading", "splitting clauses", "judging"]


def test_versions_of_one_draft_are_compared(service: Clausewise) -> None:
    without_attempts = "\n\n".join(part for part in FULL.split("\n\n") if not part.startswith("2."))
    comparison = service.compare(draft(without_attempts), draft(FULL))
    changes = {change.id: change.change for change in comparison.elements}
    assert changes["ST-03"] == "closed"
    assert set(changes.values()) == {"closed", "same"}
