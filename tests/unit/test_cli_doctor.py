"""``doctor`` and its checks."""

from __future__ import annotations

import json

import pytest

from ui.cli import checks
from ui.cli.app import run
from ui.cli.checks import Outcome


@pytest.mark.parametrize(
    ("running", "outcome"),
    [((3, 10, 9), Outcome.FAILED), ((3, 11, 0), Outcome.OK), ((3, 13, 5), Outcome.OK), ((3, 14, 0), Outcome.FAILED)],
)
def test_python_versions(running, outcome):
    assert checks.python_check(running).outcome is outcome


def test_a_package_that_is_not_installed():
    check = checks.packages_check(["pydantic", "no-such-package-anywhere"])
    assert check.outcome is Outcome.FAILED
    assert "no-such-package-anywhere" in check.found


def test_misspelt_settings_are_noticed():
    check = checks.unknown_settings_check({"CLAUSEWISE_CHATMODEL": "x", "CLAUSEWISE_CHAT_MODEL": "y", "PATH": "z"})
    assert check.outcome is Outcome.WARNING
    assert check.found == "not settings: CLAUSEWISE_CHATMODEL"
    assert checks.unknown_settings_check({"CLAUSEWISE_CHAT_MODEL": "y"}).found == "from the environment: CLAUSEWISE_CHAT_MODEL"


def test_a_data_directory_that_is_a_file(tmp_path):
    path = tmp_path / "data"
    assert checks.data_dir_check(path).outcome is Outcome.OK
    assert not path.exists()
    path.write_text("")
    assert checks.data_dir_check(path).outcome is Outcome.FAILED


def test_a_browser_is_optional():
    assert checks.browser_check(lambda _name: None).outcome is Outcome.OK


def test_doctor_reports_everything_as_json(tmp_path, capsys):
    code = run(["doctor", "--json", "--data-dir", str(tmp_path / "data")])
    report = json.loads(capsys.readouterr().out)
    outcomes = {check["name"]: check["outcome"] for check in report["checks"]}
    assert (code == 0) == report["ok"] == ("failed" not in outcomes.values())
    assert outcomes["guidance"] == outcomes["embedding model"] == "ok"
    assert outcomes["index"] == "warning"
    assert not (tmp_path / "data").exists()


def test_doctor_fails_where_a_server_does_not_answer(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CLAUSEWISE_CHROMA_URL", "http://127.0.0.1:9")
    assert run(["doctor", "--data-dir", str(tmp_path)]) == 1
    line = next(line for line in capsys.readouterr().out.splitlines() if "vector store" in line)
    assert line.startswith("failed")


def test_doctor_says_which_setting_is_wrong(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CLAUSEWISE_PASSAGES_K", "many")
    assert run(["doctor", "--data-dir", str(tmp_path)]) == 1
    assert "CLAUSEWISE_PASSAGES_K" in capsys.readouterr().out
