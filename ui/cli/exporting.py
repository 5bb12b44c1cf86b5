"""Where ``review`` writes its files: decided and checked before the first draft is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.exports import exporters
from bot.reviewing.findings import Review
from ui.cli.errors import WrongUse
from ui.cli.targets import check_target, refused, write_target


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of export. ``folder``: one file for each draft goes into ``out``; else ``out`` is one file for all."""

    key: str
    out: Path
    folder: bool


def plan_exports(wanted: Mapping[str, Path], files: Sequence[Path], *, together: bool) -> list[Target]:
    """Check where exports go.

    A report, a paper or a matrix is one file for all drafts. A Word file holds one draft, so for several ``--docx`` names a folder.

    Args:
        wanted: export key ("docx") to the path that was given.
        files: the drafts.
        together: they are judged as one law.

    Raises:
        WrongUse: a folder does not exist, a file cannot be written, a draft would be overwritten, two exports go into one file, or a Word file is asked for several drafts.
    """
    several = len(files) > 1
    drafts = {path.resolve() for path in files}
    targets = []
    for key, out in wanted.items():
        if key == "docx" and several and together:
            raise WrongUse("a Word file holds one draft", where=f"--docx {out}", hint="leave out --together, or use --html")
        folder = key == "docx" and several
        try:
            _check(f"--{key}", out, drafts, folder=folder)
        except OSError as error:  # a name that the system does not even look up
            raise refused(error, f"--{key} {out}") from error
        targets.append(Target(key, out, folder))
    _check_apart(targets)
    return targets


def _check_apart(targets: Sequence[Target]) -> None:
    """Refuse one file for two exports: the second would replace the first. Pipes and devices may take several."""
    taken: dict[Path, str] = {}
    for target in targets:
        if target.out.exists() and not target.out.is_file():
            continue
        first = taken.setdefault(target.out.resolve(), target.key)
        if first != target.key:
            raise WrongUse(f"--{first} is to be written there, too", where=f"--{target.key} {target.out}", hint="name two files")


def _check(option: str, out: Path, drafts: set[Path], *, folder: bool) -> None:
    where = f"{option} {out}"
    if folder and (out.is_file() or out.suffix == ".docx"):
        raise WrongUse("several drafts need a folder", where=where, hint="name a folder, or review one file")
    if not folder and out.is_dir():
        raise WrongUse("this is a folder", where=where, hint="name a file")
    if not out.parent.is_dir():
        raise WrongUse(f"the folder {out.parent} does not exist", where=where, hint="make it first")
    if out.resolve() in drafts:
        raise WrongUse("this would overwrite the draft", where=where, hint="choose another name")
    check_target(out / "draft.docx" if folder and out.is_dir() else out, where)


def write_exports(targets: Sequence[Target], reviews: Sequence[Review], originals: Mapping[str, bytes]) -> Iterator[Path]:
    """Write the files and yield the path of each once it is there. Papers carry today's date.

    Args:
        targets: what to write.
        reviews: at least one.
        originals: the drafts' bytes by ``review.document.id``.

    Raises:
        ReviewError: a draft cannot be exported in this way.
        WrongUse: a file cannot be written.
    """
    known = exporters(dated=dt.datetime.now(tz=dt.UTC).astimezone().date())
    for target in targets:
        exporter = known[target.key]
        if not target.folder:
            write_target(target.out, exporter.export(reviews, originals), f"--{target.key} {target.out}")
            yield target.out
            continue
        target.out.mkdir(exist_ok=True)
        for review, name in zip(reviews, _file_names(reviews, exporter.suffix), strict=True):
            out = target.out / name
            write_target(out, exporter.export([review], originals), f"--{target.key} {out}")
            yield out


def _file_names(reviews: Sequence[Review], suffix: str) -> list[str]:
    """A name for each draft's own file; numbered where two drafts would share one."""
    stems = [Path(review.document.id).stem for review in reviews]
    counted = [stem if stems.count(stem) == 1 else f"{stem}-{number}" for number, stem in enumerate(stems, start=1)]
    return [f"{stem}.reviewed{suffix}" for stem in counted]
