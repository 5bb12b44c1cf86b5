"""Drafting hygiene: what falls out of reading a draft closely, whatever it is judged against.

References that lead nowhere, defined terms that nothing uses, offences without a penalty. A false note costs more trust than a missed slip, so every check
stands back where the draft may rest on law that was not supplied: pieces of a law, laws that change others, sections that speak of another law.
"""

from __future__ import annotations

from collections import defaultdict

from bot.reviewing.crossreferences import Remark, reference_remarks
from bot.reviewing.findings import Scope
from bot.reviewing.law import Law
from bot.reviewing.outline import Outline
from bot.reviewing.penalties import penalty_remarks
from bot.reviewing.terms import term_remarks

_EACH_KIND = 5


def hygiene_notes(law: Law, scope: Scope) -> tuple[str, ...]:
    """Notes on the drafting of a whole law, in the order of the text, a handful of each kind.

    Args:
        law: the draft as read.
        scope: of an extract nothing is said, for what it lacks may stand elsewhere; nor of several files read as one law.
    """
    if scope is Scope.EXTRACT or law.document.parts:
        return ()
    return tuple(remark.words for remark in hygiene_remarks(law))


def hygiene_remarks(law: Law) -> tuple[Remark, ...]:
    """The remarks behind the notes, with their kinds and places."""
    outline = Outline(law)
    found = sorted(
        {*reference_remarks(outline), *term_remarks(outline), *penalty_remarks(outline)}, key=lambda r: (r.at, r.kind, r.words)
    )
    by_kind: dict[str, list[Remark]] = defaultdict(list)
    for remark in found:
        by_kind[remark.kind].append(remark)
    kept = {remark for remarks in by_kind.values() for remark in remarks[:_EACH_KIND]}
    return tuple(remark for remark in found if remark in kept)
