"""How much is read in one piece. One place, so that an error can name the limit and an operator can find it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import FileTooLarge


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a single file; sizes in bytes unless the name says otherwise."""

    file_bytes: int = 50 * 1024 * 1024
    pages: int = 2000
    characters: int = 5_000_000
    unpacked_bytes: int = 200 * 1024 * 1024
    unpacked_ratio: int = 200
    unpacked_members: int = 5000
    pdf_seconds: float = 60.0
    pdf_memory_bytes: int = 2 * 1024 * 1024 * 1024


LIMITS = Limits()


def check_size(data: bytes, name: str, limits: Limits = LIMITS) -> None:
    """Refuse a file that is too large to read in one piece.

    Raises:
        FileTooLarge: it has more bytes than the limit.
    """
    if len(data) > limits.file_bytes:
        raise FileTooLarge(
            f"the file has {len(data) / 1024**2:.0f} MB, and at most {limits.file_bytes / 1024**2:.0f} MB are read",
            where=name,
            hint="split it, or save it without pictures",
        )


def check_characters(count: int, name: str, limits: Limits = LIMITS) -> None:
    """Refuse a text that is too long.

    Raises:
        FileTooLarge: it has more characters than the limit.
    """
    if count > limits.characters:
        raise FileTooLarge(
            f"the text has {count:,} characters, and at most {limits.characters:,} are read", where=name, hint="split the file"
        )
