"""Example provisions out of labelled drafts: what a classifier learns from beside those written by hand (``corpus.examples``).

Each provision of a draft of the dev half that is not kept for weighing (``evals.weighing``) is one example, as the classifier will read it: labelled where a case quotes it, left open ("arguable") on the elements whose
verdict rests on other words of the draft, and doing nothing where the case says ``missing``.

    python -m evals.examples > FILE
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.reviewing.annotating import classifier_texts
from bot.reviewing.findings import Scope
from bot.reviewing.lexicon import load_lexicon
from bot.reviewing.review import Reviewer
from bot.reviewing.weighing import NARROWS
from bot.service import open_service
from bot.settings import Settings
from corpus.examples import Example
from corpus.readers import read_bytes
from evals.cases import Label, ReviewCase, datasets, load_review, select
from evals.scorers import Span, find_all, touches
from evals.suites.review import labels_of, read_draft
from evals.weighing import UNSEEN, works_on_others

_OPEN = "arguable"
_LABELS = ("met", "partial", "conflict")


def examples_of(case: ReviewCase, reviewer: Reviewer, folder: Path) -> Iterator[Example]:
    """The provisions of one draft that are labelled on some element."""
    draft = read_draft(folder, case)
    outcome = reviewer.review([read_bytes(draft.data, draft.name)], scope=Scope(case.scope), progress=lambda _: None)
    law = outcome.judge.anchors.law
    elements = [finding.element.id for finding in outcome.findings]
    labels = labels_of(case, elements)
    places = {label.element: find_all(law.document.text, label.quote) for label in labels if label.quote}
    for provision, text in zip(law.provisions, classifier_texts(law, outcome.judge.anchors), strict=True):
        spans = [span for _, span in provision.pieces]
        values = dict.fromkeys(elements, _OPEN)
        values |= {label.element: _value(label, spans, places.get(label.element, ())) for label in labels}
        if works_on_others(law, provision):  # where it is the reason for ``partial``, it narrows a rule
            values = {element: NARROWS if value == "partial" else value for element, value in values.items()}
        if any(value != _OPEN for value in values.values()):
            listed = {element: value for element, value in values.items() if value}
            yield Example.model_validate({"text": text, "labels": listed, "source": case.id})


def _value(label: Label, spans: Sequence[Span], places: Sequence[Span]) -> str:
    """What a provision does for one element: "" for nothing."""
    verdict = label.verdict.value
    if verdict == "missing":
        return ""
    return verdict if verdict in _LABELS and touches(spans, places) else _OPEN


def main() -> None:
    """Print the examples of the dev half, JSON lines."""
    folder = datasets() / "review"
    cases, _ = load_review()
    with TemporaryDirectory() as data:
        service = open_service(Settings(data_dir=Path(data), classifier="none"))
        reviewer = Reviewer(service.register, load_lexicon())
        for case in select(cases, split="dev"):
            if UNSEEN in case.tags:
                continue  # kept for weighing
            for example in examples_of(case, reviewer, folder):
                sys.stdout.write(example.model_dump_json(exclude_defaults=True) + "\n")


if __name__ == "__main__":
    main()
