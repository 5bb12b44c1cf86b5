"""Two versions of one draft: how clauses are aligned, and how verdicts move."""

from __future__ import annotations

from itertools import product

import pytest

from bot.errors import ReviewError
from bot.reviewing.compare import ORDER, align_clauses, compare_reviews, verdict_change
from bot.reviewing.findings import Clause, Review, Verdict
from tests.support.reviews import REGISTER, draft, review

ACT = (
    "Widgets Act",
    "1. In this Act widget means any small device.",
    "2. A person who sells a widget commits an offence.",
    "3. A person who buys a widget is liable to a fine.",
    "4. The Minister may make regulations about widgets.",
)


def version(*lines: str) -> Review:
    return review(draft((ACT[0], *lines)))


def changes(old: Review, new: Review) -> list[tuple[str | None, str | None, str]]:
    numbers = [{c.id: c.number for c in r.clauses} for r in (old, new)]
    return [(numbers[0].get(c.old or ""), numbers[1].get(c.new or ""), c.change) for c in align_clauses(old, new)]


def test_the_same_draft_is_the_same() -> None:
    old = version(*ACT[1:])
    assert changes(old, version(*ACT[1:])) == [(n, n, "same") for n in "1234"]


def test_a_new_clause_does_not_make_those_behind_it_look_changed() -> None:
    new = version(ACT[1], "2. Nobody may hold a licence for more than a year.", *(f"{n}{ACT[n - 1][1:]}" for n in (3, 4, 5)))
    assert changes(version(*ACT[1:]), new) == [
        ("1", "1", "same"),
        (None, "2", "added"),
        ("2", "3", "same"),
        ("3", "4", "same"),
        ("4", "5", "same"),
    ]


def test_a_removed_clause_stands_where_it_stood() -> None:
    new = version(ACT[1], ACT[2], "3. The Minister may make regulations about widgets.")
    assert changes(version(*ACT[1:]), new) == [("1", "1", "same"), ("2", "2", "same"), ("3", None, "removed"), ("4", "3", "same")]


def test_the_first_clause_removed_comes_first() -> None:
    assert changes(version(*ACT[1:]), version(*ACT[2:]))[0] == ("1", None, "removed")


def test_changed_words_under_the_same_number() -> None:
    new = version(ACT[1], "2. A person who sells or lends a widget to a child commits an offence.", *ACT[3:])
    assert changes(version(*ACT[1:]), new)[1] == ("2", "2", "changed")


def test_changed_words_under_another_number() -> None:
    new = version(
        ACT[1], ACT[2], "3. Widgets are to be marked as the schedule says.", "4. A person who buys a widget is liable to a heavy fine.",
        "5. The Minister may make regulations about widgets.",
    )  # fmt: skip
    assert changes(version(*ACT[1:]), new)[2:4] == [(None, "3", "added"), ("3", "4", "changed")]


def test_a_clause_replaced_by_quite_another_is_removed_and_added() -> None:
    new = version(ACT[1], ACT[2], "3. Zebras graze.", ACT[4])
    assert changes(version(*ACT[1:]), new)[2:4] == [("3", None, "removed"), (None, "3", "added")]


def test_a_clause_that_changes_place_has_moved() -> None:
    new = version("1. The Minister may make regulations about widgets.", *(f"{n}{ACT[n - 1][1:]}" for n in (2, 3, 4)))
    assert changes(version(*ACT[1:]), new) == [("4", "1", "moved"), ("1", "2", "same"), ("2", "3", "same"), ("3", "4", "same")]


def test_equal_words_twice_are_paired_in_order() -> None:
    old = version("1. [repealed]", "2. A widget is small.", "3. [repealed]")
    assert changes(old, version("1. [repealed]", "2. A widget is small.", "3. [repealed]")) == [(n, n, "same") for n in "123"]


def nested(*lines: str, parents: dict[str, str]) -> Review:
    """A draft whose clauses c1, c2 ... stand under each other as ``parents`` says; a parent reaches over its items."""
    made = review(draft(("Act", *lines)))
    ends = {p: max(c.end for c in made.clauses if parents.get(c.id) == p) for p in parents.values()}
    clauses = tuple(
        Clause(c.id, c.number, c.path, c.heading, c.start, ends.get(c.id, c.end), c.page, parents.get(c.id)) for c in made.clauses
    )
    return Review(made.document, made.source_map, made.scope, REGISTER, made.findings, clauses, "en", (), made.engine)


def test_a_changed_item_leaves_its_section_the_same() -> None:
    parents = {"c2": "c1", "c3": "c1"}
    old = nested("1. A person commits an offence who", "(a) sells a widget;", "(b) lends a widget.", parents=parents)
    new = nested("1. A person commits an offence who", "(a) sells a widget to a child;", "(b) lends a widget.", parents=parents)
    assert [c.change for c in align_clauses(old, new)] == ["same", "changed", "same"]


def test_an_item_under_another_section_has_moved() -> None:
    lines = (
        "1. A person commits an offence who",
        "(a) sells a widget;",
        "2. A person is liable to a fine who",
        "(a) lends a widget.",
    )
    old = nested(*lines, parents={"c2": "c1", "c4": "c3"})
    new = nested(lines[0], lines[2], lines[1], lines[3], parents={"c3": "c2", "c4": "c2"})
    assert {(c.old, c.new): c.change for c in align_clauses(old, new)}["c2", "c3"] == "moved"


def test_every_clause_is_named_once() -> None:
    old, new = version(*ACT[1:]), version(ACT[4], ACT[1], "9. Zebras graze.")
    found = align_clauses(old, new)
    assert sorted(c.old for c in found if c.old) == sorted(c.id for c in old.clauses)
    assert [c.new for c in found if c.new] == [c.id for c in new.clauses]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (Verdict.MISSING, Verdict.MET, "closed"),
        (Verdict.NEEDS_REVIEW, Verdict.MET, "closed"),
        (Verdict.MET, Verdict.CONFLICT, "opened"),
        (Verdict.MET, Verdict.MISSING, "opened"),
        (Verdict.MET, Verdict.PARTIAL, "worse"),
        (Verdict.MET, Verdict.NEEDS_REVIEW, "worse"),
        (Verdict.MISSING, Verdict.CONFLICT, "worse"),
        (Verdict.CONFLICT, Verdict.PARTIAL, "better"),
        (Verdict.MISSING, Verdict.NEEDS_REVIEW, "better"),
        (Verdict.PARTIAL, Verdict.NEEDS_REVIEW, "worse"),
        (Verdict.PARTIAL, Verdict.PARTIAL, "same"),
    ],
)
def test_how_a_verdict_moves(old: Verdict, new: Verdict, change: str) -> None:
    assert verdict_change(old, new) == change


def test_there_and_back_are_opposites() -> None:
    forward, backward = {"closed", "better"}, {"opened", "worse"}
    assert set(ORDER) == set(Verdict)
    for old, new in product(Verdict, Verdict):
        if old is not new:
            assert {verdict_change(old, new) in forward, verdict_change(new, old) in forward} == {True, False}
            assert verdict_change(old, new) in forward | backward


def test_elements_are_compared_in_register_order() -> None:
    worse = (Verdict.MET, Verdict.MET, Verdict.MISSING, Verdict.MISSING, Verdict.CONFLICT)
    found = compare_reviews(review(), review(verdicts=worse))
    assert [(e.id, e.change) for e in found.elements] == [
        ("ST-01", "closed"), ("ST-02", "same"), ("ST-03", "better"), ("ST-04", "same"), ("ST-05", "worse"),
    ]  # fmt: skip


def test_two_registers_cannot_be_compared() -> None:
    new = review()
    other = Review(
        new.document,
        new.source_map,
        new.scope,
        REGISTER.model_copy(update={"sha256": "cd" * 32}),
        new.findings,
        new.clauses,
        "en",
        (),
        new.engine,
    )
    with pytest.raises(ReviewError, match="different registers"):
        compare_reviews(review(), other)
