"""What an answer is: quoted and marked, or an honest refusal. Nothing in between."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.spending import Spending
from corpus.documents import Citation, Document


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation; ``role`` is "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class DraftQuote:
    """Words of a draft in an answer, ``document.text[start:end]``; ``label`` is its marker ("D1"), ``number`` that of its clause."""

    document: Document = field(repr=False)
    number: str
    start: int
    end: int
    label: str

    @property
    def quote(self) -> str:
        """The words, verbatim."""
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in which every sentence rests on a citation.

    ``text`` is Markdown with markers [1] [2] that are the citations' labels. ``gaps`` are the parts of the question that the
    guidance does not cover. ``recommendations`` are register ids the citations belong to. ``draft`` are quotes from the draft that
    was asked about, likewise marked.
    """

    text: str
    citations: tuple[Citation, ...]
    gaps: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    recommendations: tuple[str, ...] = ()
    draft: tuple[DraftQuote, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an answer without a citation, and a marker or a label without its partner."""
        if not self.citations and not self.draft:
            raise ValueError("an answer needs a citation; without one it is a refusal")
        for label in (*(citation.label for citation in self.citations), *(quote.label for quote in self.draft)):
            if not label or f"[{label}]" not in self.text:
                raise ValueError(f"the citation {label} is not marked in the answer")


@dataclass(frozen=True, slots=True)
class Refused:
    """The loaded guidance does not cover the question; ``text`` says what it does not cover."""

    text: str
    gaps: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()


Answer = Answered | Refused


@dataclass(frozen=True, slots=True)
class Engine:
    """What produced a result, so that it can be produced again.

    ``mode`` is "extractive" (answers without a model), "criteria" (reviews without a model) or "llm".
    """

    mode: str
    chat_model: str | None
    embedding_model: str
    index_id: str
    register_version: str
    version: str
    prompt_sha256: str | None = None
    classifier_sha256: str | None = None
    """Of the classifier that read a draft beside the criteria; None where none did."""
    evidence_sha256: str | None = None
    """Of the evidence model that read sentences with a question; None where none did."""


@dataclass(frozen=True, slots=True)
class AskResult:
    """An answer with what produced it. ``timings_ms`` holds "retrieve", "answer" and "total"; ``spent`` is what a chat model cost."""

    question: str
    answer: Answer
    engine: Engine
    timings_ms: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    spent: Spending | None = None
