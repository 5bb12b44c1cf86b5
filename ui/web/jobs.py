"""Work that goes on beside the page: how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from threading import Thread

from bot.guidance_changes import Watch
from corpus.errors import ClausewiseError, ReadError

Said = tuple[Sequence[str], Sequence[str]]
"""What came of a change, and what did not, a line each."""
Work = Callable[[Watch], Said]


class Kind(Enum):
    """What is done to the guidance."""

    ADD = "add"
    REMOVE = "remove"
    FETCH = "fetch"
    REFRESH = "refresh"


@dataclass(slots=True, eq=False)
class Job:
    """A change to the guidance, under way or over. ``lines``, ``problems`` and ``error`` say what came of it once it is over."""

    kind: Kind
    stage: str = ""
    done: int = 0
    total: int = 0
    lines: Sequence[str] = ()
    problems: Sequence[str] = ()
    error: ClausewiseError | None = None
    is_done: bool = False
    thread: Thread | None = field(default=None, repr=False)

    @property
    def is_running(self) -> bool:
        """Whether it is under way."""
        return self.thread is not None and self.thread.is_alive()

    @property
    def share(self) -> float:
        """How much of the stage is done, 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0

    def watch(self, stage: str, done: int, total: int) -> None:
        """Note how far it is."""
        self.stage, self.done, self.total = stage, done, total

    def start(self, work: Work, afterwards: Callable[[], None]) -> None:
        """Do the work in a thread of its own, and ``afterwards`` where it was done. An end of the program does not wait for it."""
        self.thread = Thread(target=self._run, args=(work, afterwards), name=f"guidance-{self.kind.value}", daemon=True)
        self.thread.start()

    def _run(self, work: Work, afterwards: Callable[[], None]) -> None:
        try:
            self.lines, self.problems = work(self.watch)
        except ClausewiseError as error:
            self.error = error
        except OSError as error:
            self.error = ReadError(error.strerror or "a file cannot be written", where=str(error.filename or ""))
        else:
            afterwards()
            self.is_done = True
