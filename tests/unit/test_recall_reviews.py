"""Kept reviews come back as they were judged, from their JSON and their files, without being judged again."""

from __future__ import annotations

import dataclasses
import io
import json
from importlib.resources import files

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from bot.contract import review_json
from bot.draft_files import DraftFile
from bot.errors import ReviewError
from bot.exports import exporters
from bot.recalled_reviews import CHANGED, recalled_review
from bot.reviewing.findings import Override, OverrideKind, Review, Scope, Verdict
from bot.reviews import Reviews
from bot.service import Clausewise, open_service
from bot.settings import Settings
from corpus.readers import read_bytes
from tests.support.bills import BILL
from tests.support.second_opinions import Thinking, verdicts
from tests.support.word_files import saved

SAMPLE = DraftFile("sample_bill.md", files("bot").joinpath("samples", "sample_bill.md").read_bytes())
CLAUSE = DraftFile("pasted.txt", b"A person who attempts to commit the offence of sex trafficking commits an offence.")
ACT = DraftFile(
    "act.txt",
    b"TRAFFICKING ACT 2010\n\n1. A person who recruits another person by force for the purpose of sexual exploitation commits an offence.\n\n"
    b"2. A person who attempts to commit an offence under section 1 commits an offence.\n",
)
AMENDING = DraftFile("bill.txt", b"TRAFFICKING (AMENDMENT) BILL\n\n1. Section 2 of the Trafficking Act 2010 is repealed.\n")
SAID = {
    OverrideKind.TOOL_ERRED: Verdict.MET,
    OverrideKind.POLICY: Verdict.MISSING,
    OverrideKind.OTHER_ACT: Verdict.MISSING,
}


def word_file() -> DraftFile:
    word = docx.Document()
    for line in BILL.split("\n\n"):
        word.add_paragraph(line)
    return DraftFile("bill.docx", saved(word))


def pdf_file() -> DraftFile:
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in (BILL.splitlines()[:6], BILL.splitlines()[6:]):
        for at, line in enumerate(page):
            canvas.drawString(40, 780 - 14 * at, line)
        canvas.showPage()
    canvas.save()
    return DraftFile("bill.pdf", out.getvalue())


DRAFTS = {
    "the sample bill": [SAMPLE],
    "a Word file": [word_file()],
    "a PDF": [pdf_file()],
    "an extract": [CLAUSE],
    "a bill with its act": [AMENDING, ACT],
}


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Clausewise:
    return open_service(Settings(data_dir=tmp_path_factory.mktemp("data")))


def with_chat_model(service: Clausewise, drafts) -> Review:
    model = Thinking(lambda prompt: verdicts(prompt, ST_03="partial"))
    reviews = Reviews(service.settings, service.register, classifier=None, reranker=None, chat_model=model, engine=service.engine)
    return reviews.review(drafts, scope=Scope.AUTO, progress=len)


def with_overrides(review: Review) -> Review:
    """One override of each kind on the first findings."""
    said = iter(SAID.items())
    changed = [
        dataclasses.replace(
            finding, override=Override(kind, verdict, "see the Penal Code", "A. Drafter", "2026-01-01T10:00:00+00:00")
        )
        for finding, (kind, verdict) in zip(review.findings, said, strict=False)
    ]
    return dataclasses.replace(review, findings=(*changed, *review.findings[len(changed) :]))


def told(review: Review):
    """The JSON as a database gives it back."""
    return json.loads(json.dumps(review_json(review)))


@pytest.mark.parametrize("drafts", DRAFTS.values(), ids=DRAFTS)
def test_a_review_told_again_is_the_same(service, drafts):
    done = service.review_together(drafts)
    back = service.recall(told(done), drafts)
    assert told(back) == told(done)
    assert (back.document, back.source_map, back.clauses, back.register) == (
        done.document,
        done.source_map,
        done.clauses,
        service.register.register,
    )
    assert back.engine == done.engine


def test_what_the_drafts_are_to_show_is_in_them(service):
    """The round trips above would say little on drafts without pages, files, conflicts or quotes."""
    paged, joined = (service.review_together(DRAFTS[name]) for name in ("a PDF", "a bill with its act"))
    assert {clause.page for clause in paged.clauses} == {1, 2}
    assert {quote["file"] for finding in told(joined)["findings"] for quote in finding["clauses"]} == {"act.txt", "bill.txt"}
    assert service.review(CLAUSE).scope is Scope.EXTRACT
    assert service.review(SAMPLE).engine.classifier_sha256


def test_a_chat_models_opinions_and_costs_come_back(service):
    done = with_chat_model(service, [SAMPLE])
    back = service.recall(told(done), [SAMPLE])
    assert told(back) == told(done)
    assert (back.spent, back.engine.mode, back.timings_ms) == (done.spent, "llm", done.timings_ms)
    opinion = next(finding.opinion for finding in back.findings if finding.element.id == "ST-03")
    assert opinion.verdict is Verdict.PARTIAL
    assert opinion.quotes


def test_what_reviewers_said_comes_back(service):
    done = with_overrides(service.review(SAMPLE))
    back = service.recall(told(done), [SAMPLE])
    assert told(back) == told(done)
    assert [finding.override for finding in back.findings[:3]] == [finding.override for finding in done.findings[:3]]
    assert [finding.override.kind for finding in back.findings[:3]] == list(OverrideKind)


@pytest.mark.parametrize("kind", sorted(exporters()))
@pytest.mark.parametrize("name", ["a Word file", "a bill with its act"])
def test_files_that_are_made_of_it_are_the_same_bytes(service, kind, name):
    drafts = DRAFTS[name]
    done = with_overrides(service.review_together(drafts))
    originals = {draft.name: draft.data for draft in drafts}
    exporter = exporters()[kind]
    assert exporter.export([service.recall(told(done), drafts)], originals) == exporter.export([done], originals)


# what cannot be opened -------------------------------------------------------------------------------------------------------


def test_another_register_is_refused(service):
    changed = told(service.review(CLAUSE))
    changed["register"] |= {"sha256": "0" * 64, "version": "0.1"}
    with pytest.raises(ReviewError, match=r"register sex-trafficking 0\.1; loaded is sex-trafficking .* review the draft again"):
        service.recall(changed, [CLAUSE])
    changed["register"] |= {"id": "widgets"}
    with pytest.raises(ReviewError, match="load that register"):
        service.recall(changed, [CLAUSE])


def test_other_files_are_refused(service):
    kept = told(service.review(CLAUSE))
    with pytest.raises(ReviewError, match=r"not what was judged \(pasted\.txt\)"):
        service.recall(kept, [SAMPLE])
    together = told(service.review_together([AMENDING, ACT]))
    with pytest.raises(ReviewError, match="in their order"):
        service.recall(together, [ACT, AMENDING])
    with pytest.raises(ReviewError, match="none was given"):
        service.recall(kept, [])


def test_a_text_that_is_read_otherwise_by_now_is_refused(service):
    kept = told(service.review(CLAUSE))
    kept["document"]["text_sha256"] = "0" * 64
    with pytest.raises(ReviewError, match="no longer the one that was judged; review it again"):
        service.recall(kept, [CLAUSE])


def without(path):
    def change(kept):
        *way, last = path
        for step in way:
            kept = kept[step]
        del kept[last]

    return change


def moved_quote(kept):
    kept["findings"][4]["clauses"][0]["start"] += 1


def unknown_verdict(kept):
    kept["findings"][0]["verdict"] = "fine"


def unknown_clause(kept):
    kept["findings"][4]["clauses"][0]["clause_id"] = "none"


def unknown_element(kept):
    kept["findings"][0]["id"] = "XX-01"


@pytest.mark.parametrize(
    "spoil",
    [
        without(["register"]),
        without(["findings", 0]),
        without(["findings", 0, "guidance"]),
        without(["engine", "version"]),
        moved_quote,
        unknown_verdict,
        unknown_clause,
        unknown_element,
    ],
)
def test_what_is_no_review_is_refused(service, spoil):
    kept = told(service.review(CLAUSE))
    assert kept["findings"][4]["clauses"]
    spoil(kept)
    with pytest.raises(ReviewError, match="this is no review"):
        service.recall(kept, [CLAUSE])


def test_quotes_of_guidance_that_has_changed_stand_as_they_were(service):
    kept = told(service.review(CLAUSE))
    changed = {name: dataclasses.replace(one, text="Quite another text. " * 200) for name, one in service.documents.items()}
    back = recalled_review(kept, [read_bytes(CLAUSE.data, CLAUSE.name)], service.register, changed)
    quotes = [citation.quote for finding in back.findings for citation in finding.guidance]
    assert quotes == [citation["quote"] for finding in kept["findings"] for citation in finding["guidance"]]
    assert back.notes == (*kept["notes"], CHANGED)


def test_two_reviews_that_were_kept_are_compared(service):
    old, new = (service.recall(told(service.review(draft, scope=Scope.WHOLE)), [draft]) for draft in (CLAUSE, SAMPLE))
    found = service.compare_reviews(old, new)
    assert {change.id: change.change for change in found.elements}["ST-04"] == "closed"
