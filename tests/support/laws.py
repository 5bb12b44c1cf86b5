"""Short drafts read as laws, for tests of the review engine."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.reviewing.clauses import split_clauses
from bot.reviewing.findings import Clause, Finding, Scope
from bot.reviewing.law import Law
from bot.reviewing.lexicon import Lexicon, load_lexicon
from bot.reviewing.norms import Norm
from bot.reviewing.review import Outcome, Reviewer
from corpus.criteria import Effect
from corpus.documents import Document
from corpus.readers import read_bytes, read_file
from corpus.register import BoundRegister, bind_register, load_register

HERE = Path(__file__).parent
OTHER_GUIDANCE = HERE / "data_protection.md"
OTHER_REGISTER = HERE / "data_protection.yaml"


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped lexicon, loaded once for all tests of a process."""
    return load_lexicon()


def document(text: str, name: str = "bill.txt") -> Document:
    """A text as the readers give it."""
    return read_bytes(text.encode(), name).document


def clauses(text: str, name: str = "bill.txt") -> list[Clause]:
    """All clauses, in the draft's order."""
    return [node.clause for top in split_clauses(document(text, name)) for node in top.walk()]


def numbers(text: str, name: str = "bill.txt") -> list[str]:
    """The numbers of all clauses, in the draft's order."""
    return [clause.number for clause in clauses(text, name)]


def law(text: str, name: str = "bill.txt") -> Law:
    """A text read as a law."""
    return Law(document(text, name), lexicon())


def norms(text: str, *effects: Effect) -> list[Norm]:
    """The norms of a text that have one of the effects; all without effects given."""
    return [norm for norm in law(text).norms if not effects or norm.effect in effects]


def effects(text: str) -> set[str]:
    """The effects of all norms of a text, by name."""
    return {norm.effect.value for norm in law(text).norms}


def words(norm: Norm, regions: tuple[tuple[int, int], ...]) -> str:
    """The words of some regions of a norm, joined."""
    return " | ".join(norm.provision.text[low:high] for low, high in regions)


@lru_cache(maxsize=1)
def other_register() -> BoundRegister:
    """A small register on data protection: the engine must work for it, too."""
    guidance = read_file(OTHER_GUIDANCE, document_id="data-protection-guide").document
    return bind_register(load_register(OTHER_REGISTER), {guidance.id: guidance})


@lru_cache(maxsize=1)
def _other_reviewer() -> Reviewer:
    return Reviewer(other_register(), lexicon())


def review_other(text: str, scope: Scope = Scope.WHOLE) -> Outcome:
    """Review a text against the register on data protection."""
    return _other_reviewer().review([read_bytes(text.encode(), "bill.txt")], scope=scope, progress=lambda _: None)


def finding_other(text: str, element_id: str, scope: Scope = Scope.WHOLE) -> Finding:
    """The finding on one element of the register on data protection."""
    return next(f for f in review_other(text, scope).findings if f.element.id == element_id)
