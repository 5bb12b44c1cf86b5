"""The names in a register: those that are spoken of and not there, and those that are there and never spoken of."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rapidfuzz import fuzz, process

from bot.register_remarks import Data, Level, Remark, WrittenElement, elements_in, entries, mapping, names_in, sequence
from corpus.criteria import NormPattern
from corpus.yaml_places import Path

_ALIKE = 60
"""Percent of letters that agree in a name that is suggested for another."""
_ANCHORED = ("of", "anchor", "not_anchor")
_TOLD = ("effect", "says", "advice")
_CONCEPTS = tuple(
    key for key, field in NormPattern.model_fields.items() if key not in (*_ANCHORED, *_TOLD) and field.annotation is not bool
)
"""The keys of a norm pattern that name concepts."""
_VERDICTS = ("met", "partial", "conflict", "needs_review")
_OTHERS = ("also", "unless", "over")

Use = tuple[Path, str]
"""Where a name is spoken of, and the name."""


def suggestion(name: str, known: Collection[str]) -> str:
    """The known name nearest to one that is not known; else all of them, if there are few."""
    best = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=_ALIKE, processor=str.lower)
    if best is not None:
        return f"did you mean {best[0]}?"
    few = 20
    return f"there are {', '.join(known)}" if 0 < len(known) <= few else ""


def name_remarks(data: Data) -> Iterator[Remark]:
    """What is to be said of the names in a register."""
    elements = list(elements_in(data))
    yield from _ids(data, elements)
    concepts, anchors, shared = (
        list(_concept_uses(data, elements)),
        list(_anchor_uses(data, elements)),
        list(_shared_uses(elements)),
    )
    for kind, key, uses in (
        ("concept", "concepts", concepts),
        ("anchor", "anchors", anchors),
        ("shared narrower", "narrowers", shared),
    ):
        yield from _unknown(kind, uses, list(mapping(data.get(key))))
        used = {name for _, name in uses}
        for path, name, _ in entries(data, key):
            if name not in used:
                yield Remark(Level.WARNING, path, f"the {kind} {name} is never used", "remove it, or name it where it is meant")
    yield from _anchor_places(data, elements)
    yield from _cycles(data)
    for element in elements:
        yield from _pattern_names(data, element)


def _unknown(kind: str, uses: Collection[Use], known: Collection[str]) -> Iterator[Remark]:
    for path, name in uses:
        if name not in known:
            yield Remark(Level.ERROR, path, f"there is no {kind} {name}", suggestion(name, known))


def _ids(data: Data, elements: list[WrittenElement]) -> Iterator[Remark]:
    """Recommendations and elements with an id that another has."""
    written = [(e.path, e.id) for e in elements]
    written += [
        (("recommendations", index), str(mapping(r).get("id")))
        for index, r in enumerate(sequence(data.get("recommendations")))
        if mapping(r).get("elements")
    ]
    seen: set[str] = set()
    for path, id_ in sorted(written, key=lambda each: [str(step) for step in each[0]]):
        if id_ in seen:
            yield Remark(Level.ERROR, path, f"the id {id_} is taken", "ids are unique; rename one")
        seen.add(id_)


# uses --------------------------------------------------------------------------------------------------------------------


def _narrowers(data: Data, elements: list[WrittenElement]) -> Iterator[tuple[Path, str, Data]]:
    yield from entries(data, "narrowers")
    for element in elements:
        yield from entries(element.criteria or {}, "narrowers", path=element.criteria_path)


def _patterns(elements: list[WrittenElement]) -> Iterator[tuple[Path, str, Data]]:
    for element in elements:
        yield from entries(element.criteria or {}, "norms", path=element.criteria_path)


def _concept_uses(data: Data, elements: list[WrittenElement]) -> Iterator[Use]:
    for path, _, concept in entries(data, "concepts"):
        yield from names_in(concept, "include", path=path)
    for path, _, anchor in entries(data, "anchors"):
        yield from names_in(anchor, "names", "terms", "mean", path=path)
    for path, _, pattern in _patterns(elements):
        yield from names_in(pattern, *_CONCEPTS, path=path)
    for path, _, narrower in _narrowers(data, elements):
        yield from names_in(narrower, "only", "unless", "kinds", path=path)
    for element in elements:
        for index, one in enumerate(sequence((element.criteria or {}).get("innocent"))):
            yield from names_in(mapping(one), "said", "unless", path=(*element.criteria_path, "innocent", index))


def _anchor_uses(data: Data, elements: list[WrittenElement]) -> Iterator[Use]:
    for path, _, pattern in _patterns(elements):
        yield from names_in(pattern, *_ANCHORED, path=path)
    for path, _, narrower in _narrowers(data, elements):
        yield from names_in(narrower, "inherit", path=path)


def _shared_uses(elements: list[WrittenElement]) -> Iterator[Use]:
    for element in elements:
        yield from names_in(element.criteria or {}, "shared", path=element.criteria_path)


# anchors, concepts, patterns ---------------------------------------------------------------------------------------------


def _anchor_places(data: Data, elements: list[WrittenElement]) -> Iterator[Remark]:
    """Anchors on elements or patterns that are not there."""
    norms = {element.id: list(mapping(element.criteria.get("norms"))) for element in elements if element.criteria is not None}
    for path, _, anchor in entries(data, "anchors"):
        element = anchor.get("element")
        if not isinstance(element, str):
            continue
        if element not in norms:
            yield Remark(
                Level.ERROR, (*path, "element"), f"there is no element {element} with criteria", suggestion(element, list(norms))
            )
            continue
        yield from _unknown(f"norm pattern of {element} named", list(names_in(anchor, "patterns", path=path)), norms[element])


def _cycles(data: Data) -> Iterator[Remark]:
    """Concepts that include themselves, straight or through others."""
    include = {name: [each for _, each in names_in(concept, "include")] for _, name, concept in entries(data, "concepts")}
    told_of: set[str] = set()
    for name in include:
        way = _way_back(name, name, include, ())
        if way is not None and not told_of & {name, *way}:
            told_of |= {name, *way}
            told = " includes ".join((name, *way))
            yield Remark(
                Level.ERROR,
                ("concepts", name, "include"),
                f"the concept includes itself: {told}",
                "take one of these out of include",
            )


def _way_back(start: str, here: str, include: dict[str, list[str]], seen: tuple[str, ...]) -> tuple[str, ...] | None:
    for other in include.get(here, ()):
        if other == start:
            return (*seen, other)
        if other not in seen and (way := _way_back(start, other, include, (*seen, other))) is not None:
            return way
    return None


def _pattern_names(data: Data, element: WrittenElement) -> Iterator[Remark]:
    """Patterns that the order of decision names and that are not there, and the other way round."""
    if element.criteria is None:
        return
    norms = list(mapping(element.criteria.get("norms")))
    named: list[Use] = []
    for index, line in enumerate(map(mapping, sequence(element.criteria.get("decide")))):
        named += names_in(line, *_VERDICTS, *_OTHERS, path=(*element.criteria_path, "decide", index))
    yield from _unknown("norm pattern", named, norms)
    anchored = {
        name
        for path, _, anchor in entries(data, "anchors")
        if anchor.get("element") == element.id
        for _, name in names_in(anchor, "patterns", path=path)
    }
    for name in norms:
        if name not in anchored | {used for _, used in named}:
            path = (*element.criteria_path, "norms", name)
            yield Remark(Level.WARNING, path, f"no line of decide names the pattern {name}", "name it in decide, or remove it")
