"""``clausewise review`` and ``clausewise compare``."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.errors import WRONG_USE
from ui.cli.options import AsJson, DataDir, RegisterId, ScopeChoice, Scoped, settings_for
from ui.cli.output import console, print_json, progress_line, say

if TYPE_CHECKING:
    from bot.draft_files import DraftFile
    from bot.reviewing.findings import Review, Scope, Unreviewed
    from bot.service import Clausewise
    from ui.cli.exporting import Target


Out = Path | None


class GapsIn(StrEnum):
    """What ``--gaps`` takes."""

    COMMENT = "comment"
    SHEET = "sheet"


def review(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Drafts: docx, pdf, html, md or txt.", show_default=False)],
    together: Annotated[
        bool, typer.Option("--together", help="Judge the files as one law: a bill with the acts it amends.")
    ] = False,
    register: RegisterId = None,
    scope: Scoped = ScopeChoice.AUTO,
    as_json: AsJson = False,
    with_text: Annotated[bool, typer.Option("--text", help="Add the draft's canonical text to the JSON.")] = False,
    docx: Annotated[
        Out, typer.Option("--docx", metavar="OUT", help="Word file with comments; a folder for several drafts.")
    ] = None,
    gaps: Annotated[
        GapsIn,
        typer.Option(
            "--gaps", help="With --docx, sum up the gaps in a comment at its end or on a sheet beside it (OUT.gaps.docx)."
        ),
    ] = GapsIn.COMMENT,
    paper: Annotated[
        Out, typer.Option("--paper", metavar="OUT", help="Committee paper of all drafts as a Word file, clause by clause.")
    ] = None,
    xlsx: Annotated[Out, typer.Option("--xlsx", metavar="OUT", help="Matrix of all drafts as a workbook.")] = None,
    html: Annotated[Out, typer.Option("--html", metavar="OUT", help="Report of all drafts as one web page.")] = None,
    md: Annotated[Out, typer.Option("--md", metavar="OUT", help="Report of all drafts as Markdown.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Judge drafts against the guidance: one finding for each element, with quotes from both sides."""
    from bot.reviewing.findings import Scope
    from ui.cli.exporting import plan_exports
    from ui.cli.service import service_for

    wanted = {"docx": docx, "paper": paper, "xlsx": xlsx, "html": html, "md": md}
    given = {key: out for key, out in wanted.items() if out is not None}
    targets = plan_exports(given, files, together=together, gaps_sheet=gaps is GapsIn.SHEET)
    service = service_for(settings_for(data_dir, register_id=register))
    if together:
        outcomes, originals = _review_together(service, files, Scope(scope))
    else:
        outcomes, originals = _review_each(service, files, Scope(scope))
    _print(outcomes, as_list=len(files) > 1 and not together, as_json=as_json or with_text, with_text=with_text)
    _export(targets, outcomes, originals)
    if any(not _done(outcome) for outcome in outcomes):
        raise typer.Exit(WRONG_USE)


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier version of the draft.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later version of the draft.", show_default=False)],
    register: RegisterId = None,
    as_json: AsJson = False,
    html: Annotated[Out, typer.Option("--html", metavar="OUT", help="Report on both versions as one web page.")] = None,
    md: Annotated[Out, typer.Option("--md", metavar="OUT", help="Report on both versions as Markdown.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Judge two versions of one draft and say which gaps were closed or opened and which clauses changed."""
    from bot.contract import comparison_json
    from ui.cli.drafts import read_drafts
    from ui.cli.exporting import plan_exports, write_comparison
    from ui.cli.service import service_for

    wanted = {"html": html, "md": md}
    targets = plan_exports({key: out for key, out in wanted.items() if out is not None}, (old, new))
    drafts = read_drafts((old, new))
    comparison = service_for(settings_for(data_dir, register_id=register)).compare(*drafts)
    for judged in (comparison.old, comparison.new):
        _say_cost(judged)
    if as_json:
        print_json(comparison_json(comparison))
    else:
        from ui.cli.tables import comparison_tables

        console().print(*comparison_tables(comparison), sep="\n")
    for path in write_comparison(targets, comparison):
        say(f"wrote {path}")


def _review_together(
    service: Clausewise, files: Sequence[Path], scope: Scope
) -> tuple[list[Review | Unreviewed], dict[str, bytes]]:
    from ui.cli.drafts import read_drafts

    drafts = read_drafts(files)
    with progress_line() as progress:
        done = service.review_together(drafts, scope=scope, progress=progress)
    _say_cost(done)
    return [done], {draft.name: draft.data for draft in drafts}


def _review_each(service: Clausewise, files: Sequence[Path], scope: Scope) -> tuple[list[Review | Unreviewed], dict[str, bytes]]:
    """Review the files one by one. A single one that cannot be read is an error; among several it takes its place in the list."""
    from bot.reviewing.findings import Unreviewed
    from corpus.errors import ReadError
    from ui.cli.drafts import draft_names, read_draft

    outcomes: list[Review | Unreviewed] = []
    originals: dict[str, bytes] = {}
    for path, name in zip(files, draft_names(files), strict=True):
        try:
            draft = read_draft(path, name)
            outcomes.append(_review_one(service, draft, scope))
            originals[name] = draft.data
        except ReadError as error:
            if len(files) == 1:
                raise
            say(str(error))
            outcomes.append(Unreviewed(name, str(error)))
    return outcomes, originals


def _review_one(service: Clausewise, draft: DraftFile, scope: Scope) -> Review:
    with progress_line(f"{draft.name}: ") as progress:
        done = service.review(draft, scope=scope, progress=progress)
    _say_cost(done)
    return done


def _say_cost(review: Review) -> None:
    """What the chat model cost, on standard error; nothing where there is none."""
    from bot.exports.wording import spent_line

    if review.spent is not None:
        say(f"{review.document.id}: {review.engine.chat_model}: {spent_line(review.spent)}")


def _done(outcome: Review | Unreviewed) -> bool:
    from bot.reviewing.findings import Review

    return isinstance(outcome, Review)


def _print(outcomes: Sequence[Review | Unreviewed], *, as_list: bool, as_json: bool, with_text: bool) -> None:
    from bot.contract import review_json, unreviewed_json
    from bot.reviewing.findings import Review

    if as_json:
        shown = [review_json(o, with_text=with_text) if isinstance(o, Review) else unreviewed_json(o) for o in outcomes]
        print_json(shown if as_list else shown[0])
        return
    from ui.cli.tables import review_tables

    for outcome in outcomes:
        if isinstance(outcome, Review):
            console().print(*review_tables(outcome), sep="\n")


def _export(targets: Sequence[Target], outcomes: Sequence[Review | Unreviewed], originals: dict[str, bytes]) -> None:
    from bot.reviewing.findings import Review
    from ui.cli.exporting import write_exports

    reviews = [outcome for outcome in outcomes if isinstance(outcome, Review)]
    if reviews:
        for path in write_exports(targets, reviews, originals):
            say(f"wrote {path}")
