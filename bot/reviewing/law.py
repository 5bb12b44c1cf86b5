"""A draft as a law: its clauses, sentences and norms, read once and linked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.reviewing.clauses import Node, split_clauses
from bot.reviewing.findings import Clause
from bot.reviewing.lexicon import Lexicon
from bot.reviewing.linking import link
from bot.reviewing.norms import Norm, read_norms, whole_norm
from bot.reviewing.phrases import words_of
from bot.reviewing.provisions import Provision, provisions_of
from corpus.criteria import Effect
from corpus.documents import Document


class Law:
    """Everything that has been read out of a draft, made once."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.nodes: tuple[Node, ...] = split_clauses(document)
        self.clauses: tuple[Clause, ...] = tuple(node.clause for top in self.nodes for node in top.walk())
        self._by_id = {clause.id: clause for clause in self.clauses}
        read = provisions_of(document, self.nodes, lexicon.promises)
        self._repealed_from = self._repeal_schedule(read, lexicon)
        cut = [line for p in read for line in (p.lines() if self._is_listed(p.clause, lexicon) else (p,))]
        self.provisions: tuple[Provision, ...] = tuple(replace(p, order=order) for order, p in enumerate(cut))
        sections = [clause.number for clause in self.clauses if clause.number and "(" not in clause.number]
        norms = [norm for provision in self.provisions for norm in self._norms(provision, lexicon, sections)]
        self.norms: tuple[Norm, ...] = link(norms, lexicon)

    def _norms(self, provision: Provision, lexicon: Lexicon, sections: list[str]) -> tuple[Norm, ...]:
        """The norms of a sentence; what is listed as repealed is repealed whatever it says."""
        norms = read_norms(provision, lexicon, sections)
        repealed = self._is_listed(provision.clause, lexicon) and all(norm.effect is not Effect.REPEAL for norm in norms)
        return (whole_norm(Effect.REPEAL, provision, lexicon, sections),) if repealed else norms

    def _is_listed(self, clause: Clause, lexicon: Lexicon) -> bool:
        """Whether a clause stands under "Enactments repealed", or in the schedule that a repealing section names."""
        headings = (self.heading_of(clause), *clause.path)
        under = not clause.number and any(lexicon.repealed_list.find(words_of(heading)) for heading in headings)
        return under or clause.start >= self._repealed_from

    def _repeal_schedule(self, provisions: Sequence[Provision], lexicon: Lexicon) -> int:
        """Where the schedule of repeals begins; behind the end where no section repeals "the enactments in the Schedule"."""
        named = [p for p in provisions if re.search(r"\bschedule\b", p.text, re.IGNORECASE)]
        repeals = any(norm.effect is Effect.REPEAL for p in named for norm in read_norms(p, lexicon, ()))
        heads = (c for c in self.clauses if re.match(r"schedule\b", c.heading or (c.path[-1] if c.path else ""), re.IGNORECASE))
        first = next(heads, None) if repeals else None
        return first.start if first is not None else len(self.document.text) + 1

    def heading_of(self, clause: Clause) -> str:
        """The heading of the section that a clause stands in; its own or the nearest above it."""
        while clause.parent is not None and not clause.heading:
            clause = self._by_id[clause.parent]
        return clause.heading

    def clause_at(self, offset: int) -> Clause:
        """The innermost clause in which a character stands."""
        inside = [clause for clause in self.clauses if clause.start <= offset < clause.end]
        return min(inside, key=lambda clause: clause.end - clause.start) if inside else self.clauses[0]
