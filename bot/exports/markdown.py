"""The Markdown report. Words that come from files are escaped, so that no link, picture or HTML can come out of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.exports.report import DraftQuote, FindingView, GuidanceQuote, ReviewView, at_least_one, view
from bot.exports.wording import LEGEND, REVIEWER_SAYS
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
        lines = ["# Review of a draft" if len(views) == 1 else f"# Review of {len(views)} drafts", "", *legend_lines()]
        for shown in views:
            lines += _chapter(shown)
        return ("\n".join(lines).rstrip() + "\n").encode()


def escape(text: str) -> str:
    """Text as Markdown that renders as exactly these words, on one line."""
    return _escape_line(" ".join(text.split()))


def escape_lines(text: str) -> list[str]:
    """Text as lines of Markdown that render as exactly these words; blank lines and indentation are dropped."""
    return [_escape_line(" ".join(line.split())) for line in text.splitlines() if line.strip()]


def escape_within(text: str) -> str:
    """Text that goes on within a line, with any white space as one space; ``begun`` is for the line that begins with it."""
    return _ANYWHERE.sub(r"\\\g<0>", re.sub(r"\s+", " ", text))


def begun(line: str) -> str:
    """A line of escaped text whose beginning makes no list, heading or rule of it."""
    return _AT_LINE_START.sub(r"\1\\\2", line)


def _escape_line(line: str) -> str:
    return begun(escape_within(line)) if _AT_LINE_START.match(line) else escape_within(line)


def legend_lines() -> list[str]:
    """Whose words are whose."""
    return [*(f"- **{who}**: {what}" for who, what in LEGEND), ""]


def _chapter(shown: ReviewView) -> Iterator[str]:
    yield from (f"## {escape(shown.name)}", "")
    yield from (f"- {name}: {escape(value)}" for name, value in shown.facts)
    yield from (f"- Note: {escape(note)}" for note in shown.notes)
    yield from ("", "| verdict | findings | meaning |", "|---|---:|---|")
    yield from (f"| {face.sign} {face.word} | {count} | {face.meaning} |" for face, count in shown.counts)
    yield ""
    yield from (shown.set_aside, "") if shown.set_aside else ()
    for section in shown.sections:
        yield from (f"### {section.face.sign} {section.face.word} ({len(section.findings)})", "")
        for finding in section.findings:
            yield from _finding(finding)


def _finding(finding: FindingView) -> Iterator[str]:
    face = finding.face
    beside = f" ({finding.set_aside})" if finding.set_aside else ""
    yield from (f"#### {face.sign} {face.word}{beside}: {finding.id} {escape(finding.statement)}", "")
    yield from named_lines("Verdict", f"{face.word}. {finding.rationale}")
    yield from named_lines("Reasons", ", ".join(finding.reasons))
    yield from named_lines(REVIEWER_SAYS, finding.override)
    yield from named_lines("Engines", finding.engines)
    yield from named_lines("What would make it met", finding.advice)
    yield from named_lines("Force", f"{finding.force}: {finding.recommendation}")
    yield from draft_lines(finding.draft)
    yield from guidance_lines(finding.guidance)
    yield from _nearest(finding)


def named_lines(name: str, words: str) -> Iterable[str]:
    """Words of the tool or of a reviewer under their name; nothing where there are none."""
    return (f"**{name}:** {escape(words)}", "") if words.strip() else ()


def draft_lines(quotes: Sequence[DraftQuote], who: str = "Draft") -> Iterator[str]:
    """Words of the draft, each with its place."""
    for quote in quotes:
        heading = f" ({escape(quote.heading)})" if quote.heading else ""
        yield from quoted_lines(f"{who}: {escape(quote.where)}{heading}, {quote.role}", quote.words)


def _nearest(finding: FindingView) -> Iterator[str]:
    if finding.nearest:
        yield from (f"> **Draft: {finding.searched[:1].lower()}{finding.searched[1:]}**", ">")
        yield from (f"> - **{escape(quote.where)}:** {escape(quote.words)}" for quote in finding.nearest)
        yield ""
    else:
        yield from named_lines("Searched", finding.searched)


def guidance_lines(quotes: Sequence[GuidanceQuote]) -> Iterator[str]:
    """Words of the guidance, each with its source."""
    for quote in quotes:
        title = f"[{escape(quote.title)}](<{destination(quote.url)}>)" if quote.url else escape(quote.title)
        dated = f", {quote.dated}" if quote.dated else ""
        force = f", {quote.force}" if quote.force else ""
        yield from quoted_lines(f"Guidance{force}: {title}{dated}", quote.words)


def destination(url: str) -> str:
    """An address that cannot leave the pointed brackets."""
    return re.sub(r"[\s<>\\]", lambda found: f"%{ord(found.group()):02X}", url)


def quoted_lines(label: str, words: str) -> Iterator[str]:
    """Words of a file as a quote; ``label`` is Markdown."""
    lines = escape_lines(words)
    yield from (f"> **{label}**", ">")
    yield from (f"> {line}\\" for line in lines[:-1])
    yield from (f"> {lines[-1]}" if lines else ">", "")
