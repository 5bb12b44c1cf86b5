"""The command line from an empty data directory, with the real model and a real index."""

from __future__ import annotations

import json

from ui.cli.app import run

QUESTION = "Should attempts to commit sex trafficking be criminalized?"


def test_from_nothing_to_an_answer_and_on_to_guidance_of_ones_own(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path / "data"))

    assert run(["ask", QUESTION, "--json"]) == 0
    out, err = capsys.readouterr()
    first = json.loads(out)
    assert first["status"] == "answered"
    assert err.splitlines() == ["there is no index yet; building it once"]

    assert run(["index", "status", "--json"]) == 0
    status = json.loads(capsys.readouterr().out)
    assert (status["state"], status["index_id"]) == ("ready", first["engine"]["index_id"])

    assert run(["corpus", "show", "sex-trafficking-overview", "--text"]) == 0
    text = capsys.readouterr().out
    assert all(cited["quote"] == text[cited["start"] : cited["end"]] for cited in first["citations"])

    page = tmp_path / "beekeeping.md"
    page.write_text("# Beekeeping\n\nLegislation should require every beekeeper to register each hive.\n", encoding="utf-8")
    assert run(["corpus", "add", str(page)]) == 0
    capsys.readouterr()
    assert run(["search", "hives"]) == 2
    assert "beekeeping" in (stale := capsys.readouterr().err)
    assert "clausewise index build" in stale

    assert run(["index", "build"]) == 0
    assert "1 embedded" in capsys.readouterr().err
    assert run(["search", "registration of hives", "--k", "1", "--json"]) == 0
    (hit,) = json.loads(capsys.readouterr().out)["results"]
    assert hit["passage"]["document_id"] == "beekeeping"
    assert run(["search", "registration of hives", "--document", "sex-trafficking-overview", "--json"]) == 0
    hits = json.loads(capsys.readouterr().out)["results"]
    assert {one["passage"]["document_id"] for one in hits} == {"sex-trafficking-overview"}
    assert run(["search", "registration of hives", "--since", "2012-01-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["results"] == [], "one was edited before, the other does not say when"
    assert run(["search", "hives", "--document", "bees"]) == 2
    assert "bees: there is no such document; choose among beekeeping" in capsys.readouterr().err
    assert run(["search", "registration of hives", "--rerank", "--json"]) == 0
    reread = json.loads(capsys.readouterr().out)["results"]
    assert (reread[0]["passage"]["document_id"], reread[0]["score"]) == ("beekeeping", 1.0)
    assert [one["rank"] for one in reread] == list(range(1, len(reread) + 1))

    batch = tmp_path / "questions.jsonl"
    batch.write_text("".join(json.dumps({"id": name, "question": QUESTION}) + "\n" for name in "ab"), encoding="utf-8")
    assert run(["ask", "--batch", str(batch)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b"]
    assert [answer["citations"][0]["quote"] for answer in answers] == [first["citations"][0]["quote"]] * 2


def test_a_remembered_folder_is_used_by_later_commands(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path / "data"))
    own = tmp_path / "own"
    own.mkdir()
    (own / "beekeeping.md").write_text(
        "# Beekeeping\n\nLegislation should require every beekeeper to register each hive.\n", encoding="utf-8"
    )
    assert run(["index", "build", "--corpus", str(own)]) == 0
    capsys.readouterr()
    assert run(["index", "status", "--json"]) == 0
    status = json.loads(capsys.readouterr().out)
    assert (status["state"], status["documents"]) == ("ready", 2)
