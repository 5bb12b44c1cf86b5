"""One measured case with its evidence: what was asked, what is due, what came out, and the words that both rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from bot.exports.wording import FACES, ROLES
from bot.reviewing.findings import Role, Verdict
from evals.measures import Mark
from evals.runs import CaseRun
from evals.scorers import find_all
from ui.web import texts
from ui.web.components.markup import answer_html, excerpt_html
from ui.web.components.runs import number, what
from ui.web.components.tables import table_html

Json = dict[str, Any]

_MARGIN = 160
_VERDICT = "verdict"
_ABOUT_ELEMENTS = frozenset({_VERDICT, "evidence", "evidence_quoted", "evidence_precision"})


def case_html(case: CaseRun) -> Markup:
    """A case in full."""
    if "question" in case.case:
        body = _asked_html(case)
    elif "draft" in case.case:
        body = _reviewed_html(case)
    else:
        body = Markup("")
    error = Markup("<p><strong>{}:</strong> {}</p>").format(texts.EVALS.failed, case.error) if case.error else Markup("")
    return _meta(case) + error + body + _marks_html(case)


def about(case: CaseRun) -> str:
    """What a case is about: its question, or the name of its draft."""
    found: str = case.case.get("question") or case.case.get("title") or case.case.get("draft") or ""
    return found


def _meta(case: CaseRun) -> Markup:
    facts = [
        case.split,
        *([texts.EVALS.tags.format(tags=", ".join(case.tags))] if case.tags else []),
        f"{case.seconds * 1000:,.0f} ms",
    ]
    provenance = case.case.get("provenance")
    shown = [" · ".join(facts), *([texts.EVALS.provenance.format(provenance=provenance)] if provenance else [])]
    return Markup("").join(Markup('<p class="cw-meta">{}</p>').format(line) for line in shown)


def _asked_html(case: CaseRun) -> Markup:
    """A question: what is due beside what came out."""
    expect, output = case.case.get("expect", {}), case.output or {}
    turns = Markup("").join(_turn(turn) for turn in case.case.get("history", []))
    before = (
        Markup("<details><summary>{}</summary>{}</details>").format(texts.EVALS.earlier_turns, turns) if turns else Markup("")
    )
    question = Markup('<h3>{}</h3><p class="cw-asked">{}</p>').format(texts.EVALS.asked, case.case["question"])
    columns = Markup('<div class="cw-columns"><section><h3>{}</h3>{}</section><section><h3>{}</h3>{}</section></div>')
    return (
        before
        + question
        + columns.format(
            texts.EVALS.due, _due_html(expect, case.case.get("note", "")), texts.EVALS.came_out, _answer_html(output)
        )
    )


def _turn(turn: Json) -> Markup:
    who = texts.EVALS.person if turn["role"] == "user" else texts.EVALS.tool
    return Markup('<p><span class="cw-meta">{}</span> {}</p>').format(who, turn["content"])


def _due_html(expect: Json, note: str) -> Markup:
    lists = (
        (texts.EVALS.facts, expect.get("facts", [])),
        (texts.EVALS.absent, expect.get("absent", [])),
        (texts.EVALS.gaps, [expect["gaps"]] if expect.get("gaps") else []),
        (texts.EVALS.recommendations, expect.get("recommendations", [])),
    )
    quotes = _quotes_html(texts.EVALS.quotes, expect.get("quotes", []))
    corrects = Markup("<p>{}</p>").format(texts.EVALS.corrects) if expect.get("corrects") else Markup("")
    why = Markup("<p><strong>{}:</strong> {}</p>").format(texts.EVALS.note, note) if note else Markup("")
    return _status(expect.get("status")) + corrects + quotes + Markup("").join(_list(name, found) for name, found in lists) + why


def _status(status: str | None) -> Markup:
    word = {"answered": texts.EVALS.answered, "refused": texts.EVALS.refused}.get(status or "", "")
    return Markup("<p><strong>{}</strong></p>").format(word) if word else Markup("")


def _answer_html(output: Json) -> Markup:
    """The answer as a reader saw it, with its citations; for a refusal, what came nearest."""
    refused = output.get("status") == "refused"
    answer = (
        Markup('<div class="cw-answer">{}</div>').format(answer_html(output.get("answer", "")))
        if output.get("answer")
        else Markup("")
    )
    cited = _quotes_html(texts.EVALS.cited, [_cited(one) for one in output.get("citations", [])])
    nearest = _quotes_html(texts.EVALS.nearest, [_cited(one) for one in output.get("nearest", [])]) if refused else Markup("")
    lists = (
        (texts.EVALS.gaps_named, output.get("gaps", [])),
        (texts.EVALS.recommendations, output.get("recommendations", [])),
    )
    return _status(output.get("status")) + answer + cited + nearest + Markup("").join(_list(name, found) for name, found in lists)


def _cited(citation: Json) -> Markup:
    label = f"[{citation['label']}] " if citation.get("label") else ""
    place = " / ".join(dict.fromkeys([citation.get("title") or texts.UNTITLED, *citation.get("heading_path", [])]))
    return Markup('{}{} <span class="cw-meta">{}</span>').format(label, citation.get("quote", ""), place)


def _quotes_html(heading: str, quotes: Sequence[Markup | str]) -> Markup:
    if not quotes:
        return Markup("")
    body = Markup("").join(Markup('<div class="cw-quote">{}</div>').format(quote) for quote in quotes)
    return Markup('<p class="cw-meta">{}</p>{}').format(heading, body)


def _list(name: str, found: Sequence[Any]) -> Markup:
    """What is listed; where one of several will do, they stand beside each other."""
    shown = [" / ".join(one) if isinstance(one, list) else str(one) for one in found]
    return Markup("<p><strong>{}:</strong> {}</p>").format(name, "; ".join(shown)) if shown else Markup("")


def _reviewed_html(case: CaseRun) -> Markup:
    """A draft: every element on which something that counts is wrong."""
    wrong = dict.fromkeys(mark.item for mark in case.wrong if mark.metric in _ABOUT_ELEMENTS)
    return Markup("").join(_element_html(case, element) for element in wrong)


def _element_html(case: CaseRun, element: str) -> Markup:
    output = case.output or {}
    finding: Json = next((one for one in output.get("findings", []) if one["id"] == element), {})
    label: Json = next((one for one in case.case.get("expect", []) if one["element"] == element), {})
    mark = next((one for one in case.marks if (one.metric, one.item) == (_VERDICT, element)), None)
    columns = Markup('<div class="cw-columns"><section>{}</section><section>{}</section></div>').format(
        _label_html(label, output.get("text", "")), _finding_html(finding, output.get("text", ""))
    )
    return Markup('<section class="cw-wrong">{}{}{}</section>').format(
        _element_head(element, mark, finding), columns, _guidance_html(finding)
    )


def _element_head(element: str, mark: Mark | None, finding: Json) -> Markup:
    line = "" if mark is None else texts.EVALS.due_given.format(due=_word(mark.expected), given=_word(mark.actual))
    unsure = f" ({texts.EVALS.arguable})" if mark is not None and mark.unsure else ""
    return Markup('<h3 class="cw-name">{} · {}{}</h3><p class="cw-meta">{}</p>').format(
        element, line, unsure, finding.get("text", "")
    )


def _word(verdict: str) -> str:
    """A verdict with its sign; what is none goes as it is."""
    if verdict not in {one.value for one in Verdict}:
        return verdict
    face = FACES[Verdict(verdict)]
    return f"{face.sign} {face.word.lower()}"


def _label_html(label: Json, text: str) -> Markup:
    """The due side: the words that decide, in their surroundings, and why."""
    quote = label.get("quote")
    words = _quotes_html(texts.EVALS.draft_due, [_in_draft(quote, text)] if quote else [])
    why = Markup("<p><strong>{}:</strong> {}</p>").format(texts.EVALS.why_due, label["why"]) if label.get("why") else Markup("")
    return Markup("<h3>{}</h3>").format(texts.EVALS.due) + words + why


def _in_draft(quote: str, text: str) -> Markup:
    places = find_all(text, quote)
    return excerpt_html(text, places[0], (0, len(text)), _MARGIN) if places else Markup("{}").format(quote)


def _finding_html(finding: Json, text: str) -> Markup:
    """The tool's side: the words it quoted and its reason."""
    quotes = [_clause(one, text) for one in finding.get("clauses", [])]
    words = _quotes_html(texts.EVALS.draft_given, quotes) or Markup('<p class="cw-meta">{}</p>').format(texts.EVALS.none_quoted)
    reason = finding.get("rationale", "")
    shown = Markup("<p><strong>{}:</strong> {}</p>").format(texts.EVALS.why_given, reason) if reason else Markup("")
    return Markup("<h3>{}</h3>").format(texts.EVALS.came_out) + words + shown


def _clause(quote: Json, text: str) -> Markup:
    span = (quote["start"], quote["end"])
    body = excerpt_html(text, span, span) if text else Markup("{}").format(quote["quote"])
    role = quote.get("role")
    place = " · ".join(part for part in (quote.get("number", ""), ROLES[Role(role)] if role else "") if part)
    return Markup('{} <span class="cw-meta">{}</span>').format(body, place)


def _guidance_html(finding: Json) -> Markup:
    return _quotes_html(texts.EVALS.guidance, [_cited(one) for one in finding.get("guidance", [])])


def _marks_html(case: CaseRun) -> Markup:
    """Every mark, wrong ones first; put away, since what is wrong stands above."""
    rows = [_mark_row(mark) for mark in sorted(_scored(case.marks), key=_wrong_first)]
    if not rows:
        return Markup("")
    table = table_html(texts.EVALS.mark_columns, rows)
    return Markup("<details><summary>{}</summary>{}</details>").format(texts.EVALS.every_mark, table)


def _scored(marks: Iterable[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.value is not None]


def _wrong_first(mark: Mark) -> tuple[float, str, str]:
    return (mark.value or 0.0, mark.metric, mark.item)


def _mark_row(mark: Mark) -> list[Markup | str]:
    sign, word = {1.0: ("✓", texts.EVALS.right), 0.0: ("✕", texts.EVALS.wrong)}.get(mark.value or 0.0, ("", number(mark.value)))
    shown = Markup('<span class="cw-moved"><span aria-hidden="true">{}</span> {}</span>').format(sign, word)
    return [shown, what(mark.metric, mark.item), _word(mark.expected), _word(mark.actual), mark.note]
