"""From practice into the suite: what a reviewer says of an answer, a finding or an override, as a case that can be run again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from bot.draft_files import DraftFile
from bot.reviewing.findings import Finding, OverrideKind, Review, Scope, Verdict
from bot.workspace.values import Erred
from corpus.documents import Document, find_quote
from corpus.errors import QuoteNotFound
from evals.added import add_review
from evals.cases import Label, ReviewCase
from index.errors import DataError

TOOL_ERRED: Final = "tool_erred"
"""The tag of cases that come from an override which says that the tool erred."""
WITHOUT_WORDS: Final = frozenset({Verdict.MISSING, Verdict.NEEDS_REVIEW})
"""Verdicts for which no words of the draft can be quoted."""
_ONE_DRAFT: Final = "a case holds one draft, and this review is of several files"


def verbatim(quotes: Iterable[str], documents: Sequence[Document]) -> tuple[str, ...]:
    """Quotes as they stand in the texts, each once; empty ones are left out.

    Raises:
        QuoteNotFound: one stands in none of the documents.
    """
    return tuple(dict.fromkeys(_as_it_stands(quote, documents) for quote in quotes if quote.strip()))


def _as_it_stands(quote: str, documents: Sequence[Document]) -> str:
    for document in documents:
        try:
            start, end = find_quote(document, quote.strip())
        except QuoteNotFound:
            continue
        return document.text[start:end]
    where = documents[0].id if len(documents) == 1 else "the guidance"
    raise QuoteNotFound(f"the words {quote.strip()[:80]!r} are not in the text", where=where, hint="quote the text verbatim")


def can_be_case(review: Review) -> bool:
    """Whether a finding of this review can become a case: it is of one file."""
    return not review.document.files


def add_finding(
    data_dir: Path, review: Review, draft: DraftFile, due: Label, *, by: str, at: dt.datetime, tags: Sequence[str] = ()
) -> ReviewCase:
    """Add what is due on one element of a reviewed draft.

    Args:
        data_dir: the data directory.
        review: the review of the draft.
        draft: the file that was reviewed.
        due: the verdict; its quote, where it has one, is looked up in the draft, and left out for verdicts without words.
        by: the reviewer's name.
        at: when it was reviewed, with its time zone.
        tags: besides "practice".

    Raises:
        DataError: the review is of several files or of another draft, or the case cannot be made or written.
        QuoteNotFound: the quote is not in the draft.
    """
    if not can_be_case(review):
        raise DataError(_ONE_DRAFT, where=review.document.id, hint="review the file alone")
    _check_same(review, draft)
    quotes = () if due.quote is None or due.verdict in WITHOUT_WORDS else verbatim([due.quote], [review.document])
    label = due.model_copy(update={"quote": quotes[0] if quotes else None, "why": due.why.strip()})
    return add_review(data_dir, draft, review.scope, [label], by=by, at=at, tags=tags)


def add_override(data_dir: Path, review: Review, finding: Finding, draft: DraftFile) -> ReviewCase:
    """Add the verdict that a reviewer's override says is due.

    Raises:
        DataError: there is no override which says that the tool erred, or as for ``add_finding``.
    """
    said = finding.override
    if said is None or said.kind is not OverrideKind.TOOL_ERRED:
        what = "only an override which says that the tool erred is a case"
        raise DataError(what, where=finding.element.id, hint="the others say nothing of the tool")
    due = Label(element=finding.element.id, verdict=said.verdict, why=said.reason)
    return add_finding(data_dir, review, draft, due, by=said.by, at=dt.datetime.fromisoformat(said.at), tags=[TOOL_ERRED])


def add_erred(data_dir: Path, erred: Erred, drafts: Sequence[DraftFile]) -> ReviewCase:
    """Add an error of the tool as the workspace has kept it.

    Args:
        data_dir: the data directory.
        erred: what the reviewer has put right.
        drafts: the files of the review, whose sha256s it names.

    Raises:
        DataError: the review is of several files or of others, or the case cannot be made or written.
    """
    if len(drafts) != 1 or len(erred.draft_sha256s) != 1:
        raise DataError(_ONE_DRAFT, where=erred.review_name, hint="review the file alone")
    (draft,) = drafts
    _check_sha256(draft, erred.draft_sha256s[0])
    due = Label(element=erred.finding_id, verdict=erred.verdict, why=erred.note.strip())
    return add_review(data_dir, draft, Scope(erred.scope), [due], by=erred.by, at=erred.at, tags=[TOOL_ERRED])


def _check_same(review: Review, draft: DraftFile) -> None:
    if review.document.file_sha256:  # text that was put together by hand has none
        _check_sha256(draft, review.document.file_sha256)


def _check_sha256(draft: DraftFile, sha256: str) -> None:
    if hashlib.sha256(draft.data).hexdigest() != sha256:
        raise DataError("this is not the file that was reviewed", where=draft.name, hint="review it again")
