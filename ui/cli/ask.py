"""``clausewise ask`` and ``clausewise search``."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.errors import WrongUse
from ui.cli.options import AsJson, DataDir, settings_for
from ui.cli.output import print_json, print_json_line, print_text

if TYPE_CHECKING:
    from bot.answering.drafts import DraftAnswerer
    from bot.service import Clausewise
    from corpus.choosing import Choice

Batch = Annotated[
    Path | None,
    typer.Option("--batch", metavar="FILE.jsonl", help="One JSON object a line; prints one result a line, in order."),
]
Draft = Annotated[
    Path | None,
    typer.Option("--draft", metavar="FILE", help="A draft: questions about its clauses are answered from its review."),
]
Documents = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="DOCUMENT_ID", help="Search this document; may be given again.", show_default=False),
]
Modules = Annotated[
    list[str] | None,
    typer.Option(
        "--module", metavar="MODULE", help="Search the documents of this module; may be given again.", show_default=False
    ),
]
Since = Annotated[
    datetime | None,
    typer.Option("--since", metavar="DATE", formats=["%Y-%m-%d"], help="Search what was last edited on that day or later."),
]
Until = Annotated[
    datetime | None,
    typer.Option("--until", metavar="DATE", formats=["%Y-%m-%d"], help="Search what was last edited on that day or earlier."),
]
Passages = Annotated[int, typer.Option("--k", min=1, max=100, help="How many passages.")]


def ask(
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="A question to the guidance.", show_default=False)
    ] = None,
    as_json: AsJson = False,
    batch: Batch = None,
    draft: Draft = None,
    data_dir: DataDir = None,
) -> None:
    """Answer a question from the guidance, every sentence with its quote, or say that the guidance is silent."""
    if batch is not None:
        _ask_batch(batch, question, draft, data_dir)
        return
    asked = _one("question", question)
    from bot.contract import ask_json
    from ui.cli.present import answer_text
    from ui.cli.service import searchable_service

    service = searchable_service(settings_for(data_dir))
    result = service.ask(asked, draft=_draft(draft, service))
    if as_json:
        print_json(ask_json(result))
    else:
        print_text(answer_text(result))


def _draft(path: Path | None, service: Clausewise) -> DraftAnswerer | None:
    if path is None:
        return None
    from ui.cli.drafts import read_draft

    return service.about(service.review(read_draft(path, path.name)))


def _ask_batch(batch: Path, question: str | None, draft: Path | None, data_dir: Path | None) -> None:
    from bot.answering.answer import Turn
    from bot.contract import ask_json
    from ui.cli.batch import QuestionLine, read_batch
    from ui.cli.service import searchable_service

    _no_other("question", question)
    lines = read_batch(batch, QuestionLine)
    service = searchable_service(settings_for(data_dir))
    about = _draft(draft, service)
    for line in lines:
        history = [Turn(message.role, message.content) for message in line.history]
        print_json_line(ask_json(service.ask(line.question, history, about), case_id=line.id))


def search(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="What to look for.", show_default=False)] = None,
    k: Passages = 8,
    document: Documents = None,
    module: Modules = None,
    since: Since = None,
    until: Until = None,
    rerank: Annotated[
        bool, typer.Option("--rerank", help="Let a reranker read the first passages again: slower, a little better.")
    ] = False,
    as_json: AsJson = False,
    batch: Batch = None,
    data_dir: DataDir = None,
) -> None:
    """Find the passages of the guidance that bear on a query, best first."""
    from corpus.choosing import Choice
    from ui.cli.service import searchable_service

    choice = Choice(
        frozenset(document or ()), frozenset(module or ()), since.date() if since else None, until.date() if until else None
    )
    if batch is not None:
        _search_batch(batch, query, data_dir, _Search(k, choice, rerank=rerank))
        return
    asked = _one("query", query)
    found = _Search(k, choice, rerank=rerank).json(searchable_service(settings_for(data_dir)), asked)
    if as_json:
        print_json(found)
    else:
        from ui.cli.present import hits_text

        print_text(hits_text(found))


@dataclass(frozen=True, slots=True)
class _Search:
    """How the guidance is searched, whatever is looked for."""

    k: int
    choice: Choice
    rerank: bool

    def json(self, service: Clausewise, query: str) -> dict[str, Any]:
        """What is found for a query."""
        from bot.contract import search_json

        started = time.perf_counter()
        hits = service.search(query, self.k, choice=self.choice, rerank=self.rerank)
        elapsed = round((time.perf_counter() - started) * 1000, 2)
        return search_json(query, hits, dict(service.documents), {"retrieve": elapsed, "total": elapsed})


def _search_batch(batch: Path, query: str | None, data_dir: Path | None, search: _Search) -> None:
    from ui.cli.batch import QueryLine, read_batch
    from ui.cli.service import searchable_service

    _no_other("query", query)
    lines = read_batch(batch, QueryLine)
    service = searchable_service(settings_for(data_dir))
    for line in lines:
        found = search.json(service, line.query)
        print_json_line({"schema": found["schema"], "id": line.id, **found})


def _one(name: str, given: str | None) -> str:
    if given is None or not given.strip():
        raise WrongUse(
            f"the {name} is {'missing' if given is None else 'empty'}", hint=f"give a {name} in quotes, or --batch FILE.jsonl"
        )
    return given


def _no_other(name: str, given: str | None) -> None:
    if given is not None:
        raise WrongUse(f"a {name} and --batch were both given", hint=f"put the {name} into the batch file, or leave --batch out")
