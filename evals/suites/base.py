"""What a suite is: cases, how an output is produced with the bot, and how it is marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol

from bot.answering.answer import AskResult, Turn
from bot.draft_files import DraftFile
from bot.reviewing.findings import Review, Scope
from bot.settings import Settings
from corpus.documents import Document
from corpus.register import BoundRegister
from evals.cases import C
from evals.measures import Mark, Measure

Json = dict[str, Any]
Texts = Mapping[str, str]
"""Canonical guidance texts by their sha256: what citations are checked against."""


class Service(Protocol):
    """What is measured: the bot as a user meets it (bot.service.Clausewise, or a fake)."""

    @property
    def settings(self) -> Settings:
        """What it was made with."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """The loaded guidance by id."""

    @property
    def register(self) -> BoundRegister:
        """What drafts are judged against."""

    def open_index(self) -> None:
        """Open the index now; raises where it is missing or stale."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> AskResult:
        """Answer a question."""

    def beside(self, pages: Mapping[str, Document]) -> Service:
        """The same with more guidance loaded."""

    def review(self, draft: DraftFile, *, scope: Scope = Scope.AUTO) -> Review:
        """Judge a draft."""


@dataclass(frozen=True)
class Suite(Generic[C]):
    """A data set, what is run on it, and how it is marked.

    ``produce`` gives the contract's JSON for a case; ``score`` marks such an output (None: the bot raised an error), so stored
    outputs can be marked again. ``needs_index``: the index must be open before the first case.
    """

    name: str
    cases: tuple[C, ...]
    dataset_sha256: str
    measures: tuple[Measure, ...]
    produce: Callable[[C, Service], Json]
    score: Callable[[C, Json | None, Texts], tuple[Mark, ...]]
    needs_index: bool = False
    pages: Mapping[str, Document] = field(default_factory=dict)
    """Guidance of the suite's own, which some of its cases ask besides the shipped."""
