"""Reviews as files: one exporter for each kind of file, all behind one interface."""

from __future__ import annotations

from bot.exports.data import JsonExporter
from bot.exports.exporter import Exporter
from bot.exports.markdown import MarkdownExporter
from bot.exports.table import CsvExporter
from bot.exports.webpage import HtmlExporter
from bot.exports.word import DocxExporter, annotate_docx
from bot.exports.workbook import XlsxExporter

__all__ = ["Exporter", "annotate_docx", "exporters"]


def exporters() -> dict[str, Exporter]:
    """Every exporter by its key (the suffix without the dot), in the order in which faces offer them."""
    every: tuple[Exporter, ...] = (
        DocxExporter(),
        XlsxExporter(),
        HtmlExporter(),
        MarkdownExporter(),
        CsvExporter(),
        JsonExporter(),
    )
    return {exporter.suffix.removeprefix("."): exporter for exporter in every}
