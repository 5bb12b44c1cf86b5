"""Small words."""

from __future__ import annotations

_SHORT = 240


def shorten(text: str, limit: int = _SHORT) -> str:
    """The text on one line, cut at a word where it is longer than the limit."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " ..."


def plural(count: int, noun: str, many: str | None = None) -> str:
    """A number with its noun."""
    return f"{count} {noun if count == 1 else many or noun + 's'}"
