"""What every kind of file must show, whoever made it: advice, whose words are whose, which file, what a reviewer says."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.exports import exporters
from bot.reviewing.findings import Finding, Override, OverrideKind, Review, Scope, Verdict
from bot.reviewing.joining import join_readings
from corpus.readers import read_bytes
from tests.support.exported import words_in
from tests.support.reviews import clauses_of, review

KINDS = sorted(exporters())
SUMMARIES = sorted({"docx", "gaps", "html", "md", "paper", "xlsx"})
"""Files that begin or end with a summary; the others are tables for scripts."""
DATE = "2026-01-31T10:00:00+00:00"
SAID = {
    OverrideKind.TOOL_ERRED: (
        Verdict.MET,
        "The tool erred; the right verdict is met, says A. Drafter (2026-01-31): see section 9",
        "reviewer: met",
    ),
    OverrideKind.POLICY: (
        Verdict.MISSING,
        "Not followed as a matter of policy, says A. Drafter (2026-01-31): see section 9",
        "reviewer: policy",
    ),
    OverrideKind.OTHER_ACT: (
        Verdict.MISSING,
        "Covered by another act, says A. Drafter (2026-01-31): see section 9",
        "reviewer: other act",
    ),
}


def exported(kind: str, *reviews: Review) -> str:
    return words_in(kind, exporters()[kind].export(reviews))


def with_findings(made: Review, findings: Sequence[Finding]) -> Review:
    return replace(made, findings=tuple(findings))


def joined_review() -> Review:
    """A review of two files that were judged together: every quote and every near clause stands in the second."""
    first, second = (
        read_bytes(text.encode(), name)
        for text, name in (
            ("Widgets (Amendment) Bill\n\n1. The Act is amended.", "amending.txt"),
            ("Widgets Act\n\n2. A person who attempts it is not liable.", "principal.txt"),
        )
    )
    document = join_readings([first, second]).document
    made = review()
    last = replace(clauses_of(document)[-1], number="2")
    quotes = [
        [replace(quote, clause=last, start=last.start, end=last.end) for quote in finding.clauses[:1]]
        for finding in made.findings
    ]
    nearest = [
        [replace(near, clause=last, start=last.start, end=last.end) for near in finding.nearest] for finding in made.findings
    ]
    findings = [
        replace(finding, clauses=tuple(own), nearest=tuple(near))
        for finding, own, near in zip(made.findings, quotes, nearest, strict=True)
    ]
    return replace(made, document=document, clauses=(last,), findings=tuple(findings))


@pytest.mark.parametrize("kind", KINDS)
def test_advice_is_in_every_file(kind: str) -> None:
    made = review()
    findings = [replace(finding, advice=f"Advice on {finding.element.id}.") for finding in made.findings]
    shown = exported(kind, with_findings(made, findings))
    gaps = [finding.element.id for finding in findings if finding.verdict is not Verdict.MET]
    assert all(f"Advice on {name}." in shown for name in gaps)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("at", [2, 3], ids=["a conflict", "a missing one"])
def test_each_place_names_its_file_where_several_were_judged_together(kind: str, at: int) -> None:
    made = joined_review()
    shown = exported(kind, with_findings(made, [made.findings[at]]))
    if kind == "json":
        (finding,) = json.loads(exporters()["json"].export([with_findings(made, [made.findings[at]])]))["findings"]
        assert {place["file"] for place in [*finding["clauses"], *finding["nearest"]]} == {"principal.txt"}
    elif kind == "docx" and at == 2:
        assert "This clause (principal.txt): says the opposite." in shown
    else:
        assert re.search(r"[Cc]lause 2, principal\.txt", shown)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "json"])
def test_one_file_is_not_named_at_each_place(kind: str) -> None:
    assert "clause 2, bill.txt" not in exported(kind, review())


@pytest.mark.parametrize("kind", ["docx", "gaps", "md", "html", "csv"])
def test_conflicts_come_first_and_what_is_met_last(kind: str) -> None:
    made = review()
    shown = exported(kind, with_findings(made, [replace(f, rationale="", advice=f"To {f.element.id}.") for f in made.findings]))
    at = [shown.find(f"To {name}.") for name in ("ST-03", "ST-05", "ST-04", "ST-01")]
    if kind == "docx":  # its comments on words come first, then those that have none
        at = [shown.find(f": {name} ", shown.index("Summary of the review")) for name in ("ST-03", "ST-05", "ST-04", "ST-01")]
    assert -1 not in at
    assert at == sorted(at)


@pytest.mark.parametrize("kind", KINDS)
def test_no_file_has_a_percentage(kind: str) -> None:
    assert "%" not in exported(kind, review())


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_in_the_guidance_says_that_it_is_no_recommendation(kind: str) -> None:
    made = review()
    example = [replace(f, guidance=(replace(f.guidance[0], statement="example"),)) for f in made.findings]
    wanted = '"statement": "example"' if kind == "json" else "an example, no recommendation"
    assert wanted in exported(kind, with_findings(made, example))
    assert wanted not in exported(kind, made)


@pytest.mark.parametrize("kind", KINDS)
def test_whose_words_are_whose_is_said(kind: str) -> None:
    shown = exported(kind, review())
    named = {
        "docx": ("Guidance: “", "What would make it met: "),
        "gaps": ("The guidance says", "What would make it met (the tool's words): "),
        "paper": ("The draft says", "The guidance says", "The tool's reason"),
        "xlsx": ("DRAFT [", "GUIDANCE [", "CLAUSEWISE"),
        "csv": ("draft_quotes,guidance_quotes", "advice"),
        "json": ('"guidance": [', '"clauses": [', '"advice": '),
    }.get(kind, ("Draft : words of the draft, verbatim" if kind == "md" else "Draft : words", "Guidance", "Clausewise"))
    assert all(words in shown for words in named), named


# what a reviewer says ----------------------------------------------------------------------------------------------------


def overridden(kind: OverrideKind, at: int = 3) -> Review:
    """A review in which one finding (the missing one) is set aside."""
    made = review()
    own = Override(kind, SAID[kind][0], "see section 9", "A. Drafter", DATE)
    findings = list(made.findings)
    findings[at] = replace(findings[at], override=own)
    return with_findings(made, findings)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("said", OverrideKind)
def test_what_a_reviewer_says_stands_beside_the_tools_verdict(kind: str, said: OverrideKind) -> None:
    _, sentence, _ = SAID[said]
    shown = exported(kind, overridden(said))
    if kind == "json":
        override = json.loads(exporters()["json"].export([overridden(said)]))["findings"][3]["override"]
        assert override == {
            "kind": said.value, "verdict": SAID[said][0].value, "reason": "see section 9", "by": "A. Drafter", "at": DATE,
        }  # fmt: skip
        return
    assert sentence in shown
    assert sentence not in exported(kind, review())
    assert ("missing" if kind == "csv" else "Missing") in shown


@pytest.mark.parametrize("kind", SUMMARIES)
@pytest.mark.parametrize("said", OverrideKind)
def test_a_heading_or_cell_tells_the_kind_in_a_word(kind: str, said: OverrideKind) -> None:
    assert SAID[said][2] in exported(kind, overridden(said))


@pytest.mark.parametrize("said", OverrideKind)
def test_tables_for_scripts_name_the_kind(said: OverrideKind) -> None:
    table = exporters()["csv"].export([overridden(said)]).decode("utf-8-sig")
    kinds = {row["element"]: row["override_kind"] for row in csv.DictReader(io.StringIO(table, newline=""))}
    assert kinds == {"ST-04": said.value, "ST-01": "", "ST-02": "", "ST-03": "", "ST-05": ""}


@pytest.mark.parametrize("kind", SUMMARIES)
def test_summaries_count_what_was_set_aside(kind: str) -> None:
    made = overridden(OverrideKind.POLICY)
    own = Override(OverrideKind.TOOL_ERRED, Verdict.MET, "", "A. Drafter", DATE)
    made = with_findings(made, [replace(made.findings[0], override=own), *made.findings[1:]])
    line = "A reviewer has set aside 2 findings: 1 where the tool erred, 1 not followed as a matter of policy."
    shown, before = exported(kind, made), exported(kind, review())
    if kind == "xlsx":
        assert "By a reviewer, whatever the tool's verdict" in shown
        assert "By a reviewer" not in before
    else:
        assert line in shown
        assert "set aside" not in before


def test_an_extract_shows_what_it_does_not_hold_last() -> None:
    for kind in ("md", "html", "csv"):
        shown = exported(kind, replace(review(), scope=Scope.EXTRACT))
        assert shown.rindex("ST-02") < shown.rindex("ST-04")
