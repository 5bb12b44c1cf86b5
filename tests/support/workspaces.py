"""Workspaces to try things on, and what is put into them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.draft_files import DraftFile

START = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
ANN, BEN = "ann@example.org", "ben@example.org"
BILL = DraftFile("bill.docx", b"PK\x03\x04 A person who traffics a child commits an offence.")
ACT = DraftFile("act.txt", "Schools Act – enacted 1999".encode())
VERDICTS = {"ST-01": "met", "ST-02.acts": "partial", "ST-03": "missing"}


class Ticking:
    """A clock that goes on by a second each time it is asked."""

    def __init__(self, now: dt.datetime = START) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


def answer(text: str = "Yes [1].") -> dict[str, Any]:
    """An answer as the command line prints it, as far as the workspace cares: any JSON will do."""
    return {
        "schema": "clausewise/1",
        "status": "answered",
        "answer": text,
        "citations": [{"quote": "“should” – \0 \ud800", "start": 3}],
    }


def review(note: str = "") -> dict[str, Any]:
    """A review as the command line prints it, cut to what the workspace looks at."""
    return {
        "schema": "clausewise/1",
        "scope": "whole",
        "register": {"id": "widgets", "version": "1.0", "sha256": "ab" * 32},
        "findings": [{"id": name, "verdict": verdict} for name, verdict in VERDICTS.items()],
        "notes": [note],
        "timings_ms": {"total": 12.25},
    }
