"""The HTML report: one file that stands alone, without scripts. Everything that comes from files is escaped by the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.exports.report import at_least_one, view
from bot.exports.wording import FACES, LEGEND
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
        environment = Environment(
            loader=PackageLoader("bot.exports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        page = environment.get_template(TEMPLATE).render(reviews=views, faces=FACES, legend=LEGEND)
        return page.encode()
