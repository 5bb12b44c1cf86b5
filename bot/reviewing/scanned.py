"""The reading copy of a draft: as printed, where a scan has spoilt words, numbers and spaces.

The canonical text stays as it is, and so does every quote: the copy is only what clauses and norms are read from, and everything that is
found in it is turned back into offsets of the draft. A draft in which nothing is spoilt is its own copy.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from bot.reviewing.findings import Clause, ClauseQuote, Finding, Match, Nearest
from bot.reviewing.mending import Edit, mend
from corpus.documents import Block, Document, Page

_QUOTED = re.compile(r"“(?P<words>[^“”]+)”")
_CUT = " ..."
"""What stands behind words that a rationale cuts short."""
_PAGE = 1_000
"""In so many characters one odd word, however often it stands there, is no sign of a scan, but a name or a word of another language."""
_SHOWN = 3
"""So many mended words a note names."""


@dataclass(frozen=True)
class ReadingCopy:
    """What a draft is read from. ``document`` has the copy's text; ``edits`` are in order and have offsets of ``original``."""

    original: Document
    document: Document
    edits: tuple[Edit, ...]

    @cached_property
    def _begins(self) -> list[int]:
        """Where each edit begins in the copy."""
        grown = accumulate((len(e.new) - (e.end - e.start) for e in self.edits), initial=0)
        return [edit.start + shift for edit, shift in zip(self.edits, grown, strict=False)]

    def back(self, offset: int, *, end: bool = False) -> int:
        """The draft's offset of a place in the copy; inside a mended word its beginning, or its ``end``."""
        at = bisect_right(self._begins, offset - end) - 1
        if at < 0:
            return offset
        edit, behind = self.edits[at], offset - self._begins[at] - len(self.edits[at].new)
        if behind >= 0:
            return edit.end + behind
        return edit.end if end else edit.start

    def clause(self, clause: Clause) -> Clause:
        """A clause of the copy as a clause of the draft."""
        return replace(clause, start=self.back(clause.start), end=self.back(clause.end, end=True)) if self.edits else clause

    def finding(self, finding: Finding) -> Finding:
        """A finding on the copy as a finding on the draft."""
        if not self.edits:
            return finding
        spans = [(q.start, q.end) for q in finding.clauses] + [(m.start, m.end) for m in finding.matched]
        opinion = finding.opinion
        return replace(
            finding,
            rationale=_QUOTED.sub(lambda quoted: self._as_printed(quoted, spans), finding.rationale),
            clauses=tuple(self._quote(quote) for quote in finding.clauses),
            matched=tuple(self._match(match) for match in finding.matched),
            nearest=tuple(self._near(near) for near in finding.nearest),
            opinion=replace(opinion, quotes=tuple(self._quote(quote) for quote in opinion.quotes)) if opinion else None,
        )

    def _quote(self, quote: ClauseQuote) -> ClauseQuote:
        start, end = self.back(quote.start), self.back(quote.end, end=True)
        return replace(quote, clause=self.clause(quote.clause), start=start, end=end)

    def _as_printed(self, quoted: re.Match[str], spans: Sequence[tuple[int, int]]) -> str:
        """Words quoted in a rationale, white space made even, as the draft has them."""
        words = quoted["words"].removesuffix(_CUT)
        pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
        for start, end in spans:
            found = pattern.search(self.document.text, start, end) if words else None
            if found:
                printed = self.original.text[self.back(found.start()) : self.back(found.end(), end=True)]
                return quoted.group().replace(words, " ".join(printed.split()))
        return quoted.group()

    def _match(self, match: Match) -> Match:
        return replace(match, start=self.back(match.start), end=self.back(match.end, end=True))

    def _near(self, near: Nearest) -> Nearest:
        start, end = self.back(near.start), self.back(near.end, end=True)
        return replace(near, clause=self.clause(near.clause), start=start, end=end)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was mended, in plain words."""
        if not self.edits:
            return ()
        shown = [
            f"“{self.original.text[e.start : e.end]}” as “{e.new}”"
            for e in self.edits
            if "\n" not in self.original.text[e.start : e.end]
        ]
        examples = f", such as {', '.join(list(dict.fromkeys(shown))[:_SHOWN])}" if shown else ""
        return (
            f"{len(self.edits)} places look spoilt by scanning and were read as printed{examples}; quotes are left as they are",
        )


def reading_copy(document: Document, vocabulary: Collection[str]) -> ReadingCopy:
    """The copy of a draft that it is read from.

    Args:
        document: the draft.
        vocabulary: words of the register and the lexicon, lower case.
    """
    edits = mend(document.text, vocabulary)
    odd = {document.text[edit.start : edit.end].casefold() for edit in edits}
    if not edits or len(odd) <= len(document.text) // _PAGE:
        return ReadingCopy(document, document, ())
    copy = ReadingCopy(document, document, edits)
    return replace(copy, document=_edited(document, edits))


def _edited(document: Document, edits: Sequence[Edit]) -> Document:
    """The document after edits; blocks and pages that an edit spans become one with the next, or begin behind it."""
    parts, last = [], 0
    for edit in edits:
        parts += [document.text[last : edit.start], edit.new]
        last = edit.end
    text = "".join([*parts, document.text[last:]])
    move = _mover(edits)
    blocks: list[Block] = []
    last_end = 0
    for block in document.blocks:
        moved = replace(block, start=move(block.start), end=move(block.end))
        if blocks and _bridged(edits, last_end, block.start):
            blocks[-1] = replace(blocks[-1], end=max(moved.end, blocks[-1].end))
        else:
            blocks.append(moved)
        last_end = block.end
    pages: list[Page] = []
    for page in document.pages:
        low = max(move(page.start), pages[-1].end if pages else 0)
        pages.append(replace(page, start=low, end=max(move(page.end), low)))
    return replace(
        document, text=text, blocks=tuple(blocks), pages=tuple(pages), parts=tuple(move(part) for part in document.parts)
    )


def _bridged(edits: Sequence[Edit], end: int, start: int) -> bool:
    """Whether an edit reaches from one block, which ends at ``end``, to the next, which begins at ``start``."""
    at = bisect_right(edits, end, key=lambda edit: edit.start) - 1
    return at >= 0 and edits[at].end >= start


def _mover(edits: Sequence[Edit]) -> Callable[[int], int]:
    """Where an offset of the draft is in the copy; one inside an edit is where the edit begins."""
    starts = [edit.start for edit in edits]
    shifts = list(accumulate((len(e.new) - (e.end - e.start) for e in edits), initial=0))

    def move(offset: int) -> int:
        at = bisect_right(starts, offset) - 1
        if at < 0:
            return offset
        edit = edits[at]
        if offset >= edit.end:
            return offset + shifts[at + 1]
        return edit.start + shifts[at]

    return move
