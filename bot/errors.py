"""Errors of the use cases."""

from corpus.errors import ClausewiseError


class SettingsError(ClausewiseError):
    """A setting has a value that cannot be used."""


class ChatModelError(ClausewiseError):
    """The chat model cannot be reached, refuses, or answers with nonsense."""


class WorkspaceError(ClausewiseError):
    """The workspace database cannot be used."""


class ReviewError(ClausewiseError):
    """A review that cannot be done as asked."""
