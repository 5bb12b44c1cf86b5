"""The time, passed in so that tests can set it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]
"""Tells the time, aware."""


def utc_now() -> dt.datetime:
    """The time in UTC."""
    return dt.datetime.now(dt.UTC)
