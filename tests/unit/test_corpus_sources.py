"""The corpus on disk: the shipped page, added pages, registers, warnings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from corpus.canonical import canonical
from corpus.documents import find_quote
from corpus.errors import ReadError, RegisterError
from corpus.passages import split_passages
from corpus.sources import check_corpus, list_registers, load_corpus, shipped_guidance, shipped_registers

ID = "sex-trafficking-overview"


def test_the_shipped_page() -> None:
    document = load_corpus([shipped_guidance()])[ID]
    assert document.last_edited == dt.date(2011, 1, 25)
    assert document.source_url == "https://www.endvawnow.org/en/articles/553"
    assert document.publisher == "UN Women Virtual Knowledge Centre to End Violence against Women and Girls"
    assert document.text.startswith("Overview\n\nDrafters should criminalize the offence of sex trafficking.")
    assert not any(word in document.text for word in ("Options", "This content is available in", "Last edited", "\u00a0"))
    assert canonical(document.text) == document.text
    find_quote(document, "(See:  UN Trafficking Protocol, Arts. 3 and 5)")
    find_quote(document, "punishment for public officials\u2019 involvement and complicity")


def test_its_twin_paragraphs_name_each_other_and_no_others_do() -> None:
    document = load_corpus([shipped_guidance()])[ID]
    passages = split_passages(document)
    twins = [passage for passage in passages if passage.duplicates]
    assert [passage.text_in(document)[:60] for passage in twins] == [
        "Drafters should also ensure that the criminalization of sex "
    ] * 2
    assert [passage.duplicates for passage in twins] == [(twins[1].id,), (twins[0].id,)]
    assert len(passages) == 8


WEB = "Overview\n\nLast edited: January 25, 2011\n\nThis content is available in\n\nOptions\nOptions\n\nDrafters should act.\n"


def test_a_page_saved_from_the_web_loses_its_furniture(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(WEB, encoding="utf-8")
    (tmp_path / "page2.html").write_text(
        "<html><body><h1>Overview</h1><p>Options</p><p>Drafters should act.</p></body></html>", encoding="utf-8"
    )
    (tmp_path / "README.md").write_text("not a page", encoding="utf-8")
    documents = load_corpus([tmp_path])
    assert list(documents) == ["page", "page2"]
    assert documents["page"].text.split() == ["Overview", "Drafters", "should", "act."]
    assert documents["page"].last_edited == dt.date(2011, 1, 25)
    assert documents["page2"].text == "Overview\n\nDrafters should act."


def test_front_matter_in_a_file_beside(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><body><p>Drafters should act.</p></body></html>", encoding="utf-8")
    (tmp_path / "page.yaml").write_text(
        "title: A page\nsource_url: https://example.org/a\nlast_edited: 2020-02-03\n", encoding="utf-8"
    )
    document = load_corpus([tmp_path])["page"]
    assert (document.title, document.source_url, document.last_edited) == ("A page", "https://example.org/a", dt.date(2020, 2, 3))


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("titel: A page", "titel"),
        ("last_edited: soon", "last_edited"),
        ("source_url: ftp://example.org/x", "source_url"),
        ("source_url: not an address", "source_url"),
        ("title: [a, b]", "title"),
        ("- a\n- b", "keys and values"),
        ("title: 'open", "not YAML"),
    ],
)
def test_front_matter_that_is_wrong_is_named_by_file_and_key(tmp_path: Path, front: str, said: str) -> None:
    (tmp_path / "page.md").write_text(f"---\n{front}\n---\nDrafters should act.\n", encoding="utf-8")
    with pytest.raises(ReadError, match=said) as caught:
        load_corpus([tmp_path])
    assert "page.md" in str(caught.value)


def test_two_pages_of_one_id_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("One.", encoding="utf-8")
    (tmp_path / "page.txt").write_text("Two.", encoding="utf-8")
    with pytest.raises(ReadError, match="same id"):
        load_corpus([tmp_path])
    with pytest.raises(ReadError, match="no such folder"):
        load_corpus([tmp_path / "gone"])


def test_warnings(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nsource_url: https://example.org\nlast_edited: 2011-01-25\n---\nText.", encoding="utf-8")
    (tmp_path / "b.md").write_text("Text.", encoding="utf-8")
    (tmp_path / "c.md").write_text("---\nsource_url: https://example.org\nlast_edited: 2024-01-25\n---\nText.", encoding="utf-8")
    warnings = check_corpus(load_corpus([tmp_path]), today=dt.date(2025, 1, 1))
    assert [warning.split(",")[0] for warning in warnings] == [
        "a: last edited 2011-01-25",
        "b: no source_url",
        "b: no last_edited",
    ]


def test_registers_by_id(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("id: mine", encoding="utf-8")
    assert list_registers([tmp_path, tmp_path / "gone"]) == {"mine": tmp_path / "mine.yaml"}
    with pytest.raises(RegisterError, match="same id"):
        list_registers([tmp_path, tmp_path])
    assert shipped_registers().parent == shipped_guidance().parent
