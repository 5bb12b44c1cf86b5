"""Provisions as a classifier reads them: under their section's heading, with what their references point to written behind them.

A classifier sees one provision at a time. "An offence under section 3" tells it nothing; "an offence under section 3 (dumping of waste)" does. An anchor of the register
is called what the register calls it, another section by its heading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.reviewing.anchors import Anchors, takes_in
from bot.reviewing.law import Law
from bot.reviewing.provisions import Provision
from bot.reviewing.references import Reach, Reference, section_of
from index.classifier import read_as

_LONGEST_NOTE = 60


def classifier_texts(law: Law, anchors: Anchors) -> list[str]:
    """What a classifier reads, one text for each provision of a law."""
    references: dict[int, tuple[Reference, ...]] = {}
    for norm in law.norms:
        references.setdefault(norm.provision.order, norm.references)
    notes = _Notes(law, anchors)
    return [read_as(law.heading_of(p.clause), _annotated(p, references.get(p.order, ()), notes)) for p in law.provisions]


def _annotated(provision: Provision, references: Sequence[Reference], notes: _Notes) -> str:
    text, at = "", 0
    for reference in sorted(references, key=lambda each: each.start):
        note = notes.on(reference, provision) if reference.start >= at else ""
        if note:
            text, at = f"{text}{provision.text[at : reference.end]} ({note})", reference.end
    return text + provision.text[at:]


class _Notes:
    """What references are said to point to."""

    def __init__(self, law: Law, anchors: Anchors) -> None:
        self._called: Mapping[str, frozenset[str]] = {
            anchor.called: frozenset(clause.number for clause in anchors.clauses_of(name))
            for name, anchor in anchors.register.anchors.items()
            if anchor.called
        }
        self._headings = {section_of(c.number): c.heading for c in law.clauses if c.number and c.heading}

    def on(self, reference: Reference, provision: Provision) -> str:
        """What a numbered reference points to outside its own section; "" where that is not known."""
        if reference.reach is not Reach.NUMBERS:
            return ""
        for called, numbers in self._called.items():
            if takes_in(reference, numbers):
                return called
        own = section_of(provision.clause.number)
        others = [self._headings.get(section_of(number), "") for number in reference.numbers if section_of(number) != own]
        return "; ".join(dict.fromkeys(filter(None, others)))[:_LONGEST_NOTE]
