"""Reviews that are kept in the workspace with their files: what the Review page calls to keep, list, open and delete them, and to override findings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from bot.contract import review_json
from bot.draft_files import DraftFile
from bot.errors import WorkspaceError
from bot.reviewing.findings import Finding, Scope
from bot.workspace.values import Json, ReviewHead
from ui.web import desk, keeping, wiring
from ui.web.desk import Entry, Saying

_KEEPS = "review.keeps"
"""Whether reviews are kept, as the reviewer has chosen in this session; under a key of its own, since a widget's goes with its page."""
_NAME_CHARACTERS = 200


def can_keep() -> bool:
    """Whether there is a workspace to keep reviews in."""
    return keeping.workspace() is not None


def keeps() -> bool:
    """Whether the reviews that are made now are kept: yes, unless the reviewer says no."""
    return can_keep() and bool(st.session_state.get(_KEEPS, True))


def choose(*, keep: bool) -> None:
    """Take note of what the reviewer wants."""
    st.session_state[_KEEPS] = keep


def keep(entry: Entry) -> Entry:
    """Keep a review that is not kept yet, with its files. One that was kept before just so is not kept twice: it comes with what was said of it.

    Raises:
        WorkspaceError: the database cannot be used.
    """
    found, user = keeping.workspace(), keeping.user()
    if found is None or entry.kept_as is not None:
        return entry
    told = review_json(entry.review)
    before = _same(told, entry.files)
    if before is not None:
        return desk.with_overrides(replace(entry, kept_as=before), found.overrides.of(user, before))
    head = found.reviews.save(user, entry.name[:_NAME_CHARACTERS], told, entry.files)
    return desk.put(replace(entry, kept_as=head.id))


def _same(told: Json, files: Sequence[DraftFile]) -> str | None:
    """The id of a kept review of these files that says the same."""
    found, user = keeping.workspace(), keeping.user()
    sha256s = tuple(hashlib.sha256(file.data).hexdigest() for file in files)
    heads = [head for head in found.reviews.of(user) if head.upload_sha256s == sha256s] if found else []
    return next(
        (head.id for head in heads if found and _timeless(found.reviews.read(user, head.id).review) == _timeless(told)), None
    )


def _timeless(told: Json) -> Json:
    """A review's JSON without what differs between two runs; as a database gives it back."""
    kept: Json = json.loads(json.dumps({key: value for key, value in told.items() if key != "timings_ms"}))
    return kept


def kept() -> tuple[ReviewHead, ...]:
    """The reviews that are kept, the newest first.

    Raises:
        WorkspaceError: the database cannot be used.
    """
    found = keeping.workspace()
    return found.reviews.of(keeping.user()) if found else ()


def open_kept(review_id: str) -> None:
    """Show a review as it was judged when it was kept, with what was said of its findings since.

    Raises:
        WorkspaceError: it is gone, or the database cannot be used.
        ReviewError: it was judged against another register, or its files are read otherwise today.
    """
    already = next((entry for entry in desk.desk().entries.values() if entry.kept_as == review_id), None)
    if already is not None:
        desk.show(already.key)
        return
    found = keeping.workspace()
    if found is None:
        return
    user = keeping.user()
    saved, files = found.reviews.read(user, review_id), kept_files(review_id)
    review = wiring.client().recall(saved.review, files)
    entry = Entry(desk.key_of(files, Scope(saved.scope)), review, files, kept_as=review_id)
    desk.with_overrides(entry, found.overrides.of(user, review_id))


def kept_files(review_id: str) -> tuple[DraftFile, ...]:
    """The files that a review was made from.

    Raises:
        WorkspaceError: it is gone, or the database cannot be used.
    """
    found, user = keeping.workspace(), keeping.user()
    if found is None:
        return ()
    return tuple(DraftFile(file.name, found.uploads.read(user, file.sha256)) for file in found.uploads.of(user, review_id))


def delete(review_id: str) -> None:
    """Delete a review for good, with its overrides and its files, here and on the desk.

    Raises:
        WorkspaceError: it is gone already, or the database cannot be used.
    """
    found = keeping.workspace()
    if found is None:
        return
    found.reviews.delete(keeping.user(), review_id)
    for entry in [one for one in desk.desk().entries.values() if one.kept_as == review_id]:
        desk.forget(entry.key)


def override(entry: Entry, finding: Finding, said: Saying) -> Entry:
    """Let a reviewer's word stand beside a finding; kept where the review is.

    Raises:
        WorkspaceError: verdict, note or name do not fit, or the database cannot be used.
    """
    if not said.by:
        raise WorkspaceError("the reviewer's name is empty", hint="give your name")
    found, user = keeping.workspace(), keeping.user()
    if found is None or entry.kept_as is None:
        return desk.override(entry, finding, said)
    found.overrides.set(user, entry.kept_as, finding.element.id, said.kind, by=said.by, verdict=said.verdict, note=said.note)
    return desk.with_overrides(entry, found.overrides.of(user, entry.kept_as))


def take_back(entry: Entry, finding: Finding) -> Entry:
    """Let the tool's verdict count alone again.

    Raises:
        WorkspaceError: nothing was said of the finding, or the database cannot be used.
    """
    found = keeping.workspace()
    if found is None or entry.kept_as is None:
        return desk.with_overrides(entry, [one for one in entry.overrides if one.finding_id != finding.element.id])
    found.overrides.remove(keeping.user(), entry.kept_as, finding.element.id)
    return desk.with_overrides(entry, found.overrides.of(keeping.user(), entry.kept_as))
