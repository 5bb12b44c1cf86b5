"""Answers as Markdown to be copied: every quote with its place, nothing of a document's own Markdown left alive."""

import dataclasses
import datetime as dt
import re

import pytest
from markdown_it import MarkdownIt

from bot.answering.answer import Answered, AskResult, DraftQuote, Engine, Refused
from bot.exports.answers import Style, answer_markdown, conversation_markdown
from corpus.documents import Citation, Document

TEXT = "Legislation should criminalize attempts [see 1]. ![x](https://evil.example/x.png) *More* is said."
GUIDANCE = Document(
    "overview", "Sex <trafficking>", TEXT, source_url="https://www.example.org/a b", last_edited=dt.date(2011, 1, 25)
)
DRAFT = Document("bill.docx", "Bill", "1. Attempts are punished.")
ENGINE = Engine("extractive", None, "minilm", "abc", "1.0", "0.1.0")
FIRST = Citation(GUIDANCE, 0, 48, "overview#p1", ("Attempts",), label="1")
SECOND = Citation(GUIDANCE, 49, len(TEXT), "overview#p1", ("Attempts",), label="2")


def result(answer, question="Must attempts be punished?", notes=()):
    return AskResult(question, answer, ENGINE, notes=notes)


ANSWERED = Answered(
    "The guidance recommends: “Legislation should criminalize attempts \\[see 1\\].” [1] [2] The draft: [D1]",
    (FIRST, SECOND),
    gaps=("how *much*",),
    draft=(DraftQuote(DRAFT, "1", 3, 25, "D1"),),
)
REFUSED = Refused("It says nothing of parking.", nearest=(Citation(GUIDANCE, 0, 48),))


def test_quotes_are_listed_with_their_places():
    shown = answer_markdown(result(ANSWERED, notes=("A note.",)), Style.LISTED)
    assert "“Legislation should criminalize attempts \\[see 1\\].” [1] [2] The draft: [D1]" in shown
    assert (
        "- [1] “Legislation should criminalize attempts \\[see 1\\].” (Sex \\<trafficking\\> / Attempts, last edited 2011-01-25, <https://www.example.org/a%20b>)"
        in shown
    )
    assert "- [D1] “Attempts are punished.” (bill.docx, clause 1)" in shown
    assert "- how \\*much\\*" in shown
    assert shown.rstrip().endswith("Note: A note.")


def test_an_example_is_not_taken_for_a_recommendation():
    example = dataclasses.replace(FIRST, statement="example")
    shown = answer_markdown(result(Answered("“…” [1]", (example,))), Style.LISTED)
    assert "(an example, no recommendation, Sex \\<trafficking\\> / Attempts, last edited" in shown


def test_footnotes_take_the_place_of_markers_and_each_has_its_note():
    shown = answer_markdown(result(ANSWERED), Style.FOOTNOTES)
    assert "\\[see 1\\].” [^1] [^2] The draft: [^D1]" in shown
    assert re.findall(r"^\[\^(D?\d)\]: “", shown, re.MULTILINE) == ["1", "2", "D1"]


def test_footnotes_of_a_conversation_do_not_meet():
    shown = conversation_markdown("Ask", [result(ANSWERED), result(ANSWERED, "And *buyers*?")], Style.FOOTNOTES)
    labels = re.findall(r"^\[\^(.+?)\]:", shown, re.MULTILINE)
    assert labels == ["1-1", "1-2", "1-D1", "2-1", "2-2", "2-D1"]
    assert all(shown.count(f"[^{label}]") == 2 for label in labels)
    assert "## And \\*buyers\\*?" in shown


def test_a_refusal_says_so_and_shows_what_comes_nearest():
    shown = answer_markdown(result(REFUSED), Style.LISTED)
    assert shown.startswith("**The guidance does not cover this.** It says nothing of parking.")
    assert "The nearest passages, which do not answer it:\n\n- “Legislation" in shown
    assert answer_markdown(result(Refused("Nothing.")), Style.FOOTNOTES).strip().endswith("Nothing.")


@pytest.mark.parametrize("style", list(Style))
def test_a_documents_markdown_stays_text(style):
    html = MarkdownIt().render(conversation_markdown("Ask", [result(ANSWERED), result(REFUSED)], style))
    assert "<img" not in html
    assert "evil.example/x.png)" in html
    assert "<trafficking>" not in html
    assert set(re.findall(r'href="([^"]+)"', html)) <= {"https://www.example.org/a%20b"}
