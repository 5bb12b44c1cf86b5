"""Answers written by a chat model: what it may see, what it must give back, and the check of every quote."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.answering.answer import Turn
from bot.answering.compose import plain_markdown
from bot.chat_model import ChatModel, Watch
from bot.errors import ChatModelError
from bot.prompts import load_prompt
from bot.spending import Meter
from corpus.documents import Citation, Document, Passage, find_quote
from corpus.errors import QuoteNotFound

QUOTE_WORDS = 3
"""A quote of fewer words proves nothing: "the law" stands everywhere."""
HISTORY_TURNS = 6
"""Earlier turns that the model sees."""

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_MARKER = re.compile(r"\s*\[(?:P?\d+(?:\s*,\s*)?)+\]")


class ModelQuote(BaseModel):
    """Words of a passage."""

    model_config = ConfigDict(extra="forbid")

    label: str = Field(description="label of the passage, such as P1")
    quote: str = Field(description="words copied from that passage, character by character")


class ModelSentence(BaseModel):
    """One sentence of the answer with its proof."""

    model_config = ConfigDict(extra="forbid")

    text: str
    quotes: list[ModelQuote]


class ModelReply(BaseModel):
    """What the model gives back."""

    model_config = ConfigDict(extra="forbid")

    sentences: list[ModelSentence]
    not_covered: list[str] = Field(description="parts of the question that the passages do not answer, in plain words")


@dataclass(frozen=True, slots=True)
class ModelledAnswer:
    """What is left of the model's answer after the check.

    ``text`` and ``citations`` are empty where no sentence holds. ``silent`` is True when the model itself says that the passages answer
    nothing. ``prompt_sha256`` is None when nothing of the model's is used.
    """

    text: str = ""
    citations: tuple[Citation, ...] = ()
    gaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    silent: bool = False
    prompt_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class _Checked:
    """Sentences that hold, each with its citations without labels; and what is wrong with the others."""

    sentences: tuple[tuple[str, tuple[Citation, ...]], ...]
    problems: tuple[str, ...]
    gaps: tuple[str, ...]


def ask_model(
    model: ChatModel,
    question: str,
    history: Sequence[Turn],
    passages: Sequence[Passage],
    documents: Mapping[str, Document],
    *,
    meter: Meter | None = None,
    watch: Callable[[str], None] | None = None,
) -> ModelledAnswer:
    """Let a model answer from passages; check every quote; ask once more where one is wrong.

    ``meter`` counts what it costs. ``watch`` is told of the answer so far, plain Markdown without markers, each time another sentence has come and
    has stood the check; the whole may still differ.

    Never raises for what the model does: a failure is a note, and the caller answers without the model.
    """
    labelled = {f"P{number}": passage for number, passage in enumerate(passages, start=1)}
    template = load_prompt("answer", {"passages", "history", "question"})
    prompt = template.fill(
        passages=_json([_shown(label, p, documents[p.document_id]) for label, p in labelled.items()]),
        history=_json([{"role": turn.role, "content": turn.content} for turn in history[-HISTORY_TURNS:]]),
        question=_json(question),
    )

    def tried(text: str, told: Watch | None = None) -> _Checked:
        return check(model.structured(text, ModelReply, meter, told), labelled, documents, question)

    try:
        checked = tried(prompt, _Arriving(labelled, documents, question, watch) if watch else None)
    except ChatModelError as error:
        return ModelledAnswer(notes=(f"The chat model could not be used ({error}). The answer is composed of quotes instead.",))
    return _answer(_again(tried, prompt, checked) if checked.problems else checked, template.sha256)


class _Arriving:
    """Takes a reply piece by piece, checks each sentence once it is whole, and passes on those that hold."""

    def __init__(
        self, labelled: Mapping[str, Passage], documents: Mapping[str, Document], question: str, watch: Callable[[str], None]
    ) -> None:
        self._labelled = labelled
        self._documents = documents
        self._question = question
        self._watch = watch
        self._seen = 0
        self._shown: list[str] = []

    def __call__(self, data: Mapping[str, Any]) -> None:
        sentences = data.get("sentences")
        whole = sentences[self._seen : -1] if isinstance(sentences, list) else []  # the last one may still grow
        for given in whole:
            self._seen += 1
            with suppress(ValidationError):  # said at the end, when the whole reply is checked
                reply = ModelReply(sentences=[ModelSentence.model_validate(given)], not_covered=[])
                kept = check(reply, self._labelled, self._documents, self._question).sentences
                self._shown += [plain_markdown(text) for text, _ in kept]
        if whole and self._shown:
            self._watch("\n\n".join(self._shown))


def _again(tried: Callable[[str], _Checked], prompt: str, first: _Checked) -> _Checked:
    """The one retry; the first reply stands where the second is no better or does not come."""
    problems = "\n".join(f"- {problem}" for problem in first.problems)
    try:
        second = tried(load_prompt("answer_again", {"prompt", "problems"}).fill(prompt=prompt, problems=problems))
    except ChatModelError:
        return first
    return second if len(second.sentences) >= len(first.sentences) else first


def check(reply: ModelReply, labelled: Mapping[str, Passage], documents: Mapping[str, Document], question: str) -> _Checked:
    """Keep the sentences whose quotes all stand in the passages they name and hold the sentence's figures."""
    kept, problems = [], []
    for number, sentence in enumerate(reply.sentences, start=1):
        text = plain_text(sentence.text)
        citations, wrong = _citations(sentence, labelled, documents)
        wrong += _unproved_figures(text, citations, question)
        if text and citations and not wrong:
            kept.append((text, citations))
        else:
            problems += [f"sentence {number}: {fault}" for fault in wrong or ["it has no words or no quote"]]
    return _Checked(tuple(kept), tuple(problems), tuple(plain_text(gap) for gap in reply.not_covered if plain_text(gap)))


def _citations(
    sentence: ModelSentence, labelled: Mapping[str, Passage], documents: Mapping[str, Document]
) -> tuple[tuple[Citation, ...], list[str]]:
    citations, wrong = [], []
    for given in sentence.quotes:
        passage = labelled.get(given.label.strip("[] "))
        if passage is None:
            wrong.append(f"there is no passage {given.label!r}")
        elif len(given.quote.split()) < QUOTE_WORDS:
            wrong.append(f"the quote {given.quote!r} is too short to prove anything")
        else:
            document = documents[passage.document_id]
            try:
                start, end = find_quote(document, given.quote.strip(), within=(passage.start, passage.end))
            except QuoteNotFound:
                wrong.append(f"the words {given.quote[:120]!r} do not stand in passage {given.label}")
            else:
                citations.append(Citation(document, start, end, passage.id, passage.heading_path))
    return tuple(citations), wrong


def _unproved_figures(text: str, citations: Sequence[Citation], question: str) -> list[str]:
    """Figures of a sentence that stand neither in its quotes nor in the question."""
    proved = set(_FIGURE.findall(" ".join([question, *(citation.quote for citation in citations)])))
    return [f"the figure {figure} is not in its quotes" for figure in _FIGURE.findall(text) if figure not in proved]


def _answer(checked: _Checked, sha256: str) -> ModelledAnswer:
    left_out = len({problem.split(":")[0] for problem in checked.problems})
    if not checked.sentences:
        if not left_out:
            return ModelledAnswer(gaps=checked.gaps, silent=True, prompt_sha256=sha256)
        note = "The chat model's answer could not be checked against the guidance and is left out. The answer is composed of quotes instead."
        return ModelledAnswer(notes=(note,))
    labels: dict[tuple[str, int, int], Citation] = {}
    pieces = []
    for text, citations in checked.sentences:
        for c in citations:
            key = (c.document_id, c.start, c.end)
            labels.setdefault(key, Citation(c.document, c.start, c.end, c.passage_id, c.heading_path, str(len(labels) + 1)))
        markers = dict.fromkeys(f"[{labels[c.document_id, c.start, c.end].label}]" for c in citations)
        pieces.append(f"{plain_markdown(text)} {' '.join(markers)}")
    notes = (
        (f"{left_out} of the chat model's sentences left out: their quotes could not be found in the guidance.",)
        if left_out
        else ()
    )
    return ModelledAnswer("\n\n".join(pieces), tuple(labels.values()), checked.gaps, notes, prompt_sha256=sha256)


def plain_text(text: str) -> str:
    """A model's sentence without links, images, HTML, other markup and markers of its own."""
    tokens = MarkdownIt("commonmark").disable("html_block").parse(text)
    words = " ".join(_words_of(token) for token in tokens if token.type in {"inline", "code_block", "fence"})
    return " ".join(_MARKER.sub("", words).split())


def _words_of(token: Token) -> str:
    if token.children is None:
        return token.content
    shown = {"text", "code_inline", "text_special"}
    return "".join(
        " " if c.type in {"softbreak", "hardbreak"} else c.content
        for c in token.children
        if c.type in shown | {"softbreak", "hardbreak"}
    )


def _shown(label: str, passage: Passage, document: Document) -> dict[str, str]:
    headings = " > ".join((document.title, *passage.heading_path))
    return {"label": label, "heading": headings, "text": passage.text_in(document)}


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
