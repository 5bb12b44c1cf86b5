"""Which words decide, out of labelled drafts: teaches the classifier of the register that is set, and the second that reads beside it, what people quote (``index.span_training``).

Each quote of a label of the dev half is a lesson, in the provision that holds most of it. Drafts with the tag ``evals.weighing.UNSEEN`` are left out: they show how well it is learnt.

    python -m evals.spans
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.reviewing.amending import amended
from bot.reviewing.joining import join_readings
from bot.reviewing.law import Law
from bot.reviewing.lexicon import Lexicon, load_lexicon
from bot.reviewing.provisions import Provision
from bot.service import register_path
from bot.settings import load_settings
from corpus.readers import read_bytes
from evals.cases import ReviewCase, datasets, load_review, select
from evals.scorers import Span, find_all
from evals.suites.review import read_draft
from evals.weighing import UNSEEN
from index.classifier import SECOND, OnnxClassifier, classifier_folder
from index.span_training import Quoted, train_spans


def quotes_of(case: ReviewCase, lexicon: Lexicon, folder: Path) -> Iterator[Quoted]:
    """What the labels of one draft quote, each in the provision that holds most of it."""
    draft = read_draft(folder, case)
    document = join_readings([read_bytes(draft.data, draft.name)]).document
    law = Law(document, lexicon, amended(document))
    for label in case.expect:
        places = find_all(document.text, label.quote) if label.quote else []
        found = [(one, region) for one in law.provisions for place in places if (region := _within(one, place))]
        if found:
            provision, (start, end) = max(found, key=lambda each: each[1][1] - each[1][0])
            yield Quoted(provision.text, label.element, start, end)


def _within(provision: Provision, place: Span) -> Span | None:
    """What one piece of a provision holds of a place in the document, as offsets into the provision's text; the longest such part, None where there is none.

    A piece may span an inserted text for which the provision's own holds a mark alone: what lies past the next piece is not read there.
    """
    ends = [offset for offset, _ in provision.pieces[1:]] + [len(provision.text)]
    parts = [
        (offset + max(low, place[0]) - low, min(end, offset + min(high, place[1]) - low))
        for (offset, (low, high)), end in zip(provision.pieces, ends, strict=True)
        if min(high, place[1], low + end - offset) > max(low, place[0])
    ]
    return max(parts, key=lambda part: part[1] - part[0], default=None)


def _say(message: str) -> None:
    sys.stderr.write(f"{message}\n")


def main() -> None:
    """Teach the classifier, and the second where there is one."""
    drafts, lexicon = datasets() / "review", load_lexicon()
    cases = [case for case in select(load_review()[0], split="dev") if UNSEEN not in case.tags]
    lessons = [quoted for case in cases for quoted in quotes_of(case, lexicon, drafts)]
    first = classifier_folder(register_path(load_settings()))
    second = first / SECOND
    for folder in (first, second) if second.is_dir() else (first,):
        card = train_spans(lessons, OnnxClassifier(folder), _say)
        sys.stdout.write(f"{folder.name}: learnt from {card.quotes} quotes, sha256 {card.spans_sha256}\n")


if __name__ == "__main__":
    main()
