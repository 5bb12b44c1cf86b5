"""Changing the guidance while the program runs: pages and index move together, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bot.given_guidance import GivenPage, add_given
from bot.guidance import ADDED, Added, elsewhere, remove_guidance, undone_on_error
from bot.service import Clausewise, open_service
from bot.settings import Settings
from corpus.fetch import FetchReport, fetch_list
from corpus.page_lists import read_list

Watch = Callable[[str, int, int], None]
"""Told what is being done, and how much of it is done of how much in all; 0 of 0 where that cannot be said."""

Opener = Callable[[Settings], Clausewise]
"""Makes the service over the guidance as it stands on the disk."""

READING, FETCHING, INDEXING = "reading the guidance", "fetching pages", "embedding passages"


def add_pages(settings: Settings, pages: Sequence[GivenPage], watch: Watch, opened: Opener = open_service) -> list[Added]:
    """Add pages and refresh the index.

    Raises:
        ReadError: a page cannot be read, or its id is taken.
        RegisterError: the register quotes words that a replaced page no longer holds.
        IndexLocked: another process is building the index.
        StoreError, ModelError: the index cannot be built. Whatever is raised, the guidance is as it was.
    """
    watch(READING, 0, 0)
    with undone_on_error(settings.data_dir, [page.id for page in pages]):
        added = add_given(settings.data_dir, pages, beside=settings.corpus_dir)
        refresh(settings, watch, opened)
    return added


def remove_page(settings: Settings, document_id: str, watch: Watch, opened: Opener = open_service) -> None:
    """Remove a page that was added and refresh the index.

    Raises:
        ReadError: no page of this id was added.
        UnknownDocument: the register rests on it.
        IndexLocked, StoreError, ModelError: the index cannot be built. Whatever is raised, the guidance is as it was.
    """
    with undone_on_error(settings.data_dir, [document_id]):
        remove_guidance(settings.data_dir, document_id)
        refresh(settings, watch, opened)


def fetch_pages(
    settings: Settings, listed: Path, watch: Watch, opened: Opener = open_service, *, again: bool = False
) -> FetchReport:
    """Fetch the pages of a list, one at a time and with pauses, and refresh the index where there are new ones.

    What was fetched stays, whatever comes after it: a second run goes on from there.

    Raises:
        ReadError: the list cannot be used.
        IndexLocked, StoreError, ModelError: the index cannot be built.
    """
    total, seen = len(read_list(listed)), 0

    def told(_line: str) -> None:
        nonlocal seen
        seen += 1
        watch(FETCHING, seen, total)

    watch(FETCHING, 0, total)
    report = fetch_list(listed, settings.data_dir / ADDED, elsewhere=elsewhere(settings.corpus_dir), again=again, progress=told)
    if report.fetched:
        refresh(settings, watch, opened)
    return report


def refresh(settings: Settings, watch: Watch, opened: Opener = open_service) -> None:
    """Bring the index up to what lies on the disk.

    Raises:
        ReadError, RegisterError, UnknownDocument: the guidance cannot be used as it lies there.
        IndexLocked, StoreError, ModelError: the index cannot be built.
    """
    watch(READING, 0, 0)
    opened(settings).build(partial(watch, INDEXING))
