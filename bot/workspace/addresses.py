"""Which database, and how it is named to people: never with its password."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError
from bot.settings import PREFIX, Settings

FILE: Final = "workspace.db"
"""Below the data directory."""
SETTING: Final = f"{PREFIX}DATABASE_URL"
_HINT: Final = "give one like sqlite:////folder/workspace.db or postgresql://user:password@host/name"
_DRIVERS: Final = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def database_address(settings: Settings) -> URL:
    """The database that is set; without one, the file in the data directory.

    Raises:
        SettingsError: the URL cannot be read, or is of a database that is not supported.
    """
    given = settings.database_url.get_secret_value() if settings.database_url else ""
    if not given:
        return URL.create("sqlite", database=str(settings.data_dir / FILE))
    url = _parsed(given)
    if url.drivername not in _DRIVERS:
        raise SettingsError(f"{url.get_backend_name()} is not among the databases that can be used", where=SETTING, hint=_HINT)
    url = url.set(drivername=_DRIVERS[url.drivername])
    if is_sqlite(url) and url.database in {None, "", ":memory:"}:
        raise SettingsError("a database in memory keeps nothing", where=SETTING, hint=_HINT)
    return url


def _parsed(given: str) -> URL:
    try:
        return make_url(given)
    except (ArgumentError, ValueError):  # the second for a port; both may quote the password
        raise SettingsError("this is no URL of a database", where=SETTING, hint=_HINT) from None


def is_sqlite(url: URL) -> bool:
    """Whether the database is a file."""
    return url.get_backend_name() == "sqlite"


def sqlite_path(url: URL) -> Path:
    """The file."""
    return Path(url.database or "")


def shown(url: URL) -> str:
    """The database in a few words for errors: the file, or the server without password and options (which may hold one)."""
    return str(sqlite_path(url)) if is_sqlite(url) else url.set(query={}).render_as_string(hide_password=True)
