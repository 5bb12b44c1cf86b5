"""A register's criteria in plain words, drawn from the grammar in corpus/criteria.py, whatever the register is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.exports.wording import FACES, said
from bot.reviewing.findings import Verdict
from corpus.criteria import Concept, Criteria, Decision, Narrower, NormPattern, Slot
from ui.web import texts

_SLOTS = {
    Slot.BEARER: "the persons it speaks to",
    Slot.SUBJECT: "the persons it speaks to and what is told of them",
    Slot.ACTS: "the acts it speaks of",
    Slot.CONDITIONS: "its conditions",
    Slot.EXCEPTIONS: "its exceptions",
    Slot.PREDICATE: "its verbs",
    Slot.COMPLEMENT: "what its verbs are about",
    Slot.ANYWHERE: "its words",
}


def criteria_html(criteria: Criteria, shared: Mapping[str, Narrower], concepts: Mapping[str, Concept]) -> Markup:
    """How an element is decided.

    Args:
        criteria: the element's own.
        shared: narrowers of the register, by name; those that the criteria name are shown with their own.
        concepts: the register's words, shown for the concepts that the criteria name.
    """
    narrowers = all_narrowers(criteria, shared)
    sections = [
        _list(texts.GUIDANCE.decided, [decision_words(decision) for decision in criteria.decide], "ol"),
        _list(texts.GUIDANCE.looks_for, [f"{said(name)}: {pattern_words(p)}" for name, p in criteria.norms.items()], "ul"),
        _list(texts.GUIDANCE.narrowed, [f"{said(name)}: {narrower_words(n)}" for name, n in narrowers.items()], "ul"),
    ]
    return Markup("").join(sections) + concepts_html(named_concepts(criteria, narrowers), concepts)


def all_narrowers(criteria: Criteria, shared: Mapping[str, Narrower]) -> dict[str, Narrower]:
    """The register's narrowers that the criteria name, and their own."""
    return {**{name: shared[name] for name in criteria.shared if name in shared}, **criteria.narrowers}


def decision_words(decision: Decision) -> str:
    """One line of the order of decision."""
    line = f"{FACES[Verdict(decision.verdict)].word}, if there is {_quoted(decision.patterns)}"
    line += f" and also {_quoted(decision.also)}" if decision.also else ""
    line += f" and no {_quoted(decision.unless)}" if decision.unless else ""
    line += f" and it outranks {_quoted(decision.over)}" if decision.over else ""
    return line + (" and nothing makes it cover less" if decision.without else "")


def pattern_words(pattern: NormPattern) -> str:
    """Which rules count, in words."""
    effect = _either([said(effect.value) for effect in pattern.effect])
    parts = [f"a rule of the kind {effect}"]
    spoken = (
        ("speaking to", pattern.bearer),
        ("of whom is told", pattern.subject),
        ("with verbs of", pattern.predicate),
        ("about", pattern.acts),
        ("on condition of", pattern.conditions),
        ("mentioning", pattern.anywhere),
        ("and also", pattern.also),
        ("in a section that mentions", pattern.section),
    )
    parts += [f"{words} {_either(_names(names))}" for words, names in spoken if names]
    parts += [f"not mentioning {_either(_names(pattern.without))}"] if pattern.without else []
    parts += [f"not speaking to {_either(_names(pattern.not_bearer))}"] if pattern.not_bearer else []
    parts += [f"and about {said(pattern.of).lower()}"] if pattern.of else []
    parts += [f"itself a rule that makes {said(pattern.anchor).lower()}"] if pattern.anchor else []
    parts += [f"not itself a rule that makes {said(pattern.not_anchor).lower()}"] if pattern.not_anchor else []
    parts += ["in its own words or in the definitions it uses"] if pattern.definitions else []
    return ", ".join(parts)


def narrower_words(narrower: Narrower) -> str:
    """What makes a rule cover less: the register's own words if it has some, else the test itself."""
    if narrower.says:
        return narrower.says
    slot = _SLOTS[narrower.slot]
    if narrower.inherit:
        return f"whatever narrows {said(narrower.inherit).lower()}"
    if narrower.effect:
        return f"it is only of the kind {_either([said(effect.value) for effect in narrower.effect])}"
    if narrower.kinds:
        return f"it names fewer than {narrower.fewer_than} kinds of {said(narrower.kinds).lower()}"
    unless = f", {_either(_names(narrower.unless))} left aside" if narrower.unless else ""
    if narrower.present:
        return f"there is something in {slot}{unless}"
    return f"{slot} name only {_either(_names(narrower.only))}{unless}"


def named_concepts(criteria: Criteria, narrowers: Mapping[str, Narrower]) -> list[str]:
    """Every concept that the criteria name, once, in order."""
    names: list[str] = []
    for pattern in criteria.norms.values():
        names += pattern.concepts
    for narrower in narrowers.values():
        names += narrower.concepts
    return list(dict.fromkeys(names))


def concepts_html(names: Sequence[str], concepts: Mapping[str, Concept]) -> Markup:
    """The words that each concept stands for, each folded under its name."""
    folded = Markup("").join(
        Markup('<details><summary>{}</summary><p class="cw-meta">{}</p></details>').format(
            said(name).lower(), "; ".join(phrases(concepts[name]))
        )
        for name in names
        if name in concepts
    )
    return Markup("<h3>{}</h3>{}").format(texts.GUIDANCE.concepts, folded) if folded else Markup("")


def phrases(concept: Concept) -> list[str]:
    """A concept's phrases, without the signs of the pattern language, and the concepts it takes in or leaves out."""
    kinds = [f"{said(kind)}: {', '.join(map(_readable, words))}" for kind, words in concept.kinds.items()]
    taken = [f"all of {said(name).lower()}" for name in concept.include]
    left = [f"not: {_readable(phrase)}" for phrase in concept.exclude]
    return [*map(_readable, concept.any), *kinds, *taken, *left]


def _readable(phrase: str) -> str:
    return phrase.replace("=", "").replace("|", "/").replace(" .. ", " … ")


def _names(names: Sequence[str]) -> list[str]:
    return [said(name).lower() for name in names]


def _quoted(names: Sequence[str]) -> str:
    return _either([f"“{said(name)}”" for name in names])


def _either(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _list(heading: str, lines: Sequence[str], tag: str) -> Markup:
    if not lines:
        return Markup("")
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    body = Markup("<ol>{}</ol>") if tag == "ol" else Markup("<ul>{}</ul>")
    return Markup("<h3>{}</h3>").format(heading) + body.format(items)
