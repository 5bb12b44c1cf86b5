"""The JSON Schema for editors: up to date, complete, and true of the registers there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from corpus.register_schema import register_schema, schema_path, schema_text
from corpus.sources import shipped_registers
from tests.support.laws import OTHER_REGISTER
from ui.cli.app import run

REGISTERS = [*sorted(shipped_registers().glob("*.yaml")), OTHER_REGISTER, OTHER_REGISTER.parent / "waste.yaml"]


def described(part: dict[str, Any], name: str) -> Iterator[tuple[str, bool]]:
    for key, value in part.get("properties", {}).items():
        yield f"{name}.{key}", bool(value.get("description"))


def test_the_shipped_schema_is_up_to_date() -> None:
    assert schema_path().read_text(encoding="utf-8") == schema_text(), (
        "run: clausewise register schema > corpus/registers/register.schema.json"
    )


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["register", "schema"]) == 0
    assert capsys.readouterr().out == schema_text()


def test_every_key_is_described() -> None:
    schema = register_schema()
    parts = [("register", schema), *((name, part) for name, part in schema["$defs"].items())]
    assert [key for name, part in parts for key, is_described in described(part, name) if not is_described] == []


@pytest.mark.parametrize("path", REGISTERS, ids=lambda path: path.stem)
def test_registers_are_valid_by_it(path: Path) -> None:
    errors = jsonschema.Draft202012Validator(register_schema()).iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("author",), "me"),
        (("recommendations", 0, "criteria", "norms", "punish", "act"), "SALE"),
        (("recommendations", 0, "criteria", "norms", "punish", "effect"), "offense"),
        (("recommendations", 0, "force"), "must"),
        (("recommendations", 2, "elements", 0, "id"), "DP-03.x"),
        (("sha256",), "00"),
    ],
)
def test_what_the_loader_refuses_it_refuses(place: tuple[str | int, ...], value: str) -> None:
    data = yaml.safe_load(OTHER_REGISTER.read_text(encoding="utf-8"))
    here = data
    for step in place[:-1]:
        here = here[step]
    here[place[-1]] = value
    assert not jsonschema.Draft202012Validator(register_schema()).is_valid(data)


def test_shipped_registers_name_it_for_editors() -> None:
    for path in sorted(shipped_registers().glob("*.yaml")):
        assert path.read_text(encoding="utf-8").splitlines()[0] == f"# yaml-language-server: $schema={schema_path().name}"
