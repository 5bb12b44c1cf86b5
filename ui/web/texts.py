"""Every English text of the web pages, in one place. Verdicts, forces and roles are named as in the reports (bot/exports/wording.py)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.answer import Engine
from bot.reviewing.findings import Scope

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


@dataclass(frozen=True, slots=True)
class AskTexts:
    """The Ask page."""

    nav: str = "Ask"
    title: str = "Ask the guidance"
    lead: str = (
        "Ask what the guidance asks of a law. Every sentence of an answer is tied to words you can open and read; "
        "where the guidance is silent, the answer says so."
    )
    suggestions: str = "Questions to begin with"
    prompt: str = "Ask about the guidance"
    new: str = "New conversation"
    download: str = "Download this conversation"
    file_name: str = "conversation.md"
    copy: str = "Copy with citations"
    copy_listed: str = "Quotes listed below the answer"
    copy_footnotes: str = "Quotes as footnotes"
    working: str = "Looking in the guidance"
    cited: str = "What the answer rests on"
    refused: str = "The guidance does not cover this"
    gaps: str = "Not covered by the guidance"
    nearest: str = "Nearest passages"
    recommendations: str = "In the register"
    draft: str = "Answer questions about clauses from the review of {name}"
    draft_cited: str = "Words of the draft"
    mode_model: str = "Answers are written by {model}; every citation is checked."
    mode_quotes: str = "Answers are quoted sentences; no chat model is used."


@dataclass(frozen=True, slots=True)
class ThreadTexts:
    """The conversations beside the Ask page."""

    title: str = "Conversations"
    none: str = "What you ask is kept here, on this machine."
    more: str = "{count} older ones are not shown"
    last_used: str = "Last used on {day}"
    change: str = "Rename or delete"
    name: str = "Title"
    rename: str = "Rename"
    delete: str = "Delete for good"
    for_good: str = "A conversation that is deleted cannot be brought back."
    not_kept: str = "Conversations are not kept"


@dataclass(frozen=True, slots=True)
class ReviewTexts:
    """The Review page."""

    nav: str = "Review"
    title: str = "Review a draft"
    lead: str = (
        "Give a draft bill, or one clause of it. Each recommendation of the register gets a verdict, "
        "with the words of your draft and of the guidance that it rests on."
    )
    new: str = "Draft to review"
    another: str = "Review another draft"
    upload: str = "Upload a file"
    uploader: str = "Word, PDF, HTML, Markdown or text; up to 50 MB"
    paste: str = "Paste text"
    paste_label: str = "Text of the draft or clause"
    paste_hint: str = "3. (1) A person who recruits, transports, transfers, harbours or receives another person ..."
    sample: str = "Try the sample bill"
    sample_help: str = "A short bill written for this purpose, with gaps to find."
    working: str = "Reviewing {name}"
    language: str = "language: {code}"
    not_in_extract: str = "Not in this extract"
    run: str = "Review this draft"
    scope: str = "Read it as"
    scope_help: str = "An extract is judged on what it touches; what it does not hold is not held against it."
    pasted_name: str = "pasted.txt"
    nothing_pasted: str = "Paste some text first."
    nothing_uploaded: str = "Choose a file first."
    failed: str = "This draft could not be reviewed"
    tab_findings: str = "Findings"
    tab_text: str = "Draft text"
    tab_downloads: str = "Downloads"
    private: str = "Drafts stay in this browser session's memory and are not written to disk."
    sent: str = (
        "Clauses of the draft are sent to the chat model {model}. The draft itself stays in this browser session's memory."
    )
    kept: str = "The model's replies, which quote the draft, are kept in the data directory."
    draft_side: str = "Your draft"
    guidance_side: str = "The guidance"
    advice: str = "What would make it met"
    why: str = "Why: the words that matched"
    nearest_of: str = "{clauses} searched; the nearest, none of which is enough"
    searched: str = "{clauses} searched."
    no_words: str = "No clause of the draft is quoted for this."
    text_hint: str = "Highlighted words are those that a finding quotes; the raised ids name the findings."
    text_part: str = "Part of the text (1 to {total})"
    extract_note: str = "Read as an extract: what it does not hold is folded away below, not counted against it."
    none_touched: str = "This extract touches none of the register's recommendations."
    legend: str = "Verdicts of {total} elements"
    downloads_lead: str = "The same review in other forms, made on this computer."


@dataclass(frozen=True, slots=True)
class GuidanceTexts:
    """The Guidance page."""

    nav: str = "Guidance"
    title: str = "Guidance"
    lead: str = "What answers quote and drafts are judged against: the texts as they were read, and the register drawn from them."
    tab_read: str = "Read"
    tab_register: str = "Register"
    tab_search: str = "Search"
    document: str = "Document"
    none: str = "No guidance is loaded. `clausewise corpus add FILE` adds a document."
    twin: str = "Says the same as a passage elsewhere, with small changes"
    quotes: str = "Words of the guidance it rests on"
    criteria: str = "How a draft is judged"
    no_criteria: str = "No criteria: a draft gets ranked candidates, and a person decides."
    looks_for: str = "Rules it looks for"
    narrowed: str = "What makes a rule cover less"
    decided: str = "The first of these that holds decides; else the verdict is missing"
    concepts: str = "Words it looks for"
    register_of: str = "Register {id}, version {version}: {recommendations}, {elements}."
    search: str = "Find passages"
    search_hint: str = "what is recommended about penalties"
    nothing_found: str = "Nothing found."


@dataclass(frozen=True, slots=True)
class EvalsTexts:
    """The Evals page."""

    nav: str = "Evals"
    title: str = "Evaluation runs"
    lead: str = "How well the answers and verdicts hold up on questions and drafts whose right outcome is known."
    empty: str = "No runs yet. This command makes one and keeps it where this page finds it:"
    command: str = "clausewise evals run"
    run: str = "Run"
    compare: str = "Compare with"
    nothing: str = "No other run"
    metrics: str = "Metrics"
    failing: str = "Failing cases"
    passing: str = "Passing cases"
    no_failing: str = "No case fails."
    all_shown: str = "{shown} of {total} shown."
    more: str = "All figures, by split and tag"
    changes: str = "What changed"
    no_model: str = "no chat model"
    answer: str = "Answer"
    moved: str = "{worse} worse, {better} better, {same} the same."
    other_dataset: str = "The two runs are not of the same cases."
    columns: tuple[str, ...] = ("Measure", "Value", "95% interval", "n", "Cases")
    earlier: str = "Earlier run"
    group_columns: tuple[str, ...] = ("Group", "Measure", "Value", "95% interval", "n")
    mark_columns: tuple[str, ...] = ("Right", "What", "Expected", "Came out", "Note")
    move_columns: tuple[str, ...] = ("", "Case", "What", "Before", "Now")


ASK = AskTexts()
THREADS = ThreadTexts()
REVIEW = ReviewTexts()
GUIDANCE = GuidanceTexts()
EVALS = EvalsTexts()

SCOPES = {Scope.AUTO: "Decide from the text", Scope.WHOLE: "The whole law", Scope.EXTRACT: "An extract"}
