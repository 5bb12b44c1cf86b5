"""What the comments in a Word file say: one for each clause a finding quotes, one for all that quote none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.exports.anchors import Line, Remark, Words
from bot.exports.report import FindingView, GuidanceQuote, finding_view, place
from bot.exports.wording import FACES, ROLES
from bot.reviewing.findings import ClauseQuote, Finding, Review


def remarks_on(review: Review) -> tuple[Remark, ...]:
    """All comments on a draft: the summary first, then by verdict as in the reports, conflicts first."""
    quoting = [finding for verdict in FACES for finding in review.findings if finding.verdict is verdict and finding.clauses]
    remarks = [remark for finding in quoting for remark in _on_clauses(finding, review)]
    return (_summary(review), *remarks)


def _summary(review: Review) -> Remark:
    """The counts, and every finding that has no words in the draft to stand at."""
    counts = review.coverage
    counted = ", ".join(
        f"{counts[verdict.value]} {face.word.lower()}" for verdict, face in FACES.items() if counts[verdict.value]
    )
    register = review.register
    lines: list[Line] = [
        (Words("Summary of the review", bold=True),),
        (Words(f"{register.title}, version {register.version}: {counted}."),),
        *((Words(f"Note: {note.rstrip('.')}."),) for note in review.notes),
    ]
    for verdict in FACES:
        for finding in review.findings:
            if finding.verdict is verdict and not finding.clauses:
                shown = finding_view(finding, review)
                lines += [(), _title(shown), *_body(shown)]
    return Remark(None, tuple(lines))


def _on_clauses(finding: Finding, review: Review) -> Iterator[Remark]:
    """A comment for each clause; the first takes the whole finding, the others say what they do and point to it."""
    shown = finding_view(finding, review)
    quotes: dict[str, list[ClauseQuote]] = {}
    for quote in finding.clauses:
        quotes.setdefault(quote.clause.id, []).append(quote)
    first, *others = quotes.values()
    yield Remark(_span(first), (_title(shown), *(_role(first) if others else ()), *_body(shown)))
    for group in others:
        pointer = (Words(f"See the comment on {place(first[0].clause, review.document.file_at(first[0].start))}."),)
        yield Remark(_span(group), (_title(shown), *_role(group), pointer))


def _span(quotes: Sequence[ClauseQuote]) -> tuple[int, int]:
    """From the first of the words to the last."""
    return min(quote.start for quote in quotes), max(quote.end for quote in quotes)


def _title(shown: FindingView) -> Line:
    return (Words(f"{shown.face.sign} {shown.face.word}: {shown.id} ", bold=True), Words(shown.statement))


def _role(quotes: Sequence[ClauseQuote]) -> tuple[Line, ...]:
    """What a clause does for the finding."""
    roles = ", ".join(dict.fromkeys(ROLES[quote.role] for quote in quotes))
    return ((Words("This clause: ", bold=True), Words(f"{roles}.")),)


def _body(shown: FindingView) -> Iterator[Line]:
    for name, words in (
        ("", shown.rationale),
        ("Reviewer's own verdict: ", shown.override),
        ("", shown.engines),
        ("What would make it met: ", shown.advice),
        (f"{shown.searched}: ", "; ".join(quote.where for quote in shown.nearest)),
        ("", "" if shown.nearest else shown.searched),
    ):
        if words:
            yield (Words(name, bold=True), Words(words)) if name else (Words(words),)
    for quote in shown.guidance:
        yield _guidance(quote)


def _guidance(quote: GuidanceQuote) -> Line:
    source = ", ".join(filter(None, (quote.title, quote.dated, quote.url)))
    return Words("Guidance: ", bold=True), Words(f"“{quote.words}”", italic=True), Words(f" ({source})")
