"""The grammar of criteria: concepts, norm patterns, narrowers and decisions, as they stand in a register. docs/CRITERIA.md explains them.

They are evaluated in bot/reviewing; here is only what may be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple, json_schema_input_type=str | tuple[str, ...])]
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


Effects = Annotated[tuple[Effect, ...], BeforeValidator(_as_tuple, json_schema_input_type=Effect | tuple[Effect, ...])]
"""One effect or a list of effects in YAML; a tuple here."""


class Written(BaseModel):
    """A part of a register file: unknown keys are refused. The texts below its keys are what editors show of them."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Concept(Written):
    """Words for one thing.

    ``any`` are phrases (docs/CRITERIA.md gives the small pattern language); ``kinds`` are named groups of phrases where it matters
    how many different kinds occur; ``include`` adds other concepts' phrases; a match that lies in a match of ``exclude`` is none.
    """

    any: tuple[str, ...] = ()
    """Phrases: words in a row in every inflection, "a|b" for alternatives, ".." for up to four words between, "=word" for just that word."""
    kinds: Mapping[str, tuple[str, ...]] = {}
    """Phrases in named groups, for narrowers that count how many different kinds a rule names."""
    include: Names = ()
    """Other concepts whose phrases belong to this one, too."""
    exclude: tuple[str, ...] = ()
    """Phrases that undo: a match that lies in a match of one of these is none."""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not (self.any or self.kinds or self.include):
            raise ValueError("a concept needs phrases under any, kinds or include")
        return self


class NormPattern(Written):
    """Which norms count. Every key that is given must hold; a list of concepts holds when one of them is found.

    ``of`` names the anchor the norm must be about: it says so by name, by number, as "this Act", or as "any offence".
    """

    effect: Effects
    """What the rule does to its bearer: one of these effects."""
    bearer: Names = ()
    """Said of the one the rule speaks to, without its relative clause; where that is a thing or an authority, of the person behind it."""
    subject: Names = ()
    """What the subject's relative clause tells of the bearer, too: "one who was brought there by a smuggler"."""
    predicate: Names = ()
    """What is done to the bearer: the verbs themselves, not what they are about."""
    acts: Names = ()
    """Said in the relative clause ("who dumps waste"), in the opening case, or behind the predicate."""
    conditions: Names = ()
    """Said in the opening case, or behind "if", "where" or "when"."""
    anywhere: Names = ()
    """Said anywhere in the sentence."""
    also: Names = ()
    """A second demand on the whole norm, beside ``anywhere``."""
    section: Names = ()
    """What must be said somewhere in the section the norm stands in, its heading included."""
    without: Names = ()
    """Concepts that must not occur anywhere in the norm."""
    not_bearer: Names = ()
    """Concepts that must not be said of the bearer."""
    of: str | None = None
    """The anchor that the norm must be about: by name, by number, as "this Act" or "any offence"."""
    anchor: str | None = None
    """The norm must itself be one of the norms of this anchor."""
    not_anchor: str | None = None
    """The norm must not be one of the norms of this anchor."""
    definitions: bool = False
    """Look into the definitions that the norm uses, too."""
    says: str = ""
    """For a pattern that is weaker in kind, or opposite: what it does, for the rationale."""
    advice: str = ""
    """For such a pattern: what would make the element met."""

    @property
    def concepts(self) -> tuple[str, ...]:
        """Every concept that the pattern names, in the order of its keys."""
        wanted = (*self.bearer, *self.subject, *self.predicate, *self.acts, *self.conditions, *self.anywhere, *self.also)
        return (*wanted, *self.section, *self.without, *self.not_bearer)

    @property
    def anchors(self) -> tuple[str, ...]:
        """Every anchor that the pattern names."""
        return tuple(name for name in (self.of, self.anchor, self.not_anchor) if name is not None)


class Narrower(Written):
    """What makes a rule that counts cover less than the element asks.

    With ``only``: the slot holds one of these concepts and none of ``unless`` in the same slot. With ``present``: the slot is not empty, and what it
    holds is none of ``unless``.
    With ``kinds``: fewer than ``fewer_than`` kinds of that concept occur, over all norms that count. With ``effect``: the norm has one
    of these effects. With ``inherit``: the anchor's own narrowers apply.
    """

    slot: Slot = Slot.ANYWHERE
    """The part of the norm that is looked into."""
    only: Names = ()
    """Concepts that narrow: it holds when the slot says one of them and none of ``unless``."""
    unless: Names = ()
    """Concepts that undo the narrowing when the same slot says them."""
    present: bool = False
    """It holds when there is something in the slot, for ``slot: exceptions``."""
    kinds: str | None = None
    """A concept with kinds: it holds when all norms that count name fewer than ``fewer_than`` of them."""
    fewer_than: int | None = None
    """The number of kinds that is enough."""
    own: bool = False
    """With kinds: those that only a definition names do not count."""
    effect: Effects = ()
    """It holds when the norm has one of these effects."""
    inherit: str | None = None
    """An anchor: it holds when the anchor itself is only partly met."""
    says: str = ""
    """What the reason means, for the rationale: "it covers only children"."""
    advice: str = ""
    """What would make the element met."""

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        tests = [bool(self.only), self.present, self.kinds is not None, bool(self.effect), self.inherit is not None]
        if sum(tests) != 1:
            raise ValueError("a narrower has exactly one of: only, present, kinds, effect, inherit")
        if (self.kinds is None) != (self.fewer_than is None):
            raise ValueError("kinds and fewer_than go together")
        return self

    @property
    def concepts(self) -> tuple[str, ...]:
        """Every concept that the narrower names."""
        return (*self.only, *self.unless, *((self.kinds,) if self.kinds else ()))


class Decision(Written):
    """One line of the order of decision: the verdict, the norm pattern that must be found, and what must not hold.

    ``also`` names patterns of which one must be found, too, ``unless`` those that must not be found; ``over`` one that is found and that the first outranks ("notwithstanding", or a later rule
    on fewer cases); ``without: any_narrower`` demands that no narrower holds.
    """

    met: Names = ()
    """The element is met when one of these norm patterns is found, and partial when narrowers hold for all norms that count."""
    partial: Names = ()
    """The element is partly met when one of these norm patterns is found."""
    conflict: Names = ()
    """The draft does the opposite when one of these norm patterns is found."""
    needs_review: Names = ()
    """A person has to decide when one of these norm patterns is found."""
    also: Names = ()
    """Patterns of which one must be found, too."""
    unless: Names = ()
    """Patterns of which none may be found."""
    over: Names = ()
    """Patterns of which one is found and outranked: only the first says "notwithstanding"."""
    without: Literal["any_narrower"] | None = None
    """``any_narrower``: the line holds only when no narrower holds."""

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

    @property
    def named(self) -> tuple[str, ...]:
        """Every norm pattern that the line names."""
        return (*self.patterns, *self.also, *self.unless, *self.over)


class Innocent(Written):
    """What never does the opposite of an element, whatever a classifier takes it for: a provision that says one of ``said`` and none of ``unless``."""

    said: Annotated[Names, Field(min_length=1)]
    """Concepts of which one is enough."""
    unless: Names = ()
    """Concepts at which it may do so after all."""

    @property
    def concepts(self) -> tuple[str, ...]:
        """Every concept it names."""
        return (*self.said, *self.unless)


class Criteria(Written):
    """How an element is decided; see docs/CRITERIA.md. The first decision that holds; else missing."""

    norms: Mapping[str, NormPattern]
    """Norm patterns by name: which norms of a draft count for what."""
    narrowers: Mapping[str, Narrower] = {}
    """What makes a norm that counts cover less than the element asks, by name; the names are reason codes in reports."""
    shared: Names = ()
    """Names of the register's narrowers that hold here, too."""
    decide: tuple[Decision, ...]
    """The order of decision: the first line that holds gives the verdict; the element is missing when none does."""
    innocent: tuple[Innocent, ...] = ()
    """What only looks like the opposite: one of these that holds is enough."""
    advice: str = ""
    """What would make a missing element met."""

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        for decision in self.decide:
            for name in decision.named:
                if name not in self.norms:
                    raise ValueError(f"decide speaks of {name!r}, which is not among the norms {sorted(self.norms)}")
        return self


class Anchor(Written):
    """A provision that others refer to ("the core offence"): the norms of these patterns in this element."""

    element: str
    """The element whose criteria have the patterns."""
    patterns: Names
    """The norm patterns whose norms the anchor stands for."""
    names: Names = ()
    """Concepts that name it: a norm that says one of them is about it wherever it stands."""
    terms: Names = ()
    """Concepts of terms by which the anchor's rules say what they are about ("exploitation")."""
    mean: Names = ()
    """What such a term must mean where the law defines it: one of these concepts, else the law does not hold the anchor."""
    called: str = ""
    """What a reference to it is called where a classifier reads the draft: "dumping" for "section 3 (dumping)"."""
