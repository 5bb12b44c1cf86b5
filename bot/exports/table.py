"""The CSV file: one row a finding, for spreadsheets and scripts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from bot.exports.report import DraftQuote, GuidanceQuote, at_least_one, finding_view
from bot.exports.tally import findings_in_order
from bot.reviewing.findings import Finding, Review

HEADINGS = (
    "draft",
    "element",
    "statement",
    "force",
    "verdict",
    "reasons",
    "rationale",
    "advice",
    "draft_quotes",
    "guidance_quotes",
    "searched",
    "nearest",
    "by_criteria",
    "by_model",
    "override",
    "register",
    "register_version",
    "file_sha256",
    "override_kind",
)


class CsvExporter:
    """A plain table. In UTF-8 with a byte order mark, without which Excel takes it for a national code page."""

    key = "csv"
    suffix = ".csv"
    media_type = "text/csv"
    label = "CSV table"

    def export(self, reviews: Sequence[Review], originals: Mapping[str, bytes] | None = None) -> bytes:  # noqa: ARG002 - only Word uses them
        """The findings of all drafts one below the other, conflicts first."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(HEADINGS)
        for review in at_least_one(reviews):
            writer.writerows([inert(cell) for cell in row(finding, review)] for finding in findings_in_order(review))
        return out.getvalue().encode("utf-8-sig")


def row(finding: Finding, review: Review) -> Iterator[str]:
    """The cells of one finding, in the order of ``HEADINGS``."""
    shown = finding_view(finding, review)
    yield from (review.document.id, shown.id, shown.statement, finding.recommendation.force.value, finding.verdict.value)
    yield from (", ".join(finding.reasons), shown.rationale, shown.advice)
    yield "\n".join(draft_line(quote) for quote in shown.draft)
    yield "\n".join(guidance_line(quote) for quote in shown.guidance)
    yield str(finding.searched)
    yield "\n".join(draft_line(quote) for quote in shown.nearest)
    yield from (finding.by_criteria.value, finding.by_model.value if finding.by_model else "", shown.override)
    yield from (review.register.id, review.register.version, review.document.file_sha256)
    yield finding.override.kind.value if finding.override else ""


def draft_line(quote: DraftQuote) -> str:
    """A quote of the draft with its place, for a cell."""
    role = f" ({quote.role})" if quote.role else ""
    return f"[{quote.where}{role}] {quote.words}"


def guidance_line(quote: GuidanceQuote) -> str:
    """A quote of the guidance with its source, for a cell."""
    return f"[{quote.source}] {quote.words}"


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before the signs that begin one."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
