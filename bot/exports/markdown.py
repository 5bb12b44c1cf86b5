"""The Markdown report. Words that come from files are escaped, so that no link, picture or HTML can come out of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.exports.report import DraftQuote, FindingView, GuidanceQuote, ReviewView, at_least_one, view
from bot.exports.wording import LEGEND
from bot.reviewing.findings import Review

_ANYWHERE = re.compile(r"[\\`*_\[\]<>&|~$@]|:(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_AT_LINE_START = re.compile(r"^(\d+(?=[.)])|(?=[#+\-=:!]))(.?)")


class MarkdownExporter:
    """A report to read, mail or keep under version control."""

    key = "md"
    suffix = ".md"
    media_type = "text/markdown"
    label = "Markdown report"

    def export(self, reviews: Sequence[Review], originals: Mapping[str, bytes] | None = None) -> bytes:  # noqa: ARG002 - only Word uses them
        """One report, a chapter for each draft."""
        views = [view(review) for review in at_least_one(reviews)]
        lines = ["# Review of a draft" if len(views) == 1 else f"# Review of {len(views)} drafts", "", *_legend()]
        for shown in views:
            lines += _chapter(shown)
        return ("\n".join(lines).rstrip() + "\n").encode()


def escape(text: str) -> str:
    """Text as Markdown that renders as exactly these words, on one line."""
    return _escape_line(" ".join(text.split()))


def escape_lines(text: str) -> list[str]:
    """Text as lines of Markdown that render as exactly these words; blank lines and indentation are dropped."""
    return [_escape_line(" ".join(line.split())) for line in text.splitlines() if line.strip()]


def _escape_line(line: str) -> str:
    return (
        _AT_LINE_START.sub(r"\1\\\2", _ANYWHERE.sub(r"\\\g<0>", line))
        if _AT_LINE_START.match(line)
        else _ANYWHERE.sub(r"\\\g<0>", line)
    )


def _legend() -> list[str]:
    return [*(f"- **{who}**: {what}" for who, what in LEGEND), ""]


def _chapter(shown: ReviewView) -> Iterator[str]:
    yield from (f"## {escape(shown.name)}", "")
    yield from (f"- {name}: {escape(value)}" for name, value in shown.facts)
    yield from (f"- Note: {escape(note)}" for note in shown.notes)
    yield from ("", "| verdict | findings | meaning |", "|---|---:|---|")
    yield from (f"| {face.sign} {face.word} | {count} | {face.meaning} |" for face, count in shown.counts)
    yield ""
    for section in shown.sections:
        yield from (f"### {section.face.sign} {section.face.word} ({len(section.findings)})", "")
        for finding in section.findings:
            yield from _finding(finding)


def _finding(finding: FindingView) -> Iterator[str]:
    face = finding.face
    yield from (f"#### {face.sign} {face.word}: {finding.id} {escape(finding.statement)}", "")
    yield from _own("Verdict", f"{face.word}. {finding.rationale}")
    yield from _own("Reasons", ", ".join(finding.reasons))
    yield from _own("Override", finding.override)
    yield from _own("Engines", finding.engines)
    yield from _own("What would make it met", finding.advice)
    yield from _own("Force", f"{finding.force}: {finding.recommendation}")
    yield from _draft(finding.draft)
    yield from _guidance(finding.guidance)
    yield from _nearest(finding)


def _own(name: str, words: str) -> Iterable[str]:
    return (f"**{name}:** {escape(words)}", "") if words.strip() else ()


def _draft(quotes: Sequence[DraftQuote]) -> Iterator[str]:
    for quote in quotes:
        heading = f" ({escape(quote.heading)})" if quote.heading else ""
        yield from _quoted(f"Draft: {escape(quote.where)}{heading}, {quote.role}", quote.words)


def _nearest(finding: FindingView) -> Iterator[str]:
    if finding.nearest:
        yield from (f"> **Draft: {finding.searched[:1].lower()}{finding.searched[1:]}**", ">")
        yield from (f"> - **{escape(quote.where)}:** {escape(quote.words)}" for quote in finding.nearest)
        yield ""
    else:
        yield from _own("Searched", finding.searched)


def _guidance(quotes: Sequence[GuidanceQuote]) -> Iterator[str]:
    for quote in quotes:
        title = f"[{escape(quote.title)}](<{destination(quote.url)}>)" if quote.url else escape(quote.title)
        dated = f", {quote.dated}" if quote.dated else ""
        yield from _quoted(f"Guidance: {title}{dated}", quote.words)


def destination(url: str) -> str:
    """An address that cannot leave the pointed brackets."""
    return re.sub(r"[\s<>\\]", lambda found: f"%{ord(found.group()):02X}", url)


def _quoted(label: str, words: str) -> Iterator[str]:
    lines = escape_lines(words)
    yield from (f"> **{label}**", ">")
    yield from (f"> {line}\\" for line in lines[:-1])
    yield from (f"> {lines[-1]}" if lines else ">", "")
