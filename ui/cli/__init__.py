"""The command line. ``main`` is the console script; nothing else is imported before it is called."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code."""
    import sys

    from ui.cli.app import run_as_program

    sys.exit(run_as_program(sys.argv[1:]))
