"""What goes where: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_PIPED_WIDTH = 120


def print_json(value: Any) -> None:
    """One JSON value, indented; the same value gives the same bytes."""
    typer.echo(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2))


def print_json_line(value: Any) -> None:
    """One JSON value on one line, flushed, so that a reader at the other end of a pipe has it at once."""
    typer.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))
    sys.stdout.flush()


def print_text(text: str) -> None:
    """Text for a person. Control characters are dropped: a document must not steer the terminal."""
    typer.echo(_CONTROL.sub("", text))


def say(line: str) -> None:
    """One line on standard error: progress, a note, an error."""
    typer.echo(_CONTROL.sub("", line), err=True)


def console() -> Console:
    """Standard output for tables: as wide as the terminal, or 120 columns in a pipe; no markup is read from texts."""
    width = None if sys.stdout.isatty() else _PIPED_WIDTH
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


@contextmanager
def progress_stages() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage of the work, on standard error. The value is called with (stage, done, total)."""
    from evals.watching import watching

    with watching(Console(stderr=True)) as watch:
        yield watch


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar for work in one stage. The value is called with (done, total)."""
    with progress_stages() as update:
        yield lambda done, total: update(what, done, total)


@contextmanager
def progress_line(before: str = "") -> Iterator[Callable[[str], None]]:
    """The stage that work is at, on standard error, drawn only on a terminal. The value is called with the stage's name."""
    shown = Console(stderr=True, highlight=False, markup=False)
    with shown.status(before, spinner="line") as status:
        yield lambda stage: status.update(_CONTROL.sub("", before + stage))
