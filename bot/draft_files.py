"""Drafts as they come in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DraftFile:
    """An uploaded or read file, or pasted text as ``DraftFile("pasted.txt", text.encode())``."""

    name: str
    data: bytes
