"""The user's own cases: what a person has reviewed in practice, added to what is measured, apart from the shipped data sets."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Final

from pydantic import ValidationError

from bot.draft_files import DraftFile
from bot.reviewing.findings import Scope
from evals.cases import AskCase, AskExpect, C, Label, Message, ReviewCase, wrong_value
from evals.own_store import DRAFTS, OwnStore
from evals.run_heads import drop_run
from evals.runs import RUNS, list_runs
from evals.scorers import plain
from index.errors import DataError

ASK_OWN: Final = "ask-own"
REVIEW_OWN: Final = "review-own"
OWN_SUITES: Final = (ASK_OWN, REVIEW_OWN)
"""What own cases are run as; a case's id begins with its suite's name."""
PRACTICE: Final = "practice"
"""The tag of every own case."""
_THE_CASE: Final = "the case"
_ENDING: Final = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class OwnCases:
    """What has been added, in the order in which it was begun."""

    ask: tuple[AskCase, ...]
    review: tuple[ReviewCase, ...]


def own_cases(data_dir: Path) -> OwnCases:
    """All that has been added.

    Raises:
        DataError: a file of cases cannot be used; the error names its line.
    """
    store = OwnStore(data_dir)
    return OwnCases(tuple(store.asks().values()), tuple(store.reviews().values()))


def add_ask(
    data_dir: Path,
    question: str,
    expect: AskExpect,
    *,
    by: str,
    at: dt.datetime,
    history: Sequence[Message] = (),
    note: str = "",
    tags: Sequence[str] = (),
) -> AskCase:
    """Add a question with what a right answer shows; the same question, asked after the same ones, takes the place of the one before.

    Args:
        data_dir: the data directory.
        question: as it was put.
        expect: what is due.
        by: the reviewer's name.
        at: when it was reviewed, with its time zone.
        history: the turns before the question.
        note: why this is due.
        tags: besides "practice".

    Raises:
        DataError: no reviewer is named, the values make no case, or the cases cannot be read or written.
    """
    before = [plain(turn.content) for turn in history if turn.role == "user"]
    values = {
        "id": _id(ASK_OWN, *before, plain(question)),
        "provenance": _provenance("", "", by, at),
        "split": "dev",
        "tags": _merged([PRACTICE], tags),
        "question": question.strip(),
        "history": tuple(history),
        "expect": expect,
        "note": note.strip(),
    }
    case, store = _made(AskCase, values), OwnStore(data_dir)
    with store.turn():
        cases = store.asks()
        if (old := cases.get(case.id)) is not None:
            update = {"provenance": _provenance(old.provenance, "", by, at), "tags": _merged(old.tags, case.tags)}
            case = case.model_copy(update=update)
        store.write_asks({**cases, case.id: case}.values())
    return case


def add_review(
    data_dir: Path,
    draft: DraftFile,
    scope: Scope,
    labels: Sequence[Label],
    *,
    by: str,
    at: dt.datetime,
    tags: Sequence[str] = (),
) -> ReviewCase:
    """Add verdicts that are due on a draft; on the same draft in the same scope they join those of before, element by element.

    Args:
        data_dir: the data directory.
        draft: the file as it was reviewed; its bytes are kept.
        scope: how it is to be read.
        labels: the verdicts that are due; elements that no label names are not scored.
        by: the reviewer's name.
        at: when it was reviewed, with its time zone.
        tags: besides "practice".

    Raises:
        DataError: no reviewer is named, the values make no case, or the cases cannot be read or written.
    """
    file, elements = _file_name(draft), ", ".join(label.element for label in labels)
    values = {
        "id": _id(REVIEW_OWN, file, scope.value),
        "provenance": _provenance("", elements, by, at),
        "split": "dev",
        "tags": _merged([PRACTICE], tags),
        "title": draft.name,
        "draft": f"{DRAFTS}/{file}",
        "scope": scope.value,
        "expect": tuple(labels),
    }
    case, store = _made(ReviewCase, values), OwnStore(data_dir)
    with store.turn():
        cases = store.reviews()
        if (old := cases.get(case.id)) is not None:
            case = _joined(old, case, _provenance(old.provenance, elements, by, at))
        store.write_draft(case.draft, draft.data)
        store.write_reviews({**cases, case.id: case}.values())
    return case


def _joined(old: ReviewCase, new: ReviewCase, provenance: str) -> ReviewCase:
    """The labels of both; where both have one on an element, the later counts."""
    expect = {label.element: label for label in (*old.expect, *new.expect)}
    update = {"expect": tuple(expect.values()), "tags": _merged(old.tags, new.tags), "provenance": provenance}
    return old.model_copy(update=update)


def delete_case(data_dir: Path, case_id: str) -> tuple[str, ...]:
    """Delete a case for good: with its draft, and with the runs in which it was measured, since they hold its words.

    Returns:
        The ids of the runs that were deleted.

    Raises:
        DataError: there is no such case, or the cases cannot be read or written.
    """
    store = OwnStore(data_dir)
    with store.turn():
        asks, reviews = store.asks(), store.reviews()
        if case_id not in {*asks, *reviews}:
            raise DataError("there is no such case", where=case_id, hint="it may have been deleted already")
        if asks.pop(case_id, None):
            store.write_asks(asks.values())
        if reviews.pop(case_id, None):
            store.write_reviews(reviews.values())
        runs = runs_with(data_dir, case_id)
        for path in runs:
            drop_run(path)
    return tuple(path.stem for path in runs)


def runs_with(data_dir: Path, case_id: str) -> tuple[Path, ...]:
    """The files of runs in which an own case was measured, the oldest first; also those that can no longer be read as runs."""
    named = json.dumps(case_id).encode()
    return tuple(path for suite in OWN_SUITES for path in list_runs(data_dir / RUNS, suite) if named in path.read_bytes())


def _made(model: type[C], values: dict[str, Any]) -> C:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise wrong_value(error, _THE_CASE) from error


def _id(suite: str, *parts: str) -> str:
    return f"{suite}-{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]}"


def _file_name(draft: DraftFile) -> str:
    """The sha256 of its bytes, with what its name ends in, for that may say how it is read."""
    ending = PurePath(draft.name).suffix.lower()
    return hashlib.sha256(draft.data).hexdigest() + (ending if _ENDING.fullmatch(ending) else "")


def _provenance(before: str, elements: str, by: str, at: dt.datetime) -> str:
    """Where a case comes from: who reviewed what and when, the first first."""
    reviewer = " ".join(by.split())
    if not reviewer:
        raise DataError("the reviewer's name is empty", where=_THE_CASE, hint="say who reviewed it")
    about = f"{elements} " if elements else ""
    return f"{before or 'from practice'}; {about}reviewed by {reviewer}, {at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def _merged(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*one, *other]))
