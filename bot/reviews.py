"""Reviews of drafts, wired. A module of its own, so that a question does not import the engine that reads laws."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.answering.answer import Engine
from bot.chat_model import ChatModel
from bot.draft_files import DraftFile
from bot.reply_cache import FOLDER as REPLIES
from bot.reply_cache import RememberingModel
from bot.reviewing.compare import compare_reviews
from bot.reviewing.explaining import explain
from bot.reviewing.explanation import Explanation
from bot.reviewing.findings import Comparison, Finding, Review, Scope
from bot.reviewing.lexicon import load_lexicon
from bot.reviewing.review import Reviewer
from bot.reviewing.second_reader import SecondReader
from bot.settings import Settings
from corpus.documents import Document
from corpus.readers import read_bytes
from corpus.register import BoundRegister
from index.classifier import Classifier
from index.reranking import Reranker

Progress = Callable[[str], None]
"""Called with the stage."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding on a draft, and how it came about."""

    document: Document
    finding: Finding
    explanation: Explanation


class Reviews:
    """Judges drafts against one register. Safe to share between threads: it is read only once made."""

    def __init__(
        self,
        settings: Settings,
        register: BoundRegister,
        *,
        classifier: Classifier | None,
        reranker: Reranker | None,
        chat_model: ChatModel | None,
        engine: Callable[..., Engine],
    ) -> None:
        """``engine`` makes the record of what produced a result: ``Clausewise.engine``."""
        self._register = register
        self._classifier = classifier
        self._engine = engine
        self._reranker = reranker
        self._reviewer = self._with(None if chat_model is None else _second_reader(chat_model, settings))

    def _with(self, second: SecondReader | None) -> Reviewer:
        return Reviewer(self._register, load_lexicon(), second, reranker=self._reranker, classifier=self._classifier)

    def review(self, drafts: Sequence[DraftFile], *, scope: Scope, progress: Progress) -> Review:
        """Judge one file, or several as one law.

        Raises:
            ReadError: one of the files cannot be read.
        """
        started = time.perf_counter()
        progress("reading")
        readings = [read_bytes(draft.data, draft.name) for draft in drafts]
        read = time.perf_counter()
        outcome = self._reviewer.review(readings, scope=scope, progress=progress)
        done = time.perf_counter()
        second = outcome.second
        prompt_sha256 = second.prompt_sha256 if second else None
        engine = self._engine("llm" if prompt_sha256 else "criteria", index_id="", prompt_sha256=prompt_sha256)
        return Review(
            document=outcome.document,
            source_map=outcome.source_map,
            scope=outcome.scope,
            register=self._register.register,
            findings=outcome.findings,
            clauses=outcome.clauses,
            language=outcome.language,
            notes=outcome.notes,
            engine=replace(engine, classifier_sha256=self._classifier.sha256 if self._classifier else None),
            timings_ms={"read": _ms(read - started), "review": _ms(done - read), "total": _ms(done - started)},
            spent=second.spent if second else None,
        )

    def explain(self, drafts: Sequence[DraftFile], element_id: str, *, scope: Scope) -> Explained:
        """Show how the criteria come to their verdict on one element; no chat model is asked.

        Raises:
            RegisterError: the register has no such element.
            ReadError: one of the files cannot be read.
        """
        self._register.register.element(element_id)
        readings = [read_bytes(draft.data, draft.name) for draft in drafts]
        outcome = self._with(None).review(readings, scope=scope, progress=lambda _stage: None)
        finding = next(finding for finding in outcome.findings if finding.element.id == element_id)
        return Explained(outcome.document, finding, explain(finding, outcome.judge, outcome.copy))

    def compare(self, old: DraftFile, new: DraftFile) -> Comparison:
        """Judge two versions of one draft and say what moved.

        Raises:
            ReadError: one of the files cannot be read.
        """
        before, after = (self.review((draft,), scope=Scope.WHOLE, progress=lambda _stage: None) for draft in (old, new))
        return compare_reviews(before, after)


def _second_reader(model: ChatModel, settings: Settings) -> SecondReader:
    if settings.chat_cache:
        model = RememberingModel(model, settings.data_dir / REPLIES, source=str(settings.chat_base_url or ""))
    return SecondReader(model, batch=settings.chat_batch)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
