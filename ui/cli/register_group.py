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
    from bot.register_check import Checked
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
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...", help="Register files; all that are installed where none is given.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Say what is wrong with registers, and where: all of it at once. Exits with 2 where drafts cannot be judged with one."""
    from bot.contract import SCHEMA
    from bot.register_check import check_register
    from bot.service import load_guidance

    settings = settings_for(data_dir)
    documents = load_guidance(settings)
    checked = {path: check_register(path, documents) for path in files or _paths(settings).values()}
    if as_json:
        print_json({"schema": SCHEMA, "registers": [_checked_json(path, each) for path, each in checked.items()]})
    else:
        for path, each in checked.items():
            for problem in each.problems:
                say(str(problem))
            print_text(_checked_line(path, each))
    if not all(each.is_usable for each in checked.values()):
        raise typer.Exit(WRONG_USE)


def _checked_json(path: Path, checked: Checked) -> dict[str, Any]:
    from dataclasses import asdict

    register = register_json(checked.register) if checked.register else None
    problems = [asdict(problem) for problem in checked.problems]
    return {"file": str(path), "usable": checked.is_usable, "register": register, "problems": problems}


def _checked_line(path: Path, checked: Checked) -> str:
    """A register's size, or that it cannot be used, with the number of remarks."""
    from bot.register_remarks import Level

    counts = {level: sum(problem.level is level for problem in checked.problems) for level in Level}
    nouns = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "remark"}
    told = ", ".join(plural(count, nouns[level]) for level, count in counts.items() if count)
    if checked.register is None or not checked.is_usable:
        return f"{path}: cannot be used: {told}"
    quotes = plural(sum(len(each.quotes) for each in checked.register.recommendations), "quote")
    return f"{_line(checked.register)}, {quotes} found in the guidance" + (f"; {told}" if told else "")


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of register files, for editors that complete and check YAML."""
    from corpus.register_schema import schema_text

    typer.echo(schema_text(), nl=False)


@app.command("draft")
def draft(
    document_id: Annotated[str, typer.Argument(metavar="DOCUMENT_ID", help="See clausewise corpus list.", show_default=False)],
    data_dir: DataDir = None,
) -> None:
    """Print a first draft of a register: each sentence of a document that recommends something, with its quote."""
    from bot.register_draft import draft_register
    from ui.cli.corpus_group import guidance_document

    typer.echo(draft_register(guidance_document(document_id, data_dir)), nl=False)


@app.command("train")
def train(
    register: RegisterId = None,
    examples: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The examples; by default those beside the register.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the classifier goes; by default beside the register.", show_default=False),
    ] = None,
    start: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="DIR",
            help="A classifier to train further; by default one is trained from the encoder.",
            show_default=False,
        ),
    ] = None,
    encoder: Annotated[
        str,
        typer.Option(metavar="NAME", help="What to train from: all-MiniLM-L6-v2, bge-small-en, or a folder with a BERT encoder."),
    ] = "all-MiniLM-L6-v2",
    epochs: Annotated[int, typer.Option(min=1, max=100, help="How often each example is read.")] = 5,
    data_dir: DataDir = None,
) -> None:
    """Train the classifier of a register from its example provisions. Takes some minutes."""
    from bot.classifier_training import train_classifier

    path = _path_of(settings_for(data_dir, register_id=register))
    card = train_classifier(path, progress=say, examples=examples, folder=out, start=start, encoder=encoder, epochs=epochs)
    print_text(
        f"trained on {plural(card.examples, 'example')} for {plural(len(card.elements), 'element')}, sha256 {card.model_sha256}"
    )


@app.command("explain")
def explain(
    element_id: Annotated[str, typer.Argument(metavar="ELEMENT_ID", help="Such as ST-02.acts.", show_default=False)],
    draft_file: Annotated[Path, typer.Argument(metavar="DRAFT", help="The draft.", show_default=False)],
    together: Annotated[
        list[Path] | None,
        typer.Option("--together", metavar="FILE", help="A further file to be judged with it as one law; may be repeated."),
    ] = None,
    register: RegisterId = None,
    scope: Scoped = ScopeChoice.AUTO,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Show how the verdict on one element came about: the criteria, what matched in the draft, and what came near."""
    from dataclasses import asdict

    from bot.contract import SCHEMA, finding_json
    from bot.reviewing.findings import Scope
    from ui.cli.drafts import read_drafts
    from ui.cli.explained import explained_text
    from ui.cli.service import service_for

    service = service_for(settings_for(data_dir, register_id=register))
    explained = service.explain(read_drafts([draft_file, *(together or ())]), element_id, scope=Scope(scope))
    if as_json:
        criteria = explained.finding.element.criteria
        shown = criteria.model_dump(mode="json", exclude_defaults=True) if criteria else None
        finding = finding_json(explained.finding, explained.document)
        print_json({"schema": SCHEMA, "finding": finding, "criteria": shown, "explanation": asdict(explained.explanation)})
    else:
        print_text(explained_text(explained))


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


def _path_of(settings: Settings) -> Path:
    """The file of the register that is set."""
    from bot.service import register_path

    return register_path(settings)


def _line(register: Register) -> str:
    elements = sum(1 for _ in register.elements())
    parts = f"{plural(len(register.recommendations), 'recommendation')}, {plural(elements, 'element')}"
    return f"{register.id} {register.version}: {register.title}, {parts}"
