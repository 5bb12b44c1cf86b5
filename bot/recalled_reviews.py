"""Reviews that were kept as JSON, made reviews again: the way back from ``bot.contract.review_json``.

Nothing is judged again: a review is opened as it was judged then. Only its files are read again, since the JSON holds neither their text nor the way
from a word back to its place in Word; their text has to be the one that was judged, so that every quote still stands where it stood. Quotes of
guidance that has changed stand as they were, and a note says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.answering.answer import Engine
from bot.errors import ReviewError
from bot.recall import Json, recalled_citation, with_note
from bot.reviewing.findings import (
    Clause,
    ClauseQuote,
    Finding,
    Match,
    Nearest,
    Opinion,
    Override,
    OverrideKind,
    Review,
    Role,
    Scope,
    Verdict,
)
from bot.reviewing.joining import join_readings
from bot.spending import Spending
from corpus.documents import Document, Reading
from corpus.errors import QuoteNotFound, RegisterError
from corpus.register import BoundRegister, Register

CHANGED: Final = "the guidance has changed since this was reviewed; quotes of it stand as they were then"
_SPENT: Final = {"model_calls": "calls", "model_cached": "cached", "tokens_in": "tokens_in", "tokens_out": "tokens_out"}
"""What a chat model cost, which the JSON holds beside the timings: the key there, the field here."""


def recalled_review(
    told: Json, readings: Sequence[Reading], register: BoundRegister, documents: Mapping[str, Document]
) -> Review:
    """The review that ``review_json`` told; told again, it is the same JSON.

    Args:
        told: the JSON object.
        readings: of the files that were judged, in the order in which they were given.
        register: the one that is loaded.
        documents: the guidance that is loaded, by id.

    Raises:
        ReviewError: the register is another one by now, these are not the files that were judged or their text is read otherwise by now, or this is no review's JSON.
    """
    if not readings:
        raise ReviewError("a review is opened with the files it was made from, and none was given", hint="give the drafts")
    reading = join_readings(readings)
    try:
        _check_register(told["register"], register.register)
        _check_files(told["document"], reading.document)
        return _review(told, reading, register.register, documents)
    except (AttributeError, KeyError, TypeError, ValueError, QuoteNotFound, RegisterError) as error:
        raise ReviewError("this is no review as `clausewise review --json` prints it", hint="review the draft again") from error


def _check_register(told: Json, register: Register) -> None:
    if told["sha256"] == register.sha256:
        return
    then, now = f"{told['id']} {told['version']}", f"{register.id} {register.version}"
    other = f"; loaded is {now}" if then != now else ", which has been edited since"
    hint = "load that register" if told["id"] != register.id else "review the draft again"
    raise ReviewError(f"this was judged against the register {then}{other}", where="the saved review", hint=hint)


def _check_files(told: Json, document: Document) -> None:
    """Names may differ; the text may not, since all quotes are places in it."""
    if told["text_sha256"] == document.sha256:
        return
    if told["sha256"] != document.file_sha256:
        raise ReviewError(
            f"this is not what was judged ({told['name']})", where=document.id, hint="give the files of then, in their order"
        )
    raise ReviewError(
        "the text that is read here is no longer the one that was judged", where=document.id, hint="review it again"
    )


def _review(told: Json, reading: Reading, register: Register, documents: Mapping[str, Document]) -> Review:
    clauses = tuple(_clause(one) for one in told["clauses"])
    recalling = _Recalling(reading.document, {clause.id: clause for clause in clauses}, register, documents)
    findings = tuple(recalling.finding(one) for one in told["findings"])
    if [finding.element for finding in findings] != [element for _, element in register.elements()]:
        raise ValueError("the findings are not those of the register's elements")
    timings = dict(told["timings_ms"])
    spent = {field: timings.pop(key) for key, field in _SPENT.items() if key in timings}
    cited = [citation for finding in told["findings"] for citation in finding["guidance"]]
    return Review(
        document=reading.document,
        source_map=reading.source_map,
        scope=Scope(told["scope"]),
        register=register,
        findings=findings,
        clauses=clauses,
        language=told["document"]["language"],
        notes=with_note(told["notes"], CHANGED, cited, documents),
        engine=Engine(**told["engine"]),
        timings_ms=timings,
        spent=Spending(**spent) if spent else None,
    )


def _clause(told: Json) -> Clause:
    return Clause(
        id=told["clause_id"],
        number=told["number"],
        path=tuple(told["path"]),
        heading=told["heading"],
        start=told["start"],
        end=told["end"],
        page=told["page"],
        parent=told["parent"],
    )


def _override(told: Json | None) -> Override | None:
    if told is None:
        return None
    return Override(OverrideKind(told["kind"]), Verdict(told["verdict"]), told["reason"], told["by"], told["at"])


@dataclass(frozen=True, slots=True)
class _Recalling:
    """Makes findings again. ``clauses`` are those of the draft by id."""

    draft: Document
    clauses: Mapping[str, Clause]
    register: Register
    documents: Mapping[str, Document]

    def finding(self, told: Json) -> Finding:
        recommendation, element = self.register.element(told["id"])
        return Finding(
            recommendation=recommendation,
            element=element,
            verdict=Verdict(told["verdict"]),
            reasons=tuple(told["reasons"]),
            rationale=told["rationale"],
            advice=told["advice"],
            clauses=tuple(self._quote(one) for one in told["clauses"]),
            matched=tuple(Match(one["condition"], one["concept"], *self._span(one, one["text"])) for one in told["matched"]),
            guidance=tuple(recalled_citation(one, self.documents) for one in told["guidance"]),
            nearest=tuple(self._near(one) for one in told["nearest"]),
            searched=told["searched"],
            by_criteria=Verdict(told["by_criteria"]),
            by_model=Verdict(told["by_model"]) if told["by_model"] else None,
            override=_override(told["override"]),
            opinion=self._opinion(told["model"]) if "model" in told else None,
        )

    def _quote(self, told: Json) -> ClauseQuote:
        return ClauseQuote(self.clauses[told["clause_id"]], Role(told["role"]), *self._span(told, told["quote"]))

    def _near(self, told: Json) -> Nearest:
        return Nearest(self.clauses[told["clause_id"]], *self._span(told, told["quote"]), told["score"])

    def _opinion(self, told: Json) -> Opinion:
        quotes = tuple(self._quote(one) for one in told["quotes"])
        return Opinion(Verdict(told["verdict"]), told["reason"], quotes, told["dropped"])

    def _span(self, told: Json, words: Any) -> tuple[int, int]:
        """Where words stand, which have to stand there."""
        start, end = told["start"], told["end"]
        if self.draft.text[start:end] != words:
            raise ValueError(f"the draft does not say {words!r} at {start}")
        return start, end
