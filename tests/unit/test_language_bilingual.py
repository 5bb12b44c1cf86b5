"""Drafts in two languages: the English part is judged and the other named; a draft in another language is left to a person."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from bot.reviewing.findings import Scope, Verdict
from corpus.bilingual import english_part
from corpus.documents import Document
from corpus.language import detect_language
from corpus.readers import read_bytes
from tests.support.laws import document, review_other

ENGLISH = [
    "1. Any person who discloses personal data without the consent of the person concerned commits an offence.",
    "2. An attempt to commit an offence under section 1 is punishable by the same penalty.",
    "3. The Commissioner shall publish a report on the application of this Act every year.",
]
FRENCH = [
    "1. Quiconque communique des données personnelles sans le consentement de la personne concernée commet une infraction.",
    "2. La tentative de l'infraction prévue à l'article 1 est punissable de la même peine.",
    "3. Le commissaire publie chaque année un rapport sur l'application de la présente loi.",
]
SPANISH = [
    "1. El que comunicare datos personales sin el consentimiento de la persona interesada comete un delito.",
    "2. La tentativa del delito previsto en el artículo 1 será castigada con la misma pena.",
    "3. El comisario publicará cada año un informe sobre la aplicación de la presente ley.",
]
SINHALA = [
    "1. පුද්ගලික දත්ත අනවසරයෙන් හෙළි කරන ඕනෑම තැනැත්තෙක් වරදක් කරයි.",
    "2. උත්සාහය ද එම දඬුවමටම ලක් වේ.",
    "3. කොමසාරිස්වරයා වාර්ෂික වාර්තාවක් පළ කළ යුතුය.",
]


def kept(read: Document) -> list[str]:
    """The words of the blocks that are judged."""
    part = english_part(read, detect_language(read.text))
    return [part.text[block.start : block.end] for block in part.blocks]


def word(build: Any) -> Document:
    """A Word file as the reader gives it."""
    file = docx.Document()
    build(file)
    data = io.BytesIO()
    file.save(data)
    return read_bytes(data.getvalue(), "bill.docx").document


@pytest.mark.parametrize("other", [FRENCH, SPANISH, SINHALA])
def test_paragraphs_by_turns(other: list[str]) -> None:
    by_turns = "\n\n".join(f"{one}\n\n{two}" for one, two in zip(other, ENGLISH, strict=True))
    assert kept(document(by_turns)) == ENGLISH
    assert kept(document("\n\n".join([*ENGLISH, *other]))) == ENGLISH


@pytest.mark.parametrize("first", [True, False])
def test_two_columns_of_a_table(first: bool) -> None:
    def build(file: Any) -> None:
        table = file.add_table(rows=0, cols=2)
        for english, french in zip(ENGLISH, FRENCH, strict=True):
            cells = table.add_row().cells
            cells[0].text, cells[1].text = (english, french) if first else (french, english)

    assert kept(word(build)) == ENGLISH


def test_a_number_that_stands_only_before_the_foreign_words() -> None:
    def build(file: Any) -> None:
        table = file.add_table(rows=0, cols=3)
        for number, (english, french) in enumerate(zip(ENGLISH, FRENCH, strict=True), start=1):
            cells = table.add_row().cells
            cells[0].text, cells[1].text, cells[2].text = f"{number}.", french[3:], english[3:]

    assert kept(word(build)) == ["1.", ENGLISH[0][3:], "2.", ENGLISH[1][3:], "3.", ENGLISH[2][3:]]


def test_both_languages_in_one_line() -> None:
    heading = "LOI SUR LA PROTECTION DES DONNÉES PERSONNELLES / ACT ON THE PROTECTION OF PERSONAL DATA"
    text = "\n\n".join([heading, *(f"{one}\n{two}" for one, two in zip(FRENCH, ENGLISH, strict=True))])
    assert kept(document(text)) == ["ACT ON THE PROTECTION OF PERSONAL DATA", *ENGLISH]


def test_text_and_offsets_stay() -> None:
    read = document("\n\n".join([*FRENCH, *ENGLISH]))
    part = english_part(read, detect_language(read.text))
    assert (part.text, part.sha256) == (read.text, read.sha256)


def test_the_english_column_is_judged_and_the_other_named() -> None:
    outcome = review_other("\n\n".join(f"{one}\n\n{two}" for one, two in zip(FRENCH, ENGLISH, strict=True)))
    assert any("French" in note and "English text is judged" in note for note in outcome.notes)
    assert not any("Quiconque" in outcome.document.text[c.start : c.end] for c in outcome.clauses)
    assert any(finding.verdict is not Verdict.NEEDS_REVIEW for finding in outcome.findings)


@pytest.mark.parametrize("other", [FRENCH, SPANISH])
def test_another_language_is_for_a_person(other: list[str]) -> None:
    headings = ["OFFENCES", "GENERAL", "REPORTS"]
    text = "\n\n".join(f"{one}\n\n{two}" for one, two in zip(headings, other, strict=True))
    outcome = review_other(text, Scope.WHOLE)
    assert {finding.verdict for finding in outcome.findings} == {Verdict.NEEDS_REVIEW}
    assert len(outcome.notes) == 1
    assert any(name in outcome.notes[0] for name in ("French", "Spanish"))


@pytest.mark.parametrize(
    "terms",
    [
        "4. The rule nemo debet bis vexari pro una et eadem causa applies, mutatis mutandis, to proceedings under this Act.",
        "4. In this Act “panchayat” means a gram panchayat, a panchayat samiti or a zilla parishad, and “thana” means a police station.",
        "4. Whoever commits zina-bil-jabr, qatl-i-amd or jurh ghayr-jaifah against a witness is liable to tazir as well as to diyat.",
        "4. The Oireachtas, the Garda Síochána and Tusla, the Child and Family Agency, shall co-operate with the Commissioner.",
        "4. The runanga and the iwi authority of the rohe shall be consulted according to tikanga before a rahui is declared.",
    ],
)
def test_terms_of_other_languages_are_english_law(terms: str) -> None:
    language = detect_language("\n\n".join([*ENGLISH, terms]))
    assert (language.code, language.note, language.other) == ("en", "", None)


def test_a_document_in_one_language_is_left_as_it_is() -> None:
    for lines in (ENGLISH, FRENCH):
        read = document("\n\n".join(lines))
        assert english_part(read, detect_language(read.text)) is read
