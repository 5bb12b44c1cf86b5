"""Streamlit's own command line, with one thing changed: no script of the folder ``pages`` is run but by the router.

Before anybody has opened the first page, Streamlit would take a folder of that name for pages of the old kind and run the one that an address
names by itself: past the router, and past signing in.
"""

from __future__ import annotations

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

if __name__ == "__main__":
    PagesManager.uses_pages_directory = False
    cli.main(prog_name="streamlit")
