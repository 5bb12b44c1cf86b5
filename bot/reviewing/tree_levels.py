"""The levels of a tree of clauses while it is built: the way from the root to the clause placed last, and where a number goes on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.reviewing.numbering import BARE_WORDS, Label, begins_recital, follows, only_roman, ordinal
from bot.reviewing.prose import is_open
from bot.reviewing.units import Unit

Span = tuple[int, int]

DEEPEST = 60
"""Levels of clauses; what would stand deeper is no law."""


@dataclass
class Sprout:
    """A node while the tree is built."""

    label: Label | None
    start: int
    indent: int
    roman: bool = False
    heading: Span | None = None
    numbered_at: int | None = None
    """Where the number stands, if the heading is a line above it."""
    group: bool = False
    """A heading without a number that groups what follows."""
    explains: bool = False
    """Stands in notes or a memorandum, before the law is enacted or behind sections."""
    lead: list[Span] = field(default_factory=list)
    tails: list[Span] = field(default_factory=list)
    children: list[Sprout] = field(default_factory=list)
    end: int = 0

    def walk(self) -> Iterator[Sprout]:
        """This node and all below it, in the draft's order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Levels:
    """``stack`` is the way from the root to the clause that was placed last; depths are indices into it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = Sprout(None, 0, -1)
        self.stack = [self.root]
        self.section_form: str | None = None
        self.first_of_file = 0
        """Where among the root's children the present file begins."""
        self.explaining = False
        """Whether notes or a memorandum behind sections are being read."""

    def _section_parent(self) -> int:
        """The depth under which sections stand: below the innermost division."""
        return max(
            i for i, node in enumerate(self.stack) if node is self.root or (node.label is not None and node.label.is_division)
        )

    def _depth_for(self, unit: Unit, label: Label) -> tuple[int, bool]:
        """The depth of the parent, and whether the number is roman."""
        if label.is_outside:
            return self._section_parent(), False
        if label.is_section:
            self.section_form = self.section_form or label.form
            if self._is_decimal_section(label):
                return self._section_parent(), False
            if label.form == self.section_form == "section" or self._joins_sections(label):
                return self._section_parent(), False
        alike = [i for i in range(len(self.stack) - 1, 0, -1) if self._alike(self.stack[i], label)]
        level = [i for i in alike if abs(self.stack[i].indent - unit.indent) <= 1]
        for index in (*level, *alike):
            roman = self._continues(self.stack[index], label)
            if roman is not None:
                return index - 1, roman
        return self._depth_of_new_row(unit, label, alike)

    def _joins_sections(self, label: Label) -> bool:
        """Whether "Section 1 b" stands beside a "Section 1 a" of its Chapter, though the draft's first sections had bare numbers."""
        below = self.stack[self._section_parent() + 1 :]
        first = below[0].label if below else None
        return (
            label.form == "section" and first is not None and first.form == "section" and first.word.lower() == label.word.lower()
        )

    def _is_decimal_section(self, label: Label) -> bool:
        """Whether "279.01" is a section of its own: no section 279 is open that it could be a part of."""
        whole, point, _ = label.value.rpartition(".")
        return bool(point) and all(node.label is None or node.label.value != whole for node in self.stack)

    def _depth_of_new_row(self, unit: Unit, label: Label, alike: list[int]) -> tuple[int, bool]:
        """Where a number goes that continues none: a first number opens a level, another joins the nearest row of its kind."""
        first_roman = label.value.lower() == "i" and not label.is_section
        if first_roman or ordinal(label.value, roman=False) == 1:
            return self._parent_of_new_level(label), first_roman
        for index in alike:
            if label.is_section or self.stack[index].indent >= unit.indent - 1:
                return index - 1, self.stack[index].roman
        if label.is_section and label.form == self.section_form:
            return self._section_parent(), False
        return self._parent_of_new_level(label), only_roman(label.value)

    def _parent_of_new_level(self, label: Label) -> int:
        """A new row of numbers opens below the clause placed last; a new row of sections below the division."""
        if label.is_section and label.form == self.section_form and not any(self._alike(node, label) for node in self.stack[1:]):
            return self._section_parent()
        depth = len(self.stack) - 1
        while depth > 0 and self.stack[depth].label is not None and self.stack[depth].label.form == "-":  # type: ignore[union-attr]
            depth -= 1
        if depth > 0 and self.stack[depth].label is None and not (self.stack[depth].group or self._introduces(depth)):
            depth -= 1
        return depth

    def _introduces(self, depth: int) -> bool:
        """Whether an unnumbered paragraph breaks off in front of its items ("... the following acts:"); the numbers below a recital ("Whereas the creek is lawless:") are the law."""
        lead = self.stack[depth].lead
        words = self.text[slice(*lead[-1])].strip() if lead else ""
        return words.endswith((":", "—", "–")) and not (len(words.split()) > BARE_WORDS and begins_recital(words))

    @staticmethod
    def _alike(node: Sprout, label: Label) -> bool:
        return node.label is not None and node.label.form == label.form

    @staticmethod
    def _continues(node: Sprout, label: Label) -> bool | None:
        """Whether the number follows the node's: its being roman, or None."""
        before = node.label.value if node.label else ""
        for roman in (node.roman, not node.roman) if not label.value[0].isdigit() else (False,):
            if roman != node.roman and before.lower() != "h":
                continue
            if follows(before, label.value, roman=roman):
                return roman
        return None

    def _tail_owner(self) -> int | None:
        """The innermost clause that has items and whose lead stopped in mid-sentence."""
        for index in range(len(self.stack) - 2, 0, -1):
            node = self.stack[index]
            if node.children and node.lead and is_open(self.text[slice(*node.lead[-1])]):
                return index
        return None

    def _words_parent(self) -> int:
        """A paragraph without a number belongs to the section or the group it stands in; a numbered row below a section is no section."""
        inner = 0
        for index in range(len(self.stack) - 1, 0, -1):
            node = self.stack[index]
            if node.group or (node.label is not None and node.label.is_division):
                return inner or index
            if node.label is not None and node.label.is_section:
                inner = index
        return inner

    def _last_words(self) -> str:
        node = self.stack[-1]
        spans = node.tails or node.lead or ([node.heading] if node.heading else [])
        return self.text[slice(*spans[-1])] if spans else ""

    def _push(self, node: Sprout, depth: int) -> None:
        del self.stack[min(depth, DEEPEST) + 1 :]
        node.explains = self.explaining
        self.stack[-1].children.append(node)
        self.stack.append(node)
        self._grow(node.end)

    def _grow(self, end: int) -> None:
        for node in self.stack:
            node.end = max(node.end, end)
