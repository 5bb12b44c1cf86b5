"""From questions to guidance pages to the evidence model: which pairs it learns from.

Pages that are held out it never sees: the weights of the features are fitted on these, and they show how the model does on a subject that is new to it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.questions import PageReader, Read, load_pages
from index.evidence_model import CLASSES, EvidenceCard
from index.evidence_training import EvidencePair, EvidencePlan, train_evidence

NEAR, NEAR_UNANSWERED = 5, 7
"""How many of the first sentences that do not answer are learnt from, for a part that is answered and one that is not."""
FAR = 0.03
"""Share of the other sentences."""
SEED = 0


def pairs_of(parts: Sequence[Sequence[Read]], seed: int = SEED) -> list[EvidencePair]:
    """What is learnt from parts with all sentences of their pages, best first: all that answer, the first that do not, a few others."""
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    chosen: list[EvidencePair] = []
    for reads in parts:
        near = NEAR if reads and reads[0].asked.answers else NEAR_UNANSWERED
        for read in reads:
            if read.due is None:
                continue
            if read.due != CLASSES[0] or read.rank < near or chance.random() < FAR:
                chosen.append(EvidencePair(read.part.asked, read.told, CLASSES.index(read.due)))
    return chosen


def train_from(
    folder: Path | None, out: Path, reader: PageReader, *, base: Path, epochs: int, progress: Callable[[str], None]
) -> EvidenceCard:
    """Train the evidence model on a folder of pages with questions, but for those held out; ``base`` is what it starts from.

    Raises:
        DataError: the pages or their questions cannot be used.
        ModelError: an extra is not installed.
    """
    pages, sha256 = load_pages(folder)
    learnt = [page for page in pages if not page.held_out]
    pairs = pairs_of([reads for page in learnt for reads in reader.read(page)])
    questions = sum(len(page.questions) for page in learnt)
    progress(f"{len(learnt)} pages, {questions} questions, {len(pairs)} pairs; {len(pages) - len(learnt)} pages held out")
    plan = EvidencePlan(len(learnt), questions, sha256, epochs, SEED)
    return train_evidence(pairs, plan, base, out, progress)
