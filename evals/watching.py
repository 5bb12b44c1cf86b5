"""Progress of long work, on standard error, so that standard output stays JSON alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

Watch = Callable[[str, int, int], None]
"""Called with the stage, how much is done and how much there is."""


class RateColumn(ProgressColumn):
    """How much is done in a second, over the last half minute or so."""

    def render(self, task: Task) -> Text:
        """Empty until there is something to tell."""
        return Text(f"{task.speed:.0f}/s" if task.speed else "")


@contextmanager
def watching(console: Console) -> Iterator[Watch]:
    """A bar for each stage while the work goes on; it is drawn only where the console is a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), RateColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        stages: dict[str, TaskID] = {}

        def watch(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                stages[stage] = bars.add_task(stage, total=total)
            bars.update(stages[stage], completed=done, total=total)

        yield watch
