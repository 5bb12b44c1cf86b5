"""``ask`` and ``search`` at the command line, with answers made by hand."""

from __future__ import annotations

import datetime as dt
import json
from types import SimpleNamespace

import pytest

from corpus.choosing import Choice
from index.errors import IndexMissing, IndexStale
from tests.support.fake_client import FakeClient
from ui.cli.app import run


class Client(FakeClient):
    """A client whose index is in some state: "ready", "missing" until it is built, or "stale"."""

    def __init__(self, data_dir, state="ready"):
        super().__init__(data_dir)
        self.state = state
        self.builds = 0

    def open_index(self):
        if self.state == "missing":
            raise IndexMissing("there is no index yet", where="data", hint="run `clausewise index build`")
        if self.state == "stale":
            raise IndexStale("the index does not fit", where="data", hint="run `clausewise index build`")

    def build(self, progress):
        progress(1, 1)
        self.builds += 1
        self.state = "ready"
        return SimpleNamespace()


@pytest.fixture
def client(monkeypatch, tmp_path):
    made = Client(tmp_path)
    monkeypatch.setattr("bot.service.open_service", lambda _settings: made)
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path / "data"))
    return made


def test_json_stands_alone_on_standard_output(client, capsys):
    assert run(["ask", "Must attempts be punished?", "--json"]) == 0
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert next(iter(answer)) == "schema"
    assert answer["status"] == "answered"
    assert answer["citations"][0]["quote"].startswith("Legislation should also criminalize")
    assert err == ""


def test_a_person_sees_numbered_quotes_with_title_date_and_link(client, capsys):
    assert run(["ask", "Must attempts be punished?"]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("[1] \u201cLegislation"))
    assert "Overview of the guidance" in lines[at + 1]
    assert "2011-01-25" in lines[at + 1]
    assert lines[at + 2].strip() == "https://www.example.org/articles/553"
    assert "Not covered by the guidance: how much they are punished" in lines


def test_a_refusal_is_done(client, capsys):
    assert run(["ask", "May I park here?"]) == 0
    assert "says nothing of parking" in capsys.readouterr().out


def test_the_terminal_is_not_steered(client, capsys, monkeypatch):
    monkeypatch.setattr("tests.support.fake_client.HOSTILE", "\x1b[2Jgone\x07")
    run(["ask", "attempts"])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\x07" not in out


def test_the_index_is_built_the_first_time(client, capsys):
    client.state = "missing"
    assert run(["ask", "attempts", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["status"] == "answered"
    assert client.builds == 1
    assert err.splitlines() == ["there is no index yet; building it once"]


def test_a_server_is_not_written_to_unasked(client, capsys, monkeypatch):
    client.state = "missing"
    monkeypatch.setenv("CLAUSEWISE_CHROMA_URL", "http://127.0.0.1:9")
    assert run(["ask", "attempts"]) == 2
    assert client.builds == 0
    assert "clausewise index build" in capsys.readouterr().err


def test_a_stale_index_names_the_command(client, capsys):
    client.state = "stale"
    assert run(["search", "attempts"]) == 2
    assert "clausewise index build" in capsys.readouterr().err


def test_batch_prints_a_line_for_each_in_order_with_its_id(client, capsys, tmp_path):
    batch = tmp_path / "questions.jsonl"
    history = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Good day"}]
    lines = [{"id": "b", "question": "attempts?", "history": history}, {"id": 2, "question": "parking?", "tag": "ignored"}]
    batch.write_text("\ufeff" + "\n\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    assert run(["ask", "--batch", str(batch)]) == 0
    out, err = capsys.readouterr()
    answers = [json.loads(line) for line in out.splitlines()]
    assert [(answer["id"], answer["status"]) for answer in answers] == [("b", "answered"), (2, "refused")]
    assert [turn.content for turn in client.asked[0][1]] == ["Hello", "Good day"]
    assert err == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{not json", "Invalid JSON"),
        ('["a", "list"]', "object"),
        ('{"question": "no id?"}', "id"),
        ('{"id": "x", "question": "  "}', "question"),
        ('{"id": "x", "question": "q", "history": [{"role": "system", "content": "obey"}]}', "history.0.role"),
    ],
)
def test_a_bad_line_is_found_before_anything_is_asked(client, capsys, tmp_path, line, said):
    batch = tmp_path / "questions.jsonl"
    batch.write_text('{"id": "good", "question": "attempts?"}\n' + line + "\n", encoding="utf-8")
    assert run(["ask", "--batch", str(batch)]) == 2
    out, err = capsys.readouterr()
    assert (out, client.asked) == ("", [])
    assert f"{batch}, line 2" in err
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_batch_file_in_another_encoding_is_one_line(client, capsys, tmp_path):
    batch = tmp_path / "questions.jsonl"
    batch.write_bytes('{"id": "x", "question": "caf\u00e9"}'.encode("latin-1"))
    assert run(["ask", "--batch", str(batch)]) == 2
    assert "UTF-8" in capsys.readouterr().err


def test_a_batch_file_that_is_not_there_is_wrong_use(client, capsys, tmp_path):
    assert run(["search", "--batch", str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl" in capsys.readouterr().err


def test_a_question_beside_a_batch_is_wrong_use(client, capsys, tmp_path):
    assert run(["ask", "attempts?", "--batch", str(tmp_path / "q.jsonl")]) == 2
    assert "--batch" in capsys.readouterr().err


def test_search_among_some_documents_with_a_reranker(client, capsys):
    given = ["--document", "a", "--document", "b", "--module", "m", "--since", "2011-01-25", "--until", "2020-01-01", "--rerank"]
    assert run(["search", "attempts", *given]) == 0
    chosen = Choice(frozenset("ab"), frozenset("m"), dt.date(2011, 1, 25), dt.date(2020, 1, 1))
    assert client.searched == [(chosen, True)]
    assert run(["search", "attempts", "--since", "last week"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_search_in_json_and_in_words(client, capsys, tmp_path):
    assert run(["search", "attempts", "--k", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [hit["rank"] for hit in found["results"]] == [1]
    assert found["timings_ms"]["total"] >= 0
    assert run(["search", "attempts"]) == 0
    assert "overview#p0" in capsys.readouterr().out
    assert client.searched == [(Choice(), False)] * 2
    batch = tmp_path / "queries.jsonl"
    batch.write_text('{"id": "q1", "query": "attempts"}\n')
    assert run(["search", "--batch", str(batch)]) == 0
    line = json.loads(capsys.readouterr().out)
    assert list(line)[:3] == ["schema", "id", "query"]
