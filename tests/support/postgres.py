"""A Postgres of our own for a while: made by initdb in a temporary folder, reached by a socket there, gone afterwards."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, text

PASSWORD = "s3cret-of-the-tests"
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=60")
_WAIT_S = 60


def missing() -> str:
    """Why there can be no Postgres here; empty where there can be."""
    if _programs() is None:
        return "no Postgres: neither on the PATH nor under /usr/lib/postgresql is an initdb (apt-get install postgresql)"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "no Postgres: it does not run as root, and setpriv (util-linux) is missing"
    return ""


@contextmanager
def postgres_server() -> Iterator[URL]:
    """The URL of its database "postgres", with user and password."""
    programs = _programs()
    assert programs is not None, missing()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    try:
        password = folder / "password"
        password.write_text(PASSWORD)
        as_owner = _given_away(folder)
        data = folder / "data"
        _run([*as_owner, programs / "initdb", "-D", data, "-U", "tester", "--pwfile", password, *_INIT], folder)
        options = " ".join(f"-c {option}" for option in (*_FAST, f"unix_socket_directories={folder}"))
        control = [*as_owner, programs / "pg_ctl", "-D", data, "-w", "-t", str(_WAIT_S)]
        _run([*control, "-l", folder / "log", "-o", options, "start"], folder)
        try:
            yield URL.create("postgresql+psycopg", "tester", PASSWORD, database="postgres", query={"host": str(folder)})
        finally:
            _run([*control, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder)


_INIT = ("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")


@contextmanager
def fresh_database(server: URL) -> Iterator[URL]:
    """An empty database on the server, dropped afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
            yield server.set(database=name)
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        engine.dispose()


def _programs() -> Path | None:
    """The folder that holds initdb and pg_ctl; the newest under /usr/lib/postgresql, where Debian keeps them off the PATH."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    return next((folder for folder in folders if all((folder / name).exists() for name in ("initdb", "pg_ctl"))), None)


def _given_away(folder: Path) -> list[str]:
    """As root: give the folder to another user, and what runs a program as that one."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    owner = names.get("postgres") or names["nobody"]
    for path in (folder, *folder.iterdir()):
        os.chown(path, owner.pw_uid, owner.pw_gid)
    return ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]


def _run(command: list[object], folder: Path) -> None:
    """Its output goes to a file: the server would hold a pipe open."""
    with (folder / "output").open("a") as output:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            timeout=2 * _WAIT_S,
            check=False,
        )
    assert done.returncode == 0, (folder / "output").read_text()
