"""From a decision to a finding: quotes of the draft, rationale, advice, nearest clauses. Words only; nothing is decided here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.reviewing.alternatives import alternatives
from bot.reviewing.criteria import LAW_NOT_SUPPLIED, Judge
from bot.reviewing.decided import Decided
from bot.reviewing.effectivity import Effectivity
from bot.reviewing.findings import Clause, ClauseQuote, Finding, Match, Nearest, Role, Scope, Verdict
from bot.reviewing.law import Law
from bot.reviewing.learned import Taken
from bot.reviewing.matching import Counted, Matched
from bot.reviewing.norms import Norm
from bot.reviewing.provisions import Provision
from bot.reviewing.sentence_parts import Region
from bot.reviewing.weighing import BY_CLASSIFIER, NARROWS
from corpus.criteria import Criteria, Effect
from corpus.documents import Citation
from corpus.register import Element, Recommendation
from index.reranking import Reranker
from index.statements import StatementIndex

_NEAREST = 5
_QUOTES = 3
_DEFINITIONS = 2
_REACH_LEFT = 16
_REACH_RIGHT = 30
"""How many characters a quote is drawn out by to the edges of its piece of a sentence: "A person who" says little, but an end in mid-phrase reads badly."""
_DENIAL_REACH = 240
"""From so many characters before it a quote takes in what denies it: "Under no circumstances shall a court fine a farmer" must not be shown as "fine a farmer"."""
_SHOWN = 160
_WORD = re.compile(r"[a-z]+")
_STOP = re.compile(r"[,;:.]")
_END = re.compile(r"[;:.]")
_ASIDE = frozenset({"without"})
"""Denies no more than the aside in which it stands ("Without prejudice to section 4, ...")."""
_TELLING = 3
"""Words that a piece of a quote has at least, beside a longer one."""
_SAYS = re.compile(r"\w")

NO_CRITERIA = "no_criteria"
LEFT_OPEN = "left_open"
"""The reason given where the draft leaves a choice between wordings in brackets."""
_SUPPLY = "Supply the law that it refers to together with the draft; then it can be judged."
"""What to do where a rule rests on an offence that the text does not hold."""
_TAKEN = {Verdict.MET: "does what the element asks", Verdict.PARTIAL: "does part of it", Verdict.CONFLICT: "does the opposite"}
"""What a provision is said to do where a classifier decided."""
_NARROWS = "takes a part away from it"
_LABELS = {verdict: verdict.value for verdict in (Verdict.MET, Verdict.PARTIAL, Verdict.CONFLICT)}
"""The classifier's class of a provision that does what a verdict says."""


class Writer:
    """Writes the findings on one law."""

    def __init__(self, law: Law, judge: Judge, scope: Scope, reranker: Reranker | None = None) -> None:
        """``reranker`` reads the nearest clauses of elements without criteria again."""
        self.law = law
        self.judge = judge
        self.scope = scope
        self._effectivity = Effectivity(law)
        self._alternatives = alternatives(law.document.text)
        spoken = {provision.clause.id for provision in law.provisions}
        self.searched = [clause for clause in law.clauses if clause.id in spoken] or list(law.clauses)
        texts = [law.document.text[c.start : c.end] for c in self.searched]
        statements = [element.statement for _, element in judge.register.elements()]
        self._index = StatementIndex(texts if any(text.strip() for text in texts) else [], statements, reranker=reranker)

    def finding(self, recommendation: Recommendation, element: Element, guidance: tuple[Citation, ...]) -> Finding:
        """The finding on one element."""
        decided = self.judge.decide(element.id)
        if decided is None:
            return self.undecided(
                recommendation,
                element,
                guidance,
                reasons=(NO_CRITERIA,),
                rationale="The register gives no criteria for this element; a person must decide.",
            )
        quotes = self._quotes(element.id, decided)
        if any(map(self._is_open, quotes)):
            decided = replace(decided, verdict=Verdict.NEEDS_REVIEW, reasons=(LEFT_OPEN,), taken=None)
        return Finding(
            recommendation=recommendation,
            element=element,
            verdict=decided.verdict,
            reasons=decided.reasons,
            rationale=self._rationale(element, decided, quotes),
            advice=self._advice(element, decided),
            clauses=quotes,
            matched=tuple(self._matches(decided)),
            guidance=guidance,
            nearest=self.nearest(element) if decided.verdict in {Verdict.MISSING, Verdict.NEEDS_REVIEW} else (),
            searched=len(self.searched),
            by_criteria=decided.verdict,
        )

    def undecided(
        self,
        recommendation: Recommendation,
        element: Element,
        guidance: tuple[Citation, ...],
        *,
        reasons: tuple[str, ...],
        rationale: str,
        advice: str = "",
    ) -> Finding:
        """A finding that a person must make, with the nearest clauses to start from."""
        return Finding(
            recommendation=recommendation,
            element=element,
            verdict=Verdict.NEEDS_REVIEW,
            reasons=reasons,
            rationale=rationale,
            advice=advice,
            clauses=(),
            matched=(),
            guidance=guidance,
            nearest=self.nearest(element),
            searched=len(self.searched),
            by_criteria=Verdict.NEEDS_REVIEW,
        )

    def nearest(self, element: Element) -> tuple[Nearest, ...]:
        """The clauses nearest to an element's statement, best first; they are where to look, not evidence."""
        hits = self._index.nearest(element.statement, _NEAREST, rerank=element.criteria is None)
        return tuple(Nearest(clause := self.searched[position], clause.start, clause.end, score) for position, score in hits)

    def _is_open(self, quote: ClauseQuote) -> bool:
        """Whether a quote stands in a wording that may yet be struck out."""
        return quote.role in {Role.EVIDENCE, Role.OPPOSITE} and any(
            start <= quote.start and quote.end <= end for start, end in self._alternatives
        )

    # quotes ------------------------------------------------------------------------------------------------------------

    def _quotes(self, element_id: str, decided: Decided) -> tuple[ClauseQuote, ...]:
        """Evidence first, then what narrows it; each span once."""
        role = Role.OPPOSITE if decided.verdict is Verdict.CONFLICT else Role.EVIDENCE
        quotes: list[ClauseQuote] = []
        for counted in self._quoted(decided.norms):
            quotes += self._quote_norm(element_id, counted, role)
        for narrowing in decided.narrowing:
            quotes += self._quote_words(narrowing.provision, ((narrowing.start, narrowing.end),), Role.EXCEPTION)
        if decided.taken is not None:
            quotes += self._quote_taken(decided.taken, Role.EXCEPTION if decided.taken.label == NARROWS else role)
        if decided.narrow is not None:
            quotes += self._quote_taken(decided.narrow, Role.EXCEPTION)
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
        return [quote for quote in self._quote_region(also.provision, region, role) if not self._is_open(quote)]

    @staticmethod
    def _quoted(norms: Sequence[Counted]) -> Sequence[Counted]:
        """Which norms are quoted: the first ones; of those that count for what they state, the one that states most."""
        if norms and norms[0].component:
            return (max(norms, key=lambda counted: len(counted.matched)),)
        return norms[:_QUOTES]

    def _quote_norm(self, element_id: str, counted: Counted, role: Role) -> list[ClauseQuote]:
        """The words of a norm that people would quote, as the classifier has learnt it, else those that the criteria matched; and the definitions that hold the rest."""
        norm = counted.norm
        own = [(m.start, m.end) for m in counted.matched if m.provision is norm.provision]
        states = counted.component or norm.effect is Effect.STATEMENT
        matched = (*own, *(() if own and states else (norm.trigger,)))
        shown = self.judge.learned.shown(norm.provision, element_id) if self.judge.learned else None
        quotes = self._quote_region(norm.provision, shown, role) if shown else []
        quotes = quotes or self._quote_words(norm.provision, matched, role)
        others = [matched for matched in counted.matched if matched.provision is not norm.provision]
        used = Counter(matched.provision for matched in others)
        for provision, _ in used.most_common(1 if counted.component and own else _DEFINITIONS):
            parts = tuple(self._part(matched) for matched in others if matched.provision is provision)
            quotes += self._quote_words(provision, parts, Role.DEFINITION)
        return quotes

    def _quote_taken(self, taken: Taken, role: Role) -> list[ClauseQuote]:
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
        ends = [at for mark in ";." if 0 <= (at := text.find(mark, matched.end)) - matched.start <= _SHOWN]
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

        Where the quote denies nothing itself, asides may stand between ("No person who is a victim, child or adult, shall be ..."); otherwise no stop.
        """
        own = not self.law.negators.isdisjoint(_WORD.findall(quoted.lower()))
        begin = max((m.end() for m in (_STOP if own else _END).finditer(before)), default=0)
        denying = self.law.negators if own else self.law.negators - _ASIDE
        found = [m.start() for m in _WORD.finditer(before.lower(), begin) if m.group() in denying]
        at = found[-1] if found else len(before)
        return (0 if at <= _REACH_LEFT else at) if len(before) - at <= _DENIAL_REACH else len(before)

    def _matches(self, decided: Decided) -> Iterable[Match]:
        for counted in decided.norms[:_QUOTES]:
            for matched in counted.matched:
                yield self._match(matched)
        for matched in decided.narrowing:
            yield self._match(matched)

    @staticmethod
    def _match(matched: Matched) -> Match:
        start, end = matched.provision.span(matched.start, matched.end)
        return Match(matched.condition, matched.concept, start, end)

    # words -------------------------------------------------------------------------------------------------------------

    def _rationale(self, element: Element, decided: Decided, quotes: Sequence[ClauseQuote]) -> str:
        if decided.verdict is Verdict.MISSING:
            place = "extract" if self.scope is Scope.EXTRACT else "draft"
            return f"No operative provision of this {place} was found on it; {len(self.searched)} clauses were searched."
        shown = self._shown(quotes[0]) if quotes else ""
        if decided.taken is not None and decided.reasons == (BY_CLASSIFIER,):
            return f"{self._as_taken(element.id, decided.taken, decided)}{self._force(decided)}"
        if decided.verdict is Verdict.MET:
            return f"{shown} does what the element asks.{self._force(decided)}"
        reasons = [reason for reason in decided.reasons if reason != BY_CLASSIFIER]
        says = "; ".join(dict.fromkeys(self._says(element, reason, decided) for reason in reasons))
        opening = {
            Verdict.PARTIAL: f"{shown} does part of it: {says}.",
            Verdict.CONFLICT: f"{shown} does the opposite: {says}.",
            Verdict.NEEDS_REVIEW: f"{shown} bears on it but cannot be decided from this text: {says}.",
        }
        return opening[decided.verdict] + self._read_by_classifier(decided) + self._force(decided)

    def _as_taken(self, element_id: str, taken: Taken, decided: Decided) -> str:
        """What is said where a classifier decided."""
        quotes = self._quote_taken(taken, Role.EVIDENCE)
        shown = self._shown(quotes[0]) if quotes else cite(taken.provision.clause)
        does = _NARROWS if taken.label == NARROWS else _TAKEN[decided.verdict]
        by_criteria = self.judge.by_criteria(element_id)
        alike = by_criteria is not None and by_criteria.verdict is decided.verdict
        beside = "the criteria say so of other words" if alike else "no wording of the criteria says so"
        return f"{shown} {does}, as the register's classifier reads it ({taken.probability:.0%} sure); {beside}."

    @staticmethod
    def _read_by_classifier(decided: Decided) -> str:
        """Which clause a classifier read so, where a reason of the register's rests on that."""
        read = decided.narrow or decided.taken
        if read is None:
            return ""
        return f" {cite(read.provision.clause)} is read so by the register's classifier ({read.probability:.0%} sure); no wording of the criteria says so."

    def _force(self, decided: Decided) -> str:
        """What the draft says of when the rules a verdict rests on have force."""
        norms = [counted.norm for counted in decided.norms[:_QUOTES]]
        if decided.taken is not None:
            norms = [norm for norm in self.law.norms if norm.provision.order == decided.taken.provision.order]
        sentence = self._effectivity.sentence(norms)
        return f" {sentence}" if sentence else ""

    def _shown(self, quote: ClauseQuote) -> str:
        words = " ".join(self.law.document.text[quote.start : quote.end].split())
        words = words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " ..."
        return f"{cite(quote.clause, self.law.document.file_at(quote.start))} (“{words}”)"

    def _says(self, element: Element, reason: str, decided: Decided) -> str:
        if reason == LAW_NOT_SUPPLIED:
            return "it refers to an offence that the supplied text does not hold"
        if reason == LEFT_OPEN:
            return "it stands in one of several wordings in brackets, between which the draft leaves the choice open"
        criteria = element.criteria
        text = _text_of(criteria, self.judge, reason, "says") if criteria else ""
        words = next((m for m in decided.narrowing), None)
        shown = (
            f" (“{' '.join(words.provision.text[words.start : words.end].split())[:_SHOWN]}”)"
            if words and reason == decided.reasons[0]
            else ""
        )
        return (text or reason.replace("_", " ")) + shown

    def _advice(self, element: Element, decided: Decided) -> str:
        if decided.verdict is Verdict.MET or element.criteria is None:
            return ""
        if LAW_NOT_SUPPLIED in decided.reasons:
            return _SUPPLY
        if LEFT_OPEN in decided.reasons:
            return "Choose one of the wordings and review the draft again."
        special = [text for reason in decided.reasons if (text := _text_of(element.criteria, self.judge, reason, "advice"))]
        return " ".join(dict.fromkeys(special)) or element.criteria.advice


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


def _text_of(criteria: Criteria, judge: Judge, reason: str, attribute: str) -> str:
    """What the register says of a reason: a narrower or a pattern."""
    entry = judge.narrowers_of(criteria).get(reason) or criteria.norms.get(reason)
    return str(getattr(entry, attribute)) if entry is not None else ""


def cite(clause: Clause, file: str | None = None) -> str:
    """A clause as it is spoken of: its number, else its heading; of several files with the ``file`` in which it stands."""
    named = f"The clause headed “{clause.heading}”" if clause.heading else "An unnumbered clause"
    named = f"Clause {clause.number}" if clause.number else named
    return f"{named} of {file}" if file else named


def norm_words(norm: Norm) -> str:
    """A norm's sentence on one line."""
    return " ".join(norm.provision.text.split())
