"""Chat models that judge what they are shown, for tests of the second reader: they read the prompt as a model would."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.chat_model import ChatModel, ScriptedChatModel
from bot.reviewing.findings import Finding, Scope
from bot.reviewing.review import Outcome, Reviewer
from bot.reviewing.second_reader import SecondReader
from corpus.readers import read_bytes
from tests.support.laws import lexicon, other_register

Json = dict[str, Any]


def shown(prompt: str) -> tuple[dict[str, Json], dict[str, Json]]:
    """The clauses by label and the elements by id that a prompt asks about."""
    decoder = json.JSONDecoder()
    clauses, _ = decoder.raw_decode(prompt.split("\nClauses:\n", 1)[1])
    elements, _ = decoder.raw_decode(prompt.split("\nElements:\n", 1)[1])
    return {clause["label"]: clause for clause in clauses}, {element["id"]: element for element in elements}


def judgement(element: Json, clauses: dict[str, Json], verdict: str, **more: Any) -> Json:
    """A judgement that quotes the first words of the element's last candidate."""
    labels = element["candidates"]
    quotes = [{"label": labels[-1], "words": " ".join(clauses[labels[-1]]["text"].split()[:8])}] if labels else []
    return {"id": element["id"], "verdict": verdict, "reason": f"It is {verdict}.", "quotes": quotes} | more


def verdicts(prompt: str, default: str | None = None, **given: str) -> Json:
    """A reply to a prompt: the verdict given for an element (by id, "_" for "-" and "."), else the default, else the criteria's."""
    clauses, elements = shown(prompt)
    chosen = {name: given.get(name.replace("-", "_").replace(".", "_")) or default for name in elements}
    for name, element in elements.items():
        chosen[name] = chosen[name] or (element["criteria"] or {"verdict": "needs_review"})["verdict"]
    return {"judgements": [judgement(element, clauses, chosen[name] or "") for name, element in elements.items()]}


class Thinking(ScriptedChatModel):
    """A model whose reply follows from the prompt, or that raises what the function raises."""

    def __init__(self, think: Callable[[str], Json | str], **options: Any) -> None:
        super().__init__([], **options)
        self._think = think

    def structured(self, prompt, schema, meter=None, watch=None):  # type: ignore[no-untyped-def]
        """Think, then reply as scripted."""
        self._replies = [self._think(prompt)]
        return super().structured(prompt, schema, meter, watch)


def reviewed(text: str, model: ChatModel | None, *, batch: int = 4, scope: Scope = Scope.WHOLE) -> Outcome:
    """A text judged against the register on data protection, with a second reader where a model is given."""
    reader = SecondReader(model, batch=batch) if model is not None else None
    reviewer = Reviewer(other_register(), lexicon(), reader)
    return reviewer.review([read_bytes(text.encode(), "bill.txt")], scope=scope, progress=lambda _: None)


def by_id(outcome: Outcome) -> dict[str, Finding]:
    """The findings by element id."""
    return {finding.element.id: finding for finding in outcome.findings}
