"""What every page begins with, and how markup reaches the page."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup


def put(markup: Markup) -> None:
    """Draw escaped markup; an empty one draws nothing."""
    if markup:
        st.html(str(Markup('<div class="cw">{}</div>').format(markup)))


def head(title: str, lead: str) -> None:
    """The title and the sentence that says what the page is for."""
    st.title(title, anchor=False)
    put(Markup('<p class="cw-lead">{}</p>').format(lead))


def put_text(text: str) -> None:
    """Draw plain text as it stands, line breaks kept."""
    put(Markup('<div style="white-space: pre-line">{}</div>').format(text))
