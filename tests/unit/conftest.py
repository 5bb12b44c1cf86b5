"""For the tests of the workspace: one on each database that can be had here."""

from __future__ import annotations

import contextlib

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from tests.support.workspaces import Ticking


@pytest.fixture(scope="session")
def postgres():
    """The URL of a server, or a skip with the reason."""
    pytest.importorskip("psycopg", reason="no Postgres: its driver is not installed (the extra postgres)")
    from tests.support.postgres import missing, postgres_server

    if missing():
        pytest.skip(missing())
    with postgres_server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres):
    """The URL of an empty database, with its password."""
    from tests.support.postgres import fresh_database

    with fresh_database(postgres) as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgres"])
def workspace_settings(request, tmp_path):
    """Settings for an empty database of each kind."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    return Settings(data_dir=tmp_path, database_url=SecretStr(url) if url else None)


@pytest.fixture
def clock():
    return Ticking()


@pytest.fixture
def workspace(workspace_settings, clock):
    from bot.workspace.opening import open_workspace

    with contextlib.closing(open_workspace(workspace_settings, now=clock)) as opened:
        yield opened
