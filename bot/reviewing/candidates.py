"""What a second reader is shown for an element: the clauses the criteria counted, what these use, and the nearest ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.reviewing.findings import Clause, Finding
from bot.reviewing.matching import Counted
from bot.reviewing.verdicts import Writer

CHARACTERS = 1200
"""Shown of a clause at most; of a longer one, the part around what counts."""
_COUNTED = 4
_USED = 4
_NEAREST = 3
"""Beside what the criteria counted; where they counted nothing, all nearest clauses of the finding."""
_BEFORE = 3
"""A third of what is shown stands before what counts."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of the draft, ``text[start:end]``, within ``clause`` (or the clause itself)."""

    clause: Clause
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.start, self.end


def candidates_of(finding: Finding, writer: Writer) -> tuple[Candidate, ...]:
    """The pieces of the draft that bear on an element, in the draft's order, none within another."""
    decided = writer.judge.decide(finding.element.id)
    counted = decided.norms[:_COUNTED] if decided else ()
    nearest = finding.nearest or writer.nearest(finding.element)[:_NEAREST]
    found = [
        # A quote names its clause: that of a repealed rule is no clause of the law as it would read.
        *(((quote.start, quote.end), quote.clause) for quote in finding.clauses),
        *((one.norm.provision.own, one.norm.clause) for one in counted),
        *list(_used(counted))[:_USED],
        *(((near.start, near.end), near.clause) for near in nearest),
    ]
    clauses = {clause.id: clause for clause in writer.law.clauses}
    return _outermost(_shown(span, clause, clauses) for span, clause in found)


def _used(counted: Iterable[Counted]) -> Iterator[tuple[Span, Clause]]:
    """The definitions and the far exceptions of norms, each once."""
    norms = (other for one in counted for other in (*one.norm.definitions, *one.norm.excepted_by))
    yield from dict.fromkeys((norm.provision.own, norm.clause) for norm in norms)


def _shown(span: Span, clause: Clause, clauses: dict[str, Clause]) -> Candidate:
    """The widest clause around a span that is short enough; else the part of its own clause around it."""
    if clause.end - clause.start > CHARACTERS or not clause.start <= span[0] < clause.end:
        start = max(min(clause.start, span[0]), span[0] - CHARACTERS // _BEFORE)
        return Candidate(clause, start, min(max(clause.end, span[1]), start + CHARACTERS))
    while (parent := clauses.get(clause.parent or "")) and parent.number and parent.end - parent.start <= CHARACTERS:
        clause = parent
    return Candidate(clause, clause.start, clause.end)


def _outermost(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    unique: Sequence[Candidate] = sorted(dict.fromkeys(found), key=lambda c: (c.start, -c.end))
    kept: list[Candidate] = []
    for candidate in unique:
        if not kept or candidate.end > kept[-1].end:
            kept.append(candidate)
    return tuple(kept)
