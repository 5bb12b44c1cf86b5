"""The parts of a legislative sentence: its case, its main clause, its conditions and exceptions. Positions are word indices, regions offsets into the text."""

from __future__ import annotations

import re
from functools import cached_property

from bot.reviewing.lexicon import Lexicon
from bot.reviewing.phrases import Hit, Words
from bot.reviewing.provisions import Provision, sets_penalty

WINDOW = 12
HEAD = 4
_CASE_SUBJECT = 4
"""Where no auxiliary ends the subject of a case ("Where a farmer poisons ..."), it is taken to be its first three words."""
_LEADING = 2
"""How many words may stand between a comma and "other than" ("in cases", "for purposes")."""
_ADVERBIAL = frozenset({"by", "with", "from"})
"""Behind a comma they go on with the case before them sooner than they begin the main clause."""
_DESCRIBED = re.compile(
    r"(?:sections?|articles?|arts?\.?|clauses?|rules?|paragraphs?|parts?|chapters?|subsections?|§)\s*(?:[\w.\-]+|\([0-9a-z]{1,4}\))(?:\s?\([0-9a-z]{1,4}\))*(?:\s+of\s+(?:that|the|this)\s+[\w\s]{2,50}?)?\s*\((?P<words>[^()]{6,})\)",
    re.IGNORECASE,
)

Region = tuple[int, int]


class SentenceParts:
    """One provision, split into words and parts with the lexicon."""

    def __init__(self, provision: Provision, lexicon: Lexicon) -> None:
        self.text = provision.text
        self.words: Words = provision.words
        self.tokens = [self.text[s:e].lower() for s, e in zip(self.words.starts, self.words.ends, strict=True)]
        self._lexicon = lexicon
        self._index = {start: index for index, start in enumerate(self.words.starts)}

    def among(self, index: int, name: str) -> bool:
        """Whether a word is in one of the lexicon's lists."""
        return self.tokens[index] in self._lexicon.words[name]

    def region(self, first: int, last: int) -> Region | None:
        """The offsets of words ``first`` to ``last`` (not included); None where there are none."""
        if first >= last or first >= len(self.tokens):
            return None
        return self.words.starts[first], self.words.ends[min(last, len(self.tokens)) - 1]

    def index_after(self, offset: int) -> int:
        """The first word that begins at or behind an offset."""
        return next((i for i, start in enumerate(self.words.starts) if start >= offset), len(self.tokens))

    @cached_property
    def main(self) -> int:
        """The word at which the main clause begins, behind an opening case or condition."""
        if not self.tokens or not self.among(0, "openers"):
            return 0
        begins = [i for i in range(2, len(self.tokens)) if self._comma_before(i) and self._begins_subject(i)]
        begin = next((i for i in begins if self.tokens[i] not in _ADVERBIAL), next(iter(begins), 0))
        return 0 if self._commands_before(begin) else begin

    def _commands_before(self, begin: int) -> bool:
        """Such as "In sentencing an offender the court shall consider that ..., and that ...": the rule stands before the comma."""
        modal = next((i for i in range(1, begin) if self.tokens[i] in {"shall", "must"}), None)
        opening = range(modal or 0)
        return modal is not None and not any(self.among(i, "conditions") or self.among(i, "relatives") for i in opening)

    @cached_property
    def overriding(self) -> bool:
        """Whether the sentence says that it outranks others."""
        return any(self.among(i, "overriding") for i in range(len(self.tokens)))

    @cached_property
    def exceptions(self) -> tuple[Region, ...]:
        """From "except", "unless" and their like to the end of that part of the sentence; between commas, to the comma."""
        found = self._lexicon.exceptions.find(self.words)
        return tuple(
            (hit.start, self._exception_end(hit)) for hit in found if hit.start or not sets_penalty(self.text, 0, len(self.text))
        )

    def _exception_end(self, hit: Hit) -> int:
        end = self.part_end(hit.end)
        if self._index[hit.start] < self.main < len(self.tokens):
            return self.words.starts[
                self.main
            ]  # "Unless the court so orders, no one shall ...", "Where it fails for a cause other than ..., he shall ..."
        opened, closed = self.text.rfind("(", 0, hit.start), self.text.find(")", hit.end, end)
        if opened > self.text.rfind(")", 0, hit.start) and closed >= 0:
            return closed  # "(other than a child)": what follows the bracket is not taken out
        verb = self._verb_of_excepted(hit)
        if verb is not None:
            return verb
        comma = self.text.find(",", hit.end, end)
        at = self._index[hit.start]  # "..., in cases other than those of section 1, ..."
        inserted = comma >= 0 and any(self._comma_before(i) for i in range(max(at - _LEADING, 0), at + 1))
        if inserted and self.among(at - 1, "copulas"):
            return comma  # "shall not, except by leave of the court, sell"
        goes_on = inserted and any(
            self.among(i, "modals") or self.among(i, "finite") for i in range(self.index_after(comma), self.index_after(end))
        )
        return comma if goes_on else end

    def _verb_of_excepted(self, hit: Hit) -> int | None:
        """In "persons other than the owner shall ..." where the rule goes on; None where a comma or a relative clause stands before its verb."""
        first = self.index_after(hit.end)
        if self.tokens[self._index[hit.start]] != "other" or self._comma_before(self._index[hit.start]):
            return None
        for i in range(first, min(first + HEAD * 2, len(self.tokens))):
            if self._comma_before(i) or self.among(i, "relatives"):
                return None
            if self.among(i, "modals") or self.among(i, "finite") or self.tokens[i] in {"incur", "incurs", "bear", "bears"}:
                return self.words.starts[i]
        return None

    @cached_property
    def described(self) -> tuple[Region, ...]:
        """What is said in parentheses behind a number ("section 13 (immunity of witnesses) is repealed"): it names a rule and makes none."""
        return tuple(found.span("words") for found in _DESCRIBED.finditer(self.text))

    @cached_property
    def conditions(self) -> tuple[Region, ...]:
        """The opening case, and every later "if", "where", "when" to the end of its part."""
        opening = self.region(0, self.main)
        later = [self.words.starts[i] for i in range(self.main + 1, len(self.tokens)) if self.among(i, "conditions")]
        later = [start for start in later if not any(low <= start < high for low, high in self.described)]
        return (*((opening,) if opening else ()), *((start, self.part_end(start)) for start in later))

    def part_end(self, offset: int) -> int:
        """Where the part of the sentence that holds an offset ends: at the next semicolon or full stop."""
        ends = [at for mark in ";." if (at := self.text.find(mark, offset)) >= 0]
        return min(ends, default=len(self.text))

    def _comma_before(self, index: int) -> bool:
        return index > 0 and "," in self.text[self.words.ends[index - 1] : self.words.starts[index]]

    def _bracket_before(self, index: int) -> bool:
        """Such as "section 12 (not liable to tax) is": what stands in the bracket is no part of the predicate."""
        return ")" in self.text[self.words.ends[index - 1] : self.words.starts[index]]

    def _begins_subject(self, index: int) -> bool:
        """A comma ends the opening when a subject with its predicate follows, not one more member of a list."""
        ahead = range(index, min(index + WINDOW * 3, len(self.tokens)))
        joined = self.tokens[index] in {"or", "and", "nor"} or self.among(index, "openers")
        relative = self.among(index, "relatives") and not self._is_pointing(index)
        listed = self.tokens[index].endswith("ed")  # "they are to be taken up, charged and detained"
        return (
            not joined and not relative and not listed and any(self.among(i, "modals") or self.among(i, "finite") for i in ahead)
        )

    def _is_pointing(self, index: int) -> bool:
        """Such as "that person is liable": "that" points and does not relate."""
        ahead = range(index + 2, min(index + 4, len(self.tokens)))
        return (
            index < len(self.tokens)
            and self.tokens[index] == "that"
            and any(self.among(i, "modals") or self.among(i, "finite") for i in ahead)
        )

    @cached_property
    def case_subject(self) -> Region | None:
        """The subject of the case that opens the sentence: "a farmer" in "Where a farmer is ill, ..."."""
        verb = next(
            (i for i in range(1, self.main) if self.among(i, "finite") or self.among(i, "modals") or self.among(i, "past")), None
        )
        return self.region(1, verb if verb is not None else min(self.main, _CASE_SUBJECT)) if self.main > 1 else None


def whole_words(text: str, region: Region) -> Region:
    """A region drawn out to the ends of the words in which it begins and ends: some are windows of so many characters, or of pieces of words."""
    low, high = region
    while 0 < low < len(text) and text[low - 1 : low + 1].isalnum():
        low -= 1
    while 0 < high < len(text) and text[high - 1 : high + 1].isalnum():
        high += 1
    return low, high
