"""A draft as a law: its clauses, sentences and norms, with definitions, exceptions and concepts resolved."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence

from bot.reviewing.clauses import Node, split_clauses
from bot.reviewing.findings import Clause
from bot.reviewing.lexicon import Lexicon
from bot.reviewing.norms import Norm, defined_term, read_norms
from bot.reviewing.phrases import Hit, Phrases, Words, compile_phrases, stem, words_of
from bot.reviewing.provisions import Provision, provisions_of
from bot.reviewing.references import Reach, covers, section_of
from bot.reviewing.sentence import Region
from corpus.documents import Document
from corpus.errors import RegisterError
from corpus.register import Concept, Effect

_DEPTH = 2


class Law:
    """Everything that has been read out of a draft, made once."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.nodes: tuple[Node, ...] = split_clauses(document)
        self.clauses: tuple[Clause, ...] = tuple(node.clause for top in self.nodes for node in top.walk())
        self._by_id = {clause.id: clause for clause in self.clauses}
        self.provisions: tuple[Provision, ...] = provisions_of(document, self.nodes, lexicon.promises)
        sections = [clause.number for clause in self.clauses if clause.number and "(" not in clause.number]
        read = [norm for provision in self.provisions for norm in read_norms(provision, lexicon, sections)]
        self.norms: tuple[Norm, ...] = tuple(_link([*read, *_punished(read, lexicon)]))

    def heading_of(self, clause: Clause) -> str:
        """The heading of the section that a clause stands in; its own or the nearest above it."""
        while clause.parent is not None and not clause.heading:
            clause = self._by_id[clause.parent]
        return clause.heading

    def clause_at(self, offset: int) -> Clause:
        """The innermost clause in which a character stands."""
        inside = [clause for clause in self.clauses if clause.start <= offset < clause.end]
        return min(inside, key=lambda clause: clause.end - clause.start) if inside else self.clauses[0]


def _punished(norms: Sequence[Norm], lexicon: Lexicon) -> Iterable[Norm]:
    """Prohibitions that another provision punishes ("a person who contravenes subsection (1) commits an offence") are offences."""
    breaches = [norm for norm in norms if norm.effect is Effect.OFFENCE and lexicon.breach.find(norm.provision.words)]
    bare = {section_of(norm.clause.number) for norm in norms if norm.effect is Effect.PENALTY and _is_bare(norm)}
    for norm in norms:
        if norm.effect not in {Effect.PROHIBITION, Effect.DUTY}:
            continue
        if any(_breaks(breach, norm) for breach in breaches) or (norm.clause.number and section_of(norm.clause.number) in bare):
            yield dataclasses.replace(norm, effect=Effect.OFFENCE)


def _is_bare(norm: Norm) -> bool:
    """Such as "Penalty: imprisonment for ten years", set under a prohibition."""
    return re.match(r"\W*(?:maximum\s+)?penalty\s*[:—–-]", norm.provision.text, re.IGNORECASE) is not None


def _breaks(breach: Norm, norm: Norm) -> bool:
    if breach.provision.order == norm.provision.order:
        return False
    for reference in breach.references:
        if reference.reach is Reach.NUMBERS and _covers_any(reference.numbers, norm.clause.number):
            return True
        if reference.reach is Reach.WHOLE and reference.unit != "act" and reaches(breach.clause, reference.unit, norm.clause):
            return True
    return False


def _link(norms: Sequence[Norm]) -> Iterable[Norm]:
    """Give every norm the definitions it uses and the exceptions that reach it from elsewhere."""
    definitions = [(norm, _term_stems(norm)) for norm in norms if norm.effect is Effect.DEFINITION]
    exceptions = [norm for norm in norms if norm.effect is Effect.EXCEPTION]
    for norm in norms:
        used = tuple(_used(norm, definitions, _DEPTH)) if norm.effect is not Effect.DEFINITION else ()
        excepted = tuple(exception for exception in exceptions if _excepts(exception, norm))
        yield dataclasses.replace(norm, definitions=used, excepted_by=excepted, antecedent=_antecedent(norm, norms))


def _antecedent(norm: Norm, norms: Sequence[Norm]) -> Norm | None:
    """For "She shall be ..." the last norm before it in the same section whose bearer is named."""
    if not norm.points_back:
        return None
    section = section_of(norm.clause.number)
    before = [
        n
        for n in norms
        if n.provision.order < norm.provision.order and section_of(n.clause.number) == section and not n.points_back and n.bearer
    ]
    return max(before, key=lambda n: n.provision.order, default=None)


def _term_stems(norm: Norm) -> tuple[str, ...]:
    """The stems of the term that a definition defines; () where it defines none."""
    return tuple(stem(word) for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", defined_term(norm)))


def _used(norm: Norm, definitions: Sequence[tuple[Norm, tuple[str, ...]]], depth: int) -> list[Norm]:
    if depth == 0:
        return []
    line = norm.provision.words.line
    found: list[Norm] = []
    for definition, term in definitions:
        if definition.provision.order == norm.provision.order:
            continue
        if (term and _says(line, term)) or _defines_for(definition, norm):
            found.append(definition)
            found.extend(_used(definition, [d for d in definitions if d[0] is not definition], depth - 1))
    return list({(definition.provision.order, definition.trigger): definition for definition in found}.values())


def defines_bearer(definition: Norm, norm: Norm) -> bool:
    """Whether the term that a definition defines stands in the norm's bearer ("an exploited youth shall not be ...")."""
    term = _term_stems(definition)
    return bool(term) and any(_says(words_of(norm.provision.text[low:high]).line, term) for low, high in norm.bearer)


def _says(line: str, term: tuple[str, ...]) -> bool:
    return re.search("".join(rf" [^ /]*/{re.escape(part)}(?= |$)" for part in term), line) is not None


def _defines_for(definition: Norm, norm: Norm) -> bool:
    """Such as "For the purposes of sections 3 to 5, a person exploits another if ..."."""
    return any(
        reference.reach is Reach.NUMBERS
        and reference.start < definition.provision.words.ends[-1]
        and _covers_any(reference.numbers, norm.clause.number)
        for reference in definition.references
        if definition.provision.text.lower().startswith(("for the purpose", "in this", "in section"))
    )


def _covers_any(numbers: Iterable[str], number: str) -> bool:
    return bool(number) and any(covers(pointed, number) for pointed in numbers)


def _excepts(exception: Norm, norm: Norm) -> bool:
    """Whether an exception elsewhere in the draft takes something out of a norm."""
    if exception.provision.order == norm.provision.order or norm.effect in {
        Effect.EXCEPTION,
        Effect.DEFINITION,
        Effect.APPLICATION,
    }:
        return False
    for reference in exception.references:
        if reference.start > exception.trigger[1]:
            continue
        if reference.reach is Reach.NUMBERS and _covers_any(reference.numbers, norm.clause.number):
            return True
        if reference.reach is Reach.WHOLE and reaches(exception.clause, reference.unit, norm.clause):
            return True
    return False


def reaches(clause: Clause, unit: str, other: Clause) -> bool:
    """Whether "this <unit>", said in one clause, takes in another."""
    if unit == "act":
        return True
    if unit in {"section", "article"}:
        return bool(other.number) and section_of(clause.number) == section_of(other.number)
    if unit.startswith("sub"):
        return clause.number == other.number
    divisions = [step for step in clause.path if step.lower().startswith(unit)]
    return bool(divisions) and divisions[-1] in other.path


class Concepts:
    """The concepts of a register, compiled; finds them in provisions and remembers what it found."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self._compiled = {name: _compile(name, concepts) for name in concepts}
        self._found: dict[tuple[int, str], tuple[Hit, ...]] = {}

    def hits(self, name: str, provision: Provision) -> tuple[Hit, ...]:
        """Where a provision says a concept; offsets into ``provision.text``."""
        key = (provision.order, name)
        if key not in self._found:
            self._found[key] = self.find(name, provision.words)
        return self._found[key]

    def find(self, name: str, words: Words) -> tuple[Hit, ...]:
        """Where a text says a concept.

        Raises:
            RegisterError: the register has no such concept.
        """
        if name not in self._compiled:
            raise RegisterError("there is no such concept", where=name, hint=f"concepts: {', '.join(sorted(self._compiled))}")
        groups, excluded = self._compiled[name]
        out = excluded.find(words)
        hits = [hit for kind, phrases in groups for hit in phrases.find(words, kind)]
        kept = [hit for hit in hits if not any(no.start <= hit.start and hit.end <= no.end for no in out)]
        return tuple(sorted(kept, key=lambda hit: (hit.start, -hit.end)))

    def renewed(self) -> Concepts:
        """The same concepts for another draft, with nothing remembered."""
        other = Concepts({})
        other._compiled = self._compiled
        return other


def _compile(
    name: str, concepts: Mapping[str, Concept], seen: tuple[str, ...] = ()
) -> tuple[tuple[tuple[str, Phrases], ...], Phrases]:
    if name in seen or name not in concepts:
        raise RegisterError(
            "this concept includes itself" if name in seen else "there is no such concept", where=name, hint="mend include"
        )
    concept = concepts[name]
    groups = [("", compile_phrases(concept.any))] if concept.any else []
    groups += [(kind, compile_phrases(phrases)) for kind, phrases in concept.kinds.items()]
    for other in concept.include:
        groups += _compile(other, concepts, (*seen, name))[0]
    return tuple(groups), compile_phrases(concept.exclude)


def within(hits: Iterable[Hit], regions: Iterable[Region]) -> list[Hit]:
    """The hits that begin in one of the regions."""
    spans = list(regions)
    return [hit for hit in hits if any(low <= hit.start < high for low, high in spans)]
