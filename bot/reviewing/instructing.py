"""Instructing sentences: what one sentence of a bill tells to do, in the wording of corpus/lexicon/amending.yaml.

Quotations stand under marks already; here the places and the laws that a sentence names are set under marks, too, and what is left is matched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from bot.reviewing.mentions import Kind, Mention, Step, Way, deeper, mentions
from bot.reviewing.quotations import FIRST_MARK, LAST_MARK, amends
from corpus.lexicons import lexicon

_QUOTE = f"[{chr(FIRST_MARK)}-{chr(LAST_MARK)}]"
_FIRST_PLACE = 0xF000
_PLACES = 0x7F0
_PLACE = f"[{chr(_FIRST_PLACE)}-{chr(_FIRST_PLACE + _PLACES)}]"
_DESCRIBED = re.compile(r"\((?!\s*(?:\d{1,3}[A-Za-z]{0,2}|[a-z]{1,2}|[A-Z]{1,2}|[ivxIVX]{1,5})\s*\))[^()]*\)")
_NAME = r"(?:[A-Z][\w'’\-]*(?:\s*\([^()]*\))?,?\s+(?:(?:of|and|in|for|the|to|on|against|or|etc\.?)\s+){0,3}){0,9}"
_LAW = r"(?:Act|Code|Law|Ordinance|Decree|Statute|Proclamation|Order)"
_ACT = re.compile(
    rf"(?:\b(?:of|to|in|under)\s+)?(?:\b(?:the|that|this|The|That|This)\s+)"
    rf"(?P<name>(?!(?:Part|PART|Chapter|Schedule|Section|Article|Annex|Appendix|Title|Division)s?\b)(?:{_NAME}{_LAW}\b|(?:principal|said|same|existing|amended|original|\d{{4}})\s+{_LAW}\b)(?:\s*,?\s*(?:of\s+)?(?:19|20|18)\d\d\b)?(?:\s*\([^()]*\))?)"
    rf"|\b(?:of|to|in|under)\s+(?P<code>title\s+\d+,?\s+United\s+States\s+Code,?)"
)
_OF = re.compile(r"\s*(?:,\s*)?of\s+(?:the\s+)?")
_IN = re.compile(r"\s+(?:in|to|under)\s+(?:the\s+)?")
_AND = re.compile(r"\s*(?:,|and|or|,\s*and|,\s*or|&)\s*(?:the\s+)?")


class Does(StrEnum):
    """What an instruction does."""

    REPEAL = "repeal"
    REPLACE = "replace"
    INSERT_AFTER = "insert_after"
    INSERT_BEFORE = "insert_before"
    INSERT_START = "insert_start"
    INSERT_END = "insert_end"
    INSERT_NEW = "insert_new"
    WORDS = "words"
    AFTER_WORDS = "after_words"
    BEFORE_WORDS = "before_words"
    RENUMBER = "renumber"


@dataclass(frozen=True)
class Instruction:
    """One thing that a clause of the bill does.

    ``ways`` lead to what it is done to; ``old``, ``until`` and ``new`` are marks of quotations; ``number`` is that of the bill's clause,
    ``start:end`` the sentence that says it (offsets of the masked bill); ``act`` is the name of the law it amends ("" where it does not say).
    """

    does: Does
    ways: tuple[Way, ...]
    act: str = ""
    number: str = ""
    start: int = 0
    end: int = 0
    old: str = ""
    until: str = ""
    to_end: bool = False
    new: str = ""
    everywhere: bool = False
    renamed: tuple[Way, ...] = ()
    reads: str = ""
    """The mark of the text that results, where the bill gives it ("so that it reads ...")."""


@dataclass(frozen=True)
class Context:
    """What the words above say for those below: the law, the place, and that what is listed is repealed."""

    act: str = ""
    way: Way = ()
    repeals: bool = False


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = lexicon("amending")
    gap = rf"(?:(?!{_QUOTE}|{_PLACE})[^.;]){{0,120}}?"
    far = rf"(?:(?!{_QUOTE})[^.;]){{0,160}}?"
    parts = {"{gap}": gap, "{far}": far, **_fragments()}
    return tuple((each["does"], re.compile(_filled(each["says"], parts), re.IGNORECASE)) for each in data["patterns"])


@lru_cache(maxsize=8)
def said(name: str) -> re.Pattern[str]:
    """One of the wordings of the lexicon that stand by themselves."""
    return re.compile(_filled(lexicon("amending")[name], _fragments()), re.IGNORECASE)


def _fragments() -> dict[str, str]:
    return {f"{{{name}}}": f"(?:{words})" for name, words in lexicon("amending")["fragments"].items()}


def _filled(pattern: str, parts: dict[str, str]) -> str:
    for name, words in parts.items():
        pattern = pattern.replace(name, words)
    pattern = re.sub(r"(?<![\w\\<])Q(?!\w)", lambda _: _QUOTE, pattern)
    return re.sub(r"(?<![\w\\<])L(?!\w)", lambda _: _PLACE, pattern)


def plain(words: str) -> str:
    """Words without what only describes, on one line."""
    return " ".join(_DESCRIBED.sub(" ", words).split())


class Sentence:
    """One sentence of a bill: its places and laws set under marks, then matched against the wordings."""

    def __init__(self, words: str, context: Context) -> None:
        blank = _DESCRIBED.sub(lambda m: " " * len(m.group()), words)
        self.act = context.act
        self._given = context.way
        blank = _ACT.sub(self._note_act, blank)
        self.ways: list[tuple[Way, ...]] = []
        self.context = context
        self.line = self._marked(blank)
        self.context = replace(self.context, act=self.act)
        self.lists_schedule = False
        reading = said("only_reads").search(self.line)
        result = re.search(_QUOTE, self.line[reading.end() :]) if reading else None
        self.reads = result.group() if result else ""
        if reading and result:
            self.line = self.line[: reading.start()] + " " + self.line[reading.end() + result.end() :]

    def _note_act(self, found: re.Match[str]) -> str:
        """Remember the law that is named, and take its name out; a law that is itself repealed is a place."""
        name = " ".join((found["name"] or found["code"] or "").split())
        self.act = name
        alone = not re.match(r"(?:of|to|in|under)\b", found.group())
        repealed = re.match(
            r"\s*(?:\([^)]*\)\s*)?(?:is|are|shall be)\s+(?:hereby\s+)?(?:repealed|revoked|abrogated)", found.string[found.end() :]
        )
        sign = "\uf7fe" if alone and repealed else " "
        return sign + " " * (len(found.group()) - 1)

    def _marked(self, text: str) -> str:
        """The sentence with each place under a mark; the places are resolved against those before them."""
        found = mentions(text)
        found += [Mention(m.start(), m.end(), Step(Kind.ACT, ())) for m in re.finditer("\uf7fe", text)]
        groups = self._groups(text, sorted(found, key=lambda m: m.start))
        line, at = [], 0
        way = self.context.way
        for start, end, chains in groups:
            resolved = []
            for chain in chains:
                full = way
                for step in chain:
                    full = deeper(full, step)
                resolved.append(full)
            way = resolved[-1]
            line += [text[at:start], chr(_FIRST_PLACE + len(self.ways) % _PLACES)]
            self.ways.append(tuple(resolved))
            at = end
        line.append(text[at:])
        self.context = replace(self.context, way=way)
        return re.sub(r"\s+([,;.:])", r"\1", " ".join("".join(line).split()))

    @staticmethod
    def _groups(text: str, found: Sequence[Mention]) -> Iterator[tuple[int, int, list[list[Step]]]]:
        """Mentions that belong together: "paragraph (a) of subsection (1) of section 3" is one, "section 4 and section 6" two chains in one."""
        groups: list[tuple[int, int, list[list[Step]]]] = []
        for mention in found:
            if groups:
                start, end, chains = groups[-1]
                between = text[end : mention.start]
                outer = mention.step.kind in {Kind.SECTION, Kind.SUB, Kind.DIVISION, Kind.SCHEDULE, Kind.DEFINITION}
                inside = (
                    chains[-1][0].kind in {Kind.SUB, Kind.DEFINITION, Kind.NTH, Kind.HEADING}
                    and mention.step.kind is Kind.SECTION
                )
                if outer and (_OF.fullmatch(between) or (inside and _IN.fullmatch(between))):
                    for chain in chains:
                        chain.insert(0, mention.step)
                    groups[-1] = (start, mention.end, chains)
                    continue
                same = chains[-1][-1].kind is mention.step.kind
                if _AND.fullmatch(between) and (same or "and" in between):
                    groups[-1] = (start, mention.end, [*chains, [mention.step]])
                    continue
            groups.append((mention.start, mention.end, [[mention.step]]))
        return iter(groups)

    def instructions(self) -> list[Instruction]:
        """What the sentence instructs, in its order."""
        if not (amends().search(self.line) or self.context.repeals):
            return []
        taken: list[tuple[int, Instruction]] = []
        line = self.line
        for does, pattern in _patterns():
            while (found := pattern.search(line)) is not None:
                if does == "listed":
                    self.lists_schedule = True
                else:
                    taken.append((found.start(), self._instruction(does, found)))
                line = line[: found.start()] + "\x00" * (found.end() - found.start()) + line[found.end() :]
        if not taken and self.context.repeals:
            taken = [(at, Instruction(Does.REPEAL, ways, self.act)) for at, ways in enumerate(self.ways) if ways]
        return [instruction for _, instruction in sorted(taken, key=lambda pair: pair[0])]

    def _instruction(self, does: str, found: re.Match[str]) -> Instruction:
        groups = found.groupdict()
        place = groups.get("place")
        last = self._place_before(found)
        ways = self._ways(place) if place else (last,)
        kind = Does.REPLACE if does == "replace_this" else Does(does)
        return Instruction(
            kind,
            ways,
            self.act,
            old=groups.get("old") or "",
            until=groups.get("until") or "",
            to_end=bool(groups.get("to_end")),
            new=groups.get("new") or "",
            everywhere=bool(said("everywhere").search(self.line)),
            renamed=self._ways(groups["target"]) if groups.get("target") else (),
        )

    def _ways(self, mark: str) -> tuple[Way, ...]:
        return self.ways[ord(mark) - _FIRST_PLACE]

    def _place_before(self, found: re.Match[str]) -> Way:
        """The place in which words are changed: the last one named before the end of the instruction, else the one from above."""
        marks = re.findall(_PLACE, self.line[: found.end()])
        return self._ways(marks[-1])[-1] if marks else self._given
