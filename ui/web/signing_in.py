"""Signing in: whether somebody has to, and who has. What ``st.login`` needs is read by ``sign_in_settings``, who somebody is by ``identities``."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from bot.errors import SettingsError
from bot.settings import load_settings
from bot.workspace.clock import utc_now
from ui.web.identities import Admission, NotSignedIn, Person, admission_of, person_of
from ui.web.sign_in_settings import AUTH, FILE, SignIn, sign_in_of


@st.cache_resource(show_spinner=False)
def _as_started() -> tuple[SignIn | None, Admission]:
    """Read once: were the file to vanish while the app runs, nobody who should sign in would become the local user."""
    return _sign_in(), admission_of(load_settings())


def _sign_in() -> SignIn | None:
    try:
        auth = st.secrets.get(AUTH)
    except StreamlitSecretNotFoundError as error:  # also where there are some and they cannot be read
        if any(Path(place).exists() for place in st.get_option("secrets.files")):
            raise SettingsError("the secrets cannot be read", where=FILE, hint="correct the file, or take it away") from error
        return None
    return None if auth is None else sign_in_of(auth, FILE)


def providers() -> tuple[str, ...]:
    """Whom people can sign in with, by the names in secrets.toml; none where nobody has to.

    Raises:
        SettingsError: signing in cannot work as it is set.
    """
    sign_in, _ = _as_started()
    return sign_in.providers if sign_in else ()


def person() -> Person | None:
    """Who has signed in; None where nobody has to.

    Raises:
        NotSignedIn: somebody has to and nobody has, or they are not let in.
        SettingsError: signing in cannot work as it is set.
    """
    sign_in, admission = _as_started()
    if sign_in is None:
        return None
    claims = st.user.to_dict()
    if claims.get("is_logged_in") is not True:
        raise NotSignedIn("nobody is signed in", hint="open the app's first page and sign in")
    return person_of(claims, admission, utc_now())
