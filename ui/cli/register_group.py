"""``clausewise register``: what drafts are judged against."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.errors import WRONG_USE
from ui.cli.options import AsJson, DataDir, RegisterId, ScopeChoice, Scoped, settings_for
from ui.cli.output import print_json, print_text, say
from ui.cli.wording import plural

if TYPE_CHECKING:
    from bot.settings import Settings
    from corpus.register import Register

app = typer.Typer(help="List, check and draft registers; explain a verdict.")


@app.command("list")
def list_all(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the registers that drafts can be judged against."""
    from bot.contract import SCHEMA
    from corpus.register import load_register

    registers = [load_register(path) for path in _paths(settings_for(data_dir)).values()]
    if as_json:
        print_json({"schema": SCHEMA, "registers": [register_json(register) for register in registers]})
    else:
        print_text("\n".join(_line(register) for register in registers))


@app.command("check")
def check(data_dir: DataDir = None) -> None:
    """Check every register against its guidance: grammar, names, and that each quote is there. Exits with 2 where one is wrong."""
    from bot.reviewing.concepts import Concepts
    from bot.service import corpus_folders
    from corpus.errors import ClausewiseError
    from corpus.register import bind_register, load_register
    from corpus.sources import load_corpus

    settings = settings_for(data_dir)
    documents = load_corpus(corpus_folders(settings))
    wrong = False
    for path in _paths(settings).values():
        try:
            register = load_register(path)
            Concepts(register.concepts)
            bound = bind_register(register, documents)
        except ClausewiseError as error:
            wrong = True
            say(str(error))
        else:
            print_text(f"{_line(register)}, {plural(sum(map(len, bound.guidance.values())), 'quote')} found in the guidance")
    if wrong:
        raise typer.Exit(WRONG_USE)


@app.command("draft")
def draft(
    document_id: Annotated[str, typer.Argument(metavar="DOCUMENT_ID", help="See clausewise corpus list.", show_default=False)],
    data_dir: DataDir = None,
) -> None:
    """Print a first draft of a register: each sentence of a document that recommends something, with its quote."""
    from bot.register_draft import draft_register
    from ui.cli.corpus_group import guidance_document

    typer.echo(draft_register(guidance_document(document_id, data_dir)), nl=False)


@app.command("explain")
def explain(
    element_id: Annotated[str, typer.Argument(metavar="ELEMENT_ID", help="Such as ST-02.acts.", show_default=False)],
    draft_file: Annotated[Path, typer.Argument(metavar="DRAFT", help="The draft.", show_default=False)],
    register: RegisterId = None,
    scope: Scoped = ScopeChoice.AUTO,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Show how the verdict on one element came about: the criteria, what matched in the draft, and what came near."""
    from bot.contract import SCHEMA, finding_json
    from bot.reviewing.findings import Scope
    from ui.cli.drafts import read_drafts
    from ui.cli.present import explanation_text
    from ui.cli.service import service_for

    service = service_for(settings_for(data_dir, register_id=register))
    service.register.register.element(element_id)
    review = service.review(read_drafts((draft_file,))[0], scope=Scope(scope))
    finding = next(finding for finding in review.findings if finding.element.id == element_id)
    if as_json:
        criteria = finding.element.criteria
        shown = criteria.model_dump(mode="json", exclude_defaults=True) if criteria else None
        print_json({"schema": SCHEMA, "finding": finding_json(finding, review.document.text), "criteria": shown})
    else:
        print_text(explanation_text(finding, review.document.text))


def register_json(register: Register) -> dict[str, Any]:
    """What a register is, without its recommendations."""
    return {
        "id": register.id,
        "version": register.version,
        "title": register.title,
        "documents": list(register.documents),
        "recommendations": len(register.recommendations),
        "elements": [element.id for _, element in register.elements()],
        "sha256": register.sha256,
    }


def _paths(settings: Settings) -> Mapping[str, Path]:
    from bot.service import register_folders
    from corpus.sources import list_registers

    return list_registers(register_folders(settings))


def _line(register: Register) -> str:
    elements = sum(1 for _ in register.elements())
    parts = f"{plural(len(register.recommendations), 'recommendation')}, {plural(elements, 'element')}"
    return f"{register.id} {register.version}: {register.title}, {parts}"
