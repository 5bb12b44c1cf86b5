"""Two versions of a draft compared, as one HTML file that stands alone, in the look of the report."""

from __future__ import annotations

from bot.exports.comparison import comparison_view
from bot.exports.webpage import rendered
from bot.exports.wording import NEW, OLD
from bot.reviewing.findings import Comparison

TEMPLATE = "comparison.html"


class ComparisonHtml:
    """A report to read in any browser and to print."""

    key = "html"
    suffix = ".html"
    media_type = "text/html"
    label = "HTML report"

    def export(self, comparison: Comparison) -> bytes:
        """One page on both versions."""
        shown = comparison_view(comparison)
        title = f"From {shown.old.name} to {shown.new.name}"
        return rendered(TEMPLATE, title, shown=shown, old_name=OLD, new_name=NEW)
