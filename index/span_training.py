"""Trains a classifier to say which words of a provision decide: a bidirectional recurrent network (GRU; Cho et al., 2014) on the states of its tokens, which themselves stay as they are.

What it learns from are the words that people quote to show what a provision does for an element. A linear layer on the states tells far less well where a quote begins and ends (area under the curve 0.77; with two convolutions 0.86,
with the recurrent network 0.88, on drafts that none had seen). Minutes on two cores.
"""

from __future__ import annotations

import random
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.classifier import CARD, SPANS, Card, OnnxClassifier
from index.errors import DataError
from index.onnx_export import file_sha256, put_model
from index.onnx_model import Tokens
from index.span_head import INPUT

_WIDTH: Final = 256
_DROPOUT: Final = 0.4
_STATE_DROPOUT: Final = 0.1
_RATE: Final = 2e-3
_DECAY: Final = 0.02
_BATCH: Final = 32
_OPSET: Final = 17


@dataclass(frozen=True, slots=True)
class Quoted:
    """A provision, and the characters of it that somebody quoted to show what it does for an element."""

    text: str
    element: str
    start: int
    end: int


class _Read(NamedTuple):
    """A provision with the states of its tokens, and for some elements, by their column, which tokens are quoted."""

    tokens: Tokens
    due: tuple[tuple[int, NDArray[np.float32]], ...]


def train_spans(
    lessons: Sequence[Quoted], classifier: OnnxClassifier, progress: Callable[[str], None], *, epochs: int = 5, seed: int = 0
) -> Card:
    """Train the network for a classifier and put it beside its model.

    Args:
        lessons: what it learns from; elements that are not the classifier's are left out.
        classifier: whose states are read.
        progress: told of each epoch.
        epochs: how often each lesson is read.
        seed: of the order of the lessons and of the first weights.

    Returns:
        The classifier's card, with the number of quotes that were learnt from.

    Raises:
        ModelError: the classifier cannot be loaded.
        DataError: no lesson is on one of its elements.
    """
    import torch  # noqa: PLC0415 (seconds)

    torch.manual_seed(seed)
    card = classifier.card
    columns = {element: at for at, element in enumerate(card.elements)}
    by_text: dict[str, list[Quoted]] = {}
    for lesson in lessons:
        if lesson.element in columns:
            by_text.setdefault(lesson.text, []).append(lesson)
    if not by_text:
        raise DataError("there is no quote to learn from", hint="label drafts on the classifier's elements, with quotes")
    texts = sorted(by_text, key=len)
    lessons_read = [
        _Read(tokens, tuple((columns[one.element], _target(tokens, one)) for one in by_text[text]))
        for text, tokens in zip(texts, classifier.states(texts), strict=True)
    ]
    network = _network(len(card.elements), lessons_read[0].tokens.values.shape[1])
    _learn(network, lessons_read, epochs, random.Random(seed), progress)  # noqa: S311 (not for secrets)
    return _put(network, classifier, sum(map(len, by_text.values())))


def _target(tokens: Tokens, quoted: Quoted) -> NDArray[np.float32]:
    """1 for each token that shares a character with the quote: shape (tokens,)."""
    starts, ends = tokens.places[:, 0], tokens.places[:, 1]
    return np.asarray((starts < ends) & (starts < quoted.end) & (ends > quoted.start), dtype=np.float32)


def _network(elements: int, width: int) -> Any:
    """A logit for each token and element: (n, tokens, elements) from (n, tokens, width)."""
    import torch  # noqa: PLC0415

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.narrow = torch.nn.Linear(width, _WIDTH)
            self.read = torch.nn.GRU(_WIDTH, _WIDTH // 2, batch_first=True, bidirectional=True)
            self.say = torch.nn.Linear(_WIDTH, elements)
            self.drop, self.drop_state = torch.nn.Dropout(_DROPOUT), torch.nn.Dropout(_STATE_DROPOUT)

        def forward(self, states: Any) -> Any:
            narrow = torch.nn.functional.gelu(self.narrow(self.drop_state(states)))
            return self.say(self.drop(self.read(narrow)[0]))

    return Network()


def _learn(network: Any, lessons: Sequence[_Read], epochs: int, chance: random.Random, progress: Callable[[str], None]) -> None:
    import torch  # noqa: PLC0415

    ordered = sorted(lessons, key=lambda read: len(read.tokens.places))
    batches = [ordered[first : first + _BATCH] for first in range(0, len(ordered), _BATCH)]
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=epochs * len(batches) + 1, pct_start=0.1)
    network.train()
    for epoch in range(1, epochs + 1):
        chance.shuffle(batches)
        losses = []
        for batch in batches:
            logits = network(torch.tensor(_padded([read.tokens.values for read in batch])))
            pairs = [(logits[row, : len(due), column], due) for row, read in enumerate(batch) for column, due in read.due]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                torch.cat([said for said, _ in pairs]), torch.tensor(np.concatenate([due for _, due in pairs]))
            )
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        progress(f"epoch {epoch} of {epochs}: loss {np.mean(losses):.4f}")
    network.eval()


def _padded(states: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """States of several texts as one array, (n, longest, width)."""
    padded = np.zeros((len(states), max(map(len, states)), states[0].shape[1]), dtype=np.float32)
    for row, one in enumerate(states):
        padded[row, : len(one)] = one
    return padded


def _put(network: Any, classifier: OnnxClassifier, quotes: int) -> Card:
    """Export the network beside the classifier's model, and say so in its card."""
    import torch  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / SPANS
        with warnings.catch_warnings():
            # the exporter warns of batches of other sizes: one text is read at a time
            warnings.simplefilter("ignore")
            torch.onnx.export(
                network,
                (torch.zeros(1, 8, network.narrow.in_features),),
                str(path),
                input_names=[INPUT],
                output_names=["logits"],
                dynamic_axes={INPUT: {1: "tokens"}, "logits": {1: "tokens"}},
                opset_version=_OPSET,
                dynamo=False,
            )
        card = classifier.card.model_copy(update={"quotes": quotes, "spans_sha256": file_sha256(path)})
        put_model(Path(made), classifier.folder, CARD, card, (SPANS,))
    return card
