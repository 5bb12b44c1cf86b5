"""``clausewise ui``."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli.options import DataDir, settings_for


def ui(
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to serve on.")] = 8501,
    data_dir: DataDir = None,
) -> None:
    """Serve the Streamlit app, on this machine only unless told otherwise."""
    from ui.cli.service import ensure_index
    from ui.web.launch import launch

    settings = settings_for(data_dir)
    ensure_index(settings)
    raise typer.Exit(launch(settings, host, port))
