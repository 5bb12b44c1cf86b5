"""A draft as a law: its clauses, sentences and norms, read once and linked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.reviewing.amending import Amended
from bot.reviewing.clauses import Node, split_clauses
from bot.reviewing.findings import Clause
from bot.reviewing.force import is_transitional
from bot.reviewing.lexicon import Lexicon
from bot.reviewing.linking import link
from bot.reviewing.norms import Norm, read_norms, whole_norm
from bot.reviewing.phrases import words_of
from bot.reviewing.prose import is_bare_penalty
from bot.reviewing.provisions import Provision, provisions_of
from bot.reviewing.references import section_of
from bot.reviewing.unweaving import Unweaver
from bot.reviewing.woven import Span
from corpus.criteria import Effect
from corpus.documents import Document

ASIDE = frozenset({"without"})
"""Denies no more than the aside in which it stands ("Without prejudice to section 4, ..."): words of ``negators``."""
_NUMBERED = re.compile(r"(?i)no\.?\s*\d")


class Law:
    """Everything that has been read out of a draft, made once.

    With ``amended`` the draft is a bill and the act it amends, read as the law would read; offsets are the document's all the same.
    """

    def __init__(self, document: Document, lexicon: Lexicon, amended: Amended | None = None) -> None:
        self.document = document
        self.negators = lexicon.words["negators"]
        self._not_negators = lexicon.not_negators
        self.savings = lexicon.savings
        self.nodes, read = _read(document, lexicon, amended)
        self.clauses: tuple[Clause, ...] = tuple(node.clause for top in self.nodes for node in top.walk())
        self._by_id = {clause.id: clause for clause in self.clauses}
        self._repealed = self._repeal_schedule(read, lexicon)
        cut = [part for p in read for part in self._parts(p, lexicon)]
        self.provisions: tuple[Provision, ...] = tuple(replace(p, order=order) for order, p in enumerate(cut))
        sections = [clause.number for clause in self.clauses if clause.number and "(" not in clause.number]
        bare = {section_of(p.clause.number): p.order for p in self.provisions if p.clause.number and is_bare_penalty(p.text)}
        norms = [
            norm
            for provision in self.provisions
            for norm in self._with_penalty(provision, self._norms(provision, lexicon, sections), bare, lexicon, sections)
        ]
        self.norms: tuple[Norm, ...] = link(norms, lexicon)

    def denying(self, text: str) -> frozenset[str]:
        """The words of a text that deny a rule, lower case: neither those of "not exceeding", nor "No." before a number."""
        words = words_of(text)
        masked = self._not_negators.find(words)
        found = (
            (start, text[start:end].lower())
            for start, end in zip(words.starts, words.ends, strict=True)
            if not any(hit.start <= start < hit.end for hit in masked)
        )
        return frozenset(word for start, word in found if word in self.negators - ASIDE and not _NUMBERED.match(text, start))

    def _norms(self, provision: Provision, lexicon: Lexicon, sections: list[str]) -> tuple[Norm, ...]:
        """The norms of a sentence; what is listed as repealed is repealed whatever it says."""
        norms = read_norms(provision, lexicon, sections)
        norms = tuple(norm for norm in norms if norm.effect is not Effect.EXCEPTION or not is_transitional(provision))
        repealed = self._is_listed(provision.clause, lexicon) and all(norm.effect is not Effect.REPEAL for norm in norms)
        return (whole_norm(Effect.REPEAL, provision, lexicon, sections),) if repealed else norms

    @staticmethod
    def _with_penalty(
        provision: Provision, norms: tuple[Norm, ...], bare: Mapping[str, int], lexicon: Lexicon, sections: list[str]
    ) -> tuple[Norm, ...]:
        """An act that is only named, with its penalty below ("To sell waste. Penalty: ..."), is an offence; such a penalty is a penalty."""
        penalty = bare.get(section_of(provision.clause.number), -1)
        if provision.order > penalty or any(norm.effect is not Effect.STATEMENT for norm in norms):
            return norms
        effect = Effect.PENALTY if provision.order == penalty else Effect.OFFENCE
        return (whole_norm(effect, provision, lexicon, sections), *norms)

    def _parts(self, provision: Provision, lexicon: Lexicon) -> tuple[Provision, ...]:
        """A list of repealed enactments line by line, a repeal of several sections section by section; any other sentence as a whole."""
        if self._is_listed(provision.clause, lexicon):
            return provision.lines()
        entries = provision.entries()
        repeals = len(entries) > 1 and any(norm.effect is Effect.REPEAL for norm in read_norms(provision, lexicon, ()))
        return entries if repeals else (provision,)

    def _is_listed(self, clause: Clause, lexicon: Lexicon) -> bool:
        """Whether a clause stands under "Enactments repealed", or in the schedule that a repealing section names."""
        headings = (self.heading_of(clause), *clause.path)
        under = not clause.number and any(lexicon.repealed_list.find(words_of(heading)) for heading in headings)
        return under or self._repealed[0] <= clause.start < self._repealed[1]

    def _repeal_schedule(self, provisions: Sequence[Provision], lexicon: Lexicon) -> Span:
        """From the schedule of repeals to the end of its file; empty where no section repeals "the enactments in the Schedule"."""
        named = [p for p in provisions if re.search(r"\bschedule\b", p.text, re.IGNORECASE)]
        repeals = [p for p in named if any(norm.effect is Effect.REPEAL for norm in read_norms(p, lexicon, ()))]
        parts = self.document.parts
        for provision in repeals:
            begin = max((part for part in parts if part <= provision.clause.start), default=0)
            end = min((part for part in parts if part > provision.clause.start), default=len(self.document.text) + 1)
            for c in self.clauses:
                if begin <= c.start < end and re.match(r"schedule\b", c.heading or (c.path[-1] if c.path else ""), re.IGNORECASE):
                    return c.start, end
        return 0, 0

    def heading_of(self, clause: Clause) -> str:
        """The heading of the section that a clause stands in; its own or the nearest above it."""
        while clause.parent is not None and not clause.heading:
            clause = self._by_id[clause.parent]
        return clause.heading

    def clause_at(self, offset: int) -> Clause:
        """The innermost clause in which a character stands."""
        inside = [clause for clause in self.clauses if clause.start <= offset < clause.end]
        return min(inside, key=lambda clause: clause.end - clause.start) if inside else self.clauses[0]


def _read(document: Document, lexicon: Lexicon, amended: Amended | None) -> tuple[tuple[Node, ...], tuple[Provision, ...]]:
    """The clauses and the sentences of a draft, or of a law as it would read."""
    source = amended.document if amended else document
    nodes = split_clauses(source)
    read = provisions_of(source, nodes, lexicon.promises)
    if amended is None:
        return nodes, read
    unweaver = Unweaver(document, amended)
    return unweaver.nodes(nodes), tuple(unweaver.provisions(read))
