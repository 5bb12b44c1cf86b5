"""Comparisons of two versions as files, behind one interface. A module of its own: aligning clauses loads what no other export needs."""

from __future__ import annotations

from typing import Protocol

from bot.exports.comparison_markdown import ComparisonMarkdown
from bot.exports.comparison_webpage import ComparisonHtml
from bot.exports.exporter import FileKind
from bot.reviewing.findings import Comparison


class ComparisonExporter(FileKind, Protocol):
    """Turns a comparison into a file; see ``Exporter`` for what the properties are. The same comparison gives the same bytes."""

    def export(self, comparison: Comparison) -> bytes:
        """Write the file."""


def comparison_exporters() -> dict[str, ComparisonExporter]:
    """Every exporter of comparisons by its key, in the order in which faces offer them."""
    every: tuple[ComparisonExporter, ...] = (ComparisonHtml(), ComparisonMarkdown())
    return {exporter.key: exporter for exporter in every}
