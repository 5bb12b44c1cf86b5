"""Where the corpus comes from: folders of guidance and of registers, those that ship and those a user adds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePath

from corpus.documents import Document, Reading
from corpus.errors import LexiconError, ReadError, RegisterError
from corpus.kept_readings import KeptReadings
from corpus.lexicons import lexicon
from corpus.readers import Wishes, file_bytes, read_bytes
from corpus.readers.frontmatter import FrontMatter, parse_front_matter

GUIDANCE_SUFFIXES = frozenset({".md", ".markdown", ".txt", ".html", ".htm", ".docx", ".pdf"})
SIDECAR_SUFFIX = ".yaml"
OLD_AFTER_YEARS = 5


def shipped_guidance() -> Path:
    """The folder of guidance that ships with the package."""
    return Path(__file__).parent / "guidance"


def shipped_registers() -> Path:
    """The folder of registers that ships with the package."""
    return Path(__file__).parent / "registers"


def shipped_lists() -> Path:
    """The folder of lists of pages that can be fetched (corpus/fetch.py), which ships with the package."""
    return Path(__file__).parent / "guidance_lists"


def is_page_name(name: str) -> bool:
    """Whether a file of this name is a page of guidance: one of the known endings, no README, nothing hidden or set aside."""
    path = PurePath(name)
    return path.suffix.lower() in GUIDANCE_SUFFIXES and not path.name.startswith((".", "_")) and path.stem.casefold() != "readme"


def load_corpus(folders: Sequence[Path], kept: KeptReadings | None = None) -> dict[str, Document]:
    """Read every guidance page of some folders.

    A page's id is its file's name without the ending. Front matter stands at a page's beginning, or, for formats that have
    none, in a file of the same name ending in .yaml. Files whose names begin with "." or "_", and README files, are no pages.

    Args:
        folders: where the pages lie.
        kept: readings from before. A page that it has is not read again, one that it lacks is added, and once all pages are there
            it lets go of all others.

    Returns:
        Documents by id, in the order of folders and names.

    Raises:
        ReadError: a folder is not there, a page cannot be read, its front matter is wrong, or two pages have one id.
    """
    if kept is None:
        return {path.stem: load_page(path).document for path in _pages(folders)}
    documents: dict[str, Document] = {}
    keys: set[str] = set()
    for path in _pages(folders):
        page = _open_page(path)
        key = kept.key(path.stem, path.name, page.data, page.sidecar)
        documents[path.stem] = kept.get(key) or kept.keep(key, read_page(page).document)
        keys.add(key)
    kept.keep_only(keys)
    return documents


def page_paths(folders: Sequence[Path]) -> dict[str, Path]:
    """The guidance pages of some folders by their ids, unread.

    Raises:
        ReadError: a folder is not there, or two pages have one id.
    """
    return {path.stem: path for path in _pages(folders)}


def load_page(path: Path) -> Reading:
    """Read one guidance page, with its front matter, without its web furniture.

    Raises:
        ReadError: it cannot be read, or its front matter is wrong.
    """
    return read_page(_open_page(path))


@dataclass(frozen=True, slots=True)
class PageFile:
    """All that a page is read from: its file's bytes, and those of the file beside it; None where there is none. ``path`` names it."""

    path: Path
    data: bytes
    sidecar: bytes | None


def _open_page(path: Path) -> PageFile:
    """The bytes of a page, taken once: what a reading is kept under is what was read, even if the file is changed meanwhile."""
    data = file_bytes(path)
    sidecar = path.with_suffix(SIDECAR_SUFFIX)
    return PageFile(path, data, sidecar.read_bytes() if sidecar.is_file() else None)


def read_page(page: PageFile) -> Reading:
    """Read a page from bytes, as ``load_page`` does from the disk.

    Raises:
        ReadError: it cannot be read, or its front matter is wrong.
    """
    wording = _Wording()
    path = page.path
    reading = read_bytes(page.data, path.name, document_id=path.stem, wishes=Wishes(drop=wording.is_furniture, strict=True))
    document = reading.document
    if page.sidecar is not None:
        document = _with(document, parse_front_matter(page.sidecar.decode(), path.with_suffix(SIDECAR_SUFFIX).name))
    if document.last_edited is None and wording.last_edited is not None:
        document = replace(document, last_edited=wording.last_edited)
    return replace(reading, document=document)


def list_registers(folders: Sequence[Path]) -> dict[str, Path]:
    """The register files of some folders, by the id in each, which is its file's name without the ending.

    Raises:
        RegisterError: two files have one id.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
            if path.stem in found:
                raise RegisterError(
                    f"another register has the same id, {found[path.stem]}", where=str(path), hint="rename one of the two"
                )
            found[path.stem] = path
    return found


def check_corpus(documents: Mapping[str, Document], *, today: dt.date | None = None) -> list[str]:
    """Say what a careful librarian would note: no date, an old date, no address.

    Returns:
        One line a warning, in the order of the documents.
    """
    now = today or dt.datetime.now(tz=dt.UTC).date()
    return [warning for document in documents.values() for warning in _warnings(document, now)]


def _warnings(document: Document, today: dt.date) -> Iterable[str]:
    if document.source_url is None:
        yield f"{document.id}: no source_url, so readers cannot go to the page itself"
    if document.last_edited is None:
        yield f"{document.id}: no last_edited, so nobody can tell how old it is"
    elif document.last_edited > today:
        yield f"{document.id}: last edited {document.last_edited.isoformat()}, which is in the future"
    elif (today - document.last_edited).days > OLD_AFTER_YEARS * 365.25:
        yield f"{document.id}: last edited {document.last_edited.isoformat()}, more than {OLD_AFTER_YEARS} years ago"


def _pages(folders: Sequence[Path]) -> Iterator[Path]:
    """The files of pages, no two of one id."""
    paths: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise ReadError("there is no such folder", where=str(folder), hint="check the path of the corpus")
        for path in sorted(folder.iterdir()):
            if not (is_page_name(path.name) and path.is_file()):
                continue
            if path.stem in paths:
                raise ReadError(
                    f"another page has the same id, {paths[path.stem]}", where=str(path), hint="rename one of the two"
                )
            paths[path.stem] = path
            yield path


def _with(document: Document, front: FrontMatter) -> Document:
    """A document with what its sidecar says of it."""
    stated = {key: value for key, value in front.model_dump().items() if value is not None}
    return replace(document, **stated)


class _Wording:
    """Tells a page's furniture from its text, and keeps the date that the furniture states."""

    def __init__(self) -> None:
        self._is_line, self._date = _furniture()
        self.last_edited: dt.date | None = None

    def is_furniture(self, text: str) -> bool:
        if not self._is_line(text):
            return False
        found = self._date.fullmatch(text)
        if found and self.last_edited is None:
            self.last_edited = _long_date(found["date"])
        return True


@cache
def _furniture() -> tuple[Callable[[str], bool], re.Pattern[str]]:
    data = lexicon("furniture")
    try:
        lines = frozenset(line.casefold() for line in data["lines"])
        patterns = [re.compile(pattern, re.IGNORECASE) for pattern in data["patterns"]]
        date = re.compile(data["last_edited"], re.IGNORECASE)
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise LexiconError(f"it needs lines, patterns and last_edited ({error})", where="lexicon/furniture.yaml") from error

    def is_line(text: str) -> bool:
        words = " ".join(text.split())
        return words.casefold() in lines or any(pattern.fullmatch(words) for pattern in patterns)

    return is_line, date


def _long_date(words: str) -> dt.date | None:
    """A date like "January 25, 2011"; None where it is none."""
    try:
        return dt.datetime.strptime(words, "%B %d, %Y").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
