"""What a trained classifier takes each provision of a law for: a second look where the criteria's wordings end.

The classifier reads one provision at a time, as it is meant to be read (lead-in, item and tail together), under its section's heading.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from bot.reviewing.anchors import Anchors
from bot.reviewing.annotating import classifier_texts
from bot.reviewing.law import Law
from bot.reviewing.provisions import Provision
from bot.reviewing.quotations import FIRST_MARK, LAST_MARK
from bot.reviewing.sentence_parts import Region, whole_words
from index.classifier import NOTHING, Classifier
from index.onnx_model import Probabilities, Tokens
from index.span_head import likeliest_run

_PHRASE = re.compile(r"[,;:](?:\s+(?:and|or|but)\b)?\s+")
"""What ends a phrase of a provision."""
_AS_SURE = 0.97
"""A piece of a provision shows what it does where the classifier is surer of it than so many times of the whole."""
_MET = "met"
_OPPOSITE = "conflict"
_FEARED = 0.1
"""What is less probably the opposite is not looked at for its innocence."""
_LIKE = 0.5
"""A provision that is less surely nothing may be the anchor."""
_FEWEST = 3
"""Words of which a provision is made at least."""
_FEWEST_SHOWN = 6
"""Words of which a piece is made that shows something."""
_QUOTED = (0.5, 0.4, 0.3, 0.2, 0.1)
"""How probable a word must be to be quoted: with the lower ones quotes are longer and miss less."""
_SHOWS = (0.25, 0.15, 0.07)
"""The same, where the criteria have chosen the provision."""
_ALSO = 0.7
"""From so probable on, another provision is quoted beside the one that is most surely taken for the same."""
_WORD = re.compile(r"\w")
_INSERTED = re.compile(f"[{chr(FIRST_MARK)}-{chr(LAST_MARK)}]")
"""Stands in an amending instruction for the text that it inserts."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The provision that is most surely taken for one thing on an element: ``label`` is a class of the classifier, ``probability`` 0 to 1.

    Attributes:
        second: the highest probability of the same class in any other provision.
        rivals: the probability of each other class in this provision, ``NOTHING`` among them.
        also: by other element, the probability of the same class in this provision, as the classifier gives it.
    """

    provision: Provision
    label: str
    probability: float
    element_id: str
    second: float = 0.0
    rivals: Mapping[str, float] = field(default_factory=dict)
    also: Mapping[str, float] = field(default_factory=dict)


class Learned:
    """A law as the classifier reads it. Nothing is computed before it is asked for, and then everything at once."""

    def __init__(self, law: Law, anchors: Anchors, classifier: Classifier) -> None:
        self.law = law
        self._anchors = anchors
        self._classifier = classifier
        self._ahead: Future[Probabilities] | None = None
        self._taken: dict[tuple[str, bool], Mapping[str, Taken]] = {}
        self._rows_past: dict[str, frozenset[int]] = {}
        self._regions: dict[tuple[int, str, str], Region] = {}
        self._tokens: dict[str, Tokens] = {}

    def start(self) -> None:
        """Let the classifier begin in a thread of its own; it works outside the interpreter's lock, beside the criteria."""
        texts = classifier_texts(self.law, self._anchors)
        executor = ThreadPoolExecutor(max_workers=1)
        self._ahead = executor.submit(self._classifier.classify, texts)
        executor.shutdown(wait=False)

    def taken(self, element_id: str, *, heeding: bool = True) -> Mapping[str, Taken]:
        """For each class but ``NOTHING`` the provision that is most surely of it on an element; {} for an element that is not the classifier's.

        Not ``heeding`` what the register knows for innocent, it may be taken for the opposite.
        """
        key = (element_id, heeding)
        if key not in self._taken:
            self._taken[key] = self._take(element_id, heeding)
        return self._taken[key]

    def _take(self, element_id: str, heeding: bool) -> Mapping[str, Taken]:
        card = self._classifier.card
        if element_id not in card.elements or not self.law.provisions:
            return {}
        odds = self._odds(element_id, heeding)
        return {label: self._surest(odds, label, element_id) for label in card.classes if label != NOTHING}

    def _odds(self, element_id: str, heeding: bool = True) -> Probabilities:
        """What each provision is taken for on an element, shape (provisions, classes).

        Nothing where it says nothing of its own, never the whole rule where it points past the one it hangs on, and, ``heeding`` it, nothing instead of the opposite where the register knows it for innocent.
        """
        card = self._classifier.card
        odds = self._probabilities[:, card.elements.index(element_id)].copy()
        odds[self._silent] = [label == NOTHING for label in card.classes]
        odds[self._past(element_id), card.classes.index(_MET)] = 0
        if heeding:
            self._clear(element_id, odds)
        return odds

    def _clear(self, element_id: str, odds: Probabilities) -> None:
        """Let what the register knows for innocent be nothing where it was taken for the opposite; changes ``odds``, shape (provisions, classes)."""
        classes = self._classifier.card.classes
        opposite, innocent = classes.index(_OPPOSITE), self._innocent(element_id, odds)
        odds[innocent, classes.index(NOTHING)] += odds[innocent, opposite]
        odds[innocent, opposite] = 0

    def _innocent(self, element_id: str, odds: Probabilities) -> list[int]:
        """The rows of what the register knows for innocent where it may be taken for the opposite."""
        feared = np.flatnonzero(odds[:, self._classifier.card.classes.index(_OPPOSITE)] >= _FEARED)
        return [int(row) for row in feared if self._is_innocent(element_id, self.law.provisions[row])]

    def held_innocent(self, element_id: str) -> Taken | None:
        """The provision that would most surely be taken for the opposite, did the register not know it for innocent; None where there is none."""
        if element_id not in self._classifier.card.elements or not self.law.provisions:
            return None
        odds = self._odds(element_id, heeding=False)
        others = np.delete(np.arange(len(odds)), self._innocent(element_id, odds))
        odds[others] = 0
        found = self._surest(odds, _OPPOSITE, element_id)
        return found if found.probability else None

    def _is_innocent(self, element_id: str, provision: Provision) -> bool:
        """Whether a provision only looks like the opposite of what an element asks, in the words of its criteria."""
        _, element = self._anchors.register.element(element_id)
        says = self._anchors.matcher.concepts.says
        known = element.criteria.innocent if element.criteria else ()
        return any(says(provision, one.said) and not says(provision, one.unless) for one in known)

    def _surest(self, odds: Probabilities, label: str, element_id: str) -> Taken:
        """Of the rows of an element, shape (provisions, classes), the one that is most surely of a class."""
        card = self._classifier.card
        column = card.classes.index(label)
        row = int(odds[:, column].argmax())
        return Taken(
            provision=self.law.provisions[row],
            label=label,
            probability=float(odds[row, column]),
            element_id=element_id,
            second=float(np.delete(odds[:, column], row).max(initial=0.0)),
            rivals={other: float(odds[row, at]) for at, other in enumerate(card.classes) if other != label},
            also={
                other: float(self._probabilities[row, at, column])
                for at, other in enumerate(card.elements)
                if other != element_id
            },
        )

    def decisive(self, taken: Taken) -> Region:
        """The words of a provision that it is taken for what it is by. Offsets into the provision's text."""
        key = (taken.provision.order, taken.label, taken.element_id)
        if key not in self._regions:
            quotable = self._quotable(taken) if self._classifier.card.quotes else None
            self._regions[key] = quotable or self._by_omission(taken)
        return self._regions[key]

    def _quotable(self, taken: Taken) -> Region | None:
        """The run of words that people would quote, as the classifier has learnt it: the shortest of several for which it is nearly as sure as for the whole provision, else the longest. None for a provision without a word."""
        text, runs = taken.provision.text, self._runs(taken.provision, taken.element_id, _QUOTED)
        if not runs:
            return None
        least = self._least(taken, [*(text[low:high] for low, high in runs), text])
        return runs[min(least, len(runs) - 1)]

    def _runs(self, provision: Provision, element_id: str, bars: Sequence[float]) -> list[Region]:
        """The runs of words that people would quote on an element, by bar; fewer where a bar leaves no word."""
        text, column = provision.text, self._classifier.card.elements.index(element_id)
        if text not in self._tokens:
            (self._tokens[text],) = self._classifier.decisive([text])
        found = (likeliest_run(self._tokens[text], column, bar) for bar in bars)
        return [whole_words(text, run) for run in found if run is not None and _WORD.search(text, *run)]

    def shown(self, provision: Provision, element_id: str) -> Region | None:
        """The words that people would quote from a provision that the criteria count for an element, offsets into its text; None where the classifier takes it for nothing there, or has not learnt what is quoted."""
        card = self._classifier.card
        if not card.quotes or element_id not in card.elements or self.nothing(provision, element_id) > _LIKE:
            return None
        runs = self._runs(provision, element_id, _SHOWS)
        long_enough = (run for run in runs if len(provision.text[slice(*run)].split()) >= _FEWEST_SHOWN)
        return next(long_enough, runs[-1] if runs else None)

    def also(self, element_id: str, label: str, quoted: Collection[int]) -> Taken | None:
        """The provision that is most surely of a class on an element, but for those with the orders ``quoted``; None where it is not probable."""
        if element_id not in self._classifier.card.elements or not self.law.provisions:
            return None
        odds = self._odds(element_id)
        odds[list(quoted)] = 0
        found = self._surest(odds, label, element_id)
        return found if found.probability >= _ALSO else None

    def nothing(self, provision: Provision, element_id: str) -> float:
        """How probable it is that a provision does nothing on an element, 0 to 1; 0 for an element that is not the classifier's."""
        card = self._classifier.card
        if element_id not in card.elements:
            return 0.0
        return float(self._probabilities[provision.order, card.elements.index(element_id), card.classes.index(NOTHING)])

    def _by_omission(self, taken: Taken) -> Region:
        """The phrases that decide: others are left out from the end and the beginning while the classifier stays as sure.

        After the omissions by which Li, Monroe and Jurafsky (2016) show what decides a network.
        """
        text = taken.provision.text
        cuts = [0, *(match.end() for match in _PHRASE.finditer(text)), len(text)]
        last = self._least(taken, [text[:cut] for cut in cuts[1:]])
        left = cuts[: last + 1]
        first = self._least(taken, [text[cut : cuts[last + 1]] for cut in reversed(left)])
        return self._with_operative(taken.provision, (left[len(left) - 1 - first], cuts[last + 1]), cuts)

    def _with_operative(self, provision: Provision, region: Region, cuts: Sequence[int]) -> Region:
        """Some phrases of a provision, up to those with its nearest operative words ("shall be liable"): "If several persons agree," alone lays down nothing."""
        low, high = region
        operative = [norm.trigger for norm in self.law.norms if norm.provision is provision]
        if not operative or any(low <= start and end <= high for start, end in operative):
            return region
        start, end = min(operative, key=lambda span: max(low - span[0], span[1] - high))
        return max(cut for cut in cuts if cut <= min(low, start)), min(cut for cut in cuts if cut >= max(high, end))

    def _least(self, taken: Taken, texts: Sequence[str]) -> int:
        """The position of the first of some texts, shortest first, of which the classifier is nearly as sure as of the last."""
        card = self._classifier.card  # without the heading, which may give the answer away
        sure = self._classifier.classify(texts)[:, card.elements.index(taken.element_id), card.classes.index(taken.label)]
        enough = (
            number
            for number, text in enumerate(texts)
            if len(text.split()) >= _FEWEST_SHOWN and sure[number] >= _AS_SURE * sure[-1]
        )
        return next(enough, len(texts) - 1)

    def _past(self, element_id: str) -> list[int]:
        """Rows of provisions that do what an element asks for other sections than those it hangs on: attempts at "an offence under section 9" where section 4 has the offence."""
        _, element = self._anchors.register.element(element_id)
        hangs_on = {pattern.of for pattern in element.criteria.norms.values() if pattern.of} if element.criteria else set()
        past = [self._pointing_past(name) for name in hangs_on]
        return sorted(frozenset.intersection(*past)) if past else []

    def _pointing_past(self, anchor: str) -> frozenset[int]:
        """Rows of provisions all of whose norms point past an anchor."""
        if anchor not in self._rows_past:
            like = self._like(anchor)
            straying: dict[int, bool] = {}
            for norm in self.law.norms:
                row = norm.provision.order
                straying[row] = straying.get(row, True) and self._anchors.points_past(norm, anchor, like)
            self._rows_past[anchor] = frozenset(row for row, strays in straying.items() if strays)
        return self._rows_past[anchor]

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
