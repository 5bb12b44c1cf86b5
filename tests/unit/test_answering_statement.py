"""What force a quoted sentence has."""

from __future__ import annotations

import pytest

from bot.answering.lexicon import load_lexicon
from bot.answering.statement import statement_of


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Drafters should require a licence.", "recommendation"),
        ("It is essential that courts act at once.", "recommendation"),
        ("A licence typically has two conditions.", "typical"),
        ("States may set up a register.", "typical"),
        ("In 2014, 21 sellers were inspected and six were fined.", "figures"),
        ("Some 60 per cent of shops had no store.", "figures"),
        ("Estonia has made considerable progress.", "example"),
        ("(See: European Pyrotechnics Directive, Arts. 7 and 9)", "source"),
        ("For more information, see the Storage section.", "pointer"),
        ("Without licences, inspectors cannot find them.", "statement"),
    ],
)
def test_the_wording_tells_the_force(text, force):
    assert statement_of(text, load_lexicon()).value == force


def test_a_label_over_it_makes_an_example():
    assert (
        statement_of("The agency visits every shop once a year.", load_lexicon(), frozenset({"promis", "practic"})).value
        == "example"
    )
