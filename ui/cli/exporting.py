"""Where ``review`` and ``compare`` write their files: decided and checked before the first draft is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.exports import exporters
from bot.reviewing.findings import Comparison, Review
from ui.cli.errors import WrongUse
from ui.cli.targets import check_target, refused, write_target


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of export. ``folder``: one file for each draft goes into ``out``; else ``out`` is one file for all."""

    key: str
    out: Path
    folder: bool


_OWN = ("docx", "gaps")
"""Exports of which each draft has its own."""


def plan_exports(
    wanted: Mapping[str, Path], files: Sequence[Path], *, together: bool = False, gaps_sheet: bool = False
) -> list[Target]:
    """Check where exports go.

    A report, a paper or a matrix is one file for all drafts. A Word file holds one draft, so for several ``--docx`` names a folder. A sheet of gaps stands
    beside the Word file: "bill.gaps.docx" beside "bill.docx".

    Args:
        wanted: export key ("docx") to the path that was given.
        files: the drafts.
        together: they are judged as one law.
        gaps_sheet: a sheet of gaps goes with the Word file.

    Raises:
        WrongUse: a sheet is wanted without a Word file, a folder does not exist, a file cannot be written, a draft would be overwritten, two exports go into one file, or a Word file is asked for several drafts.
    """
    several = len(files) > 1
    if gaps_sheet:
        wanted = _with_sheet(wanted, several=several)
    drafts = {path.resolve() for path in files}
    targets = []
    for key, out in wanted.items():
        if key == "docx" and several and together:
            raise WrongUse("a Word file holds one draft", where=f"--docx {out}", hint="leave out --together, or use --html")
        folder = key in _OWN and several
        try:
            _check(f"--{key}", out, drafts, folder=folder)
        except OSError as error:  # a name that the system does not even look up
            raise refused(error, f"--{key} {out}") from error
        targets.append(Target(key, out, folder))
    _check_apart(targets)
    return targets


def _with_sheet(wanted: Mapping[str, Path], *, several: bool) -> dict[str, Path]:
    """The same with the sheet of gaps: in the folder of the Word files, or beside the one."""
    if "docx" not in wanted:
        raise WrongUse("a sheet of gaps goes with a Word file", where="--gaps sheet", hint="add --docx OUT")
    out = wanted["docx"]
    return {**wanted, "gaps": out if several else out.with_name(f"{out.stem}.gaps.docx")}


def _check_apart(targets: Sequence[Target]) -> None:
    """Refuse one file for two exports: the second would replace the first. Pipes and devices may take several."""
    taken: dict[Path, Target] = {}
    for target in targets:
        if target.out.exists() and not target.out.is_file():
            continue
        first = taken.setdefault(target.out.resolve(), target)
        if first is not target and not (first.folder and target.folder):
            raise WrongUse(
                f"--{first.key} is to be written there, too", where=f"--{target.key} {target.out}", hint="name two files"
            )


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
    has_sheet = any(target.key == "gaps" for target in targets)
    known = exporters(dated=dt.datetime.now(tz=dt.UTC).astimezone().date(), summary_comment=not has_sheet)
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


def write_comparison(targets: Sequence[Target], comparison: Comparison) -> Iterator[Path]:
    """Write the files on two versions and yield the path of each once it is there.

    Raises:
        WrongUse: a file cannot be written.
    """
    from bot.exports.comparison_exporters import comparison_exporters

    known = comparison_exporters()
    for target in targets:
        write_target(target.out, known[target.key].export(comparison), f"--{target.key} {target.out}")
        yield target.out


def _file_names(reviews: Sequence[Review], suffix: str) -> list[str]:
    """A name for each draft's own file; numbered where two drafts would share one."""
    stems = [Path(review.document.id).stem for review in reviews]
    counted = [stem if stems.count(stem) == 1 else f"{stem}-{number}" for number, stem in enumerate(stems, start=1)]
    return [f"{stem}.reviewed{suffix}" for stem in counted]
