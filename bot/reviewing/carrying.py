"""Carrying out: what an instruction does to the act, as edits of a woven text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reviewing.bills import Act, Bill
from bot.reviewing.instructing import Does, Instruction
from bot.reviewing.locating import Target, spans_of
from bot.reviewing.mentions import Kind, told
from bot.reviewing.numbering import read_label
from bot.reviewing.woven import EMPTY, Edit, Span, Woven, join, laid_out, made_up

_SHOWN = 90
_OF_WORDS = frozenset({Does.WORDS, Does.AFTER_WORDS, Does.BEFORE_WORDS})


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the act that an instruction takes away (an empty span where it only adds), and the clause of the bill that does it.

    All offsets are of the document; ``says`` is the instruction.
    """

    start: int
    end: int
    says: Span


@dataclass
class Ledger:
    """What has been done so far."""

    consumed: list[Span]
    changes: list[Change]
    notes: list[str]
    used: dict[int, set[str]]

    def __init__(self) -> None:
        self.consumed, self.changes, self.notes, self.used = [], [], [], {}


class Hand:
    """Carries out one instruction in one act; each method returns why it could not, "" where it could."""

    def __init__(self, bill: Bill, act: Act, words: dict[str, str], outcome: Ledger) -> None:
        self.bill, self.act, self.words, self.outcome = bill, act, words, outcome

    def do(self, instruction: Instruction) -> str:
        """Carry out an instruction; returns why it could not be ("has no section 12"), "" where it was."""
        targets = self._targets(instruction)
        if targets:
            return self._done(instruction, targets)
        if instruction.does in {Does.INSERT_END, Does.INSERT_NEW}:
            return self._insert_by_number(instruction)
        way = next((way for way in instruction.ways if way), ())
        return f"has no {told(way)}" if way else "does not say where"

    def _targets(self, instruction: Instruction) -> list[Target]:
        """The places; what touches pending edits waits until they are carried out."""
        targets = self.act.find(instruction, self.words)
        if any(self._waits(instruction, target) for target in targets):
            self.act.settle()
            targets = self.act.find(instruction, self.words)
        return targets

    def _waits(self, instruction: Instruction, target: Target) -> bool:
        """Whether pending edits change what an instruction is done to: for words where they stand, for a new text where it goes."""
        if instruction.does in _OF_WORDS:
            hits = spans_of(self.words.get(instruction.old, ""), self.act.woven.text, target.start, target.end)
            alone = instruction.until or instruction.to_end or instruction.everywhere
            around = [(target.start, target.end)] if alone or not hits else hits
            return any(self.act.clashes(low, high) for low, high in around)
        if instruction.does in {Does.INSERT_AFTER, Does.INSERT_BEFORE, Does.INSERT_END}:
            at = target.start if instruction.does is Does.INSERT_BEFORE else target.end
            return self.act.clashes(at, at)
        return self.act.clashes(target.start, target.end)

    def _done(self, instruction: Instruction, targets: Sequence[Target]) -> str:
        if instruction.does in _OF_WORDS:
            return self._change_words(instruction, targets)
        if instruction.does is Does.RENUMBER:
            return self._renumber(instruction, targets)
        if instruction.does is Does.REPEAL:
            return self._replace(targets, EMPTY, instruction)
        return self._replace_by(instruction, targets) if instruction.does is Does.REPLACE else self._insert(instruction, targets)

    def _change(self, instruction: Instruction, low: int, high: int, new: Woven, *, apart: bool) -> None:
        """Make an edit and remember which words of the files it takes away."""
        span = self.bill.span(instruction)
        taken = self.act.woven.spans(low, high)
        if not taken:
            near = self.act.woven.spans(max(0, low - 2), low + 2)
            taken = ((near[0][1], near[0][1]),) if near else ()
        self.outcome.changes += [Change(a, b, span) for a, b in taken]
        self.act.edit([Edit(low, high, new, apart)])

    def _replace(self, targets: Sequence[Target], new: Woven, instruction: Instruction) -> str:
        merged: list[Target] = []
        for target in sorted(targets, key=lambda t: (t.start, -t.end)):
            if not merged or target.start >= merged[-1].end:
                merged.append(target)
        for position, target in enumerate(merged):
            self._change(instruction, target.start, target.end, new if position == 0 else EMPTY, apart=True)
        return ""

    def _replace_by(self, instruction: Instruction, targets: Sequence[Target]) -> str:
        first = targets[0]
        way = instruction.ways[0]
        if first.node is None or (way and way[-1].kind in {Kind.HEADING, Kind.NTH}):
            self._change(instruction, first.start, first.end, self.bill.inline(instruction.new), apart=False)
            return ""
        new = laid_out(self._styled(instruction), self._indent(first.start))
        label = re.match(r"\s*(?:Section|Article|Sec\.|Art\.|§)?\s*\(?[\w.\-]{1,8}\)?[.)—\s]", new.text)
        numbered = label is not None and bool(re.search(r"\d|\(\w+\)", label.group()))
        if not numbered and first.node.lead and len(targets) == 1 and way[-1].kind is not Kind.DEFINITION:
            begin = first.node.lead[0][0]  # the number stays, the words are new
            self._change(instruction, begin, first.end, self.bill.inline(instruction.new), apart=False)
            return ""
        return self._replace(targets, new, instruction)

    def _insert(self, instruction: Instruction, targets: Sequence[Target]) -> str:
        target = targets[-1]
        at = target.end
        if instruction.does is Does.INSERT_BEFORE:
            at = target.start
        elif instruction.does is Does.INSERT_START and target.node is not None:
            at = (
                target.node.lead[0][0]
                if target.node.lead
                else target.node.children[0].clause.start
                if target.node.children
                else target.end
            )
        depth = self._indent(target.start)
        inner = instruction.does in {Does.INSERT_END, Does.INSERT_START} and target.node is not None
        if inner and target.node is not None and target.node.children:
            depth = self._indent(target.node.children[-1].clause.start)
        lines = self._styled(instruction)
        if inner and len(lines) == 1 and not _is_numbered(lines[0][1].text) and _adds_to_part(instruction):
            self._change(instruction, at, at, join([made_up(" "), self.bill.inline(instruction.new)]), apart=False)
            return ""
        self._change(instruction, at, at, laid_out(lines, depth), apart=True)
        return ""

    def _insert_by_number(self, instruction: Instruction) -> str:
        """A new section without a place: behind the one whose number comes before."""
        if any(instruction.ways) and instruction.does is Does.INSERT_END:
            return f"has no {told(next(way for way in instruction.ways if way))}"
        lines = self._styled(instruction)
        number = re.match(r"\s*(?:Section|Article|Sec\.|Art\.|§)?\s*(\d+[A-Z]*(?:\.\d+)*)", lines[0][1].text if lines else "")
        self.act.settle()
        before = self.act.atlas.last_section_before(number.group(1)) if number else None
        at = before.clause.end if before else len(self.act.woven.text.rstrip())
        self._change(instruction, at, at, laid_out(lines, self._indent(before.clause.start) if before else 0), apart=True)
        return ""

    def _change_words(self, instruction: Instruction, targets: Sequence[Target]) -> str:
        old = self.words.get(instruction.old, "")
        hits = [span for t in targets for span in spans_of(old, self.act.woven.text, t.start, t.end)]
        if not hits:
            if instruction.reads:
                return self._reads(instruction, targets)
            return f"does not say “{' '.join(old.split())[:_SHOWN]}” there"
        hits = hits if instruction.everywhere else hits[:1]
        new = self.bill.inline(instruction.new) if instruction.new else EMPTY
        for low, high in hits:
            if instruction.does is Does.AFTER_WORDS:
                self._change(instruction, high, high, join([made_up(" "), new]), apart=False)
            elif instruction.does is Does.BEFORE_WORDS:
                self._change(instruction, low, low, join([new, made_up(" ")]), apart=False)
            else:
                end = self._until(instruction, targets, high)
                if end is None:
                    return f"does not say “{self.words.get(instruction.until, '')[:_SHOWN]}” behind it"
                self._change(instruction, low, end, new, apart=False)
        return ""

    def _until(self, instruction: Instruction, targets: Sequence[Target], at: int) -> int | None:
        """Where the words that go end: with others ("from X to Y"), or with the place."""
        target = next(t for t in targets if t.start <= at <= t.end)
        if instruction.to_end:
            return len(self.act.woven.text[: target.end].rstrip(" \n.;"))
        if not instruction.until:
            return at
        hits = spans_of(self.words.get(instruction.until, ""), self.act.woven.text, at, target.end)
        return hits[0][1] if hits else None

    def _reads(self, instruction: Instruction, targets: Sequence[Target]) -> str:
        return self._replace_by(replace(instruction, new=instruction.reads), targets)

    def _renumber(self, instruction: Instruction, targets: Sequence[Target]) -> str:
        """Give clauses new numbers; the number is ours, the words stay where they are."""
        values = [value for way in instruction.renamed if way for value in way[-1].values]
        if len(values) != len(targets):
            return "has another number of provisions to renumber"
        for target, value in zip(targets, values, strict=True):
            label = re.compile(
                r"(?:(?:Section|Article|Sec\.|Art\.|§|PART|Part)\s*)?(?P<value>\(\w{1,5}\)|\d+[A-Z]*|[IVX]+)"
            ).match(self.act.woven.text, target.start)
            if label is None:
                return "has no number there"
            own = label["value"]
            tail = re.search(r"\([^)]*\)$", value)
            if own.startswith("("):
                new = tail.group() if tail else f"({value})"
                self.act.edit([Edit(*label.span("value"), made_up(new))])
            elif tail:
                at = label.end() + len(re.match(r"[.)\s—–-]*", self.act.woven.text[label.end() :]).group())  # type: ignore[union-attr]
                self.act.edit([Edit(at, at, made_up(f"{tail.group()} "))])
            else:
                self.act.edit([Edit(*label.span("value"), made_up(value))])
        return ""

    def _styled(self, instruction: Instruction) -> list[tuple[int, Woven]]:
        """A new text with its sections numbered in the act's manner ("4A." for "4A"), so that they are read as sections; the marks are ours."""
        lines = self.bill.lines(instruction.new)
        manner = self.act.atlas.manner()
        first = read_label(lines[0][1].text, 0, len(lines[0][1].text)) if lines else None
        at_section = any(way and way[-1].kind in {Kind.SECTION, Kind.ACT, Kind.DIVISION} for way in instruction.ways) or not any(
            instruction.ways
        )
        if instruction.does is Does.INSERT_END and any(way and way[-1].kind is Kind.SECTION for way in instruction.ways):
            at_section = False
        if first is None or manner is None or not at_section:
            return lines
        styled = []
        for depth, words in lines:
            label = read_label(words.text, 0, len(words.text))
            if (
                label is not None
                and label.is_section
                and label.form == first.form
                and (label.form, label.word) != (manner.form, manner.word)
            ):
                at = words.text.index(label.value)
                number, rest = words.cut(at, at + len(label.value)), words.cut(label.end, len(words.text))
                stop = " " if manner.form == "1" else ". "
                words = join([made_up(f"{manner.word} " if manner.word else ""), number, made_up(stop), rest])  # noqa: PLW2901
                words = replace(words, blocks=())  # noqa: PLW2901
            styled.append((depth, words))
        return styled

    def _indent(self, offset: int) -> int:
        return offset - (self.act.woven.text.rfind("\n", 0, offset) + 1)


def _is_numbered(words: str) -> bool:
    return re.match(r"\s*(?:\(\w{1,5}\)|\d+[A-Z]*[.)\s—]|(?:Section|Article|Sec\.|§|Part|PART|Chapter)\s)", words) is not None


def _adds_to_part(instruction: Instruction) -> bool:
    """Whether an instruction adds to a part of a section."""
    return any(way and way[-1].kind in {Kind.SUB, Kind.SECTION, Kind.NTH} for way in instruction.ways)
