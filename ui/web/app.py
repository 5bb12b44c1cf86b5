"""The router: which pages there are, and who comes to see them. Started by ui/web/launch.py through ``streamlit run``."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui.web import signing_in, texts
from ui.web.components.account import draw_account, draw_sign_in
from ui.web.components.errors import shown_errors
from ui.web.identities import NotSignedIn

_HERE = Path(__file__).parent
# Their folder is not called "pages": Streamlit would run a script in one of that name by itself, past this router and past signing in,
# until somebody has opened the first page.
# Each page's address and script, its name and its symbol; the first is shown where none is asked for.
_PAGES = (
    ("ask", texts.ASK.nav, ":material/forum:"),
    ("review", texts.REVIEW.nav, ":material/rule:"),
    ("guidance", texts.GUIDANCE.nav, ":material/menu_book:"),
    ("evals", texts.EVALS.nav, ":material/monitoring:"),
    ("workspace", texts.WORKSPACE.nav, ":material/inventory_2:"),
)


def main() -> None:
    """Draw the navigation and the page that is open; where people sign in and nobody has, the page to sign in on and no other."""
    st.set_page_config(page_title=texts.APP, page_icon=_HERE / "theme" / "icon.svg", layout="wide")
    st.logo(_HERE / "theme" / "icon.svg", size="large")
    st.html(_HERE / "theme" / "style.css")
    with shown_errors():
        try:
            person = signing_in.person()
        except NotSignedIn as waiting:
            st.navigation(_sign_in_pages(waiting), position="hidden").run()
            return
        if person is not None:
            draw_account(person)
        st.navigation(_pages(), position="top").run()


def _pages() -> list[StreamlitPage]:
    first = _PAGES[0][0]
    return [
        st.Page(f"views/{path}.py", title=name, icon=icon, url_path=path, default=path == first) for path, name, icon in _PAGES
    ]


def _sign_in_pages(waiting: NotSignedIn) -> list[StreamlitPage]:
    """The one page at every page's address, so that none of them is said not to exist."""
    draw = partial(draw_sign_in, waiting)
    return [st.Page(draw, title=texts.SIGN_IN.title, url_path=path, default=path == _PAGES[0][0]) for path, _, _ in _PAGES]


if __name__ == "__main__":
    main()
