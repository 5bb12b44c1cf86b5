"""The coverage of a draft: how many elements have which verdict, as a bar with a legend in words."""

from __future__ import annotations

from markupsafe import Markup

from bot.exports.wording import FACES, Face
from bot.reviewing.findings import Review, Scope, Verdict
from ui.web import texts


def badge_html(face: Face) -> Markup:
    """A verdict's sign and word."""
    return Markup('<span class="cw-badge cw-{}"><span aria-hidden="true">{}</span> {}</span>').format(
        face.key, face.sign, face.word
    )


def coverage_html(review: Review) -> Markup:
    """The bar and its legend."""
    coverage = review.coverage
    counts = [(face, _called(verdict, review.scope), coverage[verdict.value]) for verdict, face in FACES.items()]
    shown = [(face, count) for face, _, count in counts if count]
    bar = Markup("").join(Markup('<span class="cw-{}" style="flex: {}"></span>').format(face.key, count) for face, count in shown)
    legend = Markup("").join(
        Markup('<li class="cw-{}"><span aria-hidden="true">{}</span> <strong>{}</strong> {}</li>').format(
            face.key, face.sign, count, called
        )
        for face, called, count in counts
    )
    title = texts.REVIEW.legend.format(total=len(review.findings))
    return Markup('<h3>{}</h3><div class="cw-bar" aria-hidden="true">{}</div><ul class="cw-legend">{}</ul>{}').format(
        title, bar, legend, _set_aside(review)
    )


def _called(verdict: Verdict, scope: Scope) -> str:
    """A verdict's word in the legend; what an extract does not hold is no gap of it."""
    away = scope is Scope.EXTRACT and verdict is Verdict.MISSING
    return (texts.REVIEW.not_in_extract if away else FACES[verdict].word).lower()


def _set_aside(review: Review) -> Markup:
    """How many findings a reviewer has set aside: the counts are the tool's."""
    count = sum(finding.override is not None for finding in review.findings)
    if not count:
        return Markup("")
    line = texts.REVIEW.set_aside_count.format(findings=texts.plural(count, "finding"))
    return Markup('<p class="cw-meta">{}</p>').format(line)
