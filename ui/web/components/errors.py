"""One clear line for what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from corpus.errors import ClausewiseError
from ui.web.components.markup import plain_label


def show_error(error: ClausewiseError, heading: str = "") -> None:
    """Draw an error as one line: what, where, what to do next."""
    line = f"{heading}: {error}" if heading else str(error)
    st.error(plain_label(line), icon=":material/error:")


@contextmanager
def shown_errors(heading: str = "") -> Iterator[None]:
    """Draw an error of clausewise instead of the rest of the block; any other error passes."""
    try:
        yield
    except ClausewiseError as error:
        show_error(error, heading)
