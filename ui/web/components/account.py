"""The page on which people sign in, and who has signed in beside every other page."""

from __future__ import annotations

import streamlit as st

from ui.web import signing_in, texts
from ui.web.components.markup import plain_label
from ui.web.components.page import head, put_text
from ui.web.identities import NotLetIn, NotSignedIn, Person
from ui.web.sign_in_settings import UNNAMED


def draw_sign_in(waiting: NotSignedIn) -> None:
    """What this is, why somebody is not let in, and a button for each provider."""
    head(texts.SIGN_IN.title, texts.SIGN_IN.lead)
    if isinstance(waiting, NotLetIn):
        st.warning(plain_label(str(waiting)), icon=":material/info:")
    with st.container(horizontal=True):
        for number, provider in enumerate(signing_in.providers()):
            st.button(
                plain_label(_button(provider)), key=f"sign-in-{number}", type="primary", on_click=st.login, args=(provider,)
            )
    st.caption(texts.SIGN_IN.kept)


def _button(provider: str) -> str:
    named = texts.SIGN_IN.button_named.format(provider=provider[:1].upper() + provider[1:])
    return texts.SIGN_IN.button if provider == UNNAMED else named


def draw_account(person: Person) -> None:
    """Who has signed in, and the way out."""
    with st.sidebar:
        put_text(texts.SIGN_IN.signed_in.format(name=person.name))
        st.button(texts.SIGN_IN.sign_out, key="sign-out", icon=":material/logout:", width="stretch", on_click=st.logout)
