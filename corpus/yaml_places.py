"""Where things stand in a YAML file: the line and column of every entry, and keys that stand twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

Path = tuple[str | int, ...]
"""The way to an entry from the top: keys of mappings, indices of lists."""


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Places:
    """The places of all entries of a file, by path; and the paths of keys that stand twice in one mapping, at the second."""

    by_path: Mapping[Path, Place]
    doubled: tuple[tuple[Path, Place], ...]

    def nearest(self, path: Path) -> Place | None:
        """The place of an entry, or of the innermost entry around it that is there; None for an empty file."""
        return next((self.by_path[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.by_path), None)


def places_of(text: str) -> Places:
    """Read the places out of a YAML text.

    Raises:
        yaml.YAMLError: the text is not YAML.
    """
    found: dict[Path, Place] = {}
    doubled: list[tuple[Path, Place]] = []
    root = yaml.compose(text, yaml.SafeLoader)
    if root is not None:
        found[()] = _place(root)
        for path, place in _walk(root, (), ()):
            if path in found:
                doubled.append((path, place))
            else:
                found[path] = place
    return Places(found, tuple(dict.fromkeys(doubled)))


def _walk(node: yaml.Node, path: Path, above: tuple[int, ...]) -> Iterator[tuple[Path, Place]]:
    """Every entry below a node. An alias is walked where it is used; one inside itself is not."""
    if id(node) in above:
        return
    above = (*above, id(node))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield (*path, index), _place(item)
            yield from _walk(item, (*path, index), above)
    elif isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            name = str(key.value)
            yield (*path, name), _place(key)
            if name not in seen:
                yield from _walk(value, (*path, name), above)
            seen.add(name)


def _place(node: yaml.Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)
