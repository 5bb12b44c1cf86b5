"""A draft as a law: its clauses, sentences and norms, read once and linked."""

from __future__ import annotations

from bot.reviewing.clauses import Node, split_clauses
from bot.reviewing.findings import Clause
from bot.reviewing.lexicon import Lexicon
from bot.reviewing.linking import link
from bot.reviewing.norms import Norm, read_norms, whole_norm
from bot.reviewing.phrases import words_of
from bot.reviewing.provisions import Provision, provisions_of
from corpus.documents import Document
from corpus.register import Effect


class Law:
    """Everything that has been read out of a draft, made once."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.nodes: tuple[Node, ...] = split_clauses(document)
        self.clauses: tuple[Clause, ...] = tuple(node.clause for top in self.nodes for node in top.walk())
        self._by_id = {clause.id: clause for clause in self.clauses}
        self.provisions: tuple[Provision, ...] = provisions_of(document, self.nodes, lexicon.promises)
        sections = [clause.number for clause in self.clauses if clause.number and "(" not in clause.number]
        read = [norm for provision in self.provisions for norm in self._read(provision, lexicon, sections)]
        self.norms: tuple[Norm, ...] = link(read, lexicon)

    def _read(self, provision: Provision, lexicon: Lexicon, sections: list[str]) -> tuple[Norm, ...]:
        """The norms of a sentence; what is listed under "Enactments repealed" is repealed whatever it says."""
        headings = (self.heading_of(provision.clause), *provision.clause.path)
        norms = read_norms(provision, lexicon, sections)
        listed = any(lexicon.repealed_list.find(words_of(heading)) for heading in headings)
        if not listed or any(norm.effect is Effect.REPEAL for norm in norms):
            return norms
        return (whole_norm(Effect.REPEAL, provision, lexicon, sections),)

    def heading_of(self, clause: Clause) -> str:
        """The heading of the section that a clause stands in; its own or the nearest above it."""
        while clause.parent is not None and not clause.heading:
            clause = self._by_id[clause.parent]
        return clause.heading

    def clause_at(self, offset: int) -> Clause:
        """The innermost clause in which a character stands."""
        inside = [clause for clause in self.clauses if clause.start <= offset < clause.end]
        return min(inside, key=lambda clause: clause.end - clause.start) if inside else self.clauses[0]
