"""When rules get their force: commencement still to be set, sunset, transitional rules, offences and penalties left to regulations.

None of it changes a verdict; it is named in the rationale of the findings whose evidence it touches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.reviewing.crossreferences import section_numbers
from bot.reviewing.findings import Clause
from bot.reviewing.force import force_pattern, force_phrases
from bot.reviewing.law import Law
from bot.reviewing.norms import Norm
from bot.reviewing.provisions import Provision
from bot.reviewing.references import covers, section_of

_KINDS = ("appointed", "sunset", "transitional", "regulations")
_OPENING = 3
_DIVISION = re.compile(r"\b(?:[Pp]art|PART|[Cc]hapter|CHAPTER|[Tt]itle|TITLE)\s+(?:[IVXLC]+|\d+|[A-Z])\b")
_THIS_DIVISION = re.compile(r"\bthis\s+(?:part|chapter|title)\b", re.IGNORECASE)
_THIS_SECTION = re.compile(r"\bthis\s+(?:section|article|sub-?section|(?:sub-?)?paragraph)\b", re.IGNORECASE)
_SAYS = {
    "appointed": "leaves its commencement to a day to be appointed",
    "sunset": "sets an end to it",
    "transitional": "is a transitional rule on it",
    "regulations": "leaves offences or penalties to regulations",
}


@dataclass(frozen=True)
class Timing:
    """One such rule: its kind, where it stands, and what it is about.

    ``sections`` and ``divisions`` ("part iii") are those it names, none of them meaning the whole law; ``without`` are sections left out.
    """

    kind: str
    clause: Clause
    sections: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def touches(self, clause: Clause) -> bool:
        """Whether the rule is about what a clause says."""
        if any(covers(number, clause.number) for number in self.without if clause.number):
            return False
        if not self.sections and not self.divisions:
            return self.kind != "regulations" or section_of(clause.number) == section_of(self.clause.number)
        steps = {step.lower() for step in clause.path}
        named = bool(clause.number) and any(covers(number, clause.number) for number in self.sections)
        return named or any(division in steps for division in self.divisions)


class Effectivity:
    """What a law says of its own force."""

    def __init__(self, law: Law) -> None:
        order = [clause.number for clause in law.clauses if clause.number and "(" not in clause.number]
        self.timings: tuple[Timing, ...] = tuple(timing for provision in law.provisions for timing in _read(provision, order))

    def sentence(self, norms: Sequence[Norm]) -> str:
        """A short sentence that names the rules which touch the norms a finding rests on, one of each kind; "" where none does."""
        found = [timing for kind in _KINDS if (timing := self._first(kind, norms)) is not None]
        words = "; ".join(f"{_named(timing.clause)} {_SAYS[timing.kind]}" for timing in found)
        return f"{words[0].upper()}{words[1:]}." if words else ""

    def _first(self, kind: str, norms: Sequence[Norm]) -> Timing | None:
        touching = (t for t in self.timings if t.kind == kind and any(t.touches(norm.clause) for norm in norms))
        return next(touching, None)


def _named(clause: Clause) -> str:
    return f"clause {clause.number}" if clause.number else "an unnumbered clause"


def _read(provision: Provision, order: Sequence[str]) -> Iterator[Timing]:
    """The rules on force in one sentence; ``order`` are the draft's section numbers."""
    if not force_pattern("hints").search(provision.text):
        return
    for kind in _KINDS:
        if _speaks_of(kind, provision):
            timing = Timing(kind, provision.clause)
            yield timing if kind == "regulations" else _scoped(timing, provision, order)


def _speaks_of(kind: str, provision: Provision) -> bool:
    """Whether a sentence is such a rule; an end must be that of the law or section that begins the thought, not of a permit under it."""
    hits = force_phrases(kind).find(provision.words)
    return any(kind != "sunset" or h.start <= _OPENING or provision.text[: h.start].rstrip().endswith((",", ")")) for h in hits)


def _scoped(timing: Timing, provision: Provision, order: Sequence[str]) -> Timing:
    """The rule with what it is about; the whole law where it names no piece."""
    text = provision.text
    cut = found.start() if (found := force_pattern("leaving_out").search(text)) else len(text)
    without = tuple(sorted(section_numbers(text[cut:], order)))
    if force_pattern("whole").search(text) and not (timing.kind == "transitional" and _THIS_SECTION.search(text)):
        return replace(timing, without=without)
    own = tuple(step.lower() for step in provision.clause.path if _THIS_DIVISION.search(text) and _DIVISION.match(step))
    section = (section_of(provision.clause.number),) if _THIS_SECTION.search(text) and provision.clause.number else ()
    named = tuple(sorted(section_numbers(text[:cut], order)))
    divisions = tuple(" ".join(found.group().lower().split()) for found in _DIVISION.finditer(text))
    return replace(timing, sections=(*named, *section), divisions=(*divisions, *own), without=without)
