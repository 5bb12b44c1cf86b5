"""Whether and through whom people sign in: the table ``[auth]`` of secrets.toml, as Streamlit documents it, checked before anybody comes."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bot.errors import SettingsError

FILE: Final = "secrets.toml"
AUTH: Final = "auth"
UNNAMED: Final = "default"
"""What Streamlit calls the provider that stands in [auth] itself."""
THIS_MACHINE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_CALLBACK: Final = "/oauth2callback"
_SECRET_CHARACTERS: Final = 32
_PROVIDER_KEYS: Final = ("client_id", "client_secret", "server_metadata_url")
_NO_PROVIDERS: Final = frozenset({"client_kwargs"})
"""Tables of [auth] that are none."""
_RANDOM: Final = 'python -c "import secrets; print(secrets.token_hex(32))" makes one'


@dataclass(frozen=True, slots=True)
class SignIn:
    """Signing in as it is set: the providers by their names in secrets.toml, at least one."""

    providers: tuple[str, ...]


def secret_files(data_dir: Path) -> tuple[Path, ...]:
    """Where secrets may lie: Streamlit's places for a user and for the folder it is started in, and the data directory, whose file wins."""
    return (Path.home() / ".streamlit" / FILE, Path.cwd() / ".streamlit" / FILE, data_dir.absolute() / FILE)


def read_sign_in(files: Iterable[Path]) -> SignIn | None:
    """Signing in as these files set it, the last one that does; None where none does.

    Raises:
        SettingsError: a file cannot be read, or signing in cannot work as it is set.
    """
    found = [(file, auth) for file in files if (auth := _read(file).get(AUTH)) is not None]
    return sign_in_of(found[-1][1], str(found[-1][0])) if found else None


def open_to_others(files: Iterable[Path]) -> tuple[Path, ...]:
    """Those of the files that other users of this machine may read or change; none on Windows, which says it otherwise."""
    if os.name == "nt":
        return ()
    return tuple(file for file in files if file.is_file() and stat.S_IMODE(file.stat().st_mode) & 0o077)


def _read(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"the file cannot be read ({error.strerror})", where=str(file), hint="check its rights") from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise SettingsError(f"this is no TOML ({error})", where=str(file), hint="correct it, or take it away") from error


def sign_in_of(auth: object, where: str) -> SignIn:
    """Signing in as a table ``[auth]`` sets it.

    Raises:
        SettingsError: Authlib is missing, or the table could not work or would not be safe.
    """
    if not isinstance(auth, Mapping):
        raise SettingsError("[auth] is no table", where=where, hint="see the README on several users")
    if find_spec("authlib") is None:
        raise SettingsError("signing in is set and needs Authlib", where=where, hint='pip install "clausewise[signin]"')
    redirect = _needed(auth, "redirect_uri", where)
    if not redirect.endswith(_CALLBACK):
        raise SettingsError(
            f"redirect_uri does not end in {_CALLBACK}", where=where, hint="give the app's own address and that path"
        )
    _check_safe(redirect, "redirect_uri", where)
    if len(_needed(auth, "cookie_secret", where)) < _SECRET_CHARACTERS:
        raise SettingsError(f"cookie_secret has under {_SECRET_CHARACTERS} characters", where=where, hint=_RANDOM)
    return SignIn(tuple(_checked_provider(name, table, where) for name, table in _providers(auth, where).items()))


def _providers(auth: Mapping[str, object], where: str) -> Mapping[str, object]:
    """The tables of providers by name; that of [auth] itself where it holds one."""
    found = {name: table for name, table in auth.items() if isinstance(table, Mapping) and name not in _NO_PROVIDERS}
    if any(key in auth for key in _PROVIDER_KEYS):
        found = {UNNAMED: auth, **found}
    if not found:
        raise SettingsError("[auth] names no provider", where=where, hint=f"give {', '.join(_PROVIDER_KEYS)}")
    return found


def _checked_provider(name: str, table: object, where: str) -> str:
    at = where if name == UNNAMED else f"{where}: [{AUTH}.{name}]"
    if "_" in name:
        raise SettingsError("a provider's name has no underscore", where=at, hint="write it without")
    if isinstance(table, Mapping):
        for key in _PROVIDER_KEYS:
            _needed(table, key, at)
        _check_safe(_needed(table, "server_metadata_url", at), "server_metadata_url", at)
    return name


def _needed(table: Mapping[str, object], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise SettingsError(f"{key} is missing", where=where, hint="see the README on several users")
    return value


def _check_safe(url: str, key: str, where: str) -> None:
    """Whoever can read or change what is sent to these could sign in as anybody."""
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in ({"https", "http"} if parts.hostname in THIS_MACHINE else {"https"}):
        raise SettingsError(f"{key} is no https address", where=where, hint="http is for this machine alone")
