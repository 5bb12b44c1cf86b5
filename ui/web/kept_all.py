"""All that is kept of a user taken together: how much, for how long, and deleting it."""

from __future__ import annotations

import streamlit as st

from bot.settings import load_settings
from bot.workspace.values import Usage
from ui.web import keeping, wiring


def usage() -> Usage | None:
    """How much is kept; None where nothing is.

    Raises:
        NotSignedIn: somebody has to sign in and nobody has, or they are not let in.
        SettingsError: signing in cannot work as it is set.
        WorkspaceError: the database cannot be used.
    """
    kept = keeping.workspace()
    return kept.usage(keeping.user()) if kept else None


def retention_days() -> int | None:
    """After how many days without use things go; None where they stay until they are deleted.

    Raises:
        SettingsError: a setting cannot be used.
    """
    return load_settings().retention_days


def delete_everything() -> None:
    """Delete all that is kept of the user, for good, and empty this session.

    Raises:
        NotSignedIn, SettingsError, WorkspaceError: as ``usage``; then the session stays as it is.
    """
    kept = keeping.workspace()
    if kept is not None:
        kept.delete_everything(keeping.user())
    given = {keeping.WORKSPACE, wiring.CLIENT}
    for key in [key for key in st.session_state if key not in given]:
        del st.session_state[key]
