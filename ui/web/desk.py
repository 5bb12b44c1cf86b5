"""What a session has reviewed: the reviews with what a reviewer says of them, the files they were made from, and what was made of them.

A desk lives in its session's state and nowhere else. What is kept beyond the session is ``kept_reviews``'s to say.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from bot.answering.drafts import DraftAnswerer
from bot.draft_files import DraftFile
from bot.exports import exporters
from bot.reviewing.findings import Comparison, Finding, OverrideKind, Review, Scope, Verdict
from bot.workspace.overriding import check_fit, overridden
from bot.workspace.values import Override
from ui.web.components.dates import today
from ui.web.wiring import client

_DESK = "review.desk"
_MOST_REVIEWS = 12
_MOST_EXPORTS = 24


@dataclass(frozen=True, slots=True)
class Entry:
    """A review on the desk. ``files`` are what it was made from, ``kept_as`` its id in the workspace; None where it is not kept."""

    key: str
    review: Review
    files: tuple[DraftFile, ...]
    overrides: tuple[Override, ...] = ()
    kept_as: str | None = None

    @property
    def name(self) -> str:
        """What people know it by."""
        return self.review.document.id


@dataclass(frozen=True, slots=True)
class Saying:
    """What a reviewer says of a finding; ``verdict`` only where the tool erred."""

    kind: OverrideKind
    verdict: Verdict | None
    note: str
    by: str


@dataclass(slots=True)
class Desk:
    """The reviews of a session by their keys, the oldest first; ``current`` is the one on show."""

    entries: dict[str, Entry] = field(default_factory=dict)
    exports: dict[tuple[str, ...], bytes] = field(default_factory=dict)
    answerers: dict[str, DraftAnswerer] = field(default_factory=dict)
    comparisons: dict[tuple[str, str], Comparison] = field(default_factory=dict)
    current: str | None = None


def desk() -> Desk:
    """This session's desk."""
    kept: Desk = st.session_state.setdefault(_DESK, Desk())
    return kept


def current() -> Entry | None:
    """The review on show; None before the first."""
    on = desk()
    return None if on.current is None else on.entries.get(on.current)


def show(key: str) -> None:
    """Put one of the reviews on show."""
    on = desk()
    on.current = key if key in on.entries else on.current


def key_of(files: Sequence[DraftFile], scope: Scope) -> str:
    """The sha256 of names, bytes and scope: the same draft is reviewed once."""
    digest = hashlib.sha256(scope.value.encode())
    for file in files:
        digest.update(f"\0{file.name}\0{len(file.data)}\0".encode())
        digest.update(file.data)
    return digest.hexdigest()


def reviewed(files: Sequence[DraftFile], scope: Scope, progress: Callable[[str], None]) -> Entry:
    """The review of a draft, or of several files as one law, done now or from before; it comes on show.

    Raises:
        ReadError: a file cannot be read; what was on show stays there.
    """
    key = key_of(files, scope)
    found = desk().entries.get(key)
    if found is None:
        review = client().review_together(tuple(files), scope=scope, progress=progress)
        found = Entry(key, review, tuple(files))
    return put(found)


def put(entry: Entry) -> Entry:
    """Lay a review on the desk, in the place of an older one with its key, and show it; the oldest makes room."""
    on = desk()
    on.entries[entry.key] = entry
    on.current = entry.key
    while len(on.entries) > _MOST_REVIEWS:
        forget(next(iter(on.entries)))
    _drop_made(on, entry.key)
    return entry


def forget(key: str) -> None:
    """Take a review off the desk, with all that was made of it."""
    on = desk()
    on.entries.pop(key, None)
    _drop_made(on, key)
    if on.current == key:
        on.current = next(reversed(on.entries), None)


def _drop_made(on: Desk, key: str) -> None:
    """What was made of a review goes when the review changes."""
    on.exports = {made: data for made, data in on.exports.items() if key not in made}
    on.comparisons = {keys: made for keys, made in on.comparisons.items() if key not in keys}
    on.answerers.pop(key, None)


def override(entry: Entry, finding: Finding, said: Saying) -> Entry:
    """Let a reviewer's word stand beside a finding, in this session alone.

    Raises:
        WorkspaceError: verdict or note do not fit the kind.
    """
    check_fit(said.kind, said.verdict, finding.verdict, said.note)
    made = Override(
        review_id=entry.key,
        finding_id=finding.element.id,
        kind=said.kind,
        tool_verdict=finding.verdict,
        verdict=said.verdict,
        note=said.note,
        by=said.by,
        at=dt.datetime.now(dt.UTC),
    )
    others = tuple(one for one in entry.overrides if one.finding_id != made.finding_id)
    return with_overrides(entry, (*others, made))


def with_overrides(entry: Entry, overrides: Sequence[Override]) -> Entry:
    """Lay the review on the desk with these overrides, and no others."""
    return put(replace(entry, review=overridden(entry.review, overrides), overrides=tuple(overrides)))


def answerer() -> DraftAnswerer | None:
    """What answers questions about the review on show; made once a review."""
    on, entry = desk(), current()
    if entry is None:
        return None
    if entry.key not in on.answerers:
        on.answerers = {entry.key: client().about(entry.review)}
    return on.answerers[entry.key]


def compared(old: Entry, new: Entry) -> Comparison:
    """Two reviews of the desk as two versions of one draft, aligned once.

    Raises:
        ReviewError: they were judged against different registers.
    """
    made, keys = desk().comparisons, (old.key, new.key)
    if keys not in made:
        made[keys] = client().compare_reviews(old.review, new.review)
    return made[keys]


def exported(on: Desk, keys: Sequence[str], name: str, *, summary_comment: bool = True) -> bytes:
    """Reviews of a desk as one file of one kind, made once. The drafters' own bytes go along for the Word file with comments.

    The desk is handed in, since downloads are made outside of the session's script. Papers carry the day on which they are made.

    Raises:
        ReviewError: the reviews cannot be written as this kind of file.
    """
    made = (name, str(summary_comment), *keys)
    if made not in on.exports:
        entries = [on.entries[key] for key in keys]
        originals = {entry.name: entry.files[0].data for entry in entries if len(entry.files) == 1}
        kind = exporters(dated=today(), summary_comment=summary_comment)[name]
        data = kind.export([entry.review for entry in entries], originals)
        on.exports = {**dict(list(on.exports.items())[1 - _MOST_EXPORTS :]), made: data}
    return on.exports[made]
