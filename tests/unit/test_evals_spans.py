"""Lessons on which words decide: the words that a label quotes, in the provision that holds them."""

from pathlib import Path

import pytest

from bot.reviewing.findings import Scope, Verdict
from bot.reviewing.lexicon import load_lexicon
from evals.cases import Label, ReviewCase
from evals.spans import quotes_of

PLAIN = "1. Whoever sells rockets without a licence commits an offence.\n2. The office shall keep a list of sellers.\n"
AMENDING = (
    "1 Section 130 replaced\nReplace section 130 (sale of rockets) with:\n"
    '"130 Sale of rockets\nWhoever sells rockets or fuses without a licence is liable to a fine."\n'
    "2 Section 131 repealed\nSection 131 (fuses) is repealed.\n"
)
LISTED = "1. A person who\n(a) sells rockets without a licence; or\n(b) buys fuses at night,\ncommits an offence.\n"


def lessons(folder: Path, text: str, quote: str):
    (folder / "bill.txt").write_text(text, encoding="utf-8")
    label = Label(element="W-01", verdict=Verdict.MET, quote=quote)
    case = ReviewCase(
        id="bill",
        provenance="written for this test",
        split="dev",
        tags=(),
        draft="bill.txt",
        scope=Scope.WHOLE,
        expect=(label,),
        otherwise=None,
    )
    return list(quotes_of(case, load_lexicon(), folder))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (PLAIN, "sells rockets without a licence"),
        (AMENDING, "sells rockets or fuses without a licence"),
        (LISTED, "sells rockets without a licence"),
        (LISTED, "buys fuses at night"),
    ],
)
def test_a_lesson_is_what_the_label_quotes(tmp_path, text, quote):
    (lesson,) = lessons(tmp_path, text, quote)
    assert lesson.element == "W-01"
    assert lesson.text[lesson.start : lesson.end] == quote


def test_a_quote_that_stands_nowhere_is_no_lesson(tmp_path):
    assert lessons(tmp_path, PLAIN, "buys fuses") == []
