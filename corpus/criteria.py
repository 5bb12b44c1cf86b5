"""The grammar of criteria: concepts, norm patterns, narrowers and decisions, as they stand in a register. docs/CRITERIA.md explains them.

They are evaluated in bot/reviewing; here is only what may be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
"""One name or a list of names in YAML; a tuple here."""


class Effect(StrEnum):
    """What a norm does to its bearer."""

    OFFENCE = "offence"
    PENALTY = "penalty"
    AGGRAVATION = "aggravation"
    PROSECUTION = "prosecution"
    IMMUNITY = "immunity"
    DISCRETION = "discretion"
    DEFENCE = "defence"
    NO_EXCUSE = "no_excuse"
    LATER_RELIEF = "later_relief"
    DUTY = "duty"
    POWER = "power"
    PROHIBITION = "prohibition"
    DEFINITION = "definition"
    EXCEPTION = "exception"
    APPLICATION = "application"
    REPEAL = "repeal"
    STATEMENT = "statement"
    """Any sentence that defines nothing, whatever it does: for rules told as facts ("the list hangs at the door")."""


class Slot(StrEnum):
    """A part of a norm that a condition can look into."""

    BEARER = "bearer"
    SUBJECT = "subject"
    ACTS = "acts"
    CONDITIONS = "conditions"
    EXCEPTIONS = "exceptions"
    PREDICATE = "predicate"
    COMPLEMENT = "complement"
    ANYWHERE = "anywhere"


class Written(BaseModel):
    """A part of a register file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Concept(Written):
    """Words for one thing.

    ``any`` are phrases (docs/CRITERIA.md gives the small pattern language); ``kinds`` are named groups of phrases where it matters
    how many different kinds occur; ``include`` adds other concepts' phrases; a match that lies in a match of ``exclude`` is none.
    """

    any: tuple[str, ...] = ()
    kinds: Mapping[str, tuple[str, ...]] = {}
    include: Names = ()
    exclude: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not (self.any or self.kinds or self.include):
            raise ValueError("a concept needs phrases under any, kinds or include")
        return self


class NormPattern(Written):
    """Which norms count. Every key that is given must hold; a list of concepts holds when one of them is found.

    ``of`` names the anchor the norm must be about: it says so by name, by number, as "this Act", or as "any offence".
    """

    effect: Annotated[tuple[Effect, ...], BeforeValidator(_as_tuple)]
    bearer: Names = ()
    subject: Names = ()
    """What the subject's relative clause tells of the bearer, too: "one who was brought there by a trafficker"."""
    predicate: Names = ()
    """What is done to the bearer: the verbs themselves, not what they are about."""
    acts: Names = ()
    conditions: Names = ()
    anywhere: Names = ()
    also: Names = ()
    """A second demand on the whole norm, beside ``anywhere``."""
    section: Names = ()
    """What must be said somewhere in the section the norm stands in, its heading included."""
    without: Names = ()
    """Concepts that must not occur anywhere in the norm."""
    not_bearer: Names = ()
    of: str | None = None
    anchor: str | None = None
    """The norm must itself be one of the norms of this anchor."""
    not_anchor: str | None = None
    """The norm must not be one of the norms of this anchor."""
    definitions: bool = False
    """Look into the definitions that the norm uses, too."""
    says: str = ""
    """For a pattern that is weaker in kind, or opposite: what it does, for the rationale."""
    advice: str = ""


class Narrower(Written):
    """What makes a rule that counts cover less than the element asks.

    With ``only``: the slot holds one of these concepts and none of ``unless`` in the same slot. With ``present``: the slot is not empty, and what it
    holds is none of ``unless``.
    With ``kinds``: fewer than ``fewer_than`` kinds of that concept occur, over all norms that count. With ``effect``: the norm has one
    of these effects. With ``inherit``: the anchor's own narrowers apply.
    """

    slot: Slot = Slot.ANYWHERE
    only: Names = ()
    unless: Names = ()
    present: bool = False
    kinds: str | None = None
    fewer_than: int | None = None
    effect: Annotated[tuple[Effect, ...], BeforeValidator(_as_tuple)] = ()
    inherit: str | None = None
    says: str = ""
    """What the reason means, for the rationale: "it covers only children"."""
    advice: str = ""

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        tests = [bool(self.only), self.present, self.kinds is not None, bool(self.effect), self.inherit is not None]
        if sum(tests) != 1:
            raise ValueError("a narrower has exactly one of: only, present, kinds, effect, inherit")
        if (self.kinds is None) != (self.fewer_than is None):
            raise ValueError("kinds and fewer_than go together")
        return self


class Decision(Written):
    """One line of the order of decision: the verdict, the norm pattern that must be found, and what must not hold.

    ``also`` names patterns of which one must be found, too, ``unless`` those that must not be found; ``over`` one that is found and that the first outranks ("notwithstanding", or a later rule
    on fewer cases); ``without: any_narrower`` demands that no narrower holds.
    """

    met: Names = ()
    partial: Names = ()
    conflict: Names = ()
    needs_review: Names = ()
    also: Names = ()
    unless: Names = ()
    over: Names = ()
    without: Literal["any_narrower"] | None = None

    @model_validator(mode="after")
    def _one_verdict(self) -> Self:
        if sum(bool(names) for names in (self.met, self.partial, self.conflict, self.needs_review)) != 1:
            raise ValueError("a decision names exactly one of: met, partial, conflict, needs_review")
        return self

    @property
    def verdict(self) -> str:
        """The verdict's name."""
        return next(name for name in ("met", "partial", "conflict", "needs_review") if getattr(self, name))

    @property
    def patterns(self) -> tuple[str, ...]:
        """The norm patterns of which one must be found."""
        return tuple(getattr(self, self.verdict))


class Criteria(Written):
    """How an element is decided; see docs/CRITERIA.md. The first decision that holds; else missing."""

    norms: Mapping[str, NormPattern]
    narrowers: Mapping[str, Narrower] = {}
    shared: Names = ()
    """Names of the register's narrowers that hold here, too."""
    decide: tuple[Decision, ...]
    advice: str = ""
    """What would make a missing element met."""

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        for decision in self.decide:
            for name in (*decision.patterns, *decision.also, *decision.unless, *decision.over):
                if name not in self.norms:
                    raise ValueError(f"decide speaks of {name!r}, which is not among the norms {sorted(self.norms)}")
        return self


class Anchor(Written):
    """A provision that others refer to ("the core offence"): the norms of these patterns in this element."""

    element: str
    patterns: Names
    names: Names = ()
    """Concepts that name it: a norm that says one of them is about it wherever it stands."""
