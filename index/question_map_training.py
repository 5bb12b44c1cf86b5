"""Trains the map of questions' vectors: sentences that answer are to be nearer than the others that are loaded with them (a softmax over the sentences of a page, as in dense retrieval). Seconds, on torch."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_EPOCHS: Final = 6
_BATCH: Final = 64
_RATE: Final = 3e-4
_DECAY: Final = 0.1
_SHARP: Final = 20.0
"""By how much cosines are multiplied before they are compared."""


@dataclass(frozen=True, slots=True)
class MapLesson:
    """A question with the n sentences that are loaded: rows of one array of vectors, whether each answers, and what else ranks them, shape (n,)."""

    question: int
    sentences: tuple[int, ...]
    answers: tuple[bool, ...]
    beside: NDArray[np.float32]


def train_question_map(
    vectors: NDArray[np.float32], lessons: Sequence[MapLesson], progress: Callable[[str], None], seed: int = 0
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Learn the map from lessons; sentences of which it is open whether they answer are left out of them.

    Args:
        vectors: of all questions and sentences, shape (m, d), float32, each of length 1.
        lessons: what is learnt from; each has a sentence that answers.
        progress: told of each epoch.
        seed: two runs with the same one learn the same.

    Returns:
        The matrix, shape (d, d), and the shift, shape (d,), float32.
    """
    import torch  # noqa: PLC0415 (seconds)

    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    table = torch.tensor(vectors)
    layer = torch.nn.Linear(vectors.shape[1], vectors.shape[1])
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimizer = torch.optim.AdamW(layer.parameters(), lr=_RATE, weight_decay=_DECAY)
    order = list(lessons)
    for epoch in range(1, _EPOCHS + 1):
        chance.shuffle(order)
        losses = []
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            questions = table[[lesson.question for lesson in batch]]
            mapped = torch.nn.functional.normalize(questions + layer(questions), dim=-1)
            loss: Any = torch.stack([_loss(table, lesson, own) for lesson, own in zip(batch, mapped, strict=True)]).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(float(loss.detach()))
        progress(f"epoch {epoch} of {_EPOCHS}: loss {np.mean(losses):.3f}")
    return layer.weight.detach().numpy().astype(np.float32), layer.bias.detach().numpy().astype(np.float32)


def _loss(table: Any, lesson: MapLesson, question: Any) -> Any:
    """How improbable it is that a sentence which answers comes first."""
    import torch  # noqa: PLC0415

    scores = _SHARP * (table[list(lesson.sentences)] @ question + torch.tensor(lesson.beside))
    return torch.logsumexp(scores, 0) - torch.logsumexp(scores[torch.tensor(lesson.answers)], 0)
