"""What the comments in a Word file say: one for each clause a finding quotes, and a summary with all that quote none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.exports.anchors import Line, Remark, Words
from bot.exports.report import FindingView, GuidanceQuote, finding_view, place
from bot.exports.tally import counted_line, findings_in_order, is_gap, is_untouched, set_aside_line
from bot.exports.wording import REVIEWER_SAYS, ROLES
from bot.reviewing.findings import ClauseQuote, Finding, Review


def remarks_on(review: Review) -> tuple[Remark, ...]:
    """The comments on words of a draft, by verdict as in the reports, conflicts first."""
    quoting = (finding for finding in findings_in_order(review) if finding.clauses)
    return tuple(remark for finding in quoting for remark in _on_clauses(finding, review))


def summary_of(review: Review) -> tuple[Line, ...]:
    """The comment on a draft as a whole: the counts, then every gap; in full where it has no words in the draft to stand at."""
    register = review.register
    lines: list[Line] = [
        (Words("Summary of the review", bold=True),),
        (Words(f"{register.title}, version {register.version}: {counted_line(review)}."),),
        *((Words(line),) for line in (set_aside_line(review),) if line),
        *((Words(f"Note: {note.rstrip('.')}."),) for note in review.notes),
    ]
    gaps = [finding for finding in findings_in_order(review) if is_gap(finding)]
    untouched = [finding for finding in gaps if is_untouched(finding, review)]
    for finding in gaps:
        if finding not in untouched:
            shown = finding_view(finding, review)
            lines += [(), _title(shown), *((_pointer(finding, review),) if finding.clauses else _body(shown))]
    if untouched:
        named = "; ".join(f"{finding.element.id} {finding.element.statement.rstrip('.')}" for finding in untouched)
        lines += [(), (Words("Not in this extract: ", bold=True), Words(f"{named}."))]
    return tuple(lines)


def _on_clauses(finding: Finding, review: Review) -> Iterator[Remark]:
    """A comment for each clause; the first takes the whole finding, the others say what they do and point to it."""
    shown = finding_view(finding, review)
    quotes: dict[str, list[ClauseQuote]] = {}
    for quote in finding.clauses:
        quotes.setdefault(quote.clause.id, []).append(quote)
    first, *others = quotes.values()
    role = _role(first, review) if others or review.document.files else ()
    yield Remark(_span(first), (_title(shown), *role, *_body(shown)))
    for group in others:
        yield Remark(_span(group), (_title(shown), *_role(group, review), _pointer(finding, review)))


def _pointer(finding: Finding, review: Review) -> Line:
    """Where a finding is told in full: at the first clause that it quotes."""
    first = finding.clauses[0]
    return (Words(f"See the comment on {place(first.clause, review.document.file_at(first.start))}."),)


def _span(quotes: Sequence[ClauseQuote]) -> tuple[int, int]:
    """From the first of the words to the last."""
    return min(quote.start for quote in quotes), max(quote.end for quote in quotes)


def _title(shown: FindingView) -> Line:
    beside = f" ({shown.set_aside})" if shown.set_aside else ""
    return (Words(f"{shown.face.sign} {shown.face.word}{beside}: {shown.id} ", bold=True), Words(shown.statement))


def _role(quotes: Sequence[ClauseQuote], review: Review) -> tuple[Line, ...]:
    """What a clause does for the finding; where several files were judged together, with the name of its own."""
    roles = ", ".join(dict.fromkeys(ROLES[quote.role] for quote in quotes))
    file = review.document.file_at(quotes[0].start)
    return ((Words(f"This clause ({file}): " if file else "This clause: ", bold=True), Words(f"{roles}.")),)


def _body(shown: FindingView) -> Iterator[Line]:
    for name, words in (
        ("", shown.rationale),
        (f"{REVIEWER_SAYS}: ", shown.override),
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
    return Words("Guidance: ", bold=True), Words(f"“{quote.words}”", italic=True), Words(f" ({quote.source})")
