"""The second reader: a chat model judges each element again, and where it differs from the criteria a person decides.

The model can raise a doubt and nothing else: a verdict stands where both agree, becomes ``needs_review`` where they differ, and stays with the
criteria where the model gives nothing that can be used. Whatever a clause says to the model, it reaches no further than that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.chat_model import ChatModel
from bot.errors import ChatModelError, RefusedReply, UnusableReply
from bot.prompts import Prompt, load_prompt
from bot.reviewing.findings import Finding, Opinion
from bot.reviewing.opinions import with_opinion
from bot.reviewing.sheets import VARIABLES, ModelReview, Sheet
from bot.reviewing.verdicts import Writer
from bot.spending import Meter, Spending

_NOT_ASKED: Final = frozenset({"unreadable_text", "foreign_language"})
"""Reasons for which there is nothing that a model could be shown."""
_GIVEN_UP_AFTER: Final = 2
"""Calls in a row that brought no reply; a dead server would cost its timeout for every further one."""


@dataclass(frozen=True, slots=True)
class SecondReading:
    """Findings after the second reading. ``prompt_sha256`` is None where nothing of the model's could be used."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    spent: Spending
    prompt_sha256: str | None


class SecondReader:
    """Lets a chat model judge findings, ``batch`` elements in one call. Holds nothing of a draft; safe to share."""

    def __init__(self, model: ChatModel, *, batch: int) -> None:
        self.model = model
        self.batch = batch
        self._template = load_prompt("review", VARIABLES)

    def read(self, findings: Sequence[Finding], writer: Writer, progress: Callable[[str], None]) -> SecondReading:
        """Judge the findings of one draft again. Never raises for what the model does: what it fails in stays with the criteria."""
        session = _Session(self.model, self._template, writer)
        asked = [finding for finding in findings if not _NOT_ASKED & set(finding.reasons)]
        batches = [asked[at : at + self.batch] for at in range(0, len(asked), self.batch)]
        for number, batch in enumerate(batches, start=1):
            progress(f"asking the chat model ({number} of {len(batches)})")
            session.judge(batch)
        opinions = session.opinions
        merged = tuple(with_opinion(f, opinions[f.element.id], writer) if f.element.id in opinions else f for f in findings)
        notes = (*_failure_notes(session.failures), *_dropped_notes(opinions))
        return SecondReading(merged, notes, session.meter.spent, self._template.sha256 if opinions else None)


class _Session:
    """The calls for one draft: the opinions so far, and by element id why there is none."""

    def __init__(self, model: ChatModel, template: Prompt, writer: Writer) -> None:
        self.opinions: dict[str, Opinion] = {}
        self.failures: dict[str, str] = {}
        self.meter = Meter()
        self._model = model
        self._template = template
        self._writer = writer
        self._unanswered = 0
        self._last = ""

    def judge(self, findings: Sequence[Finding]) -> None:
        """Ask about some elements, and once more about those whose judgement cannot be used."""
        if self._unanswered >= _GIVEN_UP_AFTER:
            self._fail(findings, self._last)
            return
        try:
            problems = self._ask(findings, {})
            if problems:
                problems = self._ask([f for f in findings if f.element.id in problems], problems)
        except ChatModelError as error:
            self._unanswered = 0 if isinstance(error, RefusedReply) else self._unanswered + 1
            self._last = str(error)
            self._fail([f for f in findings if f.element.id not in self.opinions], self._last)
        else:
            self._unanswered = 0
            self.failures |= problems

    def _fail(self, findings: Sequence[Finding], why: str) -> None:
        self.failures |= {finding.element.id: why for finding in findings}

    def _ask(self, findings: Sequence[Finding], before: Mapping[str, str]) -> Mapping[str, str]:
        """Ask once; keep what can be used and return what is wrong with the rest, by element id."""
        sheet = Sheet.of(findings, self._writer)
        prompt = sheet.prompt(self._template)
        if before:
            problems = "\n".join(f"- {name}: {problem}" for name, problem in before.items())
            prompt = load_prompt("review_again", {"prompt", "problems"}).fill(prompt=prompt, problems=problems)
        try:
            reply = self._model.structured(prompt, ModelReview, self.meter)
        except UnusableReply as error:
            return {finding.element.id: error.what for finding in findings}
        checked = sheet.check(reply)
        self.opinions |= checked.opinions
        return checked.problems


def _failure_notes(failures: Mapping[str, str]) -> list[str]:
    """A note for each kind of failure, with the elements it hit."""
    hit: dict[str, list[str]] = {}
    for name, why in failures.items():
        hit.setdefault(why, []).append(name)
    return [
        f"the chat model gave no usable judgement on {', '.join(names)} ({why}); the criteria alone count there"
        for why, names in hit.items()
    ]


def _dropped_notes(opinions: Mapping[str, Opinion]) -> list[str]:
    dropped = [name for name, opinion in opinions.items() if opinion.dropped]
    if not dropped:
        return []
    return [
        f"quotes of the chat model that are too short or not in the clauses it was shown are left out on {', '.join(dropped)}"
    ]
