"""The user's own guidance: files added to the data directory, and a folder that is remembered there.

data_dir/corpus/          copies of files that were added
data_dir/corpus-folder    the path of a folder beside the shipped guidance, one line
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.errors import SettingsError
from bot.settings import Settings
from corpus.documents import Document
from corpus.errors import ReadError
from corpus.sources import SIDECAR_SUFFIX, load_page, page_paths, shipped_guidance

ADDED = "corpus"
_FOLDER = "corpus-folder"


@dataclass(frozen=True, slots=True)
class Added:
    """A guidance file that was taken in; ``change`` says what that did to the data directory."""

    document: Document
    change: Literal["added", "replaced", "unchanged"]


def remember_folder(data_dir: Path, folder: Path) -> None:
    """Keep a folder of guidance for later commands; the last one given counts.

    Raises:
        SettingsError: there is no such folder.
    """
    if not folder.is_dir():
        raise SettingsError("there is no such folder", where=str(folder), hint="give a folder of guidance files")
    data_dir.mkdir(parents=True, exist_ok=True)
    (data_dir / _FOLDER).write_text(f"{folder.resolve()}\n", encoding="utf-8")


def settings_with_folder(settings: Settings) -> Settings:
    """The settings with the remembered folder, unless they name one themselves. The shipped guidance is never counted twice.

    Raises:
        SettingsError: the folder that is named or remembered is not there.
    """
    note = settings.data_dir / _FOLDER
    folder = settings.corpus_dir
    if folder is None and note.is_file():
        folder = Path(note.read_text(encoding="utf-8").strip())
    if folder is None:
        return settings
    if not folder.is_dir():
        raise SettingsError("the folder of guidance is not there", where=str(folder), hint=f"put it back, or delete {note}")
    same = folder.resolve() == shipped_guidance().resolve()
    return settings.model_copy(update={"corpus_dir": None if same else folder})


def add_guidance(data_dir: Path, files: Sequence[Path]) -> list[Added]:
    """Copy guidance files into the data directory; a file of the same name is replaced. Nothing is copied unless all can be read.

    A file of the same name ending in .yaml beside a page holds what the page cannot say of itself (title, source, date) and
    comes along.

    Raises:
        ReadError: a file cannot be read, or its id is taken by another file.
    """
    folder = data_dir / ADDED
    documents = [load_page(path).document for path in files]
    _check_ids(folder, files)
    folder.mkdir(parents=True, exist_ok=True)
    return [Added(document, _copy(path, folder)) for path, document in zip(files, documents, strict=True)]


def _check_ids(folder: Path, files: Sequence[Path]) -> None:
    """Ids are file names without the ending: no two of the shipped, the added and the new files may share one."""
    taken = page_paths([shipped_guidance(), *([folder] if folder.is_dir() else [])])
    new: dict[str, Path] = {}
    for path in files:
        replaces = (folder / path.name).is_file()
        other = new.get(path.stem) or (None if replaces else taken.get(path.stem))
        if other is not None:
            raise ReadError(f"its id {path.stem} is taken by {other}", where=str(path), hint="rename the file")
        new[path.stem] = path


def _copy(path: Path, folder: Path) -> Literal["added", "replaced", "unchanged"]:
    target = folder / path.name
    sidecar = path.with_suffix(SIDECAR_SUFFIX)
    before = [_content(target), _content(folder / sidecar.name)]
    for source in (path, sidecar):
        if source.is_file() and source.resolve() != (folder / source.name).resolve():
            shutil.copyfile(source, folder / source.name)
    if before[0] is None:
        return "added"
    return "unchanged" if before == [_content(target), _content(folder / sidecar.name)] else "replaced"


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
