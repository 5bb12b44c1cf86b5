"""What leads to each verdict on an element, in short; ui/web/components/criteria.py has the whole of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.exports.wording import FACES, said
from bot.reviewing.findings import Verdict
from corpus.criteria import Criteria, Narrower
from ui.web import texts
from ui.web.components.criteria import all_narrowers, narrower_words

Line = tuple[str, list[str]]
"""A sentence, and the cases that it speaks of."""


def summary_html(criteria: Criteria, shared: Mapping[str, Narrower]) -> Markup:
    """What leads to each verdict, in the register's own words where it has some.

    Args:
        criteria: the element's own.
        shared: narrowers of the register, by name.
    """
    advice = Markup("<p><strong>{}:</strong> {}</p>").format(texts.GUIDANCE.advice, criteria.advice) if criteria.advice else ""
    rows = Markup("").join(
        Markup('<dt class="cw-{}">{} {}</dt><dd>{}</dd>').format(
            verdict.value, FACES[verdict].sign, FACES[verdict].word, Markup("").join(_said_html(*line) for line in lines)
        )
        for verdict, lines in verdict_lines(criteria, all_narrowers(criteria, shared))
    )
    return Markup('{}<dl class="cw-outcomes">{}</dl>').format(advice, rows)


def verdict_lines(criteria: Criteria, narrowers: Mapping[str, Narrower]) -> list[tuple[Verdict, list[Line]]]:
    """For each verdict that can come out what leads to it: sentences, each with the cases it speaks of."""
    whole, part = _patterns(criteria, "met"), _patterns(criteria, "partial")
    met = texts.GUIDANCE.does_it_whole if any(d.met and d.without for d in criteria.decide) else texts.GUIDANCE.does_it
    weaker = [name for name in part if name not in whole]
    found: list[tuple[Verdict, list[Line]]] = [
        (Verdict.MET, [(met, [])] * bool(whole)),
        (
            Verdict.PARTIAL,
            [(texts.GUIDANCE.covers_less, [narrower_words(one) for one in narrowers.values()])] * bool(narrowers and whole)
            + [(texts.GUIDANCE.does_part, _cases(criteria, weaker))] * bool(weaker),
        ),
        (Verdict.CONFLICT, [(texts.GUIDANCE.does_opposite, _cases(criteria, _patterns(criteria, "conflict")))]),
        (Verdict.NEEDS_REVIEW, [(texts.GUIDANCE.unclear, _cases(criteria, _patterns(criteria, "needs_review")))]),
        (Verdict.MISSING, [(texts.GUIDANCE.none_of_these, [])]),
    ]
    reached = {Verdict(decision.verdict) for decision in criteria.decide} | {Verdict.MISSING}
    return [(verdict, lines) for verdict, lines in found if verdict in reached]


def _patterns(criteria: Criteria, verdict: str) -> list[str]:
    """The patterns that lead to a verdict, each once, in the order of decision."""
    return list(dict.fromkeys(name for decision in criteria.decide for name in getattr(decision, verdict)))


def _cases(criteria: Criteria, names: Sequence[str]) -> list[str]:
    """What patterns find: in the register's words where it has some, else the name by which the details describe it."""
    return list(dict.fromkeys(criteria.norms[name].says or f"“{said(name)}”" for name in names))


def _said_html(sentence: str, cases: Sequence[str]) -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(case) for case in cases)
    return Markup("<p>{}</p>").format(sentence) + (Markup("<ul>{}</ul>").format(items) if items else Markup(""))
