"""Two versions of one draft: which clauses are the same, and how each verdict moved.

Clauses are aligned by their own words: the text of a clause without its items and without its number, so that a new clause 4 does
not make everything behind it look changed. What is compared is, in this order:

1. equal words under the same number, then equal words anywhere (in order where several are equal);
2. the same number under parents that belong together, with words that are not wholly others;
3. the most similar words anywhere, the best pair first.

A clause is ``same`` when its words are and it stands in the same order among the clauses that stayed (another number that only follows from an
insertion changes nothing), ``moved`` when its words are the same and it stands elsewhere, ``changed`` when its words are not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.errors import ReviewError
from bot.reviewing.findings import Clause, ClauseChange, Comparison, ElementChange, Review, Verdict
from bot.reviewing.numbering import read_label

ORDER: tuple[Verdict, ...] = (Verdict.CONFLICT, Verdict.MISSING, Verdict.NEEDS_REVIEW, Verdict.PARTIAL, Verdict.MET)
"""From worst to best. What cannot be decided stands between nothing and a part: it may be either, so a move to it from
``missing`` is a step forward and one from ``partial`` a step back."""

SAME_NUMBER_LEAST = 40.0
"""Similarity (0 to 100) from which words under the same number count as the clause changed, not replaced."""
SIMILAR_LEAST = 65.0
"""Similarity (0 to 100) from which words under another number count as the clause renumbered and changed."""

_LABELS_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class _Piece:
    """A clause with its own words, and its place in the order of the draft."""

    clause: Clause
    at: int
    words: str


_Pairs = dict[int, int]
"""Positions in the new version by positions in the old one."""


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


def align_clauses(old: Review, new: Review) -> tuple[ClauseChange, ...]:
    """How each clause moved, in the order of the new version; removed ones stand where they stood."""
    before, after = _pieces(old), _pieces(new)
    pairs: _Pairs = {}
    _pair_equal(before, after, pairs, lambda piece: (piece.words, piece.clause.number))
    _pair_equal(before, after, pairs, lambda piece: piece.words)
    _pair_numbers(before, after, pairs)
    _pair_similar(before, after, pairs)
    return tuple(_changes(before, after, pairs))


def own_words(clause: Clause, text: str, children: Sequence[Clause]) -> str:
    """A clause's own text: without its items, its number and the way its lines were broken."""
    parts, at = [], clause.start
    for child in sorted(children, key=lambda c: c.start):
        parts.append(text[at : child.start])
        at = max(at, child.end)
    parts.append(text[at : clause.end])
    lines = (_without_number(line.strip()) for part in parts for line in part.splitlines())
    return " ".join(" ".join(lines).split())


def _without_number(line: str) -> str:
    """A line without the numbers it begins with ("3. (1) ")."""
    for _ in range(_LABELS_IN_A_ROW):
        label = read_label(line, 0, len(line))
        if label is None:
            break
        line = line[label.end :]
    return line


def _pieces(review: Review) -> list[_Piece]:
    children: dict[str | None, list[Clause]] = defaultdict(list)
    for clause in review.clauses:
        children[clause.parent].append(clause)
    return [
        _Piece(clause, at, own_words(clause, review.document.text, children[clause.id]))
        for at, clause in enumerate(review.clauses)
    ]


def _free(pieces: Sequence[_Piece], taken: set[int]) -> list[_Piece]:
    return [piece for piece in pieces if piece.at not in taken]


def _pair_equal(before: Sequence[_Piece], after: Sequence[_Piece], pairs: _Pairs, key: Callable[[_Piece], Hashable]) -> None:
    """Pair what has the same key, the first with the first."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for piece in _free(after, set(pairs.values())):
        if piece.words:
            waiting[key(piece)].append(piece.at)
    for piece in _free(before, set(pairs)):
        if waiting.get(key(piece)):
            pairs[piece.at] = waiting[key(piece)].pop(0)


def _pair_numbers(before: Sequence[_Piece], after: Sequence[_Piece], pairs: _Pairs) -> None:
    """Pair clauses of the same number whose words have something in common."""
    waiting: dict[str, list[_Piece]] = defaultdict(list)
    for piece in _free(after, set(pairs.values())):
        if piece.clause.number:
            waiting[piece.clause.number].append(piece)
    for piece in _free(before, set(pairs)):
        for other in waiting[piece.clause.number]:
            if _similarity(piece.words, other.words) >= SAME_NUMBER_LEAST:
                pairs[piece.at] = other.at
                waiting[piece.clause.number].remove(other)
                break


def _pair_similar(before: Sequence[_Piece], after: Sequence[_Piece], pairs: _Pairs) -> None:
    """Pair the most similar of those that are left, the best pair first, ties in order."""
    left, right = _free(before, set(pairs)), _free(after, set(pairs.values()))
    if not left or not right:
        return
    table = process.cdist([p.words for p in left], [p.words for p in right], scorer=fuzz.ratio, score_cutoff=SIMILAR_LEAST)
    ranked = sorted(
        (-float(table[i, j]), left[i].at, right[j].at)
        for i, j in zip(*table.nonzero(), strict=True)
        if left[i].words and right[j].words
    )
    taken: set[int] = set()
    for _, i, j in ranked:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)


def _similarity(one: str, other: str) -> float:
    return 100.0 if one == other else fuzz.ratio(one, other)


def _changes(before: Sequence[_Piece], after: Sequence[_Piece], pairs: _Pairs) -> Iterator[ClauseChange]:
    """The changes in the order of the new version, each removed clause behind the one it stood behind."""
    back = {new: old for old, new in pairs.items()}
    partners = {before[i].clause.id: after[j].clause.id for i, j in pairs.items()}
    stayed = _in_order(pairs)
    removed: dict[int, list[Clause]] = defaultdict(list)
    last = -1
    for piece in before:
        if piece.at in pairs:
            last = pairs[piece.at] if piece.at in stayed else last
        else:
            removed[last].append(piece.clause)
    yield from (ClauseChange(clause.id, None, "removed") for clause in removed[-1])
    for piece in after:
        if piece.at in back:
            old = before[back[piece.at]]
            yield ClauseChange(
                old.clause.id, piece.clause.id, _kind(old, piece, stays=old.at in stayed and _same_parent(old, piece, partners))
            )
        else:
            yield ClauseChange(None, piece.clause.id, "added")
        yield from (ClauseChange(clause.id, None, "removed") for clause in removed[piece.at])


def _kind(old: _Piece, new: _Piece, *, stays: bool) -> str:
    if old.words != new.words:
        return "changed"
    return "same" if stays else "moved"


def _same_parent(old: _Piece, new: _Piece, partners: Mapping[str, str]) -> bool:
    """Whether two clauses stand under the same clause, or neither under one."""
    if old.clause.parent is None or new.clause.parent is None:
        return old.clause.parent is new.clause.parent
    return partners.get(old.clause.parent) == new.clause.parent


def _in_order(pairs: _Pairs) -> set[int]:
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
