"""Checking a register file for the person who writes it: everything that is wrong, and where, at once.

``load_register`` stops at the first error, as a program must; here the file is read once more as it is written, so that each remark has its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.register_logic import logic_remarks
from bot.register_names import name_remarks, suggestion
from bot.register_remarks import Level, Remark, parts_of
from corpus.criteria import Anchor, Concept, Criteria, Decision, Narrower, NormPattern
from corpus.documents import Document
from corpus.errors import RegisterError
from corpus.register import Element, GuidanceQuote, Recommendation, Register
from corpus.yaml_places import Path as Way
from corpus.yaml_places import Places, places_of
from corpus.yaml_text import load_yaml

_NAMED: Mapping[str, type[BaseModel]] = {"concepts": Concept, "anchors": Anchor, "narrowers": Narrower, "norms": NormPattern}
_LISTED: Mapping[str, type[BaseModel]] = {
    "decide": Decision,
    "quotes": GuidanceQuote,
    "elements": Element,
    "recommendations": Recommendation,
}
_COMPOSED = frozenset({"id", "sha256"})
"""Keys of models that nobody writes into an element or a register."""
_OWN_ELEMENT = ("statement", "criteria")
"""A recommendation without elements has the keys of its one element."""
_PAGE = "see docs/CRITERIA.md"
_COMMA = "a comma between braces begins a new key; put the whole text in quotation marks"
_NAMES_CHECKED = frozenset({"", "criteria"})
"""Where the models check names, one at a time; ``name_remarks`` does it for all."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to be said of a register file.

    ``line`` and ``column`` count from 1, 0 where they are not known; ``path`` is the way to the place from the register's id down.
    """

    level: Level
    file: str
    line: int
    column: int
    path: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        """One line: file, line and column, level, path, what, what to do."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        hint = f"; {self.hint}" if self.hint else ""
        return " ".join(f"{place}: {self.level.value}: {self.path}: {self.what}{hint}".split())


@dataclass(frozen=True)
class Checked:
    """A register file that was checked: what there is to say, errors first; ``register`` where it can be loaded."""

    problems: tuple[Problem, ...]
    register: Register | None

    @property
    def is_usable(self) -> bool:
        """Whether drafts can be judged with it."""
        return self.register is not None and all(problem.level is not Level.ERROR for problem in self.problems)


def check_register(path: Path, documents: Mapping[str, Document]) -> Checked:
    """Check one register file against its grammar, its own names, and the guidance.

    Args:
        path: the file.
        documents: the guidance that is loaded, by id.

    Raises:
        RegisterError: the file cannot be read at all.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError(
            "the file cannot be read", where=str(path), hint="check the name, the rights and that it is UTF-8"
        ) from error
    try:
        places = places_of(text)
        data = load_yaml(text)
    except yaml.MarkedYAMLError as error:
        return Checked((_not_yaml(path, error),), None)
    if not isinstance(data, dict):
        what = "a register is a mapping with id, version, documents and recommendations"
        return Checked((Problem(Level.ERROR, str(path), 1, 1, path.stem, what, "see docs/CRITERIA.md"),), None)
    remarks = [*_doubled(places), *name_remarks(data), *logic_remarks(data, documents)]
    register, grammar = _grammar(data, places, names_are_wrong=any(remark.level is Level.ERROR for remark in remarks))
    found = {_problem(path, data, places, remark) for remark in (*grammar, *remarks)}
    order = list(Level)
    return Checked(tuple(sorted(found, key=lambda p: (order.index(p.level), p.line, p.column, p.path, p.what))), register)


def _problem(path: Path, data: Mapping[str, Any], places: Places, remark: Remark) -> Problem:
    place = places.nearest(remark.path)
    line, column = (place.line, place.column) if place else (0, 0)
    return Problem(remark.level, str(path), line, column, _spoken(path, data, remark.path), remark.what, remark.hint)


def _spoken(file: Path, data: Mapping[str, Any], way: Way) -> str:
    """A path as a person reads it: the register's id, then recommendations and elements by their ids and names, list items counted from 1."""
    steps = [str(data.get("id") or file.stem)]
    here: Any = data
    for step in way:
        here = (
            here.get(step) if isinstance(here, dict) else here[step] if isinstance(here, list) and isinstance(step, int) else None
        )
        if isinstance(step, int):
            named = (here.get("id") or here.get("name")) if isinstance(here, dict) else None
            steps.append(str(named or step + 1))
        elif step not in {"recommendations", "elements"}:
            steps.append(step)
    return " > ".join(steps)


def _not_yaml(path: Path, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return Problem(
        Level.ERROR, str(path), line, column, path.stem, f"this is not YAML ({error.problem or error})", "mend this line"
    )


def _doubled(places: Places) -> Iterator[Remark]:
    for way, place in places.doubled:
        first = places.by_path[way]
        what = f"the key {way[-1]} stands twice (line {place.line}); only the last would count"
        yield Remark(Level.ERROR, way, what, f"put it together with that of line {first.line}, or rename one")


# grammar -----------------------------------------------------------------------------------------------------------------


def _grammar(data: Mapping[str, Any], places: Places, *, names_are_wrong: bool) -> tuple[Register | None, list[Remark]]:
    """The register, or everything in which the file breaks the grammar."""
    try:
        return Register.model_validate(dict(data)), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    told = [d for d in details if not (names_are_wrong and _checks_names(d)) and not _follows(d)]
    return None, [_remark(detail, places) for detail in told]


def _checks_names(detail: ErrorDetails) -> bool:
    return detail["type"] == "value_error" and (not detail["loc"] or detail["loc"][-1] in _NAMES_CHECKED)


def _follows(detail: ErrorDetails) -> bool:
    """Whether a list only counts as empty because its entries are wrong."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _remark(detail: ErrorDetails, places: Places) -> Remark:
    way = _written(detail["loc"], places)
    if detail["type"] == "missing":
        return Remark(Level.ERROR, way[:-1], f"the key {way[-1]} is missing", _PAGE)
    what, hint = _told(detail, way, places)
    return Remark(Level.ERROR, way, what, hint)


def _told(detail: ErrorDetails, way: Way, places: Places) -> tuple[str, str]:
    """What is wrong and what to do, for the errors of grammar that people make; for others, what the model says."""
    kind, written = detail["type"], detail["input"]
    if kind == "extra_forbidden" and written is None:
        return f"the words “{way[-1]}” are read as a key of their own", _COMMA
    if kind == "extra_forbidden":
        return f"there is no key {way[-1]} here", suggestion(str(way[-1]), _keys_at(way[:-1], places))
    if kind == "enum":
        expected = str(detail.get("ctx", {}).get("expected", "")).replace(" or ", ",")
        known = [word.strip("' ") for word in expected.split(",")]
        return f"{written!r} is none of the words that may stand here", suggestion(str(written), known)
    if kind == "too_short":
        return "at least one is needed here", _PAGE
    if kind == "string_type" and isinstance(written, bool):
        return "YAML reads this word as true or false", "put it in quotation marks"
    message = detail["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:], _PAGE


def _written(loc: tuple[int | str, ...], places: Places) -> Way:
    """Where the model's place stands in the file: a recommendation without elements is its own element."""
    for at in range(len(loc) - 1):
        composed = loc[at : at + 2] == ("elements", 0) and loc[: at + 2] not in places.by_path
        if composed:
            return (*loc[:at], *loc[at + 2 :])
    return tuple(loc)


def _keys_at(way: Way, places: Places) -> list[str]:
    """The keys that may be written at a place."""
    if not way:
        return [key for key in Register.model_fields if key != "sha256"]
    kind = parts_of(way)
    if kind == "criteria":
        return list(Criteria.model_fields)
    model = _NAMED.get(kind) or _LISTED.get(kind)
    if model is None:
        return []
    keys = list(model.model_fields)
    if model is Element:
        return [key for key in keys if key not in _COMPOSED]
    own = model is Recommendation and (*way, "elements") not in places.by_path
    return [*keys, *_OWN_ELEMENT] if own else keys
