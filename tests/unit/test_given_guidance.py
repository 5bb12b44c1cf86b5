"""Guidance handed over by a browser, and changes that are made whole or not at all."""

from __future__ import annotations

import pytest

from bot.given_guidance import GivenPage, add_given
from bot.guidance import add_guidance, added_pages, elsewhere, remove_guidance, undone_on_error
from bot.guidance_changes import add_pages, fetch_pages, refresh, remove_page
from bot.settings import Settings
from corpus.errors import ReadError, UnknownDocument
from corpus.sources import load_page

SHIPPED = "sex-trafficking-overview"
TEXT = b"# Water\n\nLegislation should require a permit.\n"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("water.md", "water.md"),
        ("../../etc/passwd.md", "passwd.md"),
        (r"C:\Temp\water.md", "water.md"),
        ("Water permits (final).docx", "Water-permits-final.docx"),
        ("..md", "page.md"),
        ("_hidden.md", "hidden.md"),
        ("Loi sur l’eau.pdf", "Loi-sur-l-eau.pdf"),
        ("wasser-ä.txt", "wasser-ä.txt"),
        ("/", "page"),
    ],
)
def test_a_name_becomes_a_file_name_without_a_path(name, safe):
    assert GivenPage(name, b"").safe_name == safe


def test_what_is_said_of_a_page_counts_before_what_it_says_itself(tmp_path):
    front = b"---\ntitle: Its own\npublisher: Itself\n---\n"
    said = {"title": "Ours", "source_url": "https://www.example.org/w"}
    (added,) = add_given(tmp_path, [GivenPage("water.md", front + TEXT, said)])
    assert (added.document.title, added.document.publisher) == ("Ours", "Itself")
    document = load_page(added_pages(tmp_path)["water"]).document
    assert (document.title, document.source_url) == ("Ours", "https://www.example.org/w")


def test_of_a_page_that_is_replaced_nothing_stays(tmp_path):
    add_given(tmp_path, [GivenPage("water.md", TEXT, {"title": "Old"})])
    (added,) = add_given(tmp_path, [GivenPage("water.md", TEXT)])
    assert added.change == "replaced"
    assert load_page(added_pages(tmp_path)["water"]).document.title == "Water"


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([GivenPage("water.md", b"")], "water.md: the file is empty"),
        ([GivenPage("README.md", TEXT)], "README.md: a file of this name is not taken"),
        ([GivenPage("water.log", TEXT)], "water.log: a file of this name is not taken"),
        ([GivenPage(f"{SHIPPED}.md", TEXT)], "its id sex-trafficking-overview is taken"),
        ([GivenPage("a b.md", TEXT), GivenPage("a-b.md", TEXT)], "a b.md: another file has the same name"),
        ([GivenPage("water.md", TEXT), GivenPage("water.txt", TEXT)], "its id water is taken by water.md"),
        ([GivenPage("water.md", TEXT, {"source_url": "nowhere"})], "water.yaml: front matter, source_url"),
    ],
)
def test_one_bad_page_adds_nothing_and_is_one_line(tmp_path, pages, said):
    with pytest.raises(ReadError) as caught:
        add_given(tmp_path, [GivenPage("good.md", TEXT), *pages])
    assert said in str(caught.value)
    assert "clausewise-" not in str(caught.value)
    assert added_pages(tmp_path) == {}


def test_an_id_of_the_folder_beside_is_taken(tmp_path):
    beside = tmp_path / "own"
    beside.mkdir()
    (beside / "water.txt").write_bytes(TEXT)
    with pytest.raises(ReadError, match=r"is taken by water\.txt"):
        add_given(tmp_path / "data", [GivenPage("water.md", TEXT)], beside=beside)
    assert set(elsewhere(beside)) == {SHIPPED, "water"}


def test_only_what_was_added_can_be_removed(tmp_path):
    add_given(tmp_path, [GivenPage("water.md", TEXT, {"title": "Ours"})])
    with pytest.raises(ReadError, match="no such document was added"):
        remove_guidance(tmp_path, SHIPPED)
    remove_guidance(tmp_path, "water")
    assert list((tmp_path / "corpus").iterdir()) == []


def test_a_change_that_fails_is_undone(tmp_path):
    add_given(tmp_path, [GivenPage("water.md", TEXT, {"title": "Ours"}), GivenPage("meters.md", TEXT)])
    folder = tmp_path / "corpus"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def change():
        (folder / "water.md").write_bytes(b"other")
        (folder / "water.yaml").unlink()
        (folder / "fees.md").write_bytes(b"new")
        raise ReadError("it cannot be read")

    with pytest.raises(ReadError, match="it cannot"), undone_on_error(tmp_path, ["water", "fees"]):
        change()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


class Service:
    """Builds an index that is a list of what was done; ``error`` is raised instead where there is one."""

    def __init__(self, error=None):
        self.error, self.built = error, []

    def __call__(self, _settings):
        return self

    def build(self, progress):
        if self.error:
            raise self.error
        progress(0, 2)
        progress(2, 2)
        self.built.append("index")


def quiet(*_told):
    """Nobody watches."""


def test_pages_are_added_and_the_index_is_refreshed(tmp_path):
    told, service = [], Service()
    settings = Settings(data_dir=tmp_path)
    (added,) = add_pages(settings, [GivenPage("water.md", TEXT)], lambda *now: told.append(now), service)
    assert (added.change, service.built) == ("added", ["index"])
    assert told == [("reading the guidance", 0, 0)] * 2 + [("embedding passages", 0, 2), ("embedding passages", 2, 2)]


def test_pages_whose_index_cannot_be_built_are_not_added(tmp_path):
    settings = Settings(data_dir=tmp_path)
    with pytest.raises(UnknownDocument):
        add_pages(settings, [GivenPage("water.md", TEXT)], quiet, Service(UnknownDocument("it is gone")))
    assert added_pages(tmp_path) == {}


def test_a_page_that_the_register_rests_on_stays(tmp_path):
    settings = Settings(data_dir=tmp_path)
    add_given(tmp_path, [GivenPage("water.md", TEXT)])
    with pytest.raises(UnknownDocument):
        remove_page(settings, "water", quiet, Service(UnknownDocument("the register rests on it")))
    assert set(added_pages(tmp_path)) == {"water"}
    remove_page(settings, "water", quiet, Service())
    assert added_pages(tmp_path) == {}


def test_nothing_is_indexed_where_nothing_was_fetched(tmp_path):
    listed, service, told = tmp_path / "list.toml", Service(), []
    listed.write_text(f'[[page]]\nurl = "https://www.example.org/a"\nid = "{SHIPPED}"\n')
    settings = Settings(data_dir=tmp_path)
    report = fetch_pages(settings, listed, lambda *now: told.append(now), service)
    assert (report.cached, report.fetched, service.built) == ((SHIPPED,), (), [])
    assert told == [("fetching pages", 0, 1), ("fetching pages", 1, 1)]
    refresh(settings, quiet, service)
    assert service.built == ["index"]


def test_a_file_from_the_disk_needs_a_name_that_is_loaded(tmp_path):
    odd = tmp_path / "water.rst"
    odd.write_bytes(TEXT)
    with pytest.raises(ReadError, match="not taken for guidance"):
        add_guidance(tmp_path / "data", [odd])
