"""Pages that a page refers to."""

from __future__ import annotations

import pytest

from corpus.documents import Block, BlockKind, Document
from corpus.pointers import is_called, pointers, resolve
from corpus.sources import load_corpus, shipped_guidance


def titles(text):
    return [pointer.title for pointer in pointers(Document("page", "Page", text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(See also the sub-section on Penalties for Buyers.)", ["Penalties for Buyers"]),
        ("For more information, please see the Definitions section of this module.", ["Definitions"]),
        ("Rules are explained in the section on Meters, and the rest is found in the module on Returns.", ["Meters", "Returns"]),
        ("For levies, refer to the chapter entitled “Fees and Levies”.", ["Fees and Levies"]),
        ("See the section on Old Buildings for rules on stairs.", ["Old Buildings"]),
        ("See the section on Meters. See also the section on meters.", ["Meters"]),
        ("See section 4 of the Act. The section should be repealed. It is covered in the press.", []),
    ],
)
def test_pointers_are_told_by_their_wording(text, found):
    assert titles(text) == found


def test_a_pointer_knows_its_words():
    document = Document("page", "Page", "Meters first.  See the section on Meters\nand Returns for the rest.")
    (pointer,) = pointers(document)
    assert document.text[pointer.start : pointer.end] == "Meters\nand Returns"
    assert pointer.title == "Meters and Returns"


def test_the_shipped_page_refers_to_pages_that_are_not_loaded():
    documents = load_corpus([shipped_guidance()])
    found = resolve(documents["sex-trafficking-overview"], documents)
    assert [one.pointer.title for one in found] == [
        "Definitions",
        "Penalties for Buyers",
        "Victim and Witness Protection and Assistance and Reflection Periods",
    ]
    assert all(one.document_ids == () for one in found)


def page(id_, title, module, text="Text.", headings=()):
    blocks = tuple(Block(BlockKind.HEADING, text.index(words), text.index(words) + len(words), 1) for words in headings)
    return Document(id_, title, text, blocks, module=module)


def test_a_pointer_means_a_page_or_a_heading_of_its_own_module():
    pointing = page("a", "Water: Overview", "Water", "See the sub-sections on Meters and Returns. See the section on Fees.")
    others = (
        page("b", "Water: Returns", "Water"),
        page("c", "Money", "Water", "Fees\n\nPay them.", headings=["Fees"]),
        page("d", "Fees", "Roads"),
        page("e", "Meters and Returns", None),
    )
    found = resolve(pointing, {one.id: one for one in (pointing, *others)})
    assert [(one.pointer.title, one.document_ids) for one in found] == [("Meters and Returns", ()), ("Fees", ("c",))]
    both = resolve(pointing, {"a": pointing, "f": page("f", "Water: meters and returns", "Water")})
    assert both[0].document_ids == ("f",)


def test_several_things_that_are_named_together_are_told_apart():
    assert is_called("Victim Protection and Reflection Periods", "Reflection periods")
    assert not is_called("Victim Protection and Reflection Periods", "Protection for witnesses")
    assert not is_called("Fees and Meters", "Fees")
    assert is_called("Fees", "fees")
