"""Lists of pages that can be fetched: those that ship, and the user's own, which count instead.

data_dir/lists/NAME.toml
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from corpus.page_lists import parse_list
from corpus.sources import shipped_lists
from corpus.whole_files import write_whole

LISTS: Final = "lists"


def lists_of(data_dir: Path) -> dict[str, Path]:
    """The lists by name: the user's own, and of those that ship the ones that the user has no copy of."""
    found = {path.stem: path for folder in (shipped_lists(), data_dir / LISTS) for path in folder.glob("*.toml")}
    return dict(sorted(found.items()))


def own_lists(data_dir: Path) -> dict[str, Path]:
    """The lists that the user has, by name."""
    return {name: path for name, path in lists_of(data_dir).items() if path.parent == data_dir / LISTS}


def copy_lists(data_dir: Path) -> list[Path]:
    """Copy the lists that ship to where the user can edit them; a copy that is there stays as it is. The new copies' paths."""
    folder = data_dir / LISTS
    missing = [path for path in sorted(shipped_lists().glob("*.toml")) if not (folder / path.name).exists()]
    for path in missing:
        write_whole(folder / path.name, path.read_bytes())
    return [folder / path.name for path in missing]


def save_list(data_dir: Path, name: str, source: str) -> None:
    """Keep a list as the user has written it.

    Raises:
        ReadError: it is no list; what was kept before stays.
    """
    parse_list(source, f"{name}.toml")
    write_whole(data_dir / LISTS / f"{name}.toml", source.encode())
