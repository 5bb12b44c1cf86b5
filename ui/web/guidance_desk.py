"""Changes to the guidance from the pages: one at a time, in a thread of its own, so that a click elsewhere does not break it off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

import streamlit as st

from bot.given_guidance import GivenPage
from bot.guidance import added_pages
from bot.guidance_changes import Opener, Watch, add_pages, fetch_pages, refresh, remove_page
from bot.service import open_service
from corpus.documents import Document
from corpus.passages import split_passages
from index.errors import IndexLocked
from ui.web import keeping, signing_in, texts, wiring
from ui.web.jobs import Job, Kind, Said, Work

_LAST: Final = "guidance.last"
_CHANGES: Final = {"added": texts.GUIDANCE.added, "replaced": texts.GUIDANCE.replaced, "unchanged": texts.GUIDANCE.unchanged}


@dataclass(slots=True)
class _Bench:
    """What is being changed in one data directory."""

    lock: Lock = field(default_factory=Lock)
    job: Job | None = None


@st.cache_resource(show_spinner=False)
def _bench(data_dir: Path) -> _Bench:  # noqa: ARG001 - one for each
    return _Bench()


def may_change() -> bool:
    """Whether pages may change the guidance: not where they are served to others, for whom it is the same guidance, signed in or not.

    Raises:
        SettingsError: signing in cannot work as it is set.
    """
    return not keeping.is_shared() and not signing_in.providers()


def running() -> Job | None:
    """The change that is under way, whoever began it."""
    job = _bench(wiring.client().settings.data_dir).job
    return job if job is not None and job.is_running else None


def last() -> Job | None:
    """The change that this session began last."""
    found: Job | None = st.session_state.get(_LAST)
    return found


def waiting() -> list[str]:
    """The ids of pages that lie in the data directory and are not loaded: added at the command line meanwhile, or fetched before the index was locked.

    Raises:
        ReadError: two of them have one id.
    """
    client = wiring.client()
    return [name for name in added_pages(client.settings.data_dir) if name not in client.documents]


def add(pages: Sequence[GivenPage]) -> None:
    """Begin to add pages.

    Raises:
        IndexLocked: another change is under way.
    """
    settings, opened = wiring.client().settings, _opener()

    def work(watch: Watch) -> Said:
        added = add_pages(settings, pages, watch, opened)
        return [*(_added_line(one.change, one.document) for one in added), texts.GUIDANCE.found_at_once], ()

    _start(Kind.ADD, work)


def remove(document: Document) -> None:
    """Begin to remove a page that was added.

    Raises:
        IndexLocked: another change is under way.
    """
    settings, opened = wiring.client().settings, _opener()

    def work(watch: Watch) -> Said:
        remove_page(settings, document.id, watch, opened)
        return [texts.GUIDANCE.removed.format(title=document.title)], ()

    _start(Kind.REMOVE, work)


def fetch(listed: Path, *, again: bool) -> None:
    """Begin to fetch the pages of a list.

    Raises:
        IndexLocked: another change is under way.
    """
    settings, opened = wiring.client().settings, _opener()

    def work(watch: Watch) -> Said:
        report = fetch_pages(settings, listed, watch, opened, again=again)
        line = texts.GUIDANCE.fetched.format(fetched=texts.plural(len(report.fetched), "page"), cached=len(report.cached))
        return [line], [f"{url}: {why}" for url, why in report.failed]

    _start(Kind.FETCH, work)


def bring_up() -> None:
    """Begin to bring the index up to what lies on the disk.

    Raises:
        IndexLocked: another change is under way.
    """
    settings, opened = wiring.client().settings, _opener()

    def work(watch: Watch) -> Said:
        refresh(settings, watch, opened)
        return [texts.GUIDANCE.refreshed], ()

    _start(Kind.REFRESH, work)


def _added_line(change: str, document: Document) -> str:
    return _CHANGES[change].format(
        title=document.title,
        characters=texts.plural(len(document.text), "character"),
        passages=texts.plural(len(split_passages(document)), "passage"),
    )


def _opener() -> Opener:
    """What opens the guidance after a change; a client that a test has given stays the one."""
    given = st.session_state.get(wiring.CLIENT)
    return open_service if given is None else lambda _settings: given


def _start(kind: Kind, work: Work) -> None:
    bench = _bench(wiring.client().settings.data_dir)
    with bench.lock:
        if bench.job is not None and bench.job.is_running:
            raise IndexLocked("the guidance is being changed by somebody else", hint="wait until it is done and try again")
        job = bench.job = Job(kind)
        job.start(work, wiring.reopen)
    st.session_state[_LAST] = job
