"""What stands in front of a law: where its list of contents ends, and where a memorandum with numbers of its own does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reviewing.numbering import Label, begins_recital, enacts, is_contents, is_explanation, ordinal
from bot.reviewing.prose import has_verb
from bot.reviewing.units import Unit

_NAMES = ("table of contents", "arrangement of sections")
_SENTENCE = 8
"""Words that end with a full stop and hold a verb are no entry of a list, if there are so many."""
_FEW_WORDS = 4
"""The same without a number in front."""
_DETERMINED = re.compile(r"(?:this|an?|no|nothing|each|every|any|whoever|in|if|it)\s", re.IGNORECASE)
"""How sentences begin whose verb no list holds."""
_NEAR, _NEAR_DIVISION = 3, 5
"""Units in which a law says something, where the first number of its sections or divisions comes again."""
_PREAMBLE = "preamble"


def explains_law(heading: str) -> bool:
    """Whether a heading stands above a memorandum or notes, which may have numbers of their own; a preamble and a list of contents have their own rules."""
    return is_explanation(heading) and not is_contents(heading) and heading.strip().lower() != _PREAMBLE


def announces_list(words: str, following: Unit | None) -> bool:
    """Whether a list of contents begins below these words, within section 1 ("(b) The table of contents is as follows:", "Sec. 1. Short title.")."""
    flat = " ".join(words.lower().split())
    first = following.label if following is not None else None
    begins = first is not None and first.is_section and first.value == "1"
    return begins and flat.endswith(":") and any(name in flat for name in _NAMES)


def list_end(text: str, units: Sequence[Unit], begin: int, first: str | None, *, inner: bool) -> int:
    """Where a list of contents ends that begins at ``units[begin]``: the index of the first unit of the law.

    It ends where its first number comes again, that of a section or of a division (of a list within section 1, which is ``inner``, any of its numbers), or the heading above it; before that, where a sentence shows that the
    law has begun.

    Args:
        text: the draft.
        units: those of one file.
        begin: the first entry.
        first: the number that stands on the line of the heading.
        inner: whether the list stands in a section that it lists.
    """
    again = _first_again(text, units, begin, first, inner=inner)
    said = _sentence(text, units, begin)
    if said >= again:
        return again
    numbered = next((at for at in range(said, begin - 1, -1) if _is_section(units[at])), said)
    label = units[numbered].label
    first_of_law = label is not None and _is_first(label)
    return numbered if first_of_law or again == len(units) else said


def _first_again(text: str, units: Sequence[Unit], begin: int, first: str | None, *, inner: bool) -> int:
    numbers = {first} if first else set[str]()
    for at in range(begin, len(units)):
        label = units[at].label
        own = None if inner and label is not None and label.is_division else _key(label)
        above = units[at + 1].label if own is None and at + 1 < len(units) else None
        key = own if above is None or above.is_division else _key(above)
        if (
            key is not None
            and key in numbers
            and _says_something(text, units[at : at + (_NEAR_DIVISION if " " in key else _NEAR)])
        ):
            return at
        if own is not None and (inner or not numbers):
            numbers.add(own)
    return len(units)


def _says_something(text: str, units: Sequence[Unit]) -> bool:
    return any(_is_sentence(text[unit.body : unit.end], least=1) for unit in units)


def _is_sentence(words: str, least: int) -> bool:
    """Whether words, or those below their first line, are a sentence and no entry of a list."""
    first, _, rest = words.partition("\n")
    below = rest.strip()
    if below[:1].isupper() and len(below.split()) >= _FEW_WORDS:
        return below.endswith((".", ":", "—", ";"))
    says = has_verb(words) or (least > 1 and _DETERMINED.match(words) is not None)
    return words.rstrip().endswith((".", ":", "—", ";")) and says and len(first.split()) >= least


def _sentence(text: str, units: Sequence[Unit], begin: int) -> int:
    """The first unit that no list of contents holds: a sentence, a recital or an enacting formula."""
    for at in range(begin, len(units)):
        words = text[units[at].body : units[at].end]
        least = _SENTENCE if units[at].label is not None else _FEW_WORDS
        if enacts(words) or begins_recital(words) or _is_sentence(words, least):
            return at
    return len(units)


def _is_section(unit: Unit) -> bool:
    return unit.label is not None and unit.label.is_section


def _is_first(label: Label) -> bool:
    return ordinal(label.value, roman=False) == 1 or ordinal(label.value, roman=True) == 1


def memorandum_before(text: str, units: Sequence[Unit]) -> tuple[int, int] | None:
    """The heading of a memorandum and the formula with which the law behind it is enacted, as indices of the units of one file; None where the numbers of its sections do not begin anew behind such a formula."""
    heading = None
    for at, unit in enumerate(units):
        words = text[unit.start : unit.end]
        if unit.label is None and explains_law(words):
            heading = at if heading is None else heading
        elif heading is not None and unit.label is None and enacts(words):
            return (heading, at) if _begins_anew(units, at + 1) else None
    return None


def _begins_anew(units: Sequence[Unit], begin: int) -> bool:
    sections = (unit.label for unit in units[begin:] if _is_section(unit))
    first = next(sections, None)
    return first is not None and _is_first(first)


def _key(label: Label | None) -> str | None:
    """A number as it stands in a list of contents: "12", "chapter 2"; None where there is none."""
    if label is None or label.form == "-":
        return None
    return f"{label.word.lower()} {label.value}" if label.is_division else label.value
