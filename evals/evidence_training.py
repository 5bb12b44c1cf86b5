"""From questions to guidance pages to the evidence model: which pairs it learns from.

Pages that are held out it never sees: the weights of the features are fitted on these, and they show how the model does on a subject that is new to it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from evals.questions import PageReader, Read, evidence_folders, load_pages
from index.evidence_model import CLASSES, EvidenceCard
from index.evidence_training import EvidencePair, EvidencePlan, train_evidence

NEAR, NEAR_UNANSWERED = 5, 7
"""How many sentences that do not answer are learnt from, for a part that is answered and one that is not: the first ones."""
FAR = 0.03
"""Share of the other sentences."""
SEED = 0


class Told(NamedTuple):
    """A sentence as it is told, and its page."""

    page: str
    told: str


def pairs_of(parts: Sequence[Sequence[Read]], strange: Sequence[Sequence[Told]] = (), seed: int = SEED) -> list[EvidencePair]:
    """What is learnt from parts with the sentences that are loaded, best first: all that answer, the near misses, a few others.

    ``strange`` are sentences by folder: one of another page is learnt from, too, so that no page is taken to answer whatever is asked. Folders have about equal shares.
    """
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    chosen: list[EvidencePair] = []
    for group, reads in enumerate(parts):
        near = NEAR if reads and reads[0].asked.answers else NEAR_UNANSWERED
        for read in reads:
            if read.due is None:
                continue
            if read.due != CLASSES[0] or read.rank < near or chance.random() < FAR:
                chosen.append(EvidencePair(read.part.asked, read.told, CLASSES.index(read.due), group))
        stranger = chance.choice(chance.choice(strange)) if strange and reads else None
        if stranger is not None and stranger.page != reads[0].page:
            chosen.append(EvidencePair(reads[0].part.asked, stranger.told, CLASSES.index(CLASSES[0]), group))
    return chosen


def _told(read: Read) -> Told:
    return Told(read.evidence.sentence.document.id, read.told)


def train_from(
    folders: Sequence[Path] | None, out: Path, reader: PageReader, *, base: Path, epochs: int, progress: Callable[[str], None]
) -> EvidenceCard:
    """Train the evidence model on folders of pages with questions, but for those held out; ``base`` is what it starts from.

    A folder that is named twice is learnt from twice in each epoch: so a model that is trained further reads what is new to it more often. Without ``folders`` all are read that come with clausewise.

    Raises:
        DataError: the pages or their questions cannot be used.
        ModelError: an extra is not installed.
    """
    named = tuple(folders or evidence_folders())
    pages, sha256 = load_pages(named)
    learnt = {folder: [page for page in load_pages([folder])[0] if not page.held_out] for folder in dict.fromkeys(named)}
    parts = {folder: [reads for page in of for reads in reader.read(page, claims=True)] for folder, of in learnt.items()}
    strange = [tuple({_told(read): None for reads in of for read in reads}) for of in parts.values()]
    pairs = pairs_of([reads for folder in named for reads in parts[folder]], strange)
    questions = sum(len(page.questions) for of in learnt.values() for page in of)
    count = sum(map(len, learnt.values()))
    progress(f"{count} pages, {questions} questions, {len(pairs)} pairs; {len(pages) - count} pages held out")
    plan = EvidencePlan(count, questions, sha256, epochs, SEED)
    return train_evidence(pairs, plan, base, out, progress)
