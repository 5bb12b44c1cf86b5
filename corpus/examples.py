"""Example provisions of a register: sentences as laws have them, each with what it does for the register's elements. A classifier is trained from them.

One JSON object a line: ``{"heading": "Helpers", "text": "Whoever lends a hand to an offence under {CORE} ...", "labels": {"ST-04": "met"}}``. An element that is not
listed is one for which the provision does nothing; "narrows" says that it takes something away from a rule elsewhere; "arguable" leaves it open. ``{CORE}`` stands for a reference to the register's anchor of that name, in capitals;
``{OTHER}`` for one to a section on another subject.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import RegisterError

Label = Literal["met", "partial", "conflict", "narrows", "arguable"]


class Example(BaseModel):
    """One example provision. ``source`` names the draft it was taken from, if any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heading: str = ""
    text: str
    labels: dict[str, Label] = {}
    source: str = ""


def examples_file(register: Path) -> Path:
    """Where the examples of a register lie, given the register's file."""
    return register.with_suffix(".examples.jsonl")


def read_examples(path: Path, elements: Collection[str]) -> tuple[Example, ...]:
    """Read the examples of a register.

    Args:
        path: the file, JSON lines.
        elements: the ids that labels may name.

    Raises:
        RegisterError: the file cannot be read, a line is no example, or it labels an element that the register does not have.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise RegisterError(f"the examples cannot be read ({error.strerror})", where=str(path)) from error
    return tuple(_example(line, f"{path}:{number}", elements) for number, line in enumerate(lines, start=1) if line.strip())


def _example(line: str, where: str, elements: Collection[str]) -> Example:
    try:
        example = Example.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise RegisterError(
            f"this is no example ({place}: {first['msg']})", where=where, hint="docs/CRITERIA.md has the format"
        ) from error
    unknown = sorted(set(example.labels) - set(elements))
    if unknown:
        raise RegisterError(f"the register has no element {unknown[0]}", where=where, hint="label the elements of the register")
    return example


def examples_sha256(examples: Sequence[Example]) -> str:
    """The sha256 of examples in their order, whatever the white space of the file."""
    return hashlib.sha256("\n".join(example.model_dump_json() for example in examples).encode()).hexdigest()
