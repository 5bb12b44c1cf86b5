"""From a register and its example provisions to its classifier."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.reviewing.findings import Verdict
from bot.reviewing.weighing import NARROWS
from corpus.errors import RegisterError
from corpus.examples import examples_file, examples_sha256, read_examples
from corpus.register import Register, load_register
from index.classifier import (
    NOTHING,
    SECOND,
    Card,
    classifier_folder,
    first_classifier,
    read_as,
    worth_a_second,
)
from index.embedding import packaged_folder
from index.onnx_export import recovered_encoder
from index.reranking import PACKAGED_RERANKER_NAME, packaged_reranker_folder
from index.training import Lesson, Plan, rendered, targets_of, train

_FURTHER = 0.3
"""The pace at which a classifier is trained further."""
_SECOND_PACE, _SECOND_STILL = 0.6, 4
"""The pace of a second reader, which has twice the layers, and how many of them stay as they are."""

CLASSES = (NOTHING, Verdict.MET.value, Verdict.PARTIAL.value, Verdict.CONFLICT.value, NARROWS)


def train_classifier(
    path: Path,
    *,
    progress: Callable[[str], None],
    examples: Path | None = None,
    folder: Path | None = None,
    start: Path | None = None,
    epochs: int = 5,
) -> Card:
    """Train the classifier of a register.

    Args:
        path: the register's file.
        progress: told of each epoch.
        examples: the file of examples; by default the one beside the register.
        folder: where the classifier goes; by default beside the register.
        start: the folder of a classifier that is trained further, in smaller steps; by default one is trained from the packaged encoder.
        epochs: how often each example is read.

    Returns:
        The classifier's card.

    Raises:
        RegisterError: the register or the examples cannot be used.
        ModelError: the packaged encoder or the extra ``train`` is not installed, or the classifier to start from is no such model.
    """
    register = load_register(path)
    lessons, plan = _lessons_and_plan(register, path, examples, epochs)
    before = first_classifier(start, register.id) if start else None
    progress(f"{len(lessons)} examples, {epochs} epochs")
    if before:
        plan = replace(plan, pace=_FURTHER)
    return train(lessons, plan, packaged_folder(), folder or classifier_folder(path), progress, start=before)


def train_second(
    path: Path, *, progress: Callable[[str], None], examples: Path | None = None, folder: Path | None = None, epochs: int = 3
) -> Card:
    """Train the larger classifier that reads again what a register's own takes for something; it starts from the packaged reranker.

    It learns from those examples alone that the first would hand on to it.

    Args:
        path: the register's file.
        progress: told of each epoch.
        examples: the file of examples; by default the one beside the register.
        folder: of the first classifier, into which the second is put; by default beside the register.
        epochs: how often each example is read.

    Returns:
        The second classifier's card.

    Raises:
        RegisterError: the register or the examples cannot be used, or nothing is handed on.
        ModelError: there is no classifier in the folder, or the packaged reranker or an extra is not installed.
    """
    register = load_register(path)
    folder = folder or classifier_folder(path)
    lessons, plan = _lessons_and_plan(register, path, examples, epochs)
    first = first_classifier(folder, register.id)
    handed_on = worth_a_second(first.classify(_as_read(lessons, plan)), first.card)
    chosen = [lesson for lesson, again in zip(lessons, handed_on, strict=True) if again]
    if not chosen:
        raise RegisterError(
            "the classifier takes none of the examples for anything",
            where=str(examples or examples_file(path)),
            hint="train it first",
        )
    progress(f"{len(chosen)} of {len(lessons)} examples are handed on, {epochs} epochs")
    with tempfile.TemporaryDirectory() as made:
        base = recovered_encoder(packaged_reranker_folder(), Path(PACKAGED_RERANKER_NAME).name, Path(made))
        return train(chosen, replace(plan, pace=_SECOND_PACE, still=_SECOND_STILL), base, folder / SECOND, progress)


def _lessons_and_plan(register: Register, path: Path, examples: Path | None, epochs: int) -> tuple[list[Lesson], Plan]:
    elements = tuple(element.id for _, element in register.elements())
    file = examples or examples_file(path)
    read = read_examples(file, elements)
    if not read:
        raise RegisterError("there are no examples to train from", where=str(file))
    lessons = [Lesson(one.heading, one.text, targets_of(one.labels, elements, CLASSES)) for one in read]
    called = {name: anchor.called or name for name, anchor in register.anchors.items()}
    return lessons, Plan(register.id, elements, CLASSES, called, examples_sha256(read), epochs)


def _as_read(lessons: Sequence[Lesson], plan: Plan) -> list[str]:
    chance = random.Random(plan.seed)  # noqa: S311 (not for secrets)
    return [
        read_as(rendered(lesson.heading, plan.called, (), chance), rendered(lesson.text, plan.called, (), chance))
        for lesson in lessons
    ]
