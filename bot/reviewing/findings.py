"""What a review is: one finding for each element of the register, each tied to words of the draft and of the guidance."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.answering.answer import Engine
from bot.spending import Spending
from corpus.documents import Citation, Document, SourceMap
from corpus.register import Element, Recommendation, Register


class Verdict(StrEnum):
    """The five verdicts; what each means stands in docs/VERDICTS.md."""

    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    CONFLICT = "conflict"
    NEEDS_REVIEW = "needs_review"


class Scope(StrEnum):
    """How a draft is to be read: as the whole law, or as a piece of one."""

    AUTO = "auto"
    WHOLE = "whole"
    EXTRACT = "extract"


class Role(StrEnum):
    """What a quoted clause does for a finding."""

    EVIDENCE = "evidence"
    OPPOSITE = "opposite"
    EXCEPTION = "exception"
    DEFINITION = "definition"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered (or unnumbered) unit of a draft, down to the item.

    ``id`` is unique in the draft; ``number`` is as lawyers cite it ("3(1)(a)") and need not be. ``start:end`` is the clause with all
    that belongs to it; ``parent`` is the id of the clause it is an item of. ``path`` names the way from the Part down.
    """

    id: str
    number: str
    path: tuple[str, ...]
    heading: str
    start: int
    end: int
    page: int | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class ClauseQuote:
    """Words of the draft that a finding rests on: ``document.text[start:end]``."""

    clause: Clause
    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """Why a condition held: the words that matched a concept of the register."""

    condition: str
    concept: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """A clause that comes close without counting; ``score`` ranks within one finding only."""

    clause: Clause
    start: int
    end: int
    score: float


class OverrideKind(StrEnum):
    """Why a reviewer sets a verdict aside. Only the first says anything about the tool."""

    TOOL_ERRED = "tool_erred"
    """The tool's verdict is wrong; the right one is given."""
    POLICY = "policy"
    """The recommendation is deliberately not followed."""
    OTHER_ACT = "other_act"
    """Another act covers it; the reason names which."""


@dataclass(frozen=True, slots=True)
class Override:
    """What a reviewer says of a finding, with the name and the time (ISO 8601).

    ``verdict`` is the right one where the tool erred; otherwise the tool's own, which stands.
    """

    kind: OverrideKind
    verdict: Verdict
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """A chat model's verdict on an element. Its quotes stand in the draft; ``dropped`` counts those that did not."""

    verdict: Verdict
    reason: str
    quotes: tuple[ClauseQuote, ...]
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one element, with what it rests on from both sides."""

    recommendation: Recommendation
    element: Element
    verdict: Verdict
    reasons: tuple[str, ...]
    rationale: str
    advice: str
    clauses: tuple[ClauseQuote, ...]
    matched: tuple[Match, ...]
    guidance: tuple[Citation, ...]
    nearest: tuple[Nearest, ...]
    searched: int
    by_criteria: Verdict
    by_model: Verdict | None = None
    override: Override | None = None
    opinion: Opinion | None = None
    """What ``by_model`` rests on."""

    def __post_init__(self) -> None:
        """Refuse a finding that shows nothing: no guidance, or a verdict on the draft without its words."""
        if not self.guidance:
            raise ValueError(f"the finding on {self.element.id} quotes no guidance")
        if self.verdict in {Verdict.MET, Verdict.PARTIAL, Verdict.CONFLICT} and not self.clauses:
            raise ValueError(f"the finding {self.verdict} on {self.element.id} quotes no clause")


@dataclass(frozen=True)
class Review:
    """A draft judged against a register. ``findings`` are in register order, one for each element.

    ``notes`` are what the reader and the reviewer had to say about the draft in plain words. ``timings_ms`` and ``spent`` (what a chat
    model cost; None without one) are the only parts that differ between two runs.
    """

    document: Document
    source_map: SourceMap
    scope: Scope
    register: Register
    findings: tuple[Finding, ...]
    clauses: tuple[Clause, ...]
    language: str | None
    notes: tuple[str, ...]
    engine: Engine
    timings_ms: dict[str, float] = field(default_factory=dict, compare=False)
    spent: Spending | None = field(default=None, compare=False)

    @property
    def coverage(self) -> dict[str, int]:
        """How many findings have each verdict, all five named."""
        return {verdict.value: sum(f.verdict is verdict for f in self.findings) for verdict in Verdict}

    @property
    def clause_count(self) -> int:
        """How many clauses say more than their heading: a draft's title is no clause to a reader."""
        return sum(self.document.text[one.start : one.end].strip() != one.heading.strip() for one in self.clauses)

    def findings_on(self, clause: Clause) -> tuple[Finding, ...]:
        """The findings that quote a clause or an item of it, register order."""
        return tuple(f for f in self.findings if any(clause.start <= q.start < clause.end for q in f.clauses))


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """A file that could not be read, in its place in a list of reviews."""

    name: str
    error: str


@dataclass(frozen=True, slots=True)
class ElementChange:
    """How the verdict on one element moved between two versions; ``change`` as in the contract."""

    id: str
    old: Verdict
    new: Verdict
    change: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """How a clause moved between two versions; ``change`` is same, changed, moved, added or removed."""

    old: str | None
    new: str | None
    change: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of one draft side by side."""

    old: Review
    new: Review
    elements: tuple[ElementChange, ...]
    clauses: tuple[ClauseChange, ...]


Json = dict[str, Any]
