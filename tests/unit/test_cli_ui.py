"""``clausewise ui``: settings and address are handed on, a first index is built before pages are served, and signing in is checked."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.errors import SettingsError
from bot.settings import Settings
from index.opening import IndexState, IndexStatus
from ui.cli.app import run
from ui.web import launch


@pytest.fixture
def served(monkeypatch, tmp_path):
    """What was launched and how often the index was built; ``state`` is the index's."""
    seen = SimpleNamespace(state=IndexState.READY, builds=0, launched=[])

    def build(_progress):
        seen.builds += 1

    service = SimpleNamespace(index_status=lambda: IndexStatus(seen.state), build=build)
    monkeypatch.setattr("bot.service.open_service", lambda _settings: service)
    monkeypatch.setattr("ui.web.launch.launch", lambda *given: seen.launched.append(given) or 3)
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path))
    return seen


def test_it_serves_on_this_machine_unless_told_otherwise(served, tmp_path):
    assert run(["ui"]) == 3
    ((settings, host, port),) = served.launched
    assert (settings.data_dir, host, port) == (tmp_path, "127.0.0.1", 8501)
    run(["ui", "--host", "0.0.0.0", "--port", "9000"])
    assert served.launched[1][1:] == ("0.0.0.0", 9000)
    assert served.builds == 0


@pytest.mark.parametrize(("state", "builds"), [(IndexState.MISSING, 1), (IndexState.STALE, 0)])
def test_only_a_missing_index_is_built(served, state, builds):
    served.state = state
    run(["ui"])
    assert served.builds == builds


def test_a_servers_index_is_not_built_unasked(served, monkeypatch):
    monkeypatch.setenv("CLAUSEWISE_CHROMA_URL", "http://127.0.0.1:9")
    served.state = IndexState.MISSING
    run(["ui"])
    assert served.builds == 0


SIGN_IN = """[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "id"
client_secret = "hush-hush"
server_metadata_url = "https://id.example/.well-known/openid-configuration"
"""


@pytest.fixture
def started(monkeypatch, tmp_path):
    """The command lines of servers; none is started. Nobody's own secrets are read."""
    lines = []
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(launch, "_serve", lambda line, _environment: lines.append(line) or 0)
    return lines


def test_secrets_are_looked_for_in_the_data_directory_too(started, tmp_path):
    assert launch.launch(Settings(data_dir=tmp_path)) == 0
    ((*_, last),) = started
    assert last == f"--secrets.files={tmp_path}/secrets.toml"


def test_signing_in_that_cannot_work_stops_the_start(started, tmp_path):
    (tmp_path / "secrets.toml").write_text(SIGN_IN.replace("client_id", "client"))
    with pytest.raises(SettingsError, match="client_id is missing"):
        launch.launch(Settings(data_dir=tmp_path))
    assert started == []


def test_secrets_that_others_can_read_are_said_at_the_start(started, tmp_path, capsys):
    file = tmp_path / "secrets.toml"
    file.write_text(SIGN_IN)
    for mode, said in ((0o644, 1), (0o600, 0)):
        file.chmod(mode)
        launch.launch(Settings(data_dir=tmp_path))
        err = capsys.readouterr().err
        assert err.count(f"{file}: other users of this machine can read it") == said
        assert "hush-hush" not in err


def test_no_header_of_a_request_says_who_somebody_is():
    assert "--server.trustedUserHeaders={}" in launch.command("127.0.0.1", 8501)
