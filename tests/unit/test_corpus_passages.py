"""Passages follow the structure of the text."""

from __future__ import annotations

from corpus.documents import Document
from corpus.passages import LONG, split_passages
from corpus.readers import read_bytes

TEXT = """# Act

## Part I

Any person who does any of the following acts commits an offence under this Act, namely:

- recruits another person;
- harbours another person.

The second paragraph is long enough to be a passage of its own, since it has more than eighty characters.

Tiny one.

## Part II

### Penalties

Whoever commits an offence under this Act is liable to imprisonment for a term that does not exceed ten years.

## Part III
"""


def passages(text: str) -> list[tuple[tuple[str, ...], str]]:
    document = read_bytes(text.encode(), "a.md").document
    return [(passage.heading_path, passage.text_in(document)) for passage in split_passages(document)]


def test_paragraphs_with_their_lists_under_their_headings() -> None:
    found = passages(TEXT)
    assert [path for path, _ in found] == [("Act", "Part I"), ("Act", "Part I"), ("Act", "Part II", "Penalties"), ("Act",)]
    assert found[0][1].endswith("namely:\n\nrecruits another person;\n\nharbours another person.")
    assert found[1][1].endswith("characters.\n\nTiny one.")
    assert found[3][1] == "Part III"


def test_long_ones_are_cut_between_sentences() -> None:
    sentence = "The court may order the person to pay a fine under s. 3(1) of this Act. "
    found = passages(sentence * 60)
    assert len(found) > 3
    assert all(len(text) <= LONG and text.startswith("The court") and text.endswith("Act.") for _, text in found)


def test_ids_and_a_document_without_blocks() -> None:
    document = Document("d", "D", "  Any person is guilty.\n")
    (passage,) = split_passages(document)
    assert (passage.id, passage.text_in(document)) == ("d#p1", "Any person is guilty.")
    assert split_passages(Document("d", "D", " \n")) == ()


def test_twins_and_paragraphs_that_only_share_a_subject() -> None:
    one = "Drafters should ensure that the offence is accompanied by penalties for the buyers. Efforts to address demand are critical."
    two = "Drafters should also ensure that the offence is accompanied by penalties for buyers. Research suggests efforts to address demand are critical."
    other = "Drafters should ensure that victims of the offence are not arrested, charged, detained or convicted for crimes they were made to commit."
    document = read_bytes(f"{one}\n\n{other}\n\n{two}".encode(), "a.md").document
    assert [passage.duplicates for passage in split_passages(document)] == [("a.md#p3",), (), ("a.md#p1",)]
