"""All drafts of a session at once: recommendations by drafts."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.exports.wording import FACES
from bot.reviewing.findings import Finding, Review
from ui.web import texts
from ui.web.components.coverage import badge_html
from ui.web.components.tables import table_html


def matrix_html(reviews: Sequence[Review]) -> Markup:
    """Elements down, drafts across; a reviewer's word stands below the tool's verdict."""
    findings = {finding.element.id: finding for review in reviews for finding in review.findings}
    by_draft = [{finding.element.id: finding for finding in review.findings} for review in reviews]
    rows = [
        [Markup("<strong>{}</strong>").format(name), first.element.statement, *(_cell(found.get(name)) for found in by_draft)]
        for name, first in findings.items()
    ]
    return table_html([*texts.REVIEW.matrix_columns, *(review.document.id for review in reviews)], rows)


def _cell(finding: Finding | None) -> Markup | str:
    if finding is None:
        return ""
    badge = badge_html(FACES[finding.verdict])
    if finding.override is None:
        return badge
    return Markup('{}<br><span class="cw-meta">{}</span>').format(badge, texts.REVIEW.by_reviewer[finding.override.kind])
