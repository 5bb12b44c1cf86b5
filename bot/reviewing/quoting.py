"""Which words of a draft a finding quotes: those that people would point to, and what turns or narrows them. Nothing is decided here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.reviewing.alternatives import choices
from bot.reviewing.criteria import Judge
from bot.reviewing.decided import Decided
from bot.reviewing.findings import ClauseQuote, Role, Verdict
from bot.reviewing.law import ASIDE, Law
from bot.reviewing.learned import Taken
from bot.reviewing.matching import Counted, Matched
from bot.reviewing.provisions import Provision
from bot.reviewing.sentence_parts import Region
from bot.reviewing.weighing import NARROWS
from corpus.criteria import Effect

MOST_QUOTED = 3
"""Norms that a finding quotes."""
_DEFINITIONS = 2
_REACH_LEFT = 16
_REACH_RIGHT = 30
"""How many characters a quote is drawn out by to the edges of its piece of a sentence: "A person who" says little, but an end in mid-phrase reads badly."""
_DENIAL_REACH = 240
"""From so many characters before it a quote takes in what denies it: "Under no circumstances shall a court fine a farmer" must not be shown as "fine a farmer"."""
_WORD = re.compile(r"[a-z]+")
_STOP = re.compile(r"[,;:.]")
_END = re.compile(r"[;:.]")
_TELLING = 3
"""Words that a piece of a quote has at least, beside a longer one."""
_SAYS = re.compile(r"\w")
_LABELS = {verdict: verdict.value for verdict in (Verdict.MET, Verdict.PARTIAL, Verdict.CONFLICT)}
"""The classifier's class of a provision that does what a verdict says."""
_LONGEST_PART = 160
"""Characters of a part of a definition that is quoted to its end."""


class Quoter:
    """Chooses the quotes of findings on one law."""

    def __init__(self, law: Law, judge: Judge) -> None:
        self.law = law
        self.judge = judge
        self._choices = choices(law.document.text, law.denying)

    def quotes(self, element_id: str, decided: Decided) -> tuple[ClauseQuote, ...]:
        """Evidence first, then what narrows it; each span once."""
        role = Role.OPPOSITE if decided.verdict is Verdict.CONFLICT else Role.EVIDENCE
        quotes: list[ClauseQuote] = []
        for counted in self._quoted(decided.norms):
            quotes += self._quote_norm(element_id, counted, role)
        for narrowing in decided.narrowing:
            quotes += self._quote_words(narrowing.provision, ((narrowing.start, narrowing.end),), Role.EXCEPTION)
        if decided.taken is not None:
            quotes += self.of_taken(decided.taken, Role.EXCEPTION if decided.taken.label == NARROWS else role)
        if decided.narrow is not None:
            quotes += self.of_taken(decided.narrow, Role.EXCEPTION)
        quotes += self._quote_also(element_id, decided, role)
        quotes = [_as_rule(quote, quotes, role) for quote in quotes]
        quotes.sort(key=lambda quote: quote.role in {Role.DEFINITION, Role.EXCEPTION})  # stable: the rule itself comes first
        return tuple(q for at, q in enumerate(quotes) if not any(_holds(other, q) for other in _others(quotes, at)))

    def _quote_also(self, element_id: str, decided: Decided, role: Role) -> list[ClauseQuote]:
        """What else the classifier surely takes for the same as what is quoted; never of a wording that the draft leaves open."""
        taken = decided.taken
        label = taken.label if taken is not None else _LABELS.get(decided.verdict, NARROWS)
        if self.judge.learned is None or label == NARROWS:
            return []
        used = [p for c in self._quoted(decided.norms) for p in (c.norm.provision, *(m.provision for m in c.matched))]
        used += [one.provision for one in (*decided.narrowing, decided.taken, decided.narrow) if one is not None]
        also = self.judge.learned.also(element_id, label, {provision.order for provision in used})
        if also is None:
            return []
        region = self.judge.learned.shown(also.provision, element_id) or self.judge.learned.decisive(also)
        return [quote for quote in self._quote_region(also.provision, region, role) if not self.is_open(quote)]

    @staticmethod
    def _quoted(norms: Sequence[Counted]) -> Sequence[Counted]:
        """Which norms are quoted: the first ones; of those that count for what they state, the one that states most."""
        if norms and norms[0].component:
            return (max(norms, key=lambda counted: len(counted.matched)),)
        return norms[:MOST_QUOTED]

    def _quote_norm(self, element_id: str, counted: Counted, role: Role) -> list[ClauseQuote]:
        """The words of a norm that people would quote, as the classifier has learnt it, else those that the criteria matched; and the definitions that hold the rest."""
        norm = counted.norm
        own = [(m.start, m.end) for m in counted.matched if m.provision is norm.provision]
        states = counted.component or norm.effect is Effect.STATEMENT
        matched = (*own, *(() if own and states else (norm.trigger,)))
        shown = self.judge.learned.shown(norm.provision, element_id) if self.judge.learned else None
        excepts = shown is not None and any(a <= shown[0] and shown[1] <= b for a, b in norm.exceptions)  # that is no rule
        quotes = self._quote_region(norm.provision, shown, role) if shown and not excepts else []
        quotes = quotes or self._quote_words(norm.provision, matched, role)
        others = [matched for matched in counted.matched if matched.provision is not norm.provision]
        used = Counter(matched.provision for matched in others)
        for provision, _ in used.most_common(1 if counted.component and own else _DEFINITIONS):
            parts = tuple(self._part(matched) for matched in others if matched.provision is provision)
            quotes += self._quote_words(provision, parts, Role.DEFINITION)
        return quotes

    def of_taken(self, taken: Taken, role: Role) -> list[ClauseQuote]:
        """The words of the provision that a classifier's verdict rests on."""
        whole = (0, len(taken.provision.text))
        region = self.judge.learned.decisive(taken) if self.judge.learned else whole
        return self._quote_region(taken.provision, region, role) or self._quote_region(taken.provision, whole, role)

    def _quote_region(self, provision: Provision, region: Region, role: Role) -> list[ClauseQuote]:
        """A run of words of a provision, with the whole of an exception that it cuts, piece by piece: the one that says most first, since a lead-in ("Any person who") says little, and none of a word or two beside it."""
        low, high = region
        cut = [(a, b) for n in self.law.norms if n.provision is provision for a, b in n.exceptions if a < high and low < b]
        low, high = min([low, *(a for a, _ in cut)]), max([high, *(b for _, b in cut)])
        quotes = self._quote_words(provision, _by_piece(provision, (low, high)), role)
        quotes.sort(key=lambda quote: quote.start - quote.end)
        words = [len(self.law.document.text[quote.start : quote.end].split()) for quote in quotes]
        return [quote for at, (quote, count) in enumerate(zip(quotes, words, strict=True)) if at == 0 or count >= _TELLING]

    @staticmethod
    def _part(matched: Matched) -> tuple[int, int]:
        """The part of a definition that holds a match, to its semicolon or full stop, unless that is long."""
        text = matched.provision.text
        ends = [at for mark in ";." if 0 <= (at := text.find(mark, matched.end)) - matched.start <= _LONGEST_PART]
        return matched.start, min(ends, default=matched.end)

    def _quote_words(self, provision: Provision, hits: Sequence[tuple[int, int]], role: Role) -> list[ClauseQuote]:
        """One quote for each piece of the sentence that holds a hit: from its first hit to its last, rounded to whole phrases. Pieces between which nothing stands are one."""
        quotes: list[ClauseQuote] = []
        edges = [offset for offset, _ in provision.pieces] + [len(provision.text) + 1]
        lengths = [last - first for _, (first, last) in provision.pieces]
        for (low, high), length in zip(pairwise(edges), lengths, strict=True):
            stop = min(high, low + length)
            inside = [(start, end) for start, end in hits if low <= start < high]
            if not inside:
                continue
            start, end = min(s for s, _ in inside), min(max(e for _, e in inside), stop)
            start = (
                low if start - low <= _REACH_LEFT else low + self._denied(provision.text[low:start], provision.text[start:end])
            )
            end = stop if stop - end <= _REACH_RIGHT else end
            start += len(provision.text[start:end]) - len(provision.text[start:end].lstrip(" \n,;"))
            first, last = provision.span(start, end)
            if first < last and _SAYS.search(provision.text, start, end):
                self._add(quotes, ClauseQuote(self.law.clause_at(first), role, first, last))
        return quotes

    def _add(self, quotes: list[ClauseQuote], quote: ClauseQuote) -> None:
        """Add the next piece of a sentence to its quotes: to the last one, where nothing stands between them, since a piece may end within a word."""
        if quotes and quotes[-1].end <= quote.start and not self.law.document.text[quotes[-1].end : quote.start].strip():
            quotes[-1] = replace(quotes[-1], end=quote.end)
        else:
            quotes.append(quote)

    def _denied(self, before: str, quoted: str) -> int:
        """Where a quote begins so that what denies it is in it, offset into the words before it; their end where nothing does.

        Where the quote denies nothing itself, asides may stand between ("No person who is a clerk, sworn or unsworn, shall be ..."); otherwise no stop.
        """
        own = not self.law.negators.isdisjoint(_WORD.findall(quoted.lower()))
        begin = max((m.end() for m in (_STOP if own else _END).finditer(before)), default=0)
        denying = self.law.negators if own else self.law.negators - ASIDE
        found = [m.start() for m in _WORD.finditer(before.lower(), begin) if m.group() in denying]
        at = found[-1] if found else len(before)
        return (0 if at <= _REACH_LEFT else at) if len(before) - at <= _DENIAL_REACH else len(before)

    def is_open(self, quote: ClauseQuote) -> bool:
        """Whether a quote stands in a wording that may yet be struck out, or takes in what one wording says and another denies."""
        return quote.role in {Role.EVIDENCE, Role.OPPOSITE} and any(
            choice.leaves_open(quote.start, quote.end) for choice in self._choices
        )


def _by_piece(provision: Provision, region: Region) -> list[Region]:
    """A region of a provision, cut where its pieces meet."""
    low, high = region
    pieces = [(max(low, offset), min(high, offset + end - start)) for offset, (start, end) in provision.pieces]
    return [(start, end) for start, end in pieces if start < end]


def _as_rule(quote: ClauseQuote, quotes: Sequence[ClauseQuote], role: Role) -> ClauseQuote:
    """The words that narrow a rule, as the rule itself where they hold it: of the two only the longer is shown."""
    holds_rule = quote.role is Role.EXCEPTION and any(other.role is role and _holds(quote, other) for other in quotes)
    return replace(quote, role=role) if holds_rule else quote


def _holds(one: ClauseQuote, other: ClauseQuote) -> bool:
    return one.start <= other.start and other.end <= one.end


def _others(quotes: Sequence[ClauseQuote], at: int) -> list[ClauseQuote]:
    """What a quote is compared with, so that of equal quotes the first stays: all before it, and the longer ones behind it."""
    longer = [q for q in quotes[at + 1 :] if q.end - q.start > quotes[at].end - quotes[at].start]
    return [*quotes[:at], *longer]
