"""Texts that several pages share, and how counts and engines are said."""

from __future__ import annotations

from bot.answering.answer import Engine

APP = "clausewise"
SERVING = "{app} is served on http://{host}:{port} (Ctrl+C stops it)"
OPENING = "Opening the guidance"
UNTITLED = "Untitled"
STALE = "last edited {date}, over {years} years ago"
STALE_NOTE = "This text was last edited more than {years} years ago; figures and law in it may have changed since."
EDITED = "last edited {date}"
UNDATED = "no date given"
SOURCE = "Source"
DRAFT_PLACE = "{name}, clause {number}"
FORCE = {
    "recommendation": "Recommendation",
    "typical": "What is typical or possible",
    "figures": "Figures, no recommendation",
    "example": "Example, no recommendation",
    "pointer": "Pointer to another part",
    "source": "Source that the guidance names",
    "statement": "Statement",
}
"""What force a quoted sentence has, by bot.answering.statement.Statement."""
DISCLAIMER = "Answers quote the loaded guidance and nothing else. They are no legal advice."


def plural(count: int, one: str, many: str | None = None) -> str:
    """``count`` with its noun: "1 clause", "3 clauses"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def engine_line(engine: Engine) -> str:
    """What produced a result, in one short line."""
    if engine.mode == "llm":
        return f"Written by {engine.chat_model}, every citation checked"
    return "Quoted from the guidance, without a chat model"


def review_engine_line(engine: Engine) -> str:
    """What judged a draft, in one short line."""
    own = "criteria and classifier" if engine.classifier_sha256 else "criteria"
    if engine.mode == "llm":
        return f"Judged by the register's {own}, and by {engine.chat_model}, every quote checked · register {engine.register_version}"
    return f"Judged by the register's {own}, without a chat model · register {engine.register_version}"
