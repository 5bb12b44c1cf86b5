"""Reviews made by hand, small enough to see through, for tests of exports and comparison."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.answering.answer import Engine
from bot.reviewing.findings import Clause, ClauseQuote, Finding, Nearest, Review, Role, Scope, Verdict
from corpus.documents import Block, BlockKind, Citation, Document, Origin, Page, Segment, SourceMap
from corpus.register import Element, Force, GuidanceQuote, Recommendation, Register

GUIDANCE = Document(
    id="overview",
    title="Overview of the guidance",
    text="Drafters should criminalize the offence. Legislation should also criminalize attempts. Victims should not be penalized.",
    source_url="https://www.example.org/articles/553",
    last_edited=dt.date(2011, 1, 25),
)

DRAFT_LINES = (
    "Widgets Bill",
    "1. A person who traffics a child commits an offence.",
    "2. A person who attempts an offence under section 1 is not liable.",
    "3. This Act comes into force on a day to be appointed.",
)

ENGINE = Engine("criteria", None, "minilm", "", "1.0", "0.1.0")


def recommendation(number: int, statement: str, force: Force = Force.SHOULD) -> Recommendation:
    """A recommendation that is its own element."""
    rec_id = f"ST-{number:02}"
    return Recommendation(
        id=rec_id,
        text=statement,
        force=force,
        quotes=(GuidanceQuote(document="overview", text="Drafters should criminalize the offence."),),
        elements=(Element(id=rec_id, statement=statement),),
    )


RECOMMENDATIONS = (
    recommendation(1, "criminalize the offence"),
    recommendation(2, "state the components", Force.TYPICAL),
    recommendation(3, "criminalize attempts"),
    recommendation(4, "protect victims"),
    recommendation(5, "come into force"),
)

REGISTER = Register(
    id="widgets", version="1.0", title="Widgets", documents=("overview",), recommendations=RECOMMENDATIONS, sha256="ab" * 32
)


def draft(lines: Sequence[str] = DRAFT_LINES, name: str = "bill.txt", pages: bool = False) -> Document:
    """A document with one block a line, the first of them a heading."""
    blocks, at = [], 0
    for number, line in enumerate(lines):
        kind = BlockKind.PARAGRAPH if number else BlockKind.HEADING
        blocks.append(Block(kind, at, at + len(line), 0 if number else 1))
        at += len(line) + 1
    text = "\n".join(lines)
    return Document(
        id=name,
        title=name,
        text=text,
        blocks=tuple(blocks),
        pages=(Page(1, 0, len(text)),) if pages else (),
        format=name.rsplit(".", 1)[-1],
    )


def clauses_of(document: Document) -> tuple[Clause, ...]:
    """A clause for each block after the heading, numbered by its first word."""
    return tuple(
        Clause(f"c{n}", document.text[b.start : b.end].split(".")[0], (str(n),), "", b.start, b.end, document.page_at(b.start))
        for n, b in enumerate(document.blocks[1:], start=1)
    )


def citation(quote: str = "Drafters should criminalize the offence.") -> Citation:
    """A citation of the guidance."""
    start = GUIDANCE.text.index(quote)
    return Citation(GUIDANCE, start, start + len(quote))


def finding(
    rec: Recommendation,
    verdict: Verdict,
    *,
    quotes: Sequence[ClauseQuote] = (),
    nearest: Sequence[Nearest] = (),
    rationale: str = "The reason in words.",
    reasons: tuple[str, ...] = (),
    advice: str = "Say it plainly.",
    by_model: Verdict | None = None,
) -> Finding:
    """A finding with everything in its place."""
    return Finding(
        recommendation=rec,
        element=rec.elements[0],
        verdict=verdict,
        reasons=reasons,
        rationale=rationale,
        advice=advice,
        clauses=tuple(quotes),
        matched=(),
        guidance=(citation(),),
        nearest=tuple(nearest),
        searched=3,
        by_criteria=verdict,
        by_model=by_model,
    )


def quote(clause: Clause, role: Role = Role.EVIDENCE) -> ClauseQuote:
    """The whole clause as a quote."""
    return ClauseQuote(clause, role, clause.start, clause.end)


def review(
    document: Document | None = None, source_map: SourceMap | None = None, verdicts: Sequence[Verdict] | None = None
) -> Review:
    """A review of a draft: partial, met, conflict, missing and needs_review in register order unless other verdicts are given."""
    document = document or draft()
    clauses = clauses_of(document)
    one, two, three = clauses[0], clauses[min(1, len(clauses) - 1)], clauses[-1]
    wanted = verdicts or (Verdict.PARTIAL, Verdict.MET, Verdict.CONFLICT, Verdict.MISSING, Verdict.NEEDS_REVIEW)
    shown = {
        Verdict.PARTIAL: {"quotes": (quote(one),), "reasons": ("only_children",), "rationale": "It covers only children."},
        Verdict.MET: {"quotes": (quote(one),)},
        Verdict.CONFLICT: {"quotes": (quote(two, Role.OPPOSITE), quote(one, Role.DEFINITION))},
        Verdict.MISSING: {"nearest": (Nearest(three, three.start, three.end, 0.5),)},
        Verdict.NEEDS_REVIEW: {"by_model": Verdict.MET},
    }
    return Review(
        document=document,
        source_map=source_map or SourceMap(document.id),
        scope=Scope.WHOLE,
        register=REGISTER,
        findings=tuple(finding(rec, v, **shown[v]) for rec, v in zip(RECOMMENDATIONS, wanted, strict=True)),
        clauses=clauses,
        language="en",
        notes=("line numbers removed",),
        engine=ENGINE,
        timings_ms={"total": 1.0},
    )


def line_map(document: Document) -> SourceMap:
    """A source map as a reader of a .docx writes it for paragraphs of one run each."""
    return SourceMap(
        document.id, tuple(Segment(b.start, b.end, Origin("body", (n, 0), 0)) for n, b in enumerate(document.blocks))
    )
