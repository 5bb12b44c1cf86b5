"""What a trained classifier takes each provision of a law for: a second look where the criteria's wordings end.

The classifier reads one provision at a time, as it is meant to be read (lead-in, item and tail together), under its section's heading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

from bot.reviewing.anchors import Anchors
from bot.reviewing.annotating import classifier_texts
from bot.reviewing.law import Law
from bot.reviewing.norms import Norm
from bot.reviewing.provisions import Provision
from bot.reviewing.quotations import FIRST_MARK, LAST_MARK
from index.classifier import NOTHING, Classifier
from index.onnx_model import Probabilities

_MET = "met"
_LIKE = 0.5
"""A provision that is less surely nothing may be the anchor."""
_FEWEST = 3
"""Words of which a provision is made at least."""
_INSERTED = re.compile(f"[{chr(FIRST_MARK)}-{chr(LAST_MARK)}]")
"""Stands in an amending instruction for the text that it inserts."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The provision that is most surely taken for one thing on an element: ``label`` is a class of the classifier, ``probability`` 0 to 1."""

    provision: Provision
    label: str
    probability: float


class Learned:
    """A law as the classifier reads it. Nothing is computed before it is asked for, and then everything at once."""

    def __init__(self, law: Law, anchors: Anchors, classifier: Classifier) -> None:
        self.law = law
        self._anchors = anchors
        self._classifier = classifier
        self._ahead: Future[Probabilities] | None = None

    def start(self) -> None:
        """Let the classifier begin in a thread of its own; it works outside the interpreter's lock, beside the criteria."""
        texts = classifier_texts(self.law, self._anchors)
        executor = ThreadPoolExecutor(max_workers=1)
        self._ahead = executor.submit(self._classifier.classify, texts)
        executor.shutdown(wait=False)

    def taken(self, element_id: str) -> Mapping[str, Taken]:
        """For each class but ``NOTHING`` the provision that is most surely of it on an element; {} for an element that is not the classifier's."""
        card = self._classifier.card
        if element_id not in card.elements or not self.law.provisions:
            return {}
        odds = self._probabilities[:, card.elements.index(element_id)].copy()
        odds[self._silent] = [label == NOTHING for label in card.classes]
        odds[self._past(element_id), card.classes.index(_MET)] = 0
        rows = odds.argmax(axis=0)
        return {
            label: Taken(self.law.provisions[rows[column]], label, float(odds[rows[column], column]))
            for column, label in enumerate(card.classes)
            if label != NOTHING
        }

    def _past(self, element_id: str) -> list[int]:
        """Rows of provisions that do what an element asks for other sections than those it hangs on: attempts at "an offence under section 9" where section 4 has the offence."""
        _, element = self._anchors.register.element(element_id)
        hangs_on = {pattern.of for pattern in element.criteria.norms.values() if pattern.of} if element.criteria else set()
        if not hangs_on:
            return []
        by_row: dict[int, list[Norm]] = {}
        for norm in self.law.norms:
            by_row.setdefault(norm.provision.order, []).append(norm)
        return [
            row
            for row, norms in by_row.items()
            if all(self._anchors.points_past(norm, name, self._like(name)) for norm in norms for name in hangs_on)
        ]

    def _like(self, anchor: str) -> list[str]:
        """The numbers of clauses that are taken for an anchor."""
        card = self._classifier.card
        element = self._anchors.register.anchors[anchor].element
        if element not in card.elements:
            return []
        odds = self._probabilities[:, card.elements.index(element)]
        none = card.classes.index(NOTHING)
        return [p.clause.number for p, row in zip(self.law.provisions, odds, strict=True) if row[none] < _LIKE]

    @cached_property
    def _silent(self) -> list[int]:
        """Rows of provisions that say nothing of their own: what is inserted elsewhere is read there, and a few words are a heading or a remark."""
        return [row for row, p in enumerate(self.law.provisions) if len(p.words.starts) < _FEWEST or _INSERTED.search(p.text)]

    @cached_property
    def _probabilities(self) -> Probabilities:
        if self._ahead is not None:
            return self._ahead.result()
        return self._classifier.classify(classifier_texts(self.law, self._anchors))
