"""What was decided on one element, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reviewing.findings import Verdict
from bot.reviewing.learned import Taken
from bot.reviewing.matching import Counted, Matched


@dataclass(frozen=True, slots=True)
class Decided:
    """The verdict on an element. ``norms`` are those it rests on, the one that decided first; ``reasons`` name narrowers and patterns.

    ``taken`` is the provision that it rests on where a classifier decided, because no norm was found or for want of a better; ``narrow`` the one that makes the anchor it hangs on narrow, where a classifier says so.
    """

    verdict: Verdict
    norms: tuple[Counted, ...]
    reasons: tuple[str, ...] = ()
    narrowing: tuple[Matched, ...] = ()
    taken: Taken | None = None
    narrow: Taken | None = None
