"""Losses: what the act did before a bill repealed it, and nothing does now (``conflict`` in docs/VERDICTS.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.reviewing.carrying import Change
from bot.reviewing.findings import Clause, ClauseQuote, Finding, Role, Verdict
from bot.reviewing.provisions import Provision
from bot.reviewing.verdicts import Writer, cite

REPEALED = "repealed"
_SHOWN = 160


class Losses:
    """Compares the law as it would read with the act as it reads without the bill.

    Args:
        before: writes the findings on the files without the bill.
        after: writes those on the law as it would read.
        changes: what the bill takes away, with the instructions.
        clauses: all clauses of the review; quotes name one of them.
    """

    def __init__(self, before: Writer, after: Writer, changes: Sequence[Change], clauses: Sequence[Clause]) -> None:
        self.before = before
        self.after = after
        self.changes = changes
        self.clauses = clauses

    def finding(self, finding: Finding) -> Finding:
        """The finding, or a conflict where nothing does any more what a repealed rule did."""
        if finding.verdict is not Verdict.MISSING:
            return finding
        decided = self.before.judge.decide(finding.element.id)
        if decided is None or decided.verdict not in {Verdict.MET, Verdict.PARTIAL}:
            return finding
        provisions = [counted.norm.provision for counted in decided.norms]
        used = [matched.provision for counted in decided.norms for matched in counted.matched]
        touching = [(_taken(c, p), c) for p in (*provisions, *used) for c in self.changes if _touches(c, p)]
        return self._lost(finding, max(touching, key=lambda pair: pair[0])[1]) if touching else finding

    def _lost(self, finding: Finding, change: Change) -> Finding:
        old = self.before.finding(finding.recommendation, finding.element, finding.guidance)
        instruction = self._quote(*change.says, Role.OPPOSITE)
        was = tuple(self._quote(q.start, q.end, Role.EVIDENCE) for q in old.clauses)
        return replace(
            finding,
            verdict=Verdict.CONFLICT,
            by_criteria=Verdict.CONFLICT,
            reasons=(REPEALED,),
            rationale=f"{self._shown(instruction)} takes away {self._shown(was[0])}, which did what the element asks, and puts nothing in its place.",
            advice="Keep the provision, or put one in its place that does the same.",
            clauses=(instruction, *was),
            matched=old.matched,
            nearest=(),
        )

    def _quote(self, start: int, end: int, role: Role) -> ClauseQuote:
        inside = [clause for clause in self.clauses if clause.start <= start < clause.end]
        before = [clause for clause in self.clauses if clause.start <= start][-1:] or list(self.clauses[:1])
        holding = [clause for clause in inside if end <= clause.end] or inside or before
        return ClauseQuote(min(holding, key=lambda clause: clause.end - clause.start), role, start, end)

    def _shown(self, quote: ClauseQuote) -> str:
        document = self.after.law.document
        words = " ".join(document.text[quote.start : quote.end].split())
        words = words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " ..."
        return f"{cite(quote.clause, document.file_at(quote.start))} (“{words}”)"


def _taken(change: Change, provision: Provision) -> int:
    """How many characters of a sentence a change takes out."""
    return sum(max(0, min(change.end, high) - max(change.start, low)) for _, (low, high) in provision.pieces)


def _touches(change: Change, provision: Provision) -> bool:
    """Whether a change takes words out of a sentence, or puts some in."""
    return any(
        (change.start < high and low < change.end) or (low < change.start == change.end < high)
        for _, (low, high) in provision.pieces
    )
