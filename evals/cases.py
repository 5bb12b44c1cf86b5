"""Data sets: one JSON object a line, checked on loading, known by the sha256 of all that it holds."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.reviewing.findings import Verdict
from index.errors import DataError

Split = Literal["dev", "test"]
Alternatives = str | tuple[str, ...]
"""A string that must occur, or a list of which one must."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Case(_Model):
    """What every line has. ``split`` is "dev" (may be looked at while building) or "test" (only measured)."""

    id: str = Field(min_length=1)
    provenance: str = Field(min_length=1)
    split: Split
    tags: tuple[str, ...] = ()


class Message(_Model):
    """An earlier turn of the conversation."""

    role: Literal["user", "assistant"]
    content: str


class AskExpect(_Model):
    """What a right answer shows; datasets/ask/README.md says what each key asks."""

    status: Literal["answered", "refused"]
    quotes: tuple[str, ...] = ()
    facts: tuple[Alternatives, ...] = ()
    absent: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    corrects: bool = False
    recommendations: tuple[str, ...] = ()


class AskCase(Case):
    """A question to the guidance.

    ``guidance`` names further pages of the data set (its folder "guidance") that are loaded beside the shipped ones. ``note`` says
    why this is due.
    """

    guidance: tuple[str, ...] = ()
    question: str = Field(min_length=1)
    history: tuple[Message, ...] = ()
    expect: AskExpect
    note: str = ""


class Label(_Model):
    """The verdict that is due on one element. ``quote`` is verbatim from the draft; None where there is nothing to quote."""

    element: str
    verdict: Verdict
    quote: str | None = None
    why: str = ""
    unsure: bool = False


class ReviewCase(Case):
    """A draft with the verdicts that are due.

    ``draft`` is a path relative to the data set's folder, ``title`` what people know it by where that says nothing. Elements that are
    not listed are due the verdict ``otherwise``; where it is None they are not scored.
    """

    title: str = ""
    draft: str
    scope: Literal["auto", "whole", "extract"]
    expect: tuple[Label, ...]
    otherwise: Literal["missing"] | None = None


C = TypeVar("C", bound=Case)

GUIDANCE = "guidance"
"""The folder of a data set that holds guidance pages of its own."""


def datasets() -> Path:
    """The folder of the shipped data sets."""
    return Path(__file__).parent / "datasets"


def load_cases(path: Path, model: type[C]) -> tuple[C, ...]:
    """Read a data set of one kind of case.

    Args:
        path: a file of JSON lines; empty lines are skipped.
        model: the kind of case a line is.

    Raises:
        DataError: the file cannot be read, a line is not such a case, an id stands twice, or there is no case.
    """
    cases = [_parse(line, model, f"{path}:{number}") for number, line in _lines(path)]
    _check_ids(cases, path)
    if not cases:
        raise DataError("the data set holds no case", where=str(path))
    return tuple(cases)


def _check_ids(cases: Sequence[Case], where: Path) -> None:
    twice = [case_id for case_id, count in Counter(case.id for case in cases).items() if count > 1]
    if twice:
        raise DataError(f"the id {twice[0]} stands more than once", where=str(where), hint="give each case its own id")


def _lines(path: Path) -> list[tuple[int, str]]:
    text = read_text(path)
    return [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]


def read_text(path: Path) -> str:
    """Read a UTF-8 file of a data set.

    Raises:
        DataError: it is not there, or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(
            error.strerror or "the file cannot be read", where=str(path), hint="give the path of a data set"
        ) from error
    except UnicodeDecodeError as error:
        raise DataError("the file is not UTF-8 text", where=str(path)) from error


def _parse(line: str, model: type[C], where: str) -> C:
    try:
        return model.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise DataError(f"not JSON ({error.msg})", where=where, hint="one object a line") from error
    except ValidationError as error:
        raise wrong_value(error, where) from error


def wrong_value(error: ValidationError, where: str) -> DataError:
    """What is wrong in a case, by the first key that is."""
    first = error.errors()[0]
    at = ".".join(str(part) for part in first["loc"])
    return DataError(f"{at}: {first['msg']}", where=where, hint="see evals/README.md for the keys")


def sha256_of_files(paths: Iterable[Path]) -> str:
    """One sha256 (64 hex digits) for several files: of their names and contents, whatever order they are given in.

    Raises:
        DataError: one of them cannot be read.
    """
    whole = hashlib.sha256()
    for path in sorted(set(paths), key=lambda path: path.name):
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DataError(error.strerror or "the file cannot be read", where=str(path)) from error
        whole.update(f"{path.name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()


def load_ask(folder: Path | None = None) -> tuple[tuple[AskCase, ...], str]:
    """The questions of all files of JSON lines in the data set's folder, in the order of names, and its sha256.

    Raises:
        DataError: the data set cannot be used.
    """
    folder = folder or datasets() / "ask"
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise DataError("there are no questions here", where=str(folder), hint="put a file of JSON lines here")
    cases = tuple(case for path in paths for case in load_cases(path, AskCase))
    _check_ids(cases, folder)
    pages = {folder / GUIDANCE / f"{name}.md" for case in cases for name in case.guidance}
    return cases, sha256_of_files([*paths, *pages])


def load_review(folder: Path | None = None) -> tuple[tuple[ReviewCase, ...], str]:
    """The drafts with their verdicts, and the sha256 of the labels and all drafts.

    Raises:
        DataError: the data set cannot be used, or a draft is missing.
    """
    folder = folder or datasets() / "review"
    path = folder / "cases.jsonl"
    cases = load_cases(path, ReviewCase)
    return cases, sha256_of_files([path, *(folder / case.draft for case in cases)])


def select(cases: Sequence[C], *, split: Split | None = None, ids: Sequence[str] = ()) -> tuple[C, ...]:
    """The cases of one split, or with these ids; all where neither is given."""
    return tuple(case for case in cases if (split is None or case.split == split) and (not ids or case.id in ids))
