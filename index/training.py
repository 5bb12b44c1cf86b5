"""Trains a classifier from example provisions: a small sentence encoder, tuned, with a head for each element, exported to ONNX in 8-bit weights.

The encoder is the packaged all-MiniLM-L6-v2 or another (``index.encoders``); its token embeddings stay as they are, so that words no example has keep their meaning (Howard and
Ruder, 2018, on tuning a language model for classification; weights of 8 bits as in Dettmers et al., 2022). Minutes on two cores.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.averaging import mean_network
from index.classifier import CARD, NOTHING, STATES, Card, OnnxClassifier, read_as
from index.encoders import Encoder, load_encoder
from index.errors import ModelError, WrongModel
from index.onnx_export import export_int8, file_sha256, put_model, recovered_weights
from index.onnx_model import TOKENIZER, WEIGHTS

OPEN: Final = -100
"""The target of an element that is left open: torch's ``ignore_index``."""
_TOKENS: Final = 128
_BATCH: Final = 32
_RATE: Final = 3e-4
_DEEP, _DEEP_RATE = 6, 1e-4
"""With more layers than so many a lower rate: after 6,400 examples the loss of twelve on 1,000 others was 0.296 with it, 0.333 with twice as much (of six with theirs 0.354)."""
_HEAD_RATE: Final = 3e-3
_SOME_VERDICT: Final = 2.0
"""Weight of a verdict against that of nothing, which is the commonest class by far."""
_SMOOTHING: Final = 0.02
_DROPOUT: Final = 0.1
_FAR: Final = 1e4
"""What is taken from the score of a token that only fills up a shorter text of the batch: it counts nothing."""
_AFRESH: Final = "train one from the beginning"
_HEADED: Final = 0.85
"""The share of times that an example is read with its heading."""
_POOL: Final = 20
"""Batches are made of texts of like length among so many batches."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One example as it is learnt: heading and text, still with their placeholders, and a class for each element or ``OPEN``."""

    heading: str
    text: str
    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train: ``called`` gives for each placeholder ("CORE") what such a reference is annotated with, ``epochs`` how often each lesson is read.

    ``pace`` is the share of the usual rates at which it learns.
    """

    register_id: str
    elements: tuple[str, ...]
    classes: tuple[str, ...]
    called: Mapping[str, str]
    examples_sha256: str
    epochs: int
    seed: int = 0
    pace: float = 1.0


def targets_of(labels: Mapping[str, str], elements: Sequence[str], classes: Sequence[str]) -> tuple[int, ...]:
    """The class of each element: that of its label, ``OPEN`` for a label that is no class, nothing where there is none."""
    return tuple(classes.index(label) if (label := labels.get(e, NOTHING)) in classes else OPEN for e in elements)


def rendered(text: str, called: Mapping[str, str], headings: Sequence[str], chance: random.Random) -> str:
    """A text with references in place of its placeholders, annotated as drafts are annotated when they are read."""
    for name, words in called.items():
        while (mark := f"{{{name.upper()}}}") in text:
            text = text.replace(mark, _reference(words, chance), 1)
    while "{OTHER}" in text:
        heading = chance.choice(headings) if headings and chance.random() < 2 / 3 else ""
        text = text.replace("{OTHER}", _reference(heading.lower(), chance), 1)
    return text


def _reference(about: str, chance: random.Random) -> str:
    number = chance.randint(1, 90)
    forms = (
        f"section {number}",
        f"section {number}",
        f"Article {number}",
        f"section {number}({chance.randint(1, 4)})",
        f"§ {number}",
    )
    form = chance.choice((*forms, f"sections {number} to {number + 2}"))
    return f"{form} ({about})" if about else form


def train(
    lessons: Sequence[Lesson],
    plan: Plan,
    base: Encoder,
    folder: Path,
    progress: Callable[[str], None],
    *,
    start: OnnxClassifier | None = None,
) -> Card:
    """Train a classifier and put it into a folder.

    Args:
        lessons: what it learns, n of them.
        plan: for what register.
        base: the encoder, with its tokenizer.
        folder: where the three files go; it is made, and files of these names in it are replaced at the end.
        progress: told of each epoch.
        start: a classifier of the same encoder, elements and classes that is trained further; what rounding to 8 bits took from it is lost.

    Returns:
        The classifier's card.

    Raises:
        ModelError: the classifier to start from cannot be read, or is another kind of model.
    """
    import torch  # noqa: PLC0415 (seconds)

    torch.manual_seed(plan.seed)
    network, tokenizer = _network(base, plan)
    if start:
        _take_over(network, start, plan, base)
    _learn(network, tokenizer, lessons, plan, progress)
    return _put(network, base, plan, len(lessons), folder)


def mean_classifier(models: Sequence[tuple[OnnxClassifier, float]], base: Encoder, folder: Path) -> Card:
    """Put the weighted mean of classifiers that come from one another into a folder.

    Args:
        models: classifiers of one encoder and register, at least one, and how much each counts, more than 0; the last one's card says what was learnt last.
        base: the encoder.
        folder: where the three files go, which may be one of the models' own.

    Raises:
        WrongModel: one of them is of another register, encoder or kind.
        ModelError: one of them cannot be read, or is of another make.
    """
    card = models[-1][0].card
    if strangers := [model.folder for model, _ in models if model.card.register_id != card.register_id]:
        raise WrongModel(f"this classifier was not trained for the register {card.register_id}", where=str(strangers[0]))
    plan = Plan(card.register_id, card.elements, card.classes, {}, card.examples_sha256, epochs=1)
    networks = [(_network(base, plan)[0], share) for _, share in models]
    for (network, _), (model, _) in zip(networks, models, strict=True):
        _take_over(network, model, plan, base)
    mean = mean_network(networks)
    return _put(mean, base, plan, card.examples, folder)


def _put(network: Any, base: Encoder, plan: Plan, examples: int, folder: Path) -> Card:
    """Export a network and put it into a folder with its tokenizer and card."""
    with tempfile.TemporaryDirectory() as made:
        export_int8(network, Path(made), ("input_ids", "attention_mask"), per_token=(STATES,))
        shutil.copyfile(base.folder / TOKENIZER, Path(made) / TOKENIZER)
        card = Card(
            register_id=plan.register_id,
            elements=plan.elements,
            classes=plan.classes,
            tokens=_TOKENS,
            base=base.name,
            examples=examples,
            examples_sha256=plan.examples_sha256,
            model_sha256=file_sha256(Path(made) / WEIGHTS),
            tokenizer_sha256=file_sha256(Path(made) / TOKENIZER),
        )
        put_model(Path(made), folder, CARD, card)
    return card


def _network(base: Encoder, plan: Plan) -> tuple[Any, Any]:
    """The encoder with a head for each element: (n, elements, classes) and the states, (n, tokens, width), from (n, tokens).

    An element has a query of its own, which says how much each token counts for it (label-wise attention; Mullenbach et al., 2018): one provision may do one thing in its first words and another in its proviso.
    A query of zeros, from which training from the beginning starts, is the plain mean.
    """
    import torch  # noqa: PLC0415
    from transformers import AutoTokenizer  # noqa: PLC0415

    elements, classes = len(plan.elements), len(plan.classes)

    class Head(torch.nn.Module):
        def __init__(self, width: int) -> None:
            super().__init__()
            self.queries = torch.nn.Parameter(torch.zeros(elements, width))
            self.weight = torch.nn.Parameter(torch.empty(elements, classes, width).uniform_(-1, 1) / width**0.5)
            self.bias = torch.nn.Parameter(torch.zeros(elements, classes))
            self.drop = torch.nn.Dropout(_DROPOUT)

        def forward(self, states: Any, attention_mask: Any) -> Any:
            # as Einsum, for only plain multiplications are put into 8 bits: the head stays as exact as it was trained, and its weights keep their names
            scores = torch.einsum("nth,eh->nte", states, self.queries)
            scores = scores + (attention_mask.unsqueeze(-1).to(scores.dtype) - 1) * _FAR
            pooled = torch.einsum("nte,nth->neh", torch.softmax(scores, dim=1), states)
            return torch.einsum("neh,ech->nec", self.drop(pooled), self.weight) + self.bias

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = load_encoder(base)
            self.head = Head(self.encoder.config.hidden_size)

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            return self.head(states, attention_mask), states

    network = Network()
    for weights in network.encoder.embeddings.parameters():
        weights.requires_grad = False
    return network, AutoTokenizer.from_pretrained(base.folder)


def _take_over(network: Any, start: OnnxClassifier, plan: Plan, base: Encoder) -> None:
    """Give a network the weights of a classifier that was exported."""
    import torch  # noqa: PLC0415

    card = start.card
    if (card.elements, card.classes, card.base) != (plan.elements, plan.classes, base.name):
        raise WrongModel(
            "this classifier has other elements, classes or another encoder, and cannot be trained further",
            where=str(start.folder),
            hint=_AFRESH,
        )
    weights = {name: torch.tensor(values) for name, values in recovered_weights(start.folder / WEIGHTS).items()}
    try:
        missing = network.load_state_dict(weights, strict=False).missing_keys
    except RuntimeError as error:  # torch's for weights of other shapes
        raise ModelError("this classifier is of another make", where=str(start.folder), hint=_AFRESH) from error
    if any(not name.endswith("position_ids") and "pooler" not in name for name in missing):
        raise ModelError("this classifier lacks weights", where=str(start.folder), hint=_AFRESH)


def _learn(network: Any, tokenizer: Any, lessons: Sequence[Lesson], plan: Plan, progress: Callable[[str], None]) -> None:
    import torch  # noqa: PLC0415

    weights = torch.tensor([1.0 if name == NOTHING else _SOME_VERDICT for name in plan.classes])
    groups = [
        {"params": [one for one in network.encoder.parameters() if one.requires_grad]},
        {"params": network.head.parameters()},
    ]
    rate = _DEEP_RATE if network.encoder.config.num_hidden_layers > _DEEP else _RATE
    rates = [plan.pace * rate, plan.pace * _HEAD_RATE]
    steps = plan.epochs * -(-len(lessons) // _BATCH)
    optimizer = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=steps + 1, pct_start=0.1)
    chance = random.Random(plan.seed)  # noqa: S311 (not for secrets)
    network.train()
    for epoch in range(1, plan.epochs + 1):
        losses = []
        for texts, targets in _batches(lessons, plan, chance):
            inputs = tokenizer(texts, padding=True, truncation=True, max_length=_TOKENS, return_tensors="pt")
            with torch.autocast("cpu", dtype=torch.bfloat16):  # half again as fast where the processor has it
                logits = network(inputs["input_ids"], inputs["attention_mask"])[0].float()
            loss = torch.nn.functional.cross_entropy(
                logits.reshape(-1, len(plan.classes)),
                torch.tensor(targets).reshape(-1),
                weight=weights,
                ignore_index=OPEN,
                label_smoothing=_SMOOTHING,
            )
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        progress(f"epoch {epoch} of {plan.epochs}: loss {np.mean(losses):.4f}")
    network.eval()


def _batches(lessons: Sequence[Lesson], plan: Plan, chance: random.Random) -> Iterator[tuple[list[str], list[tuple[int, ...]]]]:
    """All lessons once, in batches of like length, in a new order."""
    headings = sorted({lesson.heading for lesson in lessons if lesson.heading})
    order = list(range(len(lessons)))
    chance.shuffle(order)
    batches: list[list[int]] = []
    for first in range(0, len(order), _BATCH * _POOL):
        pool = sorted(order[first : first + _BATCH * _POOL], key=lambda at: len(lessons[at].text))
        batches += [pool[at : at + _BATCH] for at in range(0, len(pool), _BATCH)]
    chance.shuffle(batches)
    for batch in batches:
        texts = [
            read_as(
                rendered(lessons[at].heading, plan.called, headings, chance) if chance.random() < _HEADED else "",
                rendered(lessons[at].text, plan.called, headings, chance),
            )
            for at in batch
        ]
        yield texts, [lessons[at].targets for at in batch]
