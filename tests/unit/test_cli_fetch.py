"""``corpus fetch`` and the lists of pages that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.guidance_lists import lists_of, own_lists, save_list
from corpus.errors import ReadError
from corpus.sources import shipped_lists
from ui.cli.app import run

SHIPPED = "sex-trafficking-overview"
GOOD = f'[[page]]\nurl = "https://www.example.org/a"\nid = "{SHIPPED}"\n'


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path))
    return tmp_path


def test_without_a_list_those_that_ship_are_copied_and_nothing_is_fetched(data, capsys):
    assert run(["corpus", "fetch"]) == 0
    out, err = capsys.readouterr()
    copy = data / "lists" / "legislation.toml"
    assert out == f"copied: {copy}\n"
    assert err == "next: edit the list, then run clausewise corpus fetch again\n"
    assert copy.read_bytes() == (shipped_lists() / "legislation.toml").read_bytes()
    assert not (data / "corpus").exists()


def test_the_next_time_the_users_own_lists_are_fetched(data, capsys):
    save_list(data, "legislation", GOOD)
    assert run(["corpus", "fetch", "--again"]) == 0
    out, err = capsys.readouterr()
    assert out == "0 fetched, 1 there already, 0 failed\n"
    assert err == "https://www.example.org/a: there already\nnext: clausewise index build\n"


def test_a_list_of_the_users_counts_before_the_one_that_ships(data):
    assert own_lists(data) == {}
    assert set(lists_of(data)) == {"legislation"}
    save_list(data, "legislation", GOOD)
    save_list(data, "mine", GOOD)
    assert lists_of(data) == own_lists(data) == {name: data / "lists" / f"{name}.toml" for name in ("legislation", "mine")}


def test_a_list_that_is_wrong_is_not_saved(data):
    save_list(data, "mine", GOOD)
    with pytest.raises(ReadError, match=r"mine\.toml: the list cannot be read"):
        save_list(data, "mine", "[[page]")
    assert own_lists(data)["mine"].read_text() == GOOD


def test_an_id_of_the_folder_beside_is_refused(data, tmp_path, capsys, monkeypatch):
    beside, page = tmp_path / "own", tmp_path / "water.md"
    beside.mkdir()
    (beside / "water.txt").write_text("Drafters should act.\n")
    page.write_text("Drafters should act.\n")
    monkeypatch.setenv("CLAUSEWISE_CORPUS_DIR", str(beside))
    assert run(["corpus", "add", str(page)]) == 2
    assert "its id water is taken by water.txt" in capsys.readouterr().err
