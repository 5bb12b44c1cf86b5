"""``clausewise corpus``: the guidance."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.errors import FAILED
from ui.cli.options import AsJson, DataDir, settings_for
from ui.cli.output import print_json, print_text, say
from ui.cli.wording import plural

if TYPE_CHECKING:
    from bot.settings import Settings
    from corpus.documents import Document
    from corpus.fetch import FetchReport

app = typer.Typer(help="List, check, add, fetch and show guidance.")


@app.command("list")
def list_documents(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the guidance that questions are answered from."""
    documents = _documents(data_dir)
    if as_json:
        print_json(_with_schema({"documents": [document_json(document) for document in documents.values()]}))
    else:
        print_text("\n".join(_line(document) for document in documents.values()))


@app.command("check")
def check(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Read all guidance and say what a careful librarian would note; exits with 2 where a file cannot be read."""
    from corpus.sources import check_corpus

    documents = _documents(data_dir)
    warnings = check_corpus(documents)
    if as_json:
        print_json(_with_schema({"documents": len(documents), "warnings": warnings}))
        return
    for warning in warnings:
        print_text(f"note: {warning}")
    print_text(f"{plural(len(documents), 'document')} can be read, {plural(len(warnings), 'note')}")


@app.command("add")
def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Guidance: md, html, pdf, docx or txt.", show_default=False)
    ],
    data_dir: DataDir = None,
) -> None:
    """Copy guidance into the data directory, where every later command finds it."""
    from bot.guidance import add_guidance

    settings = settings_for(data_dir)
    for added in add_guidance(settings.data_dir, files, beside=settings.corpus_dir):
        print_text(f"{added.change}: {_line(added.document)}")
    say("next: clausewise index build")


@app.command("fetch")
def fetch(
    pages: Annotated[
        Path | None,
        typer.Argument(
            metavar="LIST.toml",
            help="The pages to fetch; without it your own lists in the data directory, where those that ship are copied the first time.",
            show_default=False,
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Fetch what was fetched before, too; a page that fails stays as it was.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Fetch the pages of a list into the data directory: as robots.txt allows, with pauses, never twice; run it again to go on."""
    settings = settings_for(data_dir)
    lists = [pages] if pages is not None else _own_lists(settings.data_dir)
    reports = [_fetched(settings, path, again=again) for path in lists]
    if any(report.failed for report in reports):
        raise typer.Exit(FAILED)
    if reports:
        say("next: clausewise index build")


def _own_lists(data_dir: Path) -> list[Path]:
    """The user's lists; where there were none, those that ship are copied, for the user to see before anything is fetched."""
    from bot.guidance_lists import copy_lists, own_lists

    lists = own_lists(data_dir)
    if lists:
        return list(lists.values())
    for path in copy_lists(data_dir):
        print_text(f"copied: {path}")
    say("next: edit the list, then run clausewise corpus fetch again")
    return []


def _fetched(settings: Settings, pages: Path, *, again: bool) -> FetchReport:
    from bot.guidance import ADDED, elsewhere
    from corpus.fetch import fetch_list

    folder = settings.data_dir / ADDED
    report = fetch_list(pages, folder, elsewhere=elsewhere(settings.corpus_dir), again=again, progress=say)
    print_text(f"{len(report.fetched)} fetched, {len(report.cached)} there already, {len(report.failed)} failed")
    return report


@app.command("show")
def show(
    document_id: Annotated[str, typer.Argument(metavar="DOCUMENT_ID", help="See clausewise corpus list.", show_default=False)],
    text: Annotated[
        bool, typer.Option("--text", help="Print the canonical text that all offsets refer to, and nothing else.")
    ] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Show one document: what it is and its passages, or its canonical text."""
    document = guidance_document(document_id, data_dir)
    if text:
        sys.stdout.write(document.text)
        return
    from corpus.passages import split_passages

    passages = split_passages(document)
    if as_json:
        from bot.contract import citation_json, passage_citation

        shown = [citation_json(passage_citation(document, passage)) for passage in passages]
        print_json(_with_schema({**document_json(document), "passages": shown}))
        return
    print_text(f"{_line(document)}\n{document.source_url or 'no address'}, sha256 {document.sha256}\n")
    for passage in passages:
        twins = f" (twin of {', '.join(passage.duplicates)})" if passage.duplicates else ""
        print_text(f"[{passage.start}:{passage.end}] {' > '.join(passage.heading_path)}{twins}\n{passage.text_in(document)}\n")


def document_json(document: Document) -> dict[str, Any]:
    """What a document says of itself, without its text."""
    return {
        "id": document.id,
        "title": document.title,
        "module": document.module,
        "publisher": document.publisher,
        "source_url": document.source_url,
        "last_edited": document.last_edited.isoformat() if document.last_edited else None,
        "format": document.format,
        "characters": len(document.text),
        "text_sha256": document.sha256,
        "cleaner": document.cleaner,
        "notes": list(document.notes),
    }


def _documents(data_dir: Path | None) -> Mapping[str, Document]:
    from bot.service import load_guidance

    return load_guidance(settings_for(data_dir))


def guidance_document(document_id: str, data_dir: Path | None) -> Document:
    """One guidance document.

    Raises:
        UnknownDocument: there is none of this id.
    """
    from corpus.errors import UnknownDocument

    documents = _documents(data_dir)
    if document_id not in documents:
        raise UnknownDocument("there is no such document", where=document_id, hint=f"choose one of {', '.join(documents)}")
    return documents[document_id]


def _line(document: Document) -> str:
    edited = f", last edited {document.last_edited.isoformat()}" if document.last_edited else ""
    return f"{document.id}: {document.title} ({document.format}, {plural(len(document.text), 'character')}{edited})"


def _with_schema(value: dict[str, Any]) -> dict[str, Any]:
    from bot.contract import SCHEMA

    return {"schema": SCHEMA, **value}
