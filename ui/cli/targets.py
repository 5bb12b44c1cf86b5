"""Files that a command is to write: whether they can be written is found out before the work, not after."""

from __future__ import annotations

from pathlib import Path

from ui.cli.errors import WrongUse

_HINT = "choose another place, or check the name and the rights"


def check_target(out: Path, where: str) -> None:
    """Try whether a file can be written, and leave everything as it was.

    Pipes and devices are taken on trust: opening one has effects.

    Args:
        out: the file.
        where: what the error names, such as ``--html report.html``.

    Raises:
        WrongUse: the system refuses it.
    """
    try:
        there = out.exists()
        if there and not out.is_file():
            return
        with out.open("ab"):
            pass
        if not there:
            out.unlink()
    except OSError as error:
        raise refused(error, where) from error


def write_target(out: Path, data: bytes, where: str) -> None:
    """Write a file.

    Raises:
        WrongUse: the system refuses it.
    """
    try:
        out.write_bytes(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise refused(error, where) from error


def refused(error: OSError, where: str) -> WrongUse:
    """What the system said against a file, for the user."""
    return WrongUse(f"this cannot be written ({(error.strerror or str(error)).lower()})", where=where, hint=_HINT)
