"""Texts of the Review page."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reviewing.findings import Scope


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


REVIEW = ReviewTexts()

SCOPES = {Scope.AUTO: "Decide from the text", Scope.WHOLE: "The whole law", Scope.EXTRACT: "An extract"}
