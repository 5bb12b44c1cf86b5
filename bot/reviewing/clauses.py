"""Clauses: a draft as a tree of numbered units, with the draft's own numbers.

A unit is placed by its number: the same kind of number, one further, is a sibling; a first number ("1", "a", "i") opens a level below.
Indentation decides where numbers alone do not. Words without a number that go on in lower case after items are the tail of the sentence
that the items stand in ("... (b) harbours, / commits an offence"). No text is lost: every unit belongs to a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.reviewing.findings import Clause
from bot.reviewing.numbering import Label, numbering_words, ordinal
from bot.reviewing.units import Unit, units_of
from corpus.documents import BlockKind, Document

_HEADING_WORDS = 14
_RUN_IN = re.compile(r"(?P<heading>[A-Z][^.;:!?\n]{2,110}?)(?:\.\s*[—–-]{1,2}|\s*[—–]{1,2}|\.(?=\s))\s*(?=[A-Z(“\"])")
_OPEN_END = re.compile(r"[^.;?!”\"]\s*$|[:—–\-,]\s*$")
_TERMINAL = re.compile(r"[.;:?!,—–”\"]\s*(?:and|or)?\s*$")

Span = tuple[int, int]


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


@dataclass
class _Draft:
    """A node while the tree is built."""

    label: Label | None
    start: int
    indent: int
    roman: bool = False
    heading: Span | None = None
    group: bool = False
    """A heading without a number that groups what follows."""
    lead: list[Span] = field(default_factory=list)
    tails: list[Span] = field(default_factory=list)
    children: list[_Draft] = field(default_factory=list)
    end: int = 0


def split_clauses(document: Document) -> tuple[Node, ...]:
    """Split a draft into its top-level clauses and what stands under them.

    Offsets are of ``document.text``. Numbers are composed from the ancestors as lawyers cite them; ids are unique.
    """
    builder = _Builder(document.text)
    units = units_of(document)
    for index, unit in enumerate(units):
        builder.place(unit, units[index + 1] if index + 1 < len(units) else None)
    builder.finish()
    return _Freezer(document).freeze(builder.root)


class _Builder:
    """Places one unit after the other; ``stack`` is the way from the root to the clause that was placed last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = _Draft(None, 0, -1)
        self.stack = [self.root]
        self.pending: Span | None = None
        self.section_form: str | None = None

    def place(self, unit: Unit, following: Unit | None) -> None:
        """Put a unit where it belongs."""
        label = unit.label
        if label is None:
            if self._is_heading(unit, following):
                self._place_heading(unit, following)
            else:
                self._place_words(unit)
        elif label.is_division:
            self._place_division(unit, label)
        elif label.form == "-":
            self._place_bullet(unit, label)
        else:
            self._place_numbered(unit, label)

    def finish(self) -> None:
        """A heading with nothing behind it becomes a clause of its own."""
        if self.pending:
            self._push(
                _Draft(None, self.pending[0], 0, heading=self.pending, group=True, end=self.pending[1]), self._section_parent()
            )
            self.pending = None

    # headings -----------------------------------------------------------------------------------------------------------

    def _is_heading(self, unit: Unit, following: Unit | None) -> bool:
        if unit.kind is BlockKind.HEADING:
            return True
        words = self.text[unit.start : unit.end]
        if (
            unit.kind is not BlockKind.PARAGRAPH
            or "\n" in words
            or not words[:1].isupper()
            or len(words.split()) > _HEADING_WORDS
        ):
            return False
        after_sentence = not self._last_words() or bool(_TERMINAL.search(self._last_words()))
        return not _TERMINAL.search(words) and after_sentence and following is not None

    def _place_heading(self, unit: Unit, following: Unit | None) -> None:
        self.finish_pending_into_group()
        span = (unit.start, unit.end)
        next_is_number = following is not None and following.label is not None and following.label.form != "-"
        starts_section = next_is_number and following is not None and self._opens_section(following)
        if next_is_number and (starts_section or unit.kind is not BlockKind.HEADING):
            self.pending = span
            return
        group = _Draft(None, unit.start, unit.indent, heading=span, group=True, end=unit.end)
        self._push(group, self._section_parent())

    def finish_pending_into_group(self) -> None:
        """Two headings in a row: the first one groups what follows."""
        if self.pending:
            self._push(
                _Draft(None, self.pending[0], 0, heading=self.pending, group=True, end=self.pending[1]), self._section_parent()
            )
            self.pending = None

    def _opens_section(self, unit: Unit) -> bool:
        return unit.label is not None and (unit.label.is_section or unit.label.is_division)

    def _section_parent(self) -> int:
        """The depth under which sections stand: below the innermost division."""
        return max(
            i for i, node in enumerate(self.stack) if node is self.root or (node.label is not None and node.label.is_division)
        )

    # numbers ------------------------------------------------------------------------------------------------------------

    def _place_division(self, unit: Unit, label: Label) -> None:
        self.finish_pending_into_group()
        depth = 0
        for index, node in enumerate(self.stack):
            if node.label and node.label.is_division:
                same = node.label.word.lower() == label.word.lower()
                top = label.word.lower() in {"part", "schedule", "annex", "appendix", "title", "book"}
                if same or top:
                    break
                depth = index
        node = _Draft(label, unit.start, unit.indent, end=unit.end)
        if label.end < unit.end:
            node.heading = (label.end, unit.end)
        self.section_form = None if label.word.lower() in {"schedule", "annex", "appendix"} else self.section_form
        self._push(node, depth)

    def _place_numbered(self, unit: Unit, label: Label) -> None:
        depth, roman = self._depth_for(unit, label)
        node = _Draft(label, unit.start, unit.indent, roman=roman, end=unit.end)
        if self.pending:
            node.heading, self.pending = self.pending, None
            node.start = node.heading[0]
        self._take_body(node, unit)
        self._push(node, depth)

    def _take_body(self, node: _Draft, unit: Unit) -> None:
        """The words behind a number: a heading if they read as one, else the lead."""
        if unit.body >= unit.end:
            return
        span = (unit.body, unit.end)
        words = self.text[span[0] : span[1]]
        first, _, rest = words.partition("\n")
        if node.heading is None and unit.label and unit.label.is_section:
            run_in = _RUN_IN.match(self.text, *span)
            if run_in and not _has_verb(run_in["heading"]) and len(run_in["heading"].split()) <= _HEADING_WORDS:
                node.heading = run_in.span("heading")
                node.lead.append((run_in.end(), span[1]))
                return
            if unit.kind is BlockKind.HEADING or _reads_as_heading(words):
                node.heading = span
                return
            if rest and _reads_as_heading(first):
                node.heading = (span[0], span[0] + len(first.rstrip()))
                at = span[0] + len(first) + 1
                node.lead.append((at + len(rest) - len(rest.lstrip()), span[1]))
                return
        node.lead.append(span)

    def _depth_for(self, unit: Unit, label: Label) -> tuple[int, bool]:
        """The depth of the parent, and whether the number is roman."""
        if label.is_section:
            if self.section_form is None:
                self.section_form = label.form
            if label.form == "section" and self.section_form == "section":
                return self._section_parent(), False
        alike = [i for i in range(len(self.stack) - 1, 0, -1) if self._alike(self.stack[i], label)]
        for test in (self._continues_at_indent, self._continues):
            for index in alike:
                roman = test(self.stack[index], unit, label)
                if roman is not None:
                    return index - 1, roman
        first_roman = label.value.lower() == "i" and not label.is_section
        if first_roman or ordinal(label.value, roman=False) == 1:
            return self._parent_of_new_level(label), first_roman
        for index in alike:
            if label.is_section or self.stack[index].indent >= unit.indent - 1:
                return index - 1, self.stack[index].roman
        if label.is_section and label.form == self.section_form:
            return self._section_parent(), False
        return self._parent_of_new_level(label), _only_roman(label.value)

    def _parent_of_new_level(self, label: Label) -> int:
        """A new row of numbers opens below the clause placed last; a new row of sections below the division."""
        if label.is_section and label.form == self.section_form and not any(self._alike(node, label) for node in self.stack[1:]):
            return self._section_parent()
        depth = len(self.stack) - 1
        while depth > 0 and self.stack[depth].label is not None and self.stack[depth].label.form == "-":  # type: ignore[union-attr]
            depth -= 1
        if depth > 0 and self.stack[depth].label is None and not self.stack[depth].group:
            depth -= 1
        return depth

    @staticmethod
    def _alike(node: _Draft, label: Label) -> bool:
        return node.label is not None and node.label.form == label.form

    def _continues_at_indent(self, node: _Draft, unit: Unit, label: Label) -> bool | None:
        if abs(node.indent - unit.indent) > 1:
            return None
        return self._continues(node, unit, label)

    @staticmethod
    def _continues(node: _Draft, unit: Unit, label: Label) -> bool | None:
        """Whether the number follows the node's: its being roman, or None."""
        before = node.label.value if node.label else ""
        for roman in (node.roman, not node.roman) if not label.value[0].isdigit() else (False,):
            if roman != node.roman and before.lower() != "h":
                continue
            if _follows(before, label.value, roman=roman):
                return roman
        return None

    # words and bullets --------------------------------------------------------------------------------------------------

    def _place_words(self, unit: Unit) -> None:
        span = (unit.start, unit.end)
        if self.pending:
            self.finish_pending_into_group()
        if self._goes_on(unit):
            owner = self._tail_owner()
            if owner is not None:
                del self.stack[owner + 1 :]
                self.stack[owner].tails.append(span)
            elif len(self.stack) > 1:
                self.stack[-1].lead.append(span)
            else:
                self._push(_Draft(None, unit.start, unit.indent, lead=[span], end=unit.end), 0)
            self._grow(unit.end)
            return
        self._push(_Draft(None, unit.start, unit.indent, lead=[span], end=unit.end), self._words_parent())

    def _goes_on(self, unit: Unit) -> bool:
        """Words in lower case go on with a sentence, and so do any behind a sentence that is cut off."""
        words = self.text[unit.start : unit.end]
        first = next((c for c in words if c.isalpha()), "A")
        last = self._last_words()
        return first.islower() or (bool(last) and not _TERMINAL.search(last) and not self.stack[-1].group)

    def _tail_owner(self) -> int | None:
        """The innermost clause that has items and whose lead stopped in mid-sentence."""
        for index in range(len(self.stack) - 2, 0, -1):
            node = self.stack[index]
            if node.children and node.lead and is_open(self.text[slice(*node.lead[-1])]):
                return index
        return None

    def _words_parent(self) -> int:
        """A paragraph without a number belongs to the section or the group it stands in."""
        for index in range(len(self.stack) - 1, 0, -1):
            node = self.stack[index]
            if node.group or (node.label is not None and (node.label.is_section or node.label.is_division)):
                return index
        return 0

    def _place_bullet(self, unit: Unit, label: Label) -> None:
        span = (unit.body, unit.end)
        words = self.text[unit.body : unit.end]
        top = self.stack[-1]
        if self._is_margin_note(words):
            section = next((n for n in reversed(self.stack) if n.label is not None and n.label.is_section), top)
            if section.heading is None and section is not self.root:
                section.heading = span
            self._grow(unit.end)
            return
        if words[:1].islower() and top.label is not None and top.label.form != "-" and self._tail_owner() is not None:
            owner = self._tail_owner() or 0
            del self.stack[owner + 1 :]
            self.stack[owner].tails.append(span)
            self._grow(unit.end)
            return
        depth = len(self.stack) - 1
        while depth > 0 and self._alike(self.stack[depth], label):
            depth -= 1
        self._push(_Draft(label, unit.start, unit.indent, lead=[span] if span[0] < span[1] else [], end=unit.end), depth)

    def _is_margin_note(self, words: str) -> bool:
        """A short note set beside a numbered section in print: "- Offence of trafficking."."""
        numbered = any(node.label is not None and node.label.is_section for node in self.stack)
        short = len(words.split()) <= _HEADING_WORDS + 6
        return numbered and short and words[:1].isupper() and words.rstrip().endswith(".") and ", " not in words[:12]

    # bookkeeping --------------------------------------------------------------------------------------------------------

    def _last_words(self) -> str:
        node = self.stack[-1]
        spans = node.tails or node.lead or ([node.heading] if node.heading else [])
        return self.text[slice(*spans[-1])] if spans else ""

    def _push(self, node: _Draft, depth: int) -> None:
        del self.stack[depth + 1 :]
        self.stack[-1].children.append(node)
        self.stack.append(node)
        self._grow(node.end)

    def _grow(self, end: int) -> None:
        for node in self.stack:
            node.end = max(node.end, end)


def is_open(words: str) -> bool:
    """Whether words stop in mid-sentence, so that items or a tail go on with them."""
    return bool(_OPEN_END.search(words))


def _reads_as_heading(words: str) -> bool:
    flat = " ".join(words.split())
    return (
        bool(flat)
        and flat[0].isupper()
        and len(flat.split()) <= _HEADING_WORDS
        and flat[-1] not in ":;,—–-"
        and not _has_verb(flat)
        and (flat[-1] != "." or len(flat.split()) <= _HEADING_WORDS // 2)
    )


_VERBS = re.compile(r"\b(shall|must|may|is|are|means|includes|commits?|who|whoever|applies|apply|has|have)\b", re.IGNORECASE)


def _has_verb(words: str) -> bool:
    return bool(_VERBS.search(words))


def _only_roman(value: str) -> bool:
    return len(value) > 1 and ordinal(value, roman=True) is not None and not value[0].isdigit()


def _follows(before: str, value: str, *, roman: bool) -> bool:
    """Whether ``value`` comes next after ``before``, also as an inserted number ("12A" after "12", "2.1" after "2")."""
    first, second = ordinal(before, roman=roman), ordinal(value, roman=roman)
    if first is None or second is None:
        return False
    if before[0].isdigit() and second == first:
        return _suffix(value) > _suffix(before)
    if before[0].isdigit() and "." in value and "." in before:
        return second >= first
    return second == first + 1


def _suffix(value: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[A-Z]+|\.\d+", value))


class _Freezer:
    """Turns the drafts of nodes into nodes: numbers, paths, ids, operative or not."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.seen: dict[str, int] = {}
        self.words = numbering_words()
        self.enacted_at = self._enacted_at()

    def freeze(self, root: _Draft) -> tuple[Node, ...]:
        return tuple(self._node(child, None, "", (), operative=True) for child in root.children)

    def _enacted_at(self) -> int:
        lowered = self.text.lower()
        found = [lowered.find(formula) for formula in self.words["enacting"]]
        return max(found, default=-1)

    def _node(self, draft: _Draft, parent: str | None, number: str, path: tuple[str, ...], *, operative: bool) -> Node:
        own = self._number(draft, number)
        step = self._step(draft)
        below = (*path, step) if step else path
        operative = operative and self._is_operative(draft)
        heading = self.text[slice(*draft.heading)].strip() if draft.heading else ""
        clause = Clause(
            id=self._id(draft, own),
            number=own,
            path=below,
            heading=" ".join(heading.split()).rstrip(" .:-—–"),
            start=draft.start,
            end=draft.end,
            page=self.document.page_at(draft.start),
            parent=parent,
        )
        division = draft.label is not None and draft.label.is_division
        children = tuple(self._node(c, clause.id, "" if division else own, below, operative=operative) for c in draft.children)
        return Node(clause, tuple(draft.lead), children, tuple(draft.tails), operative, division)

    def _number(self, draft: _Draft, parent: str) -> str:
        if draft.label is None or draft.label.is_division:
            return parent if draft.label is None else ""
        cited = draft.label.cited
        if not draft.label.is_section or not parent:
            return parent + cited
        return cited if cited.startswith(parent + ".") else f"{parent}({cited})"

    def _step(self, draft: _Draft) -> str:
        if draft.label is None:
            return " ".join(self.text[slice(*draft.heading)].split()) if draft.group and draft.heading else ""
        if draft.label.is_division:
            return f"{draft.label.word} {draft.label.value}"
        return draft.label.cited

    def _id(self, draft: _Draft, number: str) -> str:
        division = draft.label is not None and draft.label.is_division
        base = f"{draft.label.word.lower()}-{draft.label.value}" if division and draft.label else number or "u"
        self.seen[base] = self.seen.get(base, 0) + 1
        unnumbered = (
            base == "u" or (draft.label is None and bool(number)) or (draft.label is not None and draft.label.form == "-")
        )
        return base if self.seen[base] == 1 and not unnumbered else f"{base}~{self.seen[base]}"

    def _is_operative(self, draft: _Draft) -> bool:
        if (
            draft.heading
            and " ".join(self.text[slice(*draft.heading)].lower().split()).strip(" .:#") in self.words["nonoperative"]
        ):
            return False
        if draft.label is not None:
            return True
        first = self.text[draft.start : draft.start + 60].lower().lstrip()
        recital = any(first.startswith(word) for word in self.words["recitals"])
        return not recital and not (draft.end <= self.enacted_at)
