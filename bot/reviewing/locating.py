"""Locating: what "paragraph (a) of section 7(2)", "Part III" or "the definition of “vessel”" mean in a law that is to be amended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.reviewing.clauses import Node
from bot.reviewing.mentions import LAST, Kind, Step, Way
from bot.reviewing.numbering import Label, ordinal, read_label
from bot.reviewing.references import section_of

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Target:
    """A place found: ``text[start:end]``, in (or as) a clause; ``node`` is the innermost one."""

    start: int
    end: int
    node: Node | None


class Atlas:
    """Finds places in a law that was split into clauses. Offsets are of its ``text``."""

    def __init__(self, text: str, nodes: Sequence[Node]) -> None:
        self.text = text
        self.roots = tuple(nodes)
        self.nodes = [node for top in nodes for node in top.walk()]
        self.parents = {child.clause.id: node for node in self.nodes for child in node.children}
        self.sections = [n for n in self.nodes if n.clause.number and "(" not in n.clause.number and not self._is_item(n)]

    def find(self, way: Way, quoted: dict[str, str]) -> list[Target]:
        """The places that a way leads to; none where one step leads nowhere.

        Args:
            way: steps, outermost first; a step that does not fit below the one before is taken beside it.
            quoted: the words of quotations by their marks, for definitions.
        """
        at: list[Target] = [Target(0, len(self.text), None)]
        for step in way:
            at = [target for place in at for target in self._follow(place, step, quoted)]
        return at

    def last_section_before(self, number: str) -> Node | None:
        """The section behind which a new one of this number belongs."""
        value = ordinal(number, roman=False) or 0
        fitting = [n for n in self._outside_schedules() if (ordinal(n.clause.number, roman=False) or 0) <= value]
        return fitting[-1] if fitting else (self.sections[-1] if self.sections else None)

    def manner(self) -> Label | None:
        """How the first section is numbered."""
        for node in self._outside_schedules():
            at = node.clause.start
            while at < node.clause.end:
                label = read_label(self.text, at, node.clause.end)
                if label is not None and label.is_section and label.value == node.clause.number:
                    return label
                at = self.text.find("\n", at) + 1 or node.clause.end
        return None

    def above(self, node: Node) -> Iterator[Node]:
        """The clauses in which one stands, from the nearest."""
        while node.clause.id in self.parents:
            node = self.parents[node.clause.id]
            yield node

    def section_at(self, node: Node) -> Node:
        """The section that a clause is or stands in."""
        here = [n for n in (node, *self.above(node)) if n in self.sections]
        return here[0] if here else node

    # steps ---------------------------------------------------------------------------------------------------------------

    def _follow(self, place: Target, step: Step, quoted: dict[str, str]) -> Iterable[Target]:
        if step.kind is Kind.ACT:
            return [Target(0, len(self.text), None)]
        if step.kind is Kind.SECTION:
            return self._many(step, lambda value: self._section(value, place))
        if step.kind is Kind.SUB:
            return self._many(step, lambda value: self._part(value, place, step.word))
        if step.kind in {Kind.DIVISION, Kind.SCHEDULE}:
            return self._division(step)
        if step.kind is Kind.DEFINITION:
            found = [self._definition(quoted.get(value, ""), place) for value in step.values]
            return [target for target in found if target]
        return self._heading(place) if step.kind is Kind.HEADING else self._nth(step, place)

    @staticmethod
    def _many(step: Step, find: Callable[[str], Target | None]) -> list[Target]:
        """The targets of all numbers of a step; none where one of them is not there."""
        found = {value: find(value) for value in step.values}
        if None in found.values():
            return []
        known = {value: target for value, target in found.items() if target is not None}
        between = [value for pair in step.ranges for value in pair]
        single = [target for value, target in known.items() if value not in between]
        return single + [Target(known[low].start, known[high].end, known[low].node) for low, high in step.ranges]

    def _outside_schedules(self) -> list[Node]:
        return [n for n in self.sections if not any(_is_schedule(above) for above in self.above(n))]

    def _is_item(self, node: Node) -> bool:
        return any(above.clause.number for above in self.above(node) if not above.division)

    def _section(self, number: str, place: Target) -> Target | None:
        """A section, or a part of one named with it: "7(2)(a)"."""
        inside = place.node is not None and place.node.division
        pool = [n for n in self.sections if not inside or place.start <= n.clause.start < place.end]
        outside = self._outside_schedules() if not inside else pool
        head, _, tail = number.partition("(")
        for nodes in (outside, pool):
            top = next((n for n in nodes if section_of(n.clause.number).lower() == head.lower()), None)
            if top is not None:
                target: Target | None = _target(top)
                for label in re.findall(r"\([^)]*\)", "(" + tail if tail else ""):
                    target = self._part(label, target, "") if target else None
                return target
        return None

    def _part(self, label: str, place: Target, word: str) -> Target | None:
        """A part of a clause: below it, else beside it or beside one of those above it; else the only one of this name in its section."""
        if place.node is None:
            return None
        climb = [place.node, *(n for n in self.above(place.node) if n.clause.number)]
        climb = list(reversed(climb)) if word == "subsection" else climb
        wanted = label.lower().replace(" ", "")
        for node in climb:
            number = node.clause.number.lower() + wanted
            below = next((n for n in node.walk() if n is not node and n.clause.number.lower() == number), None)
            below = below or next((n for n in node.children if f"({n.clause.number.lower()})" == wanted), None)
            if below is not None:
                return _target(below)
        if place.node.division:
            plain = wanted.strip("()")
            inside = [n for n in place.node.walk() if n.clause.number.lower() == plain]
            return _target(inside[0]) if inside else None
        ending = [n for n in self.section_at(place.node).walk() if n.clause.number.lower().endswith(wanted)]
        return _target(ending[0]) if len(ending) == 1 else None

    def _division(self, step: Step) -> list[Target]:
        divisions = [n for n in self.nodes if n.division]
        if step.kind is Kind.SCHEDULE:
            found = [n for n in divisions if _is_schedule(n)] or [
                n for n in self.nodes if n.clause.heading.lower().startswith(("schedule", "annex", "appendix"))
            ]
        else:
            wanted = (step.word, _value(step.values[0]))
            found = [n for n in divisions if _named(n) == wanted]
        return [_target(found[0])] if found else []

    def _definition(self, term: str, place: Target) -> Target | None:
        """The definition of a term: the clause or the sentence that begins with it."""
        if not term:
            return None
        if place.node in self.sections:  # definitions printed below a section may stand beside it
            end = min((n.clause.start for n in self.sections if n.clause.start >= place.end), default=len(self.text))
            place = Target(place.start, end, place.node)
        quoted = rf"[\"“‘'«]?\s*{_loose(term)}\s*[\"”’'»]?[,\s]"
        opening = re.compile(
            rf"(?:\([0-9a-z]{{1,4}}\)|[-–•*]|\d+\.)?\s*(?:the\s+(?:term|expression)\s+|an?\s+)?{quoted}", re.IGNORECASE
        )
        nodes = [n for n in self.nodes if place.start <= n.clause.start < place.end and opening.match(self.text, n.clause.start)]
        if nodes:
            return _target(min(nodes, key=lambda n: n.clause.end - n.clause.start))
        inline = re.compile(
            rf"[\"“‘'«]\s*{_loose(term)}\s*[\"”’'»]\s+(?:means|includes|has|shall\s+mean|refers)\b[^;\n]*?(?:;|\.(?=\s|$)|$|\n)"
        )
        found = inline.search(self.text, place.start, place.end)
        return Target(found.start(), found.end(), place.node) if found else None

    def _heading(self, place: Target) -> list[Target]:
        """The heading of a clause, where it stands."""
        node = place.node
        if node is None or not node.clause.heading:
            return []
        found = re.search(_loose(node.clause.heading), self.text[node.clause.start : node.clause.end])
        if found is None:
            return []
        return [Target(node.clause.start + found.start(), node.clause.start + found.end(), node)]

    def _nth(self, step: Step, place: Target) -> list[Target]:
        """The first, second ... paragraph or sentence of a clause."""
        node = place.node
        if node is None:
            return []
        spans = [*node.lead, *((c.clause.start, c.clause.end) for c in node.children)]
        index = int(step.values[0])
        index = len(spans) - 1 if index == LAST else index
        if step.word == "sentence" or index >= len(spans):
            return []
        return [Target(*spans[index], node)]


def _target(node: Node) -> Target:
    return Target(node.clause.start, node.clause.end, node)


def _is_schedule(node: Node) -> bool:
    return node.division and _named(node)[0] in {"schedule", "annex", "appendix"}


def _named(node: Node) -> tuple[str, str]:
    word, _, value = (node.clause.path[-1] if node.clause.path else "").partition(" ")
    return word.lower(), _value(value)


def _value(value: str) -> str:
    """A division's number in one spelling: "III" and "3" are the same Part."""
    roman = ordinal(value, roman=True) if not value[:1].isdigit() and value else None
    return str(roman) if roman else value.lower()


def _loose(words: str) -> str:
    """A pattern for words whatever white space stands between them."""
    return r"\s+".join(re.escape(word) for word in words.split())


def spans_of(words: str, text: str, start: int, end: int) -> list[Span]:
    """Where words stand in ``text[start:end]``: as written, else whatever their case; whole words only."""
    pattern = _loose(words)
    if not pattern:
        return []
    low = r"(?<!\w)" if words[:1].isalnum() else ""
    high = r"(?!\w)" if words[-1:].isalnum() else ""
    for flags in (re.NOFLAG, re.IGNORECASE):
        found = [m.span() for m in re.compile(low + pattern + high, flags).finditer(text, start, end)]
        if found:
            return found
    return []
