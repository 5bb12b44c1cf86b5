"""A client for the pages: the service's face with answers made by hand, so that pages are tested without texts or models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

from bot.answering.answer import Answered, AskResult, Engine, Refused, Turn
from bot.answering.drafts import DraftAnswerer
from bot.draft_files import DraftFile
from bot.errors import ReviewError
from bot.reviewing.compare import compare_reviews
from bot.reviewing.findings import Comparison, Review, Scope, Verdict
from corpus.choosing import EVERYTHING, Choice
from corpus.documents import Citation, Document, Passage
from corpus.errors import EmptyFile
from corpus.register import BoundRegister, Register
from index.errors import IndexMissing
from index.search import Hit
from tests.support import reviews

QUESTIONS = ("Must attempts be punished?", "Who must be spared?")
ENGINE = Engine("extractive", None, "minilm", "abc", "1.0", "0.1.0")
HOSTILE = '<script>alert(1)</script> ![x](https://evil.example/x.png) [here](https://evil.example) <img src="https://evil.example/y.png">'


def register() -> Register:
    """The register of the hand-made reviews, with questions, and with criteria for its first element."""
    data = reviews.REGISTER.model_dump(exclude={"recommendations"})
    made = []
    for index, recommendation in enumerate(reviews.RECOMMENDATIONS):
        shown = recommendation.model_dump(exclude={"elements"})
        shown["question"] = QUESTIONS[index] if index < len(QUESTIONS) else None
        if index == 0:
            shown["criteria"] = {
                "norms": {"core": {"effect": ["offence", "penalty"], "acts": "TRAFFICKING", "without": "PARDON"}},
                "narrowers": {"only_children": {"slot": "bearer", "only": "CHILD"}},
                "decide": [{"met": "core", "without": "any_narrower"}, {"partial": "core"}],
            }
        made.append(shown)
    concepts = {"TRAFFICKING": {"any": ["traffic*"]}, "CHILD": {"any": ["child"]}, "PARDON": {"any": ["pardon"]}}
    return Register.model_validate({**data, "concepts": concepts, "recommendations": made})


class FakeClient:
    """Answers one question, refuses the others, and reviews every draft alike; ``asked`` and ``drafts`` hold what came in."""

    def __init__(self, data_dir: Path, *, scope: Scope | None = None, documents: bool = True) -> None:
        self.settings = SimpleNamespace(data_dir=data_dir, chat_model=None)
        self.documents: dict[str, Document] = {"overview": reviews.GUIDANCE} if documents else {}
        self.register = BoundRegister(register(), {r.id: (reviews.citation(),) for r in reviews.RECOMMENDATIONS})
        self.searched: list[tuple[Choice, bool]] = []
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self.drafts: list[tuple[DraftFile, Scope]] = []
        self.recalled: list[dict[str, object]] = []
        self.verdicts: tuple[Verdict, ...] | None = None
        self._scope = scope

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        text = self.documents[document_id].text
        return (Passage(f"{document_id}#p0", document_id, 0, len(text), ("Overview",)),)

    def search(self, query: str, k: int = 8, *, choice: Choice = EVERYTHING, rerank: bool = False) -> list[Hit]:  # noqa: ARG002 - every query finds the same
        self.searched.append((choice, rerank))
        return [Hit(passage, 1.0, 2.0, 0.5) for passage in self.passages("overview")[:k]]

    def ask(self, question: str, history: Sequence[Turn] = (), draft: object = None, watch: object = None) -> AskResult:  # noqa: ARG002 (the real one takes them)
        self.asked.append((question, tuple(history)))
        if "index" in question:
            raise IndexMissing("there is no index yet", where="data", hint="run `clausewise index build`")
        if "attempts" in question:
            start = reviews.GUIDANCE.text.index("Legislation")
            cited = Citation(reviews.GUIDANCE, start, start + 45, label="1", heading_path=("Overview",))
            answer: Answered | Refused = Answered(
                f"{cited.quote} [1]\n\n{HOSTILE}", (cited,), ("how much they are punished",), (), ("ST-03",)
            )
        else:
            answer = Refused("The loaded guidance says nothing of parking.", ("parking",), (reviews.citation(),))
        return AskResult(question, answer, ENGINE, {"total": 3.0})

    def review_together(
        self, drafts: Sequence[DraftFile], *, scope: Scope = Scope.AUTO, progress: Callable[[str], None] = len
    ) -> Review:
        """One review of all drafts, under the names of all."""
        if len(drafts) == 1:
            return self.review(drafts[0], scope=scope, progress=progress)
        joined = DraftFile(" + ".join(draft.name for draft in drafts), b"\n".join(draft.data for draft in drafts))
        return self.review(joined, scope=scope, progress=progress)

    def recall(self, told: dict[str, object], files: Sequence[DraftFile]) -> Review:
        """The review of the files, unless it was judged against another register."""
        if told["register"] != {"id": "widgets", "version": "1.0", "sha256": "ab" * 32}:
            raise ReviewError("this was judged against another register", where="the saved review", hint="review the draft again")
        self.recalled.append(told)
        return self._made(files[0])

    def compare_reviews(self, old: Review, new: Review) -> Comparison:
        return compare_reviews(old, new)

    def about(self, review: Review) -> DraftAnswerer:
        return DraftAnswerer(review)

    def review(self, draft: DraftFile, *, scope: Scope = Scope.AUTO, progress: Callable[[str], None] = len) -> Review:
        self.drafts.append((draft, scope))
        progress("reading")
        return self._made(draft)

    def _made(self, draft: DraftFile) -> Review:
        if not draft.data.strip():
            raise EmptyFile("the file holds no text", where=draft.name, hint="give a file with text")
        lines = [line for line in draft.data.decode().splitlines() if line.strip()]
        made = reviews.review(reviews.draft(lines, name=draft.name), verdicts=self.verdicts)
        if self._scope is None:
            return made
        return Review(**{**made.__dict__, "scope": self._scope, "findings": made.findings})


def verdicts(review: Review) -> list[Verdict]:
    """The verdicts in register order."""
    return [finding.verdict for finding in review.findings]
