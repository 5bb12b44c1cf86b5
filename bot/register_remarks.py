"""Remarks on a register as it is written: raw data of YAML, walked without trust in its shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus.yaml_places import Path

Data = Mapping[str, Any]


class Level(StrEnum):
    """How grave a remark is. With an error no draft can be judged; a warning is most likely a slip; an info is only to be known."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be said of one place of a register."""

    level: Level
    path: Path
    what: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class WrittenElement:
    """An element as it is written: its id, where it stands, and its criteria with their place; None where it has none."""

    id: str
    path: Path
    criteria: Data | None

    @property
    def criteria_path(self) -> Path:
        """Where its criteria stand."""
        return (*self.path, "criteria")


def mapping(value: object) -> Data:
    """A value if it is a mapping, else an empty one; what has the wrong shape is for the grammar to say."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[Any]:
    """A value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def entries(data: Data, *keys: str, path: Path = ()) -> Iterator[tuple[Path, str, Data]]:
    """The named mappings under some keys: where each stands, its name, and itself."""
    for key in keys:
        for name, value in mapping(data.get(key)).items():
            yield (*path, key, str(name)), str(name), mapping(value)


def names_in(data: Data, *keys: str, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The names under some keys, each of which holds one name or a list of them, with where each stands."""
    for key in keys:
        value = data.get(key)
        if isinstance(value, str):
            yield (*path, key), value
        for index, name in enumerate(sequence(value)):
            if isinstance(name, str):
                yield (*path, key, index), name


def elements_in(data: Data) -> Iterator[WrittenElement]:
    """Every element, in order."""
    for index, recommendation in enumerate(map(mapping, sequence(data.get("recommendations")))):
        path: Path = ("recommendations", index)
        id_ = str(recommendation.get("id", index + 1))
        parts = sequence(recommendation.get("elements"))
        if not parts:
            yield WrittenElement(id_, path, _criteria(recommendation))
        for at, part in enumerate(map(mapping, parts)):
            yield WrittenElement(f"{id_}.{part.get('name', at + 1)}", (*path, "elements", at), _criteria(part))


def _criteria(part: Data) -> Data | None:
    criteria = part.get("criteria")
    return criteria if isinstance(criteria, dict) else None


def parts_of(path: Path) -> str:
    """What kind of part stands at a path: the key of the collection that it is a member of, or "criteria"; "" for others."""
    if path[-1] == "criteria":
        return "criteria"
    return str(path[-2]) if len(path) > 1 else ""
