"""Questions to guidance pages of many subjects, with the sentences that answer them: what the evidence model is trained on and checked with.

A folder holds pages (``NAME.md``) and, beside each, its questions (``NAME.jsonl``, one object a line). The file ``HELD-OUT`` lists names of pages that are never learnt from, a line each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.answering.answer import Turn
from bot.answering.lexicon import Lexicon
from bot.answering.pool import Sentence, SentencePool
from bot.answering.question import LIGHT, Part, QuestionReader, one_text
from bot.answering.refuse import Judge, Reason
from bot.answering.select import Evidence, weigh
from bot.answering.words import words
from bot.conversation import ENOUGH_WORDS, rests_on
from corpus.documents import Document
from corpus.passages import split_passages
from corpus.register import Register, unbound
from corpus.sources import load_corpus, load_page, shipped_guidance
from evals.cases import GUIDANCE, AskCase, datasets, load_ask, read_text, select, sha256_of_files
from index.embedding import Embedder
from index.errors import DataError
from index.evidence_model import CLASSES, EvidenceModel

HELD_OUT = "HELD-OUT"
PAGES = "evidence"
"""The folder among the data sets."""
DENSE = "dense"
"""The folder in it of pages on which several sentences are near each other."""
INDIRECT = "indirect"
"""The folder in it of pages whose questions share few words with what answers them."""
SHIPPED = "shipped"
"""The folder in it of questions to the guidance that is shipped: its pages lie elsewhere."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AskedPart(_Model):
    """One thing that a question asks.

    ``answers`` are the sentences (or pieces of one) that a careful lawyer would quote, verbatim, all that are needed; none where the page does not answer it. ``also`` are others that would not be wrong.
    ``corrects``: the part takes something for granted that ``answers`` contradicts.
    """

    text: str = Field(min_length=1)
    answers: tuple[str, ...]
    also: tuple[str, ...]
    corrects: bool


class PageQuestion(_Model):
    """A question to a page; ``history`` are the user's earlier questions, oldest first."""

    question: str = Field(min_length=1)
    history: tuple[str, ...]
    kind: str
    parts: tuple[AskedPart, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Page:
    """A guidance page with its questions; ``held_out`` ones are never learnt from."""

    document: Document
    questions: tuple[PageQuestion, ...]
    held_out: bool = False


@dataclass(frozen=True)
class Read:
    """A part of a question with a sentence of its page, or of one loaded beside it: what training and fitting look at.

    ``rank`` counts from 0 among all of them; ``due`` is "none", "answers" or "corrects", None where either would do.
    """

    page: str
    number: int
    asked: AskedPart
    part: Part
    evidence: Evidence
    gate: Reason
    told: str
    rank: int
    due: str | None


def evidence_folders() -> tuple[Path, ...]:
    """The folders of pages that come with clausewise."""
    pages = datasets() / PAGES
    return pages, pages / DENSE, pages / INDIRECT, pages / SHIPPED


def load_pages(folders: Sequence[Path] | None = None) -> tuple[tuple[Page, ...], str]:
    """All pages of some folders with their questions, and the sha256 of the files; without ``folders`` those that come with clausewise.

    Raises:
        DataError: there is no page, a line is no question, or a quote does not stand in its page.
        ReadError: a page cannot be read.
    """
    questions: list[Path] = []
    held: set[Path] = set()
    for folder in dict.fromkeys(folders or evidence_folders()):
        of_folder = sorted(folder.glob("*.jsonl"))
        if not of_folder:
            raise DataError(
                "there is no page here", where=str(folder), hint="put pages (NAME.md) and questions (NAME.jsonl) here"
            )
        questions += of_folder
        listed = folder / HELD_OUT
        held |= {folder / f"{name}.jsonl" for name in read_text(listed).split()} if listed.is_file() else set()
    pages = tuple(_page(_page_of(file), file, held_out=file in held) for file in questions)
    return pages, sha256_of_files([*questions, *map(_page_of, questions)])


def development_pages(folder: Path | None = None) -> tuple[Page, ...]:
    """The development questions of the suite ``ask`` that ask one thing, each with its page: the shipped one, or the suite's own.

    Raises:
        DataError: the suite's questions cannot be used.
    """
    folder = folder or datasets() / "ask"
    cases = [case for case in select(load_ask(folder)[0], split="dev") if "two-part" not in case.tags]
    (shipped,) = load_corpus([shipped_guidance()]).values()
    own = {name: load_page(folder / GUIDANCE / f"{name}.md").document for case in cases for name in case.guidance}
    asked = {shipped.id: (shipped, [case for case in cases if not case.guidance])}
    asked |= {name: (document, [case for case in cases if name in case.guidance]) for name, document in own.items()}
    return tuple(Page(document, tuple(map(_as_question, of_page))) for document, of_page in asked.values())


def _as_question(case: AskCase) -> PageQuestion:
    part = AskedPart(text=case.question, answers=case.expect.quotes, also=(), corrects=case.expect.corrects)
    history = tuple(message.content for message in case.history if message.role == "user")
    return PageQuestion(question=case.question, history=history, kind=case.tags[0] if case.tags else "", parts=(part,))


def _page_of(questions: Path) -> Path:
    """The page beside its questions, or of the same name in the shipped guidance."""
    beside = questions.with_suffix(".md")
    return beside if beside.is_file() else shipped_guidance() / beside.name


def _page(path: Path, file: Path, *, held_out: bool) -> Page:
    document = load_page(path).document
    lines = [(n, line) for n, line in enumerate(read_text(file).split("\n"), start=1) if line.strip()]
    questions = tuple(_question(line, document, f"{file.name}:{n}") for n, line in lines)
    return Page(document, questions, held_out)


def _question(line: str, document: Document, where: str) -> PageQuestion:
    try:
        question = PageQuestion.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", where=where) from error
    text = _plain(document.text)
    for part in question.parts:
        if part.text not in question.question:
            raise DataError(f"the part {part.text!r} does not stand in the question", where=where)
        for quote in (*part.answers, *part.also):
            if _plain(quote) not in text:
                raise DataError(f"the quote {quote[:80]!r} does not stand in the page", where=where)
    return question


_MARKUP = re.compile(r"^(?:[-*•]|\d+[.)])\s+|[*_`]")


def _plain(text: str) -> str:
    """Words for comparing: without Markdown's markers of lists and emphasis."""
    return " ".join(_MARKUP.sub("", text).split())


class PageReader:
    """Takes the questions of pages apart and weighs the sentences, as answering does."""

    def __init__(
        self,
        lexicon: Lexicon,
        register: Register,
        embedder: Embedder | None,
        model: EvidenceModel | None = None,
        *,
        beside: Sequence[Document] = (),
    ) -> None:
        """Make one.

        Args:
            lexicon: words and weights.
            register: any; none has been written for these pages.
            embedder: for cosines; without one they are 0.
            model: what reads the nearest sentences; without one they are not read.
            beside: documents that are loaded beside each page; their sentences answer nothing that a page is asked.
        """
        self._lexicon = lexicon
        self._register = unbound(register)
        self._embedder = embedder
        self._model = model
        self._beside = tuple(beside)

    def read(self, page: Page, *, claims: bool = False) -> Iterator[list[Read]]:
        """For each part of each question the sentences of the page and of those beside it, best first.

        With ``claims`` also for each thing that a question tells.
        """
        documents: Mapping[str, Document] = {document.id: document for document in (*self._beside, page.document)}
        split = {name: split_passages(document) for name, document in documents.items()}
        passages = [passage for each in split.values() for passage in each]
        pool = SentencePool(documents, passages, self._register, self._lexicon, self._embedder)
        reader = QuestionReader(
            self._lexicon, frozenset(word.text.lower() for document in documents.values() for word in words(document.text))
        )
        judge = Judge(self._lexicon, pool)
        own = pool.candidates(split[page.document.id])
        said = {tuple(word.stem for word in sentence.found) for sentence in own}
        others = [
            s
            for s in pool.candidates([p for p in passages if p.document_id != page.document.id])
            if tuple(word.stem for word in s.found) not in said
        ]
        sentences = [*own, *others]
        for number, question in enumerate(page.questions):
            before = leant_on = rests_on(question.question, [Turn("user", text) for text in question.history], self._lexicon)
            read: list[tuple[AskedPart, Part]] = []
            for asked in question.parts:
                text, case = _told(question, asked, reader)
                part = reader.part(text, before, case)
                before = one_text(before, text)
                read.append((asked, part))
            if claims:
                read += _claims(question, reader, leant_on)
            for asked, part in read:
                yield [
                    Read(
                        page=page.document.id,
                        number=number,
                        asked=asked,
                        part=part,
                        evidence=evidence,
                        gate=judge.gates(evidence)[0],
                        told=pool.told(evidence.sentence),
                        rank=rank,
                        due=_due(asked, evidence.sentence, pool)
                        if evidence.sentence.document.id == page.document.id
                        else CLASSES[0],
                    )
                    for rank, evidence in enumerate(weigh(part, sentences, pool, self._model))
                ]


def _claims(question: PageQuestion, reader: QuestionReader, before: str) -> Iterator[tuple[AskedPart, Part]]:
    """What a question tells, as what is due to it: what the question is due corrects it where all substance is in what is told ("He gets a year. Why so little?"); else that is left open."""
    told = reader.claims(question.question, before)
    answers = tuple(answer for part in question.parts for answer in part.answers)
    also = tuple(one for part in question.parts for one in part.also)
    asking = (reader.part(text) for text, asks in reader.pieces(question.question) if asks)
    bare = all(sum(term.weight > LIGHT for term in part.terms) < ENOUGH_WORDS for part in asking)
    corrected = bare and len(told) == 1 and len(question.parts) == 1 and question.parts[0].corrects
    for claim in told:
        due = (answers, also) if corrected else ((), (*answers, *also))
        yield AskedPart(text=claim.text, answers=due[0], also=due[1], corrects=corrected), claim


def _told(question: PageQuestion, asked: AskedPart, reader: QuestionReader) -> tuple[str, str]:
    """What a part asks, and the case that the question tells before it: as answering takes them apart, but for the parts, which are given."""
    whole, start = question.question, question.question.index(asked.text)
    end, at = start + len(asked.text), 0
    asking: list[str] = []
    case: list[str] = []
    for text, asks in reader.pieces(whole):
        begin = whole.find(text, at)
        if begin < 0:  # one of several topics ("What about fines, importers and rockets?") stands nowhere as it is asked
            continue
        at = begin + len(text)
        if asks and begin < end and at > start:
            asking.append(whole[max(begin, start) : min(at, end)])
        elif not asks and begin < end:
            case.append(text)
    return (" ".join(asking), " ".join(case)) if asking and case else (asked.text, "")


def _due(asked: AskedPart, sentence: Sentence, pool: SentencePool) -> str | None:
    """What a sentence of the page is due; what leads up to several items that answer answers with them."""
    listed = pool.enumeration(sentence)
    items = listed[1:] if listed and sentence == listed[0] else ()
    answering = sum(_holds_one(item, asked.answers) for item in items)
    if _holds_one(sentence, asked.answers) or answering > 1:
        return "corrects" if asked.corrects else "answers"
    either = answering or any(_holds_one(one, asked.also) for one in (sentence, *items))
    return None if either else "none"


def _holds_one(sentence: Sentence, quotes: Sequence[str]) -> bool:
    text = _plain(sentence.text)
    return any((quote := _plain(one)) in text or text in quote for one in quotes)
