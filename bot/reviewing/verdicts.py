"""From a decision to a finding: rationale, advice and nearest clauses beside its quotes. Words only; nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.reviewing.criteria import LAW_NOT_SUPPLIED, Judge
from bot.reviewing.decided import Decided
from bot.reviewing.effectivity import Effectivity
from bot.reviewing.findings import Clause, ClauseQuote, Finding, Match, Nearest, Role, Scope, Verdict
from bot.reviewing.law import Law
from bot.reviewing.learned import Taken
from bot.reviewing.matching import Matched
from bot.reviewing.norms import Norm
from bot.reviewing.quoting import MOST_QUOTED, Quoter
from bot.reviewing.showing import one_line
from bot.reviewing.weighing import BY_CLASSIFIER, NARROWS
from corpus.criteria import Criteria
from corpus.documents import Citation
from corpus.register import Element, Recommendation
from index.reranking import Reranker
from index.statements import StatementIndex

_NEAREST = 5
NO_CRITERIA = "no_criteria"
LEFT_OPEN = "left_open"
"""The reason given where the draft leaves a choice between wordings in brackets."""
_SUPPLY = "Supply the law that it refers to together with the draft; then it can be judged."
"""What to do where a rule rests on an offence that the text does not hold."""
_TAKEN = {Verdict.MET: "does what the element asks", Verdict.PARTIAL: "does part of it", Verdict.CONFLICT: "does the opposite"}
"""What a provision is said to do where a classifier decided."""
_NARROWS = "takes a part away from it"


class Writer:
    """Writes the findings on one law."""

    def __init__(self, law: Law, judge: Judge, scope: Scope, reranker: Reranker | None = None) -> None:
        """``reranker`` reads the nearest clauses of elements without criteria again."""
        self.law = law
        self.judge = judge
        self.scope = scope
        self._effectivity = Effectivity(law)
        self._quoter = Quoter(law, judge)
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
        quotes = self._quoter.quotes(element.id, decided)
        if any(map(self._quoter.is_open, quotes)):
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

    def _matches(self, decided: Decided) -> Iterable[Match]:
        for counted in decided.norms[:MOST_QUOTED]:
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
        quotes = self._quoter.of_taken(taken, Role.EVIDENCE)
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
        norms = [counted.norm for counted in decided.norms[:MOST_QUOTED]]
        if decided.taken is not None:
            norms = [norm for norm in self.law.norms if norm.provision.order == decided.taken.provision.order]
        sentence = self._effectivity.sentence(norms)
        return f" {sentence}" if sentence else ""

    def _shown(self, quote: ClauseQuote) -> str:
        words = one_line(self.law.document.text[quote.start : quote.end])
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
            f" (“{one_line(words.provision.text[words.start : words.end])}”)" if words and reason == decided.reasons[0] else ""
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
