"""From a register and its example provisions to its classifier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.reviewing.findings import Verdict
from bot.reviewing.weighing import NARROWS
from corpus.errors import RegisterError
from corpus.examples import examples_file, examples_sha256, read_examples
from corpus.register import Register, load_register
from index.classifier import NOTHING, Card, classifier_folder, open_classifier
from index.encoders import MINILM, PACKAGED_ENCODERS, encoder_of
from index.training import Lesson, Plan, targets_of, train

_FURTHER = 0.3
"""The pace at which a classifier is trained further."""

CLASSES = (NOTHING, Verdict.MET.value, Verdict.PARTIAL.value, Verdict.CONFLICT.value, NARROWS)


def train_classifier(
    path: Path,
    *,
    progress: Callable[[str], None],
    examples: Path | None = None,
    folder: Path | None = None,
    start: Path | None = None,
    encoder: str = MINILM,
    epochs: int = 5,
) -> Card:
    """Train the classifier of a register.

    Args:
        path: the register's file.
        progress: told of each epoch.
        examples: the file of examples; by default the one beside the register.
        folder: where the classifier goes; by default beside the register.
        start: the folder of a classifier that is trained further, in smaller steps; by default one is trained from the encoder.
        encoder: the name or the folder of the encoder (``index.encoders``); one that is trained further has its own, and only a folder needs to be named again.
        epochs: how often each example is read.

    Returns:
        The classifier's card.

    Raises:
        RegisterError: the register or the examples cannot be used.
        ModelError: the encoder is not installed, or the classifier to start from is no such model.
    """
    register = load_register(path)
    lessons, plan = _lessons_and_plan(register, path, examples, epochs)
    before = open_classifier(start.expanduser(), register.id) if start else None
    progress(f"{len(lessons)} examples, {epochs} epochs")
    if before:
        plan = replace(plan, pace=_FURTHER)
    base = encoder_of(before.card.base if before and before.card.base in PACKAGED_ENCODERS else encoder)
    return train(lessons, plan, base, folder or classifier_folder(path), progress, start=before)


def _lessons_and_plan(register: Register, path: Path, examples: Path | None, epochs: int) -> tuple[list[Lesson], Plan]:
    elements = tuple(element.id for _, element in register.elements())
    file = examples or examples_file(path)
    read = read_examples(file, elements)
    if not read:
        raise RegisterError("there are no examples to train from", where=str(file))
    lessons = [Lesson(one.heading, one.text, targets_of(one.labels, elements, CLASSES)) for one in read]
    called = {name: anchor.called or name for name, anchor in register.anchors.items()}
    return lessons, Plan(register.id, elements, CLASSES, called, examples_sha256(read), epochs)
