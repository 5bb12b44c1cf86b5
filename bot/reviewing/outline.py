"""The outline of a draft: its sections as they are cited, with the words that are its own and not quoted or recited."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from bot.reviewing.clauses import Node
from bot.reviewing.law import Law
from bot.reviewing.norms import Norm
from bot.reviewing.phrases import Phrases, Words, compile_phrases, words_of
from bot.reviewing.references import section_of
from corpus.criteria import Effect
from corpus.lexicons import lexicon

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
_LONG_QUOTE = 60
_TITLE = 400
_AMENDING_SHARE = 0.3


def hygiene_words() -> Mapping[str, Any]:
    """The words of the checks on drafting, from corpus/lexicon/hygiene.yaml."""
    return lexicon("hygiene")


@cache
def hygiene_phrases(name: str) -> Phrases:
    """One list of phrases of corpus/lexicon/hygiene.yaml, compiled."""
    return compile_phrases(hygiene_words()[name])


@cache
def _other_law() -> re.Pattern[str]:
    """The name of another law, such as "the Evidence Act", "that Act", "Penal Code"; not "this Act", nor "any law"."""
    words = hygiene_words()
    named, own, common = ("|".join(map(re.escape, words[key])) for key in ("other_laws", "own", "common_laws"))
    before = rf"(?!(?i:{own})\b)(?:[A-Z][\w'’\-]*|[Tt]hat|[Ss]aid|[Tt]he|principal|\d{{4}}|\))"
    return re.compile(rf"(?<![\w]){before}[ \n]+(?:{named})\b|\b(?i:{common})\b|\bU\.?S\.?C\b|\bCap\.")


@cache
def _amending_hint() -> re.Pattern[str]:
    return re.compile("|".join(hygiene_words()["amending_hints"]), re.IGNORECASE)


@dataclass(frozen=True)
class Section:
    """A section, article or rule with all that stands in it; ``start`` is an offset of the document.

    ``text`` is as long as the section, with quoted passages blanked: what is inserted elsewhere is not the draft's own.
    """

    number: str
    heading: str
    start: int
    end: int
    text: str

    @cached_property
    def words(self) -> Words:
        """The words of ``text``."""
        return words_of(self.text)

    @cached_property
    def names_other_law(self) -> bool:
        """Whether another law is spoken of, so that a bare "section 5" may be that law's."""
        return _other_law().search(self.text) is not None

    @cached_property
    def amends(self) -> bool:
        """Whether the section changes another text."""
        return _amending_hint().search(self.text) is not None and bool(hygiene_phrases("amending").find(self.words))


class Outline:
    """The sections of one draft, in order."""

    def __init__(self, law: Law) -> None:
        self.law = law
        text = law.document.text
        self.sections: tuple[Section, ...] = tuple(
            Section(
                n.clause.number, n.clause.heading, n.clause.start, n.clause.end, own_words(text[n.clause.start : n.clause.end])
            )
            for n in _sections(law.nodes)
        )
        self._starts = [section.start for section in self.sections]
        self.numbers = frozenset(section_of(clause.number) for clause in law.clauses) - {""}

    @cached_property
    def by_number(self) -> dict[str, Section | None]:
        """Sections by number; None for a number that stands twice."""
        found: dict[str, Section | None] = {}
        for section in self.sections:
            found[section.number] = None if section.number in found else section
        return found

    @cached_property
    def is_amending(self) -> bool:
        """Whether the draft is there to change other laws: its references are then to them."""
        title = self.law.document.text[:_TITLE].lower()
        title = title[: self.sections[0].start] if self.sections else title
        if any(re.search(rf"\b{word}\b", title) for word in hygiene_words()["amending_titles"]):
            return True
        amending = sum(section.amends for section in self.sections)
        return amending > _AMENDING_SHARE * len(self.sections)

    @cached_property
    def last(self) -> int:
        """The highest number of a section where they run from 1 without more than one gap, as in a whole law; 0 in a piece of a code."""
        plain = {int(number) for number in self.numbers if number.isdigit()}
        first = next((s.number for s in self.sections), "")
        inserted = sum(not section.number.isdigit() for section in self.sections)
        runs = first == "1" and max(plain, default=0) - len(plain - {0}) <= 1 and inserted * 2 < len(self.sections)
        return max(plain, default=0) if runs else 0

    def section_at(self, offset: int) -> Section | None:
        """The section that a character stands in."""
        at = bisect_right(self._starts, offset) - 1
        return self.sections[at] if at >= 0 and offset < self.sections[at].end else None

    def section_of(self, norm: Norm) -> Section | None:
        """The section that the last piece of a norm's sentence stands in."""
        return self.section_at(norm.provision.pieces[-1][1][0])

    def effects_of(self, section: Section) -> frozenset[Effect]:
        """What the norms of a section do."""
        return self._effects.get(section.start, frozenset())

    @cached_property
    def _effects(self) -> dict[int, frozenset[Effect]]:
        found: dict[int, set[Effect]] = defaultdict(set)
        for norm in self.law.norms:
            if (section := self.section_of(norm)) is not None:
                found[section.start].add(norm.effect)
        return {start: frozenset(effects) for start, effects in found.items()}

    def place(self, offset: int) -> str:
        """The clause an offset stands in, as it is cited in a note."""
        number = self.law.clause_at(offset).number
        return f"clause {number}" if number else "an unnumbered clause"


def own_words(text: str) -> str:
    """A text with quoted passages blanked out; short quotes (terms) stay, and so do all offsets."""
    return _QUOTED.sub(lambda q: q.group() if len(q.group()) < _LONG_QUOTE else re.sub(r"\S", " ", q.group()), text)


def _sections(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if not node.operative:
            continue
        if node.clause.number and not node.division:
            yield node
        else:
            yield from _sections(node.children)
