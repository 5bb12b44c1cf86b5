"""The tool's own words in reports: what verdicts, forces and roles are called, and the signs that stand beside the colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.reviewing.findings import OverrideKind, Role, Scope, Verdict
from bot.spending import Spending
from corpus.register import Force


@dataclass(frozen=True, slots=True)
class Face:
    """How a verdict looks: its key (the verdict's name), its word, its sign, what it means, and a pair of colours (RRGGBB) with a contrast of at least 7 to 1."""

    key: str
    word: str
    sign: str
    meaning: str
    ink: str
    paper: str


FACES: Mapping[Verdict, Face] = {
    Verdict.CONFLICT: Face("conflict", "Conflict", "✕", "The draft does the opposite.", "7A0C12", "FBE4E4"),
    Verdict.NEEDS_REVIEW: Face(
        "needs_review", "Needs review", "?", "The supplied text does not decide it; a person has to.", "4A2480", "EFE8FA"
    ),
    Verdict.MISSING: Face("missing", "Missing", "○", "The draft has no operative provision on it.", "3D4450", "ECEEF1"),
    Verdict.PARTIAL: Face("partial", "Partial", "◐", "The draft does part of it.", "5F3B00", "FFF0D2"),
    Verdict.MET: Face("met", "Met", "✓", "The draft does it.", "0B4A2B", "DDF3E6"),
}
"""In the order in which reports show verdicts: what needs a person first."""


@dataclass(frozen=True, slots=True)
class Move:
    """How a verdict moved between two versions: its key (as in the contract), what it is called, its sign and what it means."""

    key: str
    word: str
    sign: str
    meaning: str


MOVES: tuple[Move, ...] = (
    Move("opened", "New gaps", "▼", "was met, and is missing or the opposite now"),
    Move("worse", "Worse", "▽", "is further from met than before"),
    Move("closed", "Gaps closed", "▲", "was not met, and is met now"),
    Move("better", "Better", "△", "is nearer to met than before, and not met yet"),
)
"""In the order in which comparisons show them: what needs a person first. What did not move is none of them."""

FORCES: Mapping[Force, str] = {
    Force.SHOULD: "The guidance says drafters should",
    Force.TYPICAL: "The guidance calls it typical",
    Force.MAY: "The guidance leaves it open",
}

ROLES: Mapping[Role, str] = {
    Role.EVIDENCE: "what the verdict rests on",
    Role.OPPOSITE: "says the opposite",
    Role.EXCEPTION: "makes an exception",
    Role.DEFINITION: "defines a term",
    Role.REFERENCE: "refers to other law",
}

OVERRIDES: Mapping[OverrideKind, str] = {
    OverrideKind.TOOL_ERRED: "The tool erred",
    OverrideKind.POLICY: "Not followed as a matter of policy",
    OverrideKind.OTHER_ACT: "Covered by another act",
}
"""What a reviewer says of a finding, by kind."""

OVERRIDE_COUNTED: Mapping[OverrideKind, str] = {
    OverrideKind.TOOL_ERRED: "where the tool erred",
    OverrideKind.POLICY: "not followed as a matter of policy",
    OverrideKind.OTHER_ACT: "covered by another act",
}
"""The same behind a number."""

OVERRIDE_WORDS: Mapping[OverrideKind, str] = {OverrideKind.POLICY: "policy", OverrideKind.OTHER_ACT: "other act"}
"""The same in a word, for cells and headings; where the tool erred, the right verdict is the word."""

STATEMENTS: Mapping[str, str] = {
    "recommendation": "a recommendation",
    "typical": "what is typical or possible",
    "figures": "figures, no recommendation",
    "example": "an example, no recommendation",
    "pointer": "a pointer to another part",
    "source": "a source that the guidance names",
}
"""What force a quote of the guidance has, by ``bot.answering.statement.Statement``; nothing is said of a plain statement."""

SCOPES: Mapping[Scope, str] = {
    Scope.AUTO: "as supplied",
    Scope.WHOLE: "as a whole law",
    Scope.EXTRACT: "as an extract; missing means not in this extract",
}

LEGEND: tuple[tuple[str, str], ...] = (
    ("Draft", "words of the draft, verbatim"),
    ("Guidance", "words of the guidance, verbatim"),
    ("Clausewise", "this tool's own words: verdicts, reasons, advice"),
)

OLD, NEW = "Old version", "New version"
DRAFT_SAYS = "The draft says"
GUIDANCE_SAYS = "The guidance says"
REVIEWER_SAYS = "A reviewer says"
REASON_IS = "The tool's reason"
ADVICE_IS = "What would make it met (the tool's words)"
REPLY = "Reply"

PAPER_IS = (
    "This paper sets a draft beside the guidance named above. A program, clausewise, compared the words of the two. It is no lawyer and gives "
    "no legal advice: it judges only the text it was given, it does not know the rest of the law, and it can be wrong. Each verdict names "
    "the words it rests on, so that it can be checked against the draft and the guidance; it is for the committee to decide what follows."
)
PAPER_EXTRACT = "The text was read as an extract: “missing” means not in this extract, and says nothing of the rest of the law."
PAPER_LEGEND: tuple[tuple[str, str], ...] = (
    (DRAFT_SAYS, "words of the draft, verbatim, with a solid rule at their left"),
    (GUIDANCE_SAYS, "words of the guidance, verbatim, with a dashed rule at their left"),
    (REASON_IS, "this tool's own words, like all verdicts, summaries and advice"),
    (REPLY, "left empty for the answer of those who are responsible for the draft"),
)


def spent_line(spent: Spending) -> str:
    """What a chat model cost, in one line; tokens only where the provider counts them."""
    calls = "1 call" if spent.calls == 1 else f"{spent.calls:,} calls"
    kept = "1 reply" if spent.cached == 1 else f"{spent.cached:,} replies"
    tokens = f"{spent.tokens_in:,} tokens in, {spent.tokens_out:,} out" if spent.tokens_in or spent.tokens_out else ""
    return ", ".join(filter(None, (calls, f"{kept} kept from before" if spent.cached else "", tokens)))


def said(name: str) -> str:
    """A name from the register as words: "only_children" is "only children"."""
    return name.replace("_", " ")
