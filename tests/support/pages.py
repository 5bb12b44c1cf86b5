"""The app in Streamlit's own test runner: a page opened with a client made by hand, and what is drawn on it."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

import ui.web
from ui.web import keeping, wiring

APP = Path(ui.web.__file__).parent / "app.py"


def opened(client=None, page="ask", workspace=None):
    """A session that has turned to a page; with the real client where none is given."""
    app = AppTest.from_file(APP, default_timeout=30)
    for key, given in ((wiring.CLIENT, client), (keeping.WORKSPACE, workspace)):
        if given is not None:
            app.session_state[key] = given
    app.run()
    if page != "ask":
        app.switch_page(f"views/{page}.py").run()
    assert not app.exception
    return app


def drawn(app):
    """The pieces of markup on a page, without the theme."""
    return [element.proto.body for element in app.get("html") if not element.proto.body.lstrip().startswith("<style")]


def html(app):
    """All markup on a page."""
    return "\n".join(drawn(app))


def plain(words):
    """A label without the backslashes that keep it from being Markdown."""
    return words.replace("\\", "")
