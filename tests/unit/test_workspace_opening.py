"""Opening: which database, brought up to this version, and what is said where that cannot be."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from pydantic import SecretStr
from sqlalchemy import create_engine, inspect, text

from bot.errors import SettingsError, WorkspaceError
from bot.settings import Settings, load_settings
from bot.workspace.addresses import database_address, shown
from bot.workspace.migrating import CONNECTION, _config
from bot.workspace.opening import open_workspace
from bot.workspace.tables import VERSION_TABLE, Table
from tests.support.workspaces import ANN, answer

ROOT = Path(__file__).parents[2]
PASSWORD = "hunter2-secret"


@contextlib.contextmanager
def connected(settings):
    engine = create_engine(database_address(settings))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def opened(settings):
    return contextlib.closing(open_workspace(settings))


def at(folder, url: str) -> Settings:
    return Settings(data_dir=folder, database_url=SecretStr(url))


def test_the_migrations_make_the_tables(workspace_settings):
    with opened(workspace_settings):
        pass
    with connected(workspace_settings) as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Table.metadata) == []
        made = inspect(connection)
        assert set(made.get_table_names()) == {*Table.metadata.tables, VERSION_TABLE}
        for name, table in Table.metadata.tables.items():
            keys = {key["name"]: key["options"] for key in made.get_foreign_keys(name)}
            assert keys == {
                key.name: {"ondelete": key.ondelete} if key.ondelete else {} for key in table.foreign_key_constraints
            }, name
            assert made.get_pk_constraint(name)["constrained_columns"] == [column.name for column in table.primary_key], name


def test_the_migrations_can_be_undone(workspace_settings):
    from alembic import command

    with opened(workspace_settings):
        pass
    with connected(workspace_settings) as connection:
        config = _config()
        config.attributes[CONNECTION] = connection
        command.downgrade(config, "base")
        assert set(inspect(connection).get_table_names()) == {VERSION_TABLE}
    with opened(workspace_settings) as workspace:
        assert workspace.threads.of(ANN) == ()


def test_the_migrations_are_one_line():
    script = ScriptDirectory.from_config(_config())
    assert len(script.get_heads()) == 1
    assert [one.revision for one in reversed(list(script.walk_revisions()))] == sorted(
        one.revision for one in script.walk_revisions()
    )


def test_what_was_kept_is_there_the_next_time(workspace_settings):
    with opened(workspace_settings) as workspace:
        thread = workspace.threads.new(ANN, "kept")
        workspace.threads.append(ANN, thread.id, "Why?", answer())
    with opened(workspace_settings) as workspace:
        assert workspace.threads.of(ANN)[0].id == thread.id
        assert workspace.threads.exchanges(ANN, thread.id)[0].answer == answer()


def test_a_newer_database_is_left_alone_and_said_so_in_one_line(workspace_settings):
    with opened(workspace_settings):
        pass
    with connected(workspace_settings) as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = 'r9999'"))
    with pytest.raises(WorkspaceError) as caught:
        open_workspace(workspace_settings)
    line = str(caught.value)
    assert "the workspace was written by a newer clausewise (it stands at r9999); bring clausewise up to date" in line
    assert "\n" not in line
    with connected(workspace_settings) as connection:
        assert connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar() == "r9999"


def test_it_lies_in_the_data_directory_which_is_made(tmp_path):
    folder = tmp_path / "new" / "data"
    with opened(Settings(data_dir=folder)):
        assert (folder / "workspace.db").is_file()


def test_another_file_can_be_set(tmp_path):
    with opened(at(tmp_path / "data", f"sqlite:///{tmp_path}/50%25 of it/own.db")):
        assert (tmp_path / "50% of it" / "own.db").is_file()
    assert not (tmp_path / "data").exists()


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path):
    (tmp_path / "workspace.db").write_text("a shopping list " * 100)
    with pytest.raises(WorkspaceError, match="file is not a database"):
        open_workspace(Settings(data_dir=tmp_path))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "data").write_text("a file")
    with pytest.raises(WorkspaceError, match="cannot be written") as caught:
        open_workspace(Settings(data_dir=tmp_path / "data"))
    assert caught.value.where == str(tmp_path / "data" / "workspace.db")


def test_while_another_prepares_it_one_waits_and_then_says_so(tmp_path):
    settings = Settings(data_dir=tmp_path, lock_timeout_s=0.1)
    with FileLock(tmp_path / "workspace.db.lock"), pytest.raises(WorkspaceError, match="another process has been preparing"):
        open_workspace(settings)
    with opened(settings) as workspace:
        assert workspace.threads.of(ANN) == ()


def test_while_another_writes_one_waits_and_then_says_so(workspace_settings):
    settings = workspace_settings.model_copy(update={"lock_timeout_s": 0.1})
    with opened(workspace_settings) as theirs, opened(settings) as ours, theirs._database.writing(ANN) as session:
        session.connection()
        with pytest.raises(WorkspaceError, match="in use by others for too long; try again"):
            ours.threads.new(ANN, "soon")


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        (f"mysql://me:{PASSWORD}@host/name", "mysql is not among the databases that can be used"),
        ("sqlite://", "a database in memory keeps nothing"),
        (PASSWORD, "this is no URL of a database"),
        (f"postgresql://me:{PASSWORD}@host:port-{PASSWORD}/name", "this is no URL of a database"),
        (f"postgresql+asyncpg://me:{PASSWORD}@host/name", "postgresql is not among"),
    ],
)
def test_a_url_that_cannot_be_used_is_an_error_without_the_password(tmp_path, url, complaint):
    with pytest.raises(SettingsError) as caught:
        open_workspace(at(tmp_path, url))
    assert complaint in str(caught.value)
    assert caught.value.where == "CLAUSEWISE_DATABASE_URL"
    assert PASSWORD not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("query", ["", f"?password={PASSWORD}", "?nonsense=1"])
def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path, query):
    pytest.importorskip("psycopg")
    with pytest.raises(WorkspaceError) as caught:
        open_workspace(at(tmp_path, f"postgres://me:{PASSWORD}@127.0.0.1:9/name{query}"))
    assert caught.value.where == "postgresql+psycopg://me:***@127.0.0.1:9/name"
    assert PASSWORD not in str(caught.value)
    assert PASSWORD not in repr(caught.value.__cause__)


def test_a_server_that_hung_up_is_called_again(postgres_url, tmp_path):
    with opened(at(tmp_path, postgres_url)) as workspace:
        workspace.threads.new(ANN, "kept")
        with connected(at(tmp_path, postgres_url)) as connection:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            hung_up = connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")).all()
        assert hung_up
        assert [thread.title for thread in workspace.threads.of(ANN)] == ["kept"]


def test_a_wrong_password_is_not_told(postgres, tmp_path):
    wrong = postgres.set(password=PASSWORD).render_as_string(hide_password=False)
    with pytest.raises(WorkspaceError, match="password authentication failed") as caught:
        open_workspace(at(tmp_path, wrong))
    assert PASSWORD not in str(caught.value)


def test_a_driver_that_is_missing_is_an_error_that_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingsError, match=r'pip install "clausewise\[postgres\]"'):
        open_workspace(at(tmp_path, "postgresql://me@host/name"))


def test_settings_do_not_show_the_password(monkeypatch):
    monkeypatch.setenv("CLAUSEWISE_DATABASE_URL", f"postgresql://me:{PASSWORD}@host/name?sslpassword={PASSWORD}")
    settings = load_settings()
    assert PASSWORD not in repr(settings)
    assert PASSWORD not in settings.model_dump_json()
    assert shown(database_address(settings)) == "postgresql+psycopg://me:***@host/name"


def test_errors_hold_nothing_of_what_was_written(workspace_settings):
    with opened(workspace_settings) as workspace:
        thread = workspace.threads.new(ANN, "t")
        with connected(workspace_settings) as connection:
            connection.execute(text("DROP TABLE workspace_exchange"))
        with pytest.raises(WorkspaceError) as caught:
            workspace.threads.append(ANN, thread.id, f"my {PASSWORD}", answer())
        assert PASSWORD not in str(caught.value)
        assert PASSWORD not in str(caught.value.__cause__)


def test_neither_sqlalchemy_nor_alembic_is_imported_before_it_is_opened():
    code = (
        "import sys; import bot.service, bot.settings, bot.workspace, bot.workspace.values, ui.cli.app;"
        "print([name for name in ('sqlalchemy', 'alembic', 'psycopg') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
