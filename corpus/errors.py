"""Errors of every floor share one root, so that a face can print any of them in one line.

ClausewiseError                 what went wrong, where, what to do next
├── corpus.errors
│   ├── ReadError               a file cannot become a document
│   │   ├── EmptyFile           no text at all
│   │   ├── ScannedFile         pages are images only
│   │   ├── EncryptedFile       a password is needed
│   │   ├── DamagedFile         truncated, or not what its name says
│   │   ├── FileTooLarge        over the limits in readers/limits
│   │   └── UnknownFormat       no reader for this kind of file
│   ├── QuoteNotFound           words that are not in the text they are said to come from
│   ├── RegisterError           a register that is wrong in itself or against its guidance
│   ├── LexiconError            a lexicon file that cannot be used
│   └── UnknownDocument         an id that is not in the corpus
├── index.errors                the index is missing, stale, locked, incomplete; a model cannot be used
└── bot.errors                  settings, chat model, workspace
"""

from __future__ import annotations


class ClausewiseError(Exception):
    """An error a person can act on.

    Args:
        what: what went wrong, a clause without a full stop.
        where: the file, id or setting it happened at; empty when there is no one place.
        hint: what to do next; empty when nothing can be done.
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what, where, hint)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """One line: what, where, what next."""
        line = f"{self.where}: {self.what}" if self.where else self.what
        line = f"{line}; {self.hint}" if self.hint else line
        return " ".join(line.split())


class ReadError(ClausewiseError):
    """A file cannot be turned into a document."""


class EmptyFile(ReadError):
    """The file holds no text."""


class ScannedFile(ReadError):
    """The file holds pictures of pages and no text."""


class EncryptedFile(ReadError):
    """The file opens only with a password."""


class DamagedFile(ReadError):
    """The file is cut short, or is not what its name says."""


class FileTooLarge(ReadError):
    """The file is larger than what is read in one piece."""


class UnknownFormat(ReadError):
    """There is no reader for this kind of file."""


class QuoteNotFound(ClausewiseError):
    """The words are not in the text they are said to come from."""


class RegisterError(ClausewiseError):
    """A register is wrong in itself, or does not fit its guidance."""


class LexiconError(ClausewiseError):
    """A lexicon file cannot be used."""


class UnknownDocument(ClausewiseError):
    """No document of the corpus has this id."""
