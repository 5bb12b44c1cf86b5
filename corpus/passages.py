"""Passages: pieces of a document that are found and cited as one.

They follow the text's structure: a paragraph with the list it leads into, under the headings it stands under. Long ones are cut
between sentences, tiny ones join their neighbour under the same heading. A passage that says nearly the same as an earlier one is
kept, and the two name each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from rapidfuzz import fuzz

from corpus.documents import Block, BlockKind, Document, Passage
from corpus.sentences import split_sentences

LONG = 1200
"""Characters above which a passage is cut between sentences."""

TINY = 80
"""Characters below which a paragraph joins the one before it (or after, where it is the first) under the same heading."""

TWIN_RATIO = 85.0
"""Two passages are twins from this similarity of their sorted words on (0 to 100). Measured: the twins of the shipped page reach
93, its other pairs at most 58; sections of one statute on different subjects at most 80, on parallel subjects (the same offence
against adults and against children) up to 99."""

SPLITTER = f"passages-1 long={LONG} tiny={TINY} twins={TWIN_RATIO:g}"
"""Names everything that decides where texts are cut; part of what an index is built from."""

_TWIN_WORDS = 10
_RUN = 3
_SHARED_RUNS = 0.2
_COMMON = 50
"""A run of words in more passages than this is boilerplate, and says nothing of twins."""


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    path: tuple[str, ...]

    @property
    def length(self) -> int:
        return self.end - self.start


def split_passages(document: Document) -> tuple[Passage, ...]:
    """Split a document into passages.

    Returns:
        Passages in order, without overlap, ids ``{document.id}#p1`` and so on. Every block but the headings lies in them whole; a
        heading with nothing under it is a passage of its own. ``duplicates`` holds the ids of twins.
    """
    pieces = [part for piece in _merge_tiny(_units(document)) for part in _cut(document.text, piece)]
    passages = [
        Passage(f"{document.id}#p{number}", document.id, piece.start, piece.end, piece.path)
        for number, piece in enumerate(pieces, start=1)
    ]
    twins = _twins([passage.text_in(document) for passage in passages])
    return tuple(
        replace(passage, duplicates=tuple(passages[other].id for other in twins.get(index, ())))
        for index, passage in enumerate(passages)
    )


def _units(document: Document) -> list[_Piece]:
    """Paragraphs with their lists, and headings that nothing stands under."""
    blocks = document.blocks or _whole(document)
    units: list[_Piece] = []
    path: list[tuple[int, str]] = []
    before: Block | None = None
    for block, following in pairwise([*blocks, None]):
        words = " ".join(document.text[block.start : block.end].split()) if block else ""
        if block is None:
            continue
        if block.kind is BlockKind.HEADING:
            path = [*(step for step in path if step[0] < block.level), (block.level, words)]
            if following is None or (following.kind is BlockKind.HEADING and following.level <= block.level):
                units.append(_Piece(block.start, block.end, tuple(step for _, step in path[:-1])))
        elif before is not None and _belongs(document.text, before, block) and units:
            units[-1] = replace(units[-1], end=block.end)
        else:
            units.append(_Piece(block.start, block.end, tuple(step for _, step in path)))
        before = block
    return units


def _whole(document: Document) -> tuple[Block, ...]:
    text = document.text
    start = len(text) - len(text.lstrip())
    return (Block(BlockKind.PARAGRAPH, start, len(text.rstrip())),) if text.strip() else ()


def _belongs(text: str, before: Block, block: Block) -> bool:
    """Whether a block goes on with what the block before it began: a list with its lead-in, rows of one table."""
    if before.kind is BlockKind.HEADING or block.kind is BlockKind.FOOTNOTE:
        return False
    if block.kind is BlockKind.TABLE_ROW:
        return before.kind is BlockKind.TABLE_ROW
    ends_open = text[before.start : before.end].rstrip().endswith((":", ";", ",", "\u2014", "\u2013", "-", " and", " or"))
    is_list = block.kind is BlockKind.LIST_ITEM
    return (is_list and (ends_open or before.kind is BlockKind.LIST_ITEM)) or (ends_open and text[block.start].islower())


def _merge_tiny(units: Sequence[_Piece]) -> list[_Piece]:
    merged: list[_Piece] = []
    for unit in units:
        last = merged[-1] if merged else None
        if last and last.path == unit.path and min(last.length, unit.length) < TINY and last.length + unit.length <= LONG:
            merged[-1] = replace(last, end=unit.end)
        else:
            merged.append(unit)
    return merged


def _cut(text: str, piece: _Piece) -> Iterator[_Piece]:
    """Cut a long piece between sentences; a sentence longer than the bound stays whole."""
    if piece.length <= LONG:
        yield piece
        return
    start, end = piece.start, piece.start
    for low, high in split_sentences(text, piece.start, piece.end):
        if end > start and high - start > LONG:
            yield replace(piece, start=start, end=end)
            start = low
        end = high
    yield replace(piece, start=start, end=end)


def _twins(texts: Sequence[str]) -> dict[int, list[int]]:
    """For each text the positions of those that say nearly the same."""
    words = [text.casefold().split() for text in texts]
    arranged = [" ".join(sorted(each)) for each in words]
    found: dict[int, list[int]] = defaultdict(list)
    for one, other in sorted(_candidates(words)):
        if fuzz.ratio(arranged[one], arranged[other], score_cutoff=TWIN_RATIO):
            found[one].append(other)
            found[other].append(one)
    return {index: sorted(others) for index, others in found.items()}


def _candidates(words: Sequence[Sequence[str]]) -> set[tuple[int, int]]:
    """Pairs of texts that share so many runs of three words that they are worth comparing."""
    runs = [
        {tuple(each[at : at + _RUN]) for at in range(len(each) - _RUN + 1)} if len(each) >= _TWIN_WORDS else set()
        for each in words
    ]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, each in enumerate(runs):
        for run in each:
            holders[run].append(index)
    shared = Counter(pair for texts in holders.values() if len(texts) <= _COMMON for pair in combinations(texts, 2))
    return {
        (one, other) for (one, other), count in shared.items() if count >= _SHARED_RUNS * max(len(runs[one]), len(runs[other]))
    }
