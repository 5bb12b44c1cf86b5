"""Two versions of a draft compared, as Markdown. Words that come from files are escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.exports.comparison import ComparisonView, MovedElement, comparison_view
from bot.exports.comparison_clauses import ChangedClause, ClauseWords
from bot.exports.markdown import (
    begun,
    draft_lines,
    escape,
    escape_within,
    guidance_lines,
    legend_lines,
    named_lines,
    quoted_lines,
)
from bot.exports.report import FindingView
from bot.exports.wording import NEW, OLD, REVIEWER_SAYS
from bot.reviewing.differing import Difference, DifferenceKind
from bot.reviewing.findings import Comparison, Verdict

_SIGNS: Final = {DifferenceKind.REMOVED: "~~", DifferenceKind.ADDED: "**"}


class ComparisonMarkdown:
    """A report to read, mail or keep under version control."""

    key = "md"
    suffix = ".md"
    media_type = "text/markdown"
    label = "Markdown report"

    def export(self, comparison: Comparison) -> bytes:
        """One report on both versions."""
        shown = comparison_view(comparison)
        lines = ["# Two versions of a draft", "", *legend_lines(), *_head(shown), *_elements(shown), *_clauses(shown)]
        return ("\n".join(lines).rstrip() + "\n").encode()


def _head(shown: ComparisonView) -> Iterator[str]:
    yield from (f"| | {OLD} | {NEW} |", "|---|---|---|")
    yield from (f"| {name} | {escape(old)} | {escape(new)} |" for name, old, new in shown.facts)
    yield from (f"| {face.sign} {face.word} | {old} | {new} |" for face, old, new in shown.counts)
    yield ""
    for name, side in ((OLD, shown.old), (NEW, shown.new)):
        yield from (f"{name}: {side.set_aside}", "") if side.set_aside else ()


def _elements(shown: ComparisonView) -> Iterator[str]:
    yield from ("## Verdicts that moved", "")
    for group in shown.moved:
        yield from (f"### {group.move.sign} {group.move.word} ({len(group.elements)}): {group.move.meaning}", "")
        for element in group.elements:
            yield from _element(element)
    yield from () if shown.moved else ("None.", "")
    yield from (f"## Verdicts that are the same ({len(shown.unmoved)})", "")
    yield from (f"- {_verdict(one)}: {one.id} {escape(one.statement)}" for one in shown.unmoved)
    yield ""


def _element(element: MovedElement) -> Iterator[str]:
    old, new = element.old, element.new
    yield from (f"#### {_verdict(old)}, now {_verdict(new)}: {new.id} {escape(new.statement)}", "")
    for name, side in ((OLD, old), (NEW, new)):
        yield from named_lines(f"{name}: {_verdict(side)}", side.rationale)
        yield from named_lines(f"{name}: {REVIEWER_SAYS.lower()}", side.override)
        yield from named_lines(f"{name}: engines", side.engines)
        yield from draft_lines(side.draft, f"Draft, {name.lower()}")
    if new.face.key != Verdict.MET:
        yield from named_lines("What would make it met", new.advice)
    yield from guidance_lines(new.guidance)


def _verdict(shown: FindingView) -> str:
    return f"{shown.face.sign} {shown.face.word}" + (f" ({shown.set_aside})" if shown.set_aside else "")


def _clauses(shown: ComparisonView) -> Iterator[str]:
    yield from (f"## Clauses changed ({len(shown.changed)})", "")
    if shown.changed:
        yield from ("~~Struck through~~ is what was removed, **bold** what was added.", "")
    for clause in shown.changed:
        yield from _changed(clause)
    for name, clauses in (("added", shown.added), ("removed", shown.removed)):
        yield from (f"## Clauses {name} ({len(clauses)})", "")
        for one in clauses:
            yield from quoted_lines(f"Draft, {(NEW if name == 'added' else OLD).lower()}: {_place(one)}", one.words)
    yield from (f"## Clauses moved ({len(shown.moved_clauses)})", "")
    yield from (f"- {escape(one.old)}, now {escape(one.new)}: {escape(one.begins)}" for one in shown.moved_clauses)
    yield from ("", f"Unchanged: {shown.same}.")


def _place(clause: ClauseWords) -> str:
    return escape(clause.where) + (f" ({escape(clause.heading)})" if clause.heading else "")


def _changed(clause: ChangedClause) -> Iterator[str]:
    where = escape(clause.old) if clause.old == clause.new else f"{escape(clause.old)}, now {escape(clause.new)}"
    heading = f" ({escape(clause.heading)})" if clause.heading else ""
    yield from (f"> **Draft, both versions: {where}{heading}**", ">", f"> {marked(clause.pieces)}", "")


def marked(pieces: Sequence[Difference]) -> str:
    """Pieces of a text as one line of Markdown, what was removed struck through and what was added in bold.

    Such marks open and close only beside white space or signs, so spaces are put in where the text has none.
    """
    line = ""
    for piece in pieces:
        words = escape_within(piece.text)
        if piece.kind is DifferenceKind.KEPT or not words.strip():
            line += f" {words}" if line.endswith(tuple(_SIGNS.values())) and words[:1].isalnum() else words
            continue
        inner, sign = words.strip(), _SIGNS[piece.kind]
        space = "" if not line or line.endswith(" ") else " "
        line += f"{space}{sign}{inner}{sign}{' ' if words.endswith(' ') else ''}"
    return begun(line)
