"""Opening the service for a command, building the index the first time it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import IndexMissing
from ui.cli.output import progress_bar, say

if TYPE_CHECKING:
    from bot.service import Clausewise
    from bot.settings import Settings
    from index.build import BuildReport

BUILDING = "there is no index yet; building it once"


def service_for(settings: Settings) -> Clausewise:
    """The service, its index not yet opened (reviewing needs none)."""
    from bot.service import open_service

    return open_service(settings)


def searchable_service(settings: Settings) -> Clausewise:
    """The service with its index open; the local index is built where there is none yet.

    An index on a Chroma server is shared with others and only built when somebody says so.

    Raises:
        IndexStale: the index was built from something else.
        IndexMissing: there is none, on a server.
    """
    service = service_for(settings)
    try:
        service.open_index()
    except IndexMissing:
        if settings.chroma_url is not None:
            raise
        say(BUILDING)
        build_index(service)
        service.open_index()
    return service


def ensure_index(settings: Settings) -> None:
    """Build the local index where there is none yet; one that is there is left as it is, stale or not."""
    from index.opening import IndexState

    service = service_for(settings)
    if settings.chroma_url is None and service.index_status().state is IndexState.MISSING:
        say(BUILDING)
        build_index(service)


def build_index(service: Clausewise) -> BuildReport:
    """Build or refresh the index with a progress bar on standard error."""
    with progress_bar("embedding passages") as update:
        return service.build(update)
