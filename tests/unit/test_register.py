"""Registers: the grammar's errors name the place and the fix; quotes are found in the guidance or refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.documents import Document
from corpus.errors import RegisterError, UnknownDocument
from corpus.register import Force, Register, bind_register, load_register
from tests.support.laws import OTHER_REGISTER, other_register

GUIDANCE = Document("guide", "Guide", "Drafters should make the sale of data an offence.\nThey may add fees.")
REGISTER: dict[str, Any] = {
    "id": "small",
    "version": "1",
    "title": "Small",
    "documents": ["guide"],
    "concepts": {"SALE": {"any": ["sell|sale"]}},
    "anchors": {"sale": {"element": "S-1", "patterns": "punish", "names": "SALE"}},
    "narrowers": {"shared": {"slot": "acts", "only": "SALE"}},
    "recommendations": [
        {
            "id": "S-1",
            "text": "Make the sale an offence.",
            "force": "should",
            "quotes": [{"document": "guide", "text": "make the sale of data an offence"}],
            "criteria": {
                "norms": {"punish": {"effect": "offence", "acts": "SALE"}},
                "decide": [{"met": "punish", "without": "any_narrower"}, {"partial": "punish"}],
            },
        },
        {
            "id": "S-2",
            "text": "Fees.",
            "force": "may",
            "quotes": [{"document": "guide", "text": "They may add fees."}],
            "elements": [{"name": "high", "statement": "High fees."}, {"name": "low", "statement": "Low fees."}],
        },
    ],
}


def loaded(tmp_path: Path, change: Callable[[dict[str, Any]], object] = lambda _: None) -> Register:
    data = deepcopy(REGISTER)
    change(data)
    path = tmp_path / "small.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    return load_register(path)


def criteria(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["recommendations"][0]["criteria"]
    return found


def test_a_register_is_loaded_with_the_ids_of_its_elements(tmp_path: Path) -> None:
    register = loaded(tmp_path)
    assert [element.id for _, element in register.elements()] == ["S-1", "S-2.high", "S-2.low"]
    assert register.sha256 == hashlib.sha256((tmp_path / "small.yaml").read_bytes()).hexdigest()
    recommendation, element = register.element("S-2.low")
    assert (recommendation.id, element.name, element.statement) == ("S-2", "low", "Low fees.")
    assert recommendation.force is Force.MAY


def test_one_name_stands_for_a_list_of_one(tmp_path: Path) -> None:
    pattern = loaded(tmp_path).element("S-1")[1].criteria
    assert pattern is not None
    assert pattern.norms["punish"].acts == ("SALE",)


def test_a_recommendation_without_elements_is_its_own(tmp_path: Path) -> None:
    _, element = loaded(tmp_path).element("S-1")
    assert (element.id, element.name, element.statement) == ("S-1", None, "Make the sale an offence.")


BROKEN: list[tuple[str, Callable[[dict[str, Any]], object], tuple[str, ...]]] = [
    ("unknown concept", lambda d: criteria(d)["norms"]["punish"].update(acts="SAIL"), ("S-1", "concept", "SAIL")),
    ("unknown concept in without", lambda d: criteria(d)["norms"]["punish"].update(without="SAIL"), ("S-1", "concept", "SAIL")),
    ("unknown concept in a narrower", lambda d: criteria(d).update(narrowers={"n": {"only": "SAIL"}}), ("S-1", "concept", "SAIL")),
    (
        "unknown concept in kinds",
        lambda d: criteria(d).update(narrowers={"n": {"kinds": "SAIL", "fewer_than": 2}}),
        ("S-1", "concept", "SAIL"),
    ),
    ("unknown anchor", lambda d: criteria(d)["norms"]["punish"].update(of="sail"), ("S-1", "anchor", "sail")),
    ("unknown inherited anchor", lambda d: criteria(d).update(narrowers={"n": {"inherit": "sail"}}), ("S-1", "anchor", "sail")),
    (
        "an element that inherits from itself",
        lambda d: (
            d.update(anchors={"sale": {"element": "S-1", "patterns": "punish", "called": "sale"}}),
            criteria(d).update(narrowers={"n": {"inherit": "sale", "says": "narrow"}}),
        ),
        ("S-1 inherits from itself: S-1 -> S-1",),
    ),
    ("unknown shared narrower", lambda d: criteria(d).update(shared="nobody"), ("S-1", "shared narrower", "nobody")),
    ("unknown norm in decide", lambda d: criteria(d)["decide"].append({"met": "forbid"}), ("decide", "forbid", "punish")),
    ("unknown norm in unless", lambda d: criteria(d)["decide"][0].update(unless="forbid"), ("forbid",)),
    ("unknown key", lambda d: criteria(d)["norms"]["punish"].update(bearers="SALE"), ("norms > punish > bearers",)),
    ("unknown key on top", lambda d: d.update(author="me"), ("author",)),
    ("unknown effect", lambda d: criteria(d)["norms"]["punish"].update(effect="reward"), ("norms > punish > effect", "offence")),
    ("unknown slot", lambda d: criteria(d).update(narrowers={"n": {"slot": "verb", "only": "SALE"}}), ("narrowers > n > slot", "acts")),
    ("unknown force", lambda d: d["recommendations"][0].update(force="must"), ("recommendations > 0 > force", "should")),
    ("no quote", lambda d: d["recommendations"][0].update(quotes=[]), ("recommendations > 0 > quotes",)),
    ("no version", lambda d: d.pop("version"), ("version",)),
    ("no documents", lambda d: d.update(documents=[]), ("documents",)),
    ("empty concept", lambda d: d["concepts"].update(VOID={"exclude": ["data"]}), ("concepts > VOID", "any, kinds or include")),
    ("two verdicts in a decision", lambda d: criteria(d)["decide"].append({"met": "punish", "partial": "punish"}), ("decide > 2", "exactly one")),
    ("no verdict in a decision", lambda d: criteria(d)["decide"].append({"unless": "punish"}), ("decide > 2", "exactly one")),
    ("narrower without test", lambda d: criteria(d).update(narrowers={"n": {"slot": "acts"}}), ("narrowers > n", "exactly one")),
    (
        "narrower with two tests",
        lambda d: criteria(d).update(narrowers={"n": {"only": "SALE", "present": True}}),
        ("narrowers > n", "exactly one"),
    ),
    ("kinds without number", lambda d: criteria(d).update(narrowers={"n": {"kinds": "SALE"}}), ("narrowers > n", "fewer_than")),
    ("ids twice", lambda d: d["recommendations"][1].update(id="S-1", elements=None), ("not unique", "S-1")),
]  # fmt: skip


@pytest.mark.parametrize(("change", "named"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_errors_of_grammar_name_file_place_and_fix(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], named: tuple[str, ...]
) -> None:
    with pytest.raises(RegisterError) as caught:
        loaded(tmp_path, change)
    line = str(caught.value)
    assert "small.yaml" in line
    assert "\n" not in line
    assert [word for word in named if word not in line] == []
    assert caught.value.hint


@pytest.mark.parametrize("text", ["a: [1", "\t- x", "a: b: c"])
def test_what_is_not_yaml_is_refused_with_the_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError, match=r"bad\.yaml.*not YAML.*line 1"):
        load_register(path)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words\n"])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError, match="mapping with id"):
        load_register(path)


def test_more_than_one_error_is_counted(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="and 1 more"):
        loaded(tmp_path, lambda d: d.update(author="me", year=2020))


def test_an_unknown_element_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"S-9.*S-1, S-2\.high, S-2\.low"):
        loaded(tmp_path).element("S-9")


def test_quotes_become_citations_of_the_guidance(tmp_path: Path) -> None:
    bound = bind_register(loaded(tmp_path), {"guide": GUIDANCE})
    assert {key: [c.quote for c in found] for key, found in bound.guidance.items()} == {
        "S-1": ["make the sale of data an offence"],
        "S-2": ["They may add fees."],
    }


def test_a_quote_may_be_wrapped_but_not_reworded(tmp_path: Path) -> None:
    def wrapped(data: dict[str, Any]) -> None:
        data["recommendations"][0]["quotes"][0]["text"] = "data an offence. They may"

    assert bind_register(loaded(tmp_path, wrapped), {"guide": GUIDANCE}).guidance["S-1"][0].quote == "data an offence.\nThey may"

    def reworded(data: dict[str, Any]) -> None:
        data["recommendations"][0]["quotes"][0]["text"] = "make the Sale of data an offence"

    with pytest.raises(RegisterError) as caught:
        bind_register(loaded(tmp_path, reworded), {"guide": GUIDANCE})
    assert caught.value.where == "small > S-1"
    assert "Sale of data" in caught.value.what
    assert caught.value.hint


def test_guidance_that_is_not_loaded_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownDocument, match=r"guide: the register small rests on it"):
        bind_register(loaded(tmp_path), {})


def test_a_register_cannot_be_changed(tmp_path: Path) -> None:
    register = loaded(tmp_path)
    with pytest.raises(ValueError, match="frozen"):
        register.id = "other"  # type: ignore[misc]


def test_the_register_of_the_tests_is_whole() -> None:
    register = other_register().register
    assert register == load_register(OTHER_REGISTER)
    assert set(other_register().guidance) == {recommendation.id for recommendation in register.recommendations}
