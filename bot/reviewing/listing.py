"""Lists of contents in front of a law, or in its first section: what still belongs to one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reviewing.numbering import Label
from bot.reviewing.tree_levels import Sprout
from bot.reviewing.units import Unit

_NAMES = ("table of contents", "arrangement of sections")


@dataclass
class Listing:
    """The list that is being read.

    ``node`` is the clause that holds it. ``numbers`` are those by which it is left: when one of them comes again, the law itself begins. Of a list in front of the law they are the first of a section and the first of a division;
    ``inner`` is one within section 1 of the law, which any number leaves that comes again.
    """

    node: Sprout
    numbers: tuple[str, ...] = ()
    inner: bool = False

    def holds(self, unit: Unit, following: Unit | None) -> bool:
        """Whether a unit still belongs to the list; a heading above the number that comes again does not."""
        own = _key(unit.label)
        above = following is not None and following.label is not None and not following.label.is_division
        key = own if own is not None or not above or following is None else _key(following.label)
        if key is not None and key in self.numbers:
            return False
        first_of_kind = own is not None and all((" " in number) != (" " in own) for number in self.numbers)
        if own is not None and (self.inner or first_of_kind):
            self.numbers = (*self.numbers, own)
        return True


def announces_list(words: str, following: Unit | None) -> bool:
    """Whether a list of contents begins below these words, within section 1 ("(b) The table of contents is as follows:", "Sec. 1. Short title.")."""
    flat = " ".join(words.lower().split())
    first = following.label if following is not None else None
    begins = first is not None and first.is_section and first.value == "1"
    return begins and flat.endswith(":") and any(name in flat for name in _NAMES)


def _key(label: Label | None) -> str | None:
    """A number as it stands in a list of contents: "12", "chapter 2"; None where there is none."""
    if label is None or label.form == "-":
        return None
    return f"{label.word.lower()} {label.value}" if label.is_division else label.value
