"""Work that is done beside other work, one piece after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

Work = Callable[[], object]


@contextmanager
def aside() -> Iterator[Callable[[Work], None]]:
    """Take pieces of work and do them in a thread of their own, in order, while the block goes on.

    The end of the block waits for them. What one raises is raised at the next piece, or at the end; after that, and where the block itself fails, no further one is begun.
    """
    given: list[Future[object]] = []

    def do(work: Work) -> None:
        _raise_failed(given)
        given.append(worker.submit(work))

    worker = ThreadPoolExecutor(1)
    try:
        yield do
        for one in given:
            one.result()
    finally:
        worker.shutdown(cancel_futures=True)


def _raise_failed(given: list[Future[object]]) -> None:
    """Raise what a piece that is over has raised."""
    for one in given:
        if one.done():
            one.result()
