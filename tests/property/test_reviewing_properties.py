"""Reviewing has rules without exceptions: no text is lost, no offset lies, no draft makes it fail."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.reviewing.clauses import split_clauses
from bot.reviewing.findings import Scope, Verdict
from bot.reviewing.law import Law
from bot.reviewing.review import Outcome, Reviewer
from corpus.documents import Document
from corpus.errors import EmptyFile
from corpus.readers import read_bytes
from corpus.register import bind_register, load_register
from corpus.sources import list_registers, load_corpus, shipped_guidance, shipped_registers
from tests.support.laws import lexicon

RELAXED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
ELEMENTS = 17

LABELS = ["", "", "1. ", "2. ", "12A. ", "279.01 (1) ", "Section 3. ", "Article 4 ", "§ 5 ", "(1) ", "(2) ", "(a) ", "(b) ", "(i) ", "(ii) ", "- ", "PART II", "SCHEDULE 1", "# ", "3. (1) (a) "]  # fmt: skip
WORDS = [
    "a person", "who", "recruits", "another person", "for the purpose of", "prostitution", "commits an offence", "shall not be prosecuted", "the victim", "no",
    "nothing in this Act", "unless", "except", "if", "where", "section 3", "sections 1 to 5", "subsection (2)", "this Act", "such an offence", "does not apply",
    "means", "“child”", "is repealed", "notwithstanding", "attempts", "aids and abets", ",", ";", ":", ".", "—", "or", "and", "(a)", "(b)", "shall", "must", "may",
    "is liable to imprisonment", "has been convicted", "the court", "Whereas", "An Act to", "it is a defence",
]  # fmt: skip

lines = st.builds(
    lambda label, words: label + " ".join(words), st.sampled_from(LABELS), st.lists(st.sampled_from(WORDS), max_size=12)
)
bills = st.builds(
    lambda parts, joint: joint.join(parts), st.lists(lines, min_size=1, max_size=14), st.sampled_from(["\n", "\n\n"])
)
anything = st.text(max_size=400)
drafts = st.one_of(bills, anything)


def document(text: str, name: str = "bill.txt") -> Document | None:
    """The text as a reader gives it; None where it holds none."""
    try:
        return read_bytes(text.encode("utf-8", "replace"), name).document
    except EmptyFile:
        return None


@lru_cache(maxsize=1)
def reviewer() -> Reviewer:
    register = load_register(list_registers([shipped_registers()])["sex-trafficking"])
    return Reviewer(bind_register(register, load_corpus([shipped_guidance()])), lexicon())


def review(text: str, scope: Scope = Scope.AUTO) -> Outcome:
    return reviewer().review([read_bytes(text.encode("utf-8", "replace"), "bill.txt")], scope=scope, progress=lambda _: None)


@RELAXED
@given(drafts, st.sampled_from(["bill.txt", "bill.md"]))
def test_splitting_loses_no_text(text: str, name: str) -> None:
    read = document(text, name)
    if read is None:
        return
    held = [False] * len(read.text)
    for top in split_clauses(read):
        held[top.clause.start : top.clause.end] = [True] * (top.clause.end - top.clause.start)
    assert [c for c, inside in zip(read.text, held, strict=True) if not inside and not c.isspace()] == []


@RELAXED
@given(drafts)
def test_clauses_lie_in_the_text_and_in_their_parents(text: str) -> None:
    read = document(text)
    if read is None:
        return
    found = [node.clause for top in split_clauses(read) for node in top.walk()]
    by_id = {clause.id: clause for clause in found}
    assert len(by_id) == len(found)
    for clause in found:
        assert 0 <= clause.start <= clause.end <= len(read.text)
        if clause.parent is not None:
            assert by_id[clause.parent].start <= clause.start
            assert clause.end <= by_id[clause.parent].end


@RELAXED
@given(drafts)
def test_the_words_of_provisions_lead_back_to_the_draft(text: str) -> None:
    read = document(text)
    if read is None:
        return
    for provision in Law(read, lexicon()).provisions:
        words = provision.words
        for start, end in zip(words.starts, words.ends, strict=True):
            low, high = provision.span(start, end)
            assert read.text[low:high] == provision.text[start:end]


@RELAXED
@given(drafts)
def test_the_regions_of_norms_lie_in_their_sentences(text: str) -> None:
    read = document(text)
    if read is None:
        return
    for norm in Law(read, lexicon()).norms:
        regions = (norm.trigger, norm.predicate, *norm.bearer, *norm.acts, *norm.conditions, *norm.exceptions)
        assert all(0 <= low <= high <= len(norm.provision.text) for low, high in regions)


@RELAXED
@given(drafts, st.sampled_from(Scope))
def test_any_draft_gets_a_finding_for_each_element(text: str, scope: Scope) -> None:
    if document(text) is None:
        return
    outcome = review(text, scope)
    whole = outcome.document.text
    assert len(outcome.findings) == ELEMENTS
    known = {clause.id for clause in outcome.clauses}
    for finding in outcome.findings:
        assert finding.guidance
        assert bool(finding.clauses) or finding.verdict in {Verdict.MISSING, Verdict.NEEDS_REVIEW}
        assert all(0 <= q.start < q.end <= len(whole) and q.clause.id in known for q in finding.clauses)
        assert all(0 <= m.start <= m.end <= len(whole) for m in finding.matched)
        assert all(n.clause.id in known for n in finding.nearest)


@RELAXED
@given(bills)
def test_reviewing_twice_gives_the_same(text: str) -> None:
    if document(text) is not None:
        assert review(text) == review(text)
