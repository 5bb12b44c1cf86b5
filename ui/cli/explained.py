"""An explanation of a verdict as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.reviewing.explanation import Classified, Condition, Explanation, Narrowing, PatternTrace, Rule, Said, Tried, Via
from bot.reviewing.findings import Finding
from bot.reviews import Explained
from ui.cli.wording import plural, shorten

_VIA = {Via.DEFINITION: "by the definition in ", Via.ANTECEDENT: "who is named in ", Via.EXCEPTION: "in the exception of "}
_WORDS = 90
_EACH = 3
"""So many places a condition shows where several say the same concept."""


def explained_text(explained: Explained) -> str:
    """How a verdict came about: the verdict, the order of decision, each pattern with what counts and what came near."""
    finding, explanation = explained.finding, explained.explanation
    lines = [*_head(finding), *_decisions(explanation)]
    for trace in explanation.patterns:
        lines += ["", *_pattern(trace)] if trace.counted or trace.near else []
    lines += _nothing(explanation)
    lines += ["", "the classifier takes most surely for"] if explanation.classified else []
    lines += [_classified(one) for one in explanation.classified]
    lines += ["", f"nearest of {finding.searched} clauses:"] if finding.nearest else []
    text = explained.document.text
    lines += [f"  {n.score:.3f}  {n.clause.number or n.clause.id}: {shorten(text[n.start : n.end])}" for n in finding.nearest]
    return "\n".join(lines)


def _classified(one: Classified) -> str:
    innocent = "  (not counted: the register knows what it says for innocent)" if one.innocent else ""
    return f"  {one.label}, {one.probability:.0%}: {one.clause} “{shorten(one.sentence)}”{innocent}"


def _head(finding: Finding) -> Iterator[str]:
    yield f"{finding.element.id}: {finding.element.statement}"
    yield from (f"  guidance: “{citation.quote}”" for citation in finding.guidance)
    yield ""
    yield f"verdict: {finding.verdict.value}" + (f" ({', '.join(finding.reasons)})" if finding.reasons else "")
    yield finding.rationale
    yield from filter(None, (finding.advice,))


def _decisions(explanation: Explanation) -> Iterator[str]:
    yield ""
    if explanation.note:
        yield explanation.note
    if not explanation.lines:
        return
    yield "decided by the first that holds, else missing:"
    reached = True
    for line in explanation.lines:
        if not reached:
            yield f"    {line.words}"
        elif line.decides:
            yield f"  > {line.words}" + (f"  (gives {line.why})" if line.why else "")
            reached = False
        else:
            yield f"  - {line.words}  ({line.why})"


def _nothing(explanation: Explanation) -> list[str]:
    """The patterns for which nothing counts and nothing comes near, on one line."""
    names = [f"{t.name} ({plural(t.tried, 'norm')})" for t in explanation.patterns if not (t.counted or t.near)]
    return ["", f"nothing counts or comes near for {', '.join(names)}"] if names else []


def _pattern(trace: PatternTrace) -> Iterator[str]:
    says = f" ({trace.says})" if trace.says else ""
    shown = f", the first {len(trace.counted)} shown" if trace.count > len(trace.counted) else ""
    counts = f"{trace.count} of {plural(trace.tried, 'norm')} of its kind {'counts' if trace.count == 1 else 'count'}{shown}"
    yield f"{trace.name}{says}: {counts}"
    for tried in trace.counted:
        yield from _tried("counts", tried)
    for tried in trace.near:
        yield from _tried("fails one condition", tried)


def _tried(what: str, tried: Tried) -> Iterator[str]:
    rule = tried.rule
    yield f"  {rule.clause} {what}{', but hangs on law not supplied' if tried.unresolved else ''}: “{rule.sentence}”"
    yield from (f"      {line}" for line in _links(rule))
    for condition in tried.conditions:
        yield f"    {_condition(condition)}"
    told = [narrowing for narrowing in tried.narrowers if narrowing.holds or narrowing.said]
    yield from (f"    {_narrowing(narrowing)}" for narrowing in told)
    others = [narrowing.name for narrowing in tried.narrowers if narrowing not in told]
    if others:
        yield f"    . not narrowed by {', '.join(others)}"


def _links(rule: Rule) -> Iterator[str]:
    yield from (f"stands for “{_short(mention)}” in {mention.clause}" for mention in rule.stands_for[:_EACH])
    terms = dict.fromkeys(f"“{said.concept}” ({said.clause})" if said.concept else said.clause for said in rule.definitions)
    if terms:
        yield f"uses the definitions {', '.join(list(terms)[:_EACH])}"
    yield from (f"taken out by {said.clause}: “{_short(said)}”" for said in rule.excepted_by[:_EACH])


def _condition(condition: Condition) -> str:
    asks = " or ".join(condition.asks)
    mark = "+" if condition.holds else "x"
    why = f": {condition.why}" if condition.why else ""
    return f"{mark} {condition.key} {asks}{why}{_places(condition.said)}"


def _narrowing(narrowing: Narrowing) -> str:
    held = f"narrowed by {narrowing.name}" if narrowing.holds else f"not narrowed by {narrowing.name}"
    says = f" ({narrowing.says})" if narrowing.says and narrowing.holds else ""
    return (
        f"{'!' if narrowing.holds else '.'} {held}{says}{': ' + narrowing.why if narrowing.why else ''}{_places(narrowing.said)}"
    )


def _places(said: Sequence[Said]) -> str:
    """The words, the longest of those that lie in one another, each once."""
    widest = [one for one in said if not any(_inside(one, other) for other in said)]
    unique = list({(one.words, one.clause): one for one in widest}.values())
    shown = [f"{one.concept + ' ' if one.concept else ''}“{_short(one)}”{_place(one)}" for one in unique[:_EACH]]
    more = f" and {len(unique) - _EACH} more" if len(unique) > _EACH else ""
    return f": {', '.join(shown)}{more}" if shown else ""


def _inside(one: Said, other: Said) -> bool:
    wider = other.start <= one.start and one.end <= other.end and (one.start, one.end) != (other.start, other.end)
    return wider and one.concept == other.concept


def _place(said: Said) -> str:
    return f" ({_VIA[said.via]}{said.clause})" if said.via in _VIA else ""


def _short(said: Said) -> str:
    return shorten(said.words, _WORDS)
