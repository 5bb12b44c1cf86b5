"""``corpus``, ``register`` and the user's own guidance."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import yaml

from bot.errors import SettingsError
from bot.guidance import add_guidance, remember_folder, settings_with_folder
from bot.register_draft import draft_register
from bot.service import open_service
from bot.settings import Settings
from corpus.documents import Document
from corpus.errors import ReadError, RegisterError
from corpus.register import load_register
from corpus.sources import shipped_guidance
from ui.cli.app import run

SHIPPED = "sex-trafficking-overview"
PAGE = "---\ntitle: Forced labour\nlast_edited: 2020-02-03\n---\n\n# Forced labour\n\nDrafters should define forced labour.\n"


@pytest.fixture
def page(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / "forced-labour.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_the_canonical_text_is_printed_to_the_byte(page, capsys):
    assert run(["corpus", "show", SHIPPED, "--text"]) == 0
    text = capsys.readouterr().out
    assert run(["corpus", "show", SHIPPED, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert hashlib.sha256(text.encode()).hexdigest() == shown["text_sha256"]
    for passage in shown["passages"]:
        assert passage["quote"] == text[passage["start"] : passage["end"]]


def test_added_guidance_is_found_by_later_commands(page, capsys):
    assert run(["corpus", "add", str(page)]) == 0
    capsys.readouterr()
    assert run(["corpus", "list", "--json"]) == 0
    documents = json.loads(capsys.readouterr().out)["documents"]
    assert [document["id"] for document in documents] == [SHIPPED, "forced-labour"]
    assert documents[1]["last_edited"] == "2020-02-03"
    assert run(["corpus", "check"]) == 0
    assert "forced-labour: no source_url" in capsys.readouterr().out


def no_reading(*_given, **_named):
    raise AssertionError("a file is read that was read before")


def test_guidance_is_read_once(tmp_path, page, capsys, monkeypatch):
    assert run(["corpus", "add", str(page)]) == 0
    assert run(["corpus", "list"]) == 0
    assert len(list((tmp_path / "data" / "readings").glob("*.json"))) == 2
    monkeypatch.setattr("corpus.sources.read_bytes", no_reading)
    for command in (["corpus", "list"], ["corpus", "check"], ["register", "check"], ["index", "status"]):
        assert run(command) == 0
    settings = Settings(data_dir=tmp_path / "data")
    assert "forced-labour" in open_service(settings).documents
    with pytest.raises(AssertionError, match="read before"):
        open_service(settings, keep=False)


def test_no_data_directory_is_made_for_the_shipped_guidance(tmp_path, page, capsys):
    for command in (["corpus", "list"], ["register", "check"], ["index", "status"]):
        assert run(command) == 0
    assert not (tmp_path / "data").exists()


def test_readings_of_a_folder_that_is_no_longer_named_go(tmp_path, page, capsys, monkeypatch):
    folder, readings = tmp_path / "own", tmp_path / "data" / "readings"
    folder.mkdir()
    page.rename(folder / page.name)
    monkeypatch.setenv("CLAUSEWISE_CORPUS_DIR", str(folder))
    assert run(["corpus", "list"]) == 0
    assert len(list(readings.iterdir())) == 2
    monkeypatch.delenv("CLAUSEWISE_CORPUS_DIR")
    assert run(["corpus", "list"]) == 0
    assert len(list(readings.iterdir())) == 1


def test_the_doctor_reads_afresh_and_keeps_nothing(tmp_path, page, capsys, monkeypatch):
    folder = tmp_path / "own"
    folder.mkdir()
    page.rename(folder / page.name)
    monkeypatch.setenv("CLAUSEWISE_CORPUS_DIR", str(folder))
    run(["doctor"])
    assert "2 documents" in capsys.readouterr().out
    assert not (tmp_path / "data").exists()


def test_a_data_directory_that_cannot_be_made_stops_no_reading(tmp_path, page, capsys, monkeypatch):
    folder = tmp_path / "own"
    folder.mkdir()
    page.rename(folder / page.name)
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("CLAUSEWISE_CORPUS_DIR", str(folder))
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path / "file" / "data"))
    assert run(["corpus", "list"]) == 0
    assert "forced-labour" in capsys.readouterr().out
    draft = tmp_path / "bill.txt"
    draft.write_text("1. A person who sells a child commits an offence.\n", encoding="utf-8")
    assert run(["review", str(draft)]) == 0


def test_a_page_that_can_no_longer_be_read_can_be_replaced(tmp_path, page):
    add_guidance(tmp_path / "data", [page])
    (tmp_path / "data" / "corpus" / page.name).write_text("")
    assert [added.change for added in add_guidance(tmp_path / "data", [page])] == ["replaced"]


def test_adding_again_replaces(tmp_path, page):
    data = tmp_path / "data"
    assert [added.change for added in add_guidance(data, [page])] == ["added"]
    assert [added.change for added in add_guidance(data, [page])] == ["unchanged"]
    page.write_text(PAGE + "\nIt should be punished.\n", encoding="utf-8")
    assert [added.change for added in add_guidance(data, [page])] == ["replaced"]
    assert (data / "corpus" / page.name).read_text(encoding="utf-8").endswith("punished.\n")


def test_a_sidecar_comes_along(tmp_path):
    page = tmp_path / "note.txt"
    page.write_text("Drafters should do it.\n")
    page.with_suffix(".yaml").write_text("title: A note\nsource_url: https://www.example.org/note\n")
    (added,) = add_guidance(tmp_path / "data", [page])
    assert added.document.title == "A note"
    assert (tmp_path / "data" / "corpus" / "note.yaml").is_file()


def test_nothing_is_added_where_one_file_cannot_be_read(tmp_path, page):
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    with pytest.raises(ReadError):
        add_guidance(tmp_path / "data", [page, empty])
    assert not (tmp_path / "data" / "corpus").exists()


def test_an_id_that_is_taken_is_refused(tmp_path, page):
    double = tmp_path / f"{SHIPPED}.txt"
    double.write_text("Drafters should do it.\n")
    with pytest.raises(ReadError, match=r"is taken by .*rename the file"):
        add_guidance(tmp_path / "data", [double])
    twin = tmp_path / "forced-labour.txt"
    twin.write_text("Drafters should do it.\n")
    with pytest.raises(ReadError, match="is taken"):
        add_guidance(tmp_path / "data", [page, twin])


def test_a_folder_is_remembered_until_the_settings_name_another(tmp_path, page):
    folder, other = tmp_path / "own", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    data = tmp_path / "data"
    assert settings_with_folder(Settings(data_dir=data)).corpus_dir is None
    remember_folder(data, folder)
    assert settings_with_folder(Settings(data_dir=data)).corpus_dir == folder
    assert settings_with_folder(Settings(data_dir=data, corpus_dir=other)).corpus_dir == other
    folder.rmdir()
    with pytest.raises(SettingsError, match="is not there"):
        settings_with_folder(Settings(data_dir=data))


def test_the_shipped_guidance_is_not_counted_twice(tmp_path):
    assert settings_with_folder(Settings(data_dir=tmp_path, corpus_dir=shipped_guidance())).corpus_dir is None


def test_fetching_keeps_what_is_there_and_names_what_fails(tmp_path, page, capsys):
    pages = tmp_path / "pages.toml"
    pages.write_text(
        '[[page]]\nurl = "https://www.example.org/a"\nid = "forced-labour"\n\n[[page]]\nurl = "http://127.0.0.1:9/b"\n'
    )
    add_guidance(tmp_path / "data", [page])
    assert run(["corpus", "fetch", str(pages)]) == 1
    out, err = capsys.readouterr()
    assert out == "0 fetched, 1 there already, 1 failed\n"
    assert any(line.startswith("http://127.0.0.1:9/b: ") for line in err.splitlines())
    pages.write_text("page = 3")
    assert run(["corpus", "fetch", str(pages)]) == 2


def test_registers_are_listed_and_checked(page, capsys):
    assert run(["register", "list", "--json"]) == 0
    (register,) = json.loads(capsys.readouterr().out)["registers"]
    assert register["id"] == "sex-trafficking"
    assert len(register["elements"]) == 17
    assert run(["register", "check"]) == 0
    assert "17 elements" in capsys.readouterr().out


def test_a_register_whose_quote_is_not_there_is_named(tmp_path, page, capsys, monkeypatch):
    own = tmp_path / "registers"
    own.mkdir()
    recommendation = {
        "id": "X-01",
        "text": "do it",
        "force": "should",
        "quotes": [{"document": SHIPPED, "text": "words nobody wrote"}],
    }
    data = {"id": "wrong", "version": "1", "title": "Wrong", "documents": [SHIPPED], "recommendations": [recommendation]}
    (own / "wrong.yaml").write_text(yaml.safe_dump(data))
    monkeypatch.setenv("CLAUSEWISE_REGISTER_DIR", str(own))
    assert run(["register", "check"]) == 2
    out, err = capsys.readouterr()
    assert "sex-trafficking" in out
    assert "wrong > X-01" in err


def test_a_drafted_register_loads_and_quotes_the_document(tmp_path, page, capsys):
    assert run(["register", "draft", SHIPPED]) == 0
    path = tmp_path / "drafted.yaml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    register = load_register(path)
    texts = [recommendation.text for recommendation in register.recommendations]
    assert any("should also criminalize attempts" in text for text in texts)
    assert [recommendation.force for recommendation in register.recommendations if "typically" in recommendation.text] == [
        "typical"
    ]
    assert len(texts) == len(set(texts))
    assert all(element.criteria is None for _, element in register.elements())


def test_a_document_that_recommends_nothing_makes_no_register():
    with pytest.raises(RegisterError, match="recommends"):
        draft_register(Document("news", "News", "In 2011, 37 persons were prosecuted."))
