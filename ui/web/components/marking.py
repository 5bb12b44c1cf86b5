"""A text with notes on spans of it: the words marked, what is said of them raised where they end, with links between two texts.

Links are plain anchors within the page, so that they work with the keyboard and without a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from ui.web.components.markup import Span


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of ``text[start:end]``: "ST-03 ✓".

    ``here`` is the id by which links find the words, ``there`` the id that the note itself leads to, ``hint`` what a screen reader says of that link.
    """

    start: int
    end: int
    label: str
    here: str = ""
    there: str = ""
    hint: str = ""


def noted_html(text: str, notes: Iterable[Note], within: Span) -> Markup:
    """``text[within]``, escaped, with the words of each note marked and its label raised where they end."""
    start, end = within
    inside = [note for note in notes if note.start < end and note.end > start]
    cuts = sorted({start, end, *(min(max(at, start), end) for note in inside for at in (note.start, note.end))})
    pieces = [_begun(inside, start, start)]
    for low, high in pairwise(cuts):
        marked = any(note.start <= low and high <= note.end for note in inside)
        pieces.append(_begun(inside, low, start) if low > start else Markup(""))
        pieces.append((Markup("<mark>{}</mark>") if marked else Markup("{}")).format(text[low:high]))
        pieces.append(_raised([note for note in inside if note.end == high]))
    return Markup("").join(pieces) if len(cuts) > 1 else escape("")


def _begun(notes: Sequence[Note], at: int, start: int) -> Markup:
    """The places that links lead to, where words begin; those that began before the part do so at its start."""
    here = [note.here for note in notes if note.here and max(note.start, start) == at]
    return Markup("").join(Markup('<span id="{}" class="cw-here"></span>').format(name) for name in dict.fromkeys(here))


def _raised(notes: Sequence[Note]) -> Markup:
    """The labels of the notes that end here, each once."""
    labels = dict.fromkeys(_label(note) for note in notes)
    return Markup('<sup class="cw-ref">{}</sup>').format(Markup(", ").join(labels)) if labels else Markup("")


def _label(note: Note) -> Markup:
    if not note.there:
        return escape(note.label)
    return Markup('<a class="cw-jump" href="#{}" aria-label="{}">{}</a>').format(note.there, note.hint or note.label, note.label)
