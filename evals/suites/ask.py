"""The suite ``ask``: questions to the guidance, marked on the answer's JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.answering.answer import Turn
from bot.contract import ask_json
from corpus.documents import Document
from corpus.sources import load_page
from evals.cases import GUIDANCE, AskCase, AskExpect, Split, datasets, load_ask, select
from evals.measures import Mark, Measure, of_metric
from evals.scorers import answer_words, covered, plain, says, says_one_of, uncovered, verbatim_faults
from evals.suites.base import Json, Service, Suite, Texts

NAME = "ask"
CORRECT = "correct"
PARTS = ("status", "quotes", "facts", "absent", "gaps", "corrects", "recommendations", "verbatim")
"""What an answer must get right, as far as its case asks for it, to be correct."""


def ask_suite(folder: Path | None = None, *, split: Split | None = None, ids: Sequence[str] = ()) -> Suite[AskCase]:
    """The suite on the shipped questions, or on those in a folder.

    Raises:
        DataError: the data set cannot be used.
    """
    cases, sha256 = load_ask(folder)
    chosen = select(cases, split=split, ids=ids)
    pages = _pages(chosen, folder or datasets() / NAME)
    return Suite(NAME, chosen, sha256, MEASURES, Asking(pages), score_ask, needs_index=True, pages=pages)


def _pages(cases: Sequence[AskCase], folder: Path) -> dict[str, Document]:
    names = sorted({name for case in cases for name in case.guidance})
    return {name: load_page(folder / GUIDANCE / f"{name}.md").document for name in names}


class Asking:
    """Asks as a user would who has loaded the pages that a case names; a service with the same pages is made once."""

    def __init__(self, pages: Mapping[str, Document]) -> None:
        self._pages = pages
        self._services: dict[tuple[str, ...], Service] = {}

    def __call__(self, case: AskCase, service: Service) -> Json:
        """The answer's JSON."""
        history = [Turn(message.role, message.content) for message in case.history]
        return ask_json(self._with(case.guidance, service).ask(case.question, history), case_id=case.id)

    def _with(self, names: tuple[str, ...], service: Service) -> Service:
        if names and names not in self._services:
            self._services[names] = service.beside({name: self._pages[name] for name in names})
        return self._services[names] if names else service


def score_ask(case: AskCase, output: Json | None, texts: Texts) -> tuple[Mark, ...]:
    """Mark one answer; without an output all that the case asks for is wrong."""
    marks = _marks(case.expect, output or _NOTHING, texts)
    right = min((mark.value for mark in marks if mark.value is not None and mark.metric in PARTS), default=0.0)
    return (Mark(metric=CORRECT, value=float(right == 1.0), counts=False), *marks)


_NOTHING: Json = {"status": "error", "answer": "", "citations": [], "gaps": [], "recommendations": []}


def _marks(expect: AskExpect, output: Json, texts: Texts) -> tuple[Mark, ...]:
    failed = output["status"] == "error"
    marks = (
        Mark(metric="status", value=float(output["status"] == expect.status), expected=expect.status, actual=output["status"]),
        _quotes(expect, output),
        _facts(expect, output),
        _absent(expect, output),
        _gaps(expect, output),
        _corrects(expect, output),
        _recommendations(expect, output),
        _verbatim(output, texts),
        _focus(expect, output),
    )
    return tuple(mark.model_copy(update={"value": 0.0}) if failed and mark.value is not None else mark for mark in marks)


def _all_of(metric: str, wanted: Sequence[Any], lacking: Sequence[Any]) -> Mark:
    """Right when nothing lacks; not scored when nothing is wanted."""
    value = None if not wanted else float(not lacking)
    return Mark(metric=metric, value=value, expected=_listed(wanted), note=f"lacks {_listed(lacking)}" if lacking else "")


def _listed(strings: Sequence[Any]) -> str:
    return " | ".join(one if isinstance(one, str) else " or ".join(one) for one in strings)


def _quotes(expect: AskExpect, output: Json) -> Mark:
    return _all_of("quotes", expect.quotes, uncovered(expect.quotes, _cited(output)))


def _cited(output: Json) -> list[str]:
    return [citation["quote"] for citation in output["citations"]]


def _facts(expect: AskExpect, output: Json) -> Mark:
    text = answer_words(output["answer"])
    return _all_of("facts", expect.facts, [fact for fact in expect.facts if not says_one_of(text, fact)])


def _absent(expect: AskExpect, output: Json) -> Mark:
    text = answer_words(output["answer"])
    said = [word for word in expect.absent if says(text, word)]
    value = None if not expect.absent else float(not said)
    return Mark(metric="absent", value=value, expected=_listed(expect.absent), note=f"says {_listed(said)}" if said else "")


def _gaps(expect: AskExpect, output: Json) -> Mark:
    stated = plain(" / ".join(output["gaps"]))
    value = None if not expect.gaps else float(says_one_of(stated, expect.gaps))
    return Mark(metric="gaps", value=value, expected=" or ".join(expect.gaps), actual=" / ".join(output["gaps"]))


def _corrects(expect: AskExpect, output: Json) -> Mark:
    """A false premise is put right by quoting what contradicts it."""
    right = output["status"] == "answered" and not uncovered(expect.quotes, _cited(output))
    return Mark(metric="corrects", value=float(right) if expect.corrects else None)


def _recommendations(expect: AskExpect, output: Json) -> Mark:
    named = output["recommendations"]
    mark = _all_of("recommendations", expect.recommendations, [one for one in expect.recommendations if one not in named])
    return mark.model_copy(update={"actual": _listed(named)})


def _verbatim(output: Json, texts: Texts) -> Mark:
    faults, checked = verbatim_faults(output["citations"], texts)
    return Mark(metric="verbatim", value=float(not faults) if checked else None, note="; ".join(faults))


def _focus(expect: AskExpect, output: Json) -> Mark:
    """The share of citations that bear on an expected quote: an answer that cites the whole page is not focused."""
    cited = _cited(output)
    if not expect.quotes or not cited:
        return Mark(metric="focus", value=None, counts=False)
    apt = [quote for quote in cited if any(covered(wanted, quote) or covered(quote, wanted) for wanted in expect.quotes)]
    return Mark(metric="focus", value=len(apt) / len(cited), counts=False)


def _due(status: str) -> Measure:
    """Of the cases in which a status was due, how many got it."""
    title = "Refused, of those to be refused (recall)" if status == "refused" else "Answered, of those to be answered"
    return Measure(
        f"{status}_recall",
        title,
        lambda m: float(m.actual == status) if m.metric == "status" and m.expected == status else None,
        headline=True,
    )


def _given(status: str) -> Measure:
    """Of the cases that got a status, in how many it was due."""
    title = "To be refused, of those refused (precision)" if status == "refused" else "To be answered, of those answered"
    return Measure(
        f"{status}_precision",
        title,
        lambda m: float(m.expected == status) if m.metric == "status" and m.actual == status else None,
        headline=True,
    )


MEASURES = (
    Measure(CORRECT, "Answered correctly (all that applies)", of_metric(CORRECT), by_tag=True, headline=True),
    Measure("status", "Answered or refused rightly", of_metric("status"), by_tag=True, headline=True),
    _due("refused"),
    _given("refused"),
    _due("answered"),
    Measure("quotes", "Expected quotes covered", of_metric("quotes"), headline=True),
    Measure("facts", "Expected facts stated", of_metric("facts")),
    Measure("absent", "Nothing said that must not be", of_metric("absent")),
    Measure("gaps", "Gap named (two-part questions)", of_metric("gaps")),
    Measure("corrects", "False premise put right", of_metric("corrects")),
    Measure("recommendations", "Recommendations named", of_metric("recommendations")),
    Measure("verbatim", "Every citation verbatim", of_metric("verbatim"), headline=True),
    Measure("focus", "Citations that bear on an expected quote", of_metric("focus"), kind="mean"),
)
