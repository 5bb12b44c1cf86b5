"""Reviews as files: one exporter for each kind of file, all behind one interface."""

from __future__ import annotations

import datetime as dt

from bot.exports.data import JsonExporter
from bot.exports.exporter import Exporter
from bot.exports.gaps import GapsExporter
from bot.exports.markdown import MarkdownExporter
from bot.exports.paper import PaperExporter
from bot.exports.table import CsvExporter
from bot.exports.webpage import HtmlExporter
from bot.exports.word import DocxExporter, annotate_docx
from bot.exports.workbook import XlsxExporter

__all__ = ["Exporter", "annotate_docx", "exporters"]


def exporters(*, dated: dt.date | None = None, summary_comment: bool = True) -> dict[str, Exporter]:
    """Every exporter by its key, in the order in which faces offer them.

    Args:
        dated: the day that papers for people carry; None for no date. It comes from the face: exporters look at no clock.
        summary_comment: sum up the gaps in a comment at the end of the Word file; without it they are left to the sheet of gaps.
    """
    every: tuple[Exporter, ...] = (
        DocxExporter(summary=summary_comment),
        GapsExporter(dated),
        PaperExporter(dated),
        XlsxExporter(),
        HtmlExporter(),
        MarkdownExporter(),
        CsvExporter(),
        JsonExporter(),
    )
    return {exporter.key: exporter for exporter in every}
