"""What counts as said, covered, quoted."""

import pytest

from evals.scorers import (
    answer_words,
    covered,
    find_all,
    overlap,
    plain,
    says,
    says_one_of,
    token_precision,
    touches,
    uncovered,
    verbatim_faults,
)

QUOTE = "legislation should also criminalize attempts to commit sex trafficking"


@pytest.mark.parametrize(
    ("cited", "yes"),
    [
        (f"In addition, {QUOTE}, and more.", True),
        ("Legislation should also\ncriminalize attempts to commit sex trafficking", True),
        (QUOTE[: int(len(QUOTE) * 0.85)], True),
        (QUOTE[: int(len(QUOTE) * 0.7)], False),
        ("attempts", False),
        ("", False),
    ],
)
def test_a_quote_is_covered_when_held_or_overlapped_by_four_fifths(cited, yes):
    assert covered(QUOTE, cited) is yes


def test_two_halves_in_two_citations_do_not_cover():
    half = len(QUOTE) // 2
    assert uncovered([QUOTE], [QUOTE[:half], QUOTE[half:]]) == (QUOTE,)
    assert uncovered([QUOTE], ["something else", f"{QUOTE}."]) == ()


@pytest.mark.parametrize(
    ("text", "wanted", "yes"),
    [
        ("In 2011, 37 traffickers were prosecuted.", "37", True),
        ("In 2011, 37 traffickers were prosecuted.", "11", False),
        ("A share of 37.5 percent.", "37", False),
        ("A share of 1,037 persons.", "037", False),
        ("They were 17.", "17", True),
        ("Criminalizing attempts", "criminaliz", True),
        ("the victims\u2019 rights", "victims' rights", True),
        ("Nothing of it", "of  IT", True),
        ("Nothing of it", "of that", False),
    ],
)
def test_a_string_is_said_whatever_its_case_and_a_number_stands_alone(text, wanted, yes):
    assert says(plain(text), wanted) is yes


def test_one_of_a_list_is_enough():
    assert says_one_of("to criminalise", ("criminaliz", "criminalis"))
    assert not says_one_of("to punish", ("criminaliz", "criminalis"))


def test_a_marker_is_no_number_of_the_answer():
    assert not says(answer_words("They were prosecuted [17]."), "17")


def test_a_quote_is_found_across_lines_and_more_than_once():
    text = "a person who\n  attempts; A person; a person who attempts"
    assert find_all(text, "a person who attempts") == ((0, 23), (35, 56))
    assert find_all(text, "no such words") == ()
    assert find_all(text, " ") == ()


def test_spans_touch_when_they_share_a_character():
    assert overlap((0, 5), (3, 9)) == 2
    assert overlap((0, 5), (5, 9)) == 0
    assert touches([(0, 1), (4, 6)], [(5, 9)])
    assert not touches([(0, 5)], [(5, 9)])
    assert not touches([], [(5, 9)])


def test_token_precision_counts_quoted_words_once():
    text = "one two three four"
    assert token_precision(text, [(0, 18), (0, 7)], [(4, 13)]) == 0.5
    assert token_precision(text, [], [(4, 13)]) is None
    assert token_precision(text, [(0, 3)], []) == 0.0


def test_a_citation_that_is_not_its_slice_is_a_fault_and_an_unknown_text_is_not_checked():
    texts = {"s": "Drafters should act."}
    right = {"text_sha256": "s", "document_id": "d", "quote": "Drafters", "start": 0, "end": 8}
    assert verbatim_faults([right], texts) == ([], 1)
    faults, checked = verbatim_faults(
        [{**right, "start": 1}, {**right, "text_sha256": "lost"}, {**right, "quote": "", "end": 0}], texts
    )
    assert (len(faults), checked) == (2, 2)
