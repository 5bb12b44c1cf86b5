"""The command line put together, and the one place where failures become exit codes and lines."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Annotated

import typer

from corpus.errors import ClausewiseError
from ui.cli import ask, corpus_group, doctor, evals_group, index_group, register_group, review, web, workspace_group
from ui.cli.errors import DONE, FAILED, exit_code, file_line, unexpected_line, usage_line
from ui.cli.output import say

app = typer.Typer(
    name="clausewise",
    help="Cited answers from drafting guidance, and clause-by-clause review of draft laws against it.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


ExceptHook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


@dataclass
class State:
    """What the root's options say, for the run that is going on."""

    debug: bool = False


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback when something fails.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Cited answers from drafting guidance, and clause-by-clause review of draft laws against it."""
    context.obj.debug = debug
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"clausewise {installed('clausewise')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.add_typer(index_group.app, name="index")
app.add_typer(corpus_group.app, name="corpus")
app.add_typer(register_group.app, name="register")
app.command("search")(ask.search)
app.command("ask")(ask.ask)
app.command("review")(review.review)
app.command("compare")(review.compare)
app.add_typer(evals_group.app, name="evals")
app.add_typer(workspace_group.app, name="workspace")
app.command("ui")(web.ui)
app.command("doctor")(doctor.doctor)


def run(arguments: Sequence[str], state: State | None = None) -> int:
    """Run one command line.

    Args:
        arguments: without the program's name.
        state: filled by the root's options; made here when not given.

    Returns:
        The exit code. What nobody foresaw is raised.
    """
    state = state or State()
    try:
        result = typer.main.get_command(app).main(list(arguments), prog_name="clausewise", standalone_mode=False, obj=state)
    except typer.TyperException as error:
        return _leave(state, error.exit_code, usage_line(error))
    except ClausewiseError as error:
        return _leave(state, exit_code(error), str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        return _leave(state, FAILED, file_line(error))
    return result if isinstance(result, int) else DONE


def run_as_program(arguments: Sequence[str]) -> int:
    """Run one command line as a process of its own: UTF-8 out, no traceback unasked, quiet when the reader has gone."""
    state = State()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file name that is no Unicode comes out escaped, which JSON reads back.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    sys.excepthook = _hook(state)
    try:
        code = run(arguments, state)
        sys.stdout.flush()
    except BrokenPipeError:
        code = FAILED
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else FAILED
    _drop_unread_output()
    return code


def _leave(state: State, code: int, line: str) -> int:
    if state.debug:
        traceback.print_exc()
    say(line)
    return code


def _hook(state: State) -> ExceptHook:
    """What the interpreter calls with an exception that nobody caught; it exits with 1 after that."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if state.debug:
            sys.__excepthook__(kind, error, trace)
        else:
            say(unexpected_line(error))

    return hook


def _drop_unread_output() -> None:
    """Where the reader of standard output has gone, let the interpreter's last flush go nowhere instead of complaining."""
    try:
        if sys.__stdout__ is not None:
            sys.__stdout__.flush()
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
