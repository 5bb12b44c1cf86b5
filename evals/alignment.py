"""How well the clauses of two versions are put together: new versions are made of drafts in known ways, and the alignment is held against what was done."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.reviewing.clauses import split_clauses
from bot.reviewing.compare import align_clauses
from bot.reviewing.findings import Clause
from bot.reviewing.references import section_of
from corpus.documents import Document
from corpus.readers import read_bytes
from evals.restructure import sections_of
from evals.statistics import Estimate, share_estimate

_LEAST_SECTIONS = 3
_SENTENCE = re.compile(r"(?<=[a-z)][.;])\s+(?=(?:\(\d+\)\s+)?[A-Z])")
_MARK = re.compile(r"[.):—–-]*")
_PART_WORDS = 8
"""A part of a split section has so many words at least."""


@dataclass(frozen=True, slots=True)
class Written:
    """A section of a new version: the words before and behind its number, and the old sections that it holds (by position)."""

    before: str
    after: str
    olds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """A draft split into clauses."""

    document: Document
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AlignmentResult:
    """What one way of rewriting did: the share of sections, old and new, that were put together as they belong."""

    way: str
    right: Estimate
    wrong: tuple[str, ...]


Way = Callable[[list[Written], list[Written], random.Random], list[Written]]
"""Takes a draft's sections and those of another draft; gives the sections of the new version."""


def _inserted(sections: list[Written], others: list[Written], rng: random.Random) -> list[Written]:
    at = rng.randint(1, len(sections) - 1)
    new = [replace(other, olds=()) for other in rng.sample(others, min(2, len(others)))]
    return [*sections[:at], *new, *sections[at:]]


def _part_inserted(sections: list[Written], others: list[Written], rng: random.Random) -> list[Written]:
    at = rng.randint(1, len(sections) - 1)
    new = [replace(other, olds=()) for other in rng.sample(others, min(3, len(others)))]
    headed = replace(new[0], before=f"PART X\nFURTHER MATTERS\n\n{new[0].before}")
    return [*sections[:at], headed, *new[1:], *sections[at:]]


def _removed(sections: list[Written], _: list[Written], rng: random.Random) -> list[Written]:
    at = rng.randrange(len(sections))
    return [*sections[:at], *sections[at + 1 :]]


def _reordered(sections: list[Written], _: list[Written], rng: random.Random) -> list[Written]:
    return rng.sample(sections, len(sections))


def _split(sections: list[Written], _: list[Written], rng: random.Random) -> list[Written]:
    for at in rng.sample(range(len(sections)), len(sections)):
        cuts = [found for found in _SENTENCE.finditer(sections[at].after) if _is_cut(sections[at].after, found)]
        if cuts:
            cut = rng.choice(cuts)
            one, rest = sections[at].after[: cut.start()], re.sub(r"^\(\d+\)\s+", "", sections[at].after[cut.end() :])
            before = sections[at].before.rpartition("\n")[2]
            mark = _MARK.match(one)
            second = Written(before, f"{mark.group() if mark else ''} {rest}", sections[at].olds)
            return [*sections[:at], replace(sections[at], after=one), second, *sections[at + 1 :]]
    return []


def _is_cut(text: str, found: re.Match[str]) -> bool:
    return min(len(text[: found.start()].split()), len(text[found.end() :].split())) >= _PART_WORDS


def _merged(sections: list[Written], _: list[Written], rng: random.Random) -> list[Written]:
    at = rng.randrange(len(sections) - 1)
    one, other = sections[at : at + 2]
    joined = Written(one.before, f"{one.after.rstrip()} {other.after.lstrip('. :)—–-')}", (*one.olds, *other.olds))
    return [*sections[:at], joined, *sections[at + 2 :]]


def _half_rewritten(sections: list[Written], others: list[Written], rng: random.Random) -> list[Written]:
    at = rng.randrange(len(sections))
    words, foreign = sections[at].after.split(" "), rng.choice(others).after.split(" ")
    half = len(words) // 2
    new = (
        [*words[:half], *foreign[: len(words) - half]]
        if rng.random() < 1 / 2
        else [words[0], *foreign[1 : half + 1], *words[half + 1 :]]
    )
    changed = [*sections[:at], replace(sections[at], after=" ".join(new)), *sections[at + 1 :]]
    return _inserted(changed, others, rng) if len(changed) > 1 else changed


def _renumbered(sections: list[Written], _: list[Written], __: random.Random) -> list[Written]:
    return sections


WAYS: Mapping[str, Way] = {
    "renumbered": _renumbered,
    "inserted": _inserted,
    "part inserted": _part_inserted,
    "removed": _removed,
    "reordered": _reordered,
    "split": _split,
    "merged": _merged,
    "half rewritten": _half_rewritten,
}
"""By name, in the order of the reports."""

_SHIFT = 20


def evaluate_alignment(drafts: Sequence[tuple[str, Document]], *, seed: int) -> tuple[AlignmentResult, ...]:
    """Rewrite every draft in every way, align both versions and count the sections that were put together as they belong.

    Args:
        drafts: names and documents; those with too few numbered sections are left out.
        seed: of the random choices.
    """
    usable = [(name, document, written) for name, document in drafts if (written := sections_written(document))]
    return tuple(_evaluate(way, make, usable, seed) for way, make in WAYS.items()) if len(usable) > 1 else ()


def sections_written(document: Document) -> list[Written]:
    """A draft's sections that can be put in another order; none where they are too few, or nested."""
    sections = sections_of(document)
    if len(sections) < _LEAST_SECTIONS or any(one.end > other.start for one, other in pairwise(sections)):
        return []
    text = document.text
    return [
        Written(text[s.start : s.at], text[s.at + len(s.number) : s.end].rstrip(), (index,)) for index, s in enumerate(sections)
    ]


def _evaluate(way: str, make: Way, drafts: Sequence[tuple[str, Document, list[Written]]], seed: int) -> AlignmentResult:
    seen: list[tuple[str, float]] = []
    wrong: list[str] = []
    for index, (name, _, written) in enumerate(drafts):
        others = drafts[(index + 1) % len(drafts)][2]
        made = make(written, others, random.Random(f"{seed} {way} {name}"))  # noqa: S311 - nothing secret
        if not made:
            continue
        first = _SHIFT if way == "renumbered" else 1
        for item, right in _judged(written, made, first):
            seen.append((name, float(right)))
            wrong += [] if right else [f"{name}: {item}"]
    return AlignmentResult(way, share_estimate(seen), tuple(wrong))


def _judged(written: list[Written], made: list[Written], first: int) -> Iterator[tuple[str, bool]]:
    """Each old section with whether it came to the new ones that hold it, and each new one that holds none with whether it counts as added."""
    old, new = _version(written, 1), _version(made, first)
    links = defaultdict(set)
    for change in align_clauses(old, new):
        one, other = _number(old, change.old), _number(new, change.new)
        if one and other:
            links[one].add(other)
    due = defaultdict(set)
    for at, section in enumerate(made):
        for origin in section.olds:
            due[str(origin + 1)].add(str(at + first))
    for at in range(len(written)):
        number = str(at + 1)
        yield f"old {number} is {sorted(links[number])}, not {sorted(due[number])}", links[number] == due[number]
    linked = {number for numbers in links.values() for number in numbers}
    for at, section in enumerate(made):
        if not section.olds:
            yield f"new {at + first} is not added", str(at + first) not in linked


def _number(version: Split, clause_id: str | None) -> str | None:
    """The number of the section that a clause is or stands in; None outside sections."""
    found = next((c for c in version.clauses if c.id == clause_id), None)
    return section_of(found.number) if found is not None and found.number else None


def _version(sections: Sequence[Written], first: int) -> Split:
    text = "\n\n".join(f"{s.before}{number}{s.after}".strip() for number, s in enumerate(sections, start=first))
    document = read_bytes(text.encode(), "version.txt").document
    return Split(document, tuple(node.clause for top in split_clauses(document) for node in top.walk()))
