"""The router: which pages there are. Started by ui/web/launch.py through ``streamlit run``."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.web import texts

_HERE = Path(__file__).parent


def main() -> None:
    """Draw the navigation and the page that is open."""
    st.set_page_config(page_title=texts.APP, page_icon=_HERE / "theme" / "icon.svg", layout="wide")
    st.logo(_HERE / "theme" / "icon.svg", size="large")
    st.html(_HERE / "theme" / "style.css")
    pages = [
        st.Page("pages/ask.py", title=texts.ASK.nav, icon=":material/forum:", url_path="ask", default=True),
        st.Page("pages/review.py", title=texts.REVIEW.nav, icon=":material/rule:", url_path="review"),
        st.Page("pages/guidance.py", title=texts.GUIDANCE.nav, icon=":material/menu_book:", url_path="guidance"),
        st.Page("pages/evals.py", title=texts.EVALS.nav, icon=":material/monitoring:", url_path="evals"),
    ]
    st.navigation(pages, position="top").run()


if __name__ == "__main__":
    main()
