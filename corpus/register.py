"""Registers: what a body of guidance recommends, and how a draft is judged against it, as data.

A register is one YAML file. The models below are its grammar: unknown keys are refused, names are checked, every quote is
found in the guidance when the register is bound to it. What the criteria mean is explained in docs/CRITERIA.md; they are
evaluated in bot/reviewing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from corpus.criteria import Anchor, Concept, Criteria, Narrower, Written
from corpus.documents import Citation, Document, find_quote
from corpus.errors import QuoteNotFound, RegisterError, UnknownDocument
from corpus.passages import split_passages
from corpus.yaml_text import load_yaml


class Force(StrEnum):
    """How strongly the guidance speaks."""

    SHOULD = "should"
    TYPICAL = "typical"
    MAY = "may"


class GuidanceQuote(Written):
    """Words of the guidance that a recommendation rests on."""

    document: str
    """The id of a guidance document."""
    text: str
    """Words of that document, verbatim; white space may differ."""


class Element(Written):
    """One thing to be judged. ``id`` is composed when the register is loaded ("ST-02.acts")."""

    id: str
    """Composed: the recommendation's id, a full stop and the name."""
    name: str | None = None
    """One short word; behind the recommendation's id it makes the element's id."""
    statement: str
    """What the law does when the element is met, as a sentence: it stands in reports and finds the nearest clauses."""
    criteria: Criteria | None = None
    """How the element is decided; without them it is always needs_review."""


class Recommendation(Written):
    """What the guidance asks for, in its own words, with one element or several."""

    id: str
    """Short and stable, such as W-01: reports, suites and other programs name it."""
    text: str
    """What the guidance asks for, in one sentence."""
    force: Force
    """How strongly the guidance speaks: should, typical or may."""
    quotes: Annotated[tuple[GuidanceQuote, ...], Field(min_length=1)]
    """The words of the guidance that it rests on."""
    elements: Annotated[tuple[Element, ...], Field(min_length=1)]
    """Its parts, where it is judged part by part."""
    question: str | None = None
    """A question a drafter would ask about it; suggested on the Ask page."""

    @model_validator(mode="before")
    @classmethod
    def _compose_elements(cls, data: object) -> object:
        """A recommendation without elements is its own element; others take their names behind its id."""
        if not isinstance(data, dict) or "id" not in data:
            return data
        data = dict(data)
        given = data.get("elements")
        if not given:
            own = {
                "id": data["id"],
                "statement": data.get("statement", data.get("text", "")),
                "criteria": data.pop("criteria", None),
            }
            data.pop("statement", None)
            data["elements"] = (own,)
        else:
            data["elements"] = tuple(
                {**part, "id": f"{data['id']}.{part['name']}"} if isinstance(part, dict) and "name" in part else part
                for part in given
            )
        return data


class Register(Written):
    """A register as loaded from its file. ``sha256`` is of the file's bytes."""

    id: str
    """The name of the file without its ending."""
    version: str
    """Raise it when verdicts may change; in quotation marks."""
    title: str
    """What reports call it."""
    documents: Annotated[tuple[str, ...], Field(min_length=1)]
    """The ids of the guidance documents that it quotes."""
    concepts: Mapping[str, Concept] = {}
    """Words for things, by name."""
    anchors: Mapping[str, Anchor] = {}
    """Provisions that others refer to, by name."""
    narrowers: Mapping[str, Narrower] = {}
    """Narrowers that several elements share, by name."""
    recommendations: tuple[Recommendation, ...]
    """What the guidance recommends, in its order."""
    sha256: str = ""
    """Of the file; it is not written in it."""

    @model_validator(mode="after")
    def _unique_ids(self) -> Self:
        ids = [element.id for _, element in self.elements()]
        if len(set(ids)) != len(ids):
            raise ValueError(f"element ids are not unique: {sorted(i for i in ids if ids.count(i) > 1)}")
        return self

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        """Every concept, anchor and shared narrower that is spoken of must be there."""
        ids = [recommendation.id for recommendation in self.recommendations]
        if len(set(ids)) != len(ids):
            raise ValueError(f"recommendation ids are not unique: {sorted({i for i in ids if ids.count(i) > 1})}")
        self._check_concepts()
        self._check_anchors()
        for recommendation in self.recommendations:
            for quote in recommendation.quotes:
                if quote.document not in self.documents:
                    raise ValueError(
                        f"{recommendation.id} quotes {quote.document!r}, which is not among the documents {list(self.documents)}"
                    )
        for _, element in self.elements():
            if element.criteria is not None:
                self._check_names(element.id, element.criteria)
        return self

    def _check_concepts(self) -> None:
        for name, concept in self.concepts.items():
            for other in concept.include:
                if other not in self.concepts:
                    raise ValueError(f"the concept {name} includes {other!r}, which the register does not have")
                if other == name or name in self.concepts[other].include:
                    raise ValueError(f"the concepts {name} and {other} include each other")

    def _check_anchors(self) -> None:
        patterns = {element.id: set(element.criteria.norms) for _, element in self.elements() if element.criteria is not None}
        for name, anchor in self.anchors.items():
            if anchor.element not in patterns:
                raise ValueError(f"the anchor {name} stands on {anchor.element!r}, which is no element with criteria")
            concepts = {*anchor.names, *anchor.terms, *anchor.mean}
            missing = set(anchor.patterns) - patterns[anchor.element] or concepts - set(self.concepts)
            if missing:
                raise ValueError(f"the anchor {name} speaks of {min(missing)!r}, which is not there")

        for element_id in patterns:
            self._check_inheritance(element_id, ())

    def _check_inheritance(self, element_id: str, before: tuple[str, ...]) -> None:
        """Refuse what is as narrow as itself."""
        if element_id in before:
            raise ValueError(f"{element_id} inherits from itself: {' -> '.join((*before, element_id))}")
        _, element = self.element(element_id)
        criteria = element.criteria
        if criteria is None:
            return
        for narrower in self._narrowers(criteria):
            if narrower.inherit and narrower.inherit in self.anchors:
                self._check_inheritance(self.anchors[narrower.inherit].element, (*before, element_id))

    def _narrowers(self, criteria: Criteria) -> list[Narrower]:
        return [*criteria.narrowers.values(), *(self.narrowers[name] for name in criteria.shared if name in self.narrowers)]

    def _check_names(self, element_id: str, criteria: Criteria) -> None:
        patterns = criteria.norms.values()
        narrowers = self._narrowers(criteria)
        concepts = {name for parts in (patterns, narrowers, criteria.innocent) for part in parts for name in part.concepts}
        anchors = {name for p in patterns for name in p.anchors} | {n.inherit for n in narrowers if n.inherit}
        for what, names, known in (
            ("concept", concepts, self.concepts),
            ("anchor", anchors, self.anchors),
            ("shared narrower", set(criteria.shared), self.narrowers),
        ):
            if names - set(known):
                raise ValueError(
                    f"{element_id} speaks of the {what} {min(names - set(known))!r}, which the register does not have"
                )

    def elements(self) -> Iterator[tuple[Recommendation, Element]]:
        """Each element with its recommendation, in register order."""
        for recommendation in self.recommendations:
            for element in recommendation.elements:
                yield recommendation, element

    def element(self, element_id: str) -> tuple[Recommendation, Element]:
        """One element by id.

        Raises:
            RegisterError: there is none.
        """
        for recommendation, element in self.elements():
            if element.id == element_id:
                return recommendation, element
        known = ", ".join(element.id for _, element in self.elements())
        raise RegisterError("there is no such element", where=element_id, hint=f"the register {self.id} has {known}")


@dataclass(frozen=True)
class BoundRegister:
    """A register whose quotes have been found in the guidance: ``guidance[recommendation id]`` are its citations."""

    register: Register
    guidance: Mapping[str, tuple[Citation, ...]]


def load_register(path: Path) -> Register:
    """Read a register file.

    Raises:
        RegisterError: the file is not YAML, or breaks the grammar; the error names the place.
    """
    raw = path.read_bytes()
    try:
        data = load_yaml(raw)
    except yaml.YAMLError as error:
        raise RegisterError(f"this is not YAML ({error})", where=str(path), hint="mend the line named") from error
    if not isinstance(data, dict):
        raise RegisterError("a register is a mapping with id, version, documents and recommendations", where=str(path))
    try:
        return Register.model_validate({**data, "sha256": hashlib.sha256(raw).hexdigest()})
    except ValidationError as error:
        first = error.errors()[0]
        place = " > ".join(str(part) for part in first["loc"])
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise RegisterError(f"{place}: {first['msg']}{more}", where=str(path), hint="see docs/CRITERIA.md") from error


def unbound(register: Register) -> BoundRegister:
    """A register as if its guidance were not loaded: no recommendation has a citation."""
    return BoundRegister(register, {one.id: () for one in register.recommendations})


def bind_register(register: Register, documents: Mapping[str, Document]) -> BoundRegister:
    """Find every quote of the register in its guidance.

    Raises:
        UnknownDocument: the register rests on a document that is not loaded.
        RegisterError: a quote is not in its document.
    """
    guidance: dict[str, tuple[Citation, ...]] = {}
    passages = {id_: split_passages(documents[id_]) for id_ in register.documents if id_ in documents}
    for recommendation in register.recommendations:
        citations = []
        for quote in recommendation.quotes:
            if quote.document not in documents:
                raise UnknownDocument(
                    f"the register {register.id} rests on it",
                    where=quote.document,
                    hint="add the document, or choose another register",
                )
            document = documents[quote.document]
            try:
                start, end = find_quote(document, quote.text)
            except QuoteNotFound as error:
                raise RegisterError(error.what, where=f"{register.id} > {recommendation.id}", hint="mend the quote") from error
            passage = next((p for p in passages[quote.document] if p.start <= start < p.end), None)
            place = (passage.id, passage.heading_path) if passage else (None, ())
            citations.append(Citation(document, start, end, *place))
        guidance[recommendation.id] = tuple(citations)
    return BoundRegister(register, guidance)
