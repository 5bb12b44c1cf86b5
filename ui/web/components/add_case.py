"""From an answer or a finding into the suite: a reviewer says what is due, and it becomes a case of the user's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import streamlit as st

from bot.answering.answer import Answered, AskResult, Turn
from bot.draft_files import DraftFile
from bot.exports.wording import FACES
from bot.reviewing.findings import Finding, Review, Verdict
from corpus.documents import Citation, Document
from corpus.errors import ClausewiseError
from evals.added import add_ask
from evals.cases import AskExpect, Case, Label, Message
from evals.practice import TOOL_ERRED, WITHOUT_WORDS, add_finding, can_be_case, verbatim
from ui.web.components.errors import show_error
from ui.web.components.eval_files import has_own
from ui.web.components.markup import plain_label
from ui.web.texts.evals import ADD

OPEN = "add.open"
"""The key of what is being added in this session; only one form can be open."""
_OPTION_CHARACTERS = 70
_NAME_CHARACTERS = 200
_TEXT_CHARACTERS = 4_000
_LINES_HEIGHT = 68


@st.fragment
def draw_add_answer(
    result: AskResult,
    data_dir: Path,
    *,
    by: str,
    key: str,
    history: Sequence[Turn] = (),
    documents: Mapping[str, Document] | None = None,
) -> None:
    """Offer to make a case of an answer or a refusal; nothing for an answer about a draft, or where there are no own cases.

    Args:
        result: what came out.
        data_dir: where the case is kept.
        by: the reviewer's name, as far as it is known.
        key: unique on the page, and the same whenever this result is drawn.
        history: what was said before the question.
        documents: guidance in which quotes that are due may stand; that of the citations where none is given.
    """
    if not (has_own() and _is_of_guidance(result)):
        return

    def draw_form() -> None:
        st.caption(ADD.lead_answer)
        found = _draw_expect(result, key)
        note = st.text_area(ADD.note, max_chars=_TEXT_CHARACTERS, height=_LINES_HEIGHT, key=f"add-note-{key}")
        texts = list((documents or {one.document_id: one.document for one in _citations(result)}).values())
        _draw_save(
            by,
            key,
            lambda name, now: add_ask(
                data_dir,
                result.question,
                found.model_copy(update={"quotes": verbatim(found.quotes, texts)}),
                by=name,
                at=now,
                history=[Message.model_validate({"role": turn.role, "content": turn.content}) for turn in history],
                note=note,
            ),
        )

    _draw_opening(key, draw_form)


def _draw_opening(key: str, draw_form: Callable[[], None]) -> None:
    """The button, and the form once it was pressed: nothing of the form is drawn before, since a page may offer many."""
    st.button(ADD.label, icon=":material/rule_settings:", key=f"add-{key}", on_click=_open, args=(key,))
    if st.session_state.get(OPEN) == key:
        _dialog(draw_form)


def _open(key: str) -> None:
    st.session_state[OPEN] = key


def _close() -> None:
    st.session_state.pop(OPEN, None)


@st.dialog(ADD.label, width="medium", on_dismiss=_close)
def _dialog(draw_form: Callable[[], None]) -> None:
    draw_form()


def _is_of_guidance(result: AskResult) -> bool:
    """Whether the guidance was asked: a draft's review answers without an index, and a case could not ask it again."""
    return bool(result.engine.index_id) and not (isinstance(result.answer, Answered) and result.answer.draft)


def _citations(result: AskResult) -> tuple[Citation, ...]:
    cited = result.answer.citations if isinstance(result.answer, Answered) else ()
    return (*cited, *result.answer.nearest)


def _draw_expect(result: AskResult, key: str) -> AskExpect:
    """What a right answer shows, to begin with what this one did."""
    is_answered = isinstance(result.answer, Answered)
    names = {"answered": ADD.answered, "refused": ADD.refused}
    status = st.radio(
        ADD.status, list(names), index=0 if is_answered else 1, format_func=names.__getitem__, key=f"add-status-{key}"
    )
    quotes, recommendations = _draw_answered(result, key) if status == "answered" else ((), ())
    gaps = st.text_area(
        ADD.gaps,
        "\n".join(result.answer.gaps) if is_answered else "",
        max_chars=_TEXT_CHARACTERS,
        height=_LINES_HEIGHT,
        key=f"add-gaps-{key}",
    )
    return AskExpect.model_validate(
        {"status": status, "quotes": quotes, "gaps": _lines(gaps), "recommendations": recommendations}
    )


def _draw_answered(result: AskResult, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The quotes that are due, each to be shortened, and the recommendations."""
    answer, citations = result.answer, _citations(result)
    cited = len(answer.citations) if isinstance(answer, Answered) else 0
    names = [one.label or ADD.nearest.format(number=at - cited + 1) for at, one in enumerate(citations)]
    picked = st.multiselect(
        ADD.quotes,
        range(len(citations)),
        default=range(cited),
        format_func=lambda at: _option(names[at], citations[at].quote),
        help=ADD.quotes_help,
        key=f"add-quotes-{key}",
    )
    edited = [
        st.text_area(
            ADD.quote.format(label=plain_label(names[at])), citations[at].quote, height=_LINES_HEIGHT, key=f"add-quote-{key}-{at}"
        )
        for at in picked
    ]
    others = st.text_area(ADD.more_quotes, height=_LINES_HEIGHT, key=f"add-more-{key}")
    named = answer.recommendations if isinstance(answer, Answered) else ()
    recommendations = st.multiselect(
        ADD.recommendations, named, default=named, accept_new_options=True, key=f"add-recommendations-{key}"
    )
    return (*edited, *_lines(others)), tuple(recommendations)


def _option(name: str, quote: str) -> str:
    words = " ".join(quote.split())
    return f"[{name}] {words if len(words) <= _OPTION_CHARACTERS else words[:_OPTION_CHARACTERS].rsplit(' ', 1)[0] + ' …'}"


@st.fragment
def draw_add_finding(review: Review, finding: Finding, draft: DraftFile, data_dir: Path, *, by: str, key: str) -> None:
    """Offer to make a case of a finding, or of what a reviewer's override says of it; nothing where there are no own cases.

    Args:
        review: of one draft; of several files judged together a line says that no case can be made.
        finding: one of its findings.
        draft: the file that was reviewed.
        data_dir: where the case is kept, with the draft.
        by: the reviewer's name, as far as it is known.
        key: unique on the page, and the same whenever this finding is drawn.
    """
    if not has_own():
        return
    if not can_be_case(review):
        st.caption(ADD.several)
        return

    def draw_form() -> None:
        st.caption(ADD.lead_finding)
        due = _draw_due(review, finding, key)
        tags = [TOOL_ERRED] if due.verdict is not finding.verdict else []
        _draw_save(by, key, lambda name, now: add_finding(data_dir, review, draft, due, by=name, at=now, tags=tags))

    _draw_opening(key, draw_form)


def _draw_due(review: Review, finding: Finding, key: str) -> Label:
    """The verdict that is due, to begin with the reviewer's where there is one, with its words and its reason."""
    said = finding.override
    verdicts = list(FACES)
    verdict: Verdict = st.selectbox(
        ADD.verdict,
        verdicts,
        index=verdicts.index(said.verdict if said else finding.verdict),
        format_func=lambda one: f"{FACES[one].sign} {FACES[one].word}",
        key=f"add-verdict-{key}",
    )
    words = ""
    if verdict not in WITHOUT_WORDS:
        shown = next((review.document.text[one.start : one.end] for one in finding.clauses), "")
        words = st.text_area(ADD.words, shown, help=ADD.words_help, key=f"add-words-{key}")
    why = st.text_area(
        ADD.note, said.reason if said else "", max_chars=_TEXT_CHARACTERS, height=_LINES_HEIGHT, key=f"add-note-{key}"
    )
    return Label(element=finding.element.id, verdict=verdict, quote=words.strip() or None, why=why)


def _draw_save(by: str, key: str, save: Callable[[str, dt.datetime], Case]) -> None:
    """The reviewer's name and the button; what does not fit is said and nothing is lost."""
    name = st.text_input(ADD.by, by, max_chars=_NAME_CHARACTERS, key=f"add-by-{key}")
    if not st.button(ADD.save, type="primary", key=f"add-save-{key}"):
        return
    try:
        made = save(name, dt.datetime.now(dt.UTC))
    except ClausewiseError as error:
        show_error(error)
    else:
        st.success(plain_label(ADD.saved.format(id=made.id)))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
