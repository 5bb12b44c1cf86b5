"""Questions about a draft that was reviewed: which clause does a thing, what one leaves out. Answered from the findings, with quotes from both sides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answering.answer import Answer, Answered, DraftQuote, Refused, Turn
from bot.answering.compose import plain_markdown
from bot.answering.lexicon import Lexicon, load_lexicon
from bot.answering.pool import SentencePool
from bot.answering.question import Part, QuestionReader
from bot.answering.select import Evidence, weigh
from bot.answering.words import vocabulary_of
from bot.conversation import rests_on
from bot.reviewing.findings import Clause, Finding, Review, Verdict
from corpus.documents import Citation, Document, Passage
from corpus.register import Register, unbound
from index.embedding import Embedder

MEETS = 0.6
"""An element is asked about when the question's words of substance are met to this share by what the register says of it."""
NEAR_BEST = 0.05
"""Another element counts too when its coverage is at most this much below the best."""
MOST = 4
"""Findings in one answer."""
FALLS_SHORT = (Verdict.PARTIAL, Verdict.CONFLICT, Verdict.MISSING)
_REGISTER = "register"


@dataclass(frozen=True)
class _Asked:
    """What a question about the draft asks: the numbers of clauses, what is said of them, and whether it asks what is lacking."""

    numbers: tuple[str, ...]
    part: Part
    lacking: bool


class DraftAnswerer:
    """Answers questions about one reviewed draft. Made once a draft."""

    def __init__(self, review: Review, *, embedder: Embedder | None = None, lexicon: Lexicon | None = None) -> None:
        self._review = review
        self._lexicon = lexicon or load_lexicon()
        document, passages = _as_document(review.register)
        self._elements = [element.id for _, element in review.register.elements()]
        self._pool = SentencePool({document.id: document}, passages, unbound(review.register), self._lexicon, embedder)
        self._passages = passages
        self._reader = QuestionReader(self._lexicon, vocabulary_of((document.text, review.document.text)))

    def concerns(self, question: str) -> bool:
        """Whether a question is about the draft, not about what the guidance says."""
        return any(pattern.search(question.lower()) for pattern in self._lexicon.words.of_draft)

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer from the findings, or say that none is about it."""
        question = self._reader.read_as(question)
        if named := self._named(question):
            return _told(named, self._review)
        asked = self._asked(question, rests_on(question, self._reader.turns_read(history), self._lexicon))
        clauses = [clause for clause in self._review.clauses if clause.number in asked.numbers]
        if asked.numbers and not clauses:
            return Refused(f"The draft has no clause {' or '.join(asked.numbers)}.", (question,))
        found = self._on(clauses, self._about(asked.part)) if clauses else self._about(asked.part)
        chosen = [f for f in found if f.verdict in FALLS_SHORT] if asked.lacking else found
        if chosen or (found and not clauses):
            return _told(chosen or found, self._review)
        if clauses:
            return _told(found, self._review, clauses[0]) if found else _nothing_on(clauses[0], self._review)
        return Refused("No finding on the draft is about this.", (question,))

    def _named(self, question: str) -> list[Finding]:
        """The findings that a question names by the id of their element or recommendation."""
        words = {word.strip(".,;:?!()").upper() for word in question.split()}
        return [f for f in self._review.findings if words & {f.element.id.upper(), f.recommendation.id.upper()}]

    def _asked(self, question: str, before: str) -> _Asked:
        rules = self._lexicon.words
        numbers = tuple(dict.fromkeys(match.group("number") for match in rules.clause_number.finditer(question)))
        plain = rules.clause_number.sub(" ", question)
        for pattern in rules.draft_words:
            plain = pattern.sub(" ", plain)
        lacking = any(pattern.search(question.lower()) for pattern in rules.lacking)
        return _Asked(numbers, self._reader.part(plain, before), lacking)

    def _about(self, part: Part) -> list[Finding]:
        """The findings on the elements that a question is about, register order."""
        if not any(term.weight >= 1 for term in part.terms):
            return []
        ranked = weigh(part, self._pool.candidates(self._passages), self._pool)
        best: dict[str, Evidence] = {}
        for evidence in ranked:
            best.setdefault(evidence.sentence.passage.id, evidence)
        good = [(name, evidence) for name, evidence in best.items() if evidence.coverage >= MEETS]
        if not good:
            return []
        floor = max(evidence.coverage for _, evidence in good) - NEAR_BEST
        wanted = {name for name, evidence in good if evidence.coverage >= floor}
        return [finding for finding in self._review.findings if finding.element.id in wanted][:MOST]

    def _on(self, clauses: Sequence[Clause], about: Sequence[Finding]) -> list[Finding]:
        """The findings that quote one of the clauses; of those only what is asked about, where that leaves any."""
        on = [f for f in self._review.findings if any(f in self._review.findings_on(clause) for clause in clauses)]
        return [f for f in on if f in about] or on


def _as_document(register: Register) -> tuple[Document, tuple[Passage, ...]]:
    """What a register says of its elements as a document with one passage an element."""
    texts = {
        element.id: " ".join(one for one in (element.statement, recommendation.text) if one)
        for recommendation, element in register.elements()
    }
    passages, at = [], 0
    for name, text in texts.items():
        passages.append(Passage(name, _REGISTER, at, at + len(text), (), ()))
        at += len(text) + 1
    return Document(_REGISTER, register.id, "\n".join(texts.values())), tuple(passages)


def _told(findings: Iterable[Finding], review: Review, clause: Clause | None = None) -> Answered:
    """One item a finding: verdict, the draft's words, the guidance's words, and what would make it met."""
    chosen = list(findings)[:MOST]
    items: list[str] = []
    draft: dict[tuple[int, int], DraftQuote] = {}
    citations: dict[tuple[str, int, int], Citation] = {}
    for finding in chosen:
        quotes = [q for q in finding.clauses if clause is None or clause.start <= q.start < clause.end] or list(finding.clauses)
        own = [
            draft.setdefault((q.start, q.end), DraftQuote(review.document, q.clause.number, q.start, q.end, f"D{len(draft) + 1}"))
            for q in quotes[:2]
        ]
        source = finding.guidance[0]
        cited = citations.setdefault(
            (source.document_id, source.start, source.end),
            Citation(source.document, source.start, source.end, source.passage_id, source.heading_path, str(len(citations) + 1)),
        )
        items.append(f"- {_item(finding, own, cited)}")
    return Answered(
        "\n".join(items), tuple(citations.values()), draft=tuple(draft.values()), recommendations=_recommendations(chosen)
    )


def _item(finding: Finding, own: Sequence[DraftQuote], cited: Citation) -> str:
    shown = "; ".join(f"clause {q.number}, “{plain_markdown(q.quote)}” [{q.label}]" for q in own)
    verdict = f"{finding.element.id}, {finding.verdict.value.replace('_', ' ')}"
    guidance = f"The guidance: “{plain_markdown(cited.quote)}” [{cited.label}]"
    if finding.verdict is Verdict.MET:
        return f"{verdict}: {shown}. {guidance}"
    why = plain_markdown(f"{finding.rationale} {finding.advice}")
    return f"{verdict}{': ' + shown if shown else ''}. {guidance} What the review says: {why}"


def _recommendations(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.recommendation.id for finding in findings))


def _nothing_on(clause: Clause, review: Review) -> Answered:
    quote = DraftQuote(review.document, clause.number, clause.start, clause.end, "D1")
    return Answered(f"No finding rests on clause {clause.number}: “{plain_markdown(quote.quote)}” [D1]", (), draft=(quote,))
