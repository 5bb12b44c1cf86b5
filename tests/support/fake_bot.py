"""A bot that answers from a script: real value types, no index, no model. For tests of the evaluation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.answering.answer import Answered, AskResult, Engine, Refused, Turn
from bot.draft_files import DraftFile
from bot.reviewing.findings import Clause, ClauseQuote, Finding, Review, Role, Scope, Verdict
from bot.settings import Settings
from corpus.documents import Citation, Document, SourceMap
from corpus.errors import ClausewiseError
from corpus.register import BoundRegister, Element, Force, GuidanceQuote, Recommendation, Register

GUIDE = Document(
    id="guide",
    title="A guide",
    text="Drafters should criminalize attempts. In 2011, 37 persons were prosecuted. Buyers should be punished as well.",
)
ENGINE = Engine("extractive", None, "minilm", "abc123", "1.0", "0.1.0")
ELEMENTS = ("ST-01", "ST-02", "ST-03")


def _recommendation(element: str) -> Recommendation:
    quote = GuidanceQuote(document="guide", text="Drafters should criminalize attempts.")
    return Recommendation(
        id=element, text=element, force=Force.SHOULD, quotes=(quote,), elements=(Element(id=element, statement=element),)
    )


REGISTER = Register(
    id="tiny",
    version="1.0",
    title="Tiny",
    documents=("guide",),
    recommendations=tuple(map(_recommendation, ELEMENTS)),
    sha256="cd" * 32,
)


def cite(quote: str, label: str | None = None) -> Citation:
    """The guide's words as a citation."""
    start = GUIDE.text.index(quote)
    return Citation(GUIDE, start, start + len(quote), label=label)


def answered(
    *quotes: str, text: str | None = None, gaps: tuple[str, ...] = (), recommendations: tuple[str, ...] = ()
) -> Answered:
    """An answer made of quotes of the guide."""
    citations = tuple(cite(quote, str(number)) for number, quote in enumerate(quotes, start=1))
    shown = " ".join(f"{one.quote} [{one.label}]" for one in citations)
    return Answered(text if text is not None else shown, citations, gaps, (), recommendations)


Given = tuple[Verdict, str | None]
"""A verdict and the words of the draft it rests on."""


@dataclass
class FakeBot:
    """Answers by question and verdicts by element; ``asked`` and ``reviewed`` remember what came in."""

    answers: Mapping[str, Answered | Refused | ClausewiseError] = field(default_factory=dict)
    verdicts: Mapping[str, Given] | Callable[[str], Mapping[str, Given]] = field(default_factory=dict)
    read: Callable[[DraftFile], str] = lambda draft: draft.data.decode()
    settings: Settings = field(default_factory=Settings)
    documents: Mapping[str, Document] = field(default_factory=lambda: {"guide": GUIDE})
    register: BoundRegister = field(default_factory=lambda: BoundRegister(REGISTER, {}))
    index_error: ClausewiseError | None = None
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)
    reviewed: list[tuple[DraftFile, Scope]] = field(default_factory=list)

    def open_index(self) -> None:
        """Raise where the test wants an index that cannot be opened."""
        if self.index_error:
            raise self.index_error

    def ask(self, question: str, history: Sequence[Turn] = ()) -> AskResult:
        """The answer of the script; a refusal for a question that it does not hold."""
        self.asked.append((question, tuple(history)))
        answer = self.answers.get(question, Refused("The guidance does not cover this."))
        if isinstance(answer, ClausewiseError):
            raise answer
        return AskResult(question, answer, ENGINE, {"total": 1.0})

    def review(self, draft: DraftFile, *, scope: Scope = Scope.AUTO) -> Review:
        """The verdicts of the script; missing for an element that it does not hold."""
        self.reviewed.append((draft, scope))
        document = Document(id=draft.name, title=draft.name, text=self.read(draft))
        given = self.verdicts(document.text) if callable(self.verdicts) else self.verdicts
        clause = Clause("c1", "1", ("1",), "", 0, len(document.text))
        return Review(
            document=document,
            source_map=SourceMap(document.id),
            scope=scope,
            register=REGISTER,
            findings=tuple(
                _finding(document, clause, one, *given.get(one.id, (Verdict.MISSING, None))) for one in REGISTER.recommendations
            ),
            clauses=(clause,),
            language="en",
            notes=(),
            engine=Engine("criteria", None, "minilm", "", "1.0", "0.1.0"),
        )


def _finding(document: Document, clause: Clause, recommendation: Recommendation, verdict: Verdict, quote: str | None) -> Finding:
    start = document.text.index(quote) if quote else 0
    return Finding(
        recommendation=recommendation,
        element=recommendation.elements[0],
        verdict=verdict,
        reasons=(),
        rationale=f"because of {recommendation.id}",
        advice="",
        clauses=(ClauseQuote(clause, Role.EVIDENCE, start, start + len(quote)),) if quote else (),
        matched=(),
        guidance=(cite("Drafters should criminalize attempts."),),
        nearest=(),
        searched=1,
        by_criteria=verdict,
    )
