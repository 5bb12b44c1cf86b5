"""Joining: several files as one text, each still known by its name."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from corpus.documents import Block, Page, Reading, Segment, SourceMap

_JOINT = "\n\n"


def join_readings(readings: Sequence[Reading]) -> Reading:
    """Several files as one text, in their order; one file stays as it is."""
    if len(readings) == 1:
        return readings[0]
    offset = 0
    blocks: list[Block] = []
    pages: list[Page] = []
    segments: list[Segment] = []
    for reading in readings:
        document = reading.document
        blocks += [replace(b, start=b.start + offset, end=b.end + offset) for b in document.blocks]
        pages += [replace(p, start=p.start + offset, end=p.end + offset) for p in document.pages]
        segments += [replace(s, start=s.start + offset, end=s.end + offset) for s in reading.source_map.segments]
        offset += len(document.text) + len(_JOINT)
    first = readings[0].document
    starts = itertools.accumulate(len(reading.document.text) + len(_JOINT) for reading in readings[:-1])
    name = " + ".join(reading.document.id for reading in readings)
    notes = tuple(f"{r.document.id}: {note}" for r in readings for note in r.document.notes)
    joined = replace(
        first,
        id=name,
        title=name,
        text=_JOINT.join(r.document.text for r in readings),
        blocks=tuple(blocks),
        pages=tuple(pages),
        notes=notes,
        parts=tuple(starts),
        files=tuple(reading.document.id for reading in readings),
    )
    return Reading(joined, SourceMap(name, tuple(segments)))
