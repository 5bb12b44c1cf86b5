"""How a failure leaves the command line: an exit code and one line, never a traceback unless it was asked for.

0  done (a refusal is done)
1  anything else: locked, damaged or unreachable; a bug
2  wrong use or bad input
"""

from __future__ import annotations

from typer import TyperException

from bot.errors import ReviewError, SettingsError
from corpus.errors import ClausewiseError, QuoteNotFound, ReadError, RegisterError, UnknownDocument
from index.errors import DataError, IndexMissing, IndexStale, WrongModel

DONE, FAILED, WRONG_USE = 0, 1, 2


class WrongUse(ClausewiseError):
    """Options or files that cannot be used as they were given."""


_MENDED_BY_THE_USER = (
    WrongUse,
    ReadError,
    RegisterError,
    QuoteNotFound,
    UnknownDocument,
    SettingsError,
    WrongModel,
    ReviewError,
    DataError,
    IndexMissing,
    IndexStale,
)


def exit_code(error: ClausewiseError) -> int:
    """2 for what the user can put right by giving something else or running the command named; else 1."""
    return WRONG_USE if isinstance(error, _MENDED_BY_THE_USER) else FAILED


def usage_line(error: TyperException) -> str:
    """What is wrong with the command line, where, and where to read more: one line instead of a box."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "clausewise"
    message = " ".join(error.format_message().split()).rstrip(".")
    return f"{path}: {message}; see {path} --help"


def unexpected_line(error: BaseException) -> str:
    """One line for what nobody foresaw."""
    said = " ".join(str(error).split())
    name = type(error).__name__
    return (
        f"{name}: {said[:300]}; run again with clausewise --debug ... for the details"
        if said
        else f"{name}; run again with --debug"
    )


def file_line(error: OSError) -> str:
    """One line for a file or folder that the system refuses."""
    what = (error.strerror or str(error)).lower()
    return (
        f"{error.filename}: {what}; check the name and the rights" if error.filename else f"{what}; check the disk and the rights"
    )
