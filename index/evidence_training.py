"""Trains the evidence model: a cross-encoder for ranking passages, tuned to tell answers and corrections from the rest, exported to ONNX in 8-bit weights.

It starts from the packaged reranker (ms-marco-MiniLM-L-12-v2); its embeddings and lowest layers stay as they are (Howard and Ruder, 2018, on tuning a language model for
classification). Needs the extra ``rerank``; three quarters of an hour on two cores.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.averaging import mean_network
from index.evidence_model import CARD, CLASSES, EvidenceCard
from index.onnx_export import export_int8, file_sha256, put_model, recovered_weights
from index.onnx_model import TOKENIZER, WEIGHTS

INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")
_TOKENS: Final = 128
_BATCH: Final = 32
_RATE: Final = 1e-4
_HEAD_RATE: Final = 5e-4
_CLASS_WEIGHTS: Final = (1.0, 2.0, 3.0)
"""Most sentences answer nothing; most that bear on a question do not correct it."""
_SMOOTHING: Final = 0.02
_FROZEN: Final = 4
"""The lowest layers, which are not tuned."""
_HIDDEN, _INTERMEDIATE, _HEADS, _VOCABULARY = 384, 1536, 12, 30522
"""The shape of the packaged reranker."""
_START: Final = (0.0, 0.3, 0.2)
"""How much of the reranker's relevance each class starts from."""
_POOL: Final = 20
"""Batches are made of groups of like length among so many batches."""
_LISTWISE: Final = 0.5
"""Weight of ranking the sentences of one question against each other (ListNet; Cao et al., 2007) beside judging each alone."""


@dataclass(frozen=True, slots=True)
class EvidencePair:
    """A question, a sentence as it is told, and the index of what it does among ``CLASSES``.

    ``group`` numbers what is asked: pairs that share it are ranked against each other.
    """

    question: str
    sentence: str
    target: int
    group: int = 0


@dataclass(frozen=True, slots=True)
class EvidencePlan:
    """What to record in the card, and how often each pair is read."""

    pages: int
    questions: int
    data_sha256: str
    epochs: int
    seed: int = 0


def train_evidence(
    pairs: Sequence[EvidencePair], plan: EvidencePlan, base: Path, folder: Path, progress: Callable[[str], None]
) -> EvidenceCard:
    """Train an evidence model and put it into a folder.

    Args:
        pairs: what it learns from, n of them.
        plan: how.
        base: the folder of the packaged reranker, or of an evidence model that is to be trained further: ``model.onnx`` with 8-bit weights, and ``tokenizer.json``.
        folder: where the three files go; it is made, and files of these names in it are replaced at the end.
        progress: told of each epoch.

    Raises:
        ModelError: the base is no such model.
    """
    import torch  # noqa: PLC0415 (seconds)

    torch.manual_seed(plan.seed)
    network = _network(base)
    _learn(network, _tokenizer(base), pairs, plan, progress)
    return _put(network, base, plan, len(pairs), folder)


def mean_evidence(models: Mapping[Path, float], plan: EvidencePlan, pairs: int, folder: Path) -> EvidenceCard:
    """Put the weighted mean of evidence models that come from one another into a folder.

    One that was trained further on one page answers it better and others worse; the mean of its weights with those of its forebears keeps most of both (``index.averaging``).

    Args:
        models: by folder, how much each counts.
        plan: what to record in the card.
        pairs: how many pairs they have learnt from in all.
        folder: where the three files go, which may be one of the models' own.

    Raises:
        ModelError: one of them is no such model.
    """
    mean = mean_network([(_network(base), share) for base, share in models.items()])
    return _put(mean, next(iter(models)), plan, pairs, folder)


def _put(network: Any, base: Path, plan: EvidencePlan, pairs: int, folder: Path) -> EvidenceCard:
    """Export a network and put it into a folder with its tokenizer and card."""
    with tempfile.TemporaryDirectory() as made:
        export_int8(network, Path(made), INPUTS)
        shutil.copyfile(base / TOKENIZER, Path(made) / TOKENIZER)
        card = EvidenceCard(
            classes=CLASSES,
            tokens=_TOKENS,
            base="cross-encoder/ms-marco-MiniLM-L-12-v2",
            pages=plan.pages,
            questions=plan.questions,
            pairs=pairs,
            data_sha256=plan.data_sha256,
            model_sha256=file_sha256(Path(made) / WEIGHTS),
            tokenizer_sha256=file_sha256(Path(made) / TOKENIZER),
        )
        put_model(Path(made), folder, CARD, card)
    return card


def _network(base: Path) -> Any:
    """The reranker's encoder with a layer of three classes on its pooled state: (n, 3) from (n, tokens)."""
    import torch  # noqa: PLC0415
    from transformers import BertConfig, BertForSequenceClassification  # noqa: PLC0415

    weights = {name: torch.tensor(values) for name, values in recovered_weights(base / WEIGHTS).items()}
    layers = 1 + max(int(name.split(".")[3]) for name in weights if ".layer." in name)
    config = BertConfig(
        vocab_size=_VOCABULARY,
        hidden_size=_HIDDEN,
        intermediate_size=_INTERMEDIATE,
        num_attention_heads=_HEADS,
        num_hidden_layers=layers,
    )
    config.num_labels = len(CLASSES)
    bert: Any = BertForSequenceClassification(config)
    head, bias = weights.pop("classifier.weight"), weights.pop("classifier.bias")
    bert.load_state_dict(weights, strict=False)
    with torch.no_grad():
        if len(head) == len(CLASSES):  # an evidence model that is trained further
            bert.classifier.weight.copy_(head)
            bert.classifier.bias.copy_(bias)
        else:
            bert.classifier.weight.copy_(torch.tensor(_START).unsqueeze(1) * head + 0.01 * torch.randn(len(CLASSES), _HIDDEN))
            bert.classifier.bias.zero_()
    for still in (bert.bert.embeddings, *bert.bert.encoder.layer[:_FROZEN]):
        for one in still.parameters():
            one.requires_grad = False

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            return self.bert(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).logits

    return Network()


def _tokenizer(base: Path) -> Any:
    from tokenizers import Tokenizer  # noqa: PLC0415

    tokenizer = Tokenizer.from_file(str(base / TOKENIZER))
    tokenizer.enable_truncation(_TOKENS)
    tokenizer.enable_padding()
    return tokenizer


def _learn(
    network: Any, tokenizer: Any, pairs: Sequence[EvidencePair], plan: EvidencePlan, progress: Callable[[str], None]
) -> None:
    import torch  # noqa: PLC0415

    head = list(network.bert.classifier.parameters())
    body = [one for name, one in network.named_parameters() if one.requires_grad and "classifier" not in name]
    optimizer = torch.optim.AdamW([{"params": body}, {"params": head}], lr=_RATE, weight_decay=0.01)
    chance = random.Random(plan.seed)  # noqa: S311 (not for secrets)
    epochs = [_batches(pairs, chance) for _ in range(plan.epochs)]
    steps = sum(map(len, epochs))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [_RATE, _HEAD_RATE], total_steps=steps + 1, pct_start=0.1)
    weights = torch.tensor(_CLASS_WEIGHTS)
    network.train()
    for epoch, batches in enumerate(epochs, start=1):
        losses = []
        for batch in batches:
            batch.sort(key=_length)
            with torch.autocast("cpu", dtype=torch.bfloat16):  # half again as fast where the processor has it
                halves = [
                    network(*_inputs(tokenizer, half)) for half in (batch[: len(batch) // 2], batch[len(batch) // 2 :]) if half
                ]
                logits = torch.cat(halves).float()
            targets = torch.tensor([pair.target for pair in batch])
            loss = torch.nn.functional.cross_entropy(logits, targets, weight=weights, label_smoothing=_SMOOTHING)
            loss = loss + _LISTWISE * _ranking_loss(logits, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        progress(f"epoch {epoch} of {plan.epochs}: loss {np.mean(losses):.4f}")
    network.eval()


def _ranking_loss(logits: Any, batch: Sequence[EvidencePair]) -> Any:
    """How far the sentences that bear on a question stand before the others read with it: cross-entropy over each group's log odds.

    Args:
        logits: of the classes, (n, 3).
        batch: the n pairs; groups without a sentence that bears on the question, or with such alone, count nothing.

    Returns:
        A scalar tensor.
    """
    import torch  # noqa: PLC0415

    odds = torch.logsumexp(logits[:, 1:], dim=1) - logits[:, 0]
    groups: dict[int, list[int]] = {}
    for row, pair in enumerate(batch):
        groups.setdefault(pair.group, []).append(row)
    losses = []
    for rows in groups.values():
        bearing = [row for row in rows if batch[row].target]
        if bearing and len(bearing) < len(rows):
            losses.append(torch.logsumexp(odds[rows], dim=0) - torch.logsumexp(odds[bearing], dim=0))
    return torch.stack(losses).mean() if losses else logits.sum() * 0.0


def _inputs(tokenizer: Any, batch: Sequence[EvidencePair]) -> list[Any]:
    import torch  # noqa: PLC0415

    read = tokenizer.encode_batch([(pair.question, pair.sentence) for pair in batch])
    return [torch.tensor([getattr(one, name) for one in read]) for name in ("ids", "attention_mask", "type_ids")]


def _batches(pairs: Sequence[EvidencePair], chance: random.Random) -> list[list[EvidencePair]]:
    """All pairs once, groups whole, in batches of like length, in a new order."""
    grouped: dict[int, list[EvidencePair]] = {}
    for pair in pairs:
        grouped.setdefault(pair.group, []).append(pair)
    groups = list(grouped.values())
    chance.shuffle(groups)
    batches: list[list[EvidencePair]] = []
    share = max(1, round(_BATCH * _POOL * len(groups) / len(pairs)))
    for first in range(0, len(groups), share):
        batch: list[EvidencePair] = []
        for group in sorted(groups[first : first + share], key=lambda group: max(map(_length, group))):
            if batch and len(batch) + len(group) > _BATCH:
                batches.append(batch)
                batch = []
            batch = [*batch, *group]
        batches.append(batch)
    chance.shuffle(batches)
    return batches


def _length(pair: EvidencePair) -> int:
    return len(pair.question) + len(pair.sentence)
