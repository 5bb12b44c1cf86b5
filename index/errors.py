"""Errors of the index and of the models that it needs."""

from corpus.errors import ClausewiseError


class IndexMissing(ClausewiseError):
    """There is no index yet."""


class IndexStale(ClausewiseError):
    """The index was built from other texts, another model or another version."""


class IndexLocked(ClausewiseError):
    """Another process is writing the index."""


class IndexIncomplete(ClausewiseError):
    """Not every passage that was written can be read back."""


class StoreError(ClausewiseError):
    """The vector store cannot be reached or used."""


class ModelError(ClausewiseError):
    """An embedding model is missing, or is not the one it should be."""


class WrongModel(ModelError):
    """The settings name an embedding model that is not there, is no model, or is another one than expected."""


class DataError(ClausewiseError):
    """An evaluation file that cannot be used."""
