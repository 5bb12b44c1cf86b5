"""Texts changed in ways that leave the law as it is: other line breaks, spaces, quotation marks and dashes, and the noise of a scan.

Every change is drawn from a seeded generator, so the same seed gives the same text. Sections are renumbered and reordered in evals/restructure.py.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence

from corpus.documents import Block, BlockKind, Document
from evals.restructure import Change, renumber, reorder

Perturb = Callable[[Document, random.Random], str | None]
"""Gives the changed text; None where the change cannot be made without changing the law."""

OCR_RATE = 0.01
"""Share of the characters that a scan gets wrong."""

_WIDTHS = (58, 84)
_TABLE_SIGN = "|"
_LABEL_GAP = re.compile(r"(?m)^([ ]*(?:\(?\w{1,4}\)|\w{1,4}\.))[ ]")
_DOUBLED = 0.05
_NO_BREAK = 0.03
_BROKEN = 0.04
_INDENT = re.compile(r"(?m)^(?:    )+")

_QUOTE_STYLES = (("“", "”"), ('"', '"'), ("«", "»"))
_DOUBLE_QUOTE = re.compile(r"[\"“”«»„]")
_APOSTROPHES = ("'", "’")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w|\s)")
_DASH = re.compile(r"(?P<before>\s?)(?P<dash>—|–|--|(?<=\s)-(?=\s))(?P<after>\s?)")
_DASHES = ("—", "–", " - ", " — ", " -- ")

_CONFUSED = (
    ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("e", "c"), ("c", "e"), ("l", "1"), ("1", "l"), ("i", "l"), ("I", "l"),
    ("O", "0"), ("0", "O"), ("o", "0"), ("h", "b"), ("u", "n"), ("n", "u"), ("t", "f"), ("a", "o"), ("s", "5"), ("vv", "w"), ("w", "vv"), ("li", "h"),
)  # fmt: skip
"""What a scan takes for what: (printed, read)."""

_NOISE_WEIGHTS = {"confuse": 66, "drop space": 8, "double space": 8, "split word": 9, "break word": 9}
_LETTERS = 4
"""A word is broken only where it has so many letters on both sides together with the break."""


def wrap_lines(document: Document, rng: random.Random) -> str:
    """Paragraphs broken into lines of one width, with or without a hanging indent, as in print."""
    width, hanging = rng.randint(*_WIDTHS), rng.choice((0, 0, 4))
    parts, at = [], 0
    for block in document.blocks:
        parts += [document.text[at : block.start], _wrapped(document.text, block, width, hanging)]
        at = block.end
    return "".join([*parts, document.text[at:]])


def _wrapped(text: str, block: Block, width: int, hanging: int) -> str:
    words = text[block.start : block.end]
    if block.kind not in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} or _TABLE_SIGN in words:
        return words
    indent = block.start - (text.rfind("\n", 0, block.start) + 1)
    lines = textwrap.wrap(
        " ".join(words.split()), max(width - indent, width // 2), break_long_words=False, break_on_hyphens=False
    )
    return ("\n" + " " * (indent + hanging)).join(lines)


def break_lines(document: Document, rng: random.Random) -> str:
    """Line ends strewn between words, as copying out of a window or a message leaves them."""
    return re.sub(r"(?<=[a-z,]) (?=[a-z])", lambda _: "\n" if rng.random() < _BROKEN else " ", document.text)


def space_out(document: Document, rng: random.Random) -> str:
    """Doubled and no-break spaces between words, tabs for indents and behind numbers, more blank lines, spaces at line ends, CRLF."""
    text = _LABEL_GAP.sub(lambda found: found[1] + rng.choice((" ", "  ", "\t")), document.text)
    text = re.sub(r"(?<=\w) (?=\w)", lambda _: _other_space(rng), text)
    text = _INDENT.sub(lambda found: "\t" * (len(found.group()) // 4), text)
    text = re.sub(r"\n{2,}", lambda found: "\n" * (len(found.group()) + rng.randint(0, 2)), text)
    text = re.sub(r"\n", lambda _: rng.choice(("\n", "\n", "  \n")), text)
    return text.replace("\n", "\r\n") if rng.random() < 1 / 2 else text


def _other_space(rng: random.Random) -> str:
    drawn = rng.random()
    if drawn < _NO_BREAK:
        return "\u00a0"
    return "  " if drawn < _NO_BREAK + _DOUBLED else " "


def restyle_quotes(document: Document, rng: random.Random) -> str | None:
    """Another style of quotation marks and apostrophes; None where there are none."""
    text = document.text
    if not _DOUBLE_QUOTE.search(text) and not _APOSTROPHE.search(text):
        return None
    opening, closing = rng.choice([style for style in _QUOTE_STYLES if style[0] not in text] or _QUOTE_STYLES)
    apostrophe = rng.choice([sign for sign in _APOSTROPHES if sign not in text] or _APOSTROPHES)
    text = _DOUBLE_QUOTE.sub(lambda found: opening if _opens(text, found.start()) else closing, text)
    return _APOSTROPHE.sub(apostrophe, text)


def _opens(text: str, at: int) -> bool:
    """Whether a quotation mark opens: by its own shape, a straight one by what stands before it."""
    if text[at] in "“«„":
        return True
    return text[at] == '"' and (at == 0 or text[at - 1].isspace() or text[at - 1] in "([—–-")


def restyle_dashes(document: Document, rng: random.Random) -> str | None:
    """Another dash with or without spaces around it; None where there is none. Bullets stay."""
    for dash in rng.sample(_DASHES, len(_DASHES)):
        text = _DASH.sub(lambda found, dash=dash: _dashed(document.text, found, dash), document.text)  # type: ignore[misc]
        if text != document.text:
            return text
    return None


def _dashed(text: str, found: re.Match[str], dash: str) -> str:
    begins_line = not text[text.rfind("\n", 0, found.start("dash")) + 1 : found.start("dash")].strip()
    digits = (
        text[found.start("dash") - 1 : found.start("dash")].isdigit()
        and text[found.end("dash") : found.end("dash") + 1].isdigit()
    )
    if begins_line or digits:
        return found.group()
    before, after = ("\n" if "\n" in found[part] else "" for part in ("before", "after"))
    return before + (dash.lstrip() if before else dash.rstrip() if after else dash) + after


def scan(text: str, rng: random.Random, rate: float = OCR_RATE) -> str:
    """The text as a scan reads it: ``rate`` of its characters are confused, or a space is lost, doubled or put into a word, or a word is broken."""
    wanted = round(len(text) * rate)
    sites = {kind: _sites(text, kind) for kind in _NOISE_WEIGHTS}
    chosen: list[Change] = []
    taken: set[int] = set()
    for kind in rng.choices(list(_NOISE_WEIGHTS), weights=list(_NOISE_WEIGHTS.values()), k=wanted):
        if not sites[kind]:
            continue
        change = rng.choice(sites[kind])
        place = set(range(change.start, max(change.end, change.start + 1)))
        if not place & taken:
            taken |= place
            chosen.append(change)
    for change in sorted(chosen, key=lambda one: -one.start):
        text = text[: change.start] + change.new + text[change.end :]
    return text


def _sites(text: str, kind: str) -> Sequence[Change]:
    """Every place where a kind of noise can strike."""
    if kind == "confuse":
        return [Change(found.start(), found.end(), read) for old, read in _CONFUSED for found in re.finditer(old, text)]
    spaces = [found.start() for found in re.finditer(r"(?<=\w) (?=\w)", text)]
    if kind == "drop space":
        return [Change(at, at + 1, "") for at in spaces]
    if kind == "double space":
        return [Change(at, at + 1, "  ") for at in spaces]
    inside = [
        found.start()
        for found in re.finditer(r"(?<=[a-z]{2})(?=[a-z]{2})", text)
        if _word_length(text, found.start()) >= _LETTERS
    ]
    return [Change(at, at, " " if kind == "split word" else "-\n") for at in inside]


def _word_length(text: str, at: int) -> int:
    before = re.search(r"[a-z]*$", text[max(0, at - 30) : at])
    after = re.match(r"[a-z]*", text[at : at + 30])
    return len(before.group() if before else "") + len(after.group() if after else "")


def _scan(document: Document, rng: random.Random) -> str:
    return scan(document.text, rng)


PERTURBATIONS: Mapping[str, Perturb] = {
    "renumbering": renumber,
    "reordering": reorder,
    "wrapping": wrap_lines,
    "breaking": break_lines,
    "spacing": space_out,
    "quotes": restyle_quotes,
    "dashes": restyle_dashes,
    "ocr": _scan,
}
"""By name, in the order of the reports."""
