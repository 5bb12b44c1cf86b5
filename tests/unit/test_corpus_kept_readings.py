"""Readings that are kept: equal to fresh ones, found only for what they were read from, and never in the way."""

from __future__ import annotations

import ast
import datetime as dt
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import MISSING, fields, replace
from importlib.metadata import packages_distributions
from pathlib import Path
from threading import Barrier

import pytest
from reportlab.pdfgen.canvas import Canvas

import corpus
from corpus import kept_readings
from corpus.documents import Block, BlockKind, Document, Page
from corpus.errors import ReadError
from corpus.kept_readings import LIBRARIES, KeptReadings, code_sha256, reading_code
from corpus.sources import load_corpus
from corpus.whole_files import write_whole
from tests.support.word_files import rich_bill, saved

MARKDOWN = """---
title: Forced labour
last_edited: 2020-02-03
publisher: An office
module: Labour
source_url: https://www.example.org/labour
---

# Forced labour

Drafters should define forced labour \u2013 \u201cwork\u201d that nobody \U0001f41f offers:

- by force
  - or threat
- by debt

| Act | Fine |
| --- | --- |
| One | 10 |
"""
HTML = "<html><head><title>A page</title></head><body><h1>Overview</h1><ol><li>One<li>Two</ol><p>Drafters should act.</p></body></html>"
WEB = "Overview\n\nLast edited: January 25, 2011\n\nOptions\n\n1. Drafters should act.\n   (a) At once;\n   (b) and well.\n"
SIDECAR = "title: A note\nlast_edited: 2019-04-05\n"


def printed() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setTitle("Guidance in print")
    for page in ("Drafters should define the offence.", "Drafters should punish attempts."):
        canvas.drawString(90, 740, page)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.md").write_text(MARKDOWN, encoding="utf-8")
    (folder / "b.html").write_text(HTML, encoding="utf-8")
    (folder / "c.docx").write_bytes(saved(rich_bill()))
    (folder / "e.txt").write_text(WEB, encoding="utf-8")
    (folder / "f.txt").write_bytes("Le législateur est prié d'agir sans délai, à l'égard des élèves.".encode("cp1252"))
    (folder / "g.txt").write_text("Drafters should take note.\n", encoding="utf-8")
    (folder / "g.yaml").write_text(SIDECAR, encoding="utf-8")
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> KeptReadings:
    return KeptReadings(tmp_path / "data" / "readings")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, in order."""
    from corpus import sources

    names: list[str] = []
    reader = sources.read_bytes

    def reading(data, name, **wishes):
        names.append(name)
        return reader(data, name, **wishes)

    monkeypatch.setattr(sources, "read_bytes", reading)
    return names


def files(kept: KeptReadings) -> list[Path]:
    return sorted(kept.folder.iterdir())


def kept_of(kept: KeptReadings, document_id: str) -> Path:
    (found,) = (file for file in files(kept) if json.loads(file.read_bytes())["document"]["id"] == document_id)
    return found


def test_what_is_kept_equals_what_is_read(pages, kept, read):
    (pages / "d.pdf").write_bytes(printed())
    fresh = load_corpus([pages])
    assert load_corpus([pages], kept) == fresh
    assert len(files(kept)) == len(fresh) == 7
    read.clear()
    again = load_corpus([pages], kept)
    assert read == [], "a page that has not changed is not read"
    assert list(again) == list(fresh)
    assert again == fresh
    assert repr(again) == repr(fresh), "the types are the same, too: a kind that is only a string would be equal"
    assert {document.format for document in again.values()} == {"md", "html", "docx", "pdf", "txt"}
    assert [page.number for page in again["d"].pages] == [1, 2]
    assert again["e"].last_edited == dt.date(2011, 1, 25)
    assert again["f"].notes
    assert (again["g"].title, again["g"].last_edited) == ("A note", dt.date(2019, 4, 5))


def test_every_field_is_kept(kept):
    document = Document(
        id="a",
        title='A "title"',
        text="One\n\nT\u00f6\u2028\U0001f41f",
        blocks=(Block(BlockKind.HEADING, 0, 3, 2), Block(BlockKind.TABLE_ROW, 5, 8)),
        pages=(Page(1, 0, 3), Page(2, 5, 8)),
        format="md",
        source_url="https://www.example.org",
        last_edited=dt.date(2020, 2, 29),
        publisher="An office",
        module="Labour",
        file_sha256="00",
        cleaner="3",
        notes=("one", "two"),
        parts=(5,),
        files=("a.md", "b.md"),
    )
    assert all(field.default is MISSING or getattr(document, field.name) != field.default for field in fields(Document))
    kept.keep("0" * 64, document)
    again = kept.get("0" * 64)
    assert again == document
    assert repr(again) == repr(document)
    assert again.headings == document.headings
    assert again.sha256 == document.sha256


def change_page(pages: Path) -> None:
    path = pages / "a.md"
    before = path.stat()
    path.write_text(MARKDOWN.replace("debt", "dept"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def change_sidecar(pages: Path) -> None:
    (pages / "g.yaml").write_text(SIDECAR.replace("note", "page"), encoding="utf-8")


def add_sidecar(pages: Path) -> None:
    (pages / "e.yaml").write_text("publisher: An office\n", encoding="utf-8")


def remove_sidecar(pages: Path) -> None:
    (pages / "g.yaml").unlink()


def rename_page(pages: Path) -> None:
    (pages / "a.md").rename(pages / "h.md")


def rename_ending(pages: Path) -> None:
    (pages / "c.docx").rename(pages / "c.txt")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (change_page, "a.md"),
        (change_sidecar, "g.txt"),
        (add_sidecar, "e.txt"),
        (remove_sidecar, "g.txt"),
        (rename_page, "h.md"),
        (rename_ending, "c.txt"),
    ],
)
def test_what_changed_is_read_again_and_the_old_reading_goes(pages, kept, read, change: Callable[[Path], None], name):
    load_corpus([pages], kept)
    before = files(kept)
    change(pages)
    read.clear()
    documents = load_corpus([pages], kept)
    assert read == [name]
    assert documents == load_corpus([pages])
    assert len(set(files(kept)) & set(before)) == len(before) - 1
    assert len(files(kept)) == len(before)


def test_what_other_code_has_read_is_read_again(pages, kept, read):
    load_corpus([pages], kept)
    read.clear()
    other = replace(kept, code="another")
    load_corpus([pages], other)
    assert len(read) == len(files(kept)) == 6
    read.clear()
    load_corpus([pages], other)
    assert read == []


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    for path in ("reader.py", "readers/pdf.py", "lexicon/furniture.yaml", "registers/law.yaml", "guidance/page.md"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("x", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["reader.py", "readers/pdf.py", "lexicon/furniture.yaml"])
def test_code_and_lexicons_are_told_apart_by_their_contents(package, name):
    before = code_sha256(package)
    path = package / name
    path.write_text("y", encoding="utf-8")
    changed = code_sha256(package)
    path.rename(path.with_stem("other"))
    moved = code_sha256(package)
    assert len({before, changed, moved}) == 3


def test_neither_times_nor_registers_nor_places_count_as_code(package, tmp_path):
    before = code_sha256(package)
    os.utime(package / "reader.py", (1, 1))
    (package / "registers" / "law.yaml").write_text("y", encoding="utf-8")
    assert code_sha256(package) == before
    assert code_sha256(Path(shutil.copytree(package, tmp_path / "copy"))) == before


def test_libraries_count_as_code(package, monkeypatch):
    before = code_sha256(package)
    assert code_sha256(package, ["no-such-package-anywhere"]) != before
    monkeypatch.setattr(kept_readings, "version", lambda name: "0" if name == "lxml" else "1")
    one = code_sha256(package)
    monkeypatch.setattr(kept_readings, "version", lambda _name: "1")
    assert len({before, one, code_sha256(package)}) == 3


def test_the_code_is_this_package():
    folder = Path(corpus.__file__).parent
    assert reading_code() == code_sha256(folder)
    assert KeptReadings(folder).code == reading_code()


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
    return found


def test_no_library_that_the_readers_use_is_left_out():
    root = Path(corpus.__file__).parents[1]
    todo, seen = ["corpus.sources", "corpus.readers.pdf_worker"], set()
    while todo:
        name = todo.pop()
        path = root.joinpath(*name.split("."))
        seen.add(name)
        found = imports(path / "__init__.py" if path.is_dir() else path.with_suffix(".py"))
        todo += [each for each in found - seen if each.startswith("corpus")]
        seen |= found - set(todo)
    others = {name.split(".")[0] for name in seen} - set(sys.stdlib_module_names) - {"corpus", "pydantic_core"}
    assert {"bs4", "docx", "lxml", "pypdfium2", "yaml"} <= others
    homes, known = packages_distributions(), {name.lower() for name in LIBRARIES}
    assert [name for name in others if not known & {home.lower() for home in homes[name]}] == []


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def with_another_word(data: bytes) -> bytes:
    return data.replace(b"debt", b"dept")


def of_another_shape(data: bytes) -> bytes:
    return b'{"documents": []}'


@pytest.mark.parametrize("damage", [cut, with_another_word, of_another_shape, lambda _data: b"", lambda _data: b"\xff\x00"])
def test_a_damaged_file_is_mended(pages, kept, read, damage: Callable[[bytes], bytes]):
    fresh = load_corpus([pages], kept)
    path = kept_of(kept, "a")
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert path.read_bytes() != whole
    read.clear()
    assert load_corpus([pages], kept) == fresh
    assert read == ["a.md"]
    assert path.read_bytes() == whole


def test_a_file_under_another_name_is_as_good_as_none(pages, kept):
    fresh = load_corpus([pages], kept)
    shutil.copyfile(kept_of(kept, "b"), kept_of(kept, "a"))
    assert load_corpus([pages], kept) == fresh


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[]",
        b'{"id":"a","title":"A"}',
        b'{"id":"a","title":"A","text":"One","blocks":[{"kind":"verse","start":0,"end":3}]}',
        b'{"id":"a","title":"A","text":"One","blocks":[{"kind":"heading","start":0,"end":"3"}]}',
        b'{"id":"a","title":"A","text":"One","blocks":[{"kind":"heading","start":0,"end":4}]}',
        b'{"id":"a","title":"A","text":"One","pages":[{"number":1,"start":2,"end":1}]}',
    ],
)
def test_what_is_no_document_is_as_good_as_none(kept, body):
    key = "0" * 64
    good = b'{"id":"a","title":"A","text":"One","blocks":[{"kind":"heading","start":0,"end":3}]}'
    for each in (good, body):
        write_whole(kept.folder / f"{key}.json", kept_readings._sealed(key, each))
        assert (kept.get(key) is not None) == (each is good)


def test_readings_of_pages_that_are_gone_go_and_other_files_stay(pages, kept):
    load_corpus([pages], kept)
    gone = kept_of(kept, "a")
    others = [kept.folder / "notes.json", kept.folder / f"{'0' * 64}.txt", kept.folder / f"{'0' * 63}.json"]
    for path in others:
        path.write_text("mine")
    (pages / "a.md").unlink()
    load_corpus([pages], kept)
    assert not gone.exists()
    assert len(files(kept)) == 5 + len(others)
    assert all(path.exists() for path in others)


def test_a_page_that_cannot_be_read_is_the_same_error_and_is_never_kept(pages, kept):
    load_corpus([pages], kept)
    before = files(kept)
    (pages / "a.md").write_text("---\ntitel: A page\n---\nDrafters should act.\n", encoding="utf-8")
    with pytest.raises(ReadError) as fresh:
        load_corpus([pages])
    for _ in range(2):
        with pytest.raises(ReadError, match=re.escape(str(fresh.value))):
            load_corpus([pages], kept)
    assert files(kept) == before, "nothing goes before a whole load"
    (pages / "a.md").write_text(MARKDOWN, encoding="utf-8")
    (pages / "a.txt").write_text("Drafters should act.", encoding="utf-8")
    with pytest.raises(ReadError, match="same id"):
        load_corpus([pages], kept)
    with pytest.raises(ReadError, match="no such folder"):
        load_corpus([pages / "gone"], kept)


def test_a_file_that_changes_while_it_is_read_is_kept_for_what_it_was(pages, kept, monkeypatch):
    from corpus import sources

    fresh, opened = load_corpus([pages]), sources.file_bytes

    def changed_behind(path: Path) -> bytes:
        data = opened(path)
        path.write_text("Other words.", encoding="utf-8")
        return data

    before = {path: path.read_bytes() for path in pages.iterdir()}
    monkeypatch.setattr(sources, "file_bytes", changed_behind)
    assert load_corpus([pages], kept) == fresh
    monkeypatch.undo()
    assert {document.text for document in load_corpus([pages], kept).values()} == {"Other words."}
    for path, data in before.items():
        path.write_bytes(data)
    assert load_corpus([pages], kept) == fresh


def test_words_that_json_cannot_hold_are_not_kept(kept):
    document = Document("a", "half \ud83d", "One")
    assert kept.keep("0" * 64, document) is document
    assert kept.get("0" * 64) is None
    assert not kept.folder.exists()


@pytest.mark.parametrize("below", ["file", "file/readings"])
def test_a_folder_that_cannot_be_made_stops_nothing(pages, tmp_path, below):
    (tmp_path / "file").write_text("no folder")
    assert load_corpus([pages], KeptReadings(tmp_path / below)) == load_corpus([pages])
    assert (tmp_path / "file").read_text() == "no folder"


def test_a_folder_that_cannot_be_written_still_serves(pages, kept, read, monkeypatch):
    load_corpus([pages], kept)

    def refuse(*_given, **_named):
        raise PermissionError(13, "not allowed")

    monkeypatch.setattr("corpus.whole_files.tempfile.mkstemp", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    change_page(pages)
    read.clear()
    assert load_corpus([pages], kept) == load_corpus([pages])
    assert read[0] == "a.md"
    assert len(read) == 1 + 6, "one page of the first load, all of the second"


def test_a_write_that_fails_leaves_the_file_before_and_nothing_beside(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    write_whole(path, b"before")

    def full(*_given):
        raise OSError(28, "no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_two_at_once_do_no_harm(pages, kept):
    fresh = load_corpus([pages])
    barrier = Barrier(4)

    def load(_turn: int) -> bool:
        barrier.wait(timeout=30)
        return load_corpus([pages], kept) == fresh

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(load, range(4)))
    assert len(files(kept)) == len(fresh)
    assert all(kept.get(file.stem) in fresh.values() for file in files(kept))


def test_who_looks_while_another_writes_and_removes_sees_a_whole_reading_or_none(kept):
    key, document = "0" * 64, Document("a", "A", "Drafters should act. " * 50_000)
    barrier = Barrier(3)

    def write() -> None:
        barrier.wait(timeout=30)
        for _ in range(30):
            kept.keep(key, document)

    def remove() -> None:
        barrier.wait(timeout=30)
        for _ in range(30):
            kept.keep_only(())

    def look() -> bool:
        barrier.wait(timeout=30)
        return all(kept.get(key) in {None, document} for _ in range(30))

    with ThreadPoolExecutor(3) as pool:
        looked, *others = pool.submit(look), pool.submit(write), pool.submit(remove)
        assert looked.result()
        for other in others:
            other.result()
    assert {file.suffix for file in files(kept)} <= {".json"}
