"""docs/CRITERIA.md is true: its register loads, its phrases match what they are said to match, its drafts get the verdicts it gives them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.register_check import check_register
from bot.reviewing.findings import Scope
from bot.reviewing.lexicon import load_lexicon
from bot.reviewing.phrases import compile_phrases, words_of
from bot.reviewing.review import Reviewer
from corpus.criteria import Criteria, Decision, Effect, Narrower, NormPattern, Slot
from corpus.documents import Document
from corpus.readers import read_bytes
from corpus.register import Register, bind_register
from corpus.register_schema import schema_path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "CRITERIA.md").read_text(encoding="utf-8")
BLOCKS = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]


def rows(heading: str, columns: int) -> list[list[str]]:
    """The rows of the first table with so many columns in a section, without its head; ``\\|`` stands for a bar."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line.strip("|").replace("\\|", "\0") for line in section.splitlines() if line.startswith("|")]
    cells = [[cell.strip().replace("\0", "|") for cell in line.split("|")] for line in lines]
    return [row for row in cells if len(row) == columns and not set(row[0]) <= {"-"}][1:]


@lru_cache(maxsize=1)
def register() -> dict[str, Any]:
    """The register of the page, put together from its blocks: those with keys of criteria are W-01's."""
    data: dict[str, Any] = {}
    criteria: dict[str, Any] = {}
    for block in BLOCKS:
        (criteria if set(block) <= set(Criteria.model_fields) else data).update(block)
    narrowers = criteria["narrowers"]
    data["narrowers"] = {"excepted": narrowers.pop("excepted")}
    narrowers.pop("one_way")
    data["recommendations"][0]["criteria"] = criteria | {"shared": "excepted"}
    return data


@lru_cache(maxsize=1)
def guidance() -> Document:
    return Document("waste-page", "Waste", " ".join(re.findall(r"^> (.*)$", PAGE, re.MULTILINE)))


@lru_cache(maxsize=1)
def reviewer() -> Reviewer:
    return Reviewer(bind_register(Register.model_validate(register()), {"waste-page": guidance()}), load_lexicon())


def test_the_register_of_the_page_loads_and_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "waste-guidance.yaml"
    path.write_text(yaml.safe_dump(register(), sort_keys=False), encoding="utf-8")
    problems = check_register(path, {"waste-page": guidance()}).problems
    assert [str(problem) for problem in problems if problem.level.value == "error"] == []
    # what the page shows to explain the language and this element does not need
    assert {problem.what for problem in problems if problem.level.value == "warning"} == {
        "the anchor core is never used",
        "the concept REMOVAL is never used",
    }


def test_each_narrower_of_the_page_is_one() -> None:
    for block in BLOCKS:
        for name, narrower in block.get("narrowers", {}).items():
            assert Narrower.model_validate(narrower).says, name


@pytest.mark.parametrize(("draft", "verdict", "reasons"), rows("Decisions", 3))
def test_drafts_get_the_verdicts_of_the_page(draft: str, verdict: str, reasons: str) -> None:
    sections = "\n\n".join(f"{number}. {sentence}" for number, sentence in enumerate(re.findall(r"[^.]+\.", draft), start=1))
    outcome = reviewer().review([read_bytes(sections.encode(), "bill.txt")], scope=Scope.WHOLE, progress=lambda _: None)
    finding = next(each for each in outcome.findings if each.element.id == "W-01")
    assert (finding.verdict.value, " ".join(finding.reasons)) == (verdict, reasons)


@pytest.mark.parametrize(("phrase", "found", "not_found"), rows("Phrases", 3))
def test_phrases_match_what_the_page_says(phrase: str, found: str, not_found: str) -> None:
    pattern = compile_phrases((phrase.strip("`"),))
    for text in found.split(";"):
        assert pattern.find(words_of(text)), text
    for text in not_found.split(";"):
        assert not pattern.find(words_of(text)), text


@pytest.mark.parametrize("model", [NormPattern, Narrower, Decision, Criteria], ids=lambda model: model.__name__)
def test_every_key_is_explained(model: type) -> None:
    missing = [key for key in model.model_fields if not re.search(rf"`(?:[a-z_]+: [a-z]+, )?{key}\b", PAGE)]
    assert [key for key in missing if f"{key}:" not in PAGE] == []


@pytest.mark.parametrize("name", [*Effect, *Slot])
def test_every_effect_and_slot_is_explained(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_the_schema_is_where_the_page_says() -> None:
    assert f"`{schema_path().relative_to(ROOT).as_posix()}`" in PAGE
