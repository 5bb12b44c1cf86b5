"""The coverage of a draft: how many elements have which verdict, as a bar with a legend in words."""

from __future__ import annotations

from markupsafe import Markup

from bot.exports.wording import FACES, Face
from bot.reviewing.findings import Review
from ui.web import texts


def badge_html(face: Face) -> Markup:
    """A verdict's sign and word."""
    return Markup('<span class="cw-badge cw-{}"><span aria-hidden="true">{}</span> {}</span>').format(
        face.key, face.sign, face.word
    )


def coverage_html(review: Review) -> Markup:
    """The bar and its legend."""
    counts = [(face, review.coverage[verdict.value]) for verdict, face in FACES.items()]
    shown = [(face, count) for face, count in counts if count]
    bar = Markup("").join(Markup('<span class="cw-{}" style="flex: {}"></span>').format(face.key, count) for face, count in shown)
    legend = Markup("").join(
        Markup('<li class="cw-{}"><span aria-hidden="true">{}</span> <strong>{}</strong> {}</li>').format(
            face.key, face.sign, count, face.word.lower()
        )
        for face, count in counts
    )
    title = texts.REVIEW.legend.format(total=len(review.findings))
    return Markup('<h3>{}</h3><div class="cw-bar" aria-hidden="true">{}</div><ul class="cw-legend">{}</ul>').format(
        title, bar, legend
    )
