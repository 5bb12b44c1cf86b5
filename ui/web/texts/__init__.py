"""Every English text of the web pages, in one place, ready for translation: a module for each page, and what they share.

Verdicts, forces and roles are named as in the reports (bot/exports/wording.py).
"""

from ui.web.texts.ask import ASK, THREADS
from ui.web.texts.common import (
    APP,
    DISCLAIMER,
    DRAFT_PLACE,
    EDITED,
    FORCE,
    OPENING,
    SERVING,
    SOURCE,
    STALE,
    STALE_NOTE,
    UNDATED,
    UNTITLED,
    engine_line,
    plural,
    review_engine_line,
)
from ui.web.texts.evals import EVALS
from ui.web.texts.guidance import GUIDANCE
from ui.web.texts.review import REVIEW, SCOPES
from ui.web.texts.workspace import SIGN_IN, WORKSPACE

__all__ = [
    "APP",
    "ASK",
    "DISCLAIMER",
    "DRAFT_PLACE",
    "EDITED",
    "EVALS",
    "FORCE",
    "GUIDANCE",
    "OPENING",
    "REVIEW",
    "SCOPES",
    "SERVING",
    "SIGN_IN",
    "SOURCE",
    "STALE",
    "STALE_NOTE",
    "THREADS",
    "UNDATED",
    "UNTITLED",
    "WORKSPACE",
    "engine_line",
    "plural",
    "review_engine_line",
]
