"""The user's own guidance: files added to the data directory, and a folder that is remembered there.

data_dir/corpus/          copies of files that were added, and pages that were fetched
data_dir/corpus-folder    the path of a folder beside the shipped guidance, one line
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.errors import SettingsError
from bot.settings import Settings
from corpus.documents import Document
from corpus.errors import ReadError
from corpus.sources import GUIDANCE_SUFFIXES, SIDECAR_SUFFIX, is_page_name, load_page, page_paths, shipped_guidance
from corpus.whole_files import write_whole

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


def add_guidance(data_dir: Path, files: Sequence[Path], *, beside: Path | None = None) -> list[Added]:
    """Copy guidance files into the data directory; a file of the same name is replaced. Nothing is copied unless all can be read.

    A file of the same name ending in .yaml beside a page holds what the page cannot say of itself (title, source, date) and
    comes along.

    Args:
        data_dir: the data directory.
        files: the pages.
        beside: a folder of guidance that is loaded as well; its ids are taken, like those of the shipped pages.

    Raises:
        ReadError: a file cannot be read, has no name that a page may have, or its id is taken by another file.
    """
    folder = data_dir / ADDED
    documents = [load_page(path).document for path in files]
    _check_names(folder, files, elsewhere(beside))
    folder.mkdir(parents=True, exist_ok=True)
    return [Added(document, _copy(path, folder)) for path, document in zip(files, documents, strict=True)]


def elsewhere(beside: Path | None) -> dict[str, Path]:
    """The pages that are loaded from other folders than the data directory's, by id: the shipped ones, and those of a folder beside.

    Raises:
        ReadError: the folder is not there.
    """
    return page_paths([shipped_guidance(), *([beside] if beside else [])])


def added_pages(data_dir: Path) -> dict[str, Path]:
    """The pages that were added or fetched, by id.

    Raises:
        ReadError: two of them have one id.
    """
    folder = data_dir / ADDED
    return page_paths([folder]) if folder.is_dir() else {}


def remove_guidance(data_dir: Path, document_id: str) -> Path:
    """Delete a page that was added, and what stands beside it; the path that it had.

    Raises:
        ReadError: no page of this id was added. What ships, and a folder beside, are never touched.
    """
    path = added_pages(data_dir).get(document_id)
    if path is None:
        raise ReadError("no such document was added", where=document_id, hint="only what was added can be removed")
    path.unlink()
    path.with_suffix(SIDECAR_SUFFIX).unlink(missing_ok=True)
    return path


@contextmanager
def undone_on_error(data_dir: Path, ids: Collection[str]) -> Iterator[None]:
    """Put the added pages of some ids back as they were before the block if it fails, so that guidance never stands half changed."""
    folder = data_dir / ADDED
    before = _contents(folder, ids)
    try:
        yield
    except BaseException:
        for name in _contents(folder, ids).keys() - before.keys():
            (folder / name).unlink()
        for name, content in before.items():
            write_whole(folder / name, content)
        raise


def _contents(folder: Path, ids: Collection[str]) -> Mapping[str, bytes]:
    """The files of some ids: pages, and what stands beside them."""
    files = [path for path in folder.iterdir() if path.stem in ids and path.is_file()] if folder.is_dir() else []
    return {path.name: path.read_bytes() for path in files}


def _check_names(folder: Path, files: Iterable[Path], others: Mapping[str, Path]) -> None:
    """Ids are file names without the ending: no two of the pages that are loaded and the new files may share one."""
    taken = {**others, **(page_paths([folder]) if folder.is_dir() else {})}
    new: dict[str, Path] = {}
    for path in files:
        if not is_page_name(path.name):
            endings = ", ".join(sorted(GUIDANCE_SUFFIXES))
            raise ReadError("a file of this name is not taken for guidance", where=path.name, hint=f"guidance ends in {endings}")
        replaces = (folder / path.name).is_file()
        other = new.get(path.stem) or (None if replaces else taken.get(path.stem))
        if other is not None:
            raise ReadError(f"its id {path.stem} is taken by {other.name}", where=path.name, hint="rename the file")
        new[path.stem] = path


def _copy(path: Path, folder: Path) -> Literal["added", "replaced", "unchanged"]:
    """Put a page and what stands beside it into the folder; of the page that it replaces nothing stays."""
    target, sidecar = folder / path.name, path.with_suffix(SIDECAR_SUFFIX)
    before = [_content(target), _content(folder / sidecar.name)]
    if path.resolve() != target.resolve():
        shutil.copyfile(path, target)
        if sidecar.is_file():
            shutil.copyfile(sidecar, folder / sidecar.name)
        else:
            (folder / sidecar.name).unlink(missing_ok=True)
    if before[0] is None:
        return "added"
    return "unchanged" if before == [_content(target), _content(folder / sidecar.name)] else "replaced"


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
