"""Who somebody is: from the claims of a sign-in to the name under which the workspace keeps their things.

That name is made of issuer and subject, which OpenID Connect promises never to give to anybody else; an e-mail address may change hands.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.errors import WorkspaceError
from bot.settings import Settings
from bot.workspace.limits import checked_user
from corpus.errors import ClausewiseError

_AHEAD: Final = dt.timedelta(minutes=5)
"""How far the provider's clock may be ahead of ours."""
_NAMES: Final = ("name", "preferred_username", "email")
_TELL: Final = "tell those who run this app"


class NotSignedIn(ClausewiseError):
    """Nobody is signed in, where somebody has to be."""


class NotLetIn(NotSignedIn):
    """Somebody has signed in and is not let in, for a reason that can be said."""


@dataclass(frozen=True, slots=True)
class Admission:
    """Who is let in: ``allow`` are e-mail addresses and domains in lower case, None for everybody whom the provider knows."""

    stay: dt.timedelta
    allow: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has signed in. ``id`` is the user in the workspace; ``name`` is what to call them, as the provider wrote it."""

    id: str
    name: str


def admission_of(settings: Settings) -> Admission:
    """Who is let in, as it is set. A list that is set and empty lets nobody in."""
    given = settings.signin_allow
    addresses = (one.strip().lower().removeprefix("@") for one in (given or "").split(","))
    allow = None if given is None else frozenset(filter(None, addresses))
    return Admission(dt.timedelta(hours=settings.signin_hours), allow)


def person_of(claims: Mapping[str, object], admission: Admission, now: dt.datetime) -> Person:
    """The person whom claims are about.

    Args:
        claims: of a verified ID token.
        admission: who is let in.
        now: an aware time.

    Raises:
        NotLetIn: the claims do not say who it is or when they signed in, that is too long ago, or they are not among those let in.
    """
    issuer, subject = _text(claims, "iss"), _text(claims, "sub")
    if not issuer or not subject:
        raise NotLetIn("the sign-in provider did not say who you are", hint=_TELL)
    _check_time(claims.get("iat"), admission.stay, now)
    _check_allowed(claims, admission.allow)
    name = next(filter(None, (_text(claims, key) for key in _NAMES)), subject)
    return Person(user_id(issuer, subject), name)


def user_id(issuer: str, subject: str) -> str:
    """The user in the workspace: "ISSUER SUBJECT" where that can be kept and read in one way only, and else a hash of the two.

    Neither is ever the local user, who has no space and no colon in the name.
    """
    readable = f"{issuer} {subject}"
    if issuer.split() == [issuer]:  # so the first space is the one between the two
        try:
            return checked_user(readable)
        except WorkspaceError:
            pass
    return "sha256:" + hashlib.sha256(json.dumps([issuer, subject]).encode("ascii")).hexdigest()


def _text(claims: Mapping[str, object], key: str) -> str:
    """A claim that is a text, unchanged; empty where it is none or blank."""
    value = claims.get(key)
    return value if isinstance(value, str) and value.strip() else ""


def _check_time(issued: object, stay: dt.timedelta, now: dt.datetime) -> None:
    """An ID token's own end is minutes away with some providers, and says until when it proves anything, not how long one may stay."""
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        raise NotLetIn("the sign-in provider did not say when you signed in", hint=_TELL)
    if not (now - stay).timestamp() <= issued <= (now + _AHEAD).timestamp():
        hours = stay.total_seconds() / 3600
        raise NotLetIn(f"a sign-in counts for {hours:g} hours, and yours does not count any more", hint="sign in again")


def _check_allowed(claims: Mapping[str, object], allow: frozenset[str] | None) -> None:
    """An address counts only where the provider has made sure that it is theirs."""
    if allow is None:
        return
    email = _text(claims, "email").strip().lower()
    if not email or claims.get("email_verified") is not True:
        raise NotLetIn(
            "the sign-in provider did not confirm an e-mail address of yours, and only certain ones are let in", hint=_TELL
        )
    if not {email, email.rpartition("@")[2]} & allow:
        raise NotLetIn(
            f"{email} is not among the addresses that are let in",
            hint="sign in with another account, or ask those who run this app",
        )
