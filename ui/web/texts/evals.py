"""Texts of the Evals page, and of what other pages offer for it: a case for the suite."""

from __future__ import annotations

from dataclasses import dataclass

SUITES = {
    "ask": "Shipped questions",
    "review": "Shipped drafts",
    "ask-own": "Your own questions",
    "review-own": "Your own drafts",
    "statutes": "Statutes",
}
"""What suites are called; one that is not here goes by its own name."""

MARKS = {
    "status": "answered or refused",
    "quotes": "quotes",
    "facts": "facts",
    "absent": "words that may not be said",
    "gaps": "gap",
    "corrects": "false premise put right",
    "recommendations": "recommendations",
    "verbatim": "quotes verbatim",
    "focus": "focus",
    "correct": "all together",
    "verdict": "verdict",
    "evidence": "words quoted",
    "evidence_quoted": "words quoted, where there are some",
    "evidence_precision": "share of words quoted",
    "produced": "done without an error",
}
"""What is checked, in words."""


@dataclass(frozen=True, slots=True)
class EvalsTexts:
    """The Evals page."""

    nav: str = "Evals"
    title: str = "Evaluation runs"
    lead: str = "How well the answers and verdicts hold up on questions and drafts whose right outcome is known."
    suite: str = "Suite"
    reading: str = "Reading the runs"
    run: str = "Run"
    run_line: str = "{started:%d %B %Y, %H:%M} UTC · {cases}{selection}"
    compare: str = "Compare with"
    nothing: str = "No other run"
    no_model: str = "no chat model"
    own_suite: str = (
        "These cases were added in practice. Their figures are kept apart from the shipped suites and no gate applies to them."
    )
    not_here: str = "Cases of your own, and runs of them, are shown only where clausewise serves one person on this machine."

    over_time: str = "Over time"
    figure: str = "Figure"
    one_run: str = "There is one run of this suite so far. A second one shows what changes."
    chart_note: str = (
        "Bars are 95% intervals. A line joins runs on the same cases; where the cases changed it is broken, since figures on other "
        "cases cannot be compared."
    )
    chart_alt: str = "{title}. {series}. The table below gives every value."
    chart_series: str = "{name}: {first} on {since}, {last} on {until}"
    chart_left_out: str = "Runs on single cases are left out: {count}."
    as_table: str = "The same as a table"
    changed_here: str = "cases changed"
    lower_better: str = "lower is better"
    time_columns: tuple[str, ...] = ("Run", "Cases")
    group_column: str = "{group}, 95% interval, n"

    metrics: str = "Figures"
    more: str = "All figures, by split and tag"
    columns: tuple[str, ...] = ("Measure", "Value", "95% interval", "n", "Cases")
    earlier: str = "Earlier run"
    earlier_other: str = "Earlier run (other cases)"
    group_columns: tuple[str, ...] = ("Group", "Measure", "Value", "95% interval", "n")

    changes: str = "What changed"
    moved: str = "{worse} worse, {better} better, {same} the same."
    one_sided: str = "{only_old} scored only in the earlier run, {only_new} only in this one."
    other_dataset: str = (
        "The two runs are not of the same cases. Only what both scored is compared; the figures above are of other cases."
    )
    altered: str = "Left out, since they ask or are due something else now: {cases}."
    move_columns: tuple[str, ...] = ("", "Case", "What", "Before", "Now")
    worse: str = "worse"
    better: str = "better"

    cases: str = "Cases"
    only_failing: str = "Only failing"
    tag: str = "Tag"
    metric: str = "What is wrong"
    any: str = "Any"
    search: str = "Search"
    search_help: str = "An id, or words of the question or of the draft's name."
    held_out: str = "Show the test half"
    held_out_help: str = "It is for measuring. What is read here and mended for raises the figure and not the quality."
    held_out_count: str = "{count} of the test half not shown"
    found: str = "{shown} of {total} cases"
    no_case: str = "No case matches."
    all_shown: str = "The first {shown} are shown. The filters find the others."
    tags: str = "Tags: {tags}"
    provenance: str = "Provenance: {provenance}"
    failed: str = "This case ended in an error"
    earlier_turns: str = "Said before"
    person: str = "Question"
    tool: str = "Answer"
    asked: str = "Question"
    due: str = "What is due"
    came_out: str = "What came out"
    answered: str = "Answered"
    refused: str = "Refused"
    quotes: str = "Quotes that are due"
    facts: str = "To be said"
    absent: str = "Not to be said"
    gaps: str = "To be named as not covered"
    gaps_named: str = "Named as not covered"
    recommendations: str = "In the register"
    corrects: str = "The question rests on a false premise, which the answer has to put right."
    cited: str = "What was cited"
    nearest: str = "Nearest passages"
    note: str = "Why"
    due_given: str = "due {due}, given {given}"
    arguable: str = "arguable"
    draft_due: str = "Words of the draft that decide"
    draft_given: str = "Words of the draft that the tool quoted"
    none_quoted: str = "No words of the draft were quoted."
    guidance: str = "The guidance"
    why_due: str = "Why this is due"
    why_given: str = "The tool's reason"
    every_mark: str = "Everything that was checked"
    mark_columns: tuple[str, ...] = ("", "What", "Expected", "Came out", "Note")
    right: str = "right"
    wrong: str = "wrong"

    own: str = "Your own cases"
    own_none: str = "None yet. “Add to suite” below an answer or a finding makes one."
    own_lead: str = "They are kept in the data directory on this machine, with the drafts they are about."
    own_run: str = "They are measured with the shipped suites, or alone:"
    own_command: str = "clausewise evals run ask-own review-own"
    delete: str = "Delete"
    delete_lead: str = "The case is deleted for good, with its draft where no other case has it."
    delete_runs: str = "So are the runs in which it was measured, since they hold its words: {count}."
    delete_now: str = "Delete for good"

    measuring: str = "Run an evaluation"
    empty: str = "No runs yet. This command makes one and keeps it where this page finds it:"
    measuring_lead: str = (
        "A run takes minutes and the whole machine, so it is started from the command line. It is kept where this page finds it."
    )
    command: str = "clausewise evals run"


@dataclass(frozen=True, slots=True)
class AddTexts:
    """A case for the suite, from an answer or a finding."""

    label: str = "Add to suite"
    lead_answer: str = (
        "What a right answer to this question shows. It is kept on this machine and measured with every evaluation."
    )
    lead_finding: str = (
        "The verdict that is due. The draft is written to this machine's data directory with it, so that it can be reviewed again; "
        "deleting the case on the Evals page deletes it."
    )
    several: str = "A case holds one draft, so none can be made of files that were judged together."
    status: str = "The right answer"
    answered: str = "Answers the question"
    refused: str = "Refuses: the guidance does not cover it"
    quotes: str = "Quotes that are due"
    quotes_help: str = "Each must be covered by a citation of the answer. Shorten it below to the words that matter."
    quote: str = "Quote {label}"
    nearest: str = "nearest {number}"
    more_quotes: str = "Other words of the guidance that are due, verbatim, one quote a line"
    recommendations: str = "Recommendations to be named"
    gaps: str = "To be named as not covered; one of these lines is enough"
    note: str = "Why"
    verdict: str = "Verdict that is due"
    words: str = "Words of the draft that decide, verbatim"
    words_help: str = "As few as decide it. They are looked up in the draft."
    by: str = "Reviewed by"
    save: str = "Save the case"
    saved: str = "Saved as {id}. It is listed on the Evals page."


EVALS = EvalsTexts()
ADD = AddTexts()
