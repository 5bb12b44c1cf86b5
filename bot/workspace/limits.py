"""What the workspace takes in: text of bounded length that any database can hold, and ids of the shape that it gives out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

from bot.errors import WorkspaceError
from bot.workspace.values import Json


@dataclass(frozen=True, slots=True)
class Limit:
    """How many characters something may have, and what it is called in errors; ``needed`` if it may not be empty."""

    what: str
    most: int
    needed: bool = True


USER: Final = Limit("user", 255)
TITLE: Final = Limit("title", 200)
NAME: Final = Limit("name", 255)
REVIEWER: Final = Limit("reviewer's name", 200)
LABEL: Final = Limit("scope, or an id, version or hash in the review's JSON,", 255)
QUESTION: Final = Limit("question", 20_000)
NOTE: Final = Limit("note", 4_000, needed=False)

_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
"""Postgres refuses the first in text, every encoding the others."""
_ID: Final = re.compile("[0-9a-f]{32}|[0-9a-f]{64}")
"""A uuid4 or a sha256, in hexadecimal."""
_SHOWN: Final = 64


def checked(text: str, limit: Limit) -> str:
    """The text without white space around it.

    Raises:
        WorkspaceError: it is too long, empty where it is needed, or holds characters that cannot be stored.
    """
    kept = text.strip()
    if not kept and limit.needed:
        raise WorkspaceError(f"the {limit.what} is empty", hint="give one")
    if len(kept) > limit.most:
        raise WorkspaceError(
            f"the {limit.what} has {len(kept):,} characters, and {limit.most:,} are kept at most", hint="shorten it"
        )
    if _UNSTORABLE.search(kept):
        raise WorkspaceError(f"the {limit.what} holds a character that cannot be stored", hint="type it anew")
    return kept


def checked_user(user: str) -> str:
    """The user, unchanged: two that differ in white space are two.

    Raises:
        WorkspaceError: there is none, or it cannot be stored.
    """
    if not user.strip() or len(user) > USER.most or _UNSTORABLE.search(user):
        raise WorkspaceError(f"a user has 1 to {USER.most} characters that can be stored", hint="sign in again")
    return user


def checked_json(value: Json, what: str) -> Json:
    """The value, unchanged.

    Raises:
        WorkspaceError: it is no JSON.
    """
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise WorkspaceError(f"the {what} is no JSON ({error})", hint="give it as the command line prints it") from error
    return value


def is_id(given: str) -> bool:
    """Whether this can be an id at all; anything may stand in a page's address."""
    return _ID.fullmatch(given) is not None


def unknown(what: str, given: str) -> WorkspaceError:
    """The error for what is not there, or is another user's: the two are not told apart."""
    return WorkspaceError(
        f"there is no such {what}", where=given[:_SHOWN], hint="it may have been deleted; choose one from the list"
    )
