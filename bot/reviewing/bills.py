"""Bills and acts: a file read for its instructions, and a file as it reads while they are carried out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.reviewing.clauses import split_clauses
from bot.reviewing.instructing import Instruction
from bot.reviewing.instructions import instructions
from bot.reviewing.locating import Atlas, Target
from bot.reviewing.quotations import Quotation, masked, quotations
from bot.reviewing.woven import Edit, Span, Woven, whole
from corpus.documents import Document

_SHOWN = 90


class Bill:
    """A file read for its instructions."""

    def __init__(self, document: Document, index: int, start: int, end: int) -> None:
        self.index = index
        self.name = document.files[index] if document.files else document.id
        self.source = whole(document, start, end)
        self.quotations: tuple[Quotation, ...] = quotations(self.source)
        self.masked = masked(self.source, self.quotations)
        self.by_mark = {q.mark: q for q in self.quotations}
        nodes = split_clauses(as_document(document, self.masked))
        self.instructions = instructions(self.masked.text, nodes)
        self.weight = len(self.instructions) / max(1, sum(1 for top in nodes for node in top.walk() if node.lead))

    def words(self, mark: str) -> str:
        """The words of a quotation."""
        quotation = self.by_mark.get(mark)
        return self.source.text[quotation.start : quotation.end] if quotation else ""

    def inline(self, mark: str) -> Woven:
        """The words of a quotation as words of a sentence."""
        quotation = self.by_mark[mark]
        return replace(self.source.cut(quotation.start, quotation.end), blocks=())

    def lines(self, mark: str) -> list[tuple[int, Woven]]:
        """A quotation block by block, each with its indentation; the quotation marks that open each block are left out."""
        quotation = self.by_mark[mark]
        text = self.source.cut(quotation.start, quotation.end)
        lines: list[tuple[int, Woven]] = []
        before = self.source.text[: quotation.outer[0]].rpartition("\n")[2]
        for block in text.blocks:
            start = block.start + bool(lines and re.match(r"[“\"«‘](?!\w[^”\"]{0,60}[”\"])", text.text[block.start : block.end]))
            line_start = self.source.text.rfind("\n", 0, quotation.start + block.start) + 1
            lines.append((quotation.start + block.start - line_start, text.cut(start, block.end)))
        if lines:
            first = min((depth for depth, _ in lines[1:]), default=0) if before.strip() else len(before)
            lines[0] = (first, lines[0][1])
        return lines

    def span(self, instruction: Instruction) -> Span:
        """Where an instruction stands, of the document."""
        spans = self.masked.spans(instruction.start, instruction.end)
        return min(low for low, _ in spans), max(high for _, high in spans)

    def shown(self, instruction: Instruction) -> str:
        """An instruction as it is named in a note."""
        words = " ".join(self.masked.text[instruction.start : instruction.end].split())
        words = re.sub("[\ue000-\ue7ff]", lambda m: f"“{' '.join(self.words(m.group()).split())[:30]}”", words)
        number = instruction.number
        words = words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " ..."
        return f"{self.name}, {f'clause {number}' if number else 'an unnumbered clause'} ({words})"


class Act:
    """A file that is amended, as it reads so far."""

    def __init__(self, document: Document, index: int, start: int, end: int) -> None:
        self.base = document
        self.index = index
        self.name = document.files[index] if document.files else document.id
        self.woven = whole(document, start, end)
        self.pending: list[Edit] = []
        self._atlas: Atlas | None = None

    @property
    def atlas(self) -> Atlas:
        """The act as it read when the pending edits were begun."""
        if self._atlas is None:
            self._atlas = Atlas(self.woven.text, split_clauses(as_document(self.base, self.woven)))
        return self._atlas

    def settle(self) -> None:
        """Carry out what is pending."""
        if self.pending:
            self.woven = self.woven.edited(self.pending)
            self.pending, self._atlas = [], None

    def find(self, instruction: Instruction, words: dict[str, str], *, renamed: bool = False) -> list[Target]:
        """The places an instruction names; pending edits are carried out first where it names what they bring."""
        ways = instruction.renamed if renamed else instruction.ways
        found = [self.atlas.find(way, words) for way in ways if way]
        if self.pending and not all(found):
            self.settle()
            found = [self.atlas.find(way, words) for way in ways if way]
        return [target for targets in found for target in targets] if found and all(found) else []

    def edit(self, edits: Sequence[Edit]) -> None:
        """Make edits; what overlaps pending ones waits for them."""
        self.pending += edits

    def clashes(self, start: int, end: int) -> bool:
        """Whether pending edits change what stands at a place; those at its edges do not."""
        return any(start < edit.end and edit.start < end for edit in self.pending)


def as_document(base: Document, woven: Woven, parts: tuple[int, ...] = ()) -> Document:
    """A woven text as a document of its own, to be split into clauses."""
    return replace(base, text=woven.text, blocks=woven.blocks, pages=(), parts=parts, files=(), notes=())
