"""``clausewise workspace``: what users keep, for whoever looks after it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.errors import WrongUse
from ui.cli.options import AsJson, DataDir, settings_for
from ui.cli.output import print_json, print_text
from ui.cli.wording import plural

if TYPE_CHECKING:
    from bot.workspace.values import Usage
    from bot.workspace.workspace import Workspace

app = typer.Typer(help="List who keeps what in the workspace, and delete what is old or one user's.")


@app.command("list")
def list_users(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the users who keep anything, and how much; nothing of what it says."""
    from bot.contract import SCHEMA

    with _opened(data_dir) as workspace:
        users = {user: workspace.usage(user) for user in workspace.users()}
    if as_json:
        print_json({"schema": SCHEMA, "users": [{"user": user} | dataclasses.asdict(usage) for user, usage in users.items()]})
    else:
        print_text("\n".join(f"{user}: {_words(usage)}" for user, usage in users.items()) or "nobody keeps anything")


@app.command("purge")
def purge(
    older_than: Annotated[
        int | None,
        typer.Option(
            "--older-than",
            min=1,
            max=36_500,
            metavar="DAYS",
            help="Days since the last use; CLAUSEWISE_RETENTION_DAYS if not given.",
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Delete, of all users, the conversations and reviews that were last used too long ago. The app does this once a day by itself."""
    days = older_than or settings_for(data_dir).retention_days
    if days is None:
        raise WrongUse("it is not said what is too old", where="--older-than", hint="give days, or set CLAUSEWISE_RETENTION_DAYS")
    with _opened(data_dir) as workspace:
        deleted = workspace.purge(dt.datetime.now(dt.UTC) - dt.timedelta(days=days))
    print_text(
        f"{plural(deleted, 'conversation or review', 'conversations and reviews')} deleted, last used over {plural(days, 'day')} ago"
    )


@app.command("delete")
def delete(
    user: Annotated[str, typer.Option("--user", metavar="USER", help="Whose; see clausewise workspace list.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this it is only said what would be deleted.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Delete everything that a user keeps, for good."""
    with _opened(data_dir) as workspace:
        if user not in workspace.users():
            raise WrongUse("nobody of this name keeps anything", where=user, hint="see clausewise workspace list")
        words = _words(workspace.usage(user))
        if not yes:
            raise WrongUse(f"this would delete {words}", where=user, hint="add --yes to do it")
        workspace.delete_everything(user)
    print_text(f"deleted of {user}: {words}")


@contextmanager
def _opened(data_dir: Path | None) -> Iterator[Workspace]:
    from bot.workspace.opening import open_workspace

    with closing(open_workspace(settings_for(data_dir))) as workspace:
        yield workspace


def _words(usage: Usage) -> str:
    """A user's things, counted."""
    files = f"{plural(usage.uploads, 'file')} of {usage.upload_bytes:,} bytes"
    return f"{plural(usage.threads, 'conversation')}, {plural(usage.reviews, 'review')}, {files}"
