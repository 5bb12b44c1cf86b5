"""Fit corpus/lexicon/verdict_weights.yaml: how far the criteria's verdict and the classifier are believed.

``python -m evals.weighing`` prints a multinomial logistic regression over the verdicts of those drafts of the dev half that carry the tag ``UNSEEN``: written after the criteria, and kept from the
classifier's examples. Before the weights it prints what the regression alone gives by cross-validation over drafts, for several least probabilities of the worst errors, from which ``least`` is chosen by hand. The test half is
never read. scikit-learn is only needed here; what is shipped computes one dot product a verdict.

    python -m evals.weighing [--keep FILE] [--beside FILE]

``--keep`` writes down what was looked at. Drafts that a classifier learns from later are unseen no more, but what the one before said of them still tells how far one is believed: ``--beside`` adds such a file, so that
the weights do not rest on the newest authors alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from pydantic import TypeAdapter
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from bot.reviewing.criteria import Judge
from bot.reviewing.findings import Scope, Verdict
from bot.reviewing.law import Law
from bot.reviewing.lexicon import load_lexicon
from bot.reviewing.provisions import Provision
from bot.reviewing.review import Reviewer
from bot.reviewing.weighing import Weights, features, shipped_weights, weigh
from bot.service import open_service
from bot.settings import Settings
from corpus.criteria import Effect
from corpus.readers import read_bytes
from evals.cases import Label, ReviewCase, datasets, load_review, select
from evals.scorers import find_all, touches
from evals.suites.review import labels_of, read_draft

UNSEEN = "unseen"
"""The tag of drafts that neither criteria nor classifier have seen."""
FOLDS = 7
STRENGTH = 0.2
"""Inverse of the regularisation; 0.1 to 0.5 are alike."""
JUDGED = tuple(verdict for verdict in Verdict if verdict is not Verdict.NEEDS_REVIEW)
"""The verdicts that are weighed; what the criteria leave to a person is not."""
ALONE_WEIGHT = 0.25
"""How much an extract counts: at 1 single clauses are judged 2 points better, and whole drafts get more that is wrongly ``met``."""
_WORKS_ON_OTHERS = frozenset({Effect.DEFINITION, Effect.EXCEPTION, Effect.APPLICATION})
"""A provision that has no other effect is no rule itself."""
_SHOWN = 0.005
"""Smaller weights are left out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One element of one draft: the features by name, what the criteria say, what is due; ``weight`` is how much it counts."""

    draft: str
    features: Mapping[str, float]
    criteria: Verdict
    due: Verdict
    weight: float = 1.0


_ROWS = TypeAdapter(list[Row])


def rows_of(case: ReviewCase, reviewer: Reviewer, folder: Path) -> Iterator[Row]:
    """The elements of a draft on which the criteria give a verdict and one is due; then those of its rules, each as an extract."""
    draft = read_draft(folder, case)
    outcome = reviewer.review([read_bytes(draft.data, draft.name)], scope=Scope(case.scope), progress=lambda _: None)
    labels = labels_of(case, [finding.element.id for finding in outcome.findings])
    yield from _rows(case.id, outcome.judge, labels)
    for text, own in _extracts(outcome.judge.anchors.law, labels):
        alone = reviewer.review([read_bytes(text.encode(), "extract.txt")], scope=Scope.EXTRACT, progress=lambda _: None)
        yield from _rows(case.id, alone.judge, own, ALONE_WEIGHT)


def _rows(draft: str, judge: Judge, labels: Sequence[Label], weight: float = 1.0) -> Iterator[Row]:
    for label in labels:
        decided = judge.by_criteria(label.element)
        taken = judge.learned.taken(label.element) if judge.learned else {}
        if decided is not None and taken and {decided.verdict, label.verdict} <= set(JUDGED):
            found = features(label.element, decided.verdict, taken, judge.core_of(label.element))
            yield Row(draft, found, decided.verdict, label.verdict, weight)


def _extracts(law: Law, labels: Sequence[Label]) -> Iterator[tuple[str, list[Label]]]:
    """The rules that a label quotes, each with what it is due alone: people paste single clauses, too.

    What the whole draft lacks is missing from its pieces; as many such labels are taken as there are others. A rule that is ``partial`` for what stands elsewhere would be more alone, and is taken for the same: better so than
    the other way round.
    """
    lacking = [label for label in labels if label.verdict is Verdict.MISSING]
    places = {label.element: find_all(law.document.text, label.quote) for label in labels if label.quote}
    for provision in law.provisions:
        spans = [span for _, span in provision.pieces]
        own = [label for label in labels if label.verdict in JUDGED and touches(spans, places.get(label.element, ()))]
        if own and not works_on_others(law, provision):
            yield provision.text, [*own, *lacking[: len(own)]]


def works_on_others(law: Law, provision: Provision) -> bool:
    """Whether a provision defines, excepts or applies, and does nothing else."""
    effects = {norm.effect for norm in law.norms if norm.provision.order == provision.order}
    return bool(effects) and effects <= _WORKS_ON_OTHERS


def fit(rows: Sequence[Row], least: Mapping[str, float]) -> Weights:
    """The regression as weights."""
    names = sorted({name for row in rows for name in row.features})
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    model.fit(
        [[row.features.get(name, 0.0) for name in names] for row in rows],
        [row.due.value for row in rows],
        [row.weight for row in rows],
    )
    weights = {
        Verdict(verdict): {name: round(float(value), 2) for name, value in zip(names, line, strict=True) if abs(value) > _SHOWN}
        for verdict, line in zip(model.classes_, model.coef_, strict=True)
    }
    intercepts = {
        Verdict(verdict): round(float(value), 2) for verdict, value in zip(model.classes_, model.intercept_, strict=True)
    }
    return Weights(intercepts=intercepts, weights=weights, least=dict(least), opposed=shipped_weights().opposed)


def cross_validated(rows: Sequence[Row], least: Mapping[str, float]) -> dict[str, float]:
    """What weights give on whole drafts that they were not fitted on."""
    drafts = sorted({row.draft for row in rows})
    fold = {draft: number % FOLDS for number, draft in enumerate(drafts)}
    pairs: list[tuple[Verdict, Verdict]] = []
    for held in range(FOLDS):
        weights = fit([row for row in rows if fold[row.draft] != held], least)
        held_rows = [row for row in rows if fold[row.draft] == held and row.weight == 1]
        pairs += [(row.due, weigh(row.criteria, row.features, weights)) for row in held_rows]
    return rates(pairs)


def rates(pairs: Sequence[tuple[Verdict, Verdict]]) -> dict[str, float]:
    """Shares of (due, given): right verdicts, wrongly met, conflicts found, wrongly in conflict."""

    def share(of: Sequence[bool]) -> float:
        return round(float(np.mean(of)), 3) if of else 0.0

    return {
        "right": share([due is said for due, said in pairs]),
        "wrongly met": share([said is Verdict.MET for due, said in pairs if due is not Verdict.MET]),
        "conflicts found": share([said is Verdict.CONFLICT for due, said in pairs if due is Verdict.CONFLICT]),
        "wrongly conflict": share([said is Verdict.CONFLICT and due is not said for due, said in pairs]),
    }


def main() -> None:
    """Print what several least probabilities give, and the weights."""
    parser = argparse.ArgumentParser(prog="python -m evals.weighing")
    parser.add_argument("--keep", type=Path, help="write what was looked at to this file")
    parser.add_argument("--beside", type=Path, help="fit also on what an earlier run kept")
    chosen = parser.parse_args()
    folder = datasets() / "review"
    cases = [case for case in select(load_review()[0], split="dev") if UNSEEN in case.tags]
    with TemporaryDirectory() as data:
        service = open_service(Settings(data_dir=Path(data)))
        reviewer = Reviewer(service.register, load_lexicon(), classifier=service.classifier)
        rows = [row for case in cases for row in rows_of(case, reviewer, folder)]
    if chosen.keep:
        chosen.keep.write_bytes(_ROWS.dump_json(rows))
    if chosen.beside:
        rows += _ROWS.validate_json(chosen.beside.read_bytes())
    whole = sum(row.weight == 1 for row in rows)
    sys.stdout.write(
        f"# {whole} verdicts in {len({row.draft for row in rows})} drafts, {len(rows) - whole} on their clauses alone\n"
    )
    for met in (0.5, 0.6, 0.65, 0.7):
        for against in (0.0, 0.1, 0.15):
            for conflict in (0.0, 0.35, 0.4, 0.5):
                least = {"met": met, "met beside partial": met + against, "conflict": conflict}
                sys.stdout.write(f"# {least}: {cross_validated(rows, least)}\n")
    sys.stdout.write(f"{fit(rows, {}).model_dump_json()}\n")


if __name__ == "__main__":
    main()
