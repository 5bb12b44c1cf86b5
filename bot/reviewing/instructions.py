"""Amending instructions: what a bill does to the law it amends, read clause by clause with what the words above say for those below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.reviewing.clauses import Node
from bot.reviewing.instructing import Context, Instruction, Sentence, plain, said
from bot.reviewing.mentions import Kind, mentions
from bot.reviewing.quotations import amends

Span = tuple[int, int]

_SCHEDULES = ("schedule", "annex", "appendix")


def instructions(text: str, nodes: Sequence[Node]) -> list[Instruction]:
    """The instructions of a bill, in its order.

    Args:
        text: the bill with its quotations under marks.
        nodes: its clauses.
    """
    return _Reader(text, nodes).read()


class _Reader:
    def __init__(self, text: str, nodes: Sequence[Node]) -> None:
        self.text = text
        self.nodes = nodes
        self.found: list[Instruction] = []
        self.lists_repeals = False

    def read(self) -> list[Instruction]:
        context = Context()
        for node in self.nodes:
            context = self._read(node, context)
        return self.found

    def _read(self, node: Node, context: Context) -> Context:
        """Read a clause and those below it; returns what it says for the clauses behind it."""
        if not node.operative:
            return context
        if self.lists_repeals and _is_schedule(node):
            return self._listed(node, replace(context, repeals=True))
        inner = self._under_heading(node, context)
        told = inner
        for low, high in (*node.lead, *node.tails):
            told = self._sentence(node, low, high, told)
        lead = " ".join(self.text[slice(*span)] for span in node.lead)
        below = replace(told, repeals=bool(said("repeals_items").search(plain(lead))) or context.repeals)
        for child in node.children:
            below = self._read(child, below)
        follows_on = bool(said("as_follows").search(plain(lead)))
        if follows_on:
            return replace(told, way=told.way if node.children == () else context.way, repeals=context.repeals)
        return replace(context, act=told.act if node.children == () and not context.way else context.act or told.act)

    def _listed(self, node: Node, context: Context) -> Context:
        """The entries of a schedule of repeals: each names what goes."""
        for low, high in _lines(self.text, node.clause.start, node.clause.end):
            holding = [each for each in node.walk() if each.clause.start <= low < each.clause.end]
            if not self.text[low:high].lower().startswith(_SCHEDULES):
                self._sentence(holding[-1], low, high, context)
        return replace(context, repeals=False)

    def _under_heading(self, node: Node, context: Context) -> Context:
        """A heading such as "Amendment of section 5" says the place where the text below does not."""
        if not node.clause.heading or not amends().search(node.clause.heading):
            return context
        places = [m.step for m in mentions(node.clause.heading) if m.step.kind in {Kind.SECTION, Kind.DIVISION}]
        return replace(context, way=(places[0],)) if len(places) == 1 and len(places[0].values) == 1 else context

    def _sentence(self, node: Node, low: int, high: int, context: Context) -> Context:
        sentence = Sentence(self.text[low:high], context)
        for found in sentence.instructions():
            self.found.append(
                replace(found, number=node.clause.number, start=low, end=high, reads=sentence.reads if found.old else "")
            )
        self.lists_repeals = self.lists_repeals or sentence.lists_schedule
        return sentence.context if amends().search(sentence.line) else context


def _is_schedule(node: Node) -> bool:
    name = node.clause.heading or (node.clause.path[-1] if node.clause.path else "")
    return (node.division or not node.clause.number) and any(
        each.lower().startswith(_SCHEDULES) for each in (name, *node.clause.path[-1:])
    )


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of a stretch."""
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1
