"""The use cases, wired: what every face and the evaluation call. Nothing is built before it is needed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.answering.answer import AskResult, Engine, Turn
from bot.answering.drafts import DraftAnswerer
from bot.answering.engine import Answerer
from bot.chat_model import ChatModel, load_chat_model
from bot.draft_files import DraftFile
from bot.models import embedder_of, reranker_of
from bot.reviewing.findings import Comparison, Json, Review, Scope
from bot.settings import Settings
from corpus.choosing import EVERYTHING, Choice, chosen
from corpus.documents import Document, Passage
from corpus.errors import RegisterError
from corpus.kept_readings import KeptReadings
from corpus.passages import split_passages
from corpus.readers import read_bytes
from corpus.register import BoundRegister, bind_register, load_register
from corpus.sources import list_registers, load_corpus, shipped_guidance, shipped_registers
from index.classifier import Classifier, load_classifier
from index.content import indexed_text
from index.embedding import Embedder
from index.errors import ModelError
from index.evidence_model import EvidenceModel, load_evidence_model
from index.opening import IndexStatus, index_in_memory, index_status, open_index
from index.reranking import TOP, Reranker, reread
from index.search import Hit, Searcher

if TYPE_CHECKING:
    from bot.reviews import Explained, Reviews
    from index.build import BuildReport

DISTRIBUTION = "clausewise"
READINGS: Final = "readings"
"""Below the data directory: guidance as it was read."""


def _ignore(stage: str) -> None:
    """The progress of a caller that does not watch."""


class Clausewise:
    """Ask the guidance, review a draft, compare two versions. Safe to share between threads: it is read only once made.

    Reviewing needs no index; it is opened at the first question or search.
    """

    def __init__(
        self,
        settings: Settings,
        documents: Mapping[str, Document],
        register: BoundRegister,
        embedder: Embedder,
        classifier: Classifier | None = None,
        *,
        evidence_model: EvidenceModel | None = None,
        searcher: Searcher | None = None,
    ) -> None:
        """Wire the parts; without a searcher the index in the data directory is opened when it is first needed."""
        self.settings = settings
        self.documents = documents
        self.register = register
        self._embedder = embedder
        self.classifier = classifier
        self.evidence_model = evidence_model
        self._given_searcher = searcher

    @cached_property
    def _searcher(self) -> Searcher:
        if self._given_searcher is not None:
            return self._given_searcher
        chroma_url = str(self.settings.chroma_url) if self.settings.chroma_url else None
        return open_index(self.settings.data_dir, self.documents, self._embedder, chroma_url=chroma_url)

    @cached_property
    def _answerer(self) -> Answerer:
        return Answerer(
            self.documents,
            self._searcher,
            self.register,
            self._chat_model,
            self.settings.passages_k,
            embedder=self._embedder,
            evidence_model=self.evidence_model,
        )

    @cached_property
    def _reviews(self) -> Reviews:
        from bot.reviews import Reviews  # noqa: PLC0415 (what reads laws: a third of a second to import, and a question needs none of it)

        return Reviews(
            self.settings,
            self.register,
            classifier=self.classifier,
            reranker=self._reranker,
            chat_model=self._chat_model,
            engine=self.engine,
        )

    @cached_property
    def _chat_model(self) -> ChatModel | None:
        return load_chat_model(self.settings)

    def open_index(self) -> None:
        """Open the index now instead of at the first question.

        Raises:
            IndexMissing: it has not been built.
            IndexStale: it was built from something else.
        """
        _ = self._searcher

    def beside(self, pages: Mapping[str, Document]) -> Clausewise:
        """The same with more guidance, which is indexed in memory now: to look at pages before they are added.

        Raises:
            ModelError: the embedding model cannot be loaded.
        """
        documents = {**self.documents, **pages}
        searcher = index_in_memory(documents, self._embedder)
        return Clausewise(
            self.settings,
            documents,
            self.register,
            self._embedder,
            self.classifier,
            evidence_model=self.evidence_model,
            searcher=searcher,
        )

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of one guidance document, in order."""
        return split_passages(self.documents[document_id])

    def search(self, query: str, k: int = 8, *, choice: Choice = EVERYTHING, rerank: bool = False) -> list[Hit]:
        """The passages nearest to a query, best first.

        Args:
            query: a question or any words.
            k: how many at most.
            choice: the documents that are searched.
            rerank: let the reranker read the first of them again.

        Raises:
            UnknownDocument: the choice names a document or a module that is not there.
            ModelError: a model cannot be loaded; for ``rerank``, none is set or installed.
        """
        ids = chosen(self.documents, choice)
        if not rerank:
            return self._searcher.search(query, k, ids)
        if self._reranker is None:
            raise ModelError(
                "no reranker is set or installed", hint='pip install "clausewise[rerank]", or set CLAUSEWISE_RERANKER_MODEL'
            )
        hits = self._searcher.search(query, max(k, TOP), ids)
        texts = [indexed_text(hit.passage, self.documents[hit.passage.document_id]) for hit in hits]
        return reread(hits, query, texts, self._reranker)[:k]

    @cached_property
    def _reranker(self) -> Reranker | None:
        return reranker_of(self.settings)

    def about(self, review: Review) -> DraftAnswerer:
        """What answers questions about a reviewed draft; make it once and give it to ``ask``."""
        return DraftAnswerer(review, embedder=self._embedder)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        draft: DraftAnswerer | None = None,
        watch: Callable[[str], None] | None = None,
    ) -> AskResult:
        """Answer a question from the guidance, or refuse; with a draft, questions about it from its review.

        ``watch`` is told of a chat model's answer as far as it has come and stood the check.

        Raises:
            IndexMissing, IndexStale: the index has to be built first.
            ModelError: a model cannot be loaded.
        """
        started = time.perf_counter()
        if draft is not None and draft.concerns(question):
            told = draft.answer(question, history)
            took = _ms(time.perf_counter() - started)
            engine = self.engine("extractive", index_id="")
            return AskResult(question, told, engine, {"retrieve": 0.0, "answer": took, "total": took})
        answer, timings, notes, prompt_sha256, spent = self._answerer.answer(question, history, watch)
        engine = self.engine(
            "llm" if prompt_sha256 else "extractive", index_id=self._searcher.index_id, prompt_sha256=prompt_sha256
        )
        if self.evidence_model is not None and not prompt_sha256:
            engine = replace(engine, evidence_sha256=self.evidence_model.sha256)
        total = (time.perf_counter() - started) * 1000
        return AskResult(question, answer, engine, {**timings, "total": round(total, 2)}, tuple(notes), spent)

    def review(self, draft: DraftFile, *, scope: Scope = Scope.AUTO, progress: Callable[[str], None] = _ignore) -> Review:
        """Judge one draft.

        Raises:
            ReadError: the file cannot be read.
        """
        return self.review_together((draft,), scope=scope, progress=progress)

    def review_together(
        self, drafts: Sequence[DraftFile], *, scope: Scope = Scope.AUTO, progress: Callable[[str], None] = _ignore
    ) -> Review:
        """Judge several files as one law: a bill with the acts it amends or relies on.

        Raises:
            ReadError: one of the files cannot be read.
        """
        return self._reviews.review(drafts, scope=scope, progress=progress)

    def explain(self, drafts: Sequence[DraftFile], element_id: str, *, scope: Scope = Scope.AUTO) -> Explained:
        """Show how the criteria come to their verdict on one element of a draft, or of several files judged as one law. No chat model is asked.

        Raises:
            RegisterError: the register has no such element.
            ReadError: one of the files cannot be read.
        """
        return self._reviews.explain(drafts, element_id, scope=scope)

    def compare(self, old: DraftFile, new: DraftFile) -> Comparison:
        """Judge two versions of one draft and say what moved.

        Raises:
            ReadError: one of the files cannot be read.
        """
        return self._reviews.compare(old, new)

    def recall(self, told: Json, files: Sequence[DraftFile]) -> Review:
        """Open a review again that was kept as JSON (``bot.contract.review_json``), as it was judged then.

        Args:
            told: the JSON.
            files: those that were judged, in the order in which they were given.

        Raises:
            ReadError: one of the files cannot be read.
            ReviewError: the JSON is no review's, or register or files are not those that it was made with.
        """
        from bot.recalled_reviews import recalled_review  # noqa: PLC0415 (as with the reviews)

        readings = [read_bytes(file.data, file.name) for file in files]
        return recalled_review(told, readings, self.register, self.documents)

    def compare_reviews(self, old: Review, new: Review) -> Comparison:
        """Say what moved between two versions that have been judged.

        Raises:
            ReviewError: they were judged against different registers.
        """
        from bot.reviewing.compare import compare_reviews  # noqa: PLC0415 (as with the reviews)

        return compare_reviews(old, new)

    def engine(self, mode: str, *, index_id: str, prompt_sha256: str | None = None) -> Engine:
        """What produces results here, for the record that travels with each of them."""
        return Engine(
            mode=mode,
            chat_model=self.settings.chat_model,
            embedding_model=self._embedder.name,
            index_id=index_id,
            register_version=self.register.register.version,
            version=version(DISTRIBUTION),
            prompt_sha256=prompt_sha256,
        )

    def index_status(self) -> IndexStatus:
        """What the index was built from, and whether it fits."""
        chroma_url = str(self.settings.chroma_url) if self.settings.chroma_url else None
        return index_status(self.settings.data_dir, self.documents, self._embedder, chroma_url=chroma_url)

    def build(self, progress: Callable[[int, int], None]) -> BuildReport:
        """Build or refresh the index; only changed passages are embedded.

        Raises:
            IndexLocked: another process is building.
        """
        from index.build import build_index  # noqa: PLC0415 (what writes to a vector store; a question needs none of it)

        return build_index(
            self.documents,
            self.settings.data_dir,
            self._embedder,
            chroma_url=str(self.settings.chroma_url) if self.settings.chroma_url else None,
            lock_timeout_s=self.settings.lock_timeout_s,
            progress=progress,
        )


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


def corpus_folders(settings: Settings) -> list[Path]:
    """Where guidance is read from: the shipped, the added (data directory), and the folder set by the user."""
    own = [settings.data_dir / "corpus", *([settings.corpus_dir] if settings.corpus_dir else [])]
    return [shipped_guidance(), *(folder for folder in own if folder.is_dir())]


def load_guidance(settings: Settings) -> dict[str, Document]:
    """The guidance of all folders, by id; what was read before and has not changed is not read again.

    Where there is only the shipped guidance, which takes no time, no folder is made for its readings, nor a data directory.

    Raises:
        ReadError: a page cannot be read, or two have one id.
    """
    folders, readings = corpus_folders(settings), settings.data_dir / READINGS
    is_worth_it = len(folders) > 1 or readings.is_dir()
    return load_corpus(folders, KeptReadings(readings) if is_worth_it else None)


def register_folders(settings: Settings) -> list[Path]:
    """Where registers are read from, likewise."""
    own = [settings.data_dir / "registers", *([settings.register_dir] if settings.register_dir else [])]
    return [shipped_registers(), *(folder for folder in own if folder.is_dir())]


def register_path(settings: Settings) -> Path:
    """The file of the register that is set; of the first shipped one where none is.

    Raises:
        RegisterError: there is no such register.
    """
    registers = list_registers(register_folders(settings))
    register_id = settings.register_id or min(list_registers([shipped_registers()]))
    if register_id not in registers:
        raise RegisterError("there is no such register", where=register_id, hint=f"choose one of {', '.join(sorted(registers))}")
    return registers[register_id]


def open_service(settings: Settings, *, keep: bool = True) -> Clausewise:
    """Load the guidance and the register and make the service; the index is opened when it is first needed.

    Args:
        settings: what to load.
        keep: use the readings that are kept in the data directory, and keep new ones; otherwise all guidance is read afresh.

    Raises:
        ReadError: a page of the guidance cannot be read, or two have one id.
        RegisterError: there is no such register, or a quote of it is not in its guidance.
        UnknownDocument: the register rests on guidance that is not loaded.
    """
    documents = load_guidance(settings) if keep else load_corpus(corpus_folders(settings))
    path = register_path(settings)
    register = bind_register(load_register(path), documents)
    embedder = embedder_of(settings)
    classifier = load_classifier(settings.classifier, path, register.register.id)
    evidence_model = load_evidence_model(settings.evidence_model)
    return Clausewise(settings, documents, register, embedder, classifier, evidence_model=evidence_model)
