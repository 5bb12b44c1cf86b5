"""Comments in a Word file, anchored on the words they speak of. The words and their format stay as they are.

A comment's range can begin and end only between runs, so runs are split at the edges of the spans; a split run has the same
properties and, together, the same text. Positions in a run count its characters as ``run.text`` gives them.
"""

from __future__ import annotations

import copy
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R

from bot.exports.comments import AUTHOR, INITIALS, comments_root
from bot.exports.wordfile import printable
from corpus.documents import Segment, SourceMap

COMMENTABLE = ("body", "table")
"""The parts in which Word takes comments."""
BOX = "textbox"
_NOTES = {"footnotes": qn("w:footnoteReference"), "endnotes": qn("w:endnoteReference")}

Place = tuple[str, tuple[int, ...]]
"""The part and path of an Origin."""


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a comment in one format."""

    text: str
    bold: bool = False
    italic: bool = False


Line = tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment to be made. ``span`` is in the draft's canonical text."""

    span: tuple[int, int]
    lines: tuple[Line, ...]


def add_remarks(
    word: WordDocument, runs: Mapping[Place, CT_R], source_map: SourceMap, remarks: Sequence[Remark], *, otherwise: CT_R
) -> None:
    """Put comments into an open Word file.

    Args:
        word: the file; changed in place.
        runs: its runs by the places that ``source_map`` names, in the order of the file.
        source_map: the way from the draft's canonical text back to the runs.
        remarks: the comments, in the order they are numbered.
        otherwise: the run that takes those whose words stand nowhere in the file.
    """
    targets = [_target(remark, runs, source_map) for remark in remarks]
    pieces = _split_runs(runs, targets)
    for remark, target in zip(remarks, targets, strict=True):
        _comment(word, remark.lines, *_ends(target, pieces, otherwise))


def add_remark_at_end(word: WordDocument, lines: Sequence[Line]) -> None:
    """Put a comment on the last words of an open Word file, after all others: splitting runs would leave it in the middle of the last line."""
    run = last_run(word)
    _comment(word, lines, run, run)


def _comment(word: WordDocument, lines: Sequence[Line], first: CT_R, last: CT_R) -> None:
    number = _add_comment(word, lines)
    first.insert_comment_range_start_above(number)
    last.insert_comment_range_end_and_reference_below(number)


def _characters(child: object) -> str:
    return str(child) if getattr(child, "tag", None) in _COUNTED else ""


_COUNTED = frozenset(qn(name) for name in ("w:t", "w:tab", "w:br", "w:cr", "w:noBreakHyphen", "w:ptab"))


@dataclass(frozen=True, slots=True)
class _Edge:
    """A position in a run."""

    place: Place
    offset: int


_Target = tuple[_Edge, _Edge] | None
"""The first and the last edge of a comment's range; None where its words stand in no run."""


def _target(remark: Remark, runs: Mapping[Place, CT_R], source_map: SourceMap) -> _Target:
    """Where in the runs the words of a remark stand; else the place nearest to them."""
    start, end = remark.span
    segments = source_map.origins(start, end)
    anchored = [
        s
        for s in segments
        if s.origin.offset is not None and s.origin.part in COMMENTABLE and (s.origin.part, s.origin.path) in runs
    ]
    if not anchored:
        return _nearest_run(segments, runs)
    shares: dict[Place, list[Segment]] = {}
    for segment in anchored:
        shares.setdefault(_container(segment), []).append(segment)
    share = max(shares.values(), key=lambda found: sum(min(end, s.end) - max(start, s.start) for s in found))
    return _edge(share[0], max(start, share[0].start)), _edge(share[-1], min(end, share[-1].end))


def _container(segment: Segment) -> Place:
    """The body, or one cell: a range that begins in one and ends in another is not drawn by every word processor."""
    origin = segment.origin
    return origin.part, origin.path[:3] if origin.part == "table" else ()


def _edge(segment: Segment, at: int) -> _Edge:
    origin = segment.origin
    return _Edge((origin.part, origin.path), (origin.offset or 0) + at - segment.start)


def _nearest_run(segments: Sequence[Segment], runs: Mapping[Place, CT_R]) -> _Target:
    """Where words go that can take no comment themselves; None where there is no such place."""
    for segment in segments:
        part, path = segment.origin.part, segment.origin.path
        if part in _NOTES:
            test: Callable[[CT_R], bool] = partial(_marks_note, tag=_NOTES[part], note=path[0])
        elif part == BOX:
            test = partial(_holds, inner=runs.get((part, path)))
        else:
            test = _has_words
        for place, run in runs.items():
            near = place[0] in COMMENTABLE and (part not in COMMENTABLE or (place[0], place[1][:-1]) == (part, path[:-1]))
            if near and test(run):
                return _Edge(place, 0), _Edge(place, len(run.text))
    return None


def _has_words(run: CT_R) -> bool:
    """For an automatic number: the run is one of its paragraph."""
    return bool(run.text.strip())


def _marks_note(run: CT_R, *, tag: str, note: int) -> bool:
    """For a note: the run has its mark."""
    return any(mark.get(qn("w:id")) == str(note) for mark in run.findall(tag))


def _holds(run: CT_R, *, inner: CT_R | None) -> bool:
    """For a text box: the run is the one it hangs on."""
    return inner is not None and any(above is run for above in inner.iterancestors(qn("w:r")))


_Pieces = Mapping[Place, tuple[list[int], list[CT_R]]]
"""For each run that was split: where its pieces begin, and the pieces."""


def _split_runs(runs: Mapping[Place, CT_R], targets: Iterable[_Target]) -> _Pieces:
    cuts: dict[Place, set[int]] = {}
    for target in targets:
        for edge in target or ():
            cuts.setdefault(edge.place, set()).add(edge.offset)
    return {place: _split(runs[place], sorted(offsets)) for place, offsets in cuts.items()}


def _split(run: CT_R, offsets: Sequence[int]) -> tuple[list[int], list[CT_R]]:
    """Split a run at positions, last first, so that earlier positions hold."""
    starts, pieces = [0], [run]
    for offset in reversed(offsets):
        if 0 < offset < len(run.text):
            starts.insert(1, offset)
            pieces.insert(1, _cut(run, offset))
    return starts, pieces


def _cut(run: CT_R, offset: int) -> CT_R:
    """Move everything from a position on into a new run behind this one; returns the new run."""
    tail = OxmlElement("w:r", attrs={name: value for name, value in run.attrib.items() if "rsid" in name})
    if run.rPr is not None:
        tail.append(copy.deepcopy(run.rPr))
    seen = 0
    for child in [child for child in run if child.tag != qn("w:rPr")]:
        length = len(_characters(child))
        if seen >= offset:
            tail.append(child)
        elif seen + length > offset:
            tail.append(_cut_text(child, offset - seen))
        seen += length
    run.addnext(tail)
    return tail


def _cut_text(element: CT_R, at: int) -> CT_R:
    """Cut one text element in two; returns the second."""
    rest = copy.deepcopy(element)
    element.text, rest.text = (element.text or "")[:at], (element.text or "")[at:]
    for part in (element, rest):
        part.set(qn("xml:space"), "preserve")
    return rest


def _ends(target: _Target, pieces: _Pieces, otherwise: CT_R) -> tuple[CT_R, CT_R]:
    """The first and the last run of a comment's range."""
    if target is None:
        return otherwise, otherwise
    first, last = target
    return _piece(pieces, first.place, first.offset), _piece(pieces, last.place, last.offset - 1)


def _piece(pieces: _Pieces, place: Place, offset: int) -> CT_R:
    starts, runs = pieces[place]
    return runs[max(bisect_right(starts, offset) - 1, 0)]


def first_run(word: WordDocument) -> CT_R:
    """The first run of the file that has words; an empty one is made where there is none."""
    runs = _runs_with_words(word)
    return runs[0] if runs else _empty_run(word)


def last_run(word: WordDocument) -> CT_R:
    """The last one, likewise."""
    runs = _runs_with_words(word)
    return runs[-1] if runs else _empty_run(word)


def _runs_with_words(word: WordDocument) -> list[CT_R]:
    """The runs of the body whose words are read in their place: not those of text boxes, nor what was moved away."""
    found: list[CT_R] = word.element.body.xpath(".//w:r[w:t][not(ancestor::w:txbxContent or ancestor::w:moveFrom)]")
    return [run for run in found if run.text.strip()]


def _empty_run(word: WordDocument) -> CT_R:
    paragraph = word.paragraphs[0] if word.paragraphs else word.add_paragraph()
    return paragraph.add_run()._r  # noqa: SLF001 - python-docx shows a run's element no other way


def _add_comment(word: WordDocument, lines: Iterable[Line]) -> int:
    """Add a comment to the list of comments; its number."""
    comment = word.comments.add_comment(author=AUTHOR, initials=INITIALS)
    for index, line in enumerate(lines):
        paragraph = comment.add_paragraph() if index else comment.paragraphs[0]
        for words in line:
            run = paragraph.add_run(printable(words.text))
            run.bold, run.italic = words.bold or None, words.italic or None
    comments = comments_root(word)
    for element in comments if comments is not None else ():
        if element.get(qn("w:id")) == str(comment.comment_id):
            element.attrib.pop(qn("w:date"), None)  # the same review gives the same file
    return comment.comment_id
