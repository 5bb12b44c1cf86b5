"""From a register and its example provisions to its classifier."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.reviewing.findings import Verdict
from bot.reviewing.weighing import NARROWS
from corpus.errors import RegisterError
from corpus.examples import examples_file, examples_sha256, read_examples
from corpus.register import load_register
from index.classifier import NOTHING, Card, classifier_folder
from index.embedding import packaged_folder
from index.training import Lesson, Plan, targets_of, train

CLASSES = (NOTHING, Verdict.MET.value, Verdict.PARTIAL.value, Verdict.CONFLICT.value, NARROWS)


def train_classifier(
    path: Path, *, progress: Callable[[str], None], examples: Path | None = None, folder: Path | None = None, epochs: int = 5
) -> Card:
    """Train the classifier of a register.

    Args:
        path: the register's file.
        progress: told of each epoch.
        examples: the file of examples; by default the one beside the register.
        folder: where the classifier goes; by default beside the register.
        epochs: how often each example is read.

    Returns:
        The classifier's card.

    Raises:
        RegisterError: the register or the examples cannot be used.
        ModelError: the packaged encoder or the extra ``train`` is not installed.
    """
    register = load_register(path)
    elements = tuple(element.id for _, element in register.elements())
    read = read_examples(examples or examples_file(path), elements)
    if not read:
        raise RegisterError("there are no examples to train from", where=str(examples or examples_file(path)))
    lessons = [Lesson(one.heading, one.text, targets_of(one.labels, elements, CLASSES)) for one in read]
    called = {name: anchor.called or name for name, anchor in register.anchors.items()}
    plan = Plan(register.id, elements, CLASSES, called, examples_sha256(read), epochs)
    progress(f"{len(lessons)} examples, {epochs} epochs")
    return train(lessons, plan, packaged_folder(), folder or classifier_folder(path), progress)
