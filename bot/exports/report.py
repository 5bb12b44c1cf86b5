"""What every written report shows, in its order: facts of the draft, then findings by verdict, conflicts first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.answering.answer import Engine
from bot.errors import ReviewError
from bot.exports.tally import in_order, set_aside, set_aside_line
from bot.exports.wording import FACES, FORCES, OVERRIDES, ROLES, SCOPES, STATEMENTS, Face, said
from bot.reviewing.findings import Clause, Finding, OverrideKind, Review, Verdict
from bot.reviewing.verdicts import NO_CRITERIA
from corpus.documents import Citation

SHORT_HASH = 12
_DATE = len("2026-01-31")
"""Of a time in ISO 8601."""


@dataclass(frozen=True, slots=True)
class DraftQuote:
    """Words of the draft with where they stand ("clause 3(1), page 2") and what they do there; ``score`` ranks the nearest."""

    where: str
    role: str
    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class GuidanceQuote:
    """Words of the guidance with their source.

    ``url`` is empty unless it is a web address; ``headings`` are those it stands under; ``force`` says what it is ("an example, no
    recommendation"), where that is known.
    """

    title: str
    headings: tuple[str, ...]
    dated: str
    url: str
    words: str
    force: str = ""

    @property
    def source(self) -> str:
        """What it is and where it stands, in one line."""
        return ", ".join(filter(None, (self.force, self.title, self.dated, self.url)))


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding ready to be drawn; all fields are plain text.

    ``override`` is what a reviewer says of it in a sentence, ``set_aside`` the same in a word or two ("reviewer: policy"); both are empty where nobody does.
    """

    id: str
    statement: str
    recommendation: str
    force: str
    face: Face
    reasons: tuple[str, ...]
    rationale: str
    advice: str
    draft: tuple[DraftQuote, ...]
    guidance: tuple[GuidanceQuote, ...]
    nearest: tuple[DraftQuote, ...]
    searched: str
    engines: str
    override: str
    set_aside: str


@dataclass(frozen=True, slots=True)
class Section:
    """The findings with one verdict."""

    face: Face
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review ready to be drawn.

    ``facts`` are pairs of name and value; ``counts`` are of all five verdicts, as the tool gave them; ``set_aside`` says how many of them a reviewer has
    set aside, and is empty where nobody has.
    """

    name: str
    language: str | None
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    counts: tuple[tuple[Face, int], ...]
    set_aside: str
    sections: tuple[Section, ...]


def at_least_one(reviews: Sequence[Review]) -> Sequence[Review]:
    """The reviews, unless there are none.

    Raises:
        ReviewError: there are none.
    """
    if not reviews:
        raise ReviewError("there is no review to export", hint="review a draft first")
    return reviews


def view(review: Review) -> ReviewView:
    """A review ready to be drawn."""
    counts = review.coverage
    return ReviewView(
        name=review.document.id,
        language=review.language,
        facts=_facts(review),
        notes=review.notes,
        counts=tuple((face, counts[verdict.value]) for verdict, face in FACES.items()),
        set_aside=set_aside_line(review),
        sections=tuple(
            Section(FACES[verdict], tuple(finding_view(f, review) for f in review.findings if f.verdict is verdict))
            for verdict in in_order(review)
            if counts[verdict.value]
        ),
    )


def finding_view(finding: Finding, review: Review) -> FindingView:
    """A finding ready to be drawn."""
    text, file_at = review.document.text, review.document.file_at
    return FindingView(
        id=finding.element.id,
        statement=finding.element.statement,
        recommendation=finding.recommendation.text,
        force=FORCES[finding.recommendation.force],
        face=FACES[finding.verdict],
        reasons=tuple(said(reason) for reason in finding.reasons),
        rationale=finding.rationale,
        advice=finding.advice,
        draft=tuple(
            DraftQuote(place(q.clause, file_at(q.start)), ROLES[q.role], q.clause.heading, text[q.start : q.end].strip())
            for q in finding.clauses
        ),
        guidance=tuple(guidance_quote(citation) for citation in finding.guidance),
        nearest=tuple(
            DraftQuote(place(n.clause, file_at(n.start)), "", n.clause.heading, text[n.start : n.end].strip())
            for n in finding.nearest
        ),
        searched=searched(finding),
        engines=engines(finding),
        override=override(finding),
        set_aside=set_aside(finding),
    )


def guidance_quote(citation: Citation) -> GuidanceQuote:
    """A citation of the guidance ready to be drawn."""
    document = citation.document
    dated = f"last edited {document.last_edited.isoformat()}" if document.last_edited else ""
    url, force = web_address(document.source_url), STATEMENTS.get(citation.statement or "", "")
    return GuidanceQuote(document.title, citation.heading_path, dated, url, citation.quote.strip(), force)


def web_address(url: str | None) -> str:
    """The address if it is one of the web, else nothing: no other kind of link goes into a report."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else ""


def place(clause: Clause, file: str | None = None) -> str:
    """Where a clause stands, in words; with the ``file`` where several were judged together."""
    named = f"clause {clause.number}" if clause.number else (clause.path[-1] if clause.path else "unnumbered clause")
    paged = f"{named}, page {clause.page}" if clause.page is not None else named
    return f"{paged}, {file}" if file else paged


def searched(finding: Finding) -> str:
    """What "missing" rests on, as the title of the nearest clauses; nothing where neither is to be told."""
    if not finding.nearest and finding.verdict not in {Verdict.MISSING, Verdict.NEEDS_REVIEW}:
        return ""
    clauses = "1 clause" if finding.searched == 1 else f"{finding.searched} clauses"
    return f"Nearest of {clauses} searched, none of which counts" if finding.nearest else f"{clauses} searched, none of them near"


def _classifier(engine: Engine) -> str:
    """The classifier by the beginning of its weights' sha256."""
    return f"classifier {engine.classifier_sha256[:12]}" if engine.classifier_sha256 else ""


def engines(finding: Finding) -> str:
    """What criteria and chat model say of each other; nothing where no model was asked."""
    if finding.by_model is None:
        return ""
    criteria, model = FACES[finding.by_criteria].word.lower(), FACES[finding.by_model].word.lower()
    if NO_CRITERIA in finding.reasons:
        return f"There are no criteria; the chat model says {model}. A person has to decide."
    if finding.by_model is finding.by_criteria:
        return f"The criteria and the chat model both say {model}."
    return f"The criteria say {criteria}; the chat model says {model}. A person has to decide."


def override(finding: Finding) -> str:
    """What a reviewer says of a finding in a sentence, with name and date; nothing where there is none."""
    own = finding.override
    if own is None:
        return ""
    right = f"; the right verdict is {FACES[own.verdict].word.lower()}" if own.kind is OverrideKind.TOOL_ERRED else ""
    reason = f": {own.reason}" if own.reason else ""
    return f"{OVERRIDES[own.kind]}{right}, says {own.by} ({own.at[:_DATE]}){reason}"


def _facts(review: Review) -> tuple[tuple[str, str], ...]:
    document, register, engine = review.document, review.register, review.engine
    first = " of the first file" if document.files else ""
    facts = (
        ("Files judged together", ", ".join(document.files)),
        (f"Format{first}", f"{document.format}, {len(document.pages)} pages" if document.pages else document.format),
        (f"SHA-256{first or ' of the file'}", document.file_sha256[:SHORT_HASH]),
        ("Language", review.language or "not recognised"),
        ("Read", SCOPES[review.scope]),
        ("Clauses", str(review.clause_count)),
        ("Register", f"{register.title} ({register.id}, version {register.version})"),
        (
            "Engine",
            ", ".join(filter(None, (f"clausewise {engine.version}", engine.mode, _classifier(engine), engine.chat_model))),
        ),
    )
    return tuple((name, value) for name, value in facts if value)
