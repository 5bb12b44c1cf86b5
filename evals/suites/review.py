"""The suite ``review``: drafts with the verdicts that are due, marked on the review's JSON. Real statutes are marked the same way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from bot.contract import review_json
from bot.draft_files import DraftFile
from bot.reviewing.findings import Scope, Verdict
from evals.cases import Label, ReviewCase, Split, datasets, load_review, select
from evals.measures import Mark, Measure, of_metric
from evals.scorers import Span, find_all, token_precision, touches, verbatim_faults
from evals.suites.base import Json, Service, Suite, Texts

NAME = "review"
VERDICTS = tuple(verdict.value for verdict in Verdict)
ADDRESSED = frozenset({Verdict.MET.value, Verdict.PARTIAL.value, Verdict.CONFLICT.value})
NEEDS_REVIEW = Verdict.NEEDS_REVIEW.value
NO_VERDICT = "none"
"""Stands for the verdict where the bot raised an error or gave no finding on an element."""

Confusion = dict[str, dict[str, int]]


def review_suite(folder: Path | None = None, *, split: Split | None = None, ids: Sequence[str] = ()) -> Suite[ReviewCase]:
    """The suite on the shipped drafts, or on those in a folder.

    Raises:
        DataError: the data set cannot be used.
    """
    cases, sha256 = load_review(folder)
    produce = partial(produce_review, read=partial(read_draft, folder or datasets() / "review"))
    return Suite(NAME, select(cases, split=split, ids=ids), sha256, MEASURES, produce, score_review)


def read_draft(folder: Path, case: ReviewCase) -> DraftFile:
    """A case's draft as a user would upload it."""
    path = folder / case.draft
    return DraftFile(path.name, path.read_bytes())


def produce_review(case: ReviewCase, service: Service, *, read: Callable[[ReviewCase], DraftFile]) -> Json:
    """Review as a user would; the draft's canonical text is kept, so that the output can be marked again."""
    return review_json(service.review(read(case), scope=Scope(case.scope)), with_text=True)


def score_review(case: ReviewCase, output: Json | None, texts: Texts) -> tuple[Mark, ...]:
    """Mark one review: a verdict for each element that is due one, evidence for each that has a quote."""
    if output is None:
        return (*(_verdict_mark(label, NO_VERDICT) for label in case.expect), Mark(metric="produced", value=0.0))
    findings = {finding["id"]: finding for finding in output["findings"]}
    marks = [Mark(metric="produced", value=1.0), _verbatim(output, texts)]
    for label in labels_of(case, findings):
        finding = findings.get(label.element)
        marks.append(_verdict_mark(label, finding["verdict"] if finding else NO_VERDICT, finding["rationale"] if finding else ""))
        if label.quote is not None:
            marks += _evidence(label, finding, output["text"])
    return tuple(marks)


def labels_of(case: ReviewCase, elements: Iterable[str]) -> list[Label]:
    """The listed labels, and those of the other elements where the case says what they are due."""
    listed = {label.element for label in case.expect}
    if case.otherwise is None:
        return list(case.expect)
    rest = [Label(element=element, verdict=Verdict(case.otherwise)) for element in elements if element not in listed]
    return [*case.expect, *rest]


def _verdict_mark(label: Label, actual: str, rationale: str = "") -> Mark:
    return Mark(
        metric="verdict",
        item=label.element,
        value=float(actual == label.verdict.value),
        expected=label.verdict.value,
        actual=actual,
        note="" if actual == label.verdict.value else rationale,
        unsure=label.unsure,
    )


def _evidence(label: Label, finding: Json | None, text: str) -> list[Mark]:
    """Whether the finding quotes the place the label quotes; not scored where that place is not in the canonical text."""
    wanted = find_all(text, label.quote or "")
    spans: list[Span] = [(quote["start"], quote["end"]) for quote in finding["clauses"]] if finding else []
    hit = float(touches(spans, wanted)) if wanted else None
    common = {"item": label.element, "expected": label.quote or "", "unsure": label.unsure}
    return [
        Mark(metric="evidence", value=hit, note="" if wanted else "the label's quote is not in the draft", **common),
        Mark(metric="evidence_quoted", value=hit if spans else None, counts=False, **common),
        Mark(metric="evidence_precision", value=token_precision(text, spans, wanted) if wanted else None, counts=False, **common),
    ]


def _verbatim(output: Json, texts: Texts) -> Mark:
    """Every quote from both sides is the slice it says it is."""
    faults, _ = verbatim_faults((one for finding in output["findings"] for one in finding["guidance"]), texts)
    for finding in output["findings"]:
        for quote in (*finding["clauses"], *finding["nearest"]):
            if not quote["quote"] or output["text"][quote["start"] : quote["end"]] != quote["quote"]:
                faults.append(f"{finding['id']} {quote['clause_id']}[{quote['start']}:{quote['end']}]")
    return Mark(metric="verbatim", value=float(not faults), note="; ".join(faults))


def confusion(marks: Iterable[Mark]) -> Confusion:
    """How often each verdict that was due got each verdict: ``table[due][given]``."""
    pairs = Counter((mark.expected, mark.actual) for mark in marks if mark.metric == "verdict")
    columns = [*VERDICTS, *([NO_VERDICT] if any(actual == NO_VERDICT for _, actual in pairs) else [])]
    return {due: {given: pairs[due, given] for given in columns} for due in VERDICTS}


def _verdict(of: Callable[[str, str], bool | None], *, sure: bool = False) -> Callable[[Mark], float | None]:
    """A measure's view of verdict marks, from (due, given); None leaves a mark out."""

    def value(mark: Mark) -> float | None:
        if mark.metric != "verdict" or (sure and mark.unsure):
            return None
        seen = of(mark.expected, mark.actual)
        return None if seen is None else float(seen)

    return value


def _same(due: str, given: str) -> bool:
    return due == given


def _same_of_four(due: str, given: str) -> bool | None:
    return None if due == NEEDS_REVIEW else due == given


def _addressed(due: str, given: str) -> bool | None:
    """Addressed or missing; a verdict left to a person is no right answer where one was due."""
    if due == NEEDS_REVIEW:
        return None
    return given in ADDRESSED if due in ADDRESSED else given == due


def _among(due_is: Callable[[str], bool], given_is: str) -> Callable[[str, str], bool | None]:
    return lambda due, given: given == given_is if due_is(due) else None


def _recall(verdict: str) -> Measure:
    return Measure(
        f"recall_{verdict}",
        f"Recall of {verdict}",
        _verdict(_among(lambda due: due == verdict, verdict)),
        headline=verdict == Verdict.CONFLICT.value,
    )


def _precision(verdict: str) -> Measure:
    return Measure(
        f"precision_{verdict}",
        f"Precision of {verdict}",
        _verdict(lambda due, given: due == verdict if given == verdict else None),
    )


MEASURES = (
    Measure("verdict", "Verdict right (of five)", _verdict(_same), by_tag=True, headline=True),
    Measure("verdict_four", "Verdict right where one was due (of four)", _verdict(_same_of_four), headline=True),
    Measure("addressed", "Addressed or missing told apart", _verdict(_addressed), by_tag=True, headline=True),
    *(_recall(verdict) for verdict in VERDICTS),
    *(_precision(verdict) for verdict in VERDICTS),
    Measure(
        "false_conflict",
        "Conflict where none was due",
        _verdict(_among(lambda due: due != "conflict", "conflict")),
        better="lower",
        headline=True,
    ),
    Measure(
        "false_met", "Met where it was not due", _verdict(_among(lambda due: due != "met", "met")), better="lower", headline=True
    ),
    Measure(
        "undue_review",
        "Left to a person where a verdict was due",
        _verdict(_among(lambda due: due != NEEDS_REVIEW, NEEDS_REVIEW)),
        better="lower",
        headline=True,
    ),
    Measure("evidence", "Evidence quoted, of all that have some", of_metric("evidence"), headline=True),
    Measure("evidence_quoted", "Evidence apt, where the finding quotes the draft", of_metric("evidence_quoted")),
    Measure("evidence_precision", "Quoted words within the label's quote", of_metric("evidence_precision"), kind="mean"),
    Measure(
        "always_missing", "For comparison: right by always saying missing", _verdict(lambda due, _: due == Verdict.MISSING.value)
    ),
    Measure("verbatim", "Every quote verbatim, both sides", of_metric("verbatim"), headline=True),
    Measure("produced", "Drafts reviewed without an error", of_metric("produced")),
)

SURE_MEASURES = tuple(
    Measure(f"{name}_sure", f"{title}, arguable labels left out", _verdict(of, sure=True), headline=True)
    for name, title, of in (
        ("verdict_four", "Verdict right (of four)", _same_of_four),
        ("addressed", "Addressed or missing told apart", _addressed),
    )
)
"""For data sets whose labels say which of them are arguable."""
