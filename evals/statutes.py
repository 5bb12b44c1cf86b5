"""The suite ``statutes``: real statutes with a careful annotator's verdicts, from a folder given by path; none are shipped.

The folder holds ``labels.json`` (a list of {"id", "file", "source", "verdicts": [{"element", "verdict", "quote", "clause", "unsure",
"note"}]}) and the statutes beside it. A first line "# SOURCE: ..." is the annotator's and not read as law.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.draft_files import DraftFile
from bot.reviewing.findings import Verdict
from evals.cases import Label, ReviewCase, read_text, sha256_of_files
from evals.suites.base import Suite
from evals.suites.review import MEASURES, SURE_MEASURES, produce_review, score_review
from index.errors import DataError

NAME = "statutes"
SOURCE = "# SOURCE:"


LABELS = "labels.json"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Labelled(_Model):
    element: str
    verdict: Verdict
    quote: str | None = None
    clause: str | None = None
    unsure: bool = False
    note: str = ""


class _Statute(_Model):
    id: str
    file: str
    source: str
    verdicts: tuple[_Labelled, ...]


def statutes_suite(folder: Path) -> Suite[ReviewCase]:
    """The suite on the statutes in a folder, or in the first of its folders that is named statutes-something.

    Raises:
        DataError: the labels or a statute cannot be read.
    """
    folder = (
        folder
        if (folder / LABELS).is_file()
        else next((path.parent for path in sorted(folder.glob(f"statutes*/{LABELS}"))), folder)
    )
    labels = folder / LABELS
    statutes = _load(labels)
    sha256 = sha256_of_files([labels, *(folder / statute.file for statute in statutes)])
    produce = partial(produce_review, read=partial(read_statute, folder))
    return Suite(NAME, tuple(map(_case, statutes)), sha256, (*MEASURES, *SURE_MEASURES), produce, score_review)


def _load(path: Path) -> list[_Statute]:
    try:
        return TypeAdapter(list[_Statute]).validate_python(json.loads(read_text(path)))
    except (json.JSONDecodeError, ValidationError) as error:
        raise DataError(
            f"these are not labelled statutes ({error})", where=str(path), hint="evals/README.md gives the format"
        ) from error


def _case(statute: _Statute) -> ReviewCase:
    return ReviewCase(
        id=statute.id,
        provenance=statute.source,
        split="dev",
        tags=(f"statute-{statute.id}",),
        draft=statute.file,
        scope="whole",
        expect=tuple(
            Label(element=one.element, verdict=one.verdict, quote=one.quote, why=one.note, unsure=one.unsure)
            for one in statute.verdicts
        ),
    )


def read_statute(folder: Path, case: ReviewCase) -> DraftFile:
    """A statute without the annotator's line on its source."""
    text = read_text(folder / case.draft)
    if text.startswith(SOURCE):
        text = text.partition("\n")[2]
    return DraftFile(Path(case.draft).name, text.encode())
