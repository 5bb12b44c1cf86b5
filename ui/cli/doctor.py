"""``clausewise doctor``."""

from __future__ import annotations

import dataclasses
import os
from typing import TYPE_CHECKING

import typer

from ui.cli.errors import FAILED
from ui.cli.options import AsJson, DataDir
from ui.cli.output import print_json, print_text

if TYPE_CHECKING:
    from ui.cli.checks import Check


def doctor(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Check the installation: Python, packages, settings, models, stores, index. Exits with 1 where something is broken."""
    from bot.contract import SCHEMA
    from ui.cli.checks import Outcome, run_checks

    checks = list(run_checks(os.environ, data_dir))
    well = all(check.outcome is not Outcome.FAILED for check in checks)
    if as_json:
        print_json({"schema": SCHEMA, "ok": well, "checks": [dataclasses.asdict(check) for check in checks]})
    else:
        print_text("\n".join(_line(check) for check in checks))
    if not well:
        raise typer.Exit(FAILED)


def _line(check: Check) -> str:
    said = f"{check.found}; {check.hint}" if check.hint else check.found
    return f"{check.outcome.value:<8} {check.name:<16} {said}"
