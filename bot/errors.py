"""Errors of the use cases."""

from corpus.errors import ClausewiseError


class SettingsError(ClausewiseError):
    """A setting has a value that cannot be used."""


class ChatModelError(ClausewiseError):
    """The chat model cannot be reached, refuses, or answers with nonsense."""


class WrongChatModel(ChatModelError, SettingsError):
    """The settings name a chat model that does not exist here: a wrong name, no key, a provider that is not installed."""


class UnusableReply(ChatModelError):
    """The chat model replied, but not with what was asked for."""


class RefusedReply(ChatModelError):
    """The chat model or its server will not do this one thing; asking again is of no use."""


class WorkspaceError(ClausewiseError):
    """The workspace database cannot be used."""


class ReviewError(ClausewiseError):
    """A review that cannot be done as asked."""
