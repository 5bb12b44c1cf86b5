"""How failures leave the command line."""

from __future__ import annotations

import pytest

import bot.errors
import corpus.errors
import index.errors
from corpus.errors import ClausewiseError
from ui.cli.app import State, run
from ui.cli.errors import exit_code

WRONG = [
    ["nonsense"],
    ["aks", "a question"],
    ["index"],
    ["ask"],
    ["ask", ""],
    ["ask", "a question", "--unknown"],
    ["search", "words", "--k", "none"],
    ["search", "words", "--k", "0"],
    ["review"],
    ["review", "draft.txt", "--scope", "half"],
    ["review", "no-such-file.docx"],
    ["compare", "only-one.txt"],
    ["corpus", "show", "no-such-document"],
    ["register", "explain", "ST-99", "draft.txt"],
    ["review", "draft.txt", "--register", "no-such-register"],
    ["evals", "run", "--split", "train"],
    ["evals", "run", "--json", "no/such/folder/out.json"],
    ["ui", "--port", "99999"],
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_use_is_exit_2_with_one_line_and_nothing_on_standard_output(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path / "data"))
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1, err
    assert "Traceback" not in err


def test_the_line_says_where_and_what_to_do(capsys):
    run(["ask", "a question", "--jsn"])
    line = capsys.readouterr().err
    assert line.startswith("clausewise ask: No such option")
    assert line.endswith("see clausewise ask --help\n")


def test_a_setting_out_of_range_is_wrong_use(capsys, monkeypatch):
    monkeypatch.setenv("CLAUSEWISE_PASSAGES_K", "0")
    assert run(["index", "status"]) == 2
    assert "CLAUSEWISE_PASSAGES_K" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CHAT_MODEL", "nobody:model", "nobody:model"),
        ("CHAT_MODEL", "no-such-model-at-all", "CLAUSEWISE_CHAT_MODEL"),
        ("CHAT_MODEL", "openai:gpt-without-a-key", "CLAUSEWISE_CHAT_API_KEY"),
        ("EMBEDDING_MODEL", "no such model", "no model of this name"),
        ("EMBEDDING_SHA256", "00", "expected 00"),
    ],
)
def test_a_model_that_cannot_be_used_is_wrong_use(capsys, tmp_path, monkeypatch, name, value, said):  # noqa: PLR0917
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv(f"CLAUSEWISE_{name}", value)
    if name == "EMBEDDING_SHA256":
        monkeypatch.setenv("CLAUSEWISE_EMBEDDING_MODEL", "packaged-by-hand")
        _model_folder(tmp_path / "packaged-by-hand")
    (tmp_path / "bill.md").write_text("1. No person shall park on a footpath.\n")
    assert run(["review", "bill.md", "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1, err
    assert said in err


def test_a_folder_without_a_model_is_wrong_use_where_the_model_is_needed(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CLAUSEWISE_EMBEDDING_MODEL", str(tmp_path))
    assert run(["search", "victims"]) == 2
    assert "no weights" in capsys.readouterr().err


def _model_folder(folder):
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"no weights to speak of")


@pytest.mark.parametrize(
    "target",
    [["--html", "/proc/report.html"], ["--docx", "/proc/bill.docx"], ["--xlsx", "x" * 300], ["--md", "report.md/report.md"]],
)
def test_a_target_that_cannot_be_written_is_wrong_use_before_any_work(capsys, tmp_path, monkeypatch, target):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bill.md").write_text("1. No person shall park on a footpath.\n")
    (tmp_path / "report.md").write_text("a file where a folder is named")
    assert run(["review", "bill.md", "--json", *target]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1, err
    assert target[0] in err


def test_a_disk_that_is_full_is_one_line(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "bill.md").write_text("1. No person shall park on a footpath.\n")
    assert run(["review", "bill.md", "--html", "/dev/full"]) == 2
    assert capsys.readouterr().err.startswith("--html /dev/full: this cannot be written (no space left on device)")


def test_debug_shows_the_traceback_and_keeps_the_exit_code(capsys, tmp_path):
    state = State()
    assert run(["--debug", "corpus", "show", "no-such-document", "--data-dir", str(tmp_path)], state) == 2
    err = capsys.readouterr().err
    assert state.debug
    assert "Traceback (most recent call last)" in err
    assert err.splitlines()[-1].startswith("no-such-document: ")


def test_every_error_has_a_code():
    """What a user can put right is 2; what is broken, locked or out of reach is 1."""
    failing = {
        name: exit_code(kind("x"))
        for module in (corpus.errors, index.errors, bot.errors)
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, ClausewiseError)
    }
    broken = {name for name, code in failing.items() if code == 1}
    assert broken == {
        "ClausewiseError",
        "LexiconError",
        "IndexLocked",
        "IndexIncomplete",
        "StoreError",
        "ModelError",
        "ChatModelError",
        "UnusableReply",
        "RefusedReply",
        "WorkspaceError",
    }


def test_a_folder_that_cannot_be_written_is_one_line(capsys, tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    page = tmp_path / "page.md"
    page.write_text("# Page\n\nDrafters should do it.\n")
    assert run(["corpus", "add", str(page), "--data-dir", str(tmp_path / "data")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
