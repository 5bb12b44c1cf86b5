"""Quotations of a bill: the words and texts that its instructions take away or put in, each set aside under a mark.

A text to be inserted may stand in quotation marks (typographic or straight, repeated at each paragraph or not), or without any, below a lead-in that
announces it ("... the following:"): then it goes on while it is set deeper, or until the bill's own numbers go on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from bot.reviewing.numbering import Label, follows, read_label
from bot.reviewing.woven import Edit, Strand, Woven, join, made_up
from corpus.documents import Block, BlockKind, Document
from corpus.lexicons import lexicon

Span = tuple[int, int]

FIRST_MARK = 0xE000
LAST_MARK = 0xE7FF
"""Signs for private use, each of which stands for a quotation once instructions are read."""
_UNKNOWN = dict.fromkeys(range(FIRST_MARK, LAST_MARK + 1), "\N{REPLACEMENT CHARACTER}")
_PAIRS = {"“": "”", '"': '"', "«": "»", "„": "“", "‘": "’", "'": "'", "”": "”"}
_SINGLE = "‘'"
_OPENERS = re.compile(r"(?:(?<=[\s(\[—–:\-])|^)[“\"«„](?=\S)")
_SINGLE_OPENERS = re.compile(r"(?<=[\s(\[—–:])[‘'](?=\S)")
_BLOCK_END = re.compile(r"[”\"»’'][\s.;,)]*(?:and|or)?[\s.;,”\"»]*$")
_LABELLED = re.compile(
    r"\s*[“\"«‘']?\s*(?:\(\w{1,5}\)|(?:Section|Article|Sec\.|§|PART|Part|CHAPTER|Chapter|SCHEDULE|Schedule)\s|\d+[A-Z]{0,3}[.\s—–-])"
)
_DEFINES = re.compile(r"[“\"][^“”\"]{1,60}[”\"]\s+(?:means|includes|has|refers)\b(?!.*[”\"][.;,\s]*$)")
_ANNOUNCED = re.compile(r"[:—–\-]\s*$")
_INNER_END = re.compile(r"[.;:,”’)]\"(?=[.;,)\s]|$)")
_NAMED = re.compile(
    r"(?:Section|Article|Part|PART|Chapter|CHAPTER|Schedule|SCHEDULE|Annex|Appendix|Regulation|Rule)s?\s+(?:\d[\w.\-]*\w|\d|[IVXLC]+|[A-Z])(?:\(\w+\))*(?=\s+\S|,)"
)
_THE = made_up("The ")
"""Before a place that an instruction begins with ("Part III is repealed"), so that it is not taken for the number of the clause."""
_STOP = made_up(";")
"""Behind the mark of a text, so that a short lead-in is not taken for a heading."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """``mark`` stands for the quotation; ``start:end`` are its words, ``outer`` the same with the quotation marks; offsets of the bill's text."""

    mark: str
    start: int
    end: int
    outer: Span


@lru_cache(maxsize=1)
def without_marks(document: Document) -> Document:
    """A document in which no sign looks like a mark: some fonts have pictures in their places. Offsets stay."""
    text = document.text.translate(_UNKNOWN)
    return document if text == document.text else replace(document, text=text)


def amends() -> re.Pattern[str]:
    """What says that a text amends something."""
    return re.compile(lexicon("amending")["amends"], re.IGNORECASE)


@lru_cache(maxsize=1)
def _announces() -> re.Pattern[str]:
    return re.compile(lexicon("amending")["announces"], re.IGNORECASE)


def quotations(bill: Woven) -> tuple[Quotation, ...]:
    """The quotations of a bill's instructions, in order."""
    return tuple(_Finder(bill).found())


def masked(bill: Woven, found: Sequence[Quotation]) -> Woven:
    """A bill in which each quotation is one character, its mark, that stands for the whole."""
    edits = []
    before = {block.start: previous.end for previous, block in pairwise(bill.blocks)}
    for quotation in found:
        low, high = quotation.outer
        spans = bill.spans(low, high)
        mark = Woven(quotation.mark, (Strand(0, 1, spans[0][0], spans[-1][1]),), ())
        if low in before:  # a text below its lead-in is part of that sentence
            end = before[low]
            edits.append(Edit(end - 1, high, join([replace(bill.cut(end - 1, end), blocks=()), made_up(" "), mark, _STOP])))
        else:
            announced = _ANNOUNCED.search(bill.text[max(0, low - 3) : low])
            edits.append(Edit(low, high, join([mark, _STOP]) if announced else mark))
    edited = bill.edited(edits)
    edited = edited.edited([edit for block in edited.blocks for edit in _no_label_or_heading(edited, block)])
    return replace(edited, blocks=tuple(_no_heading(edited.text, block) for block in edited.blocks))


def _no_label_or_heading(text: Woven, block: Block) -> list[Edit]:
    """What keeps an instruction from being read as something else: "The" before its first place, a semicolon behind its last word."""
    edits = []
    if _NAMED.match(text.text, block.start, block.end) and amends().search(text.text, block.start, block.end):
        edits.append(Edit(block.start, block.start + 1, join([_THE, text.cut(block.start, block.start + 1)])))
    if _instructs(text.text[block.start : block.end]):
        edits.append(Edit(block.end - 1, block.end, join([text.cut(block.end - 1, block.end), _STOP])))
    return edits


def _instructs(words: str) -> bool:
    marked = any(FIRST_MARK <= ord(sign) <= LAST_MARK for sign in words)
    return marked or (words.endswith((".", ";")) and amends().search(words) is not None)


def _no_heading(text: str, block: Block) -> Block:
    """A short instruction ("Omit section 4.") is no heading, whatever follows it."""
    instructs = block.kind is BlockKind.PARAGRAPH and _instructs(text[block.start : block.end])
    return replace(block, kind=BlockKind.LIST_ITEM) if instructs else block


class _Finder:
    def __init__(self, bill: Woven) -> None:
        self.text = bill.text
        self.blocks = bill.blocks
        self.spans: list[tuple[Span, Span]] = []
        self.labels: dict[str, Label] = {}

    def found(self) -> list[Quotation]:
        index, at = 0, 0
        while index < len(self.blocks):
            block = self.blocks[index]
            start = max(block.start, at)
            if start < block.end:
                at = self._read_block(index, start)
            index += 1
        return [
            Quotation(chr(FIRST_MARK + number % (LAST_MARK - FIRST_MARK + 1)), *inner, outer)
            for number, (inner, outer) in enumerate(self.spans)
        ]

    def _read_block(self, index: int, start: int) -> int:
        """Note the quotations that begin in a block; returns where the last of them ends."""
        block = self.blocks[index]
        label = read_label(self.text, start, block.end)
        if label is not None:
            self.labels[label.form] = label
        at = start
        if not amends().search(self.text, start, block.end) and not self._is_listed_words(index, start):
            return at
        openers = _OPENERS if _OPENERS.search(self.text, start, block.end) else _SINGLE_OPENERS
        while (opening := openers.search(self.text, at, block.end)) is not None:
            end = self._close(opening.start(), index)
            if end is None:
                at = opening.end()
                continue
            outer = (opening.start(), end)
            inner = self._inner(*outer)
            if _DEFINES.match(self.text, opening.start(), block.end) and _ANNOUNCED.search(self.text[start : opening.start()]):
                outer = inner = (opening.start(), block.end)  # the definition itself, with no marks around it
            self.spans.append((inner, outer))
            at = outer[1]
            if at >= block.end:
                return at
        return self._announced(index, start, at)

    def _is_listed_words(self, index: int, start: int) -> bool:
        """Whether a block only says words, under a lead-in such as "by striking the following words:"."""
        return (
            index > 0
            and self.text[start] in _PAIRS
            and bool(_announces().search(self.text, self.blocks[index - 1].start, self.blocks[index - 1].end))
        )

    def _inner(self, low: int, high: int) -> Span:
        """The words between the quotation marks."""
        start = low + 1
        words = self.text[low:high]
        end = low + len(words.rstrip(".;, \n"))
        end = end - 1 if self.text[end - 1] in "”\"»’'“" else end
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        return start, max(start, low + len(self.text[low:end].rstrip()))

    # the end of a quotation -----------------------------------------------------------------------------------------------

    def _close(self, opening: int, index: int) -> int | None:
        """Where a quotation ends, its closing mark included; None where it does not close."""
        block = self.blocks[index]
        before = self.text[max(0, opening - 3) : opening]
        is_text = bool(_ANNOUNCED.search(before.rstrip() or ":")) and bool(_LABELLED.match(self.text, opening + 1, block.end))
        announced = bool(_ANNOUNCED.search(before.rstrip())) or opening == block.start
        if not (is_text or announced):
            return self._close_words(opening, block.end)
        return self._close_text(opening, index) or self._close_words(opening, block.end)

    def _close_words(self, opening: int, limit: int) -> int | None:
        """For words in a sentence: the next closing mark of its kind, inner pairs skipped."""
        mark, closer = self.text[opening], _PAIRS[self.text[opening]]
        depth = 0
        for at in range(opening, limit):
            sign = self.text[at]
            if sign == mark and mark != closer:
                depth += 1
            elif sign == closer and at > opening:
                if mark in _SINGLE and self.text[at + 1 : at + 2].isalnum():
                    continue  # an apostrophe
                depth -= mark != closer
                if depth <= 0:
                    return at + 1
        return None

    def _close_text(self, opening: int, index: int) -> int | None:
        """For a text of its own: the end of the block that closes more than it opens."""
        mark, closer = self.text[opening], _PAIRS[self.text[opening]]
        for block in self.blocks[index:]:
            low = max(block.start, opening)
            words = self.text[low : block.end]
            own = words.lstrip()
            begins = own.startswith(mark)
            rest = own[1:] if begins else own
            if mark == closer:
                odd = rest.count(closer) % 2 == 1
                term = begins and low > opening and re.match(r"[^\"]{1,60}\"\s+(?:means|includes|has)\b", rest) is not None
                closes = odd or term
                inner = _INNER_END.search(self.text, low + 1, block.end) if low == opening and odd else None
            else:
                closes = rest.count(closer) > rest.count(mark)
                inner = None
            if closes and _BLOCK_END.search(words):
                return low + len(words.rstrip(" .;,)\n").removesuffix("and").removesuffix("or").rstrip(" .;,)\n"))
            if low == opening and closes and inner is None and mark != closer:
                return self._close_words(opening, block.end)
            if inner is not None:
                return inner.end()
        return None

    # texts without quotation marks ----------------------------------------------------------------------------------------

    def _announced(self, index: int, start: int, at: int) -> int:
        """A text without quotation marks below "... the following:"; in quotation marks if it begins with one."""
        block = self.blocks[index]
        if not _announces().search(self.text, start, block.end) or index + 1 == len(self.blocks):
            return at
        first = self.blocks[index + 1]
        if self.text[first.start] in _PAIRS:
            end = self._close_text(first.start, index + 1) or self._close_words(first.start, first.end)
            if end is not None:
                self.spans.append((self._inner(first.start, end), (first.start, end)))
                return end
        last = self._last_of_text(index)
        if last is None:
            return at
        span = (first.start, self.blocks[last].end)
        self.spans.append((span, span))
        return span[1]

    def _last_of_text(self, index: int) -> int | None:
        """The last block of a text that begins below a lead-in and has no quotation marks."""
        base, first = self._indent(self.blocks[index]), self.blocks[index + 1]
        deeper = self._indent(first) > base
        own: dict[str, Label] = {}
        last = None
        for number, block in enumerate(self.blocks[index + 1 :], start=index + 1):
            label = read_label(self.text, block.start, block.end)
            if number > index + 1:
                if deeper and self._indent(block) <= base:
                    break
                if not deeper and self._goes_on_with_bill(block, label, own):
                    break
            if label is not None:
                own[label.form] = label
            last = number
        return last

    def _goes_on_with_bill(self, block: Block, label: Label | None, own: dict[str, Label]) -> bool:
        """Whether a block belongs to the bill again: its number follows one of the bill's, and not one of the text's or it amends."""
        if label is None or label.form not in self.labels:
            return False
        before = self.labels[label.form]
        if not follows(before.value, label.value, roman=False) or not _same_word(before.word, label.word):
            return False
        instructs = amends().search(self.text, block.start, min(block.end, block.start + 200)) is not None
        return instructs or label.form not in own or not follows(own[label.form].value, label.value, roman=False)

    def _indent(self, block: Block) -> int:
        return block.start - (self.text.rfind("\n", 0, block.start) + 1)


def _same_word(one: str, other: str) -> bool:
    """Whether two sections are called alike; "SECTION 1." may be followed by "SEC. 2."."""
    first, second = one.lower(), other.lower()
    return first == second or (bool(first and second) and (first.startswith(second) or second.startswith(first)))
