"""What a scan has spoilt is read as printed; what is printed is never touched, and clean text is its own copy."""

from __future__ import annotations

import random

import pytest

from bot.reviewing.findings import Scope
from bot.reviewing.mending import mend
from bot.reviewing.scanned import reading_copy
from corpus.documents import Document
from corpus.readers import read_bytes
from evals.perturb import scan
from tests.support.laws import document, review_other

VOCABULARY = frozenset(
    {
        "offence",
        "person",
        "commit",
        "commits",
        "liable",
        "imprisonment",
        "processor",
        "personal",
        "data",
        "exploitation",
        "shall",
        "not",
    }
)
CLEAN = (
    "1. A person who processes personal data for the purpose of exploitation commits an offence and is liable to imprisonment.\n\n"
    "2. A person shall not be liable under section 1 for processing done under compulsion of an authority.\n\n"
    "3. Section 12A of the Code applies. For the purposes of section 1(1)(l) and paragraph (ii), it is immaterial who is harmed."
)


def read(text: str) -> str:
    return reading_copy(Document("d", "d", text), VOCABULARY).document.text


def mended(text: str) -> list[tuple[str, str]]:
    return [(text[e.start : e.end], e.new) for e in mend(text, VOCABULARY)]


def test_one_odd_word_in_a_page_is_no_sign_of_a_scan() -> None:
    odd = CLEAN.replace("commits", "cornmits", 1)
    assert reading_copy(document(odd), VOCABULARY).edits
    page = "\n\n".join([odd, *[CLEAN] * (1 + 1_000 // len(CLEAN))])
    assert not reading_copy(document(page), VOCABULARY).edits
    assert not reading_copy(document(page.replace("commits", "cornmits", 1)), VOCABULARY).edits  # the same once more: a name
    assert reading_copy(document(page.replace("immaterial", "irnmaterial", 1)), VOCABULARY).edits


def test_clean_text_is_its_own_copy() -> None:
    clean = document(CLEAN)
    copy = reading_copy(clean, VOCABULARY)
    assert copy.document is clean
    assert copy.notes == ()


@pytest.mark.parametrize(
    ("spoilt", "printed"),
    [
        ("A pcrson commits an offence", "A person commits an offence"),
        ("A person cornmits an offence", "A person commits an offence"),
        ("is 1iable to irnprisonment", "is liable to imprisonment"),
        ("commits an 0ffence", "commits an offence"),
        ("for the purpose of exploit-\nation by anyone", "for the purpose of exploitation by anyone"),
        ("for the purpose of exploi tation", "for the purpose of exploitation"),
        ("is liab le to imprisonment", "is liable to imprisonment"),
        ("a personwho commits an offence", "a person who commits an offence"),
        ("ofthe offence", "of the offence"),
        ("thc offence of anypcrson", "the offence of any person"),
        ("shall n0t be liable", "shall not be liable"),
        ("PERS0N LIABLE", "PERSON LIABLE"),
        ("twenty-\nfive years", "twenty-five years"),
        ("this Act5hall apply", "this Act shall apply"),
    ],
)
def test_spoilt_words_are_read_as_printed(spoilt: str, printed: str) -> None:
    assert read(spoilt) == printed


@pytest.mark.parametrize(
    ("spoilt", "printed"),
    [
        ("under section l2 or section 1O", "under section 12 or section 10"),
        ("under section l of this Act", "under section 1 of this Act"),
        ("under section12", "under section 12"),
        ("l. Any person commits", "1. Any person commits"),
        ("(l) Any person\n(2) No person", "(1) Any person\n(2) No person"),
        ("The penalty is 28years", "The penalty is 28 years"),
    ],
)
def test_letters_are_read_as_figures_in_numbers(spoilt: str, printed: str) -> None:
    assert read(spoilt) == printed


@pytest.mark.parametrize(
    "text",
    [
        "section 12A and section 5B",
        "the 2nd offence, the 1st person",
        "(k) data; (l) offence",
        "Part II, item (iv), chapter XI",
        "Mr Halversham and Ms Okoro of Vardia",
        "the vacatur of the order",
        "harbors a person; a misdemeanor",
        "Article I. Any person",
        "a person of no fixed abode; as is due",
    ],
)
def test_what_may_have_been_printed_stays(text: str) -> None:
    assert mended(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{CLEAN}\n\nSuch offences, says Halversham, are grave.\n\nThe offence\ns 7 A person shall not be liable.",
        f"{CLEAN}\n\nSuch offences, says Halversham, are grave. Of the offence s. 4 speaks.",
        f"{CLEAN}\n\n250quater. A person who commits an offence under article 250quinquies is liable.",
    ],
)
def test_abbreviated_references_stay(text: str) -> None:
    assert read(text) == text


def test_strewn_line_ends_are_nothing_and_tails_stay() -> None:
    strewn = (
        CLEAN.replace("purpose of ", "purpose\nof ")
        .replace("and is ", "and\nis ")
        .replace("shall not ", "shall\nnot ")
        .replace("under compulsion", "under\ncompulsion")
    )
    strewn = (
        strewn.replace("of an authority", "of\nan\nauthority")
        .replace("is immaterial", "is\nimmaterial")
        .replace("is harmed", "is\nharmed")
    )
    assert read(strewn) == CLEAN
    assert mended("Any person who\n(a) commits an offence; or\n(b) shall harm\nanother person,\ncommits an offence.") == []


def test_a_denial_is_not_lost_where_words_run_together() -> None:
    assert read("is liable notto imprisonment") == "is liable not to imprisonment"


def test_a_foreign_column_is_left_alone() -> None:
    french = "Quiconque recrute ou transporte une personne commet une infraction et encourt une peine grave"
    assert mended(f"{french}\n\n{CLEAN}") == []


def test_places_in_the_copy_are_turned_back() -> None:
    text = "A pcrson cornmits ofthe exploit-\nation an 0ffence under section l2."
    copy = reading_copy(Document("d", "d", text), VOCABULARY)
    for word, printed in (("person", "pcrson"), ("commits", "cornmits"), ("exploitation", "exploit-\nation"), ("12", "l2")):
        at = copy.document.text.index(word)
        assert text[copy.back(at) : copy.back(at + len(word), end=True)] == printed
    assert copy.back(0) == 0
    assert copy.back(len(copy.document.text), end=True) == len(text)


def test_blocks_follow_their_words() -> None:
    spoilt = read_bytes(
        (CLEAN.replace("exploitation", "exploit-\nation").replace("person", "pcrson")).encode(), "bill.txt"
    ).document
    copy = reading_copy(spoilt, VOCABULARY).document
    assert copy.text == CLEAN
    assert [copy.text[b.start : b.end][:2] for b in copy.blocks] == ["1.", "2.", "3."]


PRINTED = (
    "1. A person who sells personal data commits an offence and is liable to a fine.\n\n"
    "2. A person who attempts to commit an offence under section 1 is liable to the same punishment.\n"
)


def test_findings_quote_the_draft_as_it_stands() -> None:
    spoilt = PRINTED.replace("commits", "cornmits").replace("personal", "pers0nal").replace("section 1", "section l")
    before, after = review_other(PRINTED, Scope.EXTRACT), review_other(spoilt, Scope.EXTRACT)
    assert after.document.text == spoilt.strip()
    assert [f.verdict for f in after.findings] == [f.verdict for f in before.findings]
    assert [(c.number, after.document.text[c.start]) for c in after.clauses] == [("1", "1"), ("2", "2")]
    assert any("spoilt by scanning" in note for note in after.notes)
    for one, other in zip(before.findings, after.findings, strict=True):
        quotes = [(before.document.text[q.start : q.end], after.document.text[p.start : p.end]) for q, p in zip(one.clauses, other.clauses, strict=True)]  # fmt: skip
        for clean, as_it_stands in quotes:
            assert as_it_stands == clean.replace("commits", "cornmits").replace("personal", "pers0nal").replace("section 1", "section l")  # fmt: skip


def test_a_rationale_quotes_the_draft_as_it_stands() -> None:
    spoilt = PRINTED.replace("commits", "cornmits")
    outcome = review_other(spoilt, Scope.EXTRACT)
    said = [f.rationale for f in outcome.findings if "“" in f.rationale]
    assert said
    assert not any("commits" in rationale for rationale in said)


@pytest.mark.parametrize("seed", range(20))
def test_most_of_the_noise_of_a_scan_is_mended(seed: int) -> None:
    noisy = scan(CLEAN * 3, random.Random(seed))
    before, after = (
        sum(one != other for one, other in zip(text.split(), (CLEAN * 3).split(), strict=False)) for text in (noisy, noisy)
    )
    assert before == after  # the noise is there
    assert len(read(noisy)) <= len(noisy) + 40
    clean_words, noisy_words, read_words = (set(text.split()) for text in (CLEAN, noisy, read(noisy)))
    assert len(read_words - clean_words) <= max(len(noisy_words - clean_words) // 2, 2)
