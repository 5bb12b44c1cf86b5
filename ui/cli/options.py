"""Options that several commands share, and how they become settings."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir", metavar="DIR", envvar="CLAUSEWISE_DATA_DIR", help="Where built things live: index, added guidance, runs."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
RegisterId = Annotated[
    str | None, typer.Option("--register", metavar="ID", help="The register to judge against; see clausewise register list.")
]


class ScopeChoice(StrEnum):
    """What ``--scope`` takes."""

    AUTO = "auto"
    WHOLE = "whole"
    EXTRACT = "extract"


Scoped = Annotated[ScopeChoice, typer.Option("--scope", help="Read the draft as a whole law or as an extract.")]


def settings_for(data_dir: Path | None, *, register_id: str | None = None, corpus_dir: Path | None = None) -> Settings:
    """The settings of one command: its options first, then the environment, then what the data directory remembers.

    Raises:
        SettingsError: a value cannot be used.
    """
    from bot.guidance import settings_with_folder
    from bot.settings import load_settings

    return settings_with_folder(load_settings(data_dir=data_dir, register_id=register_id, corpus_dir=corpus_dir))
