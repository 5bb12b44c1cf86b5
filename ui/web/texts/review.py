"""Texts of the Review page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.reviewing.findings import OverrideKind, Scope


@dataclass(frozen=True, slots=True)
class ReviewTexts:
    """The Review page."""

    nav: str = "Review"
    title: str = "Review a draft"
    lead: str = (
        "Give a draft bill, or one clause of it. Each recommendation of the register gets a verdict, "
        "with the words of your draft and of the guidance that it rests on."
    )

    # giving a draft
    new: str = "Draft to review"
    another: str = "Review another draft"
    upload: str = "Upload files"
    uploader: str = "Word, PDF, HTML, Markdown or text; up to 50 MB each"
    together: str = "Read these files as one law"
    together_help: str = (
        "For a bill with the act that it amends or relies on: the law is judged as it would read, and each quote names its file."
    )
    paste: str = "Paste text"
    paste_label: str = "Text of the draft or clause"
    paste_hint: str = "3. (1) A person who recruits, transports, transfers, harbours or receives another person ..."
    sample: str = "Try the sample bill"
    sample_help: str = "A short bill written for this purpose, with gaps to find."
    run: str = "Review this draft"
    scope: str = "Read it as"
    scope_help: str = "An extract is judged on what it touches; what it does not hold is not held against it."
    pasted_name: str = "pasted.txt"
    nothing_pasted: str = "Paste some text first."
    nothing_uploaded: str = "Choose a file first."
    keep: str = "Keep drafts and reviews in my workspace"
    keep_help: str = "They are kept for you alone until you delete them. Otherwise they go with this browser session."
    working: str = "Reviewing {name}"
    working_of: str = "Reviewing {name} ({number} of {total})"
    failed: str = "This draft could not be reviewed"
    not_kept: str = "The review is not kept"
    private: str = "Drafts are read on the machine that serves this page and are sent nowhere."
    sent: str = "Clauses of the draft are sent to the chat model {model}, and nothing else of it anywhere."
    replies_kept: str = "The model's replies, which quote the draft, are kept in the data directory."

    # the reviews at hand
    reviews: str = "Reviews"
    none_kept: str = "Drafts that you review are kept here, for you alone, until you delete them."
    more: str = "{count} older ones are not shown"
    kept_on: str = "Reviewed on {day} against register {register}, version {version}"
    delete: str = "Delete for good"
    delete_help: str = "The draft, its review and what was said of its findings cannot be brought back."
    cannot_open: str = "This review cannot be opened as it was"
    review_again: str = "Review its files again"
    on_show: str = "Draft on show"

    # one review
    language: str = "language: {code}"
    tab_findings: str = "Findings"
    tab_clauses: str = "Clause by clause"
    tab_text: str = "Side by side"
    tab_versions: str = "Versions"
    tab_matrix: str = "All drafts"
    tab_downloads: str = "Downloads"
    legend: str = "Verdicts of {total} elements"
    set_aside_count: str = "{findings} set aside by a reviewer; the verdicts above are the tool's."
    all: str = "All"
    filter_verdict: str = "Verdict"
    filter_recommendation: str = "Recommendation"
    filter_clause: str = "Clause"
    filtered: str = "{shown} of {total} findings are shown."
    not_in_extract: str = "Not in this extract"
    not_in_draft: str = "Not in this draft"
    extract_note: str = "Read as an extract: what it does not hold is folded away below, not counted against it."
    none_touched: str = "This extract touches none of the register's recommendations."
    nothing_quoted: str = "No finding quotes a clause of the draft."
    undecided: str = "What a person has to decide"
    set_out_under: str = "see {place}"

    # one finding
    draft_side: str = "Your draft"
    guidance_side: str = "The guidance"
    advice: str = "What would make it met"
    why: str = "Why: the words that matched"
    nearest_of: str = "{clauses} searched; the nearest, none of which is enough"
    searched: str = "{clauses} searched."
    no_words: str = "No clause of the draft is quoted for this."
    reviewer: str = "Reviewer"
    by_reviewer: Mapping[OverrideKind, str] = field(
        default_factory=lambda: {
            OverrideKind.TOOL_ERRED: "reviewer: the tool erred",
            OverrideKind.POLICY: "reviewer: policy",
            OverrideKind.OTHER_ACT: "reviewer: another act",
        }
    )
    ask_about: str = "Ask about this finding"
    ask_about_question: str = "What does my draft do on {id}?"
    set_aside: str = "Set aside"
    set_aside_lead: str = "The tool's verdict, {verdict}, stays on show with what you say of it, here and in every download."
    kind: str = "Why"
    kind_captions: Mapping[OverrideKind, str] = field(
        default_factory=lambda: {
            OverrideKind.TOOL_ERRED: "The verdict is wrong. It can become a case of the evaluation.",
            OverrideKind.POLICY: "The verdict is right, and the draft is left as it is on purpose.",
            OverrideKind.OTHER_ACT: "The verdict is right of this text; other law does what is asked.",
        }
    )
    right_verdict: str = "The right verdict"
    notes_of: Mapping[OverrideKind, str] = field(
        default_factory=lambda: {
            OverrideKind.TOOL_ERRED: "Reason",
            OverrideKind.POLICY: "Reason",
            OverrideKind.OTHER_ACT: "Which act, and where in it",
        }
    )
    name: str = "Your name"
    save_override: str = "Save"
    take_back: str = "Take back"

    # side by side
    text_hint: str = "Marked words are those that a finding quotes. Follow a raised id to the other side."
    text_part: str = "Part of the text (1 to {total})"
    jump: str = "{id}, {verdict}: to {to}"
    to_draft: str = "the words of the draft"
    to_guidance: str = "the words of the guidance"

    # versions
    versions_lead: str = "Set this draft beside another version of it: what was closed, what was opened, which clauses changed."
    other_version: str = "The other version"
    none_chosen: str = "None of these"
    other_upload: str = "Or upload it"
    other_is: str = "It is"
    other_older: str = "the older one"
    other_newer: str = "the newer one"
    compare: str = "Compare"
    no_other: str = "Choose or upload the other version."
    versions_of: str = "From {old} to {new}"
    nothing_moved: str = "No verdict moved."
    unmoved: str = "{count} verdicts are the same."
    moved_columns: tuple[str, ...] = ("Element", "Older version", "Newer version")
    clauses_moved: str = "Clauses"
    clause_counts: str = "{changed} changed, {added} added, {removed} removed, {moved} moved, {same} the same."
    clause_changes: Mapping[str, str] = field(
        default_factory=lambda: {"changed": "Changed", "added": "Added", "removed": "Removed", "moved": "Moved"}
    )
    removed_words: str = "taken out:"
    added_words: str = "put in:"
    was: str = "{new}, before: {old}"

    # all drafts
    matrix_lead: str = "The drafts of this session side by side."
    matrix_columns: tuple[str, ...] = ("Element", "What the guidance asks")

    gaps: str = "The Word file sums up the gaps"
    gaps_comment: str = "in a comment at its end"
    gaps_sheet: str = "not at all; the summary of gaps is a file of its own"
    gaps_help: str = "Comments stand at the words of each finding either way."
    downloads_lead: str = "The same review in other forms, made on this computer."
    downloads_all: str = "All drafts of this session in one file"


REVIEW = ReviewTexts()

SCOPES = {Scope.AUTO: "Decide from the text", Scope.WHOLE: "The whole law", Scope.EXTRACT: "An extract"}
