"""Train the map of questions' vectors on the pages that are learnt from, put it beside the shipped evidence model, and say what it does on those held out.

python -m evals.question_map
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answering.lexicon import load_lexicon
from bot.answering.select import READ, READ_OF_SEVERAL
from bot.models import embedder_of
from bot.service import register_path
from bot.settings import Settings
from corpus.register import load_register
from evals.questions import Page, PageReader, Read, load_pages
from index.embedding import Embedder
from index.evidence_model import CLASSES, packaged_evidence_model
from index.question_map import MapCard, QuestionMap, write_question_map
from index.question_map_training import MapLesson, train_question_map


def main() -> None:
    """Train, measure, write. Sentences stand for themselves here; answering also sees a register's wordings and the items of a list."""
    settings = Settings()
    embedder = embedder_of(settings)
    reader = PageReader(load_lexicon(), load_register(register_path(settings)), None)
    pages, sha256 = load_pages()
    learnt, held = ([p for p in pages if p.held_out is out] for out in (False, True))
    lessons, vectors = lessons_of(learnt, reader, embedder)
    matrix, shift = train_question_map(vectors, lessons, _say)
    card = MapCard(embedding_sha256=embedder.sha256, pages=len(learnt), parts=len(lessons), data_sha256=sha256, weights_sha256="")
    own, of_held = lessons_of(held, reader, embedder)
    for name, question_map in (("without", None), ("with", QuestionMap(embedder.sha256, matrix, shift))):
        found = ", ".join(f"{found_among(own, of_held, question_map, k):.1%} among {k}" for k in (READ_OF_SEVERAL, READ))
        _say(f"held out, {name} the map: one that answers is {found} (n={len(own)})")
    write_question_map(packaged_evidence_model(), matrix, shift, card)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def lessons_of(pages: Sequence[Page], reader: PageReader, embedder: Embedder) -> tuple[list[MapLesson], NDArray[np.float32]]:
    """What answered parts of questions to pages teach, and the vectors of shape (m, d) that the lessons number."""
    parts = [reads for page in pages for reads in reader.read(page) if any(_answers(read) for read in reads)]
    numbers: dict[str, int] = {}
    lessons = []
    for reads in parts:
        told = [read for read in reads if read.due is not None]
        beside = np.array([read.evidence.nearness for read in told], dtype=np.float32)  # without an embedder all but the cosine
        texts = [reads[0].part.meaning, *(read.evidence.sentence.text for read in told)]
        question, *sentences = (numbers.setdefault(text, len(numbers)) for text in texts)
        lessons.append(MapLesson(question, tuple(sentences), tuple(map(_answers, told)), beside))
    return lessons, embedder.embed(list(numbers))


def _answers(read: Read) -> bool:
    return read.due is not None and read.due != CLASSES[0]


def found_among(lessons: Sequence[MapLesson], vectors: NDArray[np.float32], question_map: QuestionMap | None, k: int) -> float:
    """The share of lessons in which one of the first k sentences answers, 0 to 1."""
    bend: Callable[[NDArray[np.float32]], NDArray[np.float32]] = question_map or (lambda vector: vector)
    return float(np.mean([_rank(lesson, vectors, bend) < k for lesson in lessons]))


def _rank(lesson: MapLesson, vectors: NDArray[np.float32], bend: Callable[[NDArray[np.float32]], NDArray[np.float32]]) -> int:
    """How many sentences come before the first that answers."""
    scores = vectors[list(lesson.sentences)] @ bend(vectors[lesson.question]) + lesson.beside
    order = np.argsort(-scores, kind="stable")
    return int(np.argmax(np.array(lesson.answers)[order]))


if __name__ == "__main__":
    main()
