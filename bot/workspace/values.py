"""What the workspace hands out. All times are aware, in UTC; JSON is as the command line prints it (``bot.contract``)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from bot.reviewing.findings import OverrideKind, Verdict

Json = dict[str, Any]

LOCAL_USER: Final = "local"
"""The one user where nobody signs in."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation by its title. ``updated_at`` is when something was last asked in it."""

    id: str
    title: str
    created_at: dt.datetime
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and the JSON of its answer (``ask_json``)."""

    question: str
    answer: Json
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class RegisterStamp:
    """The register that a review was made against, as it was then."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReviewHead:
    """A saved review without its findings, for lists.

    ``updated_at`` is when it was saved or last overridden; ``upload_sha256s`` are of its files, in the order they were given in.
    """

    id: str
    name: str
    created_at: dt.datetime
    updated_at: dt.datetime
    scope: str
    register: RegisterStamp
    upload_sha256s: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedReview(ReviewHead):
    """A saved review with its JSON (``review_json``)."""

    review: Json


@dataclass(frozen=True, slots=True)
class Usage:
    """How much a user keeps. A file counts once, however many reviews have it; ``upload_bytes`` are its bytes as it was given in."""

    threads: int
    reviews: int
    uploads: int
    upload_bytes: int


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a review, under the name it had there; its bytes are fetched by the sha256. ``size`` is in bytes."""

    sha256: str
    name: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Override:
    """What a reviewer says of one finding.

    ``tool_verdict`` is what the tool had said; ``verdict`` is the right one where the tool erred, and None otherwise. The latest of a
    finding counts; an earlier one has the time at which it was ``superseded``.
    """

    review_id: str
    finding_id: str
    kind: OverrideKind
    tool_verdict: Verdict
    verdict: Verdict | None
    note: str
    by: str
    at: dt.datetime
    superseded_at: dt.datetime | None = None

    @property
    def counts(self) -> bool:
        """Whether it is the latest of its finding."""
        return self.superseded_at is None


@dataclass(frozen=True, slots=True)
class Erred:
    """An error of the tool that a reviewer has put right, with what makes a case of it: the draft's files, the finding, the verdict due."""

    review_id: str
    review_name: str
    draft_sha256s: tuple[str, ...]
    register: RegisterStamp
    scope: str
    finding_id: str
    tool_verdict: Verdict
    verdict: Verdict
    note: str
    by: str
    at: dt.datetime
