"""How firm answers are: each question of the suite is typed otherwise, and marked as the suite marks it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.cases import AskCase
from evals.retrieval import SCHEMA, Progress, estimate_json, unwatched
from evals.retype import WAYS, Retype
from evals.robustness import SEED, SHOWN, chosen
from evals.statistics import Estimate, share_estimate
from evals.suites.ask import CORRECT
from evals.suites.base import Service, Suite, Texts
from index.errors import DataError


@dataclass(frozen=True, slots=True)
class Retyped:
    """What one way of typing did: the share of right answers, and the questions, as typed, that were ``lost`` and ``won`` by it."""

    way: str
    right: Estimate
    lost: tuple[tuple[str, str], ...]
    won: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AskingResult:
    """All ways of typing the same questions, beside the questions as they are."""

    seed: int
    plain: Estimate
    ways: tuple[Retyped, ...]


def evaluate_asking(
    suite: Suite[AskCase],
    service: Service,
    *,
    ways: Mapping[str, Retype] = WAYS,
    seed: int = SEED,
    progress: Progress = unwatched,
) -> AskingResult:
    """Ask every question as it is and typed in every way, and count what is right.

    Args:
        suite: the questions, how they are asked and marked. Earlier turns of a conversation stay as they are.
        service: the bot.
        ways: the ways of typing, by name.
        seed: of the random choices; each question and way draws from a generator of its own.
        progress: told of each way.

    Raises:
        DataError: there is no question.
        IndexMissing: the index has not been built.
    """
    if not suite.cases:
        raise DataError("there is no question to type otherwise", where="asking", hint="check the split")
    service.open_index()
    texts = {document.sha256: document.text for document in (*service.documents.values(), *suite.pages.values())}
    plain = {case.id: _right(suite, case, service, texts) for case in suite.cases}
    found = []
    for way, retype in ways.items():
        retyped = [
            case.model_copy(update={"question": retype(case.question, random.Random(f"{seed} {way} {case.id}"))})  # noqa: S311 - nothing secret
            for case in suite.cases
        ]
        right = {case.id: _right(suite, case, service, texts) for case in retyped}
        moved = [(case.id, case.question) for case in retyped if right[case.id] != plain[case.id]]
        lost, won = (tuple(one for one in moved if right[one[0]] == now) for now in (0.0, 1.0))
        found.append(Retyped(way, share_estimate(list(right.items())), lost, won))
        progress("typing questions", len(found), len(ways))
    return AskingResult(seed, share_estimate(list(plain.items())), tuple(found))


def chosen_ways(names: Sequence[str]) -> Mapping[str, Retype]:
    """The ways of typing with these names; all where none is named.

    Raises:
        DataError: there is none of a name.
    """
    return chosen(WAYS, names, "way of typing")


def _right(suite: Suite[AskCase], case: AskCase, service: Service, texts: Texts) -> float:
    marks = suite.score(case, suite.produce(case, service), texts)
    return next(mark.value or 0.0 for mark in marks if mark.metric == CORRECT)


def asking_json(result: AskingResult, *, show: bool) -> dict[str, Any]:
    """The result for programs; ``show``: with the questions that were lost and won, which are not shown of the test half."""
    return {
        "schema": SCHEMA,
        "seed": result.seed,
        "plain": estimate_json(result.plain),
        "ways": [
            {
                "way": one.way,
                "right": estimate_json(one.right),
                "lost": len(one.lost),
                "won": len(one.won),
                **({"lost_questions": _shown(one.lost), "won_questions": _shown(one.won)} if show else {}),
            }
            for one in result.ways
        ],
    }


def _shown(moved: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"id": case_id, "question": question} for case_id, question in moved[:SHOWN]]
