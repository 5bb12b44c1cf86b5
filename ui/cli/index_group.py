"""``clausewise index``: the index of the guidance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.options import AsJson, DataDir, settings_for
from ui.cli.output import print_json, print_text, say
from ui.cli.wording import plural

if TYPE_CHECKING:
    from index.build import BuildReport, IndexStatus

_MANY = 100
"""Passages that say something of a rate; fewer are gone before the model is warm."""

app = typer.Typer(help="Build the index of the guidance, or say how it is.")


@app.command("build")
def build(
    corpus: Annotated[
        Path | None,
        typer.Option(
            "--corpus", metavar="DIR", help="A folder of guidance beside the shipped; remembered until another is given."
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Build the index, or refresh it: only what changed is embedded."""
    from bot.guidance import remember_folder
    from ui.cli.service import build_index, service_for

    settings = settings_for(data_dir, corpus_dir=corpus)
    service = service_for(settings)
    if corpus is not None:
        remember_folder(settings.data_dir, corpus)
    say(report_line(build_index(service), len(service.documents)))


@app.command("status")
def status(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Say what the index was built from, and whether it still fits."""
    from ui.cli.service import service_for

    settings = settings_for(data_dir)
    found = service_for(settings).index_status()
    if as_json:
        print_json(status_json(found, settings.data_dir))
    else:
        print_text(status_text(found, settings.data_dir))


def report_line(report: BuildReport, documents: int) -> str:
    """What a build did, in one line."""
    rate = f" at {report.embedded / report.seconds:.0f} a second" if report.embedded >= _MANY else ""
    did = f"{report.embedded} embedded{rate}, {report.reused} kept, {report.removed} removed"
    return f"index {report.index_id}: {plural(documents, 'document')}, {plural(report.passages, 'passage')} ({did}) in {report.seconds:.1f} s"


def status_json(found: IndexStatus, data_dir: Path) -> dict[str, Any]:
    """The index's state; ``state`` is ready, stale or missing."""
    from bot.contract import SCHEMA

    return {
        "schema": SCHEMA,
        "state": found.state.value,
        "detail": found.detail,
        "index_id": found.index_id,
        "documents": found.documents,
        "passages": found.passages,
        "embedding_model": found.embedding_model,
        "created_at": found.created_at.isoformat() if found.created_at else None,
        "server": found.server,
        "data_dir": str(data_dir),
    }


def status_text(found: IndexStatus, data_dir: Path) -> str:
    """The same for a person."""
    lines = [f"{found.state.value}: {found.detail}" if found.detail else found.state.value]
    if found.index_id is not None:
        parts = f"{plural(found.documents or 0, 'document')}, {plural(found.passages or 0, 'passage')}"
        lines += [f"index {found.index_id}: {parts}, model {found.embedding_model}, built {found.created_at}"]
    lines += [f"server: {found.server}"] if found.server else []
    return "\n".join([*lines, f"data directory: {data_dir}"])
