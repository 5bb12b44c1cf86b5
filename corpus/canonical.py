r"""Canonical text: the one form of a text that all offsets refer to.

Unicode NFC; line ends are ``\n``; no-break and other Unicode spaces are plain spaces; characters that cannot be seen (zero
width, soft hyphen, byte order mark, direction marks, controls, lone surrogates) are gone. Words, line breaks and the depth of
indentation stay: a tab that indents a line counts four spaces, any other tab one.

Markup and web furniture are removed by the readers; the version below covers both, since together they decide the offsets.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

CLEANER_VERSION = "1"
"""Raised whenever the same file would give another canonical text."""

TAB_WIDTH = 4

# Written out, not asked of unicodedata, so that every Python version gives the same text. Signs of category Cf that are
# visible (the Arabic number signs) are not among them.
_INVISIBLE = (
    "\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f"
    "\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\ufffe\\uffff"
    "\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff\\ud800-\\udfff"
)
_LINE_END = "\\x0b\\x0c\\x85\\u2028\\u2029"
_SPACE = "\\xa0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000"
_SPECIAL = re.compile(f"\\r[{_INVISIBLE}]*\\n?|[{_LINE_END}]|[{_SPACE}]|\\t|[{_INVISIBLE}]+")
_INVISIBLE_ONLY = re.compile(f"[{_INVISIBLE}]+")
_LINE_END_ONLY = re.compile(f"[\\r{_LINE_END}]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Canonical text with the way back.

    ``offsets[i]`` is the position in the raw text that ``text[i]`` came from; None where ``text`` is the raw text, unchanged.
    """

    text: str
    offsets: tuple[int, ...] | None

    def offset(self, at: int) -> int:
        """The position in the raw text of ``text[at]``."""
        return at if self.offsets is None else self.offsets[at]


def canonical(text: str) -> str:
    """The canonical form of a text. It is its own canonical form."""
    return clean(text).text


def clean(raw: str) -> Cleaned:
    """Make a text canonical and remember where each character came from."""
    if _SPECIAL.search(raw) is None:
        if raw.isascii() or unicodedata.is_normalized("NFC", raw):
            return Cleaned(raw, None)
        return Cleaned(*_compose(raw, range(len(raw))))
    text, offsets = _replace_special(raw)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        return Cleaned(*_compose(text, offsets))
    return Cleaned(text, tuple(offsets))


def _replace_special(raw: str) -> tuple[str, list[int]]:
    """Put plain spaces and line ends for all their kinds; leave invisible characters out."""
    out: list[str] = []
    offsets: list[int] = []
    indenting, at = True, 0
    for match in _SPECIAL.finditer(raw):
        stretch = raw[at : match.start()]
        if stretch:
            out.append(stretch)
            offsets.extend(range(at, match.start()))
            line = stretch[stretch.rfind("\n") + 1 :]
            indenting = not line.strip(" ") and (indenting or "\n" in stretch)
        new = _replacement(match.group(), indenting=indenting)
        out.append(new)
        offsets.extend([match.start()] * len(new))
        indenting = indenting or new == "\n"
        at = match.end()
    out.append(raw[at:])
    offsets.extend(range(at, len(raw)))
    return "".join(out), offsets


def _replacement(special: str, *, indenting: bool) -> str:
    if _LINE_END_ONLY.match(special):
        return "\n"
    if special == "\t":
        return " " * TAB_WIDTH if indenting else " "
    return "" if _INVISIBLE_ONLY.fullmatch(special) else " "


def _compose(text: str, offsets: list[int] | range) -> tuple[str, tuple[int, ...]]:
    """Bring a text to NFC cluster by cluster; a cluster that changes maps to where it began."""
    out: list[str] = []
    back: list[int] = []
    start = 0
    for end in [*_boundaries(text), len(text)]:
        cluster = text[start:end]
        composed = unicodedata.normalize("NFC", cluster)
        out.append(composed)
        back.extend(offsets[start:end] if composed == cluster else [offsets[start]] * len(composed))
        start = end
    return "".join(out), tuple(back)


def _boundaries(text: str) -> list[int]:
    """The positions at which a text can be cut so that NFC of the pieces is the pieces of its NFC."""
    found, start = [], 0
    for at in range(1, len(text)):
        char = text[at]
        if char.isascii() or (unicodedata.combining(char) == 0 and not _joins(text[start:at], char)):
            found.append(at)
            start = at
    return found


def _joins(cluster: str, char: str) -> bool:
    """Whether a character composes with what stands before it (vowel signs, Hangul)."""
    whole = unicodedata.normalize("NFC", cluster + char)
    return whole != unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", char)
