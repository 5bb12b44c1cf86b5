"""Clauses: a draft as a tree of numbered units, with the draft's own numbers.

A unit is placed by its number: the same kind of number, one further, is a sibling; a first number ("1", "a", "i") opens a level below.
Indentation decides where numbers alone do not. Words without a number that go on in lower case after items are the tail of the sentence
that the items stand in ("... (b) harbours, / commits an offence"). No text is lost: every unit belongs to a clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.reviewing.findings import Clause
from bot.reviewing.numbering import BARE_WORDS, begins_recital, is_contents, is_explanation, numbering_words
from bot.reviewing.tree import TreeBuilder
from bot.reviewing.tree_levels import Span, Sprout
from bot.reviewing.units import units_of
from corpus.documents import Document


@dataclass(frozen=True)
class Node:
    """A clause in its place in the tree.

    ``lead`` are the spans of its own words before its items, ``tails`` of those behind them; ``operative`` is False for recitals, memoranda
    and lists of contents, which command nothing.
    """

    clause: Clause
    lead: tuple[Span, ...]
    children: tuple[Node, ...]
    tails: tuple[Span, ...]
    operative: bool
    division: bool

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the draft's order."""
        yield self
        for child in self.children:
            yield from child.walk()


def split_clauses(document: Document) -> tuple[Node, ...]:
    """Split a draft into its top-level clauses and what stands under them.

    Offsets are of ``document.text``. Numbers are composed from the ancestors as lawyers cite them; ids are unique.
    """
    builder = TreeBuilder(document.text)
    units = units_of(document)
    borders = [0, *document.parts, len(document.text) + 1]
    for begin, end in pairwise(borders):
        builder.read([unit for unit in units if begin <= unit.start < end])
    return _Freezer(document).freeze(builder.end())


class _Freezer:
    """Turns the drafts of nodes into nodes: numbers, paths, ids, operative or not."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.seen: dict[str, int] = {}
        self.words = numbering_words()
        self.enacted_at = self._enacted_at()

    def freeze(self, root: Sprout) -> tuple[Node, ...]:
        return tuple(self._node(child, None, "", (), operative=True) for child in root.children)

    def _enacted_at(self) -> int:
        lowered = self.text.lower()
        found = [lowered.find(formula) for formula in self.words["enacting"]]
        return max(found, default=-1)

    def _node(self, draft: Sprout, parent: str | None, number: str, path: tuple[str, ...], *, operative: bool) -> Node:
        own = self._number(draft, number)
        step = self._step(draft)
        below = (*path, step) if step else path
        operative = operative and self._is_operative(draft)
        heading = _words(self.text[slice(*draft.heading)]) if draft.heading else ""
        clause = Clause(
            id=self._id(draft, own),
            number=own,
            path=below,
            heading=heading,
            start=draft.start,
            end=draft.end,
            page=self.document.page_at(draft.start),
            parent=parent,
        )
        division = draft.label is not None and draft.label.is_division
        children = tuple(self._node(c, clause.id, "" if division else own, below, operative=operative) for c in draft.children)
        return Node(clause, tuple(draft.lead), children, tuple(draft.tails), operative, division)

    def _number(self, draft: Sprout, parent: str) -> str:
        if draft.label is None or draft.label.is_division:
            return parent if draft.label is None else ""
        cited = draft.label.cited
        if not draft.label.is_section or not parent:
            return parent + cited
        return cited if cited.startswith(parent + ".") else f"{parent}({cited})"

    def _step(self, draft: Sprout) -> str:
        if draft.label is None:
            return " ".join(self.text[slice(*draft.heading)].split()) if draft.group and draft.heading else ""
        if draft.label.is_division:
            return f"{draft.label.word} {draft.label.value}"
        return draft.label.cited

    def _id(self, draft: Sprout, number: str) -> str:
        division = draft.label is not None and draft.label.is_division
        base = f"{draft.label.word.lower()}-{draft.label.value}" if division and draft.label else number or "u"
        self.seen[base] = self.seen.get(base, 0) + 1
        unnumbered = (
            base == "u" or (draft.label is None and bool(number)) or (draft.label is not None and draft.label.form == "-")
        )
        return base if self.seen[base] == 1 and not unnumbered else f"{base}~{self.seen[base]}"

    def _is_operative(self, draft: Sprout) -> bool:
        heading = self.text[slice(*draft.heading)] if draft.heading else ""
        if draft.explains or is_contents(heading) or is_explanation(heading):
            return False
        if draft.label is not None:
            return True
        first = self.text[draft.start : draft.start + 60].lower().lstrip()
        long_title = draft.group and len(heading.split()) > BARE_WORDS
        recital = begins_recital(first) and not long_title
        remark = any(first.startswith(word) for word in self.words["remarks"])
        return not (recital or remark or draft.end <= self.enacted_at)


def _words(heading: str) -> str:
    """A heading without what sets it off: brackets, dashes, a full stop."""
    flat = " ".join(heading.split()).strip(" [").rstrip(" .:-—–|]")
    return flat[1:-1] if flat.startswith("(") and flat.find(")") == len(flat) - 1 else flat
