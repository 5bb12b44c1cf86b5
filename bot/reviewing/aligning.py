"""Which clauses of two versions of a draft belong together.

Clauses are known by their own words: their text without their items and without their number, so that a new clause 4 does not make everything
behind it look changed. They are paired in this order:

1. equal words under the same number, then equal words anywhere (in order where several are equal);
2. the most alike of the rest, all of them together (an assignment, not one after the other), first the plainly alike, then those that are less
   alike but stand in the same place: under the same number, under clauses that are paired, between neighbours that are paired;
3. clauses without words of their own ("2. (1) ...") by their items.

What is left over may be a part: a new clause whose words stood in an old one that goes on elsewhere is split from it, an old one whose words
stand in a new one is merged into it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.reviewing.findings import Clause
from bot.reviewing.numbering import read_label
from corpus.documents import Document

ALIKE = 72.0
"""Likeness (0 to 100) from which clauses belong together wherever they stand."""
ALIKE_IN_PLACE = 58.0
"""The same, with what the place adds."""
LEAST = 38.0
"""Below this likeness of the words alone no place makes clauses belong together."""
PLACE = 8.0
"""What each sign of the same place adds."""
CONTAINED = 85.0
"""Likeness (0 to 100) of a part with the best stretch of the whole from which it counts as a part of it."""

_SPELLING_SHARE = 0.6
"""The likeness of words is for this share that of their letters, else that of rare words: "commits an offence" makes no two clauses one."""
_MANY = 40_000
"""Above so many possible pairs nothing is looked for within clauses: two drafts that have little in common."""
_GONE = 5.0
"""So much likelier a part must have stood in the whole than in what is left of it."""
_PART = 24
_ITEM_PART = 8
_LABELS_IN_A_ROW = 3
_WORD = re.compile(r"\w+")

Pairs = dict[int, int]
"""Positions in the new version by positions in the old one."""
Likeness = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause with its own words, its place in the order of the draft, and that of its parent (None at the top)."""

    clause: Clause
    at: int
    words: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two versions belong together.

    ``pairs`` are one to one. ``splits`` give, for new clauses that are parts of an old one, that one's position; ``merges``, for old clauses that
    have become parts of a new one, that one's.
    """

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    pairs: Mapping[int, int]
    splits: Mapping[int, int]
    merges: Mapping[int, int]


class Version(Protocol):
    """A draft split into clauses: a review is one."""

    @property
    def document(self) -> Document:
        """Its text."""

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Its clauses, in order."""


def align(old: Version, new: Version) -> Alignment:
    """Pair the clauses of two versions."""
    before, after = pieces_of(old), pieces_of(new)
    pairs: Pairs = {}
    _pair_equal(before, after, pairs, lambda piece: (piece.words, piece.clause.number))
    _pair_equal(before, after, pairs, lambda piece: piece.words)
    _pair_alike(before, after, pairs, in_place=False)
    _pair_alike(before, after, pairs, in_place=True)
    _pair_containers(before, after, pairs)
    back = {j: i for i, j in pairs.items()}
    splits = _parts(after, before, back)
    merges = _parts(before, after, pairs)
    return Alignment(tuple(before), tuple(after), pairs, splits, merges)


def pieces_of(version: Version) -> list[Piece]:
    """The clauses of a version with their own words, in order."""
    children: dict[str | None, list[Clause]] = defaultdict(list)
    for clause in version.clauses:
        children[clause.parent].append(clause)
    at = {clause.id: index for index, clause in enumerate(version.clauses)}
    text = version.document.text
    return [
        Piece(clause, index, own_words(clause, text, children[clause.id]), at.get(clause.parent or ""))
        for index, clause in enumerate(version.clauses)
    ]


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


def _free(pieces: Sequence[Piece], taken: Mapping[int, int] | set[int]) -> list[Piece]:
    return [piece for piece in pieces if piece.at not in taken]


def _pair_equal(before: Sequence[Piece], after: Sequence[Piece], pairs: Pairs, key: Callable[[Piece], Hashable]) -> None:
    """Pair what has the same key, the first with the first."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for piece in _free(after, set(pairs.values())):
        if piece.words:
            waiting[key(piece)].append(piece.at)
    for piece in _free(before, pairs):
        if waiting.get(key(piece)):
            pairs[piece.at] = waiting[key(piece)].pop(0)


def _pair_alike(before: Sequence[Piece], after: Sequence[Piece], pairs: Pairs, *, in_place: bool) -> None:
    """Pair those that are left so that the sum of their likeness is greatest."""
    left = [piece for piece in _free(before, pairs) if piece.words]
    right = [piece for piece in _free(after, set(pairs.values())) if piece.words]
    if not left or not right:
        return
    likeness = _likeness(left, right)
    if in_place:
        likeness = np.maximum(likeness, _holding(left, right))
        likeness += PLACE * _same_place(left, right, likeness >= LEAST, _Places(before, after, pairs))
    least = ALIKE_IN_PLACE if in_place else ALIKE
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 (a quarter of a second, and only two versions need it)

    rows, columns = linear_sum_assignment(np.where(likeness >= least, likeness, 0.0), maximize=True)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if likeness[row, column] >= least:
            pairs[left[row].at] = right[column].at


def _likeness(left: Sequence[Piece], right: Sequence[Piece]) -> Likeness:
    """Likeness of the words, 0 to 100, shape (left, right)."""
    spelling = process.cdist([p.words for p in left], [p.words for p in right], scorer=fuzz.ratio, dtype=np.float64)
    one, other = _rare_words(left, right)
    mixed: Likeness = _SPELLING_SHARE * spelling + (1 - _SPELLING_SHARE) * 100 * (one @ other.T)
    return mixed


def _rare_words(left: Sequence[Piece], right: Sequence[Piece]) -> tuple[Likeness, Likeness]:
    """The words of each clause weighed by how few clauses have them, rows of length 1: shapes (left, words), (right, words)."""
    bags = [Counter(_WORD.findall(piece.words.lower())) for piece in (*left, *right)]
    spread = Counter(word for bag in bags for word in bag)
    columns = {word: column for column, word in enumerate(sorted(spread))}
    table = np.zeros((len(bags), len(columns)))
    for row, bag in enumerate(bags):
        for word in bag:
            table[row, columns[word]] = np.log1p(len(bags) / spread[word])
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    table /= np.where(lengths > 0, lengths, 1.0)
    return table[: len(left)], table[len(left) :]


def _holding(left: Sequence[Piece], right: Sequence[Piece]) -> Likeness:
    """Likeness of clauses one of which holds the other's words, 0 to ``ALIKE``, shape (left, right); nothing where there are very many."""
    table = np.zeros((len(left), len(right)))
    if table.size > _MANY:
        return table
    lengths = np.minimum.outer([len(p.words) for p in left], [len(p.words) for p in right])
    held = process.cdist([p.words for p in left], [p.words for p in right], scorer=fuzz.partial_ratio, dtype=np.float64)
    found: Likeness = np.where((held >= CONTAINED) & (lengths >= _PART), held / 100 * ALIKE, 0.0)
    return found


class _Places:
    """Where the clauses of both versions stand, given the pairs so far."""

    def __init__(self, before: Sequence[Piece], after: Sequence[Piece], pairs: Mapping[int, int]) -> None:
        self._beside_old, self._beside_new = _neighbours(before), _neighbours(after)
        self._pairs = pairs

    def signs(self, old: Piece, new: Piece) -> int:
        """How many signs say that two clauses stand in the same place: number, parent, a neighbour."""
        number = bool(old.clause.number) and old.clause.number == new.clause.number
        parent = same_parent(old, new, self._pairs)
        sides = zip(self._beside_old[old.at], self._beside_new[new.at], strict=True)
        return number + parent + any(one is not None and self._pairs.get(one) == other for one, other in sides)


def _same_place(left: Sequence[Piece], right: Sequence[Piece], worth: NDArray[np.bool_], places: _Places) -> Likeness:
    """The signs of the same place for every two clauses that are worth asking about, shape (left, right); 0 for the others."""
    table = np.zeros(worth.shape)
    for row, column in np.argwhere(worth).tolist():
        table[row, column] = places.signs(left[row], right[column])
    return table


def _neighbours(pieces: Sequence[Piece]) -> dict[int, tuple[int | None, int | None]]:
    """For each clause the one before and the one behind it under the same parent."""
    rows: dict[int | None, list[int]] = defaultdict(list)
    for piece in pieces:
        rows[piece.parent].append(piece.at)
    found: dict[int, tuple[int | None, int | None]] = {}
    for row in rows.values():
        before: dict[int, int] = {other: one for one, other in pairwise(row)}
        behind: dict[int, int] = dict(pairwise(row))
        found |= {at: (before.get(at), behind.get(at)) for at in row}
    return found


def _pair_containers(before: Sequence[Piece], after: Sequence[Piece], pairs: Pairs) -> None:
    """Pair clauses without words of their own, the innermost first: with the one that most of their items have come to, else by number."""
    taken = set(pairs.values())
    for piece in reversed(_free(before, pairs)):
        if piece.words:
            continue
        votes = Counter(after[pairs[child.at]].parent for child in before if child.parent == piece.at and child.at in pairs)
        alike = (p for p in after if not p.words and p.clause.number == piece.clause.number)
        fit = [(p.clause.path != piece.clause.path, not same_parent(piece, p, pairs), -p.at) for p in alike]
        numbered = [-at for path, parent, at in sorted(fit) if piece.clause.number or not (path and parent)]
        ranked = [at for at, _ in votes.most_common() if at is not None and not after[at].words] + ([] if votes else numbered)
        free = [at for at in ranked if at not in taken]
        if free:
            pairs[piece.at] = free[0]
            taken.add(free[0])


def same_parent(old: Piece, new: Piece, pairs: Mapping[int, int]) -> bool:
    """Whether two clauses stand under the same clause, or neither under one."""
    if old.parent is None or new.parent is None:
        return old.parent is new.parent
    return pairs.get(old.parent) == new.parent


def _parts(parts: Sequence[Piece], wholes: Sequence[Piece], partner: Mapping[int, int]) -> dict[int, int]:
    """For clauses without a partner, the clause of the other version that they are a part of.

    Args:
        parts: the version whose left-over clauses are looked at.
        wholes: the other version.
        partner: positions in ``wholes`` by positions in ``parts``, of the pairs.
    """
    back = {whole: part for part, whole in partner.items()}
    changed = [w for w in wholes if w.at in back and w.words and parts[back[w.at]].words != w.words]
    found = {}
    for piece in _free(parts, partner):
        ranked = [(held, -w.at) for w in changed if (held := _held(piece, w, parts[back[w.at]])) >= CONTAINED]
        if ranked:
            found[piece.at] = -max(ranked)[1]
    return found


def _held(piece: Piece, whole: Piece, kept: Piece) -> float:
    """How surely a clause's words (0 to 100) stood in a whole of the other version, whose partner ``kept`` has not kept them; 0 where it has."""
    nested = piece.parent == kept.at or piece.parent == kept.parent is not None
    if not (_ITEM_PART if nested else _PART) <= len(piece.words) < len(whole.words):
        return 0.0
    held: float = fuzz.partial_ratio(piece.words, whole.words)
    still: float = fuzz.partial_ratio(piece.words, kept.words)
    return held if held >= still + _GONE else 0.0
