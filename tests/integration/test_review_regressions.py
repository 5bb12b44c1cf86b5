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
