"""Building, refreshing and opening with real Chroma and real BM25; the embedder is a small one that hashes words."""

import json
import shutil
import subprocess
import sys
from itertools import accumulate
from pathlib import Path

import pytest
from filelock import FileLock

import index.build
import index.vectors
from corpus.documents import Block, BlockKind, Document
from index.build import IndexState, build_index, index_status, open_index
from index.errors import IndexIncomplete, IndexLocked, IndexMissing, IndexStale, ModelError, StoreError
from index.vectors import open_store
from tests.support.hashing_embedder import HashingEmbedder

ROOT = Path(__file__).parents[2]
PARAGRAPHS = [
    "Legislation should criminalize attempts to commit the offence, and punish them as the offence that was completed is punished.",
    "Penalties for the buyers of sexual services should accompany criminalization, whatever the person paid for had agreed to.",
    "Victims should not be penalized for crimes that they committed as a result of having been trafficked, such as immigration offences.",
]


def document(id_, *paragraphs):
    return Document(id_, id_.title(), "\n\n".join(paragraphs), cleaner="1")


@pytest.fixture
def documents():
    return {"first": document("first", *PARAGRAPHS[:2]), "second": document("second", PARAGRAPHS[2])}


@pytest.fixture
def embedder():
    return HashingEmbedder()


def folders(data_dir):
    return sorted(path.name for path in (data_dir / "index").glob("clausewise-*"))


def test_build_open_search(tmp_path, documents, embedder):
    seen = []
    report = build_index(documents, tmp_path, embedder, progress=lambda done, total: seen.append((done, total)))
    assert (report.embedded, report.reused, report.removed) == (report.passages, 0, 0)
    assert seen[0] == (0, report.passages)
    assert seen[-1] == (report.passages, report.passages)
    searcher = open_index(tmp_path, documents, embedder)
    assert searcher.index_id == report.index_id
    assert len(searcher.passages) == report.passages
    assert searcher.search("are attempts punished")[0].passage.document_id == "first"
    assert searcher.search("victims penalized", 1)[0].passage.document_id == "second"


def test_the_same_again_embeds_nothing_and_keeps_the_files(tmp_path, documents, embedder):
    first = build_index(documents, tmp_path, embedder)
    before, count = folders(tmp_path), len(embedder.embedded)
    again = build_index(dict(reversed(documents.items())), tmp_path, embedder)
    assert (again.embedded, again.reused, again.index_id) == (0, first.passages, first.index_id)
    assert (folders(tmp_path), len(embedder.embedded)) == (before, count)


def test_only_what_changed_is_embedded(tmp_path, documents, embedder):
    first = build_index(documents, tmp_path, embedder)
    embedder.embedded.clear()
    documents["second"] = document("second", PARAGRAPHS[2].replace("crimes", "offences"))
    report = build_index(documents, tmp_path, embedder)
    assert (report.embedded, report.reused, report.removed) == (1, first.passages - 1, 1)
    assert [text.count("offences that") for text in embedder.embedded] == [1]
    assert report.index_id != first.index_id
    assert len(folders(tmp_path)) == 1


def test_a_refreshed_index_answers_as_one_that_is_built_anew(tmp_path, documents, embedder):
    build_index(documents, tmp_path / "refreshed", embedder)
    documents["third"] = document("third", *PARAGRAPHS[::-1])
    del documents["second"]
    build_index(documents, tmp_path / "refreshed", embedder)
    build_index(documents, tmp_path / "anew", embedder)
    refreshed, anew = (open_index(tmp_path / name, documents, embedder) for name in ("refreshed", "anew"))
    for query in ("buyers", "attempts and victims", "zebra"):
        assert refreshed.search(query) == anew.search(query)
    assert refreshed.index_id == anew.index_id


def test_a_document_that_is_gone_is_not_found(tmp_path, documents, embedder):
    build_index(documents, tmp_path, embedder)
    gone = documents.pop("second")
    report = build_index(documents, tmp_path, embedder)
    assert (report.embedded, report.removed) == (0, 1)
    assert {hit.passage.document_id for hit in open_index(tmp_path, documents, embedder).search(gone.text)} == {"first"}


def test_another_model_embeds_everything_again(tmp_path, documents, embedder):
    build_index(documents, tmp_path, embedder)
    other = HashingEmbedder("other", 32)
    report = build_index(documents, tmp_path, other)
    assert report.embedded == report.passages
    assert open_index(tmp_path, documents, other).search("buyers")[0].cosine > 0
    with pytest.raises(IndexStale, match=r"embedding model was other, now hashing.*clausewise index build"):
        open_index(tmp_path, documents, embedder)


def test_no_index_yet(tmp_path, documents, embedder):
    with pytest.raises(IndexMissing, match="clausewise index build"):
        open_index(tmp_path, documents, embedder)
    assert index_status(tmp_path, documents, embedder).state is IndexState.MISSING
    assert list(tmp_path.iterdir()) == []


def test_changed_guidance_makes_it_stale(tmp_path, documents, embedder):
    build_index(documents, tmp_path, embedder)
    documents["third"] = document("third", "More.")
    with pytest.raises(IndexStale, match=r"1 document is new \(third\).*clausewise index build"):
        open_index(tmp_path, documents, embedder)
    status = index_status(tmp_path, documents, embedder)
    assert status.state is IndexState.STALE
    assert status.detail == "1 document is new (third); run `clausewise index build`"


def test_status(tmp_path, documents, embedder):
    report = build_index(documents, tmp_path, embedder)
    embedder.embedded.clear()
    status = index_status(tmp_path, documents, embedder)
    assert (status.state, status.detail) == (IndexState.READY, "")
    assert (status.index_id, status.documents, status.passages) == (report.index_id, 2, report.passages)
    assert embedder.embedded == []


def test_an_empty_corpus_is_not_indexed(tmp_path, embedder):
    with pytest.raises(IndexIncomplete, match="no passages"):
        build_index({"empty": Document("empty", "Empty", "")}, tmp_path, embedder)


def test_one_builds_at_a_time(tmp_path, documents, embedder):
    with FileLock(tmp_path / "index.lock"), pytest.raises(IndexLocked, match="another process"):
        build_index(documents, tmp_path, embedder, lock_timeout_s=0.1)


def test_a_data_directory_that_is_a_file(tmp_path, documents, embedder):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        build_index(documents, tmp_path / "file", embedder)


@pytest.mark.parametrize("lost", ["bm25", "vectors.npy", "texts.npy", "passages.jsonl", "."])
def test_lost_files_are_an_error_and_a_build_mends_them(tmp_path, documents, embedder, lost):
    build_index(documents, tmp_path, embedder)
    path = tmp_path / "index" / folders(tmp_path)[0] / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises((IndexStale, StoreError), match=r"clausewise index build|word index"):
        open_index(tmp_path, documents, embedder)
    build_index(documents, tmp_path, embedder)
    assert open_index(tmp_path, documents, embedder).search("buyers")


def test_vectors_whose_file_is_lost_are_taken_from_the_store_of_record(tmp_path, documents, embedder):
    passages = build_index(documents, tmp_path, embedder).passages
    before = open_index(tmp_path, documents, embedder).search("buyers")
    (tmp_path / "index" / folders(tmp_path)[0] / "vectors.npy").unlink()
    embedder.embedded.clear()
    report = build_index(documents, tmp_path, embedder)
    assert (report.embedded, report.reused, embedder.embedded) == (0, passages, [])
    assert open_index(tmp_path, documents, embedder).search("buyers") == before


@pytest.mark.parametrize("name", ["vectors.npy", "texts.npy", "passages.jsonl"])
def test_damaged_files_are_an_error_and_a_build_mends_them(tmp_path, documents, embedder, name):
    build_index(documents, tmp_path, embedder)
    path = tmp_path / "index" / folders(tmp_path)[0] / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises((StoreError, IndexIncomplete), match="clausewise index build"):
        open_index(tmp_path, documents, embedder)
    build_index(documents, tmp_path, embedder)
    assert open_index(tmp_path, documents, embedder).search("buyers")


def chroma_of(tmp_path):
    return tmp_path / "index" / folders(tmp_path)[0] / "chroma"


def lose_the_folder(chroma):
    shutil.rmtree(chroma)


def damage_the_database(chroma):
    (chroma / "chroma.sqlite3").write_bytes(b"no database" * 1000)


def lose_a_passage(chroma):
    with open_store(chroma) as store:
        (name,) = store.collections()
        store._client.get_collection(name).delete(ids=["first#p1"])


@pytest.mark.parametrize("harm", [lose_the_folder, damage_the_database, lose_a_passage])
def test_without_the_store_of_record_searching_goes_on_and_a_build_makes_it_again(tmp_path, documents, embedder, harm):
    passages = build_index(documents, tmp_path, embedder).passages
    harm(chroma_of(tmp_path))
    before, embedder.embedded = open_index(tmp_path, documents, embedder).search("buyers"), []
    assert before
    again = build_index(documents, tmp_path, embedder)
    assert (again.embedded, again.reused, embedder.embedded) == (0, passages, [])
    assert open_index(tmp_path, documents, embedder).search("buyers") == before
    with open_store(chroma_of(tmp_path)) as store:
        assert [store.count(name) for name in store.collections()] == [passages]


def test_a_damaged_manifest_is_an_error_and_a_build_mends_it(tmp_path, documents, embedder):
    build_index(documents, tmp_path, embedder)
    (tmp_path / "index" / "manifest.json").write_text("{")
    with pytest.raises(IndexStale, match="clausewise index build"):
        open_index(tmp_path, documents, embedder)
    assert index_status(tmp_path, documents, embedder).state is IndexState.STALE
    build_index(documents, tmp_path, embedder)
    assert len(folders(tmp_path)) == 1


class Broken(HashingEmbedder):
    def embed(self, texts):
        vectors = super().embed(texts)
        vectors[:] = float("nan")
        return vectors


def test_a_build_that_fails_leaves_the_index_before(tmp_path, documents, embedder):
    build_index(documents, tmp_path, embedder)
    before = folders(tmp_path)
    changed = documents | {"third": document("third", *PARAGRAPHS)}
    with pytest.raises(ModelError, match="no numbers"):
        build_index(changed, tmp_path, Broken())
    assert folders(tmp_path) == before
    assert build_index(changed, tmp_path, embedder).embedded == 1, "what was no vector was not kept for the next build"
    assert open_index(tmp_path, changed, embedder).search("buyers")


def test_passages_that_do_not_come_back_stop_the_build(tmp_path, documents, embedder, monkeypatch):
    write = index.vectors.VectorStore.write
    monkeypatch.setattr(
        index.vectors.VectorStore,
        "write",
        lambda self, name, entries, vectors, *rest: write(self, name, entries[1:], vectors[1:], *rest),
    )
    with pytest.raises(IndexIncomplete, match="1 cannot be read back"):
        build_index(documents, tmp_path, embedder)
    assert folders(tmp_path) == []
    assert index_status(tmp_path, documents, embedder).state is IndexState.MISSING


class Interrupted(HashingEmbedder):
    """Is broken off by the user at its third call."""

    def embed(self, texts):
        if len(self.embedded) >= 2 * CHUNK:
            raise KeyboardInterrupt
        return super().embed(texts)


CHUNK = 4


def test_a_build_that_is_broken_off_goes_on_where_it_was(tmp_path, embedder, monkeypatch):
    monkeypatch.setattr(index.build, "_CHUNK", CHUNK)
    documents = {f"d{n}": document(f"d{n}", f"Paragraph {n} on attempts and buyers.") for n in range(11)}
    with pytest.raises(KeyboardInterrupt):
        build_index(documents, tmp_path, Interrupted())
    assert folders(tmp_path) == []
    (rows,) = (tmp_path / "index" / "pending").iterdir()
    rows.write_bytes(rows.read_bytes()[:-10])  # the last row was not written to its end
    report = build_index(documents, tmp_path, embedder)
    assert (report.embedded, report.reused) == (4, 7)
    assert len(embedder.embedded) == 4
    assert not (tmp_path / "index" / "pending").exists()
    build_index(documents, tmp_path / "whole", HashingEmbedder())
    resumed, whole = (open_index(folder, documents, embedder) for folder in (tmp_path, tmp_path / "whole"))
    assert resumed.search("attempts 7") == whole.search("attempts 7")


def test_what_a_broken_off_build_left_is_removed(tmp_path, documents, embedder):
    (tmp_path / "index" / "clausewise-0123-abc" / "chroma").mkdir(parents=True)
    build_index(documents, tmp_path, embedder)
    assert len(folders(tmp_path)) == 1
    assert folders(tmp_path) != ["clausewise-0123-abc"]


def test_a_reader_keeps_its_index_while_another_is_built(tmp_path, documents, embedder):
    build_index(documents, tmp_path, embedder)
    reader = open_index(tmp_path, documents, embedder)
    before = reader.search("buyers pay")
    build_index(documents | {"third": document("third", "Buyers pay.")}, tmp_path, embedder)
    assert reader.search("buyers pay") == before


def test_many_passages_all_come_back(tmp_path, embedder):
    words = ["attempt", "buyer", "victim", "penalty", "identity", "official", "document", "court"]
    texts = [f"{words[n % 8]} {words[n // 8 % 8]} number {n}. " + f"{words[n // 64 % 8]} {n * 7919} " * 12 for n in range(1100)]
    starts = list(accumulate((len(text) + 2 for text in texts), initial=0))
    blocks = [Block(BlockKind.PARAGRAPH, at, at + len(text)) for at, text in zip(starts, texts, strict=False)]
    documents = {"long": Document("long", "Long", "\n\n".join(texts), tuple(blocks))}
    report = build_index(documents, tmp_path, embedder)
    assert report.passages > 1000  # more than one page of the store
    searcher = open_index(tmp_path, documents, embedder)
    assert [passage.id for passage in searcher.passages] == [f"long#p{n}" for n in range(1, report.passages + 1)]


BUILDER = """
import sys, json
from pathlib import Path
from corpus.documents import Document
from index.build import build_index
from tests.support.hashing_embedder import HashingEmbedder
data_dir, mark = Path(sys.argv[1]), sys.argv[2]
text = "\\n\\n".join(f"Paragraph {n} of {mark} on attempts, buyers and victims. " * 3 for n in range(60))
documents = {"d": Document("d", "D", text)}
print(json.dumps(build_index(documents, data_dir, HashingEmbedder(), lock_timeout_s=60).passages))
"""


def test_processes_that_build_at_once_wait_for_each_other(tmp_path):
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", BUILDER, str(tmp_path), mark], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for mark in ("one", "two", "three")
    ]
    results = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], results
    assert all(json.loads(out) > 5 and not errors for out, errors in results)
    assert len(folders(tmp_path)) == 1


def test_searching_opens_no_store(tmp_path, documents, embedder):
    build_index({"a": Document("a", "A", "Attempts.")}, tmp_path, embedder)
    code = (
        "import sys; from pathlib import Path; from corpus.documents import Document; from index.opening import open_index;"
        "from tests.support.hashing_embedder import HashingEmbedder as E;"
        f"open_index(Path({str(tmp_path)!r}), {{'a': Document('a', 'A', 'Attempts.')}}, E()).search('attempts');"
        "assert 'chromadb' not in sys.modules and 'langchain_core' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_status_and_opening_import_no_torch(tmp_path, documents, embedder):
    build_index(documents, tmp_path, embedder)
    code = (
        "import sys; from pathlib import Path; from corpus.documents import Document; from index.build import *;"
        "from tests.support.hashing_embedder import HashingEmbedder as E;"
        f"d = {{'a': Document('a', 'A', 'Attempts.')}}; p = Path({str(tmp_path)!r});"
        "index_status(p, d, E()); assert 'chromadb' not in sys.modules;"
        "build_index(d, p, E()); open_index(p, d, E()).search('attempts'); assert 'torch' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
