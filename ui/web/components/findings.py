"""Findings as markup: the verdict, what it rests on from both sides, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from bot.exports.report import engines, override, place
from bot.exports.wording import FACES, FORCES, ROLES, Face, said
from bot.reviewing.findings import ClauseQuote, Finding, Match, Nearest, Review, Scope, Verdict
from corpus.documents import Document
from ui.web import texts
from ui.web.components.citations import citation_html
from ui.web.components.coverage import badge_html
from ui.web.components.markup import excerpt_html, plain_label

_STATEMENT_CHARACTERS = 110
_CLAUSE_MARGIN = 160


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that are shown under one heading; ``folded`` ones are put away until asked for."""

    face: Face
    heading: str
    findings: tuple[Finding, ...]
    folded: bool = False


def grouped(findings: Sequence[Finding], scope: Scope) -> tuple[Group, ...]:
    """Findings by verdict, what needs a person first; in an extract, what it does not hold is last and folded away."""
    groups = []
    for verdict, face in FACES.items():
        found = tuple(finding for finding in findings if finding.verdict is verdict)
        if found:
            away = scope is Scope.EXTRACT and verdict is Verdict.MISSING
            groups.append(Group(face, texts.REVIEW.not_in_extract if away else face.word, found, away))
    return tuple(sorted(groups, key=lambda group: group.folded))


def group_html(group: Group) -> Markup:
    """The heading of a group."""
    return Markup(
        '<div class="cw-group" role="heading" aria-level="3"><span class="cw-{}">{} {}</span><span class="cw-meta">{} · {}</span></div>'
    ).format(group.face.key, group.face.sign, group.heading, len(group.findings), group.face.meaning)


def folded_html(findings: Iterable[Finding]) -> Markup:
    """What an extract does not hold: a plain list, no verdicts."""
    items = (Markup("<li><strong>{}</strong> {}</li>").format(f.element.id, f.element.statement) for f in findings)
    return Markup("<ul>{}</ul>").format(Markup("").join(items))


def finding_label(finding: Finding) -> str:
    """One line for a closed finding, escaped."""
    statement = finding.element.statement
    if len(statement) > _STATEMENT_CHARACTERS:
        statement = statement[:_STATEMENT_CHARACTERS].rsplit(" ", 1)[0] + " …"
    reviewer = f" · {plain_label(texts.REVIEW.by_reviewer[finding.override.kind])}" if finding.override else ""
    return f"{plain_label(FACES[finding.verdict].sign)} **{plain_label(finding.element.id)}** {plain_label(statement)}{reviewer}"


def finding_html(finding: Finding, review: Review, day: dt.date) -> Markup:
    """A finding in full."""
    text = review.document.text
    top = Markup('<p>{} <span class="cw-meta">{} · {}</span></p>').format(
        badge_html(FACES[finding.verdict]), FORCES[finding.recommendation.force], finding.recommendation.text
    )
    columns = Markup('<div class="cw-columns"><section><h3>{}</h3>{}</section><section><h3>{}</h3>{}</section></div>').format(
        texts.REVIEW.draft_side, _draft_side(finding, review.document), texts.REVIEW.guidance_side, _guidance_side(finding, day)
    )
    return Markup("").join([top, _reasons(finding), columns, why_html(finding.matched, text)])


def _reasons(finding: Finding) -> Markup:
    """Rationale, advice, and whether model or reviewer say something else."""
    said = override(finding)
    lines = [Markup('<p class="cw-said"><strong>{}:</strong> {}</p>').format(texts.REVIEW.reviewer, said)] if said else []
    lines += [Markup("<p>{}</p>").format(line) for line in (finding.rationale, engines(finding)) if line]
    if finding.advice and finding.verdict is not Verdict.MET:
        lines.append(Markup("<p><strong>{}:</strong> {}</p>").format(texts.REVIEW.advice, finding.advice))
    return Markup("").join(lines)


def _guidance_side(finding: Finding, day: dt.date) -> Markup:
    return Markup("").join(citation_html(citation, day) for citation in finding.guidance)


def _draft_side(finding: Finding, document: Document) -> Markup:
    """The clauses that are quoted; the nearest ones where none is or where a person has to look."""
    quoted = Markup("").join(quote_html(quote, document) for quote in finding.clauses)
    if not quoted:
        quoted = Markup("<p>{}</p>").format(texts.REVIEW.no_words)
    if finding.verdict not in {Verdict.MISSING, Verdict.NEEDS_REVIEW}:
        return quoted
    return quoted + nearest_html(finding.nearest, texts.plural(finding.searched, "clause"), document)


def quote_html(quote: ClauseQuote, document: Document) -> Markup:
    """A quote of the draft, marked in its clause; of several files with the name of its own."""
    clause = quote.clause
    where = " · ".join(part for part in (_capital(place(clause, document.file_at(quote.start))), clause.heading) if part)
    body = excerpt_html(document.text, (quote.start, quote.end), (clause.start, clause.end), _CLAUSE_MARGIN)
    return Markup('<div class="cw-quote">{}</div><p class="cw-meta">{} · {}</p>').format(body, where, ROLES[quote.role])


def nearest_html(nearest: Sequence[Nearest], clauses: str, document: Document) -> Markup:
    """How many clauses were searched, and those that come nearest without counting."""
    if not nearest:
        return Markup('<p class="cw-meta">{}</p>').format(texts.REVIEW.searched.format(clauses=clauses))
    items = Markup("").join(
        Markup('<li><span class="cw-meta">{}</span><div class="cw-quote">{}</div></li>').format(
            _capital(place(near.clause, document.file_at(near.start))),
            excerpt_html(document.text, (near.start, near.end), (near.start, near.end)),
        )
        for near in nearest
    )
    summary = texts.REVIEW.nearest_of.format(clauses=clauses)
    return Markup("<details><summary>{}</summary><ol>{}</ol></details>").format(summary, items)


def why_html(matched: Sequence[Match], text: str) -> Markup:
    """The words that made each condition hold."""
    if not matched:
        return Markup("")
    rows = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(_capital(said(condition)), _words(matches, text))
        for condition, matches in groupby(sorted(matched, key=lambda m: m.condition), key=lambda m: m.condition)
    )
    return Markup("<details><summary>{}</summary><dl>{}</dl></details>").format(texts.REVIEW.why, rows)


def _words(matches: Iterable[Match], text: str) -> Markup:
    """Matched words with the concept they stand for, each pair once."""
    pairs = dict.fromkeys((said(m.concept).lower(), text[m.start : m.end]) for m in matches)
    return Markup(" · ").join(
        Markup('<mark>{}</mark> <span class="cw-meta">{}</span>').format(words, concept) for concept, words in pairs
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
