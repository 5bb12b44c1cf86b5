"""What reports count, and in which order they show it: verdicts, gaps, and what a reviewer has set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.exports.wording import FACES, OVERRIDE_COUNTED, OVERRIDE_WORDS
from bot.reviewing.findings import Finding, OverrideKind, Review, Scope, Verdict


def in_order(review: Review) -> Sequence[Verdict]:
    """The verdicts in the order in which their findings are shown; what an extract does not hold comes last."""
    extract = review.scope is Scope.EXTRACT
    return sorted(FACES, key=lambda verdict: extract and verdict is Verdict.MISSING)


def findings_in_order(review: Review) -> tuple[Finding, ...]:
    """The findings in the order in which they are shown: by verdict, then as in the register."""
    return tuple(finding for verdict in in_order(review) for finding in review.findings if finding.verdict is verdict)


def counted_line(review: Review) -> str:
    """How many findings have each verdict that any has, what needs attention first."""
    counts = review.coverage
    return ", ".join(f"{counts[verdict.value]} {face.word.lower()}" for verdict, face in FACES.items() if counts[verdict.value])


def is_gap(finding: Finding) -> bool:
    """Whether a finding is not met, in the tool's eyes or in a reviewer's."""
    own = finding.override
    put_right = own is not None and own.kind is OverrideKind.TOOL_ERRED and own.verdict is not Verdict.MET
    return finding.verdict is not Verdict.MET or put_right


def is_untouched(finding: Finding, review: Review) -> bool:
    """Whether a finding is only what an extract does not hold, which is no gap; what a reviewer speaks of is told in full."""
    return review.scope is Scope.EXTRACT and finding.verdict is Verdict.MISSING and finding.override is None


def set_aside(finding: Finding) -> str:
    """What a reviewer says of a finding in a word or two, to stand beside the tool's verdict; nothing where there is nothing."""
    own = finding.override
    if own is None:
        return ""
    return f"reviewer: {OVERRIDE_WORDS.get(own.kind, FACES[own.verdict].word.lower())}"


def set_aside_line(review: Review) -> str:
    """How many findings a reviewer has set aside, and why; nothing where nobody has."""
    said = Counter(finding.override.kind for finding in review.findings if finding.override)
    if not said:
        return ""
    kinds = ", ".join(f"{said[kind]} {OVERRIDE_COUNTED[kind]}" for kind in OverrideKind if said[kind])
    findings = "1 finding" if said.total() == 1 else f"{said.total()} findings"
    return f"A reviewer has set aside {findings}: {kinds}. The verdicts counted are the tool's."
