"""``clausewise ui``: settings and address are handed on, and a first index is built before pages are served."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from index.opening import IndexState, IndexStatus
from ui.cli.app import run


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
