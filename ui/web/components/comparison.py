"""Two versions of a draft as markup: the verdicts that moved, what needs a person first, then the clauses that did."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from bot.exports.comparison import ComparisonView, MovedElement, MovedElements
from bot.exports.comparison_clauses import ChangedClause, ClauseWords, MovedClause
from bot.exports.report import FindingView
from bot.reviewing.differing import Difference, DifferenceKind
from ui.web import texts
from ui.web.components.coverage import badge_html
from ui.web.components.tables import table_html

_CHANGED = {
    DifferenceKind.REMOVED: (Markup('<del><span class="cw-unseen">{} </span>{}</del>'), texts.REVIEW.removed_words),
    DifferenceKind.ADDED: (Markup('<ins><span class="cw-unseen">{} </span>{}</ins>'), texts.REVIEW.added_words),
}
"""How words that went or came are drawn, and what a screen reader says before them."""


def comparison_html(shown: ComparisonView) -> Markup:
    """All that moved; what did not is counted."""
    moved = Markup("").join(_elements_html(one) for one in shown.moved) or Markup("<p>{}</p>").format(texts.REVIEW.nothing_moved)
    same = Markup('<p class="cw-meta">{}</p>').format(texts.REVIEW.unmoved.format(count=len(shown.unmoved)))
    return moved + same + _clauses_html(shown)


def _elements_html(group: MovedElements) -> Markup:
    """The elements that moved in one way."""
    rows = [_row(element) for element in group.elements]
    return Markup("<h3>{} {} ({}): {}</h3>{}").format(
        group.move.sign, group.move.word, len(rows), group.move.meaning, table_html(texts.REVIEW.moved_columns, rows)
    )


def _row(element: MovedElement) -> list[Markup]:
    new = element.new
    named = Markup("<strong>{}</strong> {}").format(new.id, new.statement)
    return [named, _side(element.old), _side(new)]


def _side(shown: FindingView) -> Markup:
    """How one version was judged, and why."""
    reviewer = Markup('<br><span class="cw-meta">{}</span>').format(shown.set_aside) if shown.set_aside else Markup("")
    advice = Markup("<br><strong>{}:</strong> {}").format(texts.REVIEW.advice, shown.advice) if shown.advice else Markup("")
    return Markup("{}{}<br>{}{}").format(badge_html(shown.face), reviewer, shown.rationale, advice)


def _clauses_html(shown: ComparisonView) -> Markup:
    counts = texts.REVIEW.clause_counts.format(
        changed=len(shown.changed),
        added=len(shown.added),
        removed=len(shown.removed),
        moved=len(shown.moved_clauses),
        same=shown.same,
    )
    parts = [
        *(_changed_html(clause) for clause in shown.changed),
        *_worded(texts.REVIEW.clause_changes["added"], DifferenceKind.ADDED, shown.added),
        *_worded(texts.REVIEW.clause_changes["removed"], DifferenceKind.REMOVED, shown.removed),
        *(_moved_html(clause) for clause in shown.moved_clauses),
    ]
    return Markup("<h3>{}</h3><p>{}</p>{}").format(texts.REVIEW.clauses_moved, counts, Markup("").join(parts))


def _changed_html(clause: ChangedClause) -> Markup:
    where = clause.new if clause.new == clause.old else texts.REVIEW.was.format(new=clause.new, old=clause.old)
    words = Markup("").join(_piece(piece) for piece in clause.pieces)
    return _change(texts.REVIEW.clause_changes["changed"], where, clause.heading, words)


def _worded(name: str, kind: DifferenceKind, clauses: Iterable[ClauseWords]) -> Iterable[Markup]:
    """Clauses of one version only."""
    for clause in clauses:
        yield _change(name, clause.where, clause.heading, _piece(Difference(kind, clause.words)))


def _moved_html(clause: MovedClause) -> Markup:
    where = texts.REVIEW.was.format(new=clause.new, old=clause.old)
    return _change(texts.REVIEW.clause_changes["moved"], where, "", escape(clause.begins))


def _piece(piece: Difference) -> Markup:
    if piece.kind not in _CHANGED:
        return escape(piece.text)
    drawn, said = _CHANGED[piece.kind]
    return drawn.format(said, piece.text)


def _change(kind: str, where: str, heading: str, words: Markup) -> Markup:
    """A clause that is not as it was: in which way, where it stands, its words."""
    return Markup(
        '<div class="cw-change"><p><strong>{}</strong> <span class="cw-meta">{}</span></p><div class="cw-quote">{}</div></div>'
    ).format(kind, " · ".join(filter(None, (where, heading))), words)
