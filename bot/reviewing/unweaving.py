"""From a law as amended back to the files: clauses and provisions read from a woven text get their offsets in the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.reviewing.amending import Amended
from bot.reviewing.carrying import Change
from bot.reviewing.clauses import Node
from bot.reviewing.findings import Clause
from bot.reviewing.provisions import Provision
from bot.reviewing.woven import Span
from corpus.documents import Document


class Unweaver:
    """Turns clauses and provisions of a woven text into those of the document it was woven from."""

    def __init__(self, document: Document, amended: Amended) -> None:
        self.document = document
        self.woven = amended.woven
        self.amended = amended
        self._clauses: dict[str, Clause] = {}

    def nodes(self, nodes: Iterable[Node]) -> tuple[Node, ...]:
        """The clauses in their places in the law as amended; what stands only in a text of ours is left out."""
        return tuple(node for each in nodes if (node := self._node(each)) is not None)

    def _node(self, node: Node) -> Node | None:
        clause = self._clause(node.clause)
        if clause is None:
            return None
        lead = tuple(span for piece in node.lead for span in self.woven.spans(*piece))
        tails = tuple(span for piece in node.tails for span in self.woven.spans(*piece))
        return replace(node, clause=clause, lead=lead, children=self.nodes(node.children), tails=tails)

    def _clause(self, clause: Clause) -> Clause | None:
        """A clause with the span that it has in the file in which it begins."""
        if clause.id not in self._clauses:
            spans = self.woven.spans(clause.start, clause.end)
            if not spans:
                return None
            start = spans[0][0]
            number = self._file(start)
            end = max(high for low, high in spans if low >= start and self._file(low) == number)
            self._clauses[clause.id] = replace(clause, start=start, end=end, page=self.document.page_at(start))
        return self._clauses[clause.id]

    def _file(self, offset: int) -> int:
        return sum(part <= offset for part in self.document.parts)

    def provisions(self, read: Iterable[Provision]) -> Iterator[Provision]:
        """The rules in force; the instructions that were carried out are none."""
        for provision in read:
            if self._instructs(provision):
                continue
            pieces = tuple(
                (offset + behind, span) for offset, (low, high) in provision.pieces for behind, span in self.woven.back(low, high)
            )
            clause = self._clause(provision.clause)
            if pieces and clause is not None:
                yield Provision(clause, provision.text, pieces, provision.order)

    def _instructs(self, provision: Provision) -> bool:
        """Whether a sentence is an instruction of a bill that was carried out."""
        if sum(part <= provision.pieces[-1][1][0] for part in self.amended.document.parts) not in self.amended.bills:
            return False
        spans = [span for _, piece in provision.pieces for span in self.woven.spans(*piece)]
        return any(low < end and start < high for low, high in spans for start, end in self.amended.consumed)


def gone(before: Sequence[Clause], clauses: Sequence[Clause], changes: Sequence[Change]) -> tuple[Clause, ...]:
    """The clauses of the act that a bill takes out, with ids that are not taken.

    Args:
        before: the clauses as the act reads without the bill.
        clauses: those of the law as amended.
        changes: what the bill takes away.
    """
    taken = _joined(changes)
    ids = {clause.id for clause in clauses}
    standing = {clause.start: clause.id for clause in reversed(clauses)}
    renamed: dict[str, str] = {}
    out: list[Clause] = []
    for clause in before:
        if not any(low <= clause.start and clause.end <= high for low, high in taken) or clause.start in standing:
            renamed[clause.id] = standing.get(clause.start, clause.id)
            continue
        name, number = f"{clause.id}~was", 1
        while name in ids:
            number += 1
            name = f"{clause.id}~was{number}"
        ids.add(name)
        renamed[clause.id] = name
        parent = renamed.get(clause.parent) if clause.parent else None
        out.append(replace(clause, id=name, parent=parent if parent in ids else None))
    return tuple(out)


def _joined(changes: Iterable[Change]) -> list[Span]:
    """What changes take away, with pieces that follow one another as one."""
    joined: list[Span] = []
    for start, end in sorted((c.start, c.end) for c in changes if c.start < c.end):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def without_files(document: Document, spans: Sequence[Span]) -> Document:
    """A joined text in which some files have no blocks, and so no clauses; offsets stay."""
    kept = tuple(block for block in document.blocks if not any(low <= block.start < high for low, high in spans))
    return replace(document, blocks=kept)
