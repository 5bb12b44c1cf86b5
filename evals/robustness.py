"""How firm verdicts are: each draft is changed in ways that leave the law as it is, and the verdicts are compared with those before."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.draft_files import DraftFile
from bot.reviewing.findings import Review, Scope, Verdict
from corpus.documents import Document
from corpus.errors import ReadError
from corpus.readers import read_bytes, read_file
from evals.alignment import AlignmentResult, evaluate_alignment
from evals.cases import Split, datasets, load_review, select
from evals.perturb import PERTURBATIONS, Perturb
from evals.retrieval import SCHEMA, Progress, estimate_json, unwatched
from evals.statistics import Estimate, share_estimate
from evals.suites.base import Service
from index.errors import DataError

T = TypeVar("T")
SEED = 20110125
SHOWN = 10
"""So many kinds of moves are named, the most frequent first."""

TARGET = 0.98
"""Share of the verdicts that a change of form may not fall below."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft in its canonical text, and how it is read."""

    id: str
    document: Document
    scope: Scope


@dataclass(frozen=True, slots=True)
class Move:
    """A verdict that another form of the same draft got otherwise."""

    draft: str
    element: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class KindResult:
    """What one kind of change did. ``unmoved_addressed`` leaves out what was missing before; ``skipped`` counts drafts that it cannot be made on; ``failed`` those that could not be read any more."""

    kind: str
    unmoved: Estimate
    unmoved_addressed: Estimate
    skipped: int
    failed: tuple[str, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class RobustnessResult:
    """All kinds of changes on one set of drafts."""

    seed: int
    drafts: int
    kinds: tuple[KindResult, ...]
    alignment: tuple[AlignmentResult, ...] = ()

    @property
    def firm(self) -> bool:
        """Whether every kind that was scored reaches the target."""
        return all(kind.unmoved.value is None or kind.unmoved.value >= TARGET for kind in self.kinds)


def evaluate_robustness(
    service: Service,
    drafts: Sequence[Draft],
    *,
    kinds: Mapping[str, Perturb] = PERTURBATIONS,
    seed: int = SEED,
    progress: Progress = unwatched,
) -> RobustnessResult:
    """Review each draft as it is and changed in every way, and count the verdicts that stay.

    Args:
        service: the bot.
        drafts: what to review.
        kinds: the ways to change a draft, by name.
        seed: of the random choices; each draft and kind draws from a generator of its own.
        progress: told of each draft.

    Raises:
        DataError: there is no draft.
    """
    if not drafts:
        raise DataError("there is no draft to change", where="robustness", hint="check the split or the folder")
    before = {draft.id: _verdicts(service, draft, draft.document.text) for draft in drafts}
    results = []
    for kind, perturb in kinds.items():
        results.append(_evaluate_kind(service, drafts, before, kind=kind, perturb=perturb, seed=seed))
        progress("changing drafts", len(results), len(kinds))
    alignment = evaluate_alignment([(draft.id, draft.document) for draft in drafts], seed=seed)
    return RobustnessResult(seed, len(drafts), tuple(results), alignment)


def chosen_kinds(names: Sequence[str]) -> Mapping[str, Perturb]:
    """The ways to change drafts with these names; all where none is named.

    Raises:
        DataError: there is none of a name.
    """
    return chosen(PERTURBATIONS, names, "way to change drafts")


def chosen(ways: Mapping[str, T], names: Sequence[str], what: str) -> Mapping[str, T]:
    """Those with some names; all where none is named.

    Raises:
        DataError: there is none of a name; ``what`` says what it would be.
    """
    for name in names:
        if name not in ways:
            raise DataError(f"there is no such {what}", where=name, hint=f"choose among {', '.join(ways)}")
    return {name: ways[name] for name in names} or ways


Verdicts = dict[str, str]


def _evaluate_kind(
    service: Service, drafts: Sequence[Draft], before: Mapping[str, Verdicts], *, kind: str, perturb: Perturb, seed: int
) -> KindResult:
    seen: list[tuple[str, float]] = []
    addressed: list[tuple[str, float]] = []
    moves: list[Move] = []
    failed: list[str] = []
    skipped = 0
    for draft in drafts:
        text = perturb(draft.document, random.Random(f"{seed} {kind} {draft.id}"))  # noqa: S311 - nothing secret
        if text is None:
            skipped += 1
            continue
        after = _verdicts(service, draft, text)
        failed += [draft.id] if not after else []
        for element, verdict in before[draft.id].items():
            now = after.get(element, NOT_READ)
            seen.append((draft.id, float(now == verdict)))
            addressed += [seen[-1]] if verdict != Verdict.MISSING.value else []
            moves += [Move(draft.id, element, verdict, now)] if now != verdict else []
    return KindResult(kind, share_estimate(seen), share_estimate(addressed), skipped, tuple(failed), tuple(moves))


NOT_READ = "not read"


def _verdicts(service: Service, draft: Draft, text: str) -> Verdicts:
    """The verdicts by element; none where the text cannot be read."""
    try:
        review: Review = service.review(DraftFile(f"{draft.id}.txt", text.encode()), scope=draft.scope)
    except ReadError:
        return {}
    return {finding.element.id: finding.verdict.value for finding in review.findings}


def suite_drafts(split: Split | None = "dev") -> list[Draft]:
    """The drafts of the shipped review suite."""
    cases = select(load_review()[0], split=split)
    return [_draft(case.id, datasets() / "review" / case.draft, Scope(case.scope)) for case in cases]


def folder_drafts(folder: Path) -> list[Draft]:
    """The files of a folder that can be read, in the order of their names.

    Raises:
        DataError: there is no such folder.
        ReadError: a file of a known kind cannot be read.
    """
    if not folder.is_dir():
        raise DataError("there is no such folder", where=str(folder), hint="name a folder of drafts")
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    return [_draft(path.name, path, Scope.AUTO) for path in paths]


_SUFFIXES = frozenset({".docx", ".pdf", ".html", ".htm", ".md", ".txt"})


def _draft(name: str, path: Path, scope: Scope) -> Draft:
    """A draft whose text is read again as plain text, so that it and its changed forms take the same way."""
    text = read_file(path).document.text
    return Draft(name, read_bytes(text.encode(), f"{path.stem}.txt").document, scope)


def robustness_json(result: RobustnessResult) -> dict[str, Any]:
    """The result for programs."""
    return {
        "schema": SCHEMA,
        "seed": result.seed,
        "drafts": result.drafts,
        "target": TARGET,
        "firm": result.firm,
        "kinds": [_kind_json(kind) for kind in result.kinds],
        "alignment": [
            {"way": one.way, "right": estimate_json(one.right), "wrong": list(one.wrong[:SHOWN])} for one in result.alignment
        ],
    }


def _kind_json(result: KindResult) -> dict[str, Any]:
    return {
        "kind": result.kind,
        "unmoved": estimate_json(result.unmoved),
        "unmoved_addressed": estimate_json(result.unmoved_addressed),
        "skipped": result.skipped,
        "failed": list(result.failed),
        "to_met": sum(move.after == Verdict.MET.value for move in result.moves),
        "moves": [
            {"element": element, "before": before, "after": after, "n": n}
            for (element, before, after), n in frequent_moves(result)
        ],
        "moved": [{"draft": m.draft, "element": m.element, "before": m.before, "after": m.after} for m in result.moves],
    }


def frequent_moves(result: KindResult) -> list[tuple[tuple[str, str, str], int]]:
    """Kinds of moves with their number: (element, before, after), the most frequent first."""
    counted = Counter((move.element, move.before, move.after) for move in result.moves)
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
