"""What a committee paper shows, in its order: the draft's sections with the findings on each, then what no clause answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.exports.paper_sections import Sections, Words
from bot.exports.report import FindingView, ReviewView, finding_view, guidance_quote, view
from bot.exports.tally import findings_in_order
from bot.exports.wording import ROLES
from bot.reviewing.findings import Clause, ClauseQuote, Finding, Review, Role, Scope, Verdict

Fact = tuple[str, tuple[str, ...]]
"""The name of a fact, and its values."""


@dataclass(frozen=True, slots=True)
class PaperFinding:
    """A finding in full.

    ``own`` are its words in the section it stands under, where the words above it are not just these; ``role`` is what they do,
    ``others`` the other sections it quotes, ``nearest`` the clauses that come close without counting.
    """

    shown: FindingView
    role: str = ""
    own: tuple[Words, ...] = ()
    others: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pointer:
    """A finding that quotes a section, too, and is set out under another."""

    shown: FindingView
    role: str
    under: str


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A section of the draft: its words that findings quote, and the findings."""

    title: str
    words: tuple[Words, ...]
    findings: tuple[PaperFinding, ...]
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class PaperView:
    """A committee paper on one draft, ready to be drawn; all fields are plain text.

    ``overview`` names every finding once, conflicts first, with the section it is set out under. ``undecided`` and ``missing`` are the
    findings that stand under none.
    """

    name: str
    language: str | None
    register: str
    dated: str
    extract: bool
    facts: tuple[Fact, ...]
    report: ReviewView
    overview: tuple[tuple[FindingView, str], ...]
    sections: tuple[SectionPart, ...]
    undecided: tuple[PaperFinding, ...]
    missing: tuple[PaperFinding, ...]


_Pair = tuple[Finding, FindingView]


def paper_view(review: Review, dated: dt.date | None) -> PaperView:
    """A committee paper on one draft.

    Args:
        review: of the draft.
        dated: the day that the paper carries; None for no date.
    """
    extract = review.scope is Scope.EXTRACT
    pairs = tuple((finding, finding_view(finding, review)) for finding in findings_in_order(review))
    sections = Sections(review)
    report = view(review)
    return PaperView(
        name=report.name,
        language=report.language,
        register=register_stamp(review),
        dated=dated.isoformat() if dated else "",
        extract=extract,
        facts=facts_of(review, dated),
        report=report,
        overview=tuple((shown, sections.named(_main(finding)) if _placed(finding) else "no clause") for finding, shown in pairs),
        sections=tuple(_sections(pairs, sections)),
        undecided=tuple(_unplaced(pairs, sections, missing=False)),
        missing=tuple(_unplaced(pairs, sections, missing=True)),
    )


def register_stamp(review: Review) -> str:
    """The register and its version, for the head of a page."""
    return f"{review.register.id}, version {review.register.version}"


def facts_of(review: Review, dated: dt.date | None) -> tuple[Fact, ...]:
    """What was reviewed, against what, when."""
    day = (("Date", (dated.isoformat(),)),) if dated else ()
    return (*day, *((name, (value,)) for name, value in view(review).facts), ("Guidance quoted", tuple(_sources(review))))


def _placed(finding: Finding) -> bool:
    """Whether a finding is set out under a section of the draft."""
    return bool(finding.clauses) and finding.verdict is not Verdict.MISSING


def _main(finding: Finding) -> ClauseQuote:
    """The quote that a finding is set out under: the first that is more than a definition or a reference."""
    ruling = (quote for quote in finding.clauses if quote.role not in {Role.DEFINITION, Role.REFERENCE})
    return next(ruling, finding.clauses[0])


def _sources(review: Review) -> Iterator[str]:
    """The guidance documents that the findings quote, each once."""
    citations = {citation.document.id: citation for finding in review.findings for citation in finding.guidance}
    for citation in citations.values():
        quote = guidance_quote(citation)
        yield ", ".join(filter(None, (quote.title, quote.dated or "date of the last edit not known", quote.url)))


def _sections(pairs: Sequence[_Pair], sections: Sections) -> Iterator[SectionPart]:
    """The sections with clauses that findings quote, in the order of the draft."""
    quoted: dict[str, list[ClauseQuote]] = {}
    for finding, _ in pairs:
        for quote in finding.clauses if _placed(finding) else ():
            quoted.setdefault(sections.of(quote).id, []).append(quote)
    for quotes in sorted(quoted.values(), key=lambda found: _in_order(sections.of(found[0]))):
        yield _section(quotes, pairs, sections)


def _in_order(clause: Clause) -> tuple[int, int, str]:
    return clause.start, -clause.end, clause.id


def _section(quotes: Sequence[ClauseQuote], pairs: Sequence[_Pair], sections: Sections) -> SectionPart:
    section, words = sections.of(quotes[0]), sections.words(quotes)
    findings, pointers = [], []
    for finding, shown in pairs:
        own = [quote for quote in finding.clauses if sections.of(quote) == section]
        if not own or not _placed(finding):
            continue
        if sections.of(_main(finding)) == section:
            findings.append(_finding(finding, shown, own, words, sections))
        else:
            pointers.append(Pointer(shown, _roles(own), sections.named(_main(finding))))
    return SectionPart(sections.title(quotes[0]), words, tuple(findings), tuple(pointers))


def _finding(
    finding: Finding, shown: FindingView, own: Sequence[ClauseQuote], above: tuple[Words, ...], sections: Sections
) -> PaperFinding:
    """A finding under the section that it rests on."""
    others: dict[str, list[ClauseQuote]] = {}
    for quote in finding.clauses:
        if quote not in own:
            others.setdefault(sections.named(quote), []).append(quote)
    return PaperFinding(
        shown,
        role=_roles(own),
        own=() if sections.words(own) == above else tuple(sections.quote(quote) for quote in own),
        others=tuple(f"{named}: {_roles(quotes)}" for named, quotes in others.items()),
        nearest=tuple(sections.near(near) for near in finding.nearest),
    )


def _unplaced(pairs: Sequence[_Pair], sections: Sections, *, missing: bool) -> Iterator[PaperFinding]:
    """The findings that stand under no section: the missing ones, or the others."""
    for finding, shown in pairs:
        if not _placed(finding) and (finding.verdict is Verdict.MISSING) is missing:
            own = tuple(sections.quote(quote) for quote in finding.clauses)
            yield PaperFinding(shown, own=own, nearest=tuple(sections.near(near) for near in finding.nearest))


def _roles(quotes: Sequence[ClauseQuote]) -> str:
    return ", ".join(dict.fromkeys(ROLES[quote.role] for quote in quotes))
