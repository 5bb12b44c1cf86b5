"""The real model, and a real Chroma server on this machine."""

import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import index.vectors
from corpus.documents import Document
from index.build import IndexState, build_index, index_status, open_index
from index.embedders import load_embedder
from index.errors import IndexStale, ModelError, StoreError
from index.memory import MemoryIndex
from index.vectors import VectorStore, open_store
from tests.support.hashing_embedder import HashingEmbedder

ROOT = Path(__file__).parents[2]
PARAGRAPHS = [
    "Legislation should criminalize attempts to commit the offence, and punish them as the offence that was completed is punished.",
    "Penalties for those who buy sexual services should accompany criminalization, whatever the person paid for had agreed to.",
    "Victims should not be penalized for crimes that they committed as a result of having been trafficked, such as illegal entry.",
]


def document(id_, text):
    return Document(id_, id_.title(), text, cleaner="1")


DOCUMENTS = {f"d{n}": document(f"d{n}", text) for n, text in enumerate(PARAGRAPHS)}


@pytest.fixture(scope="module")
def embedder():
    return load_embedder()


def test_vectors_are_normalized_and_do_not_depend_on_the_batch(embedder):
    texts = [*PARAGRAPHS, "", "word " * 1000]
    together = embedder.embed(texts)
    assert together.dtype == np.float32
    assert together.shape == (5, embedder.dimensions)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([embedder.embed([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-5)
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_meaning_is_found_without_a_shared_word(embedder, tmp_path):
    build_index(DOCUMENTS, tmp_path, embedder)
    hits = open_index(tmp_path, DOCUMENTS, embedder).search("clients of a prostitute", 3)
    assert hits[0].passage.document_id == "d1"
    assert hits[0].lexical == 0
    assert all(one.score >= other.score for one, other in pairwise(hits))


def test_threads_share_one_model():
    embedder = load_embedder()
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(lambda n: embedder.embed([PARAGRAPHS[n % 3], "word " * n]), range(24)))
    assert all(np.allclose(vector[0], embedder.embed([PARAGRAPHS[n % 3]])[0], atol=1e-5) for n, vector in enumerate(vectors))


def test_memory_index(embedder):
    assert MemoryIndex(PARAGRAPHS, embedder).search("trying without success", 1)[0][0] == 0


def test_the_first_embedding_is_silent():
    code = "from index.embedders import load_embedder; print(load_embedder().embed(['a text']).shape)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "(1, 384)\n", "")


def test_a_folder_that_holds_no_model(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"nonsense")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_embedder(str(tmp_path)).embed(["a text"])


@pytest.mark.parametrize("setting", [{"HF_ENDPOINT": "http://127.0.0.1:9"}, {"HF_HUB_OFFLINE": "1"}])
def test_a_hub_that_cannot_be_reached(tmp_path, setting):
    code = (
        "from index.embedders import load_embedder; from index.errors import ModelError\n"
        "try: load_embedder('all-mpnet-base-v2')\n"
        "except ModelError as error: print(error)"
    )
    env = os.environ | {"HF_HOME": str(tmp_path)} | setting
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.startswith("all-mpnet-base-v2: no such folder, and no model of this name could be fetched")
    assert done.stderr == ""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, server, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"the Chroma server did not come up: {server.poll()}")


class ChromaServer:
    """Chroma's own program on this machine; it can be stopped and started again over the same folder."""

    def __init__(self, folder):
        self._port = free_port()
        self._folder = folder
        self.url = f"http://127.0.0.1:{self._port}/"
        self.start()

    def start(self):
        chroma = Path(sysconfig.get_path("scripts")) / "chroma"
        command = [chroma, "run", "--path", self._folder, "--port", self._port, "--host", "127.0.0.1"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        self._process = subprocess.Popen([*map(str, command)], **quiet)
        wait_for(self._port, self._process)

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@pytest.fixture(scope="module")
def server_url(tmp_path_factory):
    server = ChromaServer(tmp_path_factory.mktemp("server"))
    yield server.url
    server.stop()


def collections(url, tmp_path):
    with open_store(tmp_path, url) as store:
        return store.collections()


def test_a_server_answers_as_a_folder_does(server_url, tmp_path):
    embedder = HashingEmbedder()
    report = build_index(DOCUMENTS, tmp_path / "server", embedder, chroma_url=server_url)
    build_index(DOCUMENTS, tmp_path / "folder", embedder)
    served = open_index(tmp_path / "server", DOCUMENTS, embedder, chroma_url=server_url)
    assert served.search("buyers and victims") == open_index(tmp_path / "folder", DOCUMENTS, embedder).search(
        "buyers and victims"
    )
    assert served.index_id == report.index_id
    assert any(report.index_id in name for name in collections(server_url, tmp_path))


def test_a_refresh_reuses_and_removes_what_the_server_holds(server_url, tmp_path):
    embedder = HashingEmbedder()
    build_index(DOCUMENTS, tmp_path, embedder, chroma_url=server_url)
    again = build_index(DOCUMENTS, tmp_path, embedder, chroma_url=server_url)
    assert (again.embedded, again.reused) == (0, 3)
    changed = DOCUMENTS | {"d2": document("d2", PARAGRAPHS[2].replace("crimes", "offences"))}
    report = build_index(changed, tmp_path, embedder, chroma_url=server_url)
    assert (report.embedded, report.reused, report.removed) == (1, 2, 1)
    held = set(collections(server_url, tmp_path))
    assert f"clausewise-{report.index_id}" in held
    assert f"clausewise-{again.index_id}" not in held


def test_moving_between_folder_and_server(server_url, tmp_path):
    embedder = HashingEmbedder()
    build_index(DOCUMENTS, tmp_path, embedder)
    with pytest.raises(IndexStale, match="stored in a folder, now in http"):
        open_index(tmp_path, DOCUMENTS, embedder, chroma_url=server_url)
    report = build_index(DOCUMENTS, tmp_path, embedder, chroma_url=server_url)
    assert report.reused == 3
    status = index_status(tmp_path, DOCUMENTS, embedder, chroma_url=server_url)
    assert (status.state, status.server) == (IndexState.READY, server_url.rstrip("/"))
    assert open_index(tmp_path, DOCUMENTS, embedder, chroma_url=server_url).search("victims")


def test_a_collection_that_is_gone_from_the_server(server_url, tmp_path):
    embedder = HashingEmbedder()
    report = build_index(DOCUMENTS, tmp_path, embedder, chroma_url=server_url)
    with open_store(tmp_path, server_url) as store:
        store.delete(f"clausewise-{report.index_id}")
    assert open_index(tmp_path, DOCUMENTS, embedder, chroma_url=server_url).search("victims"), "its own files are enough"
    again = build_index(DOCUMENTS, tmp_path, embedder, chroma_url=server_url)
    assert (again.embedded, again.reused) == (0, 3)
    assert f"clausewise-{report.index_id}" in collections(server_url, tmp_path)


def test_a_second_machine_takes_over_what_the_server_holds(server_url, tmp_path):
    first, second = HashingEmbedder(), HashingEmbedder()
    documents = {f"m{n}": document(f"m{n}", f"Machine {n} on buyers and victims.") for n in range(5)}
    report = build_index(documents, tmp_path / "first", first, chroma_url=server_url)
    again = build_index(documents, tmp_path / "second", second, chroma_url=server_url)
    assert (report.embedded, again.embedded, again.reused) == (5, 0, 5)
    assert second.embedded == []
    assert again.index_id == report.index_id
    opened = [
        open_index(tmp_path / name, documents, HashingEmbedder(), chroma_url=server_url).search("buyers 3")
        for name in ("first", "second")
    ]
    assert opened[0] == opened[1]


def test_what_another_machine_wrote_is_not_written_again_but_where_it_is_not_right(server_url, tmp_path, monkeypatch):
    documents = {f"w{n}": document(f"w{n}", f"Written {n} on buyers and victims.") for n in range(4)}
    report = build_index(documents, tmp_path / "first", HashingEmbedder(), chroma_url=server_url)
    name, writes, write = f"clausewise-{report.index_id}", [], VectorStore.write
    monkeypatch.setattr(VectorStore, "write", lambda self, *given: writes.append(given[0]) or write(self, *given))
    build_index(documents, tmp_path / "second", HashingEmbedder(), chroma_url=server_url)
    assert writes == []
    with open_store(tmp_path, server_url) as store:
        held = store._client.get_collection(name)
        held.update(ids=[held.get(limit=1)["ids"][0]], embeddings=[[1.0, *[0.0] * 63]])
    known = build_index(documents, tmp_path / "first" / "again", HashingEmbedder(), chroma_url=server_url)
    assert known.embedded == 0, "what the server holds is believed where nothing else is known"
    with open_store(tmp_path, server_url) as store:
        held = store._client.get_collection(name)
        held.update(ids=[held.get(limit=1)["ids"][0]], embeddings=[[0.0, 1.0, *[0.0] * 62]])
    shutil.rmtree(
        tmp_path / "second" / "index" / json.loads((tmp_path / "second" / "index" / "manifest.json").read_text())["name"] / "bm25"
    )
    build_index(documents, tmp_path / "second", HashingEmbedder(), chroma_url=server_url)
    assert writes == [name], "a machine that knows better puts it right"


def test_one_machine_goes_on_searching_while_another_moves_on(server_url, tmp_path):
    embedder = HashingEmbedder()
    documents = {f"o{n}": document(f"o{n}", f"Older {n} on buyers and victims.") for n in range(3)}
    for name in ("one", "other"):
        build_index(documents, tmp_path / name, embedder, chroma_url=server_url)
    newer = documents | {"o2": document("o2", "Newer on buyers.")}
    build_index(newer, tmp_path / "one", embedder, chroma_url=server_url)  # removes the collection that both used
    assert open_index(tmp_path / "other", documents, embedder, chroma_url=server_url).search("buyers")
    report = build_index(newer, tmp_path / "other", embedder, chroma_url=server_url)
    assert (report.embedded, report.reused) == (0, 3), "the changed one came from the server, the others from its own files"


BUILDER = """
import sys, json
from pathlib import Path
import index.vectors
from corpus.documents import Document
from index.build import build_index
from tests.support.hashing_embedder import HashingEmbedder
data_dir, url = Path(sys.argv[1]), sys.argv[2]
documents = {f"t{n}": Document(f"t{n}", f"T{n}", f"Paragraph {n} on attempts, buyers and victims.", cleaner="1") for n in range(300)}
print(json.dumps(build_index(documents, data_dir, HashingEmbedder(), chroma_url=url).passages))
"""


def test_two_clients_that_build_at_once_share_one_whole_collection(server_url, tmp_path):
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", BUILDER, str(tmp_path / name), server_url],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in ("one", "other")
    ]
    results = [run.communicate(timeout=120) for run in runs]
    assert [out.strip() for out, _ in results] == [b"300", b"300"], results
    (one, other) = (json.loads((tmp_path / name / "index" / "manifest.json").read_text()) for name in ("one", "other"))
    assert one["collection"] == other["collection"]
    with open_store(tmp_path, server_url) as store:
        assert store.count(one["collection"]) == 300


def test_a_server_that_is_started_again_in_the_middle_of_a_build(tmp_path, monkeypatch):
    monkeypatch.setattr(index.vectors, "_PAGE", 50)
    server = ChromaServer(tmp_path / "server")
    documents = {f"r{n}": document(f"r{n}", f"Restart {n} on buyers and victims.") for n in range(200)}
    add, calls = VectorStore._add, []

    def add_with_a_restart(self, *page):
        calls.append(page)
        if len(calls) == 3:
            server.stop()
            threading.Timer(1.0, server.start).start()
        add(self, *page)

    monkeypatch.setattr(VectorStore, "_add", add_with_a_restart)
    try:
        report = build_index(documents, tmp_path / "data", HashingEmbedder(), chroma_url=server.url)
        assert len(calls) > 4, "what failed was tried again"
        with open_store(tmp_path, server.url) as store:
            assert store.count(f"clausewise-{report.index_id}") == 200
    finally:
        server.stop()
    found = open_index(tmp_path / "data", documents, HashingEmbedder(), chroma_url=server.url).search("restart 7")
    assert found, "what is searched lies on this machine"


def test_a_server_that_stays_away_stops_the_build_and_the_next_one_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(index.vectors, "_PATIENCE_S", 0.5)
    server = ChromaServer(tmp_path / "server")
    add = VectorStore._add

    def add_to_a_dead_server(self, *page):
        server.stop()
        add(self, *page)

    embedder = HashingEmbedder()
    with monkeypatch.context() as broken:
        broken.setattr(VectorStore, "_add", add_to_a_dead_server)
        with pytest.raises(StoreError, match=r"cannot be used.*CLAUSEWISE_CHROMA_URL"):
            build_index(DOCUMENTS, tmp_path / "data", embedder, chroma_url=server.url)
    server.start()
    try:
        report = build_index(DOCUMENTS, tmp_path / "data", embedder, chroma_url=server.url)
    finally:
        server.stop()
    assert (report.embedded, report.reused) == (0, 3)


def test_a_server_that_is_not_there(tmp_path):
    url = f"http://someone:secret@127.0.0.1:{free_port()}/"
    with pytest.raises(StoreError, match=r"cannot be used.*CLAUSEWISE_CHROMA_URL") as caught:
        build_index(DOCUMENTS, tmp_path, HashingEmbedder(), chroma_url=url)
    assert "secret" not in str(caught.value)
    assert [path.name for path in (tmp_path / "index").iterdir()] in ([], ["pending"])
