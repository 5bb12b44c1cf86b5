"""Two versions of one draft: how its clauses and its verdicts moved.

A clause is ``same`` when its words are and it stands in the same order among the clauses that stayed (another number that only follows from an
insertion changes nothing), ``moved`` when its words are the same and it stands elsewhere, ``changed`` when its words are not. Of a clause that
was split every part names it, as ``changed``; clauses that were merged name the same new one, as ``changed``. So what stood in the draft before is
never ``added``, and what still stands in it never ``removed``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping

from bot.errors import ReviewError
from bot.reviewing.aligning import Alignment, Piece, Version, align, same_parent
from bot.reviewing.findings import Clause, ClauseChange, Comparison, ElementChange, Review, Verdict

ORDER: tuple[Verdict, ...] = (Verdict.CONFLICT, Verdict.MISSING, Verdict.NEEDS_REVIEW, Verdict.PARTIAL, Verdict.MET)
"""From worst to best. What cannot be decided stands between nothing and a part: it may be either, so a move to it from
``missing`` is a step forward and one from ``partial`` a step back."""


def compare_reviews(old: Review, new: Review) -> Comparison:
    """Two versions side by side.

    Raises:
        ReviewError: they were judged against different registers.
    """
    if old.register.sha256 != new.register.sha256 or old.register.id != new.register.id:
        raise ReviewError(
            "the two versions were judged against different registers", where=old.document.id, hint="review both again"
        )
    before = {finding.element.id: finding.verdict for finding in old.findings}
    elements = tuple(
        ElementChange(f.element.id, before[f.element.id], f.verdict, verdict_change(before[f.element.id], f.verdict))
        for f in new.findings
        if f.element.id in before
    )
    return Comparison(old, new, elements, align_clauses(old, new))


def verdict_change(old: Verdict, new: Verdict) -> str:
    """How a verdict moved: closed (now met), opened (was met, is gone or the opposite), better or worse by ``ORDER``, or same."""
    if old is new:
        return "same"
    if new is Verdict.MET:
        return "closed"
    if old is Verdict.MET and new in {Verdict.MISSING, Verdict.CONFLICT}:
        return "opened"
    return "better" if ORDER.index(new) > ORDER.index(old) else "worse"


def align_clauses(old: Version, new: Version) -> tuple[ClauseChange, ...]:
    """How each clause moved, in the order of the new version; removed ones stand where they stood."""
    return tuple(_changes(align(old, new)))


def _changes(found: Alignment) -> Iterator[ClauseChange]:
    """The changes in the order of the new version, each removed clause behind the one it stood behind."""
    before, after = found.before, found.after
    back = {new: old for old, new in found.pairs.items()}
    merged: dict[int, list[Clause]] = defaultdict(list)
    for old, new in sorted(found.merges.items()):
        merged[new].append(before[old].clause)
    stayed = in_order(found.pairs)
    removed = _removed(found, stayed)
    yield from (ClauseChange(clause.id, None, "removed") for clause in removed[-1])
    for piece in after:
        if piece.at in back:
            old_piece = before[back[piece.at]]
            stays = old_piece.at in stayed and same_parent(old_piece, piece, found.pairs)
            yield ClauseChange(old_piece.clause.id, piece.clause.id, _kind(old_piece, piece, stays=stays))
        elif piece.at in found.splits:
            yield ClauseChange(before[found.splits[piece.at]].clause.id, piece.clause.id, "changed")
        else:
            yield ClauseChange(None, piece.clause.id, "added")
        yield from (ClauseChange(clause.id, piece.clause.id, "changed") for clause in merged[piece.at])
        yield from (ClauseChange(clause.id, None, "removed") for clause in removed[piece.at])


def _removed(found: Alignment, stayed: set[int]) -> dict[int, list[Clause]]:
    """The clauses that are gone, by the new position of the clause they stood behind (-1: behind none)."""
    removed: dict[int, list[Clause]] = defaultdict(list)
    last = -1
    for piece in found.before:
        if piece.at in found.pairs:
            last = found.pairs[piece.at] if piece.at in stayed else last
        elif piece.at not in found.merges:
            removed[last].append(piece.clause)
    return removed


def _kind(old: Piece, new: Piece, *, stays: bool) -> str:
    if old.words != new.words:
        return "changed"
    return "same" if stays else "moved"


def in_order(pairs: Mapping[int, int]) -> set[int]:
    """The old positions of the longest row of pairs that stand in the same order in both versions."""
    olds = sorted(pairs)
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for old in olds:
        at = bisect_left(tails, pairs[old])
        before[old] = ends[at - 1] if at else None
        tails[at : at + 1] = [pairs[old]]
        ends[at : at + 1] = [old]
    found: set[int] = set()
    step = ends[-1] if ends else None
    while step is not None:
        found.add(step)
        step = before[step]
    return found
