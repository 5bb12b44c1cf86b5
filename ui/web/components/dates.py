"""How old a text is, in words."""

from __future__ import annotations

import datetime as dt

from corpus.documents import Document
from ui.web import texts

STALE_YEARS = 5


def today() -> dt.date:
    """The day in the server's time zone."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


def is_stale(last_edited: dt.date | None, day: dt.date) -> bool:
    """Whether a text was last edited more than ``STALE_YEARS`` years before ``day``."""
    return last_edited is not None and (day.year - last_edited.year, day.month, day.day) > (
        STALE_YEARS,
        last_edited.month,
        last_edited.day,
    )


def dated(document: Document, day: dt.date) -> str:
    """When a document was last edited, and whether that is long ago."""
    if document.last_edited is None:
        return texts.UNDATED
    text = texts.STALE if is_stale(document.last_edited, day) else texts.EDITED
    return text.format(date=f"{document.last_edited.day} {document.last_edited:%B %Y}", years=STALE_YEARS)
