"""The HTML report: one file that stands alone, without scripts. Everything that comes from files is escaped by the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.exports.report import at_least_one, view
from bot.exports.wording import FACES, LEGEND, REVIEWER_SAYS
from bot.reviewing.findings import Review

TEMPLATE = "report.html"


class HtmlExporter:
    """A report to read in any browser and to print."""

    key = "html"
    suffix = ".html"
    media_type = "text/html"
    label = "HTML report"

    def export(self, reviews: Sequence[Review], originals: Mapping[str, bytes] | None = None) -> bytes:  # noqa: ARG002 - only Word uses them
        """One page, a chapter for each draft."""
        views = [view(review) for review in at_least_one(reviews)]
        of = views[0].name if len(views) == 1 else f"{len(views)} drafts"
        return rendered(TEMPLATE, f"Review of {of}", reviews=views)


def rendered(template: str, title: str, **shown: Any) -> bytes:
    """A page of one look with what a template shows on it.

    Args:
        template: its file in ``templates``.
        title: of the page.
        shown: what the template speaks of, ready to be drawn.
    """
    environment = Environment(
        loader=PackageLoader("bot.exports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.get_template(template)
    return page.render(title=title, faces=FACES, legend=LEGEND, reviewer_says=REVIEWER_SAYS, **shown).encode()
