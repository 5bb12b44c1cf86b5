import datetime as dt

import pytest

from index.errors import IndexMissing, IndexStale
from index.manifest import Manifest, Model, Sources, read_manifest, write_manifest

SOURCES = Sources(
    documents={"a": "1" * 64, "b": "2" * 64},
    cleaner="3",
    cut_sha256="4" * 64,
    model=Model(name="small", sha256="5" * 64, dimensions=384),
    lexical="tokens-1",
)


def with_(**changes):
    return SOURCES.model_copy(update=changes)


def test_the_id_is_of_the_content():
    assert SOURCES.index_id == with_().index_id
    assert len(SOURCES.index_id) == 12
    assert with_(documents={"b": "2" * 64, "a": "1" * 64}).index_id == SOURCES.index_id
    assert with_(model=Model(name="called otherwise", sha256="5" * 64, dimensions=384)).index_id == SOURCES.index_id
    assert with_(cleaner="4").index_id != SOURCES.index_id


def test_equal_sources_do_not_differ():
    assert SOURCES.differences(with_()) == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"documents": {"a": "1" * 64}}, "1 document is gone (b)"),
        ({"documents": {**SOURCES.documents, "c": "3" * 64}}, "1 document is new (c)"),
        ({"documents": {"a": "9" * 64, "b": "8" * 64}}, "2 documents are changed (a, b)"),
        ({"documents": {**SOURCES.documents, **dict.fromkeys("cdef", "0")}}, "4 documents are new (c, d, e, ...)"),
        ({"cleaner": "4"}, "the texts were cleaned by version 3, now 4"),
        ({"cut_sha256": "0"}, "the texts are cut into passages in another way"),
        ({"model": Model(name="large", sha256="6", dimensions=8)}, "the embedding model was small, now large"),
        ({"lexical": "tokens-2"}, "the word index was tokens-1, now tokens-2"),
        ({"schema_version": 1}, "the index format is 2, now 1"),
    ],
)
def test_a_difference_is_named(changes, words):
    assert SOURCES.differences(with_(**changes)) == (words,)


def manifest():
    created = dt.datetime(2025, 1, 2, tzinfo=dt.UTC)
    return Manifest(sources=SOURCES, created_at=created, name="clausewise-x", collection="clausewise-x", passages=7)


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "manifest.json"
    write_manifest(path, manifest())
    assert read_manifest(path) == manifest()
    assert [file.name for file in tmp_path.iterdir()] == ["manifest.json"]


def test_there_is_none(tmp_path):
    with pytest.raises(IndexMissing, match="clausewise index build"):
        read_manifest(tmp_path / "manifest.json")


@pytest.mark.parametrize("text", ["", "{", '{"schema_version": 9}', "[]"])
def test_another_version_or_damage(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(IndexStale, match="clausewise index build"):
        read_manifest(tmp_path / "manifest.json")
