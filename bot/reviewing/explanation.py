"""What an explanation is made of: plain values, as they are printed and as they stand in JSON.

Offsets are half-open, in code points of the draft's canonical text; ``words`` are as the engine read them (a lead-in and its item as one
sentence, white space made even), and need not stand in one piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Via(StrEnum):
    """Where words were found that say something of a rule."""

    SENTENCE = "sentence"
    ANTECEDENT = "antecedent"
    """In the place that names the one whom a pronoun stands for."""
    DEFINITION = "definition"
    """In the definition of a term that the sentence uses."""
    EXCEPTION = "exception"
    """In an exception that stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the draft that say a concept; ``clause`` is the number, or the id, of the clause they stand in."""

    concept: str
    words: str
    clause: str
    start: int
    end: int
    via: Via


@dataclass(frozen=True, slots=True)
class Condition:
    """One key of a norm pattern, tried on one rule: what it asks for, whether it holds, in which words; or why it does not."""

    key: str
    asks: tuple[str, ...]
    holds: bool
    said: tuple[Said, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One narrower, tried on one rule that counts."""

    name: str
    says: str
    holds: bool
    said: tuple[Said, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A norm of the draft: its sentence and the words of its slots that are not empty, by slot."""

    clause: str
    effect: str
    sentence: str
    start: int
    end: int
    slots: dict[str, tuple[str, ...]]
    stands_for: tuple[Said, ...] = ()
    definitions: tuple[Said, ...] = ()
    excepted_by: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """A pattern tried on a rule. It counts when all conditions hold; ``unresolved`` where it hangs on an offence that is not supplied."""

    rule: Rule
    counts: bool
    unresolved: bool
    conditions: tuple[Condition, ...]
    narrowers: tuple[Narrowing, ...] = ()


@dataclass(frozen=True, slots=True)
class PatternTrace:
    """What a norm pattern found: ``counted`` in the draft's order, ``near`` those that fail one condition only, most telling first.

    ``count`` is the number of all that count, of which ``counted`` shows the first; ``tried`` that of all norms of the right effect.
    """

    name: str
    says: str
    count: int
    tried: int
    counted: tuple[Tried, ...]
    near: tuple[Tried, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the order of decision; ``decides`` is true of the first that holds. ``verdict`` is what it gives, "" where it does not hold."""

    words: str
    holds: bool
    decides: bool
    verdict: str
    why: str


@dataclass(frozen=True, slots=True)
class Classified:
    """The provision that the register's classifier takes most surely for one of its classes; the probability of that, 0 to 1.

    ``innocent``: it is not counted for the opposite, because the register knows what it says for innocent.
    """

    clause: str
    sentence: str
    start: int
    end: int
    label: str
    probability: float
    innocent: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the criteria came to a verdict on one element. ``note`` says what happened to it afterwards, if anything.

    ``classified`` says for each class of the classifier which provision it takes for it.
    """

    element_id: str
    verdict: str
    reasons: tuple[str, ...]
    lines: tuple[Line, ...]
    patterns: tuple[PatternTrace, ...]
    note: str = ""
    classified: tuple[Classified, ...] = ()
