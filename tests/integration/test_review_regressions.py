"""Sentences that were once misread, each with the verdict it must have on the shipped register."""

from __future__ import annotations

import pytest

from bot.reviewing.findings import Scope
from bot.service import DraftFile, open_service
from bot.settings import Settings

CORE = (
    "1. A person who recruits, transports, transfers or harbours another person by force or fraud "
    "for the purpose of sexual exploitation commits an offence.\n\n"
)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return open_service(Settings(data_dir=tmp_path_factory.mktemp("data")))


CASES = {
    "a comma phrase after shall not": (
        CORE
        + "2. A victim of trafficking shall not, by reason of having been trafficked, be prosecuted or punished for any offence.",
        {"ST-11": "met", "ST-12.charge": "met", "ST-12.conviction": "met"},
    ),
    "an exception between commas": (
        (
            "1. A person who recruits, transports or harbours another person, unless a court so orders, for the purpose of sexual exploitation, "
            "commits an offence."
        ),
        {"ST-01": {"met", "partial"}},
    ),
    "a subject with an exception": (
        (
            "1. A person, other than a parent, who recruits, transports or harbours another person for the purpose of sexual exploitation "
            "commits an offence."
        ),
        {"ST-01": {"met", "partial"}},
    ),
    "the tail of items in one paragraph": (
        CORE
        + "2. A person who (a) attempts to commit an offence under section 1; (b) aids or abets an offence under section 1; or (c) keeps a dog, "
        "commits an offence.",
        {"ST-03": "met", "ST-04": "met"},
    ),
    "an item that ends with a semicolon": (
        CORE
        + "2. A person who—\n\n(a) pays for the sexual services of a trafficked person; or\n\n(b) keeps a dog,\n\ncommits an offence.",
        {"ST-10": "met"},
    ),
    "a parking permit is no travel document": (
        "1. A person who forges a parking permit commits an offence.",
        {"ST-05": "missing"},
    ),
    "any document is no travel document": (
        "1. A person who destroys a document required by the council commits an offence.",
        {"ST-05": "missing"},
    ),
    "a witness of anything": (
        "1. A person who discloses the identity of a witness at a planning inquiry commits an offence.",
        {"ST-06": "missing"},
    ),
    "a section sign is a reference": (
        (
            "§ 1 A person who recruits, transports or harbours another person by force for the purpose of prostitution commits an offence.\n\n"
            "§ 2 Whoever sells fish commits an offence.\n\n§ 3 Whoever attempts an offence under § 2 is punished."
        ),
        {"ST-03": "missing"},
    ),
    "a short rule is no heading": (CORE + "2. Attempts carry the same penalty.", {"ST-03": {"met", "needs_review", "missing"}}),
    "nor": (
        CORE
        + "2. A victim of trafficking shall not be prosecuted for an act that is a result of the trafficking. Nor shall a victim be arrested for it.",
        {"ST-12.arrest": "met", "ST-12.charge": "met"},
    ),
    "a penalty under a prohibition": (
        (
            "1 Offence\nA person must not recruit, transport or harbour a person by coercion for the purpose of sexual exploitation. "
            "Penalty: imprisonment for 25 years."
        ),
        {"ST-01": "met"},
    ),
    "repealed by a list": (
        (
            "1. The enactments in the Schedule are repealed.\n\nSCHEDULE\nENACTMENTS REPEALED\n\n"
            "Penal Code, section 130B (trafficking in persons for sexual exploitation)"
        ),
        {"ST-01": "conflict"},
    ),
    "an infinitive before the predicate": (
        "1. A person who attempts to commit sex trafficking commits an offence.",
        {"ST-03": "met"},
    ),
    "an attempt is an offence": (CORE + "2. An attempt to commit sex trafficking is an offence.", {"ST-03": "met"}),
    "those who conspire": ("1. A person who conspires to commit trafficking in persons commits an offence.", {"ST-07": "met"}),
    "the buyer's victim is not the one who is shielded": (
        CORE + "2. No offence is committed by a person who purchases sexual acts from a trafficked person.",
        {"ST-10": "conflict", "ST-11": "missing"},
    ),
    "no guilt by reason of trafficking another": (
        "1. No person shall be guilty of an offence by reason of trafficking a person for sexual exploitation.",
        {"ST-11": "missing", "ST-12.charge": "missing"},
    ),
    "buying made lawful": (
        CORE + "2. The purchase of sexual services from a trafficked person is lawful.",
        {"ST-10": "conflict"},
    ),
    "trafficking is no offence": ("1. Sex trafficking is not an offence.", {"ST-01": "conflict"}),
    "identities made public": ("1. The court shall make public the identity of victims of trafficking.", {"ST-06": "conflict"}),
    "identities not confidential": ("1. The identity of victims shall not be confidential.", {"ST-06": "conflict"}),
    "any means is no definition": (
        CORE + "2. Whoever by any means makes public the identity of a victim shall be sentenced to imprisonment for one year.",
        {"ST-06": "met"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_reads_it_right(service, name: str) -> None:
    text, expected = CASES[name]
    review = service.review(DraftFile("draft.txt", text.encode()), scope=Scope.WHOLE)
    found = {finding.element.id: finding for finding in review.findings}
    for element, verdict in expected.items():
        allowed = {verdict} if isinstance(verdict, str) else verdict
        assert found[element].verdict.value in allowed, f"{element}: {found[element].rationale}"


def test_a_second_file_does_not_stand_under_the_first(service) -> None:
    first = DraftFile("a.txt", b"1. First of A.\n2. A person who traffics in persons commits an offence.")
    second = DraftFile("b.txt", b"1. Other act.\n2. An attempt at trafficking is an offence.")
    review = service.review_together((first, second), scope=Scope.WHOLE)
    assert [clause.number for clause in review.clauses] == ["1", "2", "1", "2"]
    assert len({clause.id for clause in review.clauses}) == len(review.clauses)


def test_a_decimal_section_is_a_section(service) -> None:
    text = b"12A. A person who fishes commits an offence.\n\n279.01 (1) Every person who traffics in persons commits an offence."
    review = service.review(DraftFile("draft.txt", text))
    assert [clause.number for clause in review.clauses] == ["12A", "279.01", "279.01(1)"]


def test_missing_always_names_the_nearest_clauses(service) -> None:
    review = service.review(DraftFile("draft.txt", b"1. Vehicles keep left.\n2. Fees are due in May."))
    assert all(finding.nearest for finding in review.findings if finding.verdict.value == "missing")


def test_guidance_is_cited_with_its_passage(service) -> None:
    review = service.review(DraftFile("draft.txt", b"1. Vehicles keep left."))
    assert all(citation.passage_id for finding in review.findings for citation in finding.guidance)
