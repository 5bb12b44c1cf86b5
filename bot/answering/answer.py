"""What an answer is: quoted and marked, or an honest refusal. Nothing in between."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.documents import Citation


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation; ``role`` is "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in which every sentence rests on a citation.

    ``text`` is Markdown with markers [1] [2] that are the citations' labels. ``gaps`` are the parts of the question that the
    guidance does not cover. ``recommendations`` are register ids the citations belong to.
    """

    text: str
    citations: tuple[Citation, ...]
    gaps: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    recommendations: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an answer without a citation, and a marker or a label without its partner."""
        if not self.citations:
            raise ValueError("an answer needs a citation; without one it is a refusal")
        for citation in self.citations:
            if not citation.label or f"[{citation.label}]" not in self.text:
                raise ValueError(f"the citation {citation} is not marked in the answer")


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


@dataclass(frozen=True, slots=True)
class AskResult:
    """An answer with what produced it. ``timings_ms`` holds "retrieve", "answer" and "total"."""

    question: str
    answer: Answer
    engine: Engine
    timings_ms: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
